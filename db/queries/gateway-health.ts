import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import { numberOrNull } from "./cells.ts";

const WINDOW_MS = 30_000;
const FAILURES = 5; // so many failed creates within the window hide a gateway
const CLOSED_MS = 30_000;

/** SQL text, true where a gateway takes no new payments: it is closed, or its one probe is still under way. */
export const isClosed = (gateway: string, now: string): string =>
  `EXISTS (SELECT 1 FROM gateway_health h WHERE h.id = ${gateway} AND h.closed_until IS NOT NULL AND (h.closed_until > ${now} OR h.probe_at > ${now} - ${CLOSED_MS}))`;

/** The same for the query builder, at the database's own time. */
export const isClosedNow = (gateway: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM gateway_health h WHERE h.id = ${gateway} AND h.closed_until IS NOT NULL
      AND (h.closed_until > unixepoch('subsec') * 1000 OR h.probe_at > unixepoch('subsec') * 1000 - ${CLOSED_MS}))`;

/** A create went well: the gateway is open. Rides along with what the create brought. */
export const openGateway = (gateway: GatewayCode): SQL =>
  sql`UPDATE gateway_health SET failures = '[]', closed_until = NULL, probe_at = NULL WHERE id = ${gateway} AND (failures <> '[]' OR closed_until IS NOT NULL)`;

/** The first create after a closure is the probe: while it is under way, no other is offered. */
export const markProbe = (gateway: GatewayCode, now: number): SQL =>
  sql`UPDATE gateway_health SET probe_at = ${now} WHERE id = ${gateway} AND closed_until <= ${now}`;

/** Counts a create that the provider's illness spoiled. Five in thirty seconds close the gateway for thirty; a failed probe does again. */
export async function recordTrouble(db: Database, gateway: GatewayCode, now: number): Promise<void> {
  const recent = sql`(SELECT json_group_array(value) FROM (SELECT value FROM json_each(gateway_health.failures) WHERE value > ${now - WINDOW_MS} UNION ALL SELECT ${now}))`;
  await atomically(db, [
    sql`INSERT INTO gateway_health (id, failures) VALUES (${gateway}, json_array(${now})) ON CONFLICT (id) DO UPDATE SET failures = ${recent}`,
    sql`UPDATE gateway_health SET closed_until = ${now + CLOSED_MS}, probe_at = NULL WHERE id = ${gateway} AND (closed_until IS NOT NULL OR json_array_length(failures) >= ${FAILURES})`,
  ]);
}

/** The gateways that are closed now. */
export async function closedGateways(db: Database, now: number): Promise<Set<string>> {
  const [found] = await readTogether(db, [
    sql`SELECT id FROM gateway_health WHERE closed_until IS NOT NULL AND (closed_until > ${now} OR probe_at > ${now - CLOSED_MS})`,
  ]);
  return new Set((found?.rows ?? []).map((row) => String(row.id)));
}

export interface GatewayHealthRow {
  readonly gateway: GatewayCode;
  readonly failures: readonly number[];
  readonly closedUntil: number | null;
  readonly probeAt: number | null;
  readonly inFlight: readonly {
    readonly mode: string;
    readonly account: string;
    readonly currency: Currency;
    readonly attempts: number;
    readonly amountMinor: number;
    readonly oldest: number;
  }[];
  readonly refundsOpen: number;
  readonly callbacksWaiting: number;
  readonly lastCallbackAt: number | null;
  readonly lastCaptureAt: number | null;
}

/** How each gateway stands: its breaker, and what waits for an answer of it. */
export async function readHealth(db: Database, gateways: readonly GatewayCode[]): Promise<GatewayHealthRow[]> {
  const codes = sql`(SELECT value AS code FROM json_each(${JSON.stringify(gateways)}))`;
  const [rows, inFlight] = await readTogether(db, [
    sql`SELECT c.code, h.failures, h.closed_until, h.probe_at,
          (SELECT count(*) FROM refunds r WHERE r.gateway = c.code AND r.status IN ('approved', 'submitted', 'unknown')) AS refunds,
          (SELECT count(*) FROM webhook_inbox w WHERE w.gateway = c.code AND w.applied_at IS NULL AND w.authenticated = 1) AS waiting,
          (SELECT max(w.received_at) FROM webhook_inbox w WHERE w.gateway = c.code) AS last_callback,
          (SELECT max(l.recorded_at) FROM ledger l WHERE l.gateway = c.code AND l.kind = 'capture') AS last_capture
        FROM ${codes} c LEFT JOIN gateway_health h ON h.id = c.code`,
    sql`SELECT gateway, mode, account, currency, count(*) AS n, sum(amount_minor) AS amount, min(created_at) AS oldest FROM payments
        WHERE status IN ('created', 'submitted', 'unknown') GROUP BY gateway, mode, account, currency`,
  ]);
  return (rows?.rows ?? []).map((row) => ({
    gateway: String(row.code) as GatewayCode,
    failures: row.failures === null ? [] : (JSON.parse(String(row.failures)) as number[]),
    closedUntil: numberOrNull(row.closed_until),
    probeAt: numberOrNull(row.probe_at),
    inFlight: (inFlight?.rows ?? [])
      .filter((one) => one.gateway === row.code)
      .map((one) => ({
        mode: String(one.mode),
        account: String(one.account),
        currency: String(one.currency) as Currency,
        attempts: Number(one.n),
        amountMinor: Number(one.amount),
        oldest: Number(one.oldest),
      })),
    refundsOpen: Number(row.refunds),
    callbacksWaiting: Number(row.waiting),
    lastCallbackAt: numberOrNull(row.last_callback),
    lastCaptureAt: numberOrNull(row.last_capture),
  }));
}

/** How a breaker stands now. */
export const breakerOf = (
  { closedUntil, probeAt }: Pick<GatewayHealthRow, "closedUntil" | "probeAt">,
  now: number,
): "open" | "closed" | "probing" => {
  if (closedUntil === null) return "open";
  if (closedUntil > now) return "closed";
  return probeAt !== null && probeAt > now - CLOSED_MS ? "probing" : "open";
};
