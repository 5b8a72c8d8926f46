import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { readOrderMoney, writeFolded } from "#db/queries/order-money";
import { withDatabase } from "./with-database.ts";

/** A stored status that is not what the facts say. */
export interface Difference {
  readonly what: "payment status" | "attempt" | "refund";
  readonly subject: string;
  readonly stored: string;
  readonly rebuilt: string;
}

/**
 * Drops every cached payment status and builds it again from the facts; attempts and refunds are held against theirs. Safe on a shop
 * that is open: each order is dropped and rebuilt by itself under its own revision. @returns what was not as the facts say
 */
export async function replay(db: Database, now: number = Date.now()): Promise<Difference[]> {
  const found: Difference[] = [];
  const { rows } = await db.client.execute("SELECT id, payment_status, paid_at FROM orders ORDER BY id");
  for (const row of rows) {
    const orderId = String(row.id);
    const rebuilt = await rebuild(db, orderId, now);
    if (rebuilt !== row.payment_status)
      found.push({ what: "payment status", subject: orderId, stored: String(row.payment_status), rebuilt });
  }
  return [...found, ...(await attempts(db)), ...(await refunds(db))];
}

async function rebuild(db: Database, orderId: string, now: number): Promise<string> {
  for (;;) {
    await atomically(db, [
      sql`UPDATE orders SET folded_rev = money_rev, payment_status = 'unpaid' WHERE id = ${orderId}`,
      sql`UPDATE orders SET money_rev = money_rev + 1 WHERE id = ${orderId}`,
    ]);
    const money = await readOrderMoney(db, orderId);
    if (!money) return "gone";
    if ((await writeFolded(db, money, now)) === "written") return money.folded.status;
  }
}

/** `captured` and a capture fact are the same thing. */
async function attempts(db: Database): Promise<Difference[]> {
  const { rows } = await db.client.execute(
    `SELECT p.id, p.status, CASE WHEN l.id IS NULL THEN 'not captured' ELSE 'captured' END AS rebuilt
     FROM payments p LEFT JOIN ledger l ON l.attempt_id = p.id AND l.kind = 'capture' WHERE (p.status = 'captured') <> (l.id IS NOT NULL)`,
  );
  return rows.map((row) => ({
    what: "attempt",
    subject: String(row.id),
    stored: String(row.status),
    rebuilt: String(row.rebuilt),
  }));
}

/** A refund is done when its fact stands and has not been undone. */
async function refunds(db: Database): Promise<Difference[]> {
  const { rows } = await db.client.execute(
    `SELECT r.id, r.status, f.net FROM refunds r JOIN (
       SELECT r.id, coalesce((SELECT sum(CASE l.kind WHEN 'refund' THEN l.amount_minor ELSE -l.amount_minor END) FROM ledger l
         WHERE l.gateway = r.gateway AND l.provider_ref = r.provider_reference AND l.kind IN ('refund', 'refund-undone')), 0) AS net FROM refunds r
     ) f ON f.id = r.id WHERE (r.status = 'done') <> (f.net = r.amount_minor)`,
  );
  return rows.map((row) => ({
    what: "refund",
    subject: String(row.id),
    stored: String(row.status),
    rebuilt: Number(row.net) > 0 ? "done" : "not done",
  }));
}

if (import.meta.main) {
  const differences = await withDatabase((db) => replay(db));
  for (const { what, subject, stored, rebuilt } of differences)
    console.log(`${what}  ${subject}  stored ${stored}, the facts say ${rebuilt}`);
  console.log(`${differences.length} differences`);
  process.exit(differences.length === 0 ? 0 : 1);
}
