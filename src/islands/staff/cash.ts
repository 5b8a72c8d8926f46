import { type Currency, parseAmount } from "#domain/money";
import { cash } from "../words.ts";

interface Says {
  /** Said where nothing was typed. */
  readonly missing: string;
  /** Said of nothing and less. */
  readonly notAbove0: string;
  /** M-Pesa and our own prices know no cents; a bank does. */
  readonly wholeShillings?: boolean;
  readonly mostMinor?: number;
}

/** What was typed as an amount, in minor units, or what is wrong with it. */
export function amountOf(
  typed: string,
  currency: Currency,
  { missing, notAbove0, wholeShillings = true, mostMinor }: Says,
): { amountMinor: number } | { error: string } {
  if (!typed.trim()) return { error: missing };
  const read = parseAmount(typed.replace(new RegExp(`^\\s*${currency}\\s*`, "i"), ""), currency);
  if (!read) return { error: "This is not an amount. It should look like 1,250 or 1250." };
  if (read.amountMinor <= 0) return { error: notAbove0 };
  if (wholeShillings && currency === "KES" && read.amountMinor % 100 !== 0)
    return { error: "Whole shillings, please." };
  if (mostMinor !== undefined && read.amountMinor > mostMinor)
    return { error: `At most ${cash(mostMinor, currency)}.` };
  return { amountMinor: read.amountMinor };
}

/** What was typed as an amount of cash. */
export const cashOf = (typed: string, currency: Currency) =>
  amountOf(typed, currency, {
    missing: "How much was taken?",
    notAbove0: "Only money that came in is written here.",
  });
