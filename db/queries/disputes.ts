import { sql } from "drizzle-orm";
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
