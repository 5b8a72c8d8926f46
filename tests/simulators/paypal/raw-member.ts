/** The text of one member of a JSON object exactly as it was sent, without the space around it; undefined when there is none. */
export function rawMember(json: string, name: string): string | undefined {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    else if (sign === '"') {
      const end = endOfText(json, at);
      const colon = /^\s*:\s*/.exec(json.slice(end, end + 100));
      const isMember = depth === 1 && colon && JSON.parse(json.slice(at, end)) === name;
      if (isMember) return json.slice(end + colon[0].length, endOfValue(json, end + colon[0].length)).trim();
      at = end - 1;
    }
  }
  return undefined;
}

/** Just past the closing quote of the text that begins at `start`. */
function endOfText(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === "\\") at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

function endOfValue(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') at = endOfText(json, at) - 1;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (depth === 0 && (sign === "," || sign === "}" || sign === "]")) return at;
    else if (sign === "}" || sign === "]") depth -= 1;
  }
  return json.length;
}
