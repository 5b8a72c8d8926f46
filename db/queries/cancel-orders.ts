import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { CancelReason } from "#domain/orders/names";

const WITHOUT_HOLD_MS = 60 * 60_000; // downloads hold no stock: their unpaid orders end after an hour

/** Orders whose holds have ended with nothing under way, nothing captured and nothing shipped. */
export async function ordersNotPaid(db: Database, now: number, limit: number): Promise<string[]> {
  const [found] = await readTogether(db, [
    sql`SELECT DISTINCT h.order_id FROM holds h WHERE h.state = 'live' AND h.ends_at IS NOT NULL AND h.ends_at < ${now} AND ${nothingUnderWay(sql`h.order_id`)}
        UNION SELECT o.id FROM orders o WHERE o.order_status = 'placed' AND o.payment_status = 'unpaid' AND o.created_at < ${now - WITHOUT_HOLD_MS}
          AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.order_id = o.id) AND ${nothingUnderWay(sql`o.id`)} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => String(row.order_id));
}

const nothingUnderWay = (order: SQL): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = ${order} AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))
    AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = ${order} AND l.kind = 'capture')
    AND NOT EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = ${order})`;

/** Lets an unpaid order go: its goods return to the shelf. Money that comes later undoes a cancellation for `not-paid`. */
export function cancelStatements(
  orderId: string,
  reason: CancelReason,
  actor: string,
  now: number,
  onlyAfterHold: boolean,
): SQL[] {
  const may = sql`${nothingUnderWay(sql`${orderId}`)} AND (${onlyAfterHold ? 0 : 1} = 1 OR NOT EXISTS (SELECT 1 FROM holds h WHERE h.order_id = ${orderId} AND h.state = 'live' AND (h.ends_at IS NULL OR h.ends_at >= ${now})))`;
  const done = sql`EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status = 'cancelled')`;
  return [
    sql`UPDATE orders SET order_status = 'cancelled', cancel_reason = ${reason} WHERE id = ${orderId} AND order_status = 'placed' AND ${may}`,
    sql`UPDATE holds SET state = ${reason === "not-paid" ? "expired" : "released"}, ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live' AND ${done}`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/cancelled/${now}`}, ${orderId}, 'cancelled', ${actor}, ${JSON.stringify({ reason })}, ${now}
        WHERE ${done} AND NOT EXISTS (SELECT 1 FROM order_events WHERE order_id = ${orderId} AND kind = 'cancelled') ON CONFLICT (id) DO NOTHING`,
  ];
}

const TRANSFER_MS = 7 * 24 * 60 * 60_000; // a transfer for downloads, which hold no stock

/**
 * Orders with an attempt that should end and can be: the time is over, or the order is paid, cancelled or complete, and a page or an
 * account still takes money for it. The door has no end; a prompt is asked about.
 */
export async function ordersToWithdraw(db: Database, now: number, limit: number): Promise<string[]> {
  const live = sql`p.gateway NOT IN ('on-delivery', 'mpesa', 'airtel') AND p.pending_at IS NULL AND p.superseded_at IS NULL AND p.status IN ('created', 'submitted')`;
  const [found] = await readTogether(db, [
    sql`SELECT DISTINCT h.order_id FROM holds h JOIN payments p ON p.order_id = h.order_id WHERE h.state = 'live' AND h.ends_at IS NOT NULL AND h.ends_at < ${now} AND ${live}
        UNION SELECT p.order_id FROM payments p JOIN orders o ON o.id = p.order_id
          WHERE ${live} AND (o.order_status <> 'placed' OR o.payment_status NOT IN ('unpaid', 'checking', 'part-paid'))
        UNION SELECT p.order_id FROM payments p WHERE ${live} AND p.gateway = 'bank-transfer' AND p.created_at < ${now - TRANSFER_MS}
          AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.order_id = p.order_id AND h.state = 'live') LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => String(row.order_id));
}
