import { DomainError } from "#domain/errors";
import type { Actor, FulfilmentStatus } from "#domain/orders/names";

interface Transition {
  readonly from: readonly FulfilmentStatus[];
  readonly to: FulfilmentStatus;
  readonly by: readonly Actor[];
}

/** The whole life of an order's goods. */
export const FULFILMENT_TRANSITIONS = {
  "ship-part": { from: ["unfulfilled"], to: "partial", by: ["staff"] },
  ship: { from: ["unfulfilled", "partial"], to: "shipped", by: ["staff"] },
  deliver: { from: ["shipped"], to: "delivered", by: ["staff", "system"] },
  return: { from: ["partial", "shipped", "delivered"], to: "returned", by: ["staff"] },
} as const satisfies Record<string, Transition>;

export type FulfilmentEvent = keyof typeof FULFILMENT_TRANSITIONS;

/** What `actor` may do next. The staff screen draws its buttons from this list. */
export function allowedFulfilmentEvents(status: FulfilmentStatus, actor: Actor): FulfilmentEvent[] {
  const rows = Object.entries(FULFILMENT_TRANSITIONS) as [FulfilmentEvent, Transition][];
  return rows.filter(([, row]) => row.from.includes(status) && row.by.includes(actor)).map(([event]) => event);
}

/** The status after `event`. @throws {DomainError} transition-not-allowed */
export function nextFulfilmentStatus(status: FulfilmentStatus, event: FulfilmentEvent, actor: Actor): FulfilmentStatus {
  const allowed = allowedFulfilmentEvents(status, actor);
  if (allowed.includes(event)) return FULFILMENT_TRANSITIONS[event].to;
  throw new DomainError("transition-not-allowed", `Goods that are ${status} cannot ${event}.`, {
    fulfilment: status,
    allowed,
  });
}
