import type { PlacedView } from "#domain/checkout/schema";
import type { Deps } from "../deps.ts";
import { makeToken } from "../tokens.ts";

/** The answer to a placed order: only what never changes, so a repeat is answered with the same. */
export function placedView(deps: Deps, orderId: string, number: string, attemptId: string): PlacedView {
  const token = makeToken(deps.config.linkSecret, "order", orderId);
  return { orderId, number, attemptId, token, orderUrl: `/orders/${token}`, paymentUrl: `/orders/${token}/payment` };
}
