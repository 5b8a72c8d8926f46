import { z } from "zod";
import type { StripeConfig } from "../../../config.ts";
import type { PaymentReport, ProviderEvent } from "../../gateway.ts";
import { parseJson } from "../answers.ts";
import { disputeBody, disputeReport } from "./disputes.ts";
import { refundBody, refundReport } from "./refunds.ts";
import { reportOf, type Session, seconds, sessionBody } from "./session.ts";

const eventBody = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  created: seconds,
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
});
type Event = z.output<typeof eventBody>;

/** Reads an event. Those that say nothing new of money are `other`: `charge.refunded`, for one, names no refund. */
export function readEvent(body: string, config: StripeConfig): ProviderEvent | null {
  const event = eventBody.safeParse(parseJson(body)).data;
  if (!event) return null;
  const { id, type, livemode, account } = event;
  const ours = livemode === (config.mode === "live") && (account == null || account === config.account);
  return { id, what: type, ours, news: newsOf(event) ?? { kind: "other" } };
}

function newsOf({ type, created, data }: Event): ProviderEvent["news"] | null {
  const at = created * 1_000;
  if (SESSION_EVENTS.has(type)) {
    const session = sessionBody.safeParse(data.object).data;
    return session ? { kind: "payment", ...bound(session), report: sessionNews(session, type, at) } : null;
  }
  if (REFUND_EVENTS.has(type)) {
    const refund = refundBody.safeParse(data.object).data;
    const report = refund && refundReport(refund, at);
    return report ? { kind: "refund", report } : null;
  }
  if (type.startsWith("charge.dispute.")) {
    const dispute = disputeBody.safeParse(data.object).data;
    const report = dispute && disputeReport(dispute, type, at);
    return report ? { kind: "dispute", report } : null;
  }
  // payment_intent.payment_failed among them: one card was refused, and the page is still open for another.
  return null;
}

const ASYNC_FAILED = "checkout.session.async_payment_failed";
const SESSION_EVENTS = new Set([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  ASYNC_FAILED,
  "checkout.session.expired",
]);
const REFUND_EVENTS = new Set(["refund.created", "refund.updated", "refund.failed"]);

const bound = (session: Session) => ({
  providerReference: session.id,
  claimedAttemptId: session.client_reference_id ?? session.metadata?.attempt_id ?? null,
});

/** A payment that bounced leaves its session as it was: only the event's name says so. */
function sessionNews(session: Session, type: string, at: number): PaymentReport {
  if (type === ASYNC_FAILED && session.payment_status !== "paid") return { status: "failed", code: "payment-failed" };
  const report = reportOf(session, at);
  return report.status === "silent" ? { status: "waiting" } : report; // news that we cannot read makes us ask
}
