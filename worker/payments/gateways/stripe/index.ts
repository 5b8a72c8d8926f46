import { z } from "zod";
import type { StripeConfig } from "../../../config.ts";
import type { Http } from "../../../http.ts";
import type { Attempt, Log, Opened, PaymentGateway, PaymentReport } from "../../gateway.ts";
import { isIll } from "../answers.ts";
import { errorOf, isOk, stripeClient } from "./client.ts";
import { readEvent } from "./events.ts";
import { stripeRefunds } from "./refunds.ts";
import { keyOf, openedSession, prepareSession, reportOf, type Session, sessionBody, sessionForm } from "./session.ts";
import { verifySignature } from "./signature.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Like the common plan, and once just after the page has ended. */
const PLAN = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  32 * MINUTE,
  HOUR,
  6 * HOUR,
  ...[1, 2, 3, 4, 5, 6, 7].map((days) => days * DAY),
];

/**
 * Cards on Stripe's own page (Checkout Sessions), so that no card number comes near the shop. Amounts are minor units, as ours. Events
 * are signed, and what they say counts; a visit to the success address proves nothing.
 * Source: docs.stripe.com, "Checkout Sessions", "Webhooks", "Idempotent requests", API 2026-10-28.endive.
 */
export function stripe(config: StripeConfig, http: Http, planScale: number): PaymentGateway {
  const call = stripeClient(config, http);
  const isLive = config.mode === "live";

  async function open(attempt: Attempt, log: Log): Promise<Opened> {
    const request = { path: "/v1/checkout/sessions", form: sessionForm(attempt), key: keyOf(attempt) };
    const reply = await call({ what: "create-session", ...request }, log);
    const session = reply && isOk(reply) ? openedSession.safeParse(reply.body).data : undefined;
    if (session) {
      const { id: providerReference, url: redirectUrl, expires_at } = session;
      return { status: "open", providerReference, providerOther: null, redirectUrl, expiresAt: expires_at * SECOND };
    }
    if (!reply || reply.status < 400 || reply.status === 429 || isIll(reply.status))
      return { status: "unknown", trouble: true };
    if (reply.status === 409) return { status: "unknown", trouble: false }; // the same request is still being served
    const { code } = errorOf(reply);
    return { status: "refused", code: TOLD_CODES.has(code) ? code : "refused" };
  }

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    const session = await read(attempt, log);
    return session ? reportOf(session, startedAt(session)) : { status: "silent" };
  }

  /** The attempt's session, if it is the attempt's: id, mode and our own reference in it must agree. */
  async function read(attempt: Attempt, log: Log): Promise<Session | null> {
    if (!attempt.providerReference) return null;
    const path = `${addressOf(attempt.providerReference)}?expand[]=payment_intent`;
    const reply = await call({ what: "read-session", path }, log);
    const session = reply && isOk(reply) ? sessionBody.safeParse(reply.body).data : undefined;
    if (session?.id !== attempt.providerReference) return null;
    return session.livemode === isLive && session.client_reference_id === attempt.id ? session : null;
  }

  async function withdraw(attempt: Attempt, log: Log): Promise<"withdrawn" | "captured" | "cannot"> {
    if (!attempt.providerReference) return attempt.submittedAt === null ? "withdrawn" : "cannot"; // a page may be in the making
    const path = `${addressOf(attempt.providerReference)}/expire`;
    const reply = await call({ what: "expire-session", path, form: [] }, log);
    if (reply && isOk(reply) && expiredSession.safeParse(reply.body).success) return "withdrawn";
    const { status } = await lookUp(attempt, log);
    if (status === "captured") return "captured";
    return status === "expired" ? "withdrawn" : "cannot";
  }

  async function attemptOfCapture(captureRef: string, log: Log): Promise<string | null> {
    const reply = await call(
      { what: "read-intent", path: `/v1/payment_intents/${encodeURIComponent(captureRef)}` },
      log,
    );
    if (reply?.status === 404 && errorOf(reply).code === "resource_missing") return "";
    const intent = reply && isOk(reply) ? intentBody.safeParse(reply.body).data : undefined;
    if (intent?.id !== captureRef) return null;
    return intent.livemode === isLive ? (intent.metadata?.attempt_id ?? "") : "";
  }

  return {
    code: "stripe",
    path: "st",
    mode: config.mode,
    account: config.account,
    currencies: ["KES", "NPR", "USD"],
    minAmountMinor: config.minAmountMinor,
    maxAmountMinor: 99_999_999, // eight digits
    stepMinor: 1,
    words: {
      name: "Card",
      hint: "You enter your card on Stripe's page and come back here",
      asksPhone: false,
      button: "Pay by card",
    },
    merchantName: "Duka",
    manner: "redirect",
    holdMs: 35 * MINUTE,
    promptMs: 0,
    againMs: 0,
    plan: PLAN.map((after) => Math.ceil(after * planScale)),
    callsNobody: false,
    mayOpenAgain: true,
    checkPhone: () => null,
    prepare: (attempt, { back, cancel }, now) => prepareSession(attempt.id, back, cancel, now),
    open: (attempt, _addresses, log) => open(attempt, log),
    lookUp,
    withdraw,
    refunds: stripeRefunds(call, planScale),
    attemptOfCapture,
    verifyEvent: async (inbound) => verifySignature(inbound, config.webhookSecret, Date.now()),
    readEvent: (body) => readEvent(body, config),
    readReturn(query) {
      const id = query.get("session_id") ?? "";
      return { providerReference: /^cs_\w{1,250}$/.test(id) ? id : null, amount: null };
    },
  };
}

/** Refusals that say something to the shopper; the others are our own mistakes. */
const TOLD_CODES = new Set(["amount_too_small", "amount_too_large"]);

const addressOf = (sessionId: string): string => `/v1/checkout/sessions/${encodeURIComponent(sessionId)}`;

/** A session does not say when it was paid; its intent is made when the payer acts. */
const startedAt = ({ payment_intent: intent }: Session): number =>
  typeof intent === "object" && intent ? intent.created * SECOND : Date.now();

const expiredSession = z.object({ status: z.literal("expired") });
const intentBody = z.object({
  id: z.string(),
  livemode: z.boolean(),
  metadata: z.object({ attempt_id: z.string().optional() }).nullish(),
});
