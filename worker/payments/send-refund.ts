import { readAttempt } from "#db/queries/attempts";
import { captureById, capturesOf } from "#db/queries/ledger";
import { claimRefundLook } from "#db/queries/refund-rounds";
import {
  claimRefundSending,
  type RefundRow,
  readRefund,
  recordRefundOpen,
  recordRefundRefused,
} from "#db/queries/refunds";
import { money } from "#domain/money";
import { nextLookAt } from "#domain/payments/plan";
import type { Deps } from "../deps.ts";
import { makeToken } from "../tokens.ts";
import { asAttempt, gatewayOf } from "./attempt.ts";
import type { PaymentGateway, Refund } from "./gateway.ts";
import { bookRefund } from "./refund-reports.ts";
import { wireLog } from "./wire-log.ts";

/** All that belongs to one refund; `null` where its gateway is not the one that took the money any more. */
async function partsOf(deps: Deps, row: RefundRow) {
  const capture = await captureById(deps.db, row.captureId);
  const attempt = capture && (await readAttempt(deps.db, capture.attemptId));
  const gateway = attempt && gatewayOf(deps, attempt);
  if (!capture || !attempt || !gateway?.refunds) return null;
  const captures = await capturesOf(deps.db, row.orderId);
  const left = captures.find(({ id }) => id === capture.id)?.leftMinor ?? 0;
  const refund: Refund = {
    id: row.id,
    amount: money(row.amountMinor, row.currency),
    capture: { providerRef: capture.providerRef, amount: money(capture.amountMinor, capture.currency) },
    isWhole: row.amountMinor === capture.amountMinor && left === 0,
    reason: row.reason,
    providerReference: row.providerReference,
    providerOther: row.providerOther,
    submittedAt: row.submittedAt,
  };
  return { capture, attempt, gateway, refunding: gateway.refunds, refund };
}

/**
 * Sends an agreed refund to the provider that took the money: at most once, or again under the same key where there is one.
 * @throws {DomainError} refund-frozen while the payment is disputed
 */
export async function sendRefund(deps: Deps, refundId: string, again = false): Promise<void> {
  if (!deps.config.sending) return;
  const row = await readRefund(deps.db, refundId);
  const parts = row && (await partsOf(deps, row));
  if (!row || !parts || row.byHand || (again && !parts.refunding.isKeyed)) return;
  const { capture, attempt, gateway, refunding, refund } = parts;
  const now = deps.now();
  if (!(await claimRefundSending(deps.db, row, now, nextLookAt(refunding.plan, row.submittedAt ?? now, now), again)))
    return;

  const log = wireLog(deps, attempt);
  const sent = await refunding.send(refund, asAttempt(attempt), resultUrlOf(deps, gateway, row.id), log.add);
  await log.keep();
  switch (sent.status) {
    case "done":
      await bookRefund(
        deps,
        gateway,
        capture,
        {
          providerRef: sent.providerRef,
          captureRef: capture.providerRef,
          ourId: row.id,
          amount: refund.amount,
          status: "done",
          occurredAt: sent.occurredAt,
        },
        row,
      );
      return;
    case "refused":
      return recordRefundRefused(deps.db, row, sent.code, deps.now());
    case "pending":
      return recordRefundOpen(deps.db, row, "submitted", sent.providerRef, sent.providerOther ?? null);
    default:
      return recordRefundOpen(deps.db, row, "unknown", null, null);
  }
}

/** Asks what became of a refund, where it can be asked about. */
export async function settleRefund(deps: Deps, row: RefundRow): Promise<void> {
  const parts = await partsOf(deps, row);
  if (!parts?.refunding.lookUp) return;
  const { capture, attempt, gateway, refunding, refund } = parts;
  const now = deps.now();
  if (!(await claimRefundLook(deps.db, row, now, nextLookAt(refunding.plan, row.submittedAt ?? row.createdAt, now))))
    return;
  const log = wireLog(deps, attempt);
  const report = await parts.refunding.lookUp(refund, asAttempt(attempt), log.add);
  await log.keep();
  if (typeof report !== "string") await bookRefund(deps, gateway, capture, report, row);
}

const resultUrlOf = (deps: Deps, gateway: PaymentGateway, refundId: string): string =>
  `${deps.config.shopUrl}/webhooks/${gateway.path}/${makeToken(deps.config.callbackSecret, "refund", refundId)}/result`;
