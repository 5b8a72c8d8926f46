import { readAttempt } from "#db/queries/attempts";
import { recordDispute } from "#db/queries/disputes";
import type { CaptureRow } from "#db/queries/ledger";
import { recordMismatch } from "#db/queries/mismatches";
import type { Deps } from "../deps.ts";
import { captureFor } from "./captures-of.ts";
import type { DisputeReport, PaymentGateway } from "./gateway.ts";
import { refold } from "./refold.ts";
import { wireLog } from "./wire-log.ts";

/** A payer asks the provider for the money back, or that has moved on. @returns the outcome, or "later" */
export async function applyDispute(deps: Deps, gateway: PaymentGateway, told: DisputeReport): Promise<string> {
  const capture = await captureFor(deps, gateway, told.captureRef);
  if (typeof capture === "string") return capture;
  const report = told.providerRef === told.captureRef ? await disputeBehind(deps, gateway, capture, told) : told;
  if (report === null) return "later";
  if (report.amount.currency !== capture.currency) {
    const { attemptId: id, orderId } = capture;
    const reason = "A dispute in another currency than was paid";
    await recordMismatch(
      deps.db,
      { id, orderId, gateway: gateway.code },
      report.providerRef,
      report.amount,
      reason,
      deps.now(),
    );
    return "mismatch";
  }
  await recordDispute(deps.db, capture, report, deps.now());
  await refold(deps, capture.orderId);
  return `dispute ${report.money}`;
}

/**
 * Money that the provider took back under the capture's own name: where a dispute of that capture explains it, it is the same money and
 * goes by the dispute's name; where none does, it stands for itself. `null`: nobody answers now.
 */
async function disputeBehind(
  deps: Deps,
  gateway: PaymentGateway,
  capture: CaptureRow,
  told: DisputeReport,
): Promise<DisputeReport | null> {
  if (!gateway.disputesOf) return told;
  const attempt = await readAttempt(deps.db, capture.attemptId);
  if (!attempt) return null;
  const log = wireLog(deps, attempt);
  const known = await gateway.disputesOf(capture.providerRef, log.add);
  await log.keep();
  if (known === null) return null;
  return known.find(({ money }) => money !== "none") ?? told; // an inquiry has taken nothing, so it explains nothing
}
