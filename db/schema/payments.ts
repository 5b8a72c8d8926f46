import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CURRENCIES } from "#domain/money";
import {
  ATTEMPT_STATUSES,
  type FACT_KINDS,
  GATEWAY_CODES,
  HUMAN_END_KINDS,
  REFUND_PURPOSES,
  REFUND_STATUSES,
} from "#domain/payments/names";
import { flag, instant, row } from "./columns.ts";
import { orders } from "./orders.ts";
import { users } from "./people.ts";

/** An attempt: one try to collect, for one order, by one gateway. Committed before the provider is called. */
export const payments = sqliteTable(
  "payments",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    ordinal: integer("ordinal").notNull(),
    reference: text("reference").notNull(), // "A7QK2M9-1", on the payer's phone
    mode: text("mode", { enum: ["test", "live"] }).notNull(),
    account: text("account").notNull(), // short code, merchant id; never a key
    status: text("status", { enum: ATTEMPT_STATUSES }).notNull().default("created"),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    phone: text("phone"), // E.164, where a phone is charged
    client: text("client").notNull().default(""), // who asked, for caps
    providerReference: text("provider_reference"), // CheckoutRequestID, session, order, pidx; Airtel: our own id
    providerOther: text("provider_other"), // MerchantRequestID; elsewhere the provider's id of the money itself
    wire: text("wire", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}), // what varies in the request, so that a repeat sends the same bytes
    redirectUrl: text("redirect_url"), // where the payer goes on; never logged
    expiresAt: instant("expires_at"), // the provider's own end
    opens: integer("opens").notNull().default(0), // how often the request was sent
    declines: integer("declines").notNull().default(0),
    capturingAt: instant("capturing_at"), // we have asked for the money
    receipt: text("receipt"),
    claimedReceipt: text("claimed_receipt"), // from a callback, not yet proven
    resultCode: text("result_code"), // the provider's, explained by src/domain/payments/results.ts
    submittedAt: instant("submitted_at"),
    endedAt: instant("ended_at"),
    pendingAt: instant("pending_at"), // the payer has done his part
    supersededAt: instant("superseded_at"),
    nextLookAt: instant("next_look_at"),
    lastLookAt: instant("last_look_at"),
    looks: integer("looks").notNull().default(0),
  },
  (t) => [
    uniqueIndex("payments_reference_unique").on(t.reference),
    uniqueIndex("payments_gateway_reference_unique").on(t.gateway, t.providerReference),
    uniqueIndex("payments_receipt_unique").on(t.gateway, t.receipt),
    index("payments_gateway_other").on(t.gateway, t.providerOther),
    uniqueIndex("payments_ordinal_unique").on(t.orderId, t.ordinal),
    uniqueIndex("payments_one_live_attempt_per_order")
      .on(t.orderId)
      .where(sql`status = 'created' or (status in ('submitted', 'unknown') and superseded_at is null)`),
    index("payments_due_look").on(t.nextLookAt).where(sql`status in ('created', 'submitted', 'unknown')`),
    index("payments_phone_recent").on(t.phone, t.createdAt),
    index("payments_client_recent").on(t.client, t.createdAt),
    check("E_ATTEMPT_AMOUNT", sql`${t.amountMinor} > 0`),
  ],
);

/** A fact: money that moved, as the provider or a person confirmed it. Append-only, double entry (a trigger writes the counter-leg). */
export const ledger = sqliteTable(
  "ledger",
  {
    ...row,
    txId: text("tx_id").notNull(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    attemptId: text("attempt_id")
      .notNull()
      .references(() => payments.id),
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    providerRef: text("provider_ref").notNull(),
    kind: text("kind").$type<(typeof FACT_KINDS)[number] | `${(typeof FACT_KINDS)[number]}-contra`>().notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    occurredAt: instant("occurred_at").notNull(),
    recordedAt: instant("recorded_at").notNull(),
  },
  (t) => [
    uniqueIndex("ledger_fact_unique").on(t.gateway, t.providerRef, t.kind),
    uniqueIndex("ledger_one_capture_per_attempt").on(t.attemptId).where(sql`kind = 'capture'`),
    index("ledger_order").on(t.orderId),
    index("ledger_day").on(t.gateway, t.occurredAt),
    check(
      "E_LEDGER_KIND",
      sql`replace(${t.kind}, '-contra', '') in ('capture', 'refund', 'refund-undone', 'chargeback', 'chargeback-undone')`,
    ),
    check(
      "E_LEDGER_SIGN",
      sql`(${t.kind} like '%-contra' and ${t.amountMinor} < 0) or (${t.kind} not like '%-contra' and ${t.amountMinor} > 0)`,
    ),
  ],
);

/** The hash chain over the ledger: each entry's hash covers the one before. */
export const ledgerSeals = sqliteTable(
  "ledger_seals",
  {
    ...row,
    entryId: text("entry_id")
      .notNull()
      .references(() => ledger.id),
    hash: text("hash").notNull(),
  },
  (t) => [uniqueIndex("ledger_seals_entry_unique").on(t.entryId)],
);

/** Money going back. */
export const refunds = sqliteTable(
  "refunds",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    captureId: text("capture_id")
      .notNull()
      .references(() => ledger.id),
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    lines: text("lines", { mode: "json" }).$type<{ lineId: string; quantity: number }[]>().notNull().default([]),
    purpose: text("purpose", { enum: REFUND_PURPOSES }).notNull(),
    reason: text("reason").notNull().default(""),
    status: text("status", { enum: REFUND_STATUSES }).notNull().default("requested"),
    byHand: flag("by_hand").notNull().default(false), // a person moves the money and types the reference
    twoPeople: flag("two_people").notNull().default(false), // who approves is not who asked (a trigger)
    requestedBy: text("requested_by").references(() => users.id), // null: made at the provider
    approvedBy: text("approved_by").references(() => users.id),
    finishedBy: text("finished_by").references(() => users.id), // who typed the reference
    providerReference: text("provider_reference"), // the provider's id of the refund, or the typed one
    providerOther: text("provider_other"), // conversation id
    resultCode: text("result_code"),
    submittedAt: instant("submitted_at"),
    endedAt: instant("ended_at"),
    nextLookAt: instant("next_look_at"),
    lastLookAt: instant("last_look_at"),
    looks: integer("looks").notNull().default(0),
  },
  (t) => [
    index("refunds_order").on(t.orderId),
    index("refunds_capture").on(t.captureId),
    uniqueIndex("refunds_provider_unique").on(t.gateway, t.providerReference),
    index("refunds_open").on(t.nextLookAt).where(sql`status in ('approved', 'submitted', 'unknown')`),
    check("E_REFUND_AMOUNT", sql`${t.amountMinor} > 0`),
  ],
);

/** A payer's bank or provider asks for money back. */
export const disputes = sqliteTable(
  "disputes",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    providerId: text("provider_id").notNull(),
    attemptId: text("attempt_id")
      .notNull()
      .references(() => payments.id),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    state: text("state").notNull(), // the provider's word
    isOpen: flag("is_open").notNull().default(true),
    stateRank: integer("state_rank").notNull().default(0),
    providerUpdatedAt: instant("provider_updated_at").notNull(),
    dueBy: instant("due_by"),
  },
  (t) => [uniqueIndex("disputes_provider_unique").on(t.gateway, t.providerId)],
);

/** A claim of money that the provider does not confirm. Never money. */
export const mismatch = sqliteTable(
  "mismatch",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    attemptId: text("attempt_id")
      .notNull()
      .references(() => payments.id),
    claimedRef: text("claimed_ref").notNull(),
    claimedAmountMinor: integer("claimed_amount_minor").notNull(),
    claimedCurrency: text("claimed_currency").notNull(),
    reason: text("reason").notNull(),
    state: text("state", { enum: ["open", "dismissed"] })
      .notNull()
      .default("open"),
  },
  (t) => [uniqueIndex("mismatch_claim_unique").on(t.gateway, t.attemptId, t.claimedRef, t.claimedAmountMinor)],
);

/** Money the provider confirms that fits no attempt. Never in the ledger until it is allocated. */
export const unallocated = sqliteTable(
  "unallocated",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    providerRef: text("provider_ref").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    occurredAt: instant("occurred_at").notNull(),
    reference: text("reference").notNull().default(""), // what the payer wrote
    payer: text("payer").notNull().default(""), // redacted: "254712···678", a name on the statement
    about: text("about").references(() => payments.id), // the attempt it came with but does not fit
    attemptId: text("attempt_id").references(() => payments.id), // where it was allocated
    returnReference: text("return_reference"),
    requestedBy: text("requested_by").references(() => users.id),
    approvedBy: text("approved_by").references(() => users.id),
    state: text("state", { enum: ["open", "allocated", "returned"] })
      .notNull()
      .default("open"),
  },
  (t) => [uniqueIndex("unallocated_ref_unique").on(t.gateway, t.providerRef)],
);

/**
 * What a person says of money that nobody can be asked about: an attempt was `captured` after all; unallocated money is `allocated` to an
 * order, or was `returned`. It is asked for here, and done when whoever must agree has agreed.
 */
export const humanEnds = sqliteTable(
  "human_ends",
  {
    ...row,
    kind: text("kind", { enum: HUMAN_END_KINDS }).notNull(),
    subject: text("subject").notNull(), // the attempt or the unallocated money
    orderId: text("order_id").references(() => orders.id), // whose money it then is
    reference: text("reference").notNull().default(""), // typed from the statement or the receipt
    occurredOn: text("occurred_on"), // ISO date
    note: text("note").notNull().default(""),
    state: text("state", { enum: ["open", "done", "refused"] })
      .notNull()
      .default("open"),
    answer: text("answer").notNull().default(""), // why it was refused
    twoPeople: flag("two_people").notNull(),
    requestedBy: text("requested_by")
      .notNull()
      .references(() => users.id),
    approvedBy: text("approved_by").references(() => users.id), // or who refused it
  },
  (t) => [
    uniqueIndex("human_ends_one_open").on(t.subject).where(sql`state = 'open'`),
    index("human_ends_subject").on(t.subject),
    check("E_HUMAN_END_APPROVED", sql`${t.state} <> 'done' or ${t.approvedBy} is not null`),
    check("E_TWO_PEOPLE", sql`${t.twoPeople} = 0 or ${t.state} <> 'done' or ${t.approvedBy} <> ${t.requestedBy}`),
  ],
);

/** What went to and came from the providers, redacted: the copy staff see. Append-only. */
export const paymentLog = sqliteTable(
  "payment_log",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    attemptId: text("attempt_id"),
    orderId: text("order_id"),
    direction: text("direction", { enum: ["request", "answer", "callback", "transition"] }).notNull(),
    what: text("what").notNull(), // "stk-push", "stk-query", "stk-callback", "submitted → captured"
    reference: text("reference"),
    amountMinor: integer("amount_minor"),
    payload: text("payload").notNull().default(""),
    at: instant("at").notNull(),
  },
  (t) => [
    index("payment_log_attempt").on(t.attemptId, t.at),
    index("payment_log_at").on(t.at),
    index("payment_log_gateway").on(t.gateway, t.at),
  ],
);

/** Every callback as it came, stored before it is answered. `event_key` is taken after authentication: attempt + SHA-256 of the body. */
export const webhookInbox = sqliteTable(
  "webhook_inbox",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    eventKey: text("event_key").notNull(),
    attemptId: text("attempt_id"),
    kind: text("kind").notNull().default(""),
    body: text("body").notNull(), // at most 64 kB
    authenticated: flag("authenticated").notNull(),
    receivedAt: instant("received_at").notNull(),
    appliedAt: instant("applied_at"),
    outcome: text("outcome"),
    nextAt: instant("next_at").notNull().default(0), // not applied again before
    tries: integer("tries").notNull().default(0),
  },
  (t) => [
    uniqueIndex("webhook_inbox_event_unique").on(t.gateway, t.eventKey),
    index("webhook_inbox_attempt").on(t.attemptId),
    index("webhook_inbox_received").on(t.receivedAt),
    index("webhook_inbox_waiting").on(t.receivedAt).where(sql`applied_at is null and authenticated = 1`),
  ],
);

/** A question whose answer the provider posts to an address made for it alone (M-Pesa's Transaction Status). */
export const inquiries = sqliteTable(
  "inquiries",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    kind: text("kind", { enum: ["transaction-status", "test-payment"] }).notNull(),
    subject: text("subject").notNull(), // the receipt number asked about
    orderId: text("order_id").references(() => orders.id), // whose money it may be
    attemptId: text("attempt_id").references(() => payments.id),
    source: text("source", { enum: ["confirmation", "pull", "shopper", "staff"] }).notNull(),
    conversationId: text("conversation_id"),
    state: text("state", { enum: ["open", "asked", "answered", "given-up"] })
      .notNull()
      .default("open"),
    outcome: text("outcome"),
    askedBy: text("asked_by").references(() => users.id),
    nextAt: instant("next_at").notNull().default(0),
    tries: integer("tries").notNull().default(0),
  },
  (t) => [
    uniqueIndex("inquiries_subject_unique").on(t.gateway, t.kind, t.subject),
    index("inquiries_open").on(t.nextAt).where(sql`state in ('open', 'asked')`),
  ],
);

/** How a gateway has been answering. One row each; `failures` are the moments of the last failed creates. */
export const gatewayHealth = sqliteTable("gateway_health", {
  ...row, // id = the gateway's code
  failures: text("failures", { mode: "json" }).$type<number[]>().notNull().default([]),
  closedUntil: instant("closed_until"), // hidden until then
  probeAt: instant("probe_at"), // one try is under way since then
});

/** A line of the provider's own statement, as it was imported. Never changed: what it means is worked out by the report. */
export const statementLines = sqliteTable(
  "statement_lines",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    account: text("account").notNull().default(""), // whose statement: "live:174379"; a bank's account number
    day: text("day").notNull(), // the provider's, ISO
    providerRef: text("provider_ref").notNull(),
    ourRef: text("our_ref").notNull().default(""),
    kind: text("kind").notNull(), // a fact's, or "fee", "payout", "debit", "other"
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    at: instant("at").notNull(),
    more: text("more", { mode: "json" }).$type<Record<string, string | number>>().notNull().default({}),
  },
  (t) => [
    uniqueIndex("statement_lines_unique").on(t.gateway, t.kind, t.providerRef),
    index("statement_lines_day").on(t.gateway, t.day),
  ],
);
