import type { HumanEndRow } from "#db/queries/human-ends";
import type { MismatchRow } from "#db/queries/mismatches";
import type { DeskCapture, DeskDispute, DeskRefund, OrderDesk } from "#db/queries/order-desk";
import type { OrderBundle } from "#db/queries/orders";
import type { OrderNamed, UnallocatedRow } from "#db/queries/unallocated";
import type {
  CaptureView,
  DisputeView,
  HumanEndView,
  MismatchView,
  OrderMoneyView,
  RefundView,
  UnallocatedView,
} from "#domain/payments/money-schema";
import { explainRefund } from "#domain/payments/refund-results";
import type { Deps } from "../../deps.ts";
import { type Asker, mayDo } from "./asker.ts";
import { givesBack, mayResolve, moneyActions, refundActions } from "./what-may-be-done.ts";

export const methodName = (deps: Deps, code: string): string => deps.gateways.get(code as "mpesa")?.words.name ?? code;

/** The money of an order, as this person may deal with it. */
export function orderMoneyView(deps: Deps, bundle: OrderBundle, desk: OrderDesk, asker: Asker): OrderMoneyView {
  return {
    billingProfileId: desk.billingProfileId,
    excessMinor: desk.excessMinor,
    excessLeftMinor: desk.excessLeftMinor,
    captures: desk.captures.map((capture) => captureView(deps, capture)),
    refunds: desk.refunds.map((refund) => refundView(deps, refund, asker, desk.isOwn)),
    disputes: desk.disputes.map((dispute) => disputeView(deps, dispute)),
    mismatches: desk.mismatches.map((claim) => mismatchView(deps, claim)),
    unallocated: desk.unallocated.map((money) => unallocatedView(deps, money, asker, desk.humanEnds, [], true)),
    waiting: desk.humanEnds.map((end) => humanEndView(end, asker)),
    moneyActions: moneyActions(desk, asker),
    mayResolve: desk.isOwn ? [] : bundle.attempts.filter((one) => mayResolve(deps, one)).map(({ id }) => id),
  };
}

const captureView = (deps: Deps, capture: DeskCapture): CaptureView => ({
  attemptId: capture.attemptId,
  reference: capture.reference,
  gateway: capture.gateway,
  methodName: methodName(deps, capture.gateway),
  amountMinor: capture.amountMinor,
  leftMinor: capture.leftMinor,
  currency: capture.currency,
  occurredAt: capture.occurredAt,
  providerRef: capture.providerRef,
  receipt: capture.receipt,
  givesBack: givesBack(deps, capture),
  isFrozen: capture.isFrozen,
});

/** A refund without what may be done with it. */
export const plainRefundView = (deps: Deps, refund: DeskRefund): Omit<RefundView, "actions" | "isFrozen"> => ({
  id: refund.id,
  attemptId: refund.attemptId,
  reference: refund.reference,
  gateway: refund.gateway,
  methodName: methodName(deps, refund.gateway),
  amountMinor: refund.amountMinor,
  currency: refund.currency,
  lines: [...refund.lines],
  purpose: refund.purpose,
  reason: refund.reason,
  status: refund.status,
  byHand: refund.byHand,
  requestedBy: refund.requestedName,
  approvedBy: refund.approvedName,
  finishedBy: refund.finishedName,
  providerReference: refund.providerReference,
  result: refund.resultCode ? explainRefund(refund.gateway, refund.resultCode) : null,
  createdAt: refund.createdAt,
  submittedAt: refund.submittedAt,
  endedAt: refund.endedAt,
});

const refundView = (deps: Deps, refund: DeskRefund, asker: Asker, isOwn: boolean): RefundView => ({
  ...plainRefundView(deps, refund),
  isFrozen: refund.isFrozen,
  actions: refundActions(deps, refund, asker, isOwn),
});

const disputeView = (deps: Deps, dispute: DeskDispute): DisputeView => ({
  ...dispute,
  methodName: methodName(deps, dispute.gateway),
});

export const mismatchView = (deps: Deps, claim: MismatchRow): MismatchView => ({
  id: claim.id,
  order: { id: claim.orderId, number: claim.orderNumber },
  attempt: {
    id: claim.attemptId,
    reference: claim.reference,
    status: claim.attemptStatus,
    amountMinor: claim.amountMinor,
    currency: claim.currency,
  },
  gateway: claim.gateway,
  methodName: methodName(deps, claim.gateway),
  claimedRef: claim.claimedRef,
  claimedAmountMinor: claim.claimedAmountMinor,
  claimedCurrency: claim.claimedCurrency,
  reason: claim.reason,
  state: claim.state,
  at: claim.createdAt,
});

export const humanEndView = (end: HumanEndRow, asker: Asker): HumanEndView => ({
  id: end.id,
  kind: end.kind,
  subject: end.subject,
  order: end.orderId && end.orderNumber ? { id: end.orderId, number: end.orderNumber } : null,
  amountMinor: end.amountMinor,
  currency: end.currency,
  reference: end.reference,
  occurredOn: end.occurredOn,
  state: end.state,
  requestedBy: end.requestedName,
  requestedAt: end.createdAt,
  approvedBy: end.approvedName,
  alone: end.state === "done" && end.requestedBy === end.approvedBy,
  mayApprove: end.state === "open" && end.requestedBy !== asker.id && !end.isOwn && mayDo(asker, "payments:approve"),
});

/** @param ends what waits for a second person @param named orders that what the payer wrote may mean */
export const unallocatedView = (
  deps: Deps,
  money: UnallocatedRow,
  asker: Asker,
  ends: readonly HumanEndRow[],
  named: readonly OrderNamed[],
  hasOthers: boolean,
): UnallocatedView => {
  const waiting = ends.find((end) => end.subject === money.id && end.state === "open");
  return {
    id: money.id,
    gateway: money.gateway,
    methodName: methodName(deps, money.gateway),
    providerRef: money.providerRef,
    amountMinor: money.amountMinor,
    currency: money.currency,
    occurredAt: money.occurredAt,
    reference: money.reference,
    payer: money.payer,
    detail: money.detail,
    state: money.state,
    about: money.about,
    allocatedTo: money.allocatedTo,
    returnReference: money.returnReference,
    requestedBy: money.requestedName,
    approvedBy: money.approvedName,
    waiting: waiting ? humanEndView(waiting, asker) : null,
    suggestions: named
      .filter(({ number, currency }) => currency === money.currency && numbersIn(money.reference).includes(number))
      .map(({ id, number, dueMinor }) => ({ orderId: id, number, dueMinor })),
    twoPeopleTo: {
      allocate: hasOthers && money.amountMinor >= deps.config.twoPeopleFrom[money.currency],
      return: hasOthers,
    },
  };
};

/** What could be an order's number in what somebody wrote: seven letters of its alphabet in a row. */
export const numbersIn = (text: string): string[] =>
  text.toUpperCase().match(/(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{7}(?![0-9A-Z])/g) ?? [];
