import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import type { AttemptRow } from "./attempts.ts";
import { goneBackStatements } from "./bank-bookings.ts";
import { captureStatements } from "./captures.ts";
import { type Row, textOrNull } from "./cells.ts";
import type { HumanEndRow } from "./human-ends.ts";
import { orderEvent } from "./log-lines.ts";

export interface UnallocatedRow {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly occurredAt: number;
  readonly reference: string;
  readonly payer: string;
  readonly detail: string;
  readonly state: "open" | "allocated" | "returned";
  readonly about: { attemptId: string; reference: string; orderId: string; number: string } | null;
  readonly allocatedTo: { attemptId: string; orderId: string; number: string } | null;
  readonly returnReference: string | null;
  readonly requestedName: string | null;
  readonly approvedName: string | null;
  readonly createdAt: number;
}

const unallocatedOf = (row: Row): UnallocatedRow => ({
  id: String(row.id),
  gateway: String(row.gateway) as GatewayCode,
  providerRef: String(row.provider_ref),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  occurredAt: Number(row.occurred_at),
  reference: String(row.reference),
  payer: String(row.payer),
  detail: String(row.detail ?? ""),
  state: String(row.state) as UnallocatedRow["state"],
  about:
    row.about === null
      ? null
      : {
          attemptId: String(row.about),
          reference: String(row.about_reference),
          orderId: String(row.about_order),
          number: String(row.about_number),
        },
  allocatedTo:
    row.attempt_id === null
      ? null
      : { attemptId: String(row.attempt_id), orderId: String(row.to_order), number: String(row.to_number) },
  returnReference: textOrNull(row.return_reference),
  requestedName: textOrNull(row.requested_name),
  approvedName: textOrNull(row.approved_name),
  createdAt: Number(row.created_at),
});

/** Money that fits nothing, the oldest first. */
export const unallocatedWhere = (where: SQL, limit: number): SQL =>
  sql`SELECT u.*, a.reference AS about_reference, a.order_id AS about_order, ao.number AS about_number, t.order_id AS to_order, tto.number AS to_number,
        asker.name AS requested_name, other.name AS approved_name, (SELECT k.detail FROM staff_tasks k WHERE k.kind = 'unallocated' AND k.subject = u.id ORDER BY k.created_at LIMIT 1) AS detail
      FROM unallocated u LEFT JOIN payments a ON a.id = u.about LEFT JOIN orders ao ON ao.id = a.order_id LEFT JOIN payments t ON t.id = u.attempt_id LEFT JOIN orders tto ON tto.id = t.order_id
        LEFT JOIN users asker ON asker.id = u.requested_by LEFT JOIN users other ON other.id = u.approved_by
      WHERE ${where} ORDER BY u.created_at, u.id LIMIT ${limit}`;
export const unallocatedRows = (rows: readonly Row[] | undefined): UnallocatedRow[] => (rows ?? []).map(unallocatedOf);

export async function readUnallocated(db: Database, id: string): Promise<UnallocatedRow | null> {
  const [found] = await readTogether(db, [unallocatedWhere(sql`u.id = ${id}`, 1)]);
  return unallocatedRows(found?.rows)[0] ?? null;
}

export async function listUnallocated(
  db: Database,
  state: "open" | "ended" | "all",
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<UnallocatedRow[]> {
  const wanted = { open: sql`u.state = 'open'`, ended: sql`u.state <> 'open'`, all: sql`true` }[state];
  const from = after ? sql`(u.created_at, u.id) > (${after.at}, ${after.id})` : sql`true`;
  const [found] = await readTogether(db, [unallocatedWhere(sql`${wanted} AND ${from}`, limit)]);
  return unallocatedRows(found?.rows);
}

export interface OrderNamed {
  readonly id: string;
  readonly number: string;
  readonly currency: Currency;
  readonly dueMinor: number;
}

/** The orders with these numbers, and what they still lack. */
export async function ordersByNumber(db: Database, numbers: readonly string[]): Promise<OrderNamed[]> {
  if (numbers.length === 0) return [];
  const [found] = await readTogether(db, [
    sql`SELECT o.id, o.number, o.currency, max(0, m.total_minor - m.net_minor) AS due FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.number IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    id: String(row.id),
    number: String(row.number),
    currency: String(row.currency) as Currency,
    dueMinor: Number(row.due),
  }));
}

/**
 * Stray money becomes an attempt of an order, born captured, with its fact under the same reference. What asked for money at the door or
 * by transfer is withdrawn; while anything is due, it asks for the rest. Runs in one batch with what was said and agreed to.
 */
export function allocatedStatements(
  end: Pick<HumanEndRow, "id" | "requestedBy" | "note">,
  money: UnallocatedRow,
  order: Pick<OrderNamed, "id" | "number">,
  account: { readonly mode: string; readonly account: string },
  actorId: string,
  now: number,
): SQL[] {
  const orderId = order.id;
  const born = `pay_${end.id.slice(4)}`;
  const done = sql`EXISTS (SELECT 1 FROM human_ends WHERE id = ${end.id} AND state = 'done')`;
  const next = sql`(SELECT coalesce(max(ordinal), 0) + 1 FROM payments WHERE order_id = ${orderId})`;
  const live = sql`(p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL))`;
  const attempt = {
    id: born,
    orderId,
    gateway: money.gateway,
    reference: order.number,
    amountMinor: money.amountMinor,
    currency: money.currency,
  } as AttemptRow; // what a capture is told of it
  return [
    sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE order_id = ${orderId} AND gateway IN ('on-delivery', 'bank-transfer') AND status = 'submitted'
        AND ${done} AND NOT EXISTS (SELECT 1 FROM payments WHERE id = ${born})`,
    sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at, ended_at)
        SELECT ${born}, o.id, ${money.gateway}, n.ordinal, o.number || '-' || n.ordinal, ${account.mode}, ${account.account}, 'captured', ${money.amountMinor}, ${money.currency}, ${now}, ${now}
        FROM orders o, (SELECT ${next} AS ordinal) n WHERE o.id = ${orderId} AND ${done} ON CONFLICT (id) DO NOTHING`,
    ...captureStatements(
      attempt,
      {
        txId: `txn_${end.id.slice(4)}`,
        providerRef: money.providerRef,
        occurredAt: money.occurredAt,
        receipt: /^[A-Z0-9]{10}$/.test(money.providerRef) ? money.providerRef : null,
        actor: "staff",
        actorId,
        note: end.note,
      },
      now,
    ),
    sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
        SELECT ${newId("pay")}, o.id, w.gateway, n.ordinal, o.number || '-' || n.ordinal, w.mode, w.account, 'submitted', m.total_minor - m.net_minor, o.currency, ${now}
        FROM orders o JOIN order_money m ON m.order_id = o.id JOIN payments w ON w.order_id = o.id AND w.status = 'withdrawn' AND w.ended_at = ${now} AND w.gateway IN ('on-delivery', 'bank-transfer'),
          (SELECT ${next} AS ordinal) n
        WHERE o.id = ${orderId} AND ${done} AND o.order_status = 'placed' AND m.value IN ('unpaid', 'checking', 'part-paid') AND m.total_minor > m.net_minor
          AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND ${live}) LIMIT 1`,
    sql`UPDATE unallocated SET requested_by = ${end.requestedBy}, approved_by = ${actorId} WHERE id = ${money.id} AND attempt_id = ${born}`,
  ];
}

/** Stray money has gone back to whoever sent it; where it stands on a bank's statement, its line is laid aside. */
export const returnedStatements = (
  end: Pick<HumanEndRow, "id" | "requestedBy" | "reference" | "note">,
  money: UnallocatedRow,
  actorId: string,
  now: number,
): SQL[] => [
  sql`UPDATE unallocated SET state = 'returned', return_reference = ${end.reference}, requested_by = ${end.requestedBy}, approved_by = ${actorId} WHERE id = ${money.id} AND state = 'open'
      AND EXISTS (SELECT 1 FROM human_ends WHERE id = ${end.id} AND state = 'done')`,
  sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind = 'unallocated' AND subject = ${money.id} AND state = 'open' AND EXISTS (SELECT 1 FROM unallocated WHERE id = ${money.id} AND state = 'returned')`,
  ...goneBackStatements(money.id, end.reference, actorId),
  ...(money.about
    ? [
        orderEvent(
          `${end.id}/returned`,
          money.about.orderId,
          "stray-returned",
          "staff",
          {
            gateway: money.gateway,
            amountMinor: money.amountMinor,
            currency: money.currency,
            reference: end.reference,
            note: end.note,
          },
          now,
          actorId,
        ),
      ]
    : []),
];
