import { z } from "zod";
import { CURRENCIES, type Money, money } from "#domain/money";
import type { Attempt, PaymentReport } from "../../gateway.ts";
import type { Form } from "./client.ts";

const LIFE_S = 31 * 60; // thirty minutes by our clock are refused when Stripe's is ahead

/** What varies in the request for a page, stored with the attempt. */
const wire = z.object({ key: z.string(), expiresAt: z.int(), successUrl: z.string(), cancelUrl: z.string() });
type Wire = z.output<typeof wire>;

export const prepareSession = (attemptId: string, back: string, cancelUrl: string, now: number): Wire => ({
  key: `${attemptId}/create`,
  expiresAt: Math.floor(now / 1_000) + LIFE_S,
  successUrl: `${back}?session_id={CHECKOUT_SESSION_ID}`,
  cancelUrl,
});

export const keyOf = (attempt: Attempt): string => wire.parse(attempt.wire).key;

/** A time of Stripe's, unix seconds. */
export const seconds = z.int().nonnegative().max(99_999_999_999);

/** The request for a page where one card pays one sum: the same bytes for the same attempt. */
export function sessionForm(attempt: Attempt): Form {
  const { expiresAt, successUrl, cancelUrl } = wire.parse(attempt.wire);
  return [
    ["mode", "payment"],
    ["success_url", successUrl],
    ["cancel_url", cancelUrl],
    ["line_items[0][price_data][currency]", attempt.amount.currency.toLowerCase()],
    ["line_items[0][price_data][unit_amount]", String(attempt.amount.amountMinor)],
    ["line_items[0][price_data][product_data][name]", `Order ${attempt.reference.replace(/-\d+$/, "")}`],
    ["line_items[0][quantity]", "1"],
    ["client_reference_id", attempt.id],
    ["metadata[attempt_id]", attempt.id],
    ["payment_intent_data[metadata][attempt_id]", attempt.id], // the session's is not copied to it
    ["expires_at", String(expiresAt)],
    ["allowed_payment_method_types[0]", "card"],
    ["adaptive_pricing[enabled]", "false"],
  ];
}

export const openedSession = z.object({
  id: z.string().min(1).max(255),
  url: z.url({ protocol: /^https?$/ }),
  expires_at: seconds,
});

const intent = z.object({
  id: z.string().startsWith("pi_").max(255),
  status: z.string(),
  created: seconds,
  last_payment_error: z.object({ code: z.string().nullish() }).nullish(),
});

export const sessionBody = z.object({
  id: z.string().min(1).max(255),
  status: z.string().nullish(),
  payment_status: z.string(),
  amount_total: z.int().nonnegative(),
  currency: z.string(),
  livemode: z.boolean().optional(),
  client_reference_id: z.string().nullish(),
  metadata: z.object({ attempt_id: z.string().optional() }).nullish(),
  payment_intent: z.union([z.string().startsWith("pi_").max(255), intent]).nullish(),
});
export type Session = z.output<typeof sessionBody>;

/** What a session says of its money. `at`: when it came to be so, unix ms. */
export function reportOf(session: Session, at: number): PaymentReport {
  const { status, payment_status, payment_intent } = session;
  const known = typeof payment_intent === "string" ? { id: payment_intent } : payment_intent;
  if (payment_status === "paid") {
    const captured = amountOf(session.amount_total, session.currency);
    if (!captured || !known) return { status: "silent" };
    return {
      status: "captured",
      captured,
      providerRef: known.id,
      providerOther: known.id,
      occurredAt: at,
      receipt: null,
    };
  }
  if (status === "expired") return { status: "expired", code: "session-expired" };
  if (status === "open") return { status: "waiting" };
  if (status !== "complete" || payment_status !== "unpaid") return { status: "silent" };
  // A debit that bounced leaves its session complete and unpaid for ever: only the intent tells.
  if (known && "status" in known && BOUNCED.has(known.status))
    return { status: "failed", code: known.last_payment_error?.code ?? "payment-failed" };
  return { status: "pending", ...(known && { providerOther: known.id }) };
}

const BOUNCED = new Set(["requires_payment_method", "canceled"]);

/** Integer minor units in a currency of ours; `null` for any other. Stripe writes currencies in small letters. */
export function amountOf(amountMinor: number, currency: string): Money | null {
  const known = CURRENCIES.find((one) => one === currency.toUpperCase());
  return known ? money(amountMinor, known) : null;
}
