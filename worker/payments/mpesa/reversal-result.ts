import { readAttempt } from "#db/queries/attempts";
import { captureById } from "#db/queries/ledger";
import {
  handRefundToPerson,
  type RefundRow,
  readRefund,
  recordMovedAfterAll,
  recordRefundOpen,
  recordRefundRefused,
} from "#db/queries/refunds";
import { money } from "#domain/money";
import type { Deps } from "../../deps.ts";
import type { PaymentGateway } from "../gateway.ts";
import { readEastAfricaTime } from "../gateways/mpesa-door.ts";
import { claimedShillings } from "../gateways/mpesa-replies.ts";
import { bookRefund } from "../refund-reports.ts";
import { type OperatorResult, readResult } from "./bodies.ts";

const ALREADY_REVERSED = "R000001";
const NO_NAME_YET = "run_"; // a claim of ours, until Daraja's answer to the request brings its name

/** Whether a posted result bears the name that our own request was given. `later`: that may still be on its way. */
export function bearsName(refund: RefundRow, result: OperatorResult): "yes" | "no" | "later" {
  if (refund.providerOther === null || refund.providerOther.startsWith(NO_NAME_YET)) return "later";
  return result.conversations.includes(refund.providerOther) ? "yes" : "no";
}

/** What became of a reversal, as Daraja posted it. @returns the outcome, or "later" */
export async function applyReversal(
  deps: Deps,
  gateway: PaymentGateway,
  refundId: string,
  body: string,
): Promise<string> {
  const refund = await readRefund(deps.db, refundId);
  const result = readResult(body);
  if (!refund || refund.gateway !== gateway.code || !result) return "unreadable";
  const bears = bearsName(refund, result);
  const isOpen = refund.status === "submitted" || refund.status === "unknown";
  if (isOpen && bears !== "yes") return bears === "later" ? "later" : "other-conversation";
  if (!isOpen) {
    if (refund.status === "failed" && bears === "yes" && result.code === "0")
      await recordMovedAfterAll(deps.db, refund, result.transactionId);
    return "ended";
  }
  if (result.code === ALREADY_REVERSED) {
    await askAPerson(deps, refund, "M-Pesa says that this payment was given back already");
    return `code ${result.code}`;
  }
  if (result.code !== "0") {
    await recordRefundRefused(deps.db, refund, result.code.slice(0, 40), deps.now());
    return `failed ${result.code}`.slice(0, 40);
  }
  return book(deps, gateway, refund, result);
}

async function book(deps: Deps, gateway: PaymentGateway, refund: RefundRow, result: OperatorResult): Promise<string> {
  const capture = await captureById(deps.db, refund.captureId);
  const attempt = capture && (await readAttempt(deps.db, capture.attemptId));
  if (!capture || !attempt) return "unreadable";
  const { parameters, transactionId } = result;
  const amount = claimedShillings(parameters.get("Amount") ?? Number.NaN);
  const original = parameters.get("OriginalTransactionID");
  const ofAnother = original !== undefined && original !== attempt.receipt && original !== capture.providerRef;
  if (transactionId === "" || ofAnother || (amount && amount.amountMinor !== refund.amountMinor)) {
    await askAPerson(deps, refund, "M-Pesa says that it gave something else back than was asked for");
    return "mismatch";
  }
  const at = parameters.get("TransCompletedTime");
  const report = {
    providerRef: transactionId,
    captureRef: capture.providerRef,
    ourId: refund.id,
    amount: money(refund.amountMinor, refund.currency),
    status: "done",
    occurredAt: (at !== undefined && readEastAfricaTime(at)) || deps.now(),
  } as const;
  return bookRefund(deps, gateway, capture, report, refund);
}

/** The queue gave up: nobody knows whether it was done. A result may still come; the plan's end hands it to a person. */
export async function applyReversalTimeout(deps: Deps, refundId: string): Promise<string> {
  const refund = await readRefund(deps.db, refundId);
  if (refund) await recordRefundOpen(deps.db, refund, "unknown", null, null);
  return "timed-out";
}

const askAPerson = (deps: Deps, refund: RefundRow, why: string): Promise<void> =>
  handRefundToPerson(
    deps.db,
    refund,
    `${why}: look it up in the M-Pesa portal and type the reference that stands there`,
  );
