import * as z from "zod";
import { StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { address, currency, flag, integer, metadata, readParams } from "./params.ts";
import type { StripeSettings } from "./settings.ts";

const SHORTEST_MS = 30 * 60_000;
const LONGEST_MS = 24 * 60 * 60_000;
const MOST_MINOR = 99_999_999;

const line = z.strictObject({
  quantity: integer.refine((quantity) => quantity > 0, "This value must be greater than or equal to 1."),
  price_data: z.strictObject({
    currency,
    unit_amount: integer.refine((amount) => amount >= 0, "This value must be greater than or equal to 0."),
    product_data: z.strictObject({
      name: z.string().min(1),
      description: z.string().optional(),
      images: z.array(z.string()).max(8).optional(),
      metadata,
    }),
  }),
});

/** What of `POST /v1/checkout/sessions` is simulated. Anything else is refused, so that nothing is silently ignored. */
const sessionParams = z.strictObject({
  mode: z.literal("payment", { error: 'Invalid mode: the simulator knows only "payment".' }),
  ui_mode: z
    .literal("hosted_page", { error: 'Invalid ui_mode: the simulator knows only "hosted_page".' })
    .default("hosted_page"),
  success_url: address,
  cancel_url: address.optional(),
  line_items: z.array(line).min(1).max(100),
  client_reference_id: z.string().max(200).optional(),
  customer_email: z.email("Invalid email address").optional(),
  expires_at: integer.optional(),
  locale: z.string().optional(),
  submit_type: z.enum(["auto", "book", "donate", "pay"]).optional(),
  metadata,
  payment_intent_data: z
    .strictObject({
      metadata,
      description: z.string().max(1000).optional(),
      receipt_email: z.email().optional(),
      statement_descriptor: z.string().max(22).optional(),
      statement_descriptor_suffix: z.string().max(22).optional(),
    })
    .prefault({}),
  allowed_payment_method_types: z.array(z.string()).optional(),
  excluded_payment_method_types: z.array(z.string()).optional(),
  adaptive_pricing: z.strictObject({ enabled: flag }).optional(),
  expand: z.array(z.string()).optional(),
});

export const expireParams = z.strictObject({ expand: z.array(z.string()).optional() });

export interface SessionParams extends z.output<typeof sessionParams> {
  readonly amountTotal: number;
  readonly currency: z.output<typeof currency>;
  readonly expiresAt: number;
}

/** Reads and checks the parameters of a new session as strictly as Stripe does. @throws StripeError */
export function readSessionParams(form: Form, settings: StripeSettings, now: Date): SessionParams {
  const params = readParams(sessionParams, form);
  const [first] = params.line_items;
  const currency = first?.price_data.currency ?? "usd";
  if (params.line_items.some((one) => one.price_data.currency !== currency)) {
    throw new StripeError(400, "All prices on a Checkout Session must have the same currency.", {
      param: "line_items",
    });
  }
  const amountTotal = params.line_items.reduce((sum, one) => sum + one.quantity * one.price_data.unit_amount, 0);
  checkAmount(amountTotal, currency, settings);
  const expiresAt = params.expires_at ?? Math.floor((now.getTime() + LONGEST_MS) / 1000);
  checkExpiry(expiresAt, now);
  for (const address of [params.success_url, params.cancel_url]) {
    if (settings.livemode && address?.startsWith("http:"))
      throw new StripeError(400, "Livemode requests must always be redirected via HTTPS.");
  }
  return { ...params, amountTotal, currency, expiresAt };
}

function checkAmount(amount: number, currency: SessionParams["currency"], settings: StripeSettings): void {
  const least = settings.minimumCharges[currency.toUpperCase() as keyof StripeSettings["minimumCharges"]];
  if (amount < least) {
    throw new StripeError(400, "The Checkout Session's total amount must convert to at least 50 cents.", {
      code: "amount_too_small",
    });
  }
  if (amount > MOST_MINOR) {
    throw new StripeError(400, `The Checkout Session's total amount must be no more than ${MOST_MINOR}.`, {
      code: "amount_too_large",
    });
  }
}

function checkExpiry(expiresAt: number, now: Date): void {
  const inMs = expiresAt * 1000 - now.getTime();
  const refuse = (words: string) => {
    throw new StripeError(400, `The \`expires_at\` timestamp must be ${words} from Checkout Session creation.`, {
      code: "parameter_invalid_integer",
      param: "expires_at",
    });
  };
  if (inMs < SHORTEST_MS) refuse("at least 30 minutes");
  if (inMs > LONGEST_MS) refuse("less than 24 hours");
}
