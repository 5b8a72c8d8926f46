import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { GatewayCode } from "#domain/payments/names";
import { type Account, among } from "./accounts.ts";

/** What belongs to one account that is not configured. */
export interface LeftBehind {
  readonly gateway: GatewayCode;
  readonly mode: "test" | "live";
  readonly account: string;
  /** Attempts without a final answer: nobody could ask about them. */
  readonly attempts: number;
  /** Refunds that have not ended: nobody could send them, or ask about them. */
  readonly refunds: number;
  readonly disputes: number;
  readonly oldest: number;
}

/** What is under way under other accounts or modes than these. */
export async function underOtherAccounts(db: Database, present: readonly Account[]): Promise<LeftBehind[]> {
  const other = sql`NOT ${among(present)}`;
  const [found] = await readTogether(db, [
    sql`SELECT gateway, mode, account, sum(what = 'attempt') AS attempts, sum(what = 'refund') AS refunds, sum(what = 'dispute') AS disputes, min(since) AS oldest FROM (
          SELECT 'attempt' AS what, gateway, mode, account, created_at AS since FROM payments WHERE status IN ('created', 'submitted', 'unknown') AND ${other}
          UNION ALL SELECT 'refund', payments.gateway, payments.mode, payments.account, r.created_at FROM refunds r JOIN ledger c ON c.id = r.capture_id JOIN payments ON payments.id = c.attempt_id
            WHERE r.status IN ('requested', 'approved', 'submitted', 'unknown') AND ${other}
          UNION ALL SELECT 'dispute', payments.gateway, payments.mode, payments.account, d.created_at FROM disputes d JOIN payments ON payments.id = d.attempt_id WHERE d.is_open = 1 AND ${other}
        ) GROUP BY gateway, mode, account ORDER BY gateway, mode, account`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    gateway: String(row.gateway) as GatewayCode,
    mode: row.mode === "live" ? "live" : "test",
    account: String(row.account),
    attempts: Number(row.attempts),
    refunds: Number(row.refunds),
    disputes: Number(row.disputes),
    oldest: Number(row.oldest),
  }));
}
