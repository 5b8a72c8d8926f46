import { z } from "zod";
import { DEFAULT_PLAN } from "#domain/payments/plan";
import type { Log, Refund, Refunding, RefundReport, RefundSent } from "../../gateway.ts";
import { errorOf, isOk, type Reply, type Stripe } from "./client.ts";
import { amountOf, seconds } from "./session.ts";

const KEY_LIFE_MS = 20 * 60 * 60_000; // Stripe promises a day

export const refundBody = z.object({
  id: z.string().startsWith("re_").max(255),
  status: z.enum(["pending", "requires_action", "succeeded", "failed", "canceled"]),
  amount: z.int().positive(),
  currency: z.string(),
  created: seconds,
  payment_intent: z.string().nullish(),
  metadata: z.object({ refund_id: z.string().optional() }).nullish(),
  failure_reason: z.string().nullish(),
});

const STATUS = {
  pending: "pending",
  requires_action: "pending",
  succeeded: "done",
  failed: "failed",
  canceled: "failed",
} as const;

/** A refund as the books read it; `null` in a currency that is not ours. `at`: when it came to be so, unix ms. */
export function refundReport(refund: z.output<typeof refundBody>, at: number): RefundReport | null {
  const amount = amountOf(refund.amount, refund.currency);
  const status = STATUS[refund.status];
  return (
    amount && {
      providerRef: refund.id,
      captureRef: refund.payment_intent ?? null,
      ourId: refund.metadata?.refund_id ?? null,
      amount,
      status,
      ...(status === "failed" && { code: refund.failure_reason ?? refund.status }),
      occurredAt: at,
    }
  );
}

/** Parts as well as wholes, under our own key. One that succeeded may still fail days later. */
export function stripeRefunds(call: Stripe, planScale: number): Refunding {
  async function send(refund: Refund, log: Log): Promise<RefundSent> {
    // Past the life of its key the same request would be another refund: it is sent again only where none was made.
    if (refund.submittedAt !== null && Date.now() - refund.submittedAt > KEY_LIFE_MS) {
      const made = await find(refund, log);
      if (made === "silent") return { status: "unknown" };
      if (made) return sent(made);
    }
    const reply = await call(
      {
        what: "refund",
        path: "/v1/refunds",
        key: `${refund.id}/refund`,
        form: [
          ["payment_intent", refund.capture.providerRef],
          ["amount", String(refund.amount.amountMinor)],
          ["metadata[refund_id]", refund.id],
        ],
      },
      log,
    );
    const made = reply && isOk(reply) ? readRefund(reply.body) : null;
    if (made) return sent(made);
    if (!reply || !isFinal(reply)) return { status: "unknown" };
    return { status: "refused", code: errorOf(reply).code || "refused" };
  }

  async function lookUp(refund: Refund, log: Log): Promise<RefundReport | "waiting" | "silent"> {
    if (!refund.providerReference) return (await find(refund, log)) ?? "waiting";
    const path = `/v1/refunds/${encodeURIComponent(refund.providerReference)}`;
    const reply = await call({ what: "read-refund", path }, log);
    const report = reply && isOk(reply) ? readRefund(reply.body) : null;
    const isSame = report?.providerRef === refund.providerReference && report.captureRef === refund.capture.providerRef;
    return report && isSame ? report : "silent";
  }

  /** By our own id, where Stripe's was never learnt. */
  async function find(refund: Refund, log: Log): Promise<RefundReport | null | "silent"> {
    const all = await list(refund.capture.providerRef, log);
    return all ? (all.find(({ ourId }) => ourId === refund.id) ?? null) : "silent";
  }

  async function list(captureRef: string, log: Log): Promise<readonly RefundReport[] | null> {
    const path = `/v1/refunds?payment_intent=${encodeURIComponent(captureRef)}&limit=100`;
    const reply = await call({ what: "list-refunds", path }, log);
    const page = reply && isOk(reply) ? refundPage.safeParse(reply.body).data : undefined;
    if (!page || page.has_more) return null;
    const reports = page.data.map((refund) => refundReport(refund, refund.created * 1_000));
    return reports.every((report) => report !== null) ? reports : null;
  }

  return {
    amounts: "any",
    isKeyed: true,
    plan: DEFAULT_PLAN.map((after) => Math.ceil(after * planScale)),
    send: (refund, _attempt, _resultUrl, log) => send(refund, log),
    lookUp: (refund, _attempt, log) => lookUp(refund, log),
    list: (captureRef, _attempt, log) => list(captureRef, log),
  };
}

const refundPage = z.object({ data: z.array(refundBody), has_more: z.boolean() });

function readRefund(body: unknown): RefundReport | null {
  const refund = refundBody.safeParse(body).data;
  return refund ? refundReport(refund, refund.created * 1_000) : null;
}

/** One that failed at once moved the balance there and back: it is asked about, and booked as such. */
function sent({ status, providerRef, occurredAt }: RefundReport): RefundSent {
  return status === "done" ? { status, providerRef, occurredAt } : { status: "pending", providerRef };
}

/** Whether this no is said of the refund itself. One said before the key was looked at says nothing of an earlier sending. */
function isFinal(reply: Reply): boolean {
  const { type } = errorOf(reply);
  return FINAL.has(reply.status) && type !== "" && type !== "idempotency_error";
}
const FINAL = new Set([400, 402, 404]);
