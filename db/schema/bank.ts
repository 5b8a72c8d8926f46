import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { CURRENCIES } from "#domain/money";
import { flag, instant, row } from "./columns.ts";
import { orders } from "./orders.ts";
import { payments } from "./payments.ts";
import { users } from "./people.ts";

/** An account of the shop's that people transfer to. One is used per currency: the newest that is active. */
export const bankAccounts = sqliteTable(
  "bank_accounts",
  {
    ...row,
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    bankName: text("bank_name").notNull(),
    branch: text("branch").notNull().default(""),
    accountName: text("account_name").notNull(),
    accountNumber: text("account_number").notNull(),
    swift: text("swift").notNull().default(""),
    statementProfile: text("statement_profile").notNull().default("ke"), // how its CSV is written
    isActive: flag("is_active").notNull().default(true),
  },
  (t) => [
    uniqueIndex("bank_accounts_number_unique").on(t.bankName, t.accountNumber),
    index("bank_accounts_currency").on(t.currency),
  ],
);

/**
 * Money seen on the shop's statement: imported from its CSV, or typed by staff from it. Only this makes an order paid; a slip never does.
 * `open`: fits nothing yet, or only nearly · `waiting`: a second person must say yes · `booked` · `set-aside`: not a customer's money
 */
export const bankLines = sqliteTable(
  "bank_lines",
  {
    ...row,
    accountId: text("account_id")
      .notNull()
      .references(() => bankAccounts.id),
    key: text("key").notNull(), // the bank's reference, or a hash of date, amount, narrative, balance and n
    bankRef: text("bank_ref"), // normalised: A–Z and 0–9 alone
    bookedOn: text("booked_on").notNull(), // ISO date
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    narrative: text("narrative").notNull().default(""),
    payer: text("payer").notNull().default(""),
    balanceMinor: integer("balance_minor"),
    source: text("source", { enum: ["csv", "typed"] }).notNull(),
    state: text("state", { enum: ["open", "waiting", "booked", "set-aside"] })
      .notNull()
      .default("open"),
    orderId: text("order_id").references(() => orders.id), // whose it is, or may be
    attemptId: text("attempt_id").references(() => payments.id), // the attempt it captured
    note: text("note").notNull().default(""),
    twoPeople: flag("two_people").notNull().default(false),
    enteredBy: text("entered_by")
      .notNull()
      .references(() => users.id), // who imported or typed it
    matchedBy: text("matched_by").references(() => users.id),
    approvedBy: text("approved_by").references(() => users.id),
  },
  (t) => [
    uniqueIndex("bank_lines_key_unique").on(t.accountId, t.key),
    uniqueIndex("bank_lines_ref_unique").on(t.accountId, t.bankRef),
    index("bank_lines_open").on(t.createdAt).where(sql`state in ('open', 'waiting')`),
    check("E_BANK_AMOUNT", sql`${t.amountMinor} > 0`),
    check(
      "E_TWO_PEOPLE",
      sql`${t.twoPeople} = 0 or ${t.approvedBy} is null or ${t.approvedBy} <> coalesce(${t.matchedBy}, ${t.enteredBy})`,
    ),
  ],
);

/** A picture of a transfer slip: evidence for whoever reads the statement, never money. The file lies encrypted in R2. */
export const bankProofs = sqliteTable(
  "bank_proofs",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    attemptId: text("attempt_id")
      .notNull()
      .references(() => payments.id),
    objectKey: text("object_key").notNull(),
    sha256: text("sha256").notNull(), // of what was sent
    perceptualHash: text("perceptual_hash"), // 64 bits in hex; null where the picture could not be decoded
    mime: text("mime").notNull(),
    bytes: integer("bytes").notNull(),
    originalName: text("original_name").notNull().default(""),
    claimedAmountMinor: integer("claimed_amount_minor"),
    claimedReference: text("claimed_reference").notNull().default(""),
    payerName: text("payer_name").notNull().default(""),
    note: text("note").notNull().default(""),
    state: text("state", { enum: ["submitted", "accepted", "rejected", "superseded"] })
      .notNull()
      .default("submitted"),
    reviewerId: text("reviewer_id").references(() => users.id), // who has it open
    reviewUntil: instant("review_until"),
    reviewedBy: text("reviewed_by").references(() => users.id),
    reviewedAt: instant("reviewed_at"),
    rejectReason: text("reject_reason").notNull().default(""),
  },
  (t) => [
    uniqueIndex("bank_proofs_object_unique").on(t.objectKey),
    index("bank_proofs_attempt").on(t.attemptId),
    index("bank_proofs_sha").on(t.sha256),
    index("bank_proofs_waiting").on(t.createdAt).where(sql`state = 'submitted'`),
  ],
);

/** Who was shown a private document, written before its bytes leave. Append-only. */
export const documentReads = sqliteTable(
  "document_reads",
  {
    ...row,
    documentId: text("document_id").notNull(),
    readerId: text("reader_id"), // null: the holder of the order's link
    at: instant("at").notNull(),
  },
  (t) => [index("document_reads_document").on(t.documentId, t.at)],
);
