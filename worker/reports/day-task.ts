import { formatMoney, money } from "#domain/money";
import { currencyOf, differenceOn, type Entry, isOn } from "#domain/payments/report";

const MOST_NAMED = 3;

/** What the task of a day says of what is unexplained. The same words mean the same difference. */
export function taskOf(
  { entries }: { readonly entries: readonly Entry[] },
  day: string,
): { count: number; amountMinor: number | null; currency: string | null; detail: string } {
  const found = entries.filter((entry) => entry.class === "unexplained" && isOn(entry, day));
  const names = found.map(({ theirs, ours }) => theirs?.ref ?? ours?.ref ?? "").sort();
  const currencies = [...new Set(found.map(currencyOf))];
  const [currency] = currencies;
  const isOneSum = currency !== undefined && currencies.length === 1;
  const difference = found.reduce((sum, entry) => sum + differenceOn(entry, day), 0);
  const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : "";
  const sums = isOneSum ? `, theirs less ours ${formatMoney(money(difference, currency))}` : "";
  return {
    count: found.length,
    amountMinor: isOneSum ? Math.abs(difference) : null,
    currency: isOneSum ? currency : null,
    detail: `${found.length} unexplained on ${day}${sums}: ${names.slice(0, MOST_NAMED).join(", ")}${more}`,
  };
}
