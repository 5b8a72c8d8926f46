import type { Answer } from "../../http.ts";

const DEEPEST = 64; // theirs have ten levels; `JSON.parse` takes any number, and whatever walks the value would end the stack

/** What a body of theirs says; `null` when it is no JSON, or nested as no provider's is. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isWithin(value, DEEPEST) ? value : null;
  } catch {
    return null;
  }
}

const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (levels > 0 && Object.values(value).every((one) => isWithin(one, levels - 1)));

/** The provider is ill, or too slow: nothing is known of what it did. */
export const isIll = (status: number): boolean => status === 408 || status >= 500;

/** An answer as the payment log keeps it: without addresses that somebody could open, and with phones masked. */
export const shownAnswer = ({ status, text }: Answer): string =>
  `${status} ${text
    .slice(0, 2_000)
    .replace(/https?:\\?\/\\?\/[^\s"'<>]*/gi, "…")
    .replace(/(?<![\w.-])\+?\d{9,13}(?![\w.-])/g, maskDigits)}`;

/** "733···456": what staff read of a number in the log. */
export const maskDigits = (digits: string): string => `${digits.slice(0, -6)}···${digits.slice(-3)}`;
