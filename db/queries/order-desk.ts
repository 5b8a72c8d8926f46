import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { GatewayCode, PaymentStatus } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { isDisputed } from "./disputes.ts";
import { type HumanEndRow, humanEndsOf, humanEndsWhere } from "./human-ends.ts";
import { type MismatchRow, mismatchesWhere, mismatchRows } from "./mismatches.ts";
import { type RefundRow, refundOf } from "./refunds.ts";
import { type UnallocatedRow, unallocatedRows, unallocatedWhere } from "./unallocated.ts";

/** A capture with what of it can still go back, and where it would be sent. The latest come first. */
export interface DeskCapture {
  readonly id: string;
  readonly attemptId: string;
  readonly reference: string;
  readonly gateway: GatewayCode;
  readonly mode: "test" | "live";
  readonly account: string;
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly leftMinor: number;
  readonly currency: Currency;
  readonly occurredAt: number;
  readonly receipt: string | null;
  /** The payer disputes it. */
  readonly isFrozen: boolean;
}

export interface DeskRefund extends RefundRow {
  readonly attemptId: string;
  readonly reference: string;
  readonly mode: "test" | "live";
  readonly account: string;
  readonly isFrozen: boolean;
  readonly requestedName: string | null;
  readonly approvedName: string | null;
  readonly finishedName: string | null;
}

export interface DeskDispute {
  readonly id: string;
  readonly attemptId: string;
  readonly reference: string;
  readonly gateway: GatewayCode;
  readonly providerId: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly state: string;
  readonly isOpen: boolean;
  readonly dueBy: number | null;
  readonly updatedAt: number;
}

/** The money of an order as staff deal with it. */
export interface OrderDesk {
  readonly billingProfileId: string;
  readonly paymentStatus: PaymentStatus;
  /** The one who asks has bought it. */
  readonly isOwn: boolean;
  readonly excessMinor: number;
  readonly excessLeftMinor: number;
  readonly captures: readonly DeskCapture[];
  readonly refunds: readonly DeskRefund[];
  readonly disputes: readonly DeskDispute[];
  readonly mismatches: readonly MismatchRow[];
  readonly unallocated: readonly UnallocatedRow[];
  readonly humanEnds: readonly HumanEndRow[]; // that wait
}

const MOST = 100; // rows of one kind on an order's page

export async function readOrderDesk(db: Database, orderId: string, actorId: string): Promise<OrderDesk | null> {
  const [order, captures, refunds, disputes, mismatches, unallocated, ends] = await readTogether(db, [
    sql`SELECT o.billing_profile_id, o.number, m.value, m.net_minor - m.total_minor AS over, EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = o.id AND b.user_id = ${actorId}) AS is_own
        FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.id = ${orderId}`,
    sql`SELECT c.*, p.reference, p.mode, p.account, p.receipt, ${isDisputed(sql`c.attempt_id`, sql`c.order_id`)} AS is_frozen,
          c.amount_minor - coalesce((SELECT sum(r.amount_minor) FROM refunds r WHERE r.capture_id = c.id AND r.status <> 'failed'), 0) AS left_minor
        FROM ledger c JOIN payments p ON p.id = c.attempt_id WHERE c.order_id = ${orderId} AND c.kind = 'capture' ORDER BY c.occurred_at DESC, c.recorded_at DESC, c.id`,
    refundsWhere(sql`r.order_id = ${orderId}`, MOST),
    sql`SELECT d.*, p.reference FROM disputes d JOIN payments p ON p.id = d.attempt_id WHERE p.order_id = ${orderId} ORDER BY d.provider_updated_at DESC`,
    mismatchesWhere(sql`p.order_id = ${orderId} AND m.state = 'open'`, MOST),
    unallocatedWhere(
      sql`a.order_id = ${orderId} OR t.order_id = ${orderId} OR (u.state = 'open' AND instr(upper(u.reference), (SELECT number FROM orders WHERE id = ${orderId})) > 0)`,
      MOST,
    ),
    humanEndsWhere(actorId, sql`e.order_id = ${orderId} AND e.state = 'open'`),
  ]);
  const row = order?.rows[0];
  if (!row) return null;
  const known = refundRows(refunds?.rows);
  const onTheWay = known
    .filter(({ purpose, status }) => purpose === "excess" && status !== "done" && status !== "failed")
    .reduce((sum, one) => sum + one.amountMinor, 0);
  const excessMinor = row.value === "disputed" ? 0 : Math.max(0, Number(row.over));
  return {
    billingProfileId: String(row.billing_profile_id),
    paymentStatus: String(row.value) as PaymentStatus,
    isOwn: row.is_own === 1,
    excessMinor,
    excessLeftMinor: Math.max(0, excessMinor - onTheWay),
    captures: (captures?.rows ?? []).map(captureOf),
    refunds: known,
    disputes: (disputes?.rows ?? []).map(disputeOf),
    mismatches: mismatchRows(mismatches?.rows),
    unallocated: unallocatedRows(unallocated?.rows),
    humanEnds: humanEndsOf(ends?.rows),
  };
}

const captureOf = (row: Row): DeskCapture => ({
  id: String(row.id),
  attemptId: String(row.attempt_id),
  reference: String(row.reference),
  gateway: String(row.gateway) as GatewayCode,
  mode: String(row.mode) as "test" | "live",
  account: String(row.account),
  providerRef: String(row.provider_ref),
  amountMinor: Number(row.amount_minor),
  leftMinor: Number(row.left_minor),
  currency: String(row.currency) as Currency,
  occurredAt: Number(row.occurred_at),
  receipt: textOrNull(row.receipt),
  isFrozen: row.is_frozen === 1,
});

/** Refunds with the names of people, the newest first. */
export const refundsWhere = (where: SQL, limit: number): SQL =>
  sql`SELECT r.*, c.attempt_id, p.reference, p.mode, p.account, o.number, ${isDisputed(sql`c.attempt_id`, sql`c.order_id`)} AS is_frozen, asker.name AS requested_name, other.name AS approved_name, ender.name AS finished_name
      FROM refunds r JOIN ledger c ON c.id = r.capture_id JOIN payments p ON p.id = c.attempt_id JOIN orders o ON o.id = r.order_id
        LEFT JOIN users asker ON asker.id = r.requested_by LEFT JOIN users other ON other.id = r.approved_by LEFT JOIN users ender ON ender.id = r.finished_by
      WHERE ${where} ORDER BY r.created_at DESC, r.id LIMIT ${limit}`;
export const refundRows = (rows: readonly Row[] | undefined): DeskRefund[] =>
  (rows ?? []).map((row) => ({
    ...refundOf(row),
    attemptId: String(row.attempt_id),
    reference: String(row.reference),
    mode: String(row.mode) as "test" | "live",
    account: String(row.account),
    isFrozen: row.is_frozen === 1,
    requestedName: textOrNull(row.requested_name),
    approvedName: textOrNull(row.approved_name),
    finishedName: textOrNull(row.finished_name),
  }));

const disputeOf = (row: Row): DeskDispute => ({
  id: String(row.id),
  attemptId: String(row.attempt_id),
  reference: String(row.reference),
  gateway: String(row.gateway) as GatewayCode,
  providerId: String(row.provider_id),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  state: String(row.state),
  isOpen: row.is_open === 1,
  dueBy: numberOrNull(row.due_by),
  updatedAt: Number(row.provider_updated_at),
});

/** One refund with all that decides what may be done with it. */
export async function readDeskRefund(db: Database, id: string): Promise<DeskRefund | null> {
  const [found] = await readTogether(db, [refundsWhere(sql`r.id = ${id}`, 1)]);
  return refundRows(found?.rows)[0] ?? null;
}
