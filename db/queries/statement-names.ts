import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { AttemptStatus, GatewayCode } from "#domain/payments/names";
import { accountName } from "./accounts.ts";
import { textOrNull } from "./cells.ts";

/** How many of these names are of something in our books: an attempt, its money, or money that fitted none. */
export async function namesKnown(db: Database, gateway: GatewayCode, names: readonly string[]): Promise<number> {
  const among = sql`IN (SELECT value FROM json_each(${JSON.stringify(names)}))`;
  const [found] = await readTogether(db, [
    sql`SELECT (SELECT count(*) FROM ledger WHERE gateway = ${gateway} AND provider_ref ${among}) + (SELECT count(*) FROM payments WHERE gateway = ${gateway} AND (provider_reference ${among} OR provider_other ${among} OR receipt ${among} OR reference ${among} OR id ${among}))
          + (SELECT count(*) FROM unallocated WHERE gateway = ${gateway} AND provider_ref ${among}) AS n`,
  ]);
  return Number(found?.rows[0]?.n ?? 0);
}

/** An attempt as a line of a statement finds it. */
export interface NamedAttempt {
  readonly id: string;
  readonly orderId: string;
  readonly number: string;
  readonly reference: string;
  readonly status: AttemptStatus;
  readonly account: string;
  /** The fact of its money. */
  readonly captureRef: string | null;
}

/** The attempt that one of these names belongs to: the provider's names before ours. */
export async function attemptNamed(
  db: Database,
  gateway: GatewayCode,
  theirs: readonly string[],
  ours: string,
): Promise<NamedAttempt | null> {
  const among = sql`IN (SELECT value FROM json_each(${JSON.stringify(theirs)}))`;
  const attempt = sql`SELECT p.id, p.order_id, p.reference, p.status, p.mode, p.account, (SELECT provider_ref FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS capture_ref, (SELECT number FROM orders o WHERE o.id = p.order_id) AS number FROM payments p`;
  const [booked, byTheirs, byOurs] = await readTogether(db, [
    sql`${attempt} WHERE p.id IN (SELECT attempt_id FROM ledger WHERE gateway = ${gateway} AND kind = 'capture' AND provider_ref ${among}) LIMIT 1`,
    sql`${attempt} WHERE p.gateway = ${gateway} AND (p.provider_reference ${among} OR p.provider_other ${among} OR p.receipt ${among}) LIMIT 1`,
    sql`${attempt} WHERE p.gateway = ${gateway} AND ${ours} <> '' AND (p.id = ${ours} OR p.reference = ${ours} OR p.id = ${ours.replace(/^pay_?/, "pay_")}) LIMIT 1`,
  ]);
  const row = booked?.rows[0] ?? byTheirs?.rows[0] ?? byOurs?.rows[0];
  return row
    ? {
        id: String(row.id),
        orderId: String(row.order_id),
        number: String(row.number),
        reference: String(row.reference),
        status: String(row.status) as AttemptStatus,
        account: accountName({ mode: String(row.mode), account: String(row.account) }),
        captureRef: textOrNull(row.capture_ref),
      }
    : null;
}

/** The order whose number stands in what a payer wrote. */
export async function orderNamed(db: Database, number: string): Promise<{ id: string; number: string } | null> {
  const [found] = await readTogether(db, [sql`SELECT id, number FROM orders WHERE number = ${number}`]);
  const row = found?.rows[0];
  return row ? { id: String(row.id), number: String(row.number) } : null;
}
