import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Money } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import { type AttemptRow, attachReceipt, logLine, openTask } from "./payments.ts";

interface InboxEntry {
  readonly id: string;
  readonly attempt: AttemptRow;
  readonly eventKey: string;
  readonly kind: string;
  readonly body: string;
  readonly fits: boolean;
  readonly outcome: string | null;
  readonly now: number;
}

/** Keeps a callback before it is answered. @returns whether this body was new for this attempt */
export async function recordInbox(
  db: Database,
  { id, attempt, eventKey, kind, body, fits, outcome, now }: InboxEntry,
): Promise<boolean> {
  const [, kept] = await atomically(db, [
    sql`INSERT INTO webhook_inbox (id, gateway, event_key, attempt_id, kind, body, authenticated, received_at, applied_at, outcome)
        VALUES (${id}, ${attempt.gateway}, ${eventKey}, ${attempt.id}, ${kind}, ${body}, ${fits ? 1 : 0}, ${now}, ${fits ? null : now}, ${outcome}) ON CONFLICT (gateway, event_key) DO NOTHING`,
    sql`SELECT id FROM webhook_inbox WHERE gateway = ${attempt.gateway} AND event_key = ${eventKey}`,
    logLine({
      id: `log_${eventKey}`,
      attempt,
      direction: "callback",
      what: outcome ?? "callback",
      payload: redacted(body),
      at: now,
    }),
  ]);
  return kept?.rows[0]?.id === id;
}

/** What staff see of a body: telephone numbers and names are masked. */
const redacted = (body: string): string =>
  body
    .slice(0, 4_000)
    .replace(/(254\d{3})\d{3}(\d{3})/g, "$1···$2")
    .replace(/("(?:First|Middle|Last)Name"\s*:\s*")[^"]*/g, "$1…");

/** A receipt number that a fitting callback brought: shown once the money itself is proven. Until then the latest claim stands. */
export async function recordClaim(
  db: Database,
  attempt: AttemptRow,
  receipt: string,
  standing: "replace" | "keep" = "replace",
): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET claimed_receipt = ${receipt} WHERE id = ${attempt.id} AND (claimed_receipt IS NULL OR (status <> 'captured' AND ${standing} = 'replace'))`,
    attachReceipt(attempt.id, null),
  ]);
}

/** A claim of another amount than was asked for: never money, always a row and a task. */
export async function recordMismatch(
  db: Database,
  attempt: AttemptRow,
  claimedRef: string,
  amount: Money,
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`INSERT INTO mismatch (id, created_at, gateway, attempt_id, claimed_ref, claimed_amount_minor, claimed_currency, reason)
        VALUES (${newId("mis")}, ${now}, ${attempt.gateway}, ${attempt.id}, ${claimedRef}, ${amount.amountMinor}, ${amount.currency}, 'a callback claims another amount') ON CONFLICT DO NOTHING`,
    openTask(
      newId("tsk"),
      "mismatch",
      attempt.id,
      attempt.orderId,
      amount.amountMinor,
      amount.currency,
      "A callback claims another amount than was asked for",
    ),
  ]);
}

export async function markApplied(db: Database, gateway: GatewayCode, eventKey: string, now: number): Promise<void> {
  await atomically(db, [
    sql`UPDATE webhook_inbox SET applied_at = ${now}, outcome = coalesce(outcome, 'asked') WHERE gateway = ${gateway} AND event_key = ${eventKey} AND applied_at IS NULL`,
  ]);
}

export interface WaitingCallback {
  readonly gateway: GatewayCode;
  readonly eventKey: string;
  readonly attemptId: string;
  readonly body: string;
  readonly receivedAt: number;
}

/** Callbacks that were answered but whose work was cut short. */
export async function callbacksWaiting(db: Database, before: number, limit: number): Promise<WaitingCallback[]> {
  const [found] = await readTogether(db, [
    sql`SELECT gateway, event_key, attempt_id, body, received_at FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND received_at < ${before} ORDER BY received_at LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    gateway: String(row.gateway) as GatewayCode,
    eventKey: String(row.event_key),
    attemptId: String(row.attempt_id),
    body: String(row.body),
    receivedAt: Number(row.received_at),
  }));
}
