import { ordersByNumber, type UnallocatedRow } from "#db/queries/unallocated";
import { DomainError, fieldErrors } from "#domain/errors";
import { normalReference } from "#domain/payments/typed-reference";
import type { Deps } from "../../deps.ts";
import type { Asker } from "./asker.ts";
import { sayHowItEnded } from "./human-ends.ts";

/**
 * Stray money is an order's: an attempt of its own, born captured, under the reference it came with. Above the threshold a second
 * person agrees. @throws {DomainError} validation-failed, own-order, already-recorded, transition-not-allowed
 */
export async function allocate(
  deps: Deps,
  money: UnallocatedRow,
  asker: Asker,
  orderNumber: string,
  note: string,
): Promise<void> {
  stillOpen(money);
  const [order] = await ordersByNumber(deps.db, [orderNumber]);
  if (!order) throw fieldErrors([{ pointer: "/orderNumber", detail: "There is no order of this number." }]);
  if (order.currency !== money.currency)
    throw fieldErrors([
      { pointer: "/orderNumber", detail: `That order is in ${order.currency}, this is ${money.currency}.` },
    ]);
  await sayHowItEnded(deps, asker, {
    kind: "allocated",
    subject: money.id,
    gateway: money.gateway,
    order,
    amountMinor: money.amountMinor,
    currency: money.currency,
    reference: money.providerRef,
    occurredOn: null,
    note,
    asksTwo: money.amountMinor >= deps.config.twoPeopleFrom[money.currency],
    waitsFor: `Money under ${money.providerRef} is said to be for ${order.number}: agree or say no`,
  });
}

/** Stray money was sent back by hand. @throws {DomainError} own-order, already-recorded, transition-not-allowed */
export async function sendBack(
  deps: Deps,
  money: UnallocatedRow,
  asker: Asker,
  typed: string,
  note: string,
): Promise<void> {
  stillOpen(money);
  const reference = normalReference(money.gateway, typed);
  await sayHowItEnded(deps, asker, {
    kind: "returned",
    subject: money.id,
    gateway: money.gateway,
    order: money.about && { id: money.about.orderId, number: money.about.number },
    amountMinor: money.amountMinor,
    currency: money.currency,
    reference,
    occurredOn: null,
    note,
    asksTwo: true,
    waitsFor: `Money under ${money.providerRef} is said to be sent back as ${reference}: agree or say no`,
  });
}

function stillOpen({ state }: UnallocatedRow): void {
  if (state !== "open")
    throw new DomainError("transition-not-allowed", `This money is ${state} already.`, { unallocated: state });
}
