import { atomically, type Statement } from "#db/atomically";
import { deliveredStatements, refusedStatements, shipmentStatements } from "#db/queries/fulfilment";
import type { OrderBundle } from "#db/queries/orders";
import { DomainError, fieldErrors } from "#domain/errors";
import { allowedFulfilmentEvents, nextFulfilmentStatus } from "#domain/fulfilment/transitions";
import { newId } from "#domain/ids";
import type { StaffOrderView } from "#domain/orders/schema";
import type { Deps } from "../deps.ts";
import { once } from "../idempotency.ts";
import { deliverOrderMessages } from "../notify/deliver-outbox.ts";
import { liveAttempt } from "../payments/pay-again.ts";
import { refold } from "../payments/refold.ts";

/** What staff may do with an order now; the first is the next thing to do. */
export function staffActions(bundle: OrderBundle): StaffOrderView["actions"] {
  const { order } = bundle;
  const actions: StaffOrderView["actions"] = [];
  const goods = allowedFulfilmentEvents(order.fulfilmentStatus, "staff");
  if (mayLeave(bundle) && goods.includes("ship")) actions.push("ship");
  if (asksForCash(bundle)) actions.push("record-money");
  if (order.orderStatus === "placed" && goods.includes("deliver")) actions.push("deliver");
  if (mayBeRefused(bundle)) actions.push("refuse");
  return actions;
}

/** Goods leave when their money is there, or when it is taken at the door. */
const mayLeave = (bundle: OrderBundle): boolean => {
  const { order } = bundle;
  return (
    order.orderStatus === "placed" &&
    (order.paymentStatus === "paid" || order.paymentStatus === "overpaid" || asksForCash(bundle))
  );
};

/**
 * Only goods that nobody has paid for can be refused at the door; paid ones are returned. A line of which only some pieces have left
 * has used up its hold, so the others could not be given back: it is sent whole first.
 */
const mayBeRefused = (bundle: OrderBundle): boolean =>
  asksForCash(bundle) &&
  bundle.netMinor === 0 &&
  bundle.lines.every(({ shipped, quantity }) => shipped === 0 || shipped === quantity);

export const asksForCash = (bundle: OrderBundle): boolean =>
  bundle.order.orderStatus === "placed" && liveAttempt(bundle)?.gateway === "on-delivery";

interface Parcel {
  readonly note: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly lines?: readonly { readonly lineId: string; readonly quantity: number }[] | undefined;
}

/**
 * Hands goods to a carrier. Without `lines` all that is left. `key` makes a repeated press one parcel.
 * @throws {DomainError} transition-not-allowed, validation-failed, idempotency-key-reused
 */
export async function shipOrder(
  deps: Deps,
  bundle: OrderBundle,
  actorId: string,
  parcel: Parcel,
  key: string,
): Promise<void> {
  const orderId = bundle.order.id;
  await once(deps, { actorId, key, orderId, body: parcel }, (remember) =>
    writeParcel(deps, bundle, actorId, parcel, remember),
  );
  deps.later(deliverOrderMessages(deps, orderId));
}

async function writeParcel(
  deps: Deps,
  bundle: OrderBundle,
  actorId: string,
  parcel: Parcel,
  remember: Statement,
): Promise<void> {
  const { order } = bundle;
  if (!mayLeave(bundle)) {
    throw new DomainError("transition-not-allowed", "This order is not ready to leave: its money is not there.", {
      order: order.orderStatus,
      payment: order.paymentStatus,
      allowed: staffActions(bundle),
    });
  }
  const left = new Map(bundle.lines.map((line) => [line.id, line.quantity - line.shipped]));
  const lines =
    parcel.lines ??
    [...left].filter(([, quantity]) => quantity > 0).map(([lineId, quantity]) => ({ lineId, quantity }));
  lines.forEach(({ lineId, quantity }, at) => {
    const most = left.get(lineId);
    if (most === undefined)
      throw fieldErrors([{ pointer: `/lines/${at}/lineId`, detail: "This line is not in the order." }]);
    if (quantity > most)
      throw fieldErrors([{ pointer: `/lines/${at}/quantity`, detail: `Only ${most} of this line are left to ship.` }]);
    left.set(lineId, most - quantity);
  });
  const leaving = new Map<string, number>(); // a line named twice is one row
  for (const { lineId, quantity } of lines) leaving.set(lineId, (leaving.get(lineId) ?? 0) + quantity);
  const whole = [...left.values()].every((quantity) => quantity === 0);
  if (whole || order.fulfilmentStatus !== "partial")
    nextFulfilmentStatus(order.fulfilmentStatus, whole ? "ship" : "ship-part", "staff");
  const moved = new DomainError("transition-not-allowed", "The order changed while you were looking at it.", {
    fulfilment: order.fulfilmentStatus,
  });
  await atomically(
    deps.db,
    [
      remember,
      ...shipmentStatements({
        id: newId("shp"),
        orderId: order.id,
        carrier: parcel.carrier,
        trackingNumber: parcel.trackingNumber,
        actorId,
        lines: [...leaving].map(([lineId, quantity]) => ({ lineId, quantity })),
        status: whole ? "shipped" : "partial",
        messages: order.contactEmail
          ? [{ channel: "email", to: order.contactEmail }]
          : [{ channel: "sms", to: order.contactPhone ?? "" }],
        note: parcel.note,
        now: deps.now(),
      }),
    ],
    {
      E_SHIPPED_TOO_MUCH: moved,
      E_NOT_HELD: new DomainError(
        "out-of-stock",
        "The goods of this order were let go. Take them on the shelf again first.",
      ),
      E_FULFILMENT_TRANSITION: moved,
    },
  );
}

/** The goods have arrived. @throws {DomainError} transition-not-allowed */
export async function markDelivered(deps: Deps, bundle: OrderBundle, actorId: string, note: string): Promise<void> {
  nextFulfilmentStatus(bundle.order.fulfilmentStatus, "deliver", "staff");
  await atomically(deps.db, deliveredStatements(bundle.order.id, actorId, note, deps.now()));
}

/** Refused at the door or never collected: the goods go back on the shelf. @throws {DomainError} transition-not-allowed */
export async function recordRefusal(deps: Deps, bundle: OrderBundle, actorId: string, note: string): Promise<void> {
  const { order } = bundle;
  const no = new DomainError(
    "transition-not-allowed",
    "Only an order that is paid at the door, and is not paid yet, can be refused there.",
    {
      order: order.orderStatus,
      payment: order.paymentStatus,
      allowed: staffActions(bundle),
    },
  );
  if (!mayBeRefused(bundle)) throw no;
  await atomically(deps.db, refusedStatements(order.id, actorId, note, deps.now()), { E_: no, UNIQUE: no });
  await refold(deps, order.id);
}
