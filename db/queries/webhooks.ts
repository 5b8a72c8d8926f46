import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { GatewayCode } from "#domain/payments/names";
import type { AttemptRow } from "./attempts.ts";
import { attachReceipt } from "./captures.ts";
import { type Row, textOrNull } from "./cells.ts";
import { logLine } from "./log-lines.ts";

interface InboxEntry {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly attempt: AttemptRow | null;
  readonly eventKey: string;
  readonly kind: string;
  readonly body: string;
  /** The sender is who it should be and the body fits: it will be applied, now or by a round. */
  readonly authenticated: boolean;
  readonly outcome: string | null;
  readonly now: number;
}

/** Keeps what a provider sent before it is answered. @returns whether it was new */
export async function recordInbox(db: Database, entry: InboxEntry): Promise<boolean> {
  const { id, gateway, attempt, eventKey, kind, body, authenticated, outcome, now } = entry;
  const [, kept] = await atomically(db, [
    sql`INSERT INTO webhook_inbox (id, gateway, event_key, attempt_id, kind, body, authenticated, received_at, applied_at, outcome)
        VALUES (${id}, ${gateway}, ${eventKey}, ${attempt?.id ?? null}, ${kind}, ${body}, ${authenticated ? 1 : 0}, ${now}, ${authenticated ? null : now}, ${outcome}) ON CONFLICT (gateway, event_key) DO NOTHING`,
    sql`SELECT id FROM webhook_inbox WHERE gateway = ${gateway} AND event_key = ${eventKey}`,
    logLine({
      id: `log_${gateway}/${eventKey}`,
      attempt: attempt ?? { id: null, orderId: null, gateway, reference: null },
      direction: "callback",
      what: outcome ?? (kind || "callback"),
      payload: redacted(body),
      at: now,
    }),
  ]);
  return kept?.rows[0]?.id === id;
}

/** How many different events of one kind a provider has sent about an attempt. */
export async function timesTold(
  db: Database,
  { id, gateway }: Pick<AttemptRow, "id" | "gateway">,
  kind: string,
): Promise<number> {
  const [found] = await readTogether(db, [
    sql`SELECT count(*) AS n FROM webhook_inbox WHERE attempt_id = ${id} AND gateway = ${gateway} AND kind = ${kind} AND authenticated = 1`,
  ]);
  return Number(found?.rows[0]?.n ?? 0);
}

const NAMES =
  "FirstName|MiddleName|LastName|given_name|surname|email_address|email|name|phone|mobile|line1|postal_code|address_line_1";

/** What staff see of a body: telephone numbers, names and addresses are masked. */
export const redacted = (body: string): string =>
  body
    .slice(0, 4_000)
    .replace(/((?:254|977)\d{3})\d{3,4}(\d{3})/g, "$1···$2")
    .replace(/("(?:Debit|Credit)Party(?:Public)?Name"\s*,\s*"Value"\s*:\s*")[^"]*/g, "$1…")
    .replace(new RegExp(`("(?:${NAMES})"\\s*:\\s*")[^"]*`, "g"), "$1…");

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

/** The work of a stored request is done. */
export async function markApplied(
  db: Database,
  gateway: GatewayCode,
  eventKey: string,
  outcome: string,
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE webhook_inbox SET applied_at = ${now}, outcome = ${outcome} WHERE gateway = ${gateway} AND event_key = ${eventKey} AND applied_at IS NULL`,
  ]);
}

/** Nobody will come back to it, and it was never applied: a person finds out what it was about. One task for it, whoever gives up. */
export async function giveUp(
  db: Database,
  gateway: GatewayCode,
  eventKey: string,
  name: string,
  now: number,
): Promise<void> {
  const theirs = sql`w.gateway = ${gateway} AND w.event_key = ${eventKey}`;
  await atomically(db, [
    sql`UPDATE webhook_inbox AS w SET applied_at = ${now}, outcome = 'given-up' WHERE ${theirs} AND applied_at IS NULL`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, detail)
        SELECT 'tsk_' || w.id, 'unexplained', w.gateway || '/' || w.id, p.order_id, ${name} || ' told us of ' || coalesce(nullif(w.kind, ''), 'something') || ', ' || w.event_key || ', which could not be applied in seven days: look there what it was, and apply it again'
        FROM webhook_inbox w LEFT JOIN payments p ON p.id = w.attempt_id WHERE ${theirs} AND w.outcome = 'given-up' AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_' || w.id)`,
  ]);
}

/** It cannot be applied yet: something it hangs on is not known. A round comes back to it, more and more seldom. */
export async function postpone(db: Database, gateway: GatewayCode, eventKey: string, nextAt: number): Promise<void> {
  await atomically(db, [
    sql`UPDATE webhook_inbox SET next_at = ${nextAt}, tries = tries + 1 WHERE gateway = ${gateway} AND event_key = ${eventKey} AND applied_at IS NULL`,
  ]);
}

export interface StoredRequest {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly eventKey: string;
  readonly attemptId: string | null;
  readonly kind: string;
  readonly body: string;
  readonly receivedAt: number;
  readonly tries: number;
}

const STORED = sql`id, gateway, event_key, attempt_id, kind, body, received_at, tries`;
const storedOf = (row: Row): StoredRequest => ({
  id: String(row.id),
  gateway: String(row.gateway) as GatewayCode,
  eventKey: String(row.event_key),
  attemptId: textOrNull(row.attempt_id),
  kind: String(row.kind),
  body: String(row.body),
  receivedAt: Number(row.received_at),
  tries: Number(row.tries),
});

/** Requests that were answered but whose work was cut short, or had to wait. Oldest first. */
export async function requestsWaiting(
  db: Database,
  before: number,
  now: number,
  limit: number,
): Promise<StoredRequest[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${STORED} FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND (received_at < ${before} OR tries > 0) AND next_at <= ${now} ORDER BY received_at LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(storedOf);
}

/** One stored request that passed its check when it came. */
export async function readStored(db: Database, id: string): Promise<StoredRequest | null> {
  const [found] = await readTogether(db, [
    sql`SELECT ${STORED} FROM webhook_inbox WHERE id = ${id} AND authenticated = 1`,
  ]);
  return found?.rows[0] ? storedOf(found.rows[0]) : null;
}
