import { recordDispute } from "#db/queries/disputes";
import type { Deps } from "../deps.ts";
import { captureFor } from "./captures-of.ts";
import type { DisputeReport, PaymentGateway } from "./gateway.ts";
import { refold } from "./refold.ts";

/** A payer asks the provider for the money back, or that has moved on. @returns the outcome, or "later" */
export async function applyDispute(deps: Deps, gateway: PaymentGateway, report: DisputeReport): Promise<string> {
  const capture = await captureFor(deps, gateway, report.captureRef);
  if (typeof capture === "string") return capture;
  await recordDispute(deps.db, capture, report, deps.now());
  await refold(deps, capture.orderId);
  return `dispute ${report.money}`;
}
