import { unprocessable } from "./errors.ts";

/** An amount as it travels: always a string. */
export interface WireAmount {
  readonly currency_code: string;
  readonly value: string;
}

/** What PayPal takes, and how many decimals each has. KES and NPR are not among them. */
const DECIMALS: ReadonlyMap<string, 0 | 2> = new Map([
  ..."AUD BRL CAD CNY CZK DKK EUR HKD ILS INR MYR MXN NZD NOK PHP PLN GBP SGD SEK CHF THB USD"
    .split(" ")
    .map((code) => [code, 2] as const),
  ..."HUF JPY TWD".split(" ").map((code) => [code, 0] as const),
]);
const MOST_MINOR = 999_999_999;
const VALUE = /^-?\d*(?:\.(\d+))?$/;

/** Minor units of a positive amount; `field` is named where it does not fit. @throws PaypalError */
export function readAmount({ currency_code, value }: WireAmount, field: string): number {
  const decimals = DECIMALS.get(currency_code);
  if (decimals === undefined) throw unprocessable("CURRENCY_NOT_SUPPORTED", { field: `${field}/currency_code` });
  const at = { field: `${field}/value`, value };
  const [, fraction = ""] = VALUE.exec(value) ?? [];
  if (fraction.length > decimals)
    throw unprocessable(decimals === 0 ? "DECIMALS_NOT_SUPPORTED" : "DECIMAL_PRECISION", at);
  const minor = Math.round(Number(value) * 10 ** decimals);
  if (minor < 0 || minor > MOST_MINOR) throw unprocessable(minor < 0 ? "CANNOT_BE_NEGATIVE" : "MAX_VALUE_EXCEEDED", at);
  return minor;
}

/** @throws PaypalError where it is 0 */
export function readPositive(amount: WireAmount, field: string): number {
  const minor = readAmount(amount, field);
  if (minor === 0) throw unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE", { field: `${field}/value`, value: amount.value });
  return minor;
}

/** `1124`, `USD` → `{ currency_code: "USD", value: "11.24" }` */
export function wireAmount(minor: number, currency_code: string): WireAmount {
  const decimals = DECIMALS.get(currency_code) ?? 2;
  return { currency_code, value: (minor / 10 ** decimals).toFixed(decimals) };
}
