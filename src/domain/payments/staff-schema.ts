import { z } from "zod";
import { CURRENCIES } from "../money.ts";
import { statuses } from "../orders/schema.ts";
import { TASK_ENDS, TASK_KINDS, TASK_SUBJECTS } from "../tasks.ts";
import { humanEndView, mismatchView, refundView, resultWords, unallocatedView } from "./money-schema.ts";
import { ATTEMPT_STATUSES, GATEWAY_CODES, REFUND_PURPOSES } from "./names.ts";

const instant = z.int(); // unix ms
const day = z.iso.date("A day looks like 2026-11-21.");
const words = (why: string) => z.string().trim().min(3, why).max(300, "At most 300 characters.");
const note = z.string().trim().max(300, "At most 300 characters.").default("");
const cursor = z
  .string()
  .max(100)
  .regex(/^\d+\|[a-z]{3}_[\w/-]+$/, "Not a cursor of ours.")
  .optional();
const orderRef = z.object({ id: z.string(), number: z.string() });
/** What a bank, a provider or a person has on paper: letters, digits and what stands between them. */
const typedReference = z
  .string()
  .trim()
  .min(3, "The reference, as it stands on the statement or the receipt.")
  .max(60, "At most 60 characters.")
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ./_#:-]*$/u, "Letters, digits and - / . only.");

// ---------------------------------------------------------------- money going back

/**
 * POST /api/staff/orders/:id/refunds (needs an Idempotency-Key). `excess` gives back what is too much now, and takes no amount. Else an
 * amount, or lines (their share of discount and tax is worked out; delivery only when asked), or neither: all that is left. What one
 * payment does not hold is taken from the one before, the latest first; `attemptId` keeps it to one.
 */
export const refundBody = z
  .strictObject({
    purpose: z.enum(REFUND_PURPOSES),
    amountMinor: z.int().min(1, "How much goes back?").max(100_000_000_000).optional(),
    lines: z
      .array(z.strictObject({ lineId: z.string().max(64), quantity: z.int().min(1).max(1000) }))
      .min(1)
      .max(100)
      .optional(),
    withDelivery: z.boolean().default(false),
    attemptId: z.string().max(64).optional(),
    /** A person moves the money and types its reference. */
    byHand: z.boolean().default(false),
    reason: words("Why does it go back? The timeline keeps it."),
  })
  .refine((body) => body.amountMinor === undefined || body.lines === undefined, {
    message: "Either an amount or lines, not both.",
    path: ["amountMinor"],
  })
  .refine((body) => body.purpose !== "excess" || (body.amountMinor === undefined && body.lines === undefined), {
    message: "What is too much is worked out; it takes no amount and no lines.",
    path: ["purpose"],
  })
  .refine((body) => !body.withDelivery || body.lines !== undefined, {
    message: "Delivery goes with lines.",
    path: ["withDelivery"],
  });
export type RefundBody = z.input<typeof refundBody>;

/** POST …/approval, …/sending: nothing to say */
export const emptyBody = z.strictObject({});
/** POST /api/staff/refunds/:id/refusal, /api/staff/human-ends/:id/refusal */
export const reasonBody = z.strictObject({ reason: words("Why not? Whoever asked reads it.") });
/** POST /api/staff/refunds/:id/completion: the money was moved by hand, or found at the provider */
export const completionBody = z.strictObject({ reference: typedReference });

// ---------------------------------------------------------------- tasks

/** GET /api/staff/tasks: the oldest first */
export const tasksQuery = z.object({
  kind: z.enum(TASK_KINDS).optional(),
  state: z.enum(["open", "done"]).default("open"),
  cursor,
});

export const taskView = z.object({
  id: z.string(),
  kind: z.enum(TASK_KINDS),
  title: z.string(),
  todo: z.string(), // what to do, a sentence
  detail: z.string(), // what is known of this one
  amountMinor: z.int().nullable(),
  currency: z.enum(CURRENCIES).nullable(),
  order: orderRef.nullable(),
  /** What it is about, for the link: the order's page, a refund on it, the payment log of an attempt, a line at the bank desk … */
  about: z.object({ kind: z.enum(TASK_SUBJECTS), id: z.string() }),
  since: instant,
  state: z.enum(["open", "done"]),
  /** `hand`: marked done with a note · `cause`: ends by itself when what it is about has ended. */
  ends: z.enum(TASK_ENDS),
  doneBy: z.string().nullable(), // a person's name, or "automatic"
  doneAt: instant.nullable(),
  note: z.string(),
  /** A second person's task that the one who asks may not do: they asked for it themselves. */
  notByMe: z.boolean(),
});
export type TaskView = z.infer<typeof taskView>;

export const tasksView = z.object({
  tasks: z.array(taskView),
  counts: z.array(z.object({ kind: z.enum(TASK_KINDS), title: z.string(), open: z.int() })), // of the open ones
  nextCursor: z.string().nullable(),
});
export type TasksView = z.infer<typeof tasksView>;

/** POST /api/staff/tasks/:id/done */
export const taskDoneBody = z.strictObject({ note: words("What was done about it?") });

// ---------------------------------------------------------------- money that fits nothing, claims nobody confirms

export const moneyQuery = z.object({
  state: z.enum(["open", "ended", "all"]).default("open"),
  cursor,
});
export const mismatchQuery = moneyQuery.extend({ attemptId: z.string().max(64).optional() });
/** GET /api/staff/unallocated: the oldest first */
export const unallocatedListView = z.object({ rows: z.array(unallocatedView), nextCursor: z.string().nullable() });
/** GET /api/staff/mismatches */
export const mismatchListView = z.object({ rows: z.array(mismatchView), nextCursor: z.string().nullable() });

/** POST /api/staff/unallocated/:id/allocation: an order's number, with or without the ordinal */
export const allocationBody = z.strictObject({
  orderNumber: z
    .string()
    .trim()
    .min(1, "Which order is it for?")
    .max(20)
    .transform((typed) =>
      typed
        .toUpperCase()
        .replace(/-\d+$/, "")
        .replace(/[^0-9A-Z]/g, ""),
    ),
  note,
});
/** POST /api/staff/unallocated/:id/return: it was sent back, and this is the reference of that */
export const returnBody = z.strictObject({ reference: typedReference, note });
/** POST /api/staff/mismatches/:id/dismissal */
export const dismissalBody = z.strictObject({ note: words("What was it, then?") });

// ---------------------------------------------------------------- attempts that nobody can be asked about

/** POST /api/staff/attempts/:id/resolution. `captured` needs a second person, where there is one. */
export const resolutionBody = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("captured"), reference: typedReference, occurredOn: day, note }),
  z.strictObject({ outcome: z.literal("failed"), reason: words("How do you know that nothing was paid?") }),
]);

/** GET /api/staff/human-ends: what waits for a second person */
export const humanEndListView = z.object({ rows: z.array(humanEndView) });

// ---------------------------------------------------------------- the payment log

/** GET /api/staff/payments/log. `search`: order number, reference, receipt, the provider's reference, the last digits of the phone. */
export const logQuery = z.object({
  gateway: z.enum(GATEWAY_CODES).optional(),
  status: z.enum(ATTEMPT_STATUSES).optional(),
  from: day.optional(), // the first day, in the shop's time zone
  to: day.optional(), // the last day
  search: z.string().trim().max(120).optional(),
  cursor,
});

export const logAttempt = z.object({
  id: z.string(),
  reference: z.string(),
  order: orderRef,
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  mode: z.enum(["test", "live"]),
  status: z.enum(ATTEMPT_STATUSES),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  phone: z.string().nullable(),
  receipt: z.string().nullable(),
  providerReference: z.string().nullable(),
  resultCode: z.string().nullable(),
  /** The result explained. */
  result: resultWords.nullable(),
  createdAt: instant,
  lastAt: instant, // of its newest line
  lines: z.int(),
});
export type LogAttempt = z.infer<typeof logAttempt>;

/** The attempts, newest first. */
export const logView = z.object({ rows: z.array(logAttempt), total: z.int(), nextCursor: z.string().nullable() });
export type LogView = z.infer<typeof logView>;

/** A request of a provider as it was kept. */
export const callbackView = z.object({
  id: z.string(),
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  attemptId: z.string().nullable(),
  reference: z.string().nullable(),
  kind: z.string(),
  /** The verdict when it came: its sender is who it should be and it fits. Never judged again. */
  authenticated: z.boolean(),
  outcome: z.string().nullable(),
  receivedAt: instant,
  appliedAt: instant.nullable(),
  tries: z.int(),
  body: z.string(), // redacted; empty after thirty days
  mayReplay: z.boolean(),
});
export type CallbackView = z.infer<typeof callbackView>;

/** GET /api/staff/payments/log/:attemptId */
export const logDetailView = z.object({
  attempt: logAttempt.extend({
    account: z.string(),
    submittedAt: instant.nullable(),
    endedAt: instant.nullable(),
    supersededAt: instant.nullable(),
    pendingAt: instant.nullable(),
    nextLookAt: instant.nullable(),
    looks: z.int(),
    /** Whether a person may say now what became of it. */
    mayResolve: z.boolean(),
    waiting: humanEndView.nullable(),
  }),
  lines: z.array(
    z.object({
      id: z.string(),
      at: instant,
      direction: z.enum(["request", "answer", "callback", "transition"]),
      what: z.string(),
      amountMinor: z.int().nullable(),
      payload: z.string(), // redacted
    }),
  ),
  callbacks: z.array(callbackView),
});
export type LogDetailView = z.infer<typeof logDetailView>;

/** GET /api/staff/payments/callbacks: also those that belong to no attempt. `waiting`: not applied yet · `refused`: proved nothing */
export const callbacksQuery = z.object({
  gateway: z.enum(GATEWAY_CODES).optional(),
  state: z.enum(["waiting", "applied", "refused", "all"]).default("all"),
  cursor,
});
export const callbacksView = z.object({ rows: z.array(callbackView), nextCursor: z.string().nullable() });

/** POST /api/staff/payments/callbacks/:id/replay */
export const replayView = z.object({ outcome: z.string(), callback: callbackView });

/** GET /api/staff/payments/health */
export const healthView = z.object({
  sending: z.boolean(), // false: nothing is sent out at present
  gateways: z.array(
    z.object({
      code: z.enum(GATEWAY_CODES),
      methodName: z.string(),
      /** `false`: not configured, not offered, its callback address a 404. */
      isPresent: z.boolean(),
      mode: z.enum(["test", "live"]).nullable(),
      account: z.string().nullable(),
      /** `closed`: hidden after failures · `probing`: one try is under way */
      state: z.enum(["open", "closed", "probing"]),
      closedUntil: instant.nullable(),
      failures: z.array(instant), // the last failed requests to collect
      /** Attempts without a final answer, and the oldest of them. */
      inFlight: z.object({
        attempts: z.int(),
        amountMinor: z.partialRecord(z.enum(CURRENCIES), z.int()),
        oldest: instant.nullable(),
      }),
      /** Of those, under a mode or account that is not configured any more: nobody can ask about them. */
      underOtherAccount: z.int(),
      refundsOpen: z.int(),
      callbacksWaiting: z.int(),
      lastCallbackAt: instant.nullable(),
      lastCaptureAt: instant.nullable(),
    }),
  ),
});
export type HealthView = z.infer<typeof healthView>;

// ---------------------------------------------------------------- a billing profile's history

/** GET /api/staff/billing-profiles/:id: the newest hundred of each */
export const billingProfileView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  hasAccount: z.boolean(),
  since: instant,
  orders: z.array(
    orderRef.extend({
      placedAt: instant,
      statuses,
      currency: z.enum(CURRENCIES),
      totalMinor: z.int(),
      netMinor: z.int(),
    }),
  ),
  payments: z.array(logAttempt.omit({ lines: true, lastAt: true })),
  refunds: z.array(refundView.omit({ actions: true, isFrozen: true }).extend({ order: orderRef })),
  /** Facts summed up, one for each currency. */
  totals: z.array(
    z.object({ currency: z.enum(CURRENCIES), orders: z.int(), capturedMinor: z.int(), refundedMinor: z.int() }),
  ),
  /** There are older ones that are not shown. */
  isCut: z.boolean(),
});
export type BillingProfileView = z.infer<typeof billingProfileView>;

/** POST, GET /api/staff/mpesa/test-payments: a shilling pushed to a phone for no order */
export const testPaymentView = z.object({
  id: z.string(),
  reference: z.string(), // as the phone shows it
  state: z.enum(["waiting", "paid", "failed", "unknown"]),
  said: z.string().nullable(), // Daraja's answer to the request itself; null when this is asked later
  result: z.object({ code: z.string(), title: z.string(), next: z.string() }).nullable(),
});
export type TestPayment = z.infer<typeof testPaymentView>;
