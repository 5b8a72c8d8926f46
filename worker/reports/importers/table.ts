import { CURRENCIES, type Currency } from "#domain/money";
import { type CsvRow, readCsv } from "#domain/payments/csv";
import { dayIn, isDay } from "#domain/payments/days";
import type { ImportedLine, ImportedStatement, StatementFault } from "#domain/payments/statement-line";

/** The columns of an export, each with the names it goes by; the first that is there counts. */
export type Columns<N extends string> = Readonly<Record<N, readonly string[]>>;

/** A row of an export whose columns have been found. */
export interface Cells<N extends string> {
  readonly at: number;
  /** "" where the column is missing. */
  get(name: N): string;
}

/** What one row means: lines of a statement, none, or what is wrong with it. */
export type Meaning = readonly ImportedLine[] | { readonly problem: string };

interface Shape<N extends string, O extends string> {
  /** Without one of these it is another export. */
  readonly columns: Columns<N>;
  /** Read where they are there. */
  readonly also: Columns<O>;
  readonly read: (row: Cells<N | O>) => Meaning;
}

/**
 * Reads an export whose head may come after a few lines of its own, in any order of columns. The first row that cannot be understood
 * refuses the file: half a statement is none.
 */
export function readTable<const N extends string, const O extends string>(
  text: string,
  { columns, also, read }: Shape<N, O>,
): ImportedStatement {
  const rows = readCsv(text);
  if ("problem" in rows) return rows;
  const needed: Columns<string> = columns;
  const all: Columns<string> = { ...columns, ...also };
  const placed = rows.map((row) => placesOf(row, all));
  const head = placed.findIndex((places) => Object.keys(needed).every((name) => places.has(name)));
  if (head < 0) return noHead(rows, placed, needed);
  const places = placed[head];
  const width = rows[head]?.cells.length ?? 0;
  const lines: ImportedLine[] = [];
  for (const row of rows.slice(head + 1)) {
    if (row.cells.every((cell) => cell.trim() === "")) continue;
    if (row.cells.length < width)
      return {
        problem: `This line has ${row.cells.length} values, the head names ${width}: is the file whole?`,
        at: row.at,
      };
    const meaning = read({
      at: row.at,
      get(name) {
        const place = places?.get(name);
        return place === undefined ? "" : (row.cells[place] ?? "").trim();
      },
    });
    if ("problem" in meaning) return { problem: meaning.problem, at: row.at };
    lines.push(...meaning);
  }
  return { lines };
}

type Places = ReadonlyMap<string, number>;

function placesOf({ cells }: CsvRow, columns: Columns<string>): Places {
  const heads = cells.map(plainHead);
  const found = Object.entries(columns).map(
    ([name, known]) => [name, known.map((one) => heads.indexOf(plainHead(one))).find((at) => at >= 0)] as const,
  );
  return new Map(found.filter((place): place is [string, number] => place[1] !== undefined));
}

/** "Receipt No." and "receipt no" are one column. */
const plainHead = (head: string): string => head.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Names the column that is missing in the row that looks most like a head. */
function noHead(rows: readonly CsvRow[], placed: readonly Places[], needed: Columns<string>): StatementFault {
  const missingIn = (places: Places | undefined) => Object.entries(needed).filter(([name]) => !places?.has(name));
  const [best] = placed
    .map((places, at) => ({ at, missing: missingIn(places) }))
    .toSorted((one, other) => one.missing.length - other.missing.length);
  if (!best) return { problem: "The file is empty.", at: 1 };
  const column = best.missing[0]?.[1][0] ?? "";
  return {
    problem: `No line names the column “${column}”: is this the right export of the right provider?`,
    at: rows[best.at]?.at ?? 1,
  };
}

/** "1,450.00", "12,34,567.00", "-1450.5" or "KES 10" in minor units, exactly. `null`: not one amount, or a fraction of a cent. */
export function readMinor(text: string): number | null {
  const plain = text.replace(/^(?:KES|KSH|NPR|USD|RS\.?)\s*/i, "").replace("−", "-");
  const [, sign, whole, cents = ""] = /^(-?)(\d{1,3}(?:,\d{2,3})*|\d+)(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const minor = Number(whole.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return sign && minor !== 0 ? -minor : minor;
}

export const readCurrency = (text: string): Currency | null =>
  CURRENCIES.find((one) => one === text.toUpperCase()) ?? null;

export const badAmount = (text: string): { problem: string } => ({
  problem: `“${text}” is not an exact amount with at most two digits behind the point.`,
});
export const badTime = (text: string): { problem: string } => ({
  problem: `“${text}” is not a date this shop can read.`,
});

/**
 * "2026-11-20 09:30:42", with or without seconds, T, an offset or a Z; and "20-11-2026 09:30". `offset`: minutes east where none is
 * written. Unix ms, or `null`.
 */
export function readTime(text: string, offset: number): number | null {
  const found =
    /^(\d{4}-\d{2}-\d{2}|\d{2}[-/.]\d{2}[-/.]\d{4})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(
      text,
    );
  if (!found) return null;
  const [, date = "", hour = "0", minute = "0", second = "0", zone] = found;
  const day = /^\d{4}/.test(date) ? date : date.split(/[-/.]/).reverse().join("-");
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const local = Date.parse(`${day}T${hour.padStart(2, "0")}:${minute}:${second.padStart(2, "0")}Z`);
  return local - (zone ? minutesEast(zone) : offset) * 60_000;
}

function minutesEast(zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}

/** "254712345678" as "254712···678": what staff read of a number. */
export const maskPhone = (text: string): string =>
  text.replace(/\d{9,15}/g, (digits) => `${digits.slice(0, -6)}···${digits.slice(-3)}`);

/** Only what says something. */
export const named = (more: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(more).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** The first and the last day of lines. */
export function daysOf(
  lines: readonly ImportedLine[],
  zone: (line: ImportedLine) => string,
): { from: string; to: string } | null {
  const days = lines.map((line) => dayIn(zone(line), line.occurredAt)).sort();
  const [from, to] = [days[0], days.at(-1)];
  return from && to ? { from, to } : null;
}
