import { type SQL, sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { type Account, among } from "./accounts.ts";

export const openTask = (
  id: string,
  kind: string,
  subject: string,
  orderId: string | null,
  amountMinor: number | null,
  currency: string | null,
  detail: string,
): SQL =>
  sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail) VALUES (${id}, ${kind}, ${subject}, ${orderId}, ${amountMinor}, ${currency}, ${detail})
      ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor, detail = excluded.detail`;

/** Opens a task for every attempt that waits and that nobody will ask about: its plan has ended, or its account is not ours any more. */
export async function tasksForUnasked(db: Database, present: readonly Account[], before: number): Promise<number> {
  const [opened] = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_unasked_' || id, 'attempt-unresolved', id, order_id, amount_minor, currency, 'Nobody asks about ' || reference || ' any more: look it up at the provider'
        FROM payments WHERE status IN ('submitted', 'unknown') AND gateway NOT IN ('on-delivery', 'bank-transfer') AND submitted_at < ${before} AND (next_look_at IS NULL OR NOT ${among(present)})
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_unasked_' || payments.id OR (t.kind = 'attempt-unresolved' AND t.subject = payments.id)) LIMIT 200`,
  ]);
  return opened?.rowsAffected ?? 0;
}

/** Opens a task for goods that are still held though their time has passed and part of the money is there. */
export async function tasksForEndedHolds(db: Database, now: number): Promise<number> {
  const [opened] = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, detail)
        SELECT DISTINCT 'tsk_hold_' || o.id, 'hold-ended', o.id, o.id, 'Part of the money is there and the time is over: ask for the rest, or give it back'
        FROM holds h JOIN orders o ON o.id = h.order_id WHERE h.state = 'live' AND h.ends_at < ${now} AND o.order_status = 'placed' AND o.payment_status = 'part-paid'
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_hold_' || o.id)`,
  ]);
  return opened?.rowsAffected ?? 0;
}
