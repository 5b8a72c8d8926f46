import { type Currency, parseAmount } from "#domain/money";

/** What was typed as an amount of cash, in minor units, or what is wrong with it. */
export function cashOf(typed: string, currency: Currency): { amountMinor: number } | { error: string } {
  if (!typed.trim()) return { error: "How much was taken?" };
  const read = parseAmount(typed.replace(new RegExp(`^\\s*${currency}\\s*`, "i"), ""), currency);
  if (!read) return { error: "This is not an amount. It should look like 1,250 or 1250." };
  if (read.amountMinor <= 0) return { error: "Only money that came in is written here." };
  if (currency === "KES" && read.amountMinor % 100 !== 0) return { error: "Whole shillings, please." };
  return { amountMinor: read.amountMinor };
}
