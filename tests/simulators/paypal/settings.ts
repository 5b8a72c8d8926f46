import * as z from "zod";
import { defaultWebhookSettings, webhookSettings } from "../core/webhook-desk.ts";

/** Why a capture waits. */
export const PENDING_REASONS = [
  "ECHECK",
  "PENDING_REVIEW",
  "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION",
  "INTERNATIONAL_WITHDRAWAL",
  "UNILATERAL",
  "VERIFICATION_REQUIRED",
  "TRANSACTION_APPROVED_AWAITING_FUNDING",
  "OTHER",
] as const;

/** Habits of the simulated PayPal that a test may change. */
export const paypalSettings = webhookSettings.extend({
  /** Which link a new order has: by how it was asked for, or always the one. */
  linkShape: z.enum(["as-asked", "payer-action", "approve"]),
  refundMode: z.enum(["succeeded", "pending", "failed"]),
  pendingReason: z.enum(PENDING_REASONS),
  /** Two generations of the name of the same event. */
  deniedEvent: z.enum(["PAYMENT.CAPTURE.DENIED", "PAYMENT.CAPTURE.DECLINED"]),
  /** How many captures a payer's "decline" answers with INSTRUMENT_DECLINED. */
  declineTimes: z.int().min(1),
  /** How long a payer can approve and the shop can capture, before the clock's scale. */
  approvalWindowSeconds: z.number().positive(),
  /** `expires_in` of new tokens, before the clock's scale. */
  tokenLifeSeconds: z.int().positive(),
  /** Addresses of certificates answer 404. */
  certificate404: z.boolean(),
  /** Which events the webhook asked for; all others happen, and only the list of events tells. "*" is all. */
  enabledEvents: z.array(z.string()),
});
export type PaypalSettings = z.infer<typeof paypalSettings>;

export function defaultSettings(): PaypalSettings {
  return {
    ...defaultWebhookSettings("/webhooks/pp"),
    linkShape: "as-asked",
    refundMode: "succeeded",
    pendingReason: "PENDING_REVIEW",
    deniedEvent: "PAYMENT.CAPTURE.DENIED",
    declineTimes: 1,
    approvalWindowSeconds: 3 * 60 * 60,
    tokenLifeSeconds: 32_400,
    certificate404: false,
    enabledEvents: ["*"],
  };
}
