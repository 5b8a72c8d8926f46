import { DEFAULT_PLAN } from "#domain/payments/plan";
import type { Attempt, Log, Refund, Refunding, RefundReport, RefundSent } from "../../gateway.ts";
import { asAmount } from "./amounts.ts";
import { errorOf, isOk, type Paypal, type Reply } from "./client.ts";
import type { Order } from "./order.ts";
import { refundBody, refundReport } from "./refund.ts";

const KEY_LIFE_MS = 5 * 60 * 60_000; // PayPal remembers a request for six

/** Parts as well as wholes, under our own key, in the currency that was paid. */
export function paypalRefunds(
  call: Paypal,
  readOrder: (attempt: Attempt, log: Log) => Promise<Order | null>,
  planScale: number,
): Refunding {
  async function send(refund: Refund, attempt: Attempt, log: Log): Promise<RefundSent> {
    // Past the life of its key the same request would be another refund: it is sent again only where none was made.
    if (refund.submittedAt !== null && Date.now() - refund.submittedAt > KEY_LIFE_MS) {
      const made = await find(refund, attempt, log);
      if (made === "silent") return { status: "unknown" };
      if (made) return sent(made);
    }
    const reply = await call(
      {
        what: "refund",
        path: `/v2/payments/captures/${encodeURIComponent(refund.capture.providerRef)}/refund`,
        body: { amount: asAmount(refund.amount), custom_id: refund.id },
        requestId: `${refund.id}/refund`,
        whole: true,
      },
      log,
    );
    const made = isOk(reply) ? readRefund(reply) : null;
    if (made) return sent(made);
    if (typeof reply === "string" || !FINAL.has(reply.status) || errorOf(reply).name === "")
      return { status: "unknown" };
    return { status: "refused", code: errorOf(reply).issue || errorOf(reply).name };
  }

  async function lookUp(refund: Refund, attempt: Attempt, log: Log): Promise<RefundReport | "waiting" | "silent"> {
    if (!refund.providerReference) return (await find(refund, attempt, log)) ?? "waiting";
    const path = `/v2/payments/refunds/${encodeURIComponent(refund.providerReference)}`;
    const reply = await call({ what: "read-refund", path }, log);
    const report = isOk(reply) ? readRefund(reply) : null;
    if (report?.providerRef !== refund.providerReference) return "silent";
    return [refund.capture.providerRef, null].includes(report.captureRef) ? report : "silent";
  }

  /** By our own id, where PayPal's was never learnt. */
  async function find(refund: Refund, attempt: Attempt, log: Log): Promise<RefundReport | null | "silent"> {
    const all = await list(refund.capture.providerRef, attempt, log);
    return all ? (all.find(({ ourId }) => ourId === refund.id) ?? null) : "silent";
  }

  /** There is no list of a capture's refunds: its order has them. */
  async function list(captureRef: string, attempt: Attempt, log: Log): Promise<readonly RefundReport[] | null> {
    const order = await readOrder(attempt, log);
    const all = order?.purchase_units[0]?.payments.refunds.map(refundReport);
    return all?.filter((report) => report.captureRef === captureRef) ?? null;
  }

  return {
    amounts: "any",
    isKeyed: true,
    plan: DEFAULT_PLAN.map((after) => Math.ceil(after * planScale)),
    send: (refund, attempt, _resultUrl, log) => send(refund, attempt, log),
    lookUp,
    list,
  };
}

/** Said of the refund itself. Anything said before that says nothing of an earlier sending. */
const FINAL = new Set([400, 404, 422]);

function readRefund(reply: Reply): RefundReport | null {
  const refund = refundBody.safeParse(reply.body).data;
  return refund ? refundReport(refund) : null;
}

/** One that failed at once is asked about, and booked as what went and came back. */
function sent({ status, providerRef, occurredAt }: RefundReport): RefundSent {
  return status === "done" ? { status, providerRef, occurredAt } : { status: "pending", providerRef };
}
