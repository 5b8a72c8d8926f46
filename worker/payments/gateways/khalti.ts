import { type Money, money } from "#domain/money";
import { DEFAULT_PLAN, KHALTI_PLAN } from "#domain/payments/plan";
import type { KhaltiConfig } from "../../config.ts";
import type { Answer, Http } from "../../http.ts";
import type {
  Addresses,
  Attempt,
  Log,
  Opened,
  PaymentGateway,
  PaymentReport,
  Refund,
  Refunding,
  RefundReport,
} from "../gateway.ts";
import { shownAnswer } from "./answers.ts";
import { type LookedUp, readInitiated, readLookup, readRefundReply, reportOf } from "./khalti-replies.ts";

const MINUTE = 60_000;
const LATE = 70 * MINUTE; // a page lives for 60 at most: by now Khalti knows a payment that it ever made

/**
 * Khalti's web checkout (KPG-2): a page of theirs, in Nepali rupees. Integer paisa, which are our minor units. Nothing is signed and
 * nobody calls: the browser that comes back only makes us ask, and the lookup decides. Source: docs.khalti.com, "Web Checkout (KPG-2)".
 */
export function khalti(config: KhaltiConfig, http: Http, planScale: number): PaymentGateway {
  /** Posts, and keeps what went over the wire. `null`: no answer. */
  async function post(log: Log, what: string, url: string, body?: string, shown = body ?? ""): Promise<Answer | null> {
    try {
      const reply = await http(url, {
        method: "POST",
        headers: { Authorization: `Key ${config.secretKey}`, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { body }),
      });
      log({ what, request: shown, answer: shownAnswer(reply) });
      return reply;
    } catch {
      log({ what, request: shown, answer: "no answer" });
      return null;
    }
  }

  async function open(attempt: Attempt, addresses: Addresses, log: Log): Promise<Opened> {
    const request = {
      return_url: addresses.back,
      website_url: addresses.shop,
      amount: attempt.amount.amountMinor,
      purchase_order_id: attempt.id,
      purchase_order_name: `Order ${attempt.reference}`,
    };
    const shown = JSON.stringify({ ...request, return_url: "…" });
    const url = `${config.baseUrl}/epayment/initiate/`; // without its last slash a POST is redirected and lost
    const reply = await post(log, "initiate", url, JSON.stringify(request), shown);
    return reply ? readInitiated(reply, config.baseUrl, Date.now()) : { status: "unknown", trouble: true };
  }

  async function ask(pidx: string, log: Log): Promise<LookedUp | "not-found" | null> {
    const reply = await post(log, "lookup", `${config.baseUrl}/epayment/lookup/`, JSON.stringify({ pidx }));
    return reply && readLookup(reply, pidx);
  }

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    const { providerReference: pidx, submittedAt } = attempt;
    if (!pidx) return { status: "silent" };
    const lookup = await ask(pidx, log);
    const now = Date.now();
    return reportOf(lookup, pidx, submittedAt !== null && now - submittedAt >= LATE * planScale, now);
  }

  /** A page nobody has finished on stays open to whoever has its address: only one that has ended is ended. */
  async function withdraw(attempt: Attempt, log: Log): Promise<"withdrawn" | "captured" | "cannot"> {
    const { status } = await lookUp(attempt, log);
    if (status === "captured") return "captured";
    return status === "expired" || status === "failed" ? "withdrawn" : "cannot";
  }

  const scaled = (plan: readonly number[]): number[] => plan.map((after) => Math.ceil(after * planScale));
  const refunds: Refunding = {
    amounts: "any",
    isKeyed: false,
    plan: scaled(DEFAULT_PLAN),
    async send(refund, attempt, _resultUrl, log) {
      const id = attempt.providerOther ?? (await transactionIdOf(refund.capture.providerRef, log));
      if (!id) return { status: "refused", code: "not-sent" };
      const url = `${refundsUrl(config.baseUrl)}/${encodeURIComponent(id)}/refund/`;
      const body = refund.isWhole ? undefined : `{"amount":${refundAmount(refund.amount, config.refundUnit)}}`;
      const reply = await post(log, "refund", url, body, `${id} ${body ?? "all of it"}`);
      return reply ? readRefundReply(reply, refund.id, Date.now()) : { status: "unknown" };
    },
    async lookUp(refund, _attempt, log) {
      const lookup = await ask(refund.capture.providerRef, log);
      if (lookup === null || lookup === "not-found") return "silent";
      // "Partially Refunded" names neither amount nor refund, so it says nothing of one part; "Refunded" is true of every part.
      return lookup.word === "refunded" ? doneReport(refund, Date.now()) : "waiting";
    },
  };
  async function transactionIdOf(pidx: string, log: Log): Promise<string | null> {
    const lookup = await ask(pidx, log);
    return lookup === null || lookup === "not-found" ? null : lookup.transactionId;
  }

  return {
    code: "khalti",
    path: "kh",
    mode: config.mode,
    account: config.account,
    currencies: ["NPR"],
    minAmountMinor: 1_000,
    maxAmountMinor: config.maxAmountMinor,
    stepMinor: 1,
    words: {
      name: "Khalti",
      hint: "You pay on Khalti's page and come back here",
      asksPhone: false,
      button: "Pay with Khalti",
    },
    merchantName: config.account,
    manner: "redirect",
    holdMs: LATE,
    promptMs: 0,
    againMs: 0,
    plan: scaled(KHALTI_PLAN),
    callsNobody: false,
    mayOpenAgain: true,
    checkPhone: () => null,
    prepare: () => ({}),
    open,
    lookUp,
    withdraw,
    refunds,
    readReturn(query) {
      const pidx = query.get("pidx") ?? "";
      const amounts = [query.get("total_amount"), query.get("amount")].map(claimedAmount);
      return {
        providerReference: /^[A-Za-z0-9_-]{1,128}$/.test(pidx) ? pidx : null,
        amount: amounts.find((amount) => amount !== null) ?? null,
      };
    },
  };
}

const claimedAmount = (paisa: string | null): Money | null =>
  paisa !== null && /^\d{1,12}$/.test(paisa) ? money(Number(paisa), "NPR") : null;

/** Refunds lie beside the versioned part: ".../api/v2" → ".../api/merchant-transaction". */
const refundsUrl = (baseUrl: string): string => baseUrl.replace(/\/v2$/, "/merchant-transaction");

/** As JSON writes the number: "5000" paisa, or "50.00" rupees without passing through a fraction of binary. */
const refundAmount = ({ amountMinor }: Money, unit: KhaltiConfig["refundUnit"]): string =>
  unit === "paisa"
    ? String(amountMinor)
    : `${Math.trunc(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, "0")}`;

/** Khalti gives a refund no id, so ours is its name in the books. */
const doneReport = ({ id, amount, capture }: Refund, now: number): RefundReport => ({
  providerRef: id,
  captureRef: capture.providerRef,
  ourId: id,
  amount,
  status: "done",
  occurredAt: now,
});
