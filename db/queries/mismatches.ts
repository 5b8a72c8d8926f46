import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Currency, Money } from "#domain/money";
import type { AttemptStatus, GatewayCode } from "#domain/payments/names";
import type { AttemptRow } from "./attempts.ts";
import type { Row } from "./cells.ts";
import { orderEvent } from "./log-lines.ts";
import { openTask } from "./tasks.ts";

/** A claim that the provider does not confirm: never money, always a row and a task. The same claim twice is one row. */
export async function recordMismatch(
  db: Database,
  attempt: Pick<AttemptRow, "id" | "orderId" | "gateway">,
  claimedRef: string,
  amount: Money,
  reason: string,
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`INSERT INTO mismatch (id, created_at, gateway, attempt_id, claimed_ref, claimed_amount_minor, claimed_currency, reason)
        VALUES (${newId("mis")}, ${now}, ${attempt.gateway}, ${attempt.id}, ${claimedRef.slice(0, 200)}, ${amount.amountMinor}, ${amount.currency}, ${reason}) ON CONFLICT DO NOTHING`,
    openTask(newId("tsk"), "mismatch", attempt.id, attempt.orderId, amount.amountMinor, amount.currency, reason),
  ]);
}

export interface MismatchRow {
  readonly id: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly attemptId: string;
  readonly reference: string;
  readonly attemptStatus: AttemptStatus;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly gateway: GatewayCode;
  readonly claimedRef: string;
  readonly claimedAmountMinor: number;
  readonly claimedCurrency: string;
  readonly reason: string;
  readonly state: "open" | "dismissed";
  readonly createdAt: number;
}

/** Claims that nobody confirms, the oldest first. */
export const mismatchesWhere = (where: SQL, limit: number): SQL =>
  sql`SELECT m.*, p.reference, p.status, p.amount_minor, p.currency, o.id AS order_id, o.number FROM mismatch m JOIN payments p ON p.id = m.attempt_id JOIN orders o ON o.id = p.order_id
      WHERE ${where} ORDER BY m.created_at, m.id LIMIT ${limit}`;
export const mismatchRows = (rows: readonly Row[] | undefined): MismatchRow[] =>
  (rows ?? []).map((row) => ({
    id: String(row.id),
    orderId: String(row.order_id),
    orderNumber: String(row.number),
    attemptId: String(row.attempt_id),
    reference: String(row.reference),
    attemptStatus: String(row.status) as AttemptStatus,
    amountMinor: Number(row.amount_minor),
    currency: String(row.currency) as Currency,
    gateway: String(row.gateway) as GatewayCode,
    claimedRef: String(row.claimed_ref),
    claimedAmountMinor: Number(row.claimed_amount_minor),
    claimedCurrency: String(row.claimed_currency),
    reason: String(row.reason),
    state: String(row.state) as MismatchRow["state"],
    createdAt: Number(row.created_at),
  }));

export async function listMismatches(
  db: Database,
  state: "open" | "ended" | "all",
  attemptId: string | undefined,
  after: { readonly at: number; readonly id: string } | null,
  limit: number,
): Promise<MismatchRow[]> {
  const wanted = { open: sql`m.state = 'open'`, ended: sql`m.state <> 'open'`, all: sql`true` }[state];
  const of = attemptId ? sql`m.attempt_id = ${attemptId}` : sql`true`;
  const from = after ? sql`(m.created_at, m.id) > (${after.at}, ${after.id})` : sql`true`;
  const [found] = await readTogether(db, [mismatchesWhere(sql`${wanted} AND ${of} AND ${from}`, limit)]);
  return mismatchRows(found?.rows);
}

export async function readMismatch(db: Database, id: string): Promise<MismatchRow | null> {
  const [found] = await readTogether(db, [mismatchesWhere(sql`m.id = ${id}`, 1)]);
  return mismatchRows(found?.rows)[0] ?? null;
}

/** A person looked into a claim: it was nothing. The task of its attempt ends with the last of them. */
export async function dismissMismatch(
  db: Database,
  claim: MismatchRow,
  actorId: string,
  note: string,
  now: number,
): Promise<void> {
  const detail = {
    gateway: claim.gateway,
    amountMinor: claim.claimedAmountMinor,
    currency: claim.claimedCurrency,
    note,
  };
  await atomically(db, [
    sql`UPDATE mismatch SET state = 'dismissed' WHERE id = ${claim.id} AND state = 'open'`,
    orderEvent(`${claim.id}/dismissed`, claim.orderId, "claim-dismissed", "staff", detail, now, actorId),
    sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId}, note = ${note} WHERE kind = 'mismatch' AND subject = ${claim.attemptId} AND state = 'open'
        AND NOT EXISTS (SELECT 1 FROM mismatch WHERE attempt_id = ${claim.attemptId} AND state = 'open')`,
  ]);
}
