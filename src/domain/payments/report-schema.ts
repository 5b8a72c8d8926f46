import { z } from "zod";
import { CURRENCIES } from "../money.ts";
import { GATEWAY_CODES } from "./names.ts";

const instant = z.int(); // unix ms
const day = z.iso.date("A day looks like 2026-11-21."); // the provider's own
const person = z.string().nullable(); // a name; null: the shop itself

/** Whose statements are compared with ours. A bank's is taken in at the bank desk; cash at the door has none. */
export const STATEMENT_GATEWAYS = ["mpesa", "airtel", "paypal", "stripe", "khalti", "bank-transfer"] as const;
export type StatementGateway = (typeof STATEMENT_GATEWAYS)[number];

/** What moved. `debit`: out of a bank account, whatever for · `other`: a word of theirs that nobody here knows. */
export const LINE_KINDS = [
  "capture",
  "refund",
  "refund-undone",
  "chargeback",
  "chargeback-undone",
  "fee",
  "payout",
  "debit",
  "other",
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/**
 * What a line of theirs, or a fact of ours, is to the other side. `matched`: both have it, on one day · `timing`: both have it on two
 * days, or no statement covers it yet · `fee`, `payout`: theirs alone, and rightly · `unallocated`: money that fits no payment, kept as
 * such · `mismatch`: a claim that waits for a person · `pending-refund`: on its way · `by-hand`: ours alone, and rightly: a refund that
 * a person sent another way · `unexplained`: the figure that must be 0
 */
export const ENTRY_CLASSES = [
  "unexplained",
  "mismatch",
  "unallocated",
  "pending-refund",
  "by-hand",
  "timing",
  "matched",
  "fee",
  "payout",
] as const;
export type EntryClass = (typeof ENTRY_CLASSES)[number];

/**
 * Why an entry is unexplained. `not-ours`: theirs alone · `not-theirs`: ours alone · `amount`: both, and not the same · `days`: both, more
 * than two days apart · `twice`: a reference they used before, with another amount · `unknown-kind`: a word nobody here knows
 */
export const UNEXPLAINED = ["not-ours", "not-theirs", "amount", "days", "twice", "unknown-kind"] as const;
export type Unexplained = (typeof UNEXPLAINED)[number];

/** GET /api/staff/reports/daily. `day`: yesterday where it is missing. */
export const dailyQuery = z.object({
  gateway: z.enum(STATEMENT_GATEWAYS),
  day: day.optional(),
  class: z.enum(ENTRY_CLASSES).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,7}$/, "Not a cursor of ours.")
    .optional(),
});

const side = z.object({
  /** The provider's name for it. */
  ref: z.string(),
  amountMinor: z.int(), // always positive; the kind says which way it went
  currency: z.enum(CURRENCIES),
  at: instant,
  day,
});

export const reportEntry = z.object({
  id: z.string(),
  class: z.enum(ENTRY_CLASSES),
  why: z.enum(UNEXPLAINED).nullable(), // of an unexplained one
  kind: z.enum(LINE_KINDS),
  /** What it is, and what to do about it. */
  sentence: z.string(),
  /** On their statement, with what they wrote of ours beside it. */
  theirs: side.extend({ ourRef: z.string() }).nullable(),
  /** In our books. */
  ours: side.nullable(),
  /** Theirs less ours, signed by which way it went: what the two books differ by because of this entry. */
  differenceMinor: z.int(),
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
  attempt: z.object({ id: z.string(), reference: z.string() }).nullable(),
  /** What else to open: the refund, the unallocated money, the claim. */
  about: z.object({ kind: z.enum(["refund", "unallocated", "mismatch", "bank-line"]), id: z.string() }).nullable(),
});
export type ReportEntry = z.infer<typeof reportEntry>;

/** One currency of one day. `theirsMinor`, `oursMinor`: captures less refunds and chargebacks; fees and payouts are not among them. */
const dayTotal = z.object({
  currency: z.enum(CURRENCIES),
  theirsMinor: z.int(),
  oursMinor: z.int(),
  differenceMinor: z.int(), // theirs less ours
  /** Of the difference: what the unexplained entries make up. */
  unexplainedMinor: z.int(),
});
export type DayTotal = z.infer<typeof dayTotal>;

/** One class and kind of one day, in one currency. */
const dayFigure = z.object({
  class: z.enum(ENTRY_CLASSES),
  kind: z.enum(LINE_KINDS),
  currency: z.enum(CURRENCIES),
  count: z.int(),
  theirsMinor: z.int(),
  oursMinor: z.int(),
});
export type DayFigure = z.infer<typeof dayFigure>;

/** `none`: no statement of that day yet · `part`: one that ends before the day did · `whole` */
export const COVERAGES = ["none", "part", "whole"] as const;

const dayHead = z.object({
  gateway: z.enum(STATEMENT_GATEWAYS),
  methodName: z.string(),
  day,
  timeZone: z.string(),
  coverage: z.enum(COVERAGES),
  /** Up to when a statement was read. */
  coveredUntil: instant.nullable(),
  unexplained: z.int(), // entries
  totals: z.array(dayTotal),
  figures: z.array(dayFigure),
  computedAt: instant,
});

/** GET /api/staff/reports/daily: the unexplained entries first */
export const dailyReportView = dayHead.extend({
  /** The statements that were read for this day, the newest first. */
  imports: z.array(
    z.object({ id: z.string(), at: instant, by: person, from: day, to: day, lines: z.int(), added: z.int() }),
  ),
  entries: z.array(reportEntry),
  nextCursor: z.string().nullable(),
});
export type DailyReportView = z.infer<typeof dailyReportView>;

/** GET /api/staff/reports: the days of each gateway with their figures, as they were last worked out, the newest first. At most 92 days. */
export const reportsQuery = z.object({
  gateway: z.enum(STATEMENT_GATEWAYS).optional(),
  from: day.optional(), // thirty days before `to`
  to: day.optional(), // today
});
export const reportsView = z.object({
  gateways: z.array(
    z.object({
      code: z.enum(STATEMENT_GATEWAYS),
      methodName: z.string(),
      timeZone: z.string(),
      today: day, // there
      /** How its statements come in: a file of its portal, also asked for by the shop itself, or at the bank desk. */
      takes: z.enum(["upload", "upload-and-pull", "bank-desk"]),
    }),
  ),
  days: z.array(dayHead),
});
export type ReportsView = z.infer<typeof reportsView>;

/**
 * POST /api/staff/statements: a provider's export as its portal gives it. Not for a bank: that is the bank desk's. `days`: what the file
 * was asked for, where it may begin or end with quiet days. `account`: one that was configured before ("live:174379"), where the file is
 * not of today's. `anyway`: take a file in which nothing is ours.
 */
export const statementUploadBody = z.strictObject({
  gateway: z.enum(STATEMENT_GATEWAYS).exclude(["bank-transfer"]),
  text: z.string().min(1, "The file is empty.").max(7_000_000, "At most 7 MB at once: export fewer days."),
  days: z
    .strictObject({ from: day, to: day })
    .refine(({ from, to }) => from <= to, { message: "The last day comes before the first.", path: ["to"] })
    .optional(),
  account: z.string().trim().max(120).optional(),
  anyway: z.boolean().default(false),
});
export type StatementUpload = z.input<typeof statementUploadBody>;

/** What a statement changed. */
export const statementView = z.object({
  gateway: z.enum(STATEMENT_GATEWAYS),
  from: day,
  to: day,
  lines: z.int(),
  added: z.int(),
  known: z.int(), // were there already
  /** Lines whose reference was there already with another amount: kept beside it, and unexplained. */
  differing: z.array(z.object({ line: z.int(), ref: z.string(), detail: z.string() })),
  /** What was done about lines that our books did not have. */
  done: z.object({
    asked: z.int(), // payments of ours the provider was asked about
    captured: z.int(), // of those, booked by the answer
    refunds: z.int(), // made elsewhere, or whose answer was lost
    disputes: z.int(),
    unallocated: z.int(), // money that fits no payment
  }),
  unexplained: z.int(), // over all days of the file, now
  days: z.array(z.object({ day, unexplained: z.int() })),
});
export type StatementView = z.infer<typeof statementView>;

/** GET /api/staff/payments/switch: what would be left behind by the configuration of this moment */
export const switchView = z.object({
  configured: z.array(
    z.object({ gateway: z.enum(GATEWAY_CODES), mode: z.enum(["test", "live"]), account: z.string() }),
  ),
  left: z.array(
    z.object({
      gateway: z.enum(GATEWAY_CODES),
      mode: z.enum(["test", "live"]),
      account: z.string(),
      attempts: z.int(), // live ones: nobody could ask about them
      refunds: z.int(), // open ones: nobody could send them or ask about them
      disputes: z.int(), // open ones
      oldest: instant,
      sentence: z.string(),
    }),
  ),
});
export type SwitchView = z.infer<typeof switchView>;
