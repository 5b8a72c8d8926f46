import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { type Account, among } from "./accounts.ts";
import { isDisputed, isLost } from "./disputes.ts";
import { type RefundRow, rowsOf } from "./refunds.ts";

/** A refund with the attempt that its money came by, as `among` reads it. */
const WITH_ATTEMPT = sql`refunds r JOIN ledger c ON c.id = r.capture_id JOIN payments ON payments.id = c.attempt_id`;
const IS_FREE = sql`NOT ${isDisputed(sql`c.attempt_id`, sql`r.order_id`)}`;

/** Agreed to, and not sent: whoever should have sent it has stopped. */
export const refundsNotSent = (db: Database, present: readonly Account[], before: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status = 'approved' AND r.by_hand = 0 AND r.updated_at < ${before} AND ${among(present)} AND ${IS_FREE} LIMIT ${limit}`,
  );

/** Sent, and the answer never came. */
export const refundsWithoutAnswer = (db: Database, present: readonly Account[], before: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('submitted', 'unknown') AND r.by_hand = 0 AND r.provider_reference IS NULL AND r.last_look_at < ${before} AND ${among(present)} AND ${IS_FREE} LIMIT ${limit}`,
  );

/** Sent, and to be asked about now. */
export const refundsDue = (db: Database, present: readonly Account[], now: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('submitted', 'unknown') AND r.by_hand = 0 AND r.next_look_at IS NOT NULL AND r.next_look_at <= ${now} AND ${among(present)} ORDER BY r.next_look_at LIMIT ${limit}`,
  );

/** One look at a time. @returns whether it is ours */
export async function claimRefundLook(
  db: Database,
  refund: RefundRow,
  now: number,
  nextLookAt: number | null,
): Promise<boolean> {
  const [claimed] = await atomically(db, [
    sql`UPDATE refunds SET last_look_at = ${now}, looks = looks + 1, next_look_at = ${nextLookAt} WHERE id = ${refund.id} AND status IN ('submitted', 'unknown') AND coalesce(last_look_at, 0) = ${refund.lastLookAt ?? 0}`,
  ]);
  return claimed?.rowsAffected === 1;
}

/** A refund that nobody will ask about, or send, any more is a person's: it ends with a typed reference, or is refused. */
export async function tasksForRefunds(db: Database, present: readonly Account[], before: number): Promise<number> {
  const opened = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || id, 'refund-unresolved', id, order_id, amount_minor, currency, 'Nobody knows whether this refund was made: look it up at the provider and type its reference'
        FROM refunds WHERE status IN ('submitted', 'unknown') AND by_hand = 0 AND next_look_at IS NULL AND submitted_at < ${before}
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || refunds.id) LIMIT 200`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || r.id, 'refund-unresolved', r.id, r.order_id, r.amount_minor, r.currency,
          'The account this was paid to is not set up to give back any more: ' || CASE r.status WHEN 'approved' THEN 'give it back there' ELSE 'find out there whether it was made' END || ', and type its reference'
        FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('approved', 'submitted', 'unknown') AND r.by_hand = 0 AND r.updated_at < ${before} AND NOT ${among(present)} AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || r.id) LIMIT 200`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || r.id, 'refund-unresolved', r.id, r.order_id, r.amount_minor, r.currency, 'The payer has this money back by a dispute: refuse the refund, or it would be given twice'
        FROM ${WITH_ATTEMPT}
        WHERE r.status = 'approved' AND r.by_hand = 0 AND ${isLost(sql`c.attempt_id`, sql`r.order_id`)} AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || r.id) LIMIT 200`,
  ]);
  return opened.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}
