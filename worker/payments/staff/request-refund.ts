import { createHash } from "node:crypto";
import type { z } from "zod";
import { type DeskCapture, type OrderDesk, readOrderDesk } from "#db/queries/order-desk";
import type { OrderBundle } from "#db/queries/orders";
import { requestRefunds } from "#db/queries/refund-requests";
import { rolesWith } from "#domain/accounts/roles";
import { DomainError, fieldErrors } from "#domain/errors";
import { formatMoney, money } from "#domain/money";
import {
  amountOfDelivery,
  amountOfPieces,
  type FrozenOrder,
  smallestMinor,
  splitOver,
} from "#domain/payments/refund-amounts";
import type { refundBody } from "#domain/payments/staff-schema";
import type { Deps } from "../../deps.ts";
import { once } from "../../idempotency.ts";
import { gatewayOf } from "../attempt.ts";
import { sendRefund } from "../send-refund.ts";
import { APPROVAL, type Asker } from "./asker.ts";
import { givesBack } from "./what-may-be-done.ts";

type Wanted = z.output<typeof refundBody>;

/**
 * Gives money back, or asks for it where a second person must agree. One request may be several rows: the latest payments give first.
 * @throws {DomainError} refund-exceeds, refund-frozen, by-hand-only, own-order, validation-failed, idempotency-key-reused
 */
export async function requestRefund(
  deps: Deps,
  bundle: OrderBundle,
  asker: Asker,
  wanted: Wanted,
  key: string,
): Promise<void> {
  const orderId = bundle.order.id;
  await once(deps, { actorId: asker.id, key, orderId, body: wanted }, async (remember) => {
    const desk = await readOrderDesk(deps.db, orderId, asker.id);
    if (!desk) throw new DomainError("not-found", "There is no such order.");
    const { currency } = bundle.order;
    const parts = partsOf(deps, desk, wanted, amountOf(bundle, desk, wanted));
    await requestRefunds(
      deps.db,
      {
        orderId,
        currency,
        purpose: wanted.purpose,
        reason: wanted.reason,
        lines: wanted.lines ?? [],
        parts: parts.map((part, at) => ({ ...part, id: refundId(asker.id, key, at) })),
        actorId: asker.id,
        twoPeopleFrom: deps.config.twoPeopleFrom[currency],
        approvers: rolesWith(APPROVAL),
        remember,
      },
      deps.now(),
    );
    for (let at = 0; at < parts.length; at++) deps.later(sendUnlessFrozen(deps, refundId(asker.id, key, at)));
  });
}

/** A disputed payment gives nothing back: the refund stays agreed to and goes out when the dispute has ended. */
export const sendUnlessFrozen = (deps: Deps, refundId: string): Promise<void> =>
  sendRefund(deps, refundId).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === "refund-frozen")) throw error;
  });

/** The same press twice asks for the same rows. */
const refundId = (actorId: string, key: string, at: number): string =>
  `ref_${createHash("sha256").update(`${actorId}|${key}|${at}`).digest("hex").slice(0, 32)}`;

/** How much goes back. */
function amountOf({ order, lines }: OrderBundle, desk: OrderDesk, wanted: Wanted): number {
  const { currency } = order;
  if (wanted.purpose === "excess") {
    if (desk.paymentStatus === "disputed") throw frozen();
    if (desk.excessLeftMinor > 0) return desk.excessLeftMinor;
    throw new DomainError("refund-exceeds", "Nothing is too much on this order, or it is on its way back already.", {
      excessMinor: desk.excessMinor,
      leftMinor: 0,
    });
  }
  if (wanted.lines) {
    const frozenOrder: FrozenOrder = { ...order, lines };
    const before = desk.refunds.filter(({ status }) => status !== "failed").flatMap((refund) => refund.lines);
    checkLines(lines, wanted.lines, before);
    const goods = amountOfPieces(frozenOrder, wanted.lines, before);
    const amount = goods + (wanted.withDelivery ? amountOfDelivery(frozenOrder) : 0);
    if (amount === 0) throw fieldErrors([{ pointer: "/lines", detail: "Nothing was paid for these pieces." }]);
    return amount;
  }
  if (wanted.amountMinor === undefined)
    return candidates(desk, wanted).reduce((sum, { leftMinor }) => sum + Math.max(0, leftMinor), 0);
  if (wanted.amountMinor % smallestMinor(currency) !== 0)
    throw fieldErrors([{ pointer: "/amountMinor", detail: "Whole shillings, please." }]);
  return wanted.amountMinor;
}

type Pieces = { readonly lineId: string; readonly quantity: number };

function checkLines(lines: OrderBundle["lines"], wanted: readonly Pieces[], before: readonly Pieces[]): void {
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  for (const { lineId, quantity } of before) left.set(lineId, (left.get(lineId) ?? 0) - quantity);
  wanted.forEach(({ lineId, quantity }, at) => {
    const most = left.get(lineId);
    if (most === undefined)
      throw fieldErrors([{ pointer: `/lines/${at}/lineId`, detail: "This line is not in the order." }]);
    if (quantity > most)
      throw fieldErrors([
        { pointer: `/lines/${at}/quantity`, detail: `Only ${Math.max(0, most)} of this line can still go back.` },
      ]);
    left.set(lineId, most - quantity);
  });
}

/** The payments it may be taken from, the latest first. */
const candidates = (desk: OrderDesk, { attemptId }: Wanted): DeskCapture[] =>
  desk.captures.filter((capture) => attemptId === undefined || capture.attemptId === attemptId);

function partsOf(deps: Deps, desk: OrderDesk, wanted: Wanted, amountMinor: number) {
  const all = candidates(desk, wanted);
  const free = all.filter(({ isFrozen }) => !isFrozen);
  const parts = amountMinor > 0 ? splitOver(free, amountMinor) : null;
  if (!parts) {
    if (amountMinor > 0 && splitOver(all, amountMinor)) throw frozen();
    const leftMinor = all.reduce((sum, one) => sum + Math.max(0, one.leftMinor), 0);
    throw new DomainError(
      "refund-exceeds",
      all[0]
        ? `Only ${formatMoney(money(leftMinor, all[0].currency))} of what was paid can still go back.`
        : "Nothing was paid that could go back.",
      { leftMinor },
    );
  }
  return parts.map((part) => ({ ...part, byHand: wanted.byHand || handOnly(deps, part.capture, part.amountMinor) }));
}

/**
 * Whether only a person can move this money. Where a provider could give back the whole but not this part, or is not set up any more,
 * whoever asks must say that they do it by hand. @throws {DomainError} by-hand-only
 */
function handOnly(deps: Deps, capture: DeskCapture, amountMinor: number): boolean {
  const how = givesBack(deps, capture);
  if (how === "any" || (how === "full" && amountMinor === capture.amountMinor)) return false;
  const gateway = gatewayOf(deps, capture);
  if (gateway && !gateway.refunds) return true;
  const name = gateway?.words.name ?? capture.gateway;
  throw new DomainError(
    "by-hand-only",
    gateway
      ? `${name} gives back a payment only whole. Send this part back another way, and say that you do it by hand.`
      : `The account that ${capture.reference} was paid to is not set up any more. Give it back there by hand.`,
    { attemptId: capture.attemptId, givesBack: how },
  );
}

const frozen = () =>
  new DomainError("refund-frozen", "The payer disputes this payment: nothing goes back until that has ended.");
