import { type Currency, type Money, money } from "#domain/money";

/** Derived prices are rounded to what looks like a price: whole rupees, ten cents. */
const STEP: Readonly<Record<Currency, number>> = { KES: 100, NPR: 100, USD: 10 };

/** A price in another currency by a rate in millionths ("one KES is 7,740 millionths of a USD"), rounded half up to a price-like step. */
export function derivedPrice(from: Money, to: Currency, rateMillionths: number): Money {
  const step = BigInt(STEP[to]) * 1_000_000n;
  const exact = BigInt(from.amountMinor) * BigInt(rateMillionths);
  const steps = (2n * exact + step) / (2n * step);
  return money(Number(steps < 1n && from.amountMinor > 0 ? 1n : steps) * STEP[to], to);
}
