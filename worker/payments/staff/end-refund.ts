import { captureById } from "#db/queries/ledger";
import { type DeskRefund, readDeskRefund } from "#db/queries/order-desk";
import { approveRefund, declineRefund, finishRefundByHand } from "#db/queries/refund-requests";
import { DomainError } from "#domain/errors";
import { normalReference } from "#domain/payments/typed-reference";
import type { Deps } from "../../deps.ts";
import { gatewayOf } from "../attempt.ts";
import { refold } from "../refold.ts";
import { sendRefund } from "../send-refund.ts";
import type { Asker } from "./asker.ts";
import { sendUnlessFrozen } from "./request-refund.ts";
import { isForPerson, refundActions } from "./what-may-be-done.ts";

async function refundOf(deps: Deps, id: string): Promise<DeskRefund> {
  const refund = await readDeskRefund(deps.db, id);
  if (!refund) throw new DomainError("not-found", "There is no such refund.");
  return refund;
}

const notNow = (deps: Deps, refund: DeskRefund, asker: Asker) =>
  new DomainError("transition-not-allowed", `This refund is ${refund.status}: that cannot be done with it now.`, {
    refund: refund.status,
    allowed: refundActions(deps, refund, asker, false),
  });

/** The second person agrees, and it goes out. @throws {DomainError} own-approval, own-order, transition-not-allowed @returns the order's id */
export async function agreeToRefund(deps: Deps, id: string, asker: Asker): Promise<string> {
  const refund = await refundOf(deps, id);
  if (!(await approveRefund(deps.db, id, asker.id, deps.now()))) throw notNow(deps, await refundOf(deps, id), asker);
  deps.later(sendUnlessFrozen(deps, id));
  return refund.orderId;
}

/**
 * It will not be given; or, where nobody can be asked about it any more, it was never made. @throws {DomainError} transition-not-allowed,
 * own-order @returns the order's id
 */
export async function refuseRefund(deps: Deps, id: string, asker: Asker, reason: string): Promise<string> {
  const refund = await refundOf(deps, id);
  const wasSent = refund.status === "submitted" || refund.status === "unknown";
  if (wasSent && !isForPerson(deps, refund)) throw notNow(deps, refund, asker);
  if (!(await declineRefund(deps.db, id, asker.id, reason, wasSent, deps.now())))
    throw notNow(deps, await refundOf(deps, id), asker);
  return refund.orderId;
}

/**
 * A person moved the money, or found at the provider that it was moved, and typed the reference of that.
 * @throws {DomainError} transition-not-allowed, already-recorded, refund-frozen, own-order @returns the order's id
 */
export async function completeRefund(deps: Deps, id: string, asker: Asker, typed: string): Promise<string> {
  const refund = await refundOf(deps, id);
  const reference = normalReference(refund.gateway, typed);
  const isRepeat = refund.status === "done" && refund.finishedBy === asker.id;
  if (!isRepeat && !isForPerson(deps, refund)) throw notNow(deps, refund, asker);
  const capture = await captureById(deps.db, refund.captureId);
  if (!capture) throw new DomainError("not-found", "There is no such payment.");
  if (!(await finishRefundByHand(deps.db, refund, capture, reference, asker.id, deps.now())))
    throw notNow(deps, await refundOf(deps, id), asker);
  await refold(deps, refund.orderId);
  return refund.orderId;
}

/** Sends one that was agreed to and did not go out. @throws {DomainError} refund-frozen, transition-not-allowed, method-unavailable @returns the order's id */
export async function sendRefundNow(deps: Deps, id: string, asker: Asker): Promise<string> {
  const refund = await refundOf(deps, id);
  if (refund.status !== "approved" || refund.byHand) throw notNow(deps, refund, asker);
  if (!gatewayOf(deps, refund)?.refunds)
    throw new DomainError("method-unavailable", "The account this was paid to is not set up any more.");
  await sendRefund(deps, id);
  return refund.orderId;
}
