import type { PaypalConfig } from "../../../config.ts";
import type { Http } from "../../../http.ts";
import type { Tokens } from "../../../objects/token-keeper.ts";
import type { Attempt, DisputeReport, Log, Opened, PaymentGateway, PaymentReport } from "../../gateway.ts";
import { isIll } from "../answers.ts";
import { captureKey, refusedCapture } from "./capture.ts";
import { errorOf, isOk, isUnknownThere, paypalClient, type Reply } from "./client.ts";
import { disputeBody, disputeList, disputeReport } from "./disputes.ts";
import { readEvent } from "./events.ts";
import {
  captureBody,
  keyOf,
  type Order,
  openedOrder,
  orderBody,
  orderReport,
  orderRequest,
  payerLink,
  prepareOrder,
} from "./order.ts";
import { paypalRefunds } from "./refunds.ts";
import { verifySignature } from "./signature.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const APPROVAL_MS = 3 * HOUR; // after that PayPal forgets an order that nobody approved

/** Often while the payer may be there, and once just after PayPal's own end. */
const PLAN = [
  ...[1, 2, 5, 15, 30].map((minutes) => minutes * MINUTE),
  HOUR,
  2 * HOUR,
  APPROVAL_MS + 5 * MINUTE,
  6 * HOUR,
  ...[1, 2, 3, 4, 5, 6, 7].map((days) => days * DAY),
];

/**
 * PayPal's own page (Orders v2). The payer approves there, and the money comes when we ask for it: what is approved too late is left
 * alone. PayPal has neither shillings nor rupees. Source: developer.paypal.com, "Orders v2", "Payments v2", "Webhooks".
 */
export function paypal(config: PaypalConfig, http: Http, tokens: Tokens, planScale: number): PaymentGateway {
  const call = paypalClient(config, http, tokens);

  async function open(attempt: Attempt, log: Log): Promise<Opened> {
    const request = { path: "/v2/checkout/orders", body: orderRequest(attempt), requestId: keyOf(attempt) };
    const reply = await call({ what: "create-order", ...request }, log);
    if (reply === "not-sent") return { status: "refused", code: "not-sent", trouble: true };
    if (reply === "silent") return { status: "unknown", trouble: true };
    const order = isOk(reply) ? openedOrder.safeParse(reply.body).data : undefined;
    const redirectUrl = order && payerLink(order);
    if (order && redirectUrl) return { status: "open", providerReference: order.id, providerOther: null, redirectUrl };
    if (reply.status < 400 || reply.status === 429 || isIll(reply.status)) return { status: "unknown", trouble: true };
    if (reply.status === 409) return { status: "unknown", trouble: false }; // the same request is still being served
    return { status: "refused", code: (reply.status === 422 && errorOf(reply).issue) || "refused" };
  }

  const orderOf = (attempt: Attempt, log: Log) => {
    const path = `/v2/checkout/orders/${encodeURIComponent(attempt.providerReference ?? "")}`;
    return call({ what: "read-order", path }, log);
  };

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    if (!attempt.providerReference) return { status: "silent" };
    const reply = await orderOf(attempt, log);
    return typeof reply === "string" ? { status: "silent" } : readOrder(reply, attempt);
  }

  function readOrder(reply: Reply, attempt: Attempt): PaymentReport {
    if (isUnknownThere(reply)) {
      const isOver = attempt.submittedAt !== null && Date.now() - attempt.submittedAt >= APPROVAL_MS * planScale;
      return isOver ? { status: "expired", code: "not-found" } : { status: "silent" };
    }
    const order = isOk(reply) ? orderBody.safeParse(reply.body).data : undefined;
    return order ? orderReport(order, attempt, config.merchantId) : { status: "silent" };
  }

  async function capture(attempt: Attempt, log: Log): Promise<PaymentReport> {
    if (!attempt.providerReference) return { status: "silent" };
    const path = `/v2/checkout/orders/${encodeURIComponent(attempt.providerReference)}/capture`;
    const requestId = captureKey(attempt);
    const reply = await call({ what: "capture-order", path, body: {}, requestId, whole: true }, log);
    if (typeof reply === "string") return { status: "silent" };
    if (isOk(reply) || isUnknownThere(reply)) return readOrder(reply, attempt);
    const refused = refusedCapture(reply);
    return refused === "ask" ? lookUp(attempt, log) : refused;
  }

  /** From now on we never ask for the money; but it may have come by a request of ours whose answer was lost. */
  async function withdraw(attempt: Attempt, log: Log): Promise<"withdrawn" | "captured" | "cannot"> {
    const { status } = await lookUp(attempt, log);
    if (status === "captured") return "captured";
    return status === "pending" ? "cannot" : "withdrawn";
  }

  /** An order of this attempt's, for its refunds. */
  async function readOrderFor(attempt: Attempt, log: Log): Promise<Order | null> {
    const reply = attempt.providerReference ? await orderOf(attempt, log) : "silent";
    const order = isOk(reply) ? orderBody.safeParse(reply.body).data : undefined;
    return order?.id === attempt.providerReference ? (order ?? null) : null;
  }

  async function attemptOfCapture(captureRef: string, log: Log): Promise<string | null> {
    const path = `/v2/payments/captures/${encodeURIComponent(captureRef)}`;
    const reply = await call({ what: "read-capture", path }, log);
    if (typeof reply === "string") return null;
    if (isUnknownThere(reply)) return "";
    const capture = isOk(reply) ? captureBody.safeParse(reply.body).data : undefined;
    if (capture?.id !== captureRef) return null;
    const payee = capture.payee?.merchant_id ?? config.merchantId;
    return payee === config.merchantId ? (capture.custom_id ?? "") : "";
  }

  async function disputesOf(captureRef: string, log: Log): Promise<readonly DisputeReport[] | null> {
    const path = `/v1/customer/disputes?disputed_transaction_id=${encodeURIComponent(captureRef)}`;
    const reply = await call({ what: "list-disputes", path }, log);
    const named = isOk(reply) ? disputeList.safeParse(reply.body).data : undefined;
    if (!named) return null;
    const reports: DisputeReport[] = [];
    for (const { dispute_id } of named.items) {
      const one = await call(
        { what: "read-dispute", path: `/v1/customer/disputes/${encodeURIComponent(dispute_id)}` },
        log,
      );
      const dispute = isOk(one) ? disputeBody.safeParse(one.body).data : undefined;
      if (!dispute) return null;
      const report = disputeReport(dispute, "", Date.now());
      if (report.captureRef === captureRef) reports.push(report);
    }
    return reports;
  }

  return {
    code: "paypal",
    path: "pp",
    mode: config.mode,
    account: config.merchantId,
    currencies: ["USD"],
    minAmountMinor: 1,
    maxAmountMinor: 1_000_000, // what PayPal takes in one payment
    stepMinor: 1,
    words: {
      name: "PayPal",
      hint: "You agree to the payment on PayPal's page and come back here",
      asksPhone: false,
      button: "Pay with PayPal",
    },
    merchantName: config.brandName,
    manner: "redirect",
    holdMs: 35 * MINUTE,
    promptMs: 0,
    againMs: 0,
    plan: PLAN.map((after) => Math.ceil(after * planScale)),
    callsNobody: false,
    mayOpenAgain: true,
    checkPhone: () => null,
    prepare: (attempt, { back, cancel }) => prepareOrder(attempt.id, config.brandName, back, cancel),
    open: (attempt, _addresses, log) => open(attempt, log),
    lookUp,
    capture,
    withdraw,
    refunds: paypalRefunds(call, readOrderFor, planScale),
    attemptOfCapture,
    disputesOf,
    verifyEvent: (inbound) => verifySignature(inbound, config, http, planScale),
    readEvent: (body) => readEvent(body, config.merchantId),
    readReturn(query) {
      const token = query.get("token") ?? "";
      return { providerReference: /^[A-Z0-9]{10,40}$/.test(token) ? token : null, amount: null };
    },
  };
}
