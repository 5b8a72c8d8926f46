import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CURRENCIES } from "#domain/money";
import { ATTEMPT_STATUSES, type FACT_KINDS, GATEWAY_CODES } from "#domain/payments/names";
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
    providerReference: text("provider_reference"), // CheckoutRequestID
    providerOther: text("provider_other"), // MerchantRequestID
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
    purpose: text("purpose", { enum: ["excess", "return", "goodwill"] }).notNull(),
    status: text("status", { enum: ["requested", "approved", "submitted", "unknown", "done", "failed"] })
      .notNull()
      .default("requested"),
    requestedBy: text("requested_by").references(() => users.id),
    approvedBy: text("approved_by").references(() => users.id),
    providerReference: text("provider_reference"),
    nextLookAt: instant("next_look_at"),
    looks: integer("looks").notNull().default(0),
  },
  (t) => [
    index("refunds_order").on(t.orderId),
    index("refunds_capture").on(t.captureId),
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
    state: text("state").notNull(),
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
    attemptId: text("attempt_id").references(() => payments.id),
    state: text("state", { enum: ["open", "allocated", "returned"] })
      .notNull()
      .default("open"),
  },
  (t) => [uniqueIndex("unallocated_ref_unique").on(t.gateway, t.providerRef)],
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
  (t) => [index("payment_log_attempt").on(t.attemptId, t.at), index("payment_log_at").on(t.at)],
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
  },
  (t) => [
    uniqueIndex("webhook_inbox_event_unique").on(t.gateway, t.eventKey),
    index("webhook_inbox_waiting").on(t.receivedAt).where(sql`applied_at is null and authenticated = 1`),
  ],
);
