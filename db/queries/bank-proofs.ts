import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";

export type ProofState = "submitted" | "accepted" | "rejected" | "superseded";

export interface ProofRow {
  readonly id: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly objectKey: string;
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
  readonly originalName: string;
  readonly state: ProofState;
  readonly reviewerId: string | null;
  readonly reviewUntil: number | null;
  readonly reviewedBy: string | null;
  readonly rejectReason: string;
  readonly createdAt: number;
  readonly ownerId: string; // the billing profile whose key it is encrypted with
}

const proofOf = (row: Row): ProofRow => ({
  id: String(row.id),
  orderId: String(row.order_id),
  attemptId: String(row.attempt_id),
  objectKey: String(row.object_key),
  sha256: String(row.sha256),
  mime: String(row.mime),
  bytes: Number(row.bytes),
  originalName: String(row.original_name),
  state: String(row.state) as ProofState,
  reviewerId: textOrNull(row.reviewer_id),
  reviewUntil: numberOrNull(row.review_until),
  reviewedBy: textOrNull(row.reviewed_by),
  rejectReason: String(row.reject_reason),
  createdAt: Number(row.created_at),
  ownerId: String(row.billing_profile_id),
});

const PROOFS = sql`SELECT p.*, o.billing_profile_id FROM bank_proofs p JOIN orders o ON o.id = p.order_id`;

export async function readProof(db: Database, id: string): Promise<ProofRow | null> {
  const [found] = await readTogether(db, [sql`${PROOFS} WHERE p.id = ${id}`]);
  return found?.rows[0] ? proofOf(found.rows[0]) : null;
}

export interface TransferSide {
  /** Of the newest transfer: the account its payer was shown. */
  readonly account: unknown;
  readonly ownerId: string;
  readonly receivedMinor: number;
  readonly proofs: readonly ProofRow[]; // newest first
}

/** What an order has to do with banks. */
export async function readTransferSide(db: Database, orderId: string): Promise<TransferSide> {
  const [attempt, proofs, order] = await readTogether(db, [
    sql`SELECT wire->'account' AS account FROM payments WHERE order_id = ${orderId} AND gateway = 'bank-transfer' ORDER BY ordinal DESC LIMIT 1`,
    sql`${PROOFS} WHERE p.order_id = ${orderId} ORDER BY p.created_at DESC, p.id`,
    sql`SELECT billing_profile_id, (SELECT coalesce(sum(amount_minor), 0) FROM ledger l WHERE l.order_id = o.id AND l.gateway = 'bank-transfer' AND l.kind = 'capture') AS received FROM orders o WHERE id = ${orderId}`,
  ]);
  const account = textOrNull(attempt?.rows[0]?.account);
  return {
    account: account === null ? null : JSON.parse(account),
    ownerId: String(order?.rows[0]?.billing_profile_id ?? ""),
    receivedMinor: Number(order?.rows[0]?.received ?? 0),
    proofs: (proofs?.rows ?? []).map(proofOf),
  };
}

export interface NewProof {
  readonly id: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly objectKey: string;
  readonly sha256: string;
  readonly perceptualHash: string | null;
  readonly mime: string;
  readonly bytes: number;
  readonly originalName: string;
  readonly claimedAmountMinor: number | null;
  readonly claimedReference: string;
  readonly payerName: string;
  readonly note: string;
  readonly currency: Currency;
  readonly detail: string; // of the task
  readonly to: { readonly channel: "email" | "sms"; readonly recipient: string };
  /** The first slip of an order keeps its goods longer: until when they are kept, and until when then. */
  readonly hold: { readonly was: number; readonly until: number } | null;
}

/**
 * Keeps a slip: its row, the event, the task, the message, and once the longer hold. Not a further one than `most` for its attempt,
 * and not the same file twice for one order. @returns whether it is kept
 */
export async function addProof(db: Database, proof: NewProof, most: number, now: number): Promise<boolean> {
  const { id, orderId, attemptId } = proof;
  const kept = sql`EXISTS (SELECT 1 FROM bank_proofs WHERE id = ${id})`;
  const results = await atomically(db, [
    sql`INSERT INTO bank_proofs (id, created_at, order_id, attempt_id, object_key, sha256, perceptual_hash, mime, bytes, original_name, claimed_amount_minor, claimed_reference, payer_name, note)
        SELECT ${id}, ${now}, ${orderId}, ${attemptId}, ${proof.objectKey}, ${proof.sha256}, ${proof.perceptualHash}, ${proof.mime}, ${proof.bytes}, ${proof.originalName}, ${proof.claimedAmountMinor}, ${proof.claimedReference},
          ${proof.payerName}, ${proof.note}
        WHERE (SELECT count(*) FROM bank_proofs WHERE attempt_id = ${attemptId}) < ${most} AND NOT EXISTS (SELECT 1 FROM bank_proofs WHERE order_id = ${orderId} AND sha256 = ${proof.sha256})`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${id}/sent`}, ${orderId}, 'proof-sent', 'shopper', ${JSON.stringify({ name: proof.originalName })}, ${now} WHERE ${kept} ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail) SELECT ${newId("tsk")}, 'proof', ${id}, ${orderId}, ${proof.claimedAmountMinor}, ${proof.currency}, ${proof.detail} WHERE ${kept}
        ON CONFLICT (kind, subject) WHERE state = 'open' DO NOTHING`,
    message(id, orderId, "proof-received", proof.to, {}, kept),
    ...(proof.hold
      ? [
          sql`UPDATE holds SET ends_at = ${proof.hold.until} WHERE order_id = ${orderId} AND state = 'live' AND ends_at = ${proof.hold.was} AND ${kept}
              AND NOT EXISTS (SELECT 1 FROM bank_proofs WHERE order_id = ${orderId} AND id <> ${id})`,
        ]
      : []),
    sql`SELECT id FROM bank_proofs WHERE id = ${id}`,
  ]);
  return results.at(-1)?.rows.length === 1;
}

const message = (
  proofId: string,
  orderId: string,
  template: string,
  { channel, recipient }: NewProof["to"],
  payload: Record<string, string>,
  when: SQL,
): SQL =>
  sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload) SELECT ${`out_${proofId.slice(4)}/${template}/${channel}`}, ${orderId}, ${channel}, ${recipient}, ${template}, ${JSON.stringify(payload)} WHERE ${when} ON CONFLICT (id) DO NOTHING`;

/** Takes a slip for looking at, for a while. @returns whether it is this person's now */
export async function lockProof(
  db: Database,
  id: string,
  userId: string,
  until: number,
  now: number,
): Promise<boolean> {
  const results = await atomically(db, [
    sql`UPDATE bank_proofs SET reviewer_id = ${userId}, review_until = ${until} WHERE id = ${id} AND state = 'submitted' AND (reviewer_id IS NULL OR reviewer_id = ${userId} OR review_until < ${now})`,
    sql`SELECT 1 FROM bank_proofs WHERE id = ${id} AND state = 'submitted' AND reviewer_id = ${userId}`,
  ]);
  return results.at(-1)?.rows.length === 1;
}

/** Not taken, and why: the shopper is told. A slip that was judged meanwhile stops the batch (E_PROOF_JUDGED). */
export const rejectStatements = (
  proof: Pick<ProofRow, "id" | "orderId">,
  reason: string,
  userId: string,
  to: NewProof["to"],
  now: number,
): SQL[] => [
  sql`UPDATE bank_proofs SET state = 'rejected', reviewed_by = ${userId}, reviewed_at = ${now}, reject_reason = ${reason} WHERE id = ${proof.id} AND NOT (state = 'rejected' AND reviewed_by = ${userId} AND reject_reason = ${reason})`,
  sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) VALUES (${`${proof.id}/rejected`}, ${proof.orderId}, 'proof-rejected', 'staff', ${userId}, ${JSON.stringify({ reason })}, ${now}) ON CONFLICT (id) DO NOTHING`,
  message(proof.id, proof.orderId, "proof-rejected", to, { reason }, sql`true`),
  closeTasks(sql`subject = ${proof.id}`, userId),
];

const closeTasks = (which: SQL, userId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = ${userId} WHERE kind = 'proof' AND state = 'open' AND ${which}`;

/**
 * Money was seen for an order: the slip that shows it is accepted, and those left over are superseded when nothing is due any more.
 * A slip that was judged otherwise meanwhile stops the batch (E_PROOF_JUDGED).
 */
export const acceptedStatements = (
  { orderId, proofId, actorId }: { orderId: string; proofId: string | null; actorId: string },
  now: number,
): SQL[] => [
  sql`UPDATE bank_proofs SET state = 'accepted', reviewed_by = ${actorId}, reviewed_at = ${now} WHERE id = ${proofId} AND NOT (state = 'accepted' AND reviewed_by = ${actorId})`,
  sql`UPDATE bank_proofs SET state = 'superseded', reviewed_by = ${actorId}, reviewed_at = ${now} WHERE order_id = ${orderId} AND state = 'submitted'
      AND (SELECT m.net_minor >= m.total_minor FROM order_money m WHERE m.order_id = ${orderId})`,
  sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT id || '/accepted', order_id, 'proof-accepted', 'staff', ${actorId}, '{}', ${now} FROM bank_proofs WHERE id = ${proofId} AND state = 'accepted' ON CONFLICT (id) DO NOTHING`,
  closeTasks(
    sql`subject IN (SELECT id FROM bank_proofs WHERE order_id = ${orderId} AND state <> 'submitted')`,
    actorId,
  ),
];

/** Writes down who reads a document, before its bytes leave. */
export async function recordRead(db: Database, documentId: string, readerId: string, now: number): Promise<void> {
  const id = newId("rea");
  await atomically(db, [
    sql`INSERT INTO document_reads (id, created_at, document_id, reader_id, at) VALUES (${id}, ${now}, ${documentId}, ${readerId}, ${now}) ON CONFLICT (id) DO NOTHING`,
  ]);
}
