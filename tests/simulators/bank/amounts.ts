/** `1,450.00`, from minor units. */
export function grouped(minor: number): string {
  return withGroups(minor, /\B(?=(\d{3})+$)/g);
}

/** `1,00,000.00`: Nepal groups the thousands once and then in pairs. */
export function groupedAsInNepal(minor: number): string {
  return withGroups(minor, /\B(?=(\d{2})*\d{3}$)/g);
}

/** `-1450.00` */
export function bare(minor: number): string {
  return withGroups(minor, /$^/g);
}

function withGroups(minor: number, gaps: RegExp): string {
  const digits = String(Math.abs(minor)).padStart(3, "0");
  return `${minor < 0 ? "-" : ""}${digits.slice(0, -2).replace(gaps, ",")}.${digits.slice(-2)}`;
}

/** Minor units of an amount as people type it: `1450`, `1,450.5`. Undefined when it is none. */
export function readAmount(text: string): number | undefined {
  const [, whole, cents = ""] = /^(\d[\d,]*)(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const minor = Number(whole.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0"));
  return Number.isSafeInteger(minor) && minor > 0 ? minor : undefined;
}
