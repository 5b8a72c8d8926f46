import { readAttempt } from "#db/queries/attempts";
import type { CaptureRow } from "#db/queries/ledger";
import { recordMismatch } from "#db/queries/mismatches";
import { type RefundRow, refundReported, refundStatements, writeRefunds } from "#db/queries/refunds";
import type { Deps } from "../deps.ts";
import { asAttempt } from "./attempt.ts";
import { captureFor } from "./captures-of.ts";
import type { PaymentGateway, RefundReport } from "./gateway.ts";
import { refold } from "./refold.ts";
import { wireLog } from "./wire-log.ts";

/** A refund as the provider tells of it, wherever it was made. @returns the outcome, or "later" */
export async function applyRefund(deps: Deps, gateway: PaymentGateway, report: RefundReport): Promise<string> {
  const capture = await captureFor(deps, gateway, report.captureRef);
  if (typeof capture === "string") return capture;
  return bookRefund(deps, gateway, capture, report);
}

/** The same, where the capture, and perhaps our own row, are known. */
export async function bookRefund(
  deps: Deps,
  gateway: PaymentGateway,
  capture: CaptureRow,
  report: RefundReport,
  known?: RefundRow,
): Promise<string> {
  if (report.amount.currency !== capture.currency) return mismatched(deps, capture, report);
  const row = known ?? (await refundReported(deps.db, capture, report));
  // One that a person ended stands in the books under what was typed: it is the same money.
  const typed = row?.finishedBy ? row.providerReference : null;
  const told = typed === null ? report : { ...report, providerRef: typed };
  const written = await writeRefunds(deps.db, refundStatements(capture, row, told, deps.now()));
  if (written === "exceeds") {
    const outcome = await bookAll(deps, gateway, capture, report);
    if (outcome !== "written") return outcome === "later" ? "later" : mismatched(deps, capture, report);
  }
  await refold(deps, capture.orderId);
  return `refund ${report.status}`;
}

/**
 * A refund that seems to pass what came in: one of the others must have failed without our hearing of it. All of that capture are read,
 * and booked as one set: those that failed first, for they make room.
 */
async function bookAll(
  deps: Deps,
  gateway: PaymentGateway,
  capture: CaptureRow,
  report: RefundReport,
): Promise<"written" | "exceeds" | "later"> {
  const attempt = await readAttempt(deps.db, capture.attemptId);
  if (!gateway.refunds?.list || !attempt) return "later";
  const log = wireLog(deps, attempt);
  const told = await gateway.refunds.list(capture.providerRef, asAttempt(attempt), log.add);
  await log.keep();
  if (told === null) return "later";
  const all = [...told.filter((one) => one.providerRef !== report.providerRef), report];
  const rank = { failed: 0, done: 1, pending: 2 };
  const statements = [];
  for (const one of all.sort((a, b) => rank[a.status] - rank[b.status]))
    statements.push(...refundStatements(capture, await refundReported(deps.db, capture, one), one, deps.now()));
  return writeRefunds(deps.db, statements);
}

async function mismatched(deps: Deps, capture: CaptureRow, report: RefundReport): Promise<string> {
  const { attemptId: id, orderId, gateway } = capture;
  const reason = "The provider reports a refund that passes what was paid";
  await recordMismatch(deps.db, { id, orderId, gateway }, report.providerRef, report.amount, reason, deps.now());
  return "mismatch";
}
