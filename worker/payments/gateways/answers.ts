import type { Answer } from "../../http.ts";

/** What an answer's body says; `null` when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

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
