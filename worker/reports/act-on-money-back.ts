import { readAttempt } from "#db/queries/attempts";
import { type CaptureRow, captureByRef } from "#db/queries/ledger";
import { type RefundRow, readRefund } from "#db/queries/refunds";
import { attemptNamed } from "#db/queries/statement-names";
import { money } from "#domain/money";
import { namesOf, type OurEntry, type TheirLine } from "#domain/payments/report";
import type { Deps } from "../deps.ts";
import { asAttempt } from "../payments/attempt.ts";
import { applyDispute } from "../payments/disputes.ts";
import type { DisputeReport, PaymentGateway, RefundReport } from "../payments/gateway.ts";
import { bookRefund } from "../payments/refund-reports.ts";
import { settleRefund } from "../payments/send-refund.ts";
import { wireLog } from "../payments/wire-log.ts";
import type { Done } from "./done.ts";

/** Money on their statement that went back, or came back, without our books knowing: made elsewhere, or its answer was lost. */
export async function actOnBack(deps: Deps, gateway: PaymentGateway, line: TheirLine, done: Done): Promise<void> {
  const capture = await captureOf(deps, gateway, line);
  if (!capture || capture.currency !== line.currency) return; // of no payment of ours: unexplained, for a person
  if (line.kind === "refund" || line.kind === "refund-undone") {
    if (await actOnRefund(deps, gateway, capture, line)) done.refunds += 1;
  } else if (line.kind === "chargeback" || line.kind === "chargeback-undone") {
    if (await actOnDispute(deps, gateway, capture, line)) done.disputes += 1;
  }
}

/** Our refund is open, and their statement has it: asked about where that can be done; else the statement is the answer. */
export async function settlePending(
  deps: Deps,
  gateway: PaymentGateway,
  line: TheirLine,
  ours: OurEntry,
  done: Done,
): Promise<void> {
  const row = ours.refundId === null ? null : await readRefund(deps.db, ours.refundId);
  if (!row || row.byHand || (row.status !== "submitted" && row.status !== "unknown")) return; // a person completes it, or it was never sent
  if (gateway.refunds?.lookUp) await settleRefund(deps, row);
  const now = await readRefund(deps.db, row.id);
  if (now && now.status !== row.status) {
    done.refunds += 1;
    return;
  }
  const capture = await captureOf(deps, gateway, line);
  // Where a refund can be listed, it is listed as open: their balance moves before it is final.
  if (!now || !capture || gateway.refunds?.list) return;
  await bookRefund(deps, gateway, capture, fromLine(line, capture, now), now);
  done.refunds += 1;
}

async function captureOf(deps: Deps, gateway: PaymentGateway, line: TheirLine): Promise<CaptureRow | null> {
  const names = namesOf(line).filter((name) => name !== "");
  const attempt = await attemptNamed(deps.db, gateway.code, names, line.ourRef);
  return attempt?.captureRef ? captureByRef(deps.db, gateway.code, attempt.captureRef) : null;
}

/** @returns whether the books have it now */
async function actOnRefund(
  deps: Deps,
  gateway: PaymentGateway,
  capture: CaptureRow,
  line: TheirLine,
): Promise<boolean> {
  if (!gateway.refunds?.list) {
    if (line.kind !== "refund") return false;
    return (await bookRefund(deps, gateway, capture, fromLine(line, capture, null))) === "refund done";
  }
  const attempt = await readAttempt(deps.db, capture.attemptId);
  if (!attempt) return false;
  const log = wireLog(deps, attempt);
  const told = await gateway.refunds.list(capture.providerRef, asAttempt(attempt), log.add);
  await log.keep();
  const report = told?.find(({ providerRef }) => providerRef === line.ref);
  if (!report) return false;
  const outcome = await bookRefund(deps, gateway, capture, report);
  return outcome === "refund done" || outcome === "refund failed";
}

const fromLine = (line: TheirLine, capture: CaptureRow, row: RefundRow | null): RefundReport => ({
  providerRef: line.ref,
  captureRef: capture.providerRef,
  ourId: row?.id ?? (line.ourRef.startsWith("ref_") ? line.ourRef : null),
  amount: money(line.amountMinor, line.currency),
  status: "done",
  occurredAt: line.at,
});

/** Asked about where disputes can be read; else the line says that money was taken, or given back. */
async function actOnDispute(
  deps: Deps,
  gateway: PaymentGateway,
  capture: CaptureRow,
  line: TheirLine,
): Promise<boolean> {
  const attempt = await readAttempt(deps.db, capture.attemptId);
  if (!attempt) return false;
  const log = wireLog(deps, attempt);
  const told = (await gateway.disputesOf?.(capture.providerRef, log.add)) ?? [];
  await log.keep();
  const isTaken = line.kind === "chargeback";
  const known = told.find(({ providerRef }) => providerRef === line.ref);
  const report: DisputeReport = known ?? {
    providerRef: line.ref,
    captureRef: capture.providerRef,
    amount: money(line.amountMinor, line.currency),
    state: isTaken ? "on the statement" : "given back, by the statement",
    isOpen: isTaken,
    money: isTaken ? "held" : "returned",
    updatedAt: line.at,
    rank: 0,
    dueBy: null,
  };
  return (await applyDispute(deps, gateway, report)).startsWith("dispute ");
}
