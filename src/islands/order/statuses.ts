import type { OrderView } from "#domain/orders/schema";
import { fill } from "#domain/sentences/fill";
import type { LifeWords } from "#domain/sentences/order-lives";
import type { OrderWords } from "#domain/sentences/payment-pages";

type Mark = "done" | "wait" | "info" | "fail" | "none";
export interface Shown {
  readonly name: string;
  readonly word: string;
  readonly mark: Mark;
}
type Statuses = OrderView["statuses"];

const PAYMENT: Readonly<Record<Statuses["payment"], Mark>> = {
  unpaid: "none",
  checking: "wait",
  "part-paid": "wait",
  paid: "done",
  overpaid: "info",
  "part-refunded": "info",
  refunded: "info",
  disputed: "wait",
};
const AGREED: Readonly<Record<Statuses["order"], Mark>> = { placed: "done", completed: "done", cancelled: "fail" };
const DELIVERY: Readonly<Record<Statuses["fulfilment"], Mark>> = {
  unfulfilled: "none",
  partial: "wait",
  shipped: "wait",
  delivered: "done",
  returned: "info",
};
const IDENTITY: Readonly<Record<Statuses["verification"], Mark>> = {
  "not-asked": "none",
  asked: "wait",
  approved: "done",
  rejected: "fail",
};

/** The lives of an order in words: money, agreement, packing, the way, and identity where it was asked for. */
export function shownStatuses(order: OrderView, say: LifeWords): Shown[] {
  const { payment, fulfilment, verification, order: agreed } = order.statuses;
  const { names } = say;
  return [
    payment === "unpaid" && paysAtTheDoor(order)
      ? { name: names.payment, word: say.payment.door, mark: "wait" }
      : { name: names.payment, word: say.payment[payment], mark: PAYMENT[payment] },
    waitsForMoney(order)
      ? { name: names.order, word: say.agreed.waiting, mark: "wait" }
      : { name: names.order, word: say.agreed[agreed], mark: AGREED[agreed] },
    { name: names.packing, ...packing(order, say) },
    { name: names.delivery, word: say.delivery[fulfilment], mark: DELIVERY[fulfilment] },
    ...(verification === "not-asked"
      ? []
      : [{ name: names.identity, word: say.identity[verification], mark: IDENTITY[verification] }]),
  ];
}

function packing(order: OrderView, { packing: words }: LifeWords): Omit<Shown, "name"> {
  const { fulfilment, order: agreed, payment } = order.statuses;
  if (fulfilment === "partial") return { word: words.partly, mark: "wait" };
  if (fulfilment !== "unfulfilled") return { word: words.packed, mark: "done" };
  if (agreed === "cancelled" || waitsForMoney(order) || payment === "checking")
    return { word: words.not, mark: "none" };
  return { word: words.now, mark: "wait" };
}

export const paysAtTheDoor = (order: OrderView): boolean => order.payment?.gateway === "on-delivery";

/** Something is still to be paid, and now is when. */
export const waitsForMoney = (order: OrderView): boolean =>
  order.statuses.order === "placed" &&
  ["unpaid", "part-paid"].includes(order.statuses.payment) &&
  !paysAtTheDoor(order);

/** The page's name in a row of tabs. */
export function titleOf(order: OrderView, { title }: OrderWords["order"]): string {
  const { number } = order;
  if (order.statuses.order === "cancelled") return fill(title.cancelled, { number });
  if (waitsForMoney(order)) return fill(title.unpaid, { number });
  return order.statuses.payment === "paid" ? title.paid : fill(title.plain, { number });
}
