import type { GatewayCode } from "#domain/payments/names";
import { wayNames } from "#domain/sentences/way-names";

/** "M-Pesa, card, or cash at the door". */
export const payWith = (codes: readonly GatewayCode[]): string => listed(codes.map((code) => wayNames.en[code]));

/** "a", "a or b", "a, b or c". */
export function listed(words: readonly string[], last = "or"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** "1 thing", "12 things". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** JSON inside a script element: nothing in it can end the script. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/** The first sentences up to `most` characters, ended at a word: for descriptions of pages. */
export function shortened(text: string, most = 155): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length <= most) return plain;
  return `${plain.slice(0, plain.lastIndexOf(" ", most - 1)).replace(/[\s,;:.]+$/, "")}…`;
}

/** The paragraphs of a text that is split by empty lines. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean);
