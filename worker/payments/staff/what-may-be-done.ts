import type { DeskCapture, DeskRefund, OrderDesk } from "#db/queries/order-desk";
import type { OrderAttemptRow } from "#db/queries/orders";
import type { CaptureView, OrderMoneyView, RefundView } from "#domain/payments/money-schema";
import type { Deps } from "../../deps.ts";
import { gatewayOf } from "../attempt.ts";
import { type Asker, mayDo } from "./asker.ts";

const ANSWER_UNDER_WAY_MS = 15_000; // longer than any call's deadline
const NEVER_SENT_MS = 2 * 60_000;

/** How money of this capture goes back. */
export function givesBack(deps: Deps, capture: DeskCapture): CaptureView["givesBack"] {
  const gateway = gatewayOf(deps, capture);
  return gateway?.refunds ? gateway.refunds.amounts : "by-hand";
}

/** Nobody will ask about this refund any more: it ends by a person's word. */
export function isForPerson(deps: Deps, refund: DeskRefund): boolean {
  if (refund.byHand) return refund.status === "approved";
  const givesBack = gatewayOf(deps, refund)?.refunds !== undefined;
  if (refund.status === "approved") return !givesBack;
  const isOpen = refund.status === "submitted" || refund.status === "unknown";
  const isAsked = refund.nextLookAt !== null && givesBack;
  return isOpen && !isAsked && (refund.submittedAt ?? 0) < deps.now() - ANSWER_UNDER_WAY_MS;
}

/** What this person may do with a refund now: the buttons, and the routes behind them. */
export function refundActions(deps: Deps, refund: DeskRefund, asker: Asker, isOwn: boolean): RefundView["actions"] {
  if (isOwn) return [];
  const forPerson = isForPerson(deps, refund);
  const waits = refund.status === "requested";
  const maySend = refund.status === "approved" && !refund.byHand && gatewayOf(deps, refund)?.refunds !== undefined;
  const mayEnd = mayDo(asker, "payments:refund");
  const mayAgree = mayDo(asker, "payments:approve");
  return [
    ...(mayAgree && waits && refund.requestedBy !== asker.id ? (["approve"] as const) : []),
    ...(mayEnd && maySend && !refund.isFrozen ? (["send"] as const) : []),
    ...(mayEnd && forPerson && !refund.isFrozen ? (["complete"] as const) : []),
    ...(mayAgree && (waits || refund.status === "approved" || forPerson) ? (["refuse"] as const) : []),
  ];
}

/** What may be done about an order's money, the most urgent first. */
export function moneyActions(desk: OrderDesk, asker: Asker): OrderMoneyView["moneyActions"] {
  if (desk.isOwn || !mayDo(asker, "payments:refund")) return [];
  const free = desk.captures.some(({ leftMinor, isFrozen }) => leftMinor > 0 && !isFrozen);
  if (!free) return [];
  return desk.excessLeftMinor > 0 ? ["refund-excess", "refund"] : ["refund"];
}

/** Whether a person may say what became of an attempt: no provider has said it, and none will. */
export function mayResolve(
  deps: Deps,
  attempt: Pick<OrderAttemptRow, "gateway" | "mode" | "account" | "status" | "nextLookAt" | "submittedAt">,
): boolean {
  if (attempt.gateway === "on-delivery" || attempt.gateway === "bank-transfer") return false;
  if (attempt.status === "unknown") return true;
  const isAsked = attempt.nextLookAt !== null && gatewayOf(deps, attempt) !== null;
  return attempt.status === "submitted" && !isAsked && (attempt.submittedAt ?? 0) < deps.now() - NEVER_SENT_MS;
}
