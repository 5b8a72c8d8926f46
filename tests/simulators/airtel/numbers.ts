import { randomInt } from "node:crypto";
import { wallClock } from "../core/wall-clock.ts";

export const TIME_ZONE = "Africa/Nairobi";
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

/** `MP261120.0930.A12345`: what it is, Nairobi's day and minute, and a number of its own. */
export function newMoneyId(what: "MP" | "RF", at: Date, isTaken: (id: string) => boolean): string {
  const [day = "", hour = ""] = wallClock(at, TIME_ZONE).replaceAll(/[-:]/g, "").split(" ");
  for (;;) {
    const number = String(randomInt(100_000)).padStart(5, "0");
    const id = `${what}${day.slice(2)}.${hour.slice(0, 4)}.${LETTERS[randomInt(LETTERS.length)]}${number}`;
    if (!isTaken(id)) return id;
  }
}

/** `254733123456`, `0733 123 456` or `733123456` → `733123456` */
export function toMsisdn(phone: string): string {
  return phone.replaceAll(/\D/g, "").slice(-9);
}
