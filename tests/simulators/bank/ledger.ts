import type { StatementLine } from "../core/provider.ts";
import { accountIn, type BankAccount } from "./accounts.ts";

/** One line of one account. Times are ISO, amounts minor units and positive. */
export interface Entry {
  /** Ours, for lines that have no bank reference: `T000012`. */
  readonly id: string;
  readonly kind: "capture" | "refund" | "fee" | "payout";
  readonly currency: BankAccount["currency"];
  /** What reached or left the account. */
  readonly amount: number;
  /** What banks on the way kept: the payer sent so much more. */
  readonly charges: number;
  readonly bankRef: string | null;
  /** As the payer typed it. */
  readonly reference: string;
  readonly payer: string;
  readonly narrative: string;
  readonly at: string;
  /** The line that this one sends back. */
  readonly of: string | null;
}

export interface BookedEntry extends Entry {
  readonly balance: number;
}

/** The account's lines in the order they were booked, each with the balance after it. */
export function booked(entries: readonly Entry[], currency: BankAccount["currency"]): BookedEntry[] {
  let balance = accountIn(currency).openingBalance;
  return inOrder(entries.filter((entry) => entry.currency === currency)).map((entry) => {
    balance += isCredit(entry) ? entry.amount : -entry.amount;
    return { ...entry, balance };
  });
}

export function isCredit({ kind }: Pick<Entry, "kind">): boolean {
  return kind === "capture";
}

/** Stable: what came at the same moment keeps the order it was entered in. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((one, other) => one.at.localeCompare(other.at));
}

/** By bank reference, written as people write it, or by our id. The newest, where a bank used a reference twice. */
export function findEntry(entries: readonly Entry[], ref: string): Entry | undefined {
  return entries.findLast(({ id, bankRef }) => id === ref || (bankRef && plain(bankRef) === plain(ref)));
}

/** A–Z and 0–9 alone. */
export function plain(ref: string): string {
  return ref.toUpperCase().replaceAll(/[^A-Z0-9]/g, "");
}

/** The line as the control API's statement has it. Its ref is the account and the bank's reference, or our id where there is none. */
export function toStatementLine(entry: BookedEntry): StatementLine {
  const { accountNumber } = accountIn(entry.currency);
  return {
    ref: `${accountNumber}/${entry.bankRef ? plain(entry.bankRef) : entry.id}`,
    ourRef: entry.reference,
    kind: entry.kind,
    amount: entry.amount,
    currency: entry.currency,
    at: entry.at,
    id: entry.id,
    account: accountNumber,
    bankRef: entry.bankRef ?? "",
    narrative: entry.narrative,
    payer: entry.payer,
    balance: entry.balance,
    ...(entry.of && { of: entry.of }),
  };
}
