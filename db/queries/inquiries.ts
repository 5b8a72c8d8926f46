import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { type Row, textOrNull } from "./cells.ts";

export type InquirySource = "confirmation" | "pull" | "shopper" | "staff";

/** A question whose answer comes by post. `subject`: the receipt asked about, with "@number" behind it where somebody says whose it is. */
export interface InquiryRow {
  readonly id: string;
  readonly kind: "transaction-status" | "test-payment";
  readonly subject: string;
  readonly orderId: string | null;
  readonly attemptId: string | null;
  readonly source: InquirySource;
  /** Every name that our calls were given, in turn. */
  readonly conversations: readonly string[];
  readonly state: "open" | "asked" | "answered" | "given-up";
  readonly outcome: string | null;
  readonly tries: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const inquiryOf = (row: Row): InquiryRow => ({
  id: String(row.id),
  kind: String(row.kind) as InquiryRow["kind"],
  subject: String(row.subject),
  orderId: textOrNull(row.order_id),
  attemptId: textOrNull(row.attempt_id),
  source: String(row.source) as InquirySource,
  conversations: row.conversation_id === null ? [] : String(row.conversation_id).split(" "),
  state: String(row.state) as InquiryRow["state"],
  outcome: textOrNull(row.outcome),
  tries: Number(row.tries),
  createdAt: Number(row.created_at),
  updatedAt: Number(row.updated_at),
});

async function rowsOf(db: Database, query: SQL): Promise<InquiryRow[]> {
  const [found] = await readTogether(db, [query]);
  return (found?.rows ?? []).map(inquiryOf);
}

export const readInquiry = async (db: Database, id: string): Promise<InquiryRow | null> =>
  (await rowsOf(db, sql`SELECT * FROM inquiries WHERE id = ${id}`))[0] ?? null;

export const receiptIn = (subject: string): string => subject.split("@")[0] ?? subject;

export interface NewInquiry {
  readonly id: string;
  readonly kind: InquiryRow["kind"];
  readonly subject: string;
  readonly orderId: string | null;
  readonly attemptId: string | null;
  readonly source: InquirySource;
  readonly askedBy: string | null;
}

/** One question for each subject, however often it comes up; one that ended without an answer is asked anew. @returns the row as it is now */
export async function openInquiry(db: Database, wanted: NewInquiry, now: number): Promise<InquiryRow | null> {
  const { id, kind, subject, orderId, attemptId, source, askedBy } = wanted;
  const results = await atomically(db, [
    sql`INSERT INTO inquiries (id, created_at, gateway, kind, subject, order_id, attempt_id, source, asked_by, next_at)
        VALUES (${id}, ${now}, 'mpesa', ${kind}, ${subject}, ${orderId}, ${attemptId}, ${source}, ${askedBy}, ${now})
        ON CONFLICT (gateway, kind, subject) DO UPDATE SET state = 'open', outcome = NULL, tries = 0, created_at = excluded.created_at, next_at = excluded.next_at, source = excluded.source, asked_by = excluded.asked_by
          WHERE state = 'given-up' OR (state = 'answered' AND outcome IN ('no-such-receipt', 'not-completed'))`,
    sql`SELECT * FROM inquiries WHERE gateway = 'mpesa' AND kind = ${kind} AND subject = ${subject}`,
  ]);
  const row = results.at(-1)?.rows[0];
  return row ? inquiryOf(row) : null;
}

/** One asking at a time. @returns whether it is ours */
export async function claimAsking(db: Database, row: InquiryRow, nextAt: number): Promise<boolean> {
  const [claimed] = await atomically(db, [
    sql`UPDATE inquiries SET state = 'asked', tries = tries + 1, next_at = ${nextAt} WHERE id = ${row.id} AND tries = ${row.tries} AND state IN ('open', 'asked')`,
  ]);
  return claimed?.rowsAffected === 1;
}

/** The name that Daraja gave to our question: an answer must bear it. */
export async function recordConversation(db: Database, id: string, conversationId: string): Promise<void> {
  const known = sql`instr(' ' || coalesce(conversation_id, '') || ' ', ${` ${conversationId} `}) > 0`;
  await atomically(db, [
    sql`UPDATE inquiries SET conversation_id = CASE WHEN conversation_id IS NULL THEN ${conversationId} ELSE conversation_id || ' ' || ${conversationId} END WHERE id = ${id} AND NOT ${known}`,
  ]);
}

/** What was said last, where that is no answer yet. */
export async function recordSaid(db: Database, id: string, said: string): Promise<void> {
  await atomically(db, [sql`UPDATE inquiries SET outcome = ${said} WHERE id = ${id} AND state IN ('open', 'asked')`]);
}

export async function endInquiry(
  db: Database,
  id: string,
  state: "answered" | "given-up",
  outcome: string,
  more: readonly SQL[] = [],
): Promise<void> {
  await atomically(db, [
    sql`UPDATE inquiries SET state = ${state}, outcome = ${outcome} WHERE id = ${id} AND state IN ('open', 'asked')`,
    ...more,
  ]);
}

/** Nobody asks for it any more. */
export async function postponeInquiry(
  db: Database,
  row: InquiryRow,
  nextAt: number,
  more: readonly SQL[],
): Promise<void> {
  await atomically(db, [
    sql`UPDATE inquiries SET next_at = ${nextAt} WHERE id = ${row.id} AND state IN ('open', 'asked')`,
    ...more,
  ]);
}

/** Everything asked about a receipt is answered by one answer, and nobody needs to look. */
export async function answerReceipt(db: Database, receipt: string, outcome: string): Promise<void> {
  await atomically(db, [
    sql`UPDATE inquiries SET state = 'answered', outcome = ${outcome} WHERE gateway = 'mpesa' AND kind = 'transaction-status' AND state IN ('open', 'asked')
        AND (subject = ${receipt} OR (subject > ${`${receipt}@`} AND subject < ${`${receipt}@~`}))`,
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'unexplained' AND subject = ${unprovenSubject(receipt)} AND state = 'open'`,
  ]);
}

/** What a task is about whose money nobody has proven. */
export const unprovenSubject = (receipt: string): string => `mpesa/${receipt}`;

export const inquiriesDue = (db: Database, now: number, limit: number): Promise<InquiryRow[]> =>
  rowsOf(
    db,
    sql`SELECT * FROM inquiries WHERE state IN ('open', 'asked') AND next_at <= ${now} ORDER BY next_at LIMIT ${limit}`,
  );

/** That a receipt is an order's. */
export interface ReceiptClaim extends InquiryRow {
  /** The one of staff who says so; `null` where a shopper does. */
  readonly askedBy: string | null;
  /** They bought the order themselves. */
  readonly isOwn: boolean;
}

/** Who says that a receipt is theirs, in the order they said so. */
export async function claimsOf(db: Database, receipt: string): Promise<ReceiptClaim[]> {
  const [found] = await readTogether(db, [
    sql`SELECT i.*, EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = i.order_id AND b.user_id = i.asked_by) AS is_own FROM inquiries i
        WHERE i.gateway = 'mpesa' AND i.kind = 'transaction-status' AND i.subject > ${`${receipt}@`} AND i.subject < ${`${receipt}@~`} AND i.order_id IS NOT NULL ORDER BY i.created_at, i.rowid`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    ...inquiryOf(row),
    askedBy: textOrNull(row.asked_by),
    isOwn: row.is_own === 1,
  }));
}

/** The test payment that went out under this reference. */
export const testPayment = async (db: Database, reference: string): Promise<InquiryRow | null> =>
  (
    await rowsOf(
      db,
      sql`SELECT * FROM inquiries WHERE gateway = 'mpesa' AND kind = 'test-payment' AND subject = ${reference}`,
    )
  )[0] ?? null;

/** Under which receipt a test was paid: another with its reference is other money. */
export async function recordTestReceipt(db: Database, id: string, receipt: string): Promise<void> {
  await atomically(db, [
    sql`UPDATE inquiries SET outcome = ${`paid ${receipt}`} WHERE id = ${id} AND outcome = 'paid'`,
  ]);
}
