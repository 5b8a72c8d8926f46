import { randomInt } from "node:crypto";
import { stamp } from "./stamp.ts";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** M-Pesa's numbers of transactions: no two are the same. */
export interface Receipts {
  readonly next: (at: Date) => string;
  /** One that is in use already. */
  readonly take: (receipt: string) => void;
  readonly clear: () => void;
}

export function createReceipts(): Receipts {
  const taken = new Set<string>();
  return {
    next(at) {
      for (;;) {
        const receipt = newReceipt(at);
        if (taken.has(receipt)) continue;
        taken.add(receipt);
        return receipt;
      }
    },
    take: (receipt) => taken.add(receipt),
    clear: () => taken.clear(),
  };
}

/** Ten upper-case alphanumerics that begin, as real ones do, with year, month and day: `UKK41H6RN2` is of 20 November 2026. */
function newReceipt(at: Date): string {
  const digits = stamp(at);
  const year = SIGNS[(Number(digits.slice(0, 4)) - 2006) % 26];
  const month = SIGNS[Number(digits.slice(4, 6)) - 1];
  const day = "0123456789ABCDEFGHIJKLMNOPQRSTUV"[Number(digits.slice(6, 8))];
  const tail = Array.from({ length: 7 }, () => SIGNS[randomInt(SIGNS.length)]).join("");
  return `${year}${month}${day}${tail}`;
}
