import type { OrderView } from "#domain/orders/schema";

export interface Shown {
  readonly name: string;
  readonly word: string;
  readonly mark: "done" | "wait" | "info" | "fail" | "none";
}

const PAYMENT: Readonly<Record<OrderView["statuses"]["payment"], readonly [string, Shown["mark"]]>> = {
  unpaid: ["Not yet", "none"],
  checking: ["Being checked", "wait"],
  "part-paid": ["Paid in part", "wait"],
  paid: ["Paid", "done"],
  overpaid: ["Paid too much", "info"],
  "part-refunded": ["Given back in part", "info"],
  refunded: ["Given back", "info"],
  disputed: ["Under question", "wait"],
};
const ORDER: Readonly<Record<OrderView["statuses"]["order"], readonly [string, Shown["mark"]]>> = {
  placed: ["Confirmed", "done"],
  completed: ["Complete", "done"],
  cancelled: ["Cancelled", "fail"],
};
const DELIVERY: Readonly<Record<OrderView["statuses"]["fulfilment"], readonly [string, Shown["mark"]]>> = {
  unfulfilled: ["Not yet", "none"],
  partial: ["Partly on its way", "wait"],
  shipped: ["On its way", "wait"],
  delivered: ["Delivered", "done"],
  returned: ["Returned", "info"],
};
const IDENTITY: Readonly<Record<OrderView["statuses"]["verification"], readonly [string, Shown["mark"]]>> = {
  "not-asked": ["Not needed", "none"],
  asked: ["Asked for", "wait"],
  approved: ["Done", "done"],
  rejected: ["Refused", "fail"],
};

/** The lives of an order in words: money, agreement, packing, the way, and identity where it was asked for. */
export function shownStatuses(order: OrderView): Shown[] {
  const { payment, fulfilment, verification } = order.statuses;
  const shown = (name: string, [word, mark]: readonly [string, Shown["mark"]]): Shown => ({ name, word, mark });
  return [
    payment === "unpaid" && paysAtTheDoor(order)
      ? shown("Payment", ["At the door", "wait"])
      : shown("Payment", PAYMENT[payment]),
    shown("Order", waitsForMoney(order) ? ["Waiting", "wait"] : ORDER[order.statuses.order]),
    shown("Packing", packing(order)),
    shown("Delivery", DELIVERY[fulfilment]),
    ...(verification === "not-asked" ? [] : [shown("Identity", IDENTITY[verification])]),
  ];
}

function packing(order: OrderView): readonly [string, Shown["mark"]] {
  const { fulfilment, order: agreed } = order.statuses;
  if (fulfilment === "partial") return ["Partly packed", "wait"];
  if (fulfilment !== "unfulfilled") return ["Packed", "done"];
  if (agreed === "cancelled" || waitsForMoney(order) || order.statuses.payment === "checking")
    return ["Not yet", "none"];
  return ["Being packed", "wait"];
}

export const paysAtTheDoor = (order: OrderView): boolean => order.payment?.gateway === "on-delivery";

/** Something is still to be paid, and now is when. */
export const waitsForMoney = (order: OrderView): boolean =>
  order.statuses.order === "placed" &&
  ["unpaid", "part-paid"].includes(order.statuses.payment) &&
  !paysAtTheDoor(order);

/** The page's name in a row of tabs. */
export function titleOf(order: OrderView): string {
  if (order.statuses.order === "cancelled") return `Order ${order.number}, cancelled`;
  if (waitsForMoney(order)) return `Order ${order.number}, not paid yet`;
  return order.statuses.payment === "paid" ? "Paid, thank you" : `Order ${order.number}`;
}
