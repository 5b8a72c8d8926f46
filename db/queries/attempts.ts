import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { AttemptStatus, GatewayCode } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { markProbe, openGateway } from "./gateway-health.ts";
import { logLine, orderEvent } from "./log-lines.ts";

export interface AttemptRow {
  readonly id: string;
  readonly orderId: string;
  readonly gateway: GatewayCode;
  readonly ordinal: number;
  readonly reference: string;
  readonly mode: "test" | "live";
  readonly account: string;
  readonly status: AttemptStatus;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly phone: string | null;
  readonly providerReference: string | null;
  readonly providerOther: string | null;
  readonly receipt: string | null;
  readonly claimedReceipt: string | null;
  readonly resultCode: string | null;
  readonly createdAt: number;
  readonly submittedAt: number | null;
  readonly endedAt: number | null;
  readonly supersededAt: number | null;
  readonly nextLookAt: number | null;
  readonly lastLookAt: number | null;
  readonly pendingAt: number | null;
  readonly expiresAt: number | null;
  readonly capturingAt: number | null;
  readonly redirectUrl: string | null;
  readonly wire: Readonly<Record<string, unknown>>;
  readonly opens: number;
  readonly declines: number;
}

export const ATTEMPT = sql`id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, phone, provider_reference, provider_other, receipt, claimed_receipt,
  result_code, created_at, submitted_at, ended_at, superseded_at, next_look_at, last_look_at, pending_at, expires_at, capturing_at, redirect_url, wire, opens, declines`;

export const attemptOf = (row: Row): AttemptRow => ({
  id: String(row.id),
  orderId: String(row.order_id),
  gateway: String(row.gateway) as GatewayCode,
  ordinal: Number(row.ordinal),
  reference: String(row.reference),
  mode: String(row.mode) as "test" | "live",
  account: String(row.account),
  status: String(row.status) as AttemptStatus,
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  phone: textOrNull(row.phone),
  providerReference: textOrNull(row.provider_reference),
  providerOther: textOrNull(row.provider_other),
  receipt: textOrNull(row.receipt),
  claimedReceipt: textOrNull(row.claimed_receipt),
  resultCode: textOrNull(row.result_code),
  createdAt: Number(row.created_at),
  submittedAt: numberOrNull(row.submitted_at),
  endedAt: numberOrNull(row.ended_at),
  supersededAt: numberOrNull(row.superseded_at),
  nextLookAt: numberOrNull(row.next_look_at),
  lastLookAt: numberOrNull(row.last_look_at),
  pendingAt: numberOrNull(row.pending_at),
  expiresAt: numberOrNull(row.expires_at),
  capturingAt: numberOrNull(row.capturing_at),
  redirectUrl: textOrNull(row.redirect_url),
  wire: JSON.parse(String(row.wire)) as Record<string, unknown>,
  opens: Number(row.opens),
  declines: Number(row.declines),
});

export async function readAttempt(db: Database, id: string): Promise<AttemptRow | null> {
  const [found] = await readTogether(db, [sql`SELECT ${ATTEMPT} FROM payments WHERE id = ${id}`]);
  return found?.rows[0] ? attemptOf(found.rows[0]) : null;
}

/** The attempt a provider's reference belongs to: what we stored when it was made, or the provider's id of its money. */
export async function attemptByReference(db: Database, gateway: GatewayCode, ref: string): Promise<AttemptRow | null> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE gateway = ${gateway} AND (provider_reference = ${ref} OR provider_other = ${ref}) LIMIT 1`,
  ]);
  return found?.rows[0] ? attemptOf(found.rows[0]) : null;
}

/** Whether a reference belongs to another attempt of the same gateway. */
export async function isAnothersReference(
  db: Database,
  { id, gateway }: Pick<AttemptRow, "id" | "gateway">,
  reference: string,
): Promise<boolean> {
  const [found] = await readTogether(db, [
    sql`SELECT 1 FROM payments WHERE gateway = ${gateway} AND provider_reference = ${reference} AND id <> ${id}`,
  ]);
  return found?.rows.length === 1;
}

/**
 * `created → submitted`, once, before the request leaves. The log says which sending it was, so that one whose answer was lost knows
 * itself again. @returns whether the sending is ours
 */
export async function claimSending(
  db: Database,
  attempt: AttemptRow,
  wire: Record<string, unknown>,
  now: number,
  nextLookAt: number | null,
): Promise<boolean> {
  const sending = newId("run");
  const line = `log_${attempt.id}/submitted`;
  const may = sql`id = ${attempt.id} AND status = 'created' AND (SELECT order_status FROM orders WHERE id = payments.order_id) = 'placed'`;
  const results = await atomically(db, [
    sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, amount_minor, payload, at)
        SELECT ${line}, gateway, id, order_id, 'transition', 'submitted', reference, amount_minor, ${sending}, ${now} FROM payments WHERE ${may} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET status = 'submitted', submitted_at = ${now}, next_look_at = ${nextLookAt}, wire = ${JSON.stringify(wire)}, opens = 1 WHERE ${may}`,
    markProbe(attempt.gateway, now),
    sql`SELECT payload FROM payment_log WHERE id = ${line}`,
  ]);
  return results.at(-1)?.rows[0]?.payload === sending;
}

/** A further sending of a request whose answer never came. @returns whether it is ours */
export async function claimSendingAgain(db: Database, attempt: AttemptRow, now: number): Promise<boolean> {
  const sending = newId("run");
  const line = `log_${attempt.id}/submitted/${attempt.opens + 1}`;
  const may = sql`id = ${attempt.id} AND status = 'submitted' AND provider_reference IS NULL AND superseded_at IS NULL AND opens = ${attempt.opens}`;
  const results = await atomically(db, [
    sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, amount_minor, payload, at)
        SELECT ${line}, gateway, id, order_id, 'transition', 'submitted again', reference, amount_minor, ${sending}, ${now} FROM payments WHERE ${may} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET opens = opens + 1 WHERE ${may}`,
    sql`SELECT payload FROM payment_log WHERE id = ${line}`,
  ]);
  return results.at(-1)?.rows[0]?.payload === sending;
}

/** What the provider gave for a request it took. */
export interface OpenedAs {
  readonly providerReference: string;
  readonly providerOther: string | null;
  readonly redirectUrl?: string;
  readonly expiresAt?: number;
}

/** The provider took the request: its reference is kept. One that a callback brought first stays. */
export async function recordOpened(
  db: Database,
  attempt: AttemptRow,
  { providerReference, providerOther, redirectUrl, expiresAt }: OpenedAs,
  lines: readonly SQL[],
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET provider_reference = coalesce(provider_reference, ${providerReference}), provider_other = coalesce(provider_other, ${providerOther}),
          redirect_url = CASE WHEN provider_reference IS NULL OR provider_reference = ${providerReference} THEN ${redirectUrl ?? null} ELSE redirect_url END,
          expires_at = coalesce(expires_at, ${expiresAt ?? null}) WHERE id = ${attempt.id}`,
    openGateway(attempt.gateway),
    orderEvent(
      `${attempt.id}/prompt`,
      attempt.orderId,
      redirectUrl ? "sent-to-provider" : "prompt-sent",
      "system",
      { phone: attempt.phone, gateway: attempt.gateway },
      now,
    ),
    ...lines,
  ]);
}

/** The payer has done his part: the order is checked on, and its goods are kept as long as we ask. */
export async function recordPending(
  db: Database,
  attempt: AttemptRow,
  providerOther: string | undefined,
  keepUntil: number,
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET pending_at = ${now}, provider_other = coalesce(provider_other, ${providerOther ?? null}) WHERE id = ${attempt.id} AND status = 'submitted' AND pending_at IS NULL`,
    sql`UPDATE holds SET ends_at = max(ends_at, ${keepUntil}) WHERE order_id = ${attempt.orderId} AND state = 'live' AND ends_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM payments WHERE id = ${attempt.id} AND status = 'submitted' AND pending_at IS NOT NULL)`,
    orderEvent(
      `${attempt.id}/pending`,
      attempt.orderId,
      "payment-pending",
      "provider",
      { gateway: attempt.gateway },
      now,
    ),
  ]);
}

/** The payer's card or account said no, and the payer may try again on the same page. */
export async function recordDeclined(db: Database, attempt: AttemptRow, code: string, now: number): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET declines = declines + 1, capturing_at = NULL, result_code = ${code} WHERE id = ${attempt.id} AND status = 'submitted' AND declines = ${attempt.declines}`,
    orderEvent(
      `${attempt.id}/declined/${attempt.declines}`,
      attempt.orderId,
      "payment-declined",
      "provider",
      { gateway: attempt.gateway, code },
      now,
    ),
  ]);
}

/** When the last of its tries was declined; 0 where none was. */
export async function declinedAt(db: Database, { id, declines }: AttemptRow): Promise<number> {
  const [found] = await readTogether(db, [
    sql`SELECT at FROM order_events WHERE id = ${`${id}/declined/${declines - 1}`}`,
  ]);
  return Number(found?.rows[0]?.at ?? 0);
}

/**
 * We take only what is still wanted: the attempt lives, the order stands and lacks just this amount, and its goods are held, or are
 * held again here. @returns `ours`: ask for the money now · `asked`: somebody has · `lapsed`: it is not wanted any more
 */
export async function claimCapture(
  db: Database,
  attempt: AttemptRow,
  holdUntil: number,
  now: number,
): Promise<"ours" | "asked" | "lapsed"> {
  const wanted = sql`p.id = ${attempt.id} AND p.status = 'submitted' AND p.superseded_at IS NULL AND o.order_status = 'placed' AND m.total_minor - m.net_minor = p.amount_minor`;
  const unheld = sql`SELECT l.id, l.variant_id, l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AS left_over FROM order_lines l
    WHERE l.order_id = ${attempt.orderId} AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'))`;
  const all = sql`NOT EXISTS (SELECT 1 FROM (${unheld}) u LEFT JOIN stock s ON s.variant_id = u.variant_id GROUP BY u.variant_id HAVING coalesce(max(s.on_hand - s.reserved), 0) < sum(u.left_over))`;
  const open = sql`SELECT 1 FROM payments p JOIN orders o ON o.id = p.order_id JOIN order_money m ON m.order_id = o.id WHERE ${wanted}`;
  const results = await atomically(db, [
    sql`INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at) SELECT 'hol_' || substr(${attempt.id}, 5) || '/taken/' || u.id, ${attempt.orderId}, u.id, u.variant_id, u.left_over, ${holdUntil}
        FROM (${unheld}) u WHERE u.left_over > 0 AND EXISTS (${open}) AND ${all}`,
    sql`UPDATE payments SET capturing_at = ${now} WHERE id = ${attempt.id} AND (capturing_at IS NULL OR capturing_at < ${now - CAPTURE_PATIENCE_MS}) AND EXISTS (${open}) AND NOT EXISTS (${unheld})`,
    sql`UPDATE holds SET ends_at = max(ends_at, ${holdUntil}) WHERE order_id = ${attempt.orderId} AND state = 'live' AND ends_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM payments WHERE id = ${attempt.id} AND capturing_at = ${now})`,
    sql`SELECT capturing_at FROM payments WHERE id = ${attempt.id}`,
  ]);
  if (results[1]?.rowsAffected === 1) return "ours";
  return results.at(-1)?.rows[0]?.capturing_at === null ? "lapsed" : "asked";
}
const CAPTURE_PATIENCE_MS = 30_000; // longer than any call's deadline: whoever asked has stopped, and the same request is sent again

/** An approval that is not wanted any more: nothing is taken. */
export async function recordLapsed(db: Database, attempt: AttemptRow, now: number): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET status = 'withdrawn', result_code = 'lapsed', ended_at = ${now}, next_look_at = NULL WHERE id = ${attempt.id} AND status = 'submitted' AND capturing_at IS NULL`,
    logLine({
      id: `log_${attempt.id}/lapsed`,
      attempt,
      direction: "transition",
      what: "withdrawn",
      payload: "lapsed",
      at: now,
    }),
  ]);
}

/** A callback's reference for an attempt whose answer was lost. @returns whether it is this attempt's now */
export async function adoptReference(
  db: Database,
  attempt: AttemptRow,
  providerReference: string,
  providerOther: string | null,
): Promise<boolean> {
  const [adopted] = await atomically(
    db,
    [
      sql`UPDATE payments SET provider_reference = ${providerReference}, provider_other = ${providerOther} WHERE id = ${attempt.id} AND provider_reference IS NULL`,
    ],
    {
      payments_gateway_reference_unique: new DomainError("already-recorded", "That reference is another attempt's."),
      "payments.provider_reference": new DomainError("already-recorded", "That reference is another attempt's."),
    },
  ).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "already-recorded") return [];
    throw error;
  });
  return adopted?.rowsAffected === 1;
}

/** No final answer: the attempt waits as `unknown`, and the order says that we are checking. */
export async function recordUnknown(
  db: Database,
  attempt: AttemptRow,
  lines: readonly SQL[],
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET status = 'unknown' WHERE id = ${attempt.id} AND status = 'submitted' AND provider_reference IS NULL`,
    orderEvent(
      `${attempt.id}/unknown`,
      attempt.orderId,
      "payment-unknown",
      "system",
      { gateway: attempt.gateway },
      now,
    ),
    ...lines,
  ]);
}

/** The provider's answer, or ours: no money moved. An attempt that has ended stays as it is. */
export async function recordFailed(
  db: Database,
  attempt: AttemptRow,
  code: string,
  lines: readonly SQL[],
  now: number,
  from: "open" | "never-sent" = "open",
  to: "failed" | "expired" = "failed",
): Promise<void> {
  const ends = from === "never-sent" ? sql`status = 'created'` : sql`status IN ('submitted', 'unknown')`;
  await atomically(db, [
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at)
        SELECT ${`${attempt.id}/failed`}, order_id, 'payment-failed', 'provider', ${JSON.stringify({ gateway: attempt.gateway, code })}, ${now} FROM payments
        WHERE id = ${attempt.id} AND ${ends} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET status = ${to}, result_code = ${code}, ended_at = ${now}, next_look_at = NULL WHERE id = ${attempt.id} AND ${ends}`,
    answeredAfterAll(attempt.id),
    askAtTheDoorAgain(attempt.orderId, now),
    logLine({
      id: `log_${attempt.id}/failed`,
      attempt,
      direction: "transition",
      what: to,
      payload: code,
      at: now,
    }),
    ...lines,
  ]);
}

/** A person has seen at the provider that nothing was paid, and nobody else says otherwise. @returns whether it has failed by this person's word */
export async function recordFailedByHand(
  db: Database,
  attempt: AttemptRow,
  actorId: string,
  reason: string,
  now: number,
): Promise<boolean> {
  const detail = { gateway: attempt.gateway, code: "not-paid", note: reason };
  const said = `log_${attempt.id}/failed-by-hand`;
  const ends = sql`id = ${attempt.id} AND status IN ('submitted', 'unknown') AND NOT EXISTS (SELECT 1 FROM human_ends e WHERE e.subject = payments.id AND e.state = 'open')`;
  const results = await atomically(db, [
    sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, payload, at)
        SELECT ${said}, gateway, id, order_id, 'transition', 'failed', reference, ${actorId}, ${now} FROM payments WHERE ${ends} ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at)
        SELECT ${`${attempt.id}/failed`}, order_id, 'payment-failed', 'staff', ${actorId}, ${JSON.stringify(detail)}, ${now} FROM payments WHERE ${ends} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET status = 'failed', result_code = 'not-paid', ended_at = ${now}, next_look_at = NULL WHERE ${ends}`,
    answeredAfterAll(attempt.id),
    askAtTheDoorAgain(attempt.orderId, now),
    sql`SELECT payload FROM payment_log WHERE id = ${said}`,
  ]);
  return results.at(-1)?.rows[0]?.payload === actorId;
}

/** Nobody needs to look any more at an attempt whose answer came after its plan had ended. */
export const answeredAfterAll = (attemptId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'attempt-unresolved' AND subject = ${attemptId} AND state = 'open'
      AND EXISTS (SELECT 1 FROM payments WHERE id = ${attemptId} AND status IN ('captured', 'failed', 'expired', 'withdrawn'))`;

/** Goods are with the rider and the prompt has failed: cash is asked for again, unless something else is live. */
const askAtTheDoorAgain = (orderId: string, now: number): SQL =>
  sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
      SELECT ${newId("pay")}, o.id, 'on-delivery', n.ordinal, o.number || '-' || n.ordinal, d.mode, d.account, 'submitted', m.total_minor - m.net_minor, o.currency, ${now}
      FROM orders o JOIN order_money m ON m.order_id = o.id
        JOIN (SELECT order_id, mode, account FROM payments WHERE gateway = 'on-delivery' GROUP BY order_id) d ON d.order_id = o.id,
        (SELECT max(ordinal) + 1 AS ordinal FROM payments WHERE order_id = ${orderId}) n
      WHERE o.id = ${orderId} AND o.order_status = 'placed' AND m.total_minor > m.net_minor AND EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))`;

/** One look at a time, however many ask for it; two that ask in one millisecond may both look, which harms nothing. @returns whether the look is ours */
export async function claimLook(
  db: Database,
  attemptId: string,
  now: number,
  spacingMs: number,
  nextLookAt: number | null,
): Promise<boolean> {
  const results = await atomically(db, [
    sql`UPDATE payments SET last_look_at = ${now}, looks = looks + 1, next_look_at = CASE WHEN status IN ('submitted', 'unknown') THEN ${nextLookAt} END
        WHERE id = ${attemptId} AND status <> 'captured' AND (last_look_at IS NULL OR last_look_at <= ${now - spacingMs})`,
    sql`SELECT last_look_at FROM payments WHERE id = ${attemptId} AND status <> 'captured'`,
  ]);
  return results.at(-1)?.rows[0]?.last_look_at === now;
}
