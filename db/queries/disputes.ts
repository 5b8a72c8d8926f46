import { type SQL, sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Money } from "#domain/money";
import { type CaptureRow, factStatement } from "./ledger.ts";
import { orderEvent } from "./log-lines.ts";
import { openTask } from "./tasks.ts";

export interface DisputeEntry {
  readonly providerRef: string;
  readonly amount: Money;
  readonly state: string;
  readonly isOpen: boolean;
  readonly money: "none" | "held" | "returned";
  readonly updatedAt: number;
  readonly rank: number;
  readonly dueBy: number | null;
}

/**
 * A dispute as it was told: its row shows the newest (the greater of provider's time and rank wins), its facts are a set. Money that
 * came back had been taken: the chargeback is booked with its undoing, whichever was heard first.
 */
export async function recordDispute(
  db: Database,
  capture: CaptureRow,
  { providerRef, amount, state, isOpen, money, updatedAt, rank, dueBy }: DisputeEntry,
  now: number,
): Promise<void> {
  const fact = { providerRef, amountMinor: amount.amountMinor, occurredAt: updatedAt };
  const theirs = sql`gateway = ${capture.gateway} AND provider_id = ${providerRef}`;
  await atomically(db, [
    sql`INSERT INTO disputes (id, gateway, provider_id, attempt_id, amount_minor, currency, state, is_open, state_rank, provider_updated_at, due_by)
        VALUES (${newId("dsp")}, ${capture.gateway}, ${providerRef}, ${capture.attemptId}, ${amount.amountMinor}, ${amount.currency}, ${state}, ${isOpen ? 1 : 0}, ${rank}, ${updatedAt}, ${dueBy})
        ON CONFLICT (gateway, provider_id) DO UPDATE SET state = excluded.state, is_open = excluded.is_open, state_rank = excluded.state_rank,
          provider_updated_at = excluded.provider_updated_at, due_by = coalesce(excluded.due_by, due_by)
        WHERE (excluded.provider_updated_at, excluded.state_rank) > (provider_updated_at, state_rank)`,
    ...(money === "returned" ? [factStatement(capture, { ...fact, kind: "chargeback-undone" }, now)] : []),
    ...(money === "none" ? [] : [factStatement(capture, { ...fact, kind: "chargeback" }, now)]),
    sameMoney(capture, now),
    orderEvent(
      `${capture.orderId}/dispute/${providerRef}/${money === "none" ? state : money}`,
      capture.orderId,
      money === "returned" ? "dispute-won" : "dispute",
      "provider",
      { gateway: capture.gateway, amountMinor: amount.amountMinor, currency: amount.currency, state },
      now,
    ),
    openTask(
      newId("tsk"),
      "dispute",
      `${capture.gateway}/${providerRef}`,
      capture.orderId,
      amount.amountMinor,
      amount.currency,
      "The payer's bank or provider asks for the money back: answer it there in time",
    ),
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'dispute' AND subject = ${`${capture.gateway}/${providerRef}`} AND state = 'open'
        AND EXISTS (SELECT 1 FROM disputes WHERE ${theirs} AND is_open = 0)`,
  ]);
}

/**
 * Money that was taken back under the capture's own name, before the dispute it was taken for had money to its name: once both are in
 * the books, the first is undone, for it is the same. Written with whichever comes last.
 */
const sameMoney = (capture: CaptureRow, now: number): SQL => {
  const txId = newId("txn");
  return sql`INSERT INTO ledger (id, tx_id, order_id, attempt_id, gateway, provider_ref, kind, amount_minor, currency, occurred_at, recorded_at)
    SELECT ${`led_${txId.slice(4)}`}, ${txId}, l.order_id, l.attempt_id, l.gateway, l.provider_ref, 'chargeback-undone', l.amount_minor, l.currency, l.occurred_at, ${now}
    FROM ledger l WHERE l.gateway = ${capture.gateway} AND l.provider_ref = ${capture.providerRef} AND l.kind = 'chargeback'
      AND EXISTS (SELECT 1 FROM ledger d WHERE d.order_id = l.order_id AND d.attempt_id = l.attempt_id AND d.kind = 'chargeback' AND d.provider_ref <> l.provider_ref)
    ON CONFLICT (gateway, provider_ref, kind) DO NOTHING`;
};

const hasOpenDispute = (attemptId: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM disputes d WHERE d.attempt_id = ${attemptId} AND d.is_open = 1)`;
const isTakenBack = (attemptId: SQL, orderId: SQL): SQL =>
  sql`coalesce((SELECT sum(CASE x.kind WHEN 'chargeback' THEN x.amount_minor ELSE -x.amount_minor END) FROM ledger x WHERE x.order_id = ${orderId} AND x.attempt_id = ${attemptId} AND x.kind IN ('chargeback', 'chargeback-undone')), 0) > 0`;

/** Whether the capture on an attempt is disputed: an open dispute, or money that was taken back (the trigger refunds_not_while_disputed). */
export const isDisputed = (attemptId: SQL, orderId: SQL): SQL =>
  sql`(${hasOpenDispute(attemptId)} OR ${isTakenBack(attemptId, orderId)})`;

/** Whether that has ended for the payer. */
export const isLost = (attemptId: SQL, orderId: SQL): SQL =>
  sql`(NOT ${hasOpenDispute(attemptId)} AND ${isTakenBack(attemptId, orderId)})`;
