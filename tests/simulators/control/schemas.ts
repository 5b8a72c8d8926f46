import * as z from "zod";
import { FAULTS, type FaultName, PROVIDERS } from "../core/faults.ts";
import { DECISIONS } from "../mpesa/outcomes.ts";
import { mpesaSettings } from "../mpesa/settings.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const FAULT_NAMES = Object.keys(FAULTS) as [FaultName, ...FaultName[]];

/** `POST /_control/faults` */
export const faultBody = z.strictObject({
  provider: z.enum(PROVIDERS),
  phase: z.enum(["token", "create", "query", "capture", "expire", "status", "refund", "pull", "callback", "send"]),
  fault: z.enum(FAULT_NAMES),
  times: z.int().min(1).max(100_000).default(1),
  ms: z.int().min(0).max(WEEK_MS).optional(),
  bytes: z
    .int()
    .min(1)
    .max(200 * 1024 * 1024)
    .optional(),
  effect: z.boolean().optional(),
  copies: z.int().min(2).max(100).optional(),
  by: z.number().optional(),
  amount: z.union([z.number(), z.string()]).optional(),
  decision: z.enum(["approve", "wrong-pin", "insufficient", "cancel"]).optional(),
  variant: z.enum(["unpaid", "other-ids", "unknown-path"]).optional(),
});

/** `POST /_control/decide`: the newest open prompt that all the given words fit. */
export const decideBody = z
  .strictObject({
    provider: z.literal("mpesa"),
    checkoutRequestId: z.string().optional(),
    phone: z.string().optional(),
    reference: z.string().optional(),
    decision: z.enum(DECISIONS),
  })
  .refine((body) => body.checkoutRequestId ?? body.phone ?? body.reference, {
    message: "say which payment: checkoutRequestId, phone or reference",
  });

/** `POST /_control/auto`: what phones do by themselves from now on, and Daraja's habits. */
export const autoBody = z
  .strictObject({
    provider: z.literal("mpesa"),
    decision: z.enum(DECISIONS).nullable().optional(),
    delayMs: z.int().min(0).max(WEEK_MS).default(0),
    phones: z
      .array(z.string().regex(/^\+?254[17]\d{8}$/, "a phone is written 254712345678"))
      .min(1)
      .optional(),
    settings: mpesaSettings.partial().optional(),
  })
  .refine((body) => body.decision !== undefined || body.settings, { message: "give a decision, settings, or both" });

export const requestsQuery = z.object({ provider: z.enum(PROVIDERS).optional(), path: z.string().optional() });
export const paymentsQuery = z.object({
  provider: z.literal("mpesa").default("mpesa"),
  phone: z.string().optional(),
  reference: z.string().optional(),
});
export const statementQuery = z.object({
  provider: z.literal("mpesa").default("mpesa"),
  day: z.iso.date().optional(),
});
export const messagesQuery = z.object({
  to: z.string().optional(),
  channel: z
    .enum(["mail", "email", "sms"])
    .transform((channel) => (channel === "email" ? "mail" : channel))
    .optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(200),
});
