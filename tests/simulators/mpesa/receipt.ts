import { randomInt } from "node:crypto";
import { stamp } from "./stamp.ts";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Ten upper-case alphanumerics that begin, as real ones do, with year, month and day: `UKK41H6RN2` is of 20 November 2026. */
export function newReceipt(at: Date, isTaken: (receipt: string) => boolean): string {
  const digits = stamp(at);
  const year = SIGNS[(Number(digits.slice(0, 4)) - 2006) % 26];
  const month = SIGNS[Number(digits.slice(4, 6)) - 1];
  const day = "0123456789ABCDEFGHIJKLMNOPQRSTUV"[Number(digits.slice(6, 8))];
  for (;;) {
    const tail = Array.from({ length: 7 }, () => SIGNS[randomInt(SIGNS.length)]).join("");
    const receipt = `${year}${month}${day}${tail}`;
    if (!isTaken(receipt)) return receipt;
  }
}
