import { z } from "zod";
import type { PaymentReport, ProviderEvent } from "../../gateway.ts";
import { parseJson } from "../answers.ts";
import { idBody, timeBody } from "./amounts.ts";
import { disputeBody, disputeReport } from "./disputes.ts";
import { captureBody, captureReport } from "./order.ts";
import { captureOf, refundBody, refundReport } from "./refund.ts";

const eventBody = z.object({
  id: z.string().min(1).max(255),
  event_type: z.string().min(1).max(255),
  create_time: timeBody,
  resource: z.record(z.string(), z.unknown()),
});
type Event = z.output<typeof eventBody>;

/** Reads an event. It is of our app, whose id its signature covers; a payee, where one is named, must be us as well. */
export function readEvent(body: string, merchantId: string): ProviderEvent | null {
  const event = eventBody.safeParse(parseJson(body)).data;
  if (!event) return null;
  const ours = payeesOf(event.resource).every((payee) => payee === merchantId);
  return { id: event.id, what: event.event_type, ours, news: newsOf(event) ?? { kind: "other" } };
}

function newsOf({ event_type: type, create_time, resource }: Event): ProviderEvent["news"] | null {
  const at = create_time ?? Date.now();
  if (type === "CHECKOUT.ORDER.APPROVED") return orderNews(resource, { status: "approved" });
  if (type === "CHECKOUT.PAYMENT-APPROVAL.REVERSED")
    return orderNews(resource, { status: "expired", code: "approval-reversed" });
  if (type === "PAYMENT.CAPTURE.REVERSED") return reversalNews(resource, at);
  if (type.startsWith("CUSTOMER.DISPUTE.")) {
    const dispute = disputeBody.safeParse(resource).data;
    return dispute ? { kind: "dispute", report: disputeReport(dispute, type, at) } : null;
  }
  if (CAPTURE_EVENTS.has(type)) return captureNews(resource);
  const refund = refundBody.safeParse(resource).data;
  return refund && captureOf(refund.links) ? { kind: "refund", report: refundReport(refund) } : null;
}

/**
 * Money that PayPal took back. Nearly always a dispute's, which has a name of its own: told here under the capture's name, so that the
 * disputes of that capture are read first.
 */
function reversalNews(resource: Event["resource"], at: number): ProviderEvent["news"] | null {
  const reversal = refundBody.safeParse(resource).data;
  const captureRef = reversal && captureOf(reversal.links);
  if (!captureRef) return null;
  const { amount, update_time } = reversal;
  const since = { updatedAt: update_time ?? at, rank: 0, dueBy: null };
  const report = {
    providerRef: captureRef,
    captureRef,
    amount,
    state: "REVERSED",
    isOpen: false,
    money: "held",
  } as const;
  return { kind: "dispute", report: { ...report, ...since } };
}

const CAPTURE_EVENTS = new Set(["COMPLETED", "PENDING", "DECLINED", "DENIED"].map((what) => `PAYMENT.CAPTURE.${what}`));

function captureNews(resource: Event["resource"]): ProviderEvent["news"] | null {
  const capture = captureBody.safeParse(resource).data;
  if (!capture) return null;
  return {
    kind: "payment",
    providerReference: capture.supplementary_data?.related_ids?.order_id ?? capture.id,
    claimedAttemptId: capture.custom_id ?? null,
    report: captureEventReport(captureReport(capture)),
  };
}

/** One capture that came to nothing is not the end of its order, of which only the order knows. */
function captureEventReport(report: PaymentReport): PaymentReport {
  if (report.status === "silent") return { status: "waiting" }; // news that we cannot read makes us ask
  return report.status === "failed" ? { ...report, status: "declined" } : report;
}

const orderBody = z.object({
  id: idBody.optional(),
  order_id: idBody.optional(), // so called where an approval is taken back
  purchase_units: z.array(z.object({ custom_id: z.string().optional() })).default([]),
});

function orderNews(resource: Event["resource"], report: PaymentReport): ProviderEvent["news"] | null {
  const order = orderBody.safeParse(resource).data;
  const providerReference = order?.order_id ?? order?.id;
  if (!order || !providerReference) return null;
  return { kind: "payment", providerReference, claimedAttemptId: order.purchase_units[0]?.custom_id ?? null, report };
}

const payee = z.object({ merchant_id: z.string().optional() }).optional();
const named = z.object({
  payee,
  purchase_units: z.array(z.object({ payee })).default([]),
  disputed_transactions: z.array(z.object({ seller: payee })).default([]),
});

/** The merchants that a resource names as having been paid. */
function payeesOf(resource: Event["resource"]): readonly string[] {
  const { payee, purchase_units = [], disputed_transactions = [] } = named.safeParse(resource).data ?? {};
  const all = [payee, ...purchase_units.map((unit) => unit.payee), ...disputed_transactions.map((one) => one.seller)];
  return all.flatMap((one) => one?.merchant_id ?? []);
}
