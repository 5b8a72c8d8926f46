import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { FactKind, GatewayCode } from "#domain/payments/names";
import type { Row } from "./cells.ts";

/** A capture in the books. */
export interface CaptureRow {
  readonly id: string;
  readonly attemptId: string;
  readonly orderId: string;
  readonly gateway: GatewayCode;
  /** The provider's own name for it. A person who ended a payment has typed it: that one stands in the books as gateway/reference. */
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly occurredAt: number;
}

const captureOf = (row: Row): CaptureRow => ({
  id: String(row.id),
  attemptId: String(row.attempt_id),
  orderId: String(row.order_id),
  gateway: String(row.gateway) as GatewayCode,
  providerRef: String(row.provider_ref).replace(new RegExp(`^${String(row.gateway)}/`), ""),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  occurredAt: Number(row.occurred_at),
});

/** The capture that the provider calls so: booked under that name, else under what a person typed. */
export async function captureByRef(db: Database, gateway: GatewayCode, ref: string): Promise<CaptureRow | null> {
  const [found] = await readTogether(db, [
    sql`SELECT * FROM ledger WHERE gateway = ${gateway} AND provider_ref IN (${ref}, ${`${gateway}/${ref}`}) AND kind = 'capture' ORDER BY provider_ref = ${ref} DESC LIMIT 1`,
  ]);
  return found?.rows[0] ? captureOf(found.rows[0]) : null;
}

export async function captureById(db: Database, id: string): Promise<CaptureRow | null> {
  const [found] = await readTogether(db, [sql`SELECT * FROM ledger WHERE id = ${id} AND kind = 'capture'`]);
  return found?.rows[0] ? captureOf(found.rows[0]) : null;
}

/** The captures of an order, the latest first, each with what of it can still go back. */
export async function capturesOf(
  db: Database,
  orderId: string,
): Promise<readonly (CaptureRow & { readonly leftMinor: number })[]> {
  const [found] = await readTogether(db, [
    sql`SELECT c.*, c.amount_minor - coalesce((SELECT sum(r.amount_minor) FROM refunds r WHERE r.capture_id = c.id AND r.status <> 'failed'), 0) AS left_minor
        FROM ledger c WHERE c.order_id = ${orderId} AND c.kind = 'capture' ORDER BY c.occurred_at DESC, c.recorded_at DESC, c.id`,
  ]);
  return (found?.rows ?? []).map((row) => ({ ...captureOf(row), leftMinor: Number(row.left_minor) }));
}

/** The attempt whose money the provider calls by this id, as far as we have heard. */
export async function attemptIdOfMoney(db: Database, gateway: GatewayCode, ref: string): Promise<string | null> {
  const [found] = await readTogether(db, [
    sql`SELECT id FROM payments WHERE gateway = ${gateway} AND provider_other = ${ref} LIMIT 1`,
  ]);
  return found?.rows[0] ? String(found.rows[0].id) : null;
}

export interface FactEntry {
  readonly kind: Exclude<FactKind, "capture">;
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly occurredAt: number;
}

/** A fact about a booked capture: written once, however often it is told. */
export function factStatement(capture: CaptureRow, fact: FactEntry, now: number): SQL {
  const txId = newId("txn");
  return sql`INSERT INTO ledger (id, tx_id, order_id, attempt_id, gateway, provider_ref, kind, amount_minor, currency, occurred_at, recorded_at)
    VALUES (${`led_${txId.slice(4)}`}, ${txId}, ${capture.orderId}, ${capture.attemptId}, ${capture.gateway}, ${fact.providerRef}, ${fact.kind}, ${fact.amountMinor}, ${capture.currency}, ${fact.occurredAt}, ${now})
    ON CONFLICT (gateway, provider_ref, kind) DO NOTHING`;
}
