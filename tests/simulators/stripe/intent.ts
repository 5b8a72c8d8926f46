import type { Card, Decline } from "./cards.ts";
import { newId, unix } from "./ids.ts";
import type { Session } from "./session.ts";

export interface IntentError {
  readonly type: "card_error" | "invalid_request_error";
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
  readonly charge?: string;
  readonly doc_url: string;
  readonly payment_method: { readonly id: string; readonly object: "payment_method"; readonly type: "card" };
}

/** A PaymentIntent as it travels. */
export interface Intent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  amount_received: number;
  readonly created: number;
  readonly currency: Session["currency"];
  last_payment_error: IntentError | null;
  latest_charge: string | null;
  readonly livemode: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  next_action: { readonly type: "use_stripe_sdk" } | null;
  payment_method: string | null;
  status: "requires_payment_method" | "requires_action" | "processing" | "succeeded" | "canceled";
  canceled_at: number | null;
  readonly [more: string]: unknown;
}

/** What of the session's parameters only its intent has. */
export interface IntentDetails {
  readonly metadata: Readonly<Record<string, string>>;
  readonly description: string | null;
  readonly receiptEmail: string | null;
}

export function newIntent(session: Session, details: IntentDetails, at: Date): Intent {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    amount: session.amount_total,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: newId(`${id}_secret`, 25),
    confirmation_method: "automatic",
    created: unix(at),
    currency: session.currency,
    customer: null,
    description: details.description,
    last_payment_error: null,
    latest_charge: null,
    livemode: session.livemode,
    metadata: details.metadata,
    next_action: null,
    payment_method: null,
    payment_method_types: ["card"],
    receipt_email: details.receiptEmail,
    setup_future_usage: null,
    shipping: null,
    status: "requires_payment_method",
  };
}

/** A card that its bank refused. */
export function cardError(decline: Decline, charge: string): IntentError {
  return { type: "card_error", ...decline, charge, doc_url: docs(decline.code), payment_method: newMethod() };
}

/** A payer whom the bank did not know. */
export function bankError(): IntentError {
  const code = "payment_intent_authentication_failure";
  return {
    type: "invalid_request_error",
    code,
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    doc_url: docs(code),
    payment_method: newMethod(),
  };
}

/** A debit that the payer's bank gave back days later. */
export function debitError(charge: string): IntentError {
  const code = "payment_method_provider_decline";
  return {
    type: "card_error",
    code,
    message: "The payment method was declined by its provider.",
    charge,
    doc_url: docs(code),
    payment_method: newMethod(),
  };
}

export const cardFact = (card: Card): string => `•••• ${card.last4}`;

function newMethod(): IntentError["payment_method"] {
  return { id: newId("pm"), object: "payment_method", type: "card" };
}

function docs(code: string): string {
  return `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;
}
