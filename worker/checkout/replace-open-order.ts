import { atomically } from "#db/atomically";
import { cancelStatements } from "#db/queries/cancel-orders";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { rememberKey } from "#db/queries/placements";
import type { PlacedView } from "#domain/checkout/schema";
import type { Deps } from "../deps.ts";
import { GUEST } from "../idempotency.ts";
import { endLiveAttempt, inProgress, liveAttempt, payAgain, recordEnded } from "../payments/pay-again.ts";
import { placedView } from "./placed-view.ts";
import type { OrderForm } from "./read-order-form.ts";
import type { Who } from "./who.ts";

/**
 * A shopper with an unpaid order checks out again. Unchanged: the same order, paid by the way chosen now. Changed: its live attempt is
 * ended, the order cancelled, and `null` says that a new one may be placed. @throws {DomainError} payment-in-progress
 */
export async function replaceOpenOrder(
  deps: Deps,
  who: Who,
  bundle: OrderBundle,
  form: OrderForm,
  unchanged: boolean,
  bodyHash: string,
): Promise<PlacedView | null> {
  const { order } = bundle;
  const live = liveAttempt(bundle);
  if (!unchanged) {
    const ending = await endLiveAttempt(deps, bundle);
    if (ending) await recordEnded(deps, ending);
    await atomically(deps.db, cancelStatements(order.id, "changed-cart", "shopper", deps.now(), false));
    const after = await readOrder(deps.db, order.id);
    if (after?.order.orderStatus === "placed") throw inProgress(bundle, 5); // something went out meanwhile
    return null;
  }
  const sameWay = live && live.gateway === form.gateway.code && live.phone === form.paymentPhone;
  if (live && sameWay) {
    await atomically(deps.db, [rememberKey(GUEST, who.idempotencyKey, bodyHash, order.id, live.id)]);
    return placedView(deps, order.id, order.number, live.id);
  }
  const attemptId = await payAgain(deps, who, bundle, form.gateway, form.paymentPhone, bodyHash);
  return placedView(deps, order.id, order.number, attemptId);
}
