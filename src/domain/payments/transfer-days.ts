import { addWorkingDays } from "../fulfilment/delivery-days.ts";
import type { Currency } from "../money.ts";

/** When the banks behind each of our accounts are shut. Holidays are not known here: a deadline may be lengthened by staff. */
const BANKS: Readonly<Record<Currency, { timeZone: string; shut: readonly string[] }>> = {
  KES: { timeZone: "Africa/Nairobi", shut: ["Sat", "Sun"] },
  NPR: { timeZone: "Asia/Kathmandu", shut: ["Sat"] },
  USD: { timeZone: "Africa/Nairobi", shut: ["Sat", "Sun"] },
};

export const TRANSFER_DAYS = 3; // to send the money
export const PROOF_DAYS = 2; // more, once, when a slip was sent

/** The instant `days` days on which banks work later. */
export function addBankDays(from: number, days: number, currency: Currency): number {
  const { timeZone, shut } = BANKS[currency];
  return addWorkingDays(from, days, timeZone, shut);
}

/** Today where the account is kept, as an ISO date. */
export const bankDay = (at: number, currency: Currency): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: BANKS[currency].timeZone }).format(at);
