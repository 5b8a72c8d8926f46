/** What a market does with tax: `basisPoints` of the price, already in it or added to it. */
export interface TaxRule {
  readonly basisPoints: number;
  readonly inclusive: boolean;
}

export interface PricedLine {
  readonly unitMinor: number;
  readonly quantity: number;
}

/** Sums of an order in minor units. With tax included, `taxMinor` says how much of the total is tax; else it is added. */
export interface Totals {
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly deliveryMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

/**
 * The sums of an order. Tax is computed once over goods less discount plus delivery and rounded half up to a minor unit, so neither
 * the order of lines nor splitting one changes it.
 * @throws {RangeError} on amounts that are not integers in minor units, or a discount over the subtotal
 */
export function totals(lines: readonly PricedLine[], deliveryMinor: number, tax: TaxRule, discountMinor = 0): Totals {
  const subtotalMinor = lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
  for (const amount of [subtotalMinor, deliveryMinor, discountMinor]) {
    if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError(`${amount} is not an amount in minor units`);
  }
  if (discountMinor > subtotalMinor) throw new RangeError("The discount is more than the goods");
  const base = subtotalMinor - discountMinor + deliveryMinor;
  const taxMinor = tax.inclusive
    ? roundedShare(base, tax.basisPoints, 10_000 + tax.basisPoints)
    : roundedShare(base, tax.basisPoints, 10_000);
  return { subtotalMinor, discountMinor, deliveryMinor, taxMinor, totalMinor: tax.inclusive ? base : base + taxMinor };
}

/** amount × part ÷ whole, rounded half up; in bigint, because the product may pass 2^53. */
function roundedShare(amount: number, part: number, whole: number): number {
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
}

/** "VAT, 16 %", "VAT, 7.5 %"; empty where the market has none. */
export const taxName = ({ basisPoints }: Pick<TaxRule, "basisPoints">): string =>
  basisPoints === 0 ? "" : `VAT, ${basisPoints / 100} %`;

/** What a delivery costs for goods of this value. */
export const deliveryPrice = (
  method: { amountMinor: number; freeFromMinor: number | null },
  goodsMinor: number,
): number => (method.freeFromMinor !== null && goodsMinor >= method.freeFromMinor ? 0 : method.amountMinor);
