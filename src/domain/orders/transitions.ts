import { DomainError } from "#domain/errors";
import type { Actor, OrderStatus } from "./names.ts";

interface Transition {
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly by: readonly Actor[];
}

/** The whole life of an order as an agreement. Its money and its goods have lives of their own. */
export const ORDER_TRANSITIONS = {
  complete: { from: ["placed"], to: "completed", by: ["system"] },
  cancel: { from: ["placed"], to: "cancelled", by: ["shopper", "staff", "system"] },
  reinstate: { from: ["cancelled"], to: "placed", by: ["system"] }, // money came after `not-paid`, and the goods could be held again
} as const satisfies Record<string, Transition>;

export type OrderEvent = keyof typeof ORDER_TRANSITIONS;

export function allowedOrderEvents(status: OrderStatus, actor: Actor): OrderEvent[] {
  const rows = Object.entries(ORDER_TRANSITIONS) as [OrderEvent, Transition][];
  return rows.filter(([, row]) => row.from.includes(status) && row.by.includes(actor)).map(([event]) => event);
}

/** The status after `event`. @throws {DomainError} transition-not-allowed */
export function nextOrderStatus(status: OrderStatus, event: OrderEvent, actor: Actor): OrderStatus {
  const allowed = allowedOrderEvents(status, actor);
  if (allowed.includes(event)) return ORDER_TRANSITIONS[event].to;
  throw new DomainError("transition-not-allowed", `A ${status} order cannot ${event}.`, { order: status, allowed });
}
