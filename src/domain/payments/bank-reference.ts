const NUMBER_LENGTH = 7; // of an order's number, src/domain/ids.ts

/** What banks leave of a text, with the letters an order's number never has read as the digits they are mistaken for. */
export const plainReference = (text: string): string =>
  plainBankRef(text).replaceAll("O", "0").replaceAll("I", "1").replaceAll("L", "1");

/** A bank's own reference: A–Z and 0–9 alone, nothing corrected. */
export const plainBankRef = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** Every order's number that a text may hold, as they stand in it: whatever is as long as one. Most are nobody's. */
export function numbersIn(text: string): string[] {
  const plain = plainReference(text);
  const windows = Array.from({ length: Math.max(0, plain.length - NUMBER_LENGTH + 1) }, (_, at) =>
    plain.slice(at, at + NUMBER_LENGTH),
  );
  return [...new Set(windows.filter((window) => !window.includes("U")))];
}

/**
 * Which of an order's attempts a text names: the ordinal behind the order's number, `null` where it names the order alone, `undefined`
 * where it does not name it at all. Of two ordinals that both fit, the longer is meant.
 */
export function ordinalIn(text: string, number: string, ordinals: readonly number[]): number | null | undefined {
  const plain = plainReference(text);
  const wanted = plainReference(number);
  let found: number | null | undefined;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
    const rest = plain.slice(at + wanted.length);
    const named = ordinals.filter((ordinal) => rest.startsWith(String(ordinal)));
    found ??= null;
    if (named.length > 0) found = Math.max(found ?? 0, ...named);
  }
  return found;
}
