/** Digits after the decimal point. Source: ISO 4217 list one, "Mnr unt". */
const EXPONENT = { KES: 2, NPR: 2, USD: 2 } as const;

export type Currency = keyof typeof EXPONENT;
export const CURRENCIES = ["KES", "NPR", "USD"] as const satisfies readonly Currency[];

/** An amount in integer minor units: `{ amountMinor: 125_000, currency: "KES" }` is KES 1,250.00. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** @throws {RangeError} unless `amountMinor` is a safe integer: a fraction of a cent is a bug, not a rounding. */
export function money(amountMinor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is not in minor units`);
  return { amountMinor, currency };
}

/** "1,250" or "79.10": minor units are written only where they are not zero. The currency is written beside it. */
export function formatAmount({ amountMinor, currency }: Money): string {
  const digits = EXPONENT[currency];
  const unit = 10 ** digits;
  const whole = Math.trunc(Math.abs(amountMinor) / unit);
  const cents = Math.abs(amountMinor) % unit;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = amountMinor < 0 ? "−" : "";
  return cents === 0 ? `${sign}${grouped}` : `${sign}${grouped}.${String(cents).padStart(digits, "0")}`;
}

/** "KES 1,250". */
export const formatMoney = (value: Money): string => `${value.currency} ${formatAmount(value)}`;

/** Reads what `formatAmount` writes, and the plain forms people type: "1250", "1,250.50". `null` when it is no amount. */
export function parseAmount(text: string, currency: Currency): Money | null {
  const match = /^([-−])?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const digits = EXPONENT[currency];
  const [, sign, whole = "", fraction = ""] = match;
  if (fraction.length > digits) return null;
  const amount = Number(whole.replaceAll(",", "")) * 10 ** digits + Number(fraction.padEnd(digits, "0") || "0");
  if (!Number.isSafeInteger(amount)) return null;
  return money(sign && amount !== 0 ? -amount : amount, currency);
}

/** Whether a provider that knows no cents can be asked for it. */
export const isWhole = ({ amountMinor, currency }: Money): boolean => amountMinor % 10 ** EXPONENT[currency] === 0;

/** Whole shillings for a provider that knows no cents. @throws {RangeError} on cents: rounding at a gateway hides a bug. */
export function wholeUnits({ amountMinor, currency }: Money): number {
  if (!isWhole({ amountMinor, currency }))
    throw new RangeError(`${amountMinor} ${currency} minor units are not a whole amount`);
  return amountMinor / 10 ** EXPONENT[currency];
}
