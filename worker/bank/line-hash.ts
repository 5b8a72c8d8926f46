import { createHash } from "node:crypto";
import type { StatementLine } from "#domain/payments/statements";

type Hashed = Pick<StatementLine, "bookedOn" | "amountMinor" | "narrative" | "balanceMinor">;

/**
 * What stands for a reference where the bank gives none: the same line of the same day is the same line, and the second of two alike is
 * known as the second. One of these for each side of a statement.
 */
export function lineHashes(side: "credit" | "debit"): (line: Hashed) => string {
  const nth = new Map<string, number>();
  return ({ bookedOn, amountMinor, narrative, balanceMinor }) => {
    const words = [bookedOn, amountMinor, narrative, balanceMinor];
    const text = JSON.stringify(side === "debit" ? ["out", ...words] : words);
    const n = (nth.get(text) ?? 0) + 1;
    nth.set(text, n);
    return createHash("sha256").update(`${text}${n}`).digest("hex").slice(0, 32);
  };
}
