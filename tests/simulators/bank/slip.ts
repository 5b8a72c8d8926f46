import { wallClock } from "../core/wall-clock.ts";
import { accountIn, type BankAccount } from "./accounts.ts";
import { grouped } from "./amounts.ts";
import type { Entry } from "./ledger.ts";

/** What a payer's bank prints for a transfer. A forged one has no line on the statement. */
export interface Slip {
  readonly id: string;
  readonly currency: BankAccount["currency"];
  /** What the payer sent, in minor units. */
  readonly amount: number;
  readonly reference: string;
  readonly payer: string;
  readonly bankRef: string | null;
  readonly at: string;
}

export function slipOf({ id, currency, amount, charges, reference, payer, bankRef, at }: Entry): Slip {
  return { id, currency, amount: amount + charges, reference, payer, bankRef, at };
}

/** Its lines below amount and reference. */
export function slipRows(slip: Slip): readonly (readonly [name: string, value: string])[] {
  const { accountName, accountNumber, bankName, timeZone } = accountIn(slip.currency);
  return [
    ["From", slip.payer],
    ["To", accountName],
    ["Account", accountNumber],
    ["Bank", bankName],
    ["Date", wallClock(new Date(slip.at), timeZone)],
    ["Bank ref", slip.bankRef ?? "-"],
  ];
}

export function slipAmount({ currency, amount }: Slip): string {
  return `${currency} ${grouped(amount)}`;
}
