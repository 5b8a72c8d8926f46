import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Money } from "#domain/money";
import type { AttemptRow } from "./attempts.ts";
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
