import * as z from "zod";
import { defaultWebhookSettings, webhookSettings } from "../core/webhook-desk.ts";

/** Habits of the simulated Stripe that a test may change. */
export const stripeSettings = webhookSettings.extend({
  /** What is new, sessions and events, says that it is live. */
  livemode: z.boolean(),
  /** What the answer to a new refund says. */
  refundMode: z.enum(["succeeded", "pending", "failed"]),
  /** Which events the endpoint asked for; all others happen, and only the list of events tells. */
  enabledEvents: z.array(z.string()),
  /** The smallest charges in minor units: what US$0.50 is worth. */
  minimumCharges: z.strictObject({ KES: z.int(), NPR: z.int(), USD: z.int() }),
});
export type StripeSettings = z.infer<typeof stripeSettings>;

export function defaultSettings(): StripeSettings {
  return {
    ...defaultWebhookSettings("/webhooks/st"),
    livemode: false,
    refundMode: "succeeded",
    enabledEvents: [
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
      "checkout.session.async_payment_failed",
      "checkout.session.expired",
      "payment_intent.payment_failed",
      "refund.created",
      "refund.updated",
      "refund.failed",
      "charge.dispute.created",
      "charge.dispute.updated",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.closed",
    ],
    minimumCharges: { KES: 6500, NPR: 7000, USD: 50 },
  };
}
