import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { CancelReason, FulfilmentStatus, OrderStatus } from "#domain/orders/names";
import { type Fact, type Folded, fold } from "#domain/payments/fold";
import type { FactKind, PaymentStatus } from "#domain/payments/names";
import { textOrNull } from "./cells.ts";

export interface OrderMoney {
  readonly orderId: string;
  readonly currency: Currency;
  readonly moneyRev: number;
  readonly foldedRev: number;
  readonly orderStatus: OrderStatus;
  readonly cancelReason: CancelReason | null;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly folded: Folded;
}

/** The facts of an order, folded. */
export async function readOrderMoney(db: Database, orderId: string): Promise<OrderMoney | null> {
  const [order, facts, adjustments] = await readTogether(db, [
    sql`SELECT o.*, (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND (p.status = 'unknown' OR (p.status = 'submitted' AND p.pending_at IS NOT NULL))) AS waiting FROM orders o WHERE o.id = ${orderId}`,
    sql`SELECT gateway, provider_ref, kind, amount_minor FROM ledger WHERE order_id = ${orderId} AND kind NOT LIKE '%-contra'`,
    sql`SELECT id, amount_minor FROM order_adjustments WHERE order_id = ${orderId}`,
  ]);
  const row = order?.rows[0];
  if (!row) return null;
  const known: Fact[] = (facts?.rows ?? []).map((fact) => ({
    gateway: String(fact.gateway),
    ref: String(fact.provider_ref),
    kind: String(fact.kind) as FactKind,
    amountMinor: Number(fact.amount_minor),
  }));
  return {
    orderId,
    currency: String(row.currency) as Currency,
    moneyRev: Number(row.money_rev),
    foldedRev: Number(row.folded_rev),
    orderStatus: String(row.order_status) as OrderStatus,
    cancelReason: textOrNull(row.cancel_reason) as CancelReason | null,
    paymentStatus: String(row.payment_status) as PaymentStatus,
    fulfilmentStatus: String(row.fulfilment_status) as FulfilmentStatus,
    contactEmail: textOrNull(row.contact_email),
    contactPhone: textOrNull(row.contact_phone),
    folded: fold(known, {
      totalMinor: Number(row.total_minor),
      adjustments: (adjustments?.rows ?? []).map((line) => ({
        id: String(line.id),
        amountMinor: Number(line.amount_minor),
      })),
      waitingOnProvider: Number(row.waiting),
    }),
  };
}

/** Orders whose stored payment status is older than their facts: something stopped between the two batches. */
export async function ordersToFold(db: Database, limit: number): Promise<string[]> {
  const [found] = await readTogether(db, [sql`SELECT id FROM orders WHERE folded_rev <> money_rev LIMIT ${limit}`]);
  return (found?.rows ?? []).map((row) => String(row.id));
}

/**
 * Writes what the fold says and what follows from it, if nothing moved meanwhile. `again`: it was written, and something that followed
 * raised the revision, so the order is folded once more.
 */
export async function writeFolded(
  db: Database,
  money: OrderMoney,
  now: number,
): Promise<"written" | "again" | "moved"> {
  const { orderId, folded, moneyRev } = money;
  const still = sql`EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND money_rev = ${moneyRev} AND folded_rev = ${moneyRev})`;
  const isPaid = folded.capturedMinor > 0 && (folded.status === "paid" || folded.status === "overpaid");
  const results = await atomically(db, [
    sql`UPDATE orders SET payment_status = ${folded.status}, folded_rev = ${moneyRev}, paid_at = CASE WHEN ${isPaid ? 1 : 0} = 1 THEN coalesce(paid_at, ${now}) ELSE paid_at END
        WHERE id = ${orderId} AND money_rev = ${moneyRev}`,
    ...(isPaid ? paidStatements(money, still, now) : []),
    ...(folded.status === "disputed" ? [] : [excessStatement(money, still), ...goingBackStatements(money, still)]),
    ...(isPaid ? [askForNoMoreCash(orderId, still, now)] : []),
  ]);
  if (results[0]?.rowsAffected !== 1) return "moved";
  return isPaid && (results.at(-1)?.rowsAffected ?? 0) > 0 ? "again" : "written";
}

/** What came in beyond the order's price is one task, its amount as it is now; a dispute freezes it. */
function excessStatement({ orderId, moneyRev, currency, folded }: OrderMoney, still: SQL): SQL {
  return folded.excessMinor > 0
    ? sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail) SELECT ${`tsk_excess_${orderId}_${moneyRev}`}, 'refund-excess', ${orderId}, ${orderId}, ${folded.excessMinor}, ${currency}, 'More was paid than the order costs' WHERE ${still}
            ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor`
    : sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'refund-excess' AND subject = ${orderId} AND state = 'open' AND ${still}`;
}

/** Money for an order that is cancelled or has no goods: its task says how much is here, and is done when nothing is. A dispute freezes it. */
function goingBackStatements({ orderId, moneyRev, currency, folded }: OrderMoney, still: SQL): SQL[] {
  const open = sql`kind IN ('refund-cancelled', 'unfulfillable') AND subject = ${orderId} AND state = 'open' AND ${still}`;
  if (folded.netMinor <= 0) return [sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE ${open}`];
  return [
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE ${open} AND kind = 'refund-cancelled' AND EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status <> 'cancelled')`,
    sql`UPDATE staff_tasks SET amount_minor = ${folded.netMinor} WHERE ${open} AND amount_minor IS NOT ${folded.netMinor}`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${`tsk_back_${orderId}_${moneyRev}`}, 'refund-cancelled', ${orderId}, ${orderId}, ${folded.netMinor}, ${currency}, 'Money is here for an order that is cancelled' FROM orders
        WHERE id = ${orderId} AND order_status = 'cancelled' AND ${still}
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.subject = ${orderId} AND t.kind IN ('refund-cancelled', 'refund-excess', 'unfulfillable') AND t.state = 'open') ON CONFLICT DO NOTHING`,
  ];
}

/** An order whose money is whole asks for none at the door or by transfer. Last in its batch, for it raises the revision. */
const askForNoMoreCash = (orderId: string, still: SQL, now: number): SQL =>
  sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE order_id = ${orderId} AND gateway IN ('on-delivery', 'bank-transfer') AND status = 'submitted' AND ${still}`;

/** What becomes of an order whose money is whole: held goods are its own, goods let go are held again if there are any left, and people are told. */
function paidStatements(money: OrderMoney, still: SQL, now: number): SQL[] {
  const { orderId } = money;
  const unheld = sql`SELECT l.id, l.variant_id, l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AS left_over FROM order_lines l
    WHERE l.order_id = ${orderId} AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'))`;
  const all = sql`NOT EXISTS (SELECT 1 FROM (${unheld}) u LEFT JOIN stock s ON s.variant_id = u.variant_id GROUP BY u.variant_id HAVING max(s.on_hand - s.reserved) < sum(u.left_over))`;
  const keepsGoods = sql`(SELECT order_status = 'placed' OR cancel_reason = 'not-paid' FROM orders WHERE id = ${orderId})`;
  const noneUnheld = sql`NOT EXISTS (${unheld})`;
  const messages = [
    ...(money.contactEmail ? [{ channel: "email", to: money.contactEmail }] : []),
    ...(!money.contactEmail && money.contactPhone ? [{ channel: "sms", to: money.contactPhone }] : []),
  ];
  return [
    sql`INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at) SELECT 'hol_' || substr(u.id, 5) || '/again/' || ${money.moneyRev}, ${orderId}, u.id, u.variant_id, u.left_over, NULL
        FROM (${unheld}) u WHERE u.left_over > 0 AND ${still} AND ${keepsGoods} AND ${all}`,
    sql`UPDATE orders SET order_status = 'placed', cancel_reason = NULL WHERE id = ${orderId} AND order_status = 'cancelled' AND cancel_reason = 'not-paid' AND ${still} AND ${noneUnheld}`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/reinstated/${money.moneyRev}`}, ${orderId}, 'reinstated', 'system', '{}', ${now}
        WHERE ${still} AND ${noneUnheld} AND ${money.orderStatus} = 'cancelled' AND ${money.cancelReason ?? ""} = 'not-paid' ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE holds SET state = 'consumed', ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live' AND ${still}`,
    sql`UPDATE orders SET unfulfillable_at = ${now} WHERE id = ${orderId} AND unfulfillable_at IS NULL AND ${still} AND NOT (${noneUnheld})`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/unfulfillable`}, ${orderId}, 'unfulfillable', 'system', '{}', ${now} WHERE ${still} AND NOT (${noneUnheld}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${`tsk_late_${orderId}`}, CASE WHEN order_status = 'cancelled' THEN 'refund-cancelled' ELSE 'unfulfillable' END, ${orderId}, ${orderId}, ${money.folded.netMinor}, ${money.currency},
          'Paid after the goods were let go: refund, or find the goods' FROM orders WHERE id = ${orderId} AND ${still} AND (order_status = 'cancelled' OR NOT (${noneUnheld})) ON CONFLICT DO NOTHING`,
    ...messages.map(
      ({ channel, to }) =>
        sql`INSERT INTO outbox (id, order_id, channel, recipient, template) SELECT ${`out_${orderId.slice(4)}/paid/${channel}`}, ${orderId}, ${channel}, ${to}, 'paid' WHERE ${still} ON CONFLICT (id) DO NOTHING`,
    ),
    completeIfDone(orderId),
  ];
}

/** An order whose money is whole and whose goods are delivered is complete. */
export const completeIfDone = (orderId: string): SQL =>
  sql`UPDATE orders SET order_status = 'completed' WHERE id = ${orderId} AND order_status = 'placed' AND fulfilment_status = 'delivered' AND payment_status IN ('paid', 'overpaid', 'part-refunded')`;
