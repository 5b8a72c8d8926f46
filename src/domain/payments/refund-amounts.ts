import type { Currency } from "../money.ts";

/** What an order froze, as far as giving back a part of it is concerned. Amounts in minor units. */
export interface FrozenOrder {
  readonly currency: Currency;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly deliveryMinor: number;
  readonly taxMinor: number;
  readonly taxInclusive: boolean;
  readonly totalMinor: number;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly unitMinor: number }[];
}

export interface Pieces {
  readonly lineId: string;
  readonly quantity: number;
}

/** The smallest amount that is given back: shillings are whole, since M-Pesa knows no cents. */
export const smallestMinor = (currency: Currency): number => (currency === "KES" ? 100 : 1);

/**
 * What these pieces were paid with: their share of the goods after discount and with tax. Shares are cut where those of the pieces given
 * back `before` end, so that in whatever steps an order goes back, the sum is what was paid.
 */
export function amountOfPieces(order: FrozenOrder, pieces: readonly Pieces[], before: readonly Pieces[]): number {
  const priced = (given: readonly Pieces[]) =>
    given.reduce(
      (sum, { lineId, quantity }) => sum + quantity * (order.lines.find(({ id }) => id === lineId)?.unitMinor ?? 0),
      0,
    );
  const from = priced(before);
  return goodsUpTo(order, from + priced(pieces)) - goodsUpTo(order, from);
}

/** What delivery was paid with: its price and the tax on it. */
export function amountOfDelivery(order: FrozenOrder): number {
  const base = order.subtotalMinor - order.discountMinor + order.deliveryMinor;
  const tax = order.taxInclusive || base === 0 ? 0 : share(order.taxMinor, order.deliveryMinor, base, order.currency);
  return order.deliveryMinor + tax;
}

const goodsUpTo = (order: FrozenOrder, pricedMinor: number): number =>
  order.subtotalMinor === 0
    ? 0
    : share(order.totalMinor - amountOfDelivery(order), pricedMinor, order.subtotalMinor, order.currency);

/** amount × part ÷ whole, rounded half up to what can be given back; in bigint, because the product may pass 2^53. */
function share(amount: number, part: number, whole: number, currency: Currency): number {
  const step = BigInt(smallestMinor(currency));
  const divisor = 2n * BigInt(whole) * step;
  return Number(((2n * BigInt(amount) * BigInt(part) + BigInt(whole) * step) / divisor) * step);
}

/** Takes an amount from payments in the order given, each as far as it goes. `null`: together they do not hold so much. */
export function splitOver<C extends { readonly leftMinor: number }>(
  captures: readonly C[],
  amountMinor: number,
): { capture: C; amountMinor: number }[] | null {
  let wanted = amountMinor;
  const parts = captures.flatMap((capture) => {
    const taken = Math.min(wanted, Math.max(0, capture.leftMinor));
    wanted -= taken;
    return taken > 0 ? [{ capture, amountMinor: taken }] : [];
  });
  return wanted === 0 ? parts : null;
}
