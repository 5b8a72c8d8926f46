import * as z from "zod";
import { FAULTS, type FaultName, PROVIDERS } from "../core/faults.ts";
import type { SimulatedProvider } from "../core/provider.ts";

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
  kind: z.string().min(1).optional(),
  copies: z.int().min(2).max(100).optional(),
  by: z.number().optional(),
  amount: z.union([z.number(), z.string()]).optional(),
  decision: z.string().optional(),
  variant: z.enum(["unpaid", "other-ids", "unknown-path"]).optional(),
});

const which = {
  id: z.string().optional(),
  /** M-Pesa's name for the id. */
  checkoutRequestId: z.string().optional(),
  phone: z.string().optional(),
  reference: z.string().optional(),
};

/** `POST /_control/decide`: the newest open payment that all the given words fit. `wait`: until the shop has been told. */
export const decideBody = (providers: readonly SimulatedProvider[]) =>
  byProvider(providers, (provider) =>
    z
      .strictObject({
        provider: z.literal(provider.name),
        ...which,
        decision: z.enum(provider.decisions),
        wait: z.boolean().default(false),
      })
      .refine((body) => body.id ?? body.checkoutRequestId ?? body.phone ?? body.reference, {
        message: "say which payment: id, phone or reference (for M-Pesa also checkoutRequestId)",
      }),
  );

/** `POST /_control/auto`: what payers do by themselves from now on, and the provider's habits. */
export const autoBody = (providers: readonly SimulatedProvider[]) =>
  byProvider(providers, (provider) =>
    z
      .strictObject({
        provider: z.literal(provider.name),
        decision: z.enum(provider.decisions).nullable().optional(),
        delayMs: z.int().min(0).max(WEEK_MS).default(0),
        phones: z
          .array(z.string().regex(/^\+?254[17]\d{8}$/, "a phone is written 254712345678"))
          .min(1)
          .optional(),
        settings: z.record(z.string(), z.unknown()).optional(),
      })
      .refine((body) => body.decision !== undefined || body.settings, {
        message: "give a decision, settings, or both",
      }),
  );

/** `POST /_control/act`: the members beside `provider` and `action` are the act's own. */
export const actBody = (providers: readonly SimulatedProvider[]) =>
  byProvider(providers, ({ name, acts }) =>
    z.looseObject({ provider: z.literal(name), action: z.enum(Object.keys(acts)) }),
  );

export const requestsQuery = z.object({ provider: z.enum(PROVIDERS).optional(), path: z.string().optional() });
export const autoQuery = z.object({ provider: z.enum(PROVIDERS).default("mpesa") });
export const paymentsQuery = z.object({ provider: z.enum(PROVIDERS).default("mpesa"), ...which });
export const statementQuery = z.object({
  provider: z.enum(PROVIDERS).default("mpesa"),
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

/** A body of one shape for each provider, told apart by `provider`. */
function byProvider<Schema extends z.core.$ZodTypeDiscriminable>(
  providers: readonly SimulatedProvider[],
  shape: (provider: SimulatedProvider) => Schema,
) {
  return z.discriminatedUnion("provider", providers.map(shape) as [Schema, ...Schema[]]);
}
