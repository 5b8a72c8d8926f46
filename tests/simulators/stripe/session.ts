import { newId, unix } from "./ids.ts";
import type { SessionParams } from "./session-params.ts";

/** A Checkout Session as it travels. */
export interface Session {
  readonly id: string;
  readonly object: "checkout.session";
  readonly amount_subtotal: number;
  readonly amount_total: number;
  readonly cancel_url: string | null;
  readonly client_reference_id: string | null;
  readonly created: number;
  readonly currency: SessionParams["currency"];
  customer_details: { readonly email: string; readonly name: string; readonly phone: null } | null;
  readonly customer_email: string | null;
  readonly expires_at: number;
  readonly livemode: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  payment_intent: string | null;
  payment_status: "paid" | "unpaid";
  status: "open" | "complete" | "expired";
  readonly success_url: string;
  /** Only while it is open. */
  url: string | null;
  readonly [more: string]: unknown;
}

export function newSession(
  params: SessionParams,
  at: Date,
  livemode: boolean,
  pageOf: (id: string) => string,
): Session {
  const id = newId(livemode ? "cs_live" : "cs_test", 58);
  return {
    id,
    object: "checkout.session",
    adaptive_pricing: params.adaptive_pricing ?? { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: params.amountTotal,
    amount_total: params.amountTotal,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    consent: null,
    created: unix(at),
    currency: params.currency,
    currency_conversion: null,
    custom_fields: [],
    customer: null,
    customer_creation: "if_required",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: params.expiresAt,
    invoice: null,
    livemode,
    locale: params.locale ?? null,
    metadata: params.metadata,
    mode: "payment",
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_types: params.allowed_payment_method_types ?? ["card"],
    payment_status: "unpaid",
    presentment_details: null,
    setup_intent: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: params.submit_type ?? null,
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: params.ui_mode,
    url: pageOf(id),
    wallet_options: null,
  };
}
