/** A row of a CSV, and the line it begins on. */
export interface CsvRow {
  readonly at: number;
  readonly cells: readonly string[];
}

/**
 * RFC 4180: values between commas, quoted where they need it, quotes doubled; rows end with LF or CRLF. Empty lines are left out.
 * @returns the rows, or what is wrong and on which line
 */
export function readCsv(text: string): readonly CsvRow[] | { readonly problem: string; readonly at: number } {
  const rows: CsvRow[] = [];
  const csv = text.replace(/^\uFEFF/, "");
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  for (let at = 0; at < csv.length; ) {
    let cell = "";
    if (csv[at] === '"') {
      const end = endOfQuoted(csv, at);
      if (end < 0) return { problem: "A quote that opens here never closes.", at: line };
      cell = csv.slice(at + 1, end).replaceAll('""', '"');
      line += cell.split("\n").length - 1;
      at = end + 1;
    } else {
      const end = /[,\r\n]|$/g;
      end.lastIndex = at;
      const to = end.exec(csv)?.index ?? csv.length;
      cell = csv.slice(at, to);
      if (cell.includes('"')) return { problem: "A quote stands in the middle of a value.", at: line };
      at = to;
    }
    cells.push(cell);
    const next = csv[at];
    if (next === ",") {
      at += 1;
      if (at === csv.length) cells.push("");
      else continue;
    } else if (next !== undefined && next !== "\n" && !(next === "\r" && csv[at + 1] === "\n")) {
      return { problem: "Something stands behind a quoted value.", at: line };
    } else {
      at += next === "\r" ? 2 : 1;
    }
    if (cells.length > 1 || cells[0] !== "") rows.push({ at: begun, cells });
    cells = [];
    line += 1;
    begun = line;
  }
  return rows;
}

/** Where the quote that closes stands; -1 where none does. */
function endOfQuoted(csv: string, from: number): number {
  for (let at = csv.indexOf('"', from + 1); at >= 0; at = csv.indexOf('"', at + 2)) {
    if (csv[at + 1] !== '"') return at;
  }
  return -1;
}
