import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { CancelReason, FulfilmentStatus, OrderStatus } from "#domain/orders/names";
import { type Fact, type Folded, fold } from "#domain/payments/fold";
import type { AttemptStatus, FactKind, GatewayCode, PaymentStatus } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";

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
}

const ATTEMPT = sql`id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, phone, provider_reference, provider_other, receipt, claimed_receipt,
  result_code, created_at, submitted_at, ended_at, superseded_at, next_look_at, last_look_at`;

const attemptOf = (row: Row): AttemptRow => ({
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
});

export async function readAttempt(db: Database, id: string): Promise<AttemptRow | null> {
  const [found] = await readTogether(db, [sql`SELECT ${ATTEMPT} FROM payments WHERE id = ${id}`]);
  return found?.rows[0] ? attemptOf(found.rows[0]) : null;
}

export interface LogEntry {
  readonly id: string;
  readonly attempt: Pick<AttemptRow, "id" | "orderId" | "gateway" | "reference">;
  readonly direction: "request" | "answer" | "callback" | "transition";
  readonly what: string;
  readonly payload: string;
  readonly amountMinor?: number | null;
  readonly at: number;
}

/** A line of the payment log; the same id written twice is one line. */
export const logLine = ({ id, attempt, direction, what, payload, amountMinor = null, at }: LogEntry): SQL =>
  sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, amount_minor, payload, at)
      VALUES (${id}, ${attempt.gateway}, ${attempt.id}, ${attempt.orderId}, ${direction}, ${what}, ${attempt.reference}, ${amountMinor}, ${payload}, ${at}) ON CONFLICT (id) DO NOTHING`;

export const orderEvent = (
  id: string,
  orderId: string,
  kind: string,
  actor: string,
  detail: Record<string, unknown>,
  at: number,
  actorId: string | null = null,
): SQL =>
  sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) VALUES (${id}, ${orderId}, ${kind}, ${actor}, ${actorId}, ${JSON.stringify(detail)}, ${at}) ON CONFLICT (id) DO NOTHING`;

/**
 * `created → submitted`, once, before the request leaves. The log says which sending it was, so that one whose answer was lost knows
 * itself again. @returns whether the sending is ours
 */
export async function claimSending(
  db: Database,
  attempt: AttemptRow,
  now: number,
  nextLookAt: number | null,
): Promise<boolean> {
  const sending = newId("run");
  const line = `log_${attempt.id}/submitted`;
  const may = sql`id = ${attempt.id} AND status = 'created' AND (SELECT order_status FROM orders WHERE id = payments.order_id) = 'placed'`;
  const results = await atomically(db, [
    sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, amount_minor, payload, at)
        SELECT ${line}, gateway, id, order_id, 'transition', 'submitted', reference, amount_minor, ${sending}, ${now} FROM payments WHERE ${may} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET status = 'submitted', submitted_at = ${now}, next_look_at = ${nextLookAt} WHERE ${may}`,
    sql`SELECT payload FROM payment_log WHERE id = ${line}`,
  ]);
  return results.at(-1)?.rows[0]?.payload === sending;
}

/** The provider took the request: its reference is kept. One that a callback brought first stays. */
export async function recordOpened(
  db: Database,
  attempt: AttemptRow,
  providerReference: string,
  providerOther: string | null,
  lines: readonly SQL[],
  now: number,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE payments SET provider_reference = coalesce(provider_reference, ${providerReference}), provider_other = coalesce(provider_other, ${providerOther}) WHERE id = ${attempt.id}`,
    orderEvent(
      `${attempt.id}/prompt`,
      attempt.orderId,
      "prompt-sent",
      "system",
      { phone: attempt.phone, gateway: attempt.gateway },
      now,
    ),
    ...lines,
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
): Promise<void> {
  const ends = from === "never-sent" ? sql`status = 'created'` : sql`status IN ('submitted', 'unknown')`;
  await atomically(db, [
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at)
        SELECT ${`${attempt.id}/failed`}, order_id, 'payment-failed', 'provider', ${JSON.stringify({ gateway: attempt.gateway, code })}, ${now} FROM payments
        WHERE id = ${attempt.id} AND ${ends} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE payments SET status = 'failed', result_code = ${code}, ended_at = ${now}, next_look_at = NULL WHERE id = ${attempt.id} AND ${ends}`,
    answeredAfterAll(attempt.id),
    askAtTheDoorAgain(attempt.orderId, now),
    logLine({
      id: `log_${attempt.id}/failed`,
      attempt,
      direction: "transition",
      what: "failed",
      payload: code,
      at: now,
    }),
    ...lines,
  ]);
}

/** Nobody needs to look any more at an attempt whose answer came after its plan had ended. */
const answeredAfterAll = (attemptId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'attempt-unresolved' AND subject = ${attemptId} AND state = 'open'
      AND EXISTS (SELECT 1 FROM payments WHERE id = ${attemptId} AND status IN ('captured', 'failed'))`;

/** Goods are with the rider and the prompt has failed: cash is asked for again, unless something else is live. */
const askAtTheDoorAgain = (orderId: string, now: number): SQL =>
  sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
      SELECT ${newId("pay")}, o.id, 'on-delivery', n.ordinal, o.number || '-' || n.ordinal, d.mode, d.account, 'submitted', m.total_minor - m.net_minor, o.currency, ${now}
      FROM orders o JOIN order_money m ON m.order_id = o.id
        JOIN (SELECT order_id, mode, account FROM payments WHERE gateway = 'on-delivery' GROUP BY order_id) d ON d.order_id = o.id,
        (SELECT max(ordinal) + 1 AS ordinal FROM payments WHERE order_id = ${orderId}) n
      WHERE o.id = ${orderId} AND o.order_status = 'placed' AND m.total_minor > m.net_minor AND EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))`;

export interface Capture {
  readonly txId: string;
  readonly providerRef: string;
  readonly occurredAt: number;
  readonly receipt: string | null;
  readonly actor: "provider" | "staff";
  readonly actorId: string | null;
  /** What staff wrote beside it. */
  readonly note?: string;
}

/** Statements that book an attempt's money once, however often and in whatever order it is told. */
export function captureStatements(attempt: AttemptRow, capture: Capture, now: number): SQL[] {
  return [
    sql`INSERT INTO ledger (id, tx_id, order_id, attempt_id, gateway, provider_ref, kind, amount_minor, currency, occurred_at, recorded_at)
        SELECT ${`led_${capture.txId.slice(4)}`}, ${capture.txId}, ${attempt.orderId}, ${attempt.id}, ${attempt.gateway}, ${capture.providerRef}, 'capture', ${attempt.amountMinor}, ${attempt.currency},
          ${capture.occurredAt}, ${now}
        WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE attempt_id = ${attempt.id} AND kind = 'capture')
        ON CONFLICT (gateway, provider_ref, kind) DO NOTHING`,
    sql`UPDATE payments SET status = 'captured', ended_at = ${now}, next_look_at = NULL, result_code = NULL WHERE id = ${attempt.id} AND status <> 'captured'
        AND EXISTS (SELECT 1 FROM ledger WHERE attempt_id = ${attempt.id} AND kind = 'capture')`,
    attachReceipt(attempt.id, capture.receipt),
    answeredAfterAll(attempt.id),
    orderEvent(
      `${attempt.id}/captured`,
      attempt.orderId,
      "captured",
      capture.actor,
      {
        gateway: attempt.gateway,
        amountMinor: attempt.amountMinor,
        currency: attempt.currency,
        ...(capture.note ? { note: capture.note } : {}),
      },
      now,
      capture.actorId,
    ),
    logLine({
      id: `log_${attempt.id}/captured`,
      attempt,
      direction: "transition",
      what: "captured",
      payload: capture.providerRef,
      amountMinor: attempt.amountMinor,
      at: now,
    }),
  ];
}

export async function bookCapture(db: Database, attempt: AttemptRow, capture: Capture, now: number): Promise<void> {
  await atomically(db, captureStatements(attempt, capture, now));
}

/** The provider's receipt number, proven by the capture it came with; never one that another attempt carries. */
export const attachReceipt = (attemptId: string, receipt: string | null): SQL =>
  sql`UPDATE payments SET receipt = coalesce(${receipt}, claimed_receipt) WHERE id = ${attemptId} AND status = 'captured' AND receipt IS NULL AND coalesce(${receipt}, claimed_receipt) IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM payments o WHERE o.gateway = payments.gateway AND o.receipt = coalesce(${receipt}, payments.claimed_receipt))`;

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

/** A gateway as it is configured now: attempts of another mode or account cannot be asked about. */
export interface Account {
  readonly gateway: string;
  readonly mode: string;
  readonly account: string;
}
const among = (present: readonly Account[]): SQL =>
  sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(present)}) a WHERE a.value->>'gateway' = payments.gateway AND a.value->>'mode' = payments.mode AND a.value->>'account' = payments.account)`;

/** Opens a task for every attempt that waits and that nobody will ask about: its plan has ended, or its account is not ours any more. */
export async function tasksForUnasked(db: Database, present: readonly Account[], before: number): Promise<number> {
  const [opened] = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_unasked_' || id, 'attempt-unresolved', id, order_id, amount_minor, currency, 'Nobody asks about ' || reference || ' any more: look it up at the provider'
        FROM payments WHERE status IN ('submitted', 'unknown') AND gateway <> 'on-delivery' AND submitted_at < ${before} AND (next_look_at IS NULL OR NOT ${among(present)})
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_unasked_' || payments.id OR (t.kind = 'attempt-unresolved' AND t.subject = payments.id)) LIMIT 200`,
  ]);
  return opened?.rowsAffected ?? 0;
}

/** Opens a task for goods that are still held though their time has passed and part of the money is there. */
export async function tasksForEndedHolds(db: Database, now: number): Promise<number> {
  const [opened] = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, detail)
        SELECT DISTINCT 'tsk_hold_' || o.id, 'hold-ended', o.id, o.id, 'Part of the money is there and the time is over: ask for the rest, or give it back'
        FROM holds h JOIN orders o ON o.id = h.order_id WHERE h.state = 'live' AND h.ends_at < ${now} AND o.order_status = 'placed' AND o.payment_status = 'part-paid'
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_hold_' || o.id)`,
  ]);
  return opened?.rowsAffected ?? 0;
}

/** The attempts whose time to be asked about has come, the longest waiting first. */
export async function attemptsDue(
  db: Database,
  present: readonly Account[],
  now: number,
  limit: number,
): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status IN ('submitted', 'unknown') AND next_look_at IS NOT NULL AND next_look_at <= ${now} AND ${among(present)} ORDER BY next_look_at LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}

/** `created` for longer than any sending takes: nothing left the shop, so they may fail. */
export async function attemptsNeverSent(db: Database, before: number, limit: number): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status = 'created' AND created_at < ${before} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}

/** `submitted` without the provider's reference after any answer could have come. */
export async function attemptsWithoutAnswer(db: Database, before: number, limit: number): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status = 'submitted' AND provider_reference IS NULL AND gateway <> 'on-delivery' AND submitted_at < ${before} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}

export const openTask = (
  id: string,
  kind: string,
  subject: string,
  orderId: string | null,
  amountMinor: number | null,
  currency: string | null,
  detail: string,
): SQL =>
  sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail) VALUES (${id}, ${kind}, ${subject}, ${orderId}, ${amountMinor}, ${currency}, ${detail})
      ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor, detail = excluded.detail`;

export interface OrderMoney {
  readonly orderId: string;
  readonly currency: Currency;
  readonly moneyRev: number;
  readonly foldedRev: number;
  readonly orderStatus: OrderStatus;
  readonly cancelReason: CancelReason | null;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly folded: Folded;
}

/** The facts of an order, folded. */
export async function readOrderMoney(db: Database, orderId: string): Promise<OrderMoney | null> {
  const [order, facts, adjustments] = await readTogether(db, [
    sql`SELECT o.*, (SELECT count(*) FROM payments p WHERE p.order_id = o.id AND (p.status = 'unknown' OR (p.status = 'submitted' AND p.pending_at IS NOT NULL))) AS waiting FROM orders o WHERE o.id = ${orderId}`,
    sql`SELECT gateway, provider_ref, kind, amount_minor FROM ledger WHERE order_id = ${orderId} AND kind NOT LIKE '%-contra'`,
    sql`SELECT id, amount_minor FROM order_adjustments WHERE order_id = ${orderId}`,
  ]);
  const row = order?.rows[0];
  if (!row) return null;
  const known: Fact[] = (facts?.rows ?? []).map((fact) => ({
    gateway: String(fact.gateway),
    ref: String(fact.provider_ref),
    kind: String(fact.kind) as FactKind,
    amountMinor: Number(fact.amount_minor),
  }));
  return {
    orderId,
    currency: String(row.currency) as Currency,
    moneyRev: Number(row.money_rev),
    foldedRev: Number(row.folded_rev),
    orderStatus: String(row.order_status) as OrderStatus,
    cancelReason: textOrNull(row.cancel_reason) as CancelReason | null,
    paymentStatus: String(row.payment_status) as PaymentStatus,
    fulfilmentStatus: String(row.fulfilment_status) as FulfilmentStatus,
    contactEmail: textOrNull(row.contact_email),
    contactPhone: textOrNull(row.contact_phone),
    folded: fold(known, {
      totalMinor: Number(row.total_minor),
      adjustments: (adjustments?.rows ?? []).map((line) => ({
        id: String(line.id),
        amountMinor: Number(line.amount_minor),
      })),
      waitingOnProvider: Number(row.waiting),
    }),
  };
}

/** Orders whose stored payment status is older than their facts: something stopped between the two batches. */
export async function ordersToFold(db: Database, limit: number): Promise<string[]> {
  const [found] = await readTogether(db, [sql`SELECT id FROM orders WHERE folded_rev <> money_rev LIMIT ${limit}`]);
  return (found?.rows ?? []).map((row) => String(row.id));
}

/** Writes what the fold says and what follows from it, if nothing moved meanwhile. @returns whether it was written */
export async function writeFolded(db: Database, money: OrderMoney, now: number): Promise<boolean> {
  const { orderId, folded, moneyRev } = money;
  const still = sql`EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND money_rev = ${moneyRev} AND folded_rev = ${moneyRev})`;
  const isPaid = folded.capturedMinor > 0 && (folded.status === "paid" || folded.status === "overpaid");
  const [written] = await atomically(db, [
    sql`UPDATE orders SET payment_status = ${folded.status}, folded_rev = ${moneyRev}, paid_at = CASE WHEN ${isPaid ? 1 : 0} = 1 THEN coalesce(paid_at, ${now}) ELSE paid_at END
        WHERE id = ${orderId} AND money_rev = ${moneyRev}`,
    ...(isPaid ? paidStatements(money, still, now) : []),
    folded.excessMinor > 0 && folded.status !== "disputed"
      ? sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail) SELECT ${`tsk_excess_${orderId}_${moneyRev}`}, 'refund-excess', ${orderId}, ${orderId}, ${folded.excessMinor}, ${money.currency}, 'More was paid than the order costs' WHERE ${still}
            ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor`
      : sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'refund-excess' AND subject = ${orderId} AND state = 'open' AND ${still}`,
    ...(isPaid ? askForNoMoreCash(money, still, now) : []),
  ]);
  return written?.rowsAffected === 1;
}

/** An order whose money is whole asks for none at the door. Last in its batch: it raises the revision, and changes nothing that was folded. */
const askForNoMoreCash = ({ orderId, moneyRev }: OrderMoney, still: SQL, now: number): SQL[] => [
  sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE order_id = ${orderId} AND gateway = 'on-delivery' AND status = 'submitted' AND ${still}`,
  sql`UPDATE orders SET folded_rev = money_rev WHERE id = ${orderId} AND money_rev = ${moneyRev + 1} AND folded_rev = ${moneyRev}`,
];

/** What becomes of an order whose money is whole: held goods are its own, goods let go are held again if there are any left, and people are told. */
function paidStatements(money: OrderMoney, still: SQL, now: number): SQL[] {
  const { orderId } = money;
  const unheld = sql`SELECT l.id, l.variant_id, l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AS left_over FROM order_lines l
    WHERE l.order_id = ${orderId} AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'))`;
  const all = sql`NOT EXISTS (SELECT 1 FROM (${unheld}) u LEFT JOIN stock s ON s.variant_id = u.variant_id GROUP BY u.variant_id HAVING max(s.on_hand - s.reserved) < sum(u.left_over))`;
  const keepsGoods = sql`(SELECT order_status = 'placed' OR cancel_reason = 'not-paid' FROM orders WHERE id = ${orderId})`;
  const noneUnheld = sql`NOT EXISTS (${unheld})`;
  const messages = [
    ...(money.contactEmail ? [{ channel: "email", to: money.contactEmail }] : []),
    ...(!money.contactEmail && money.contactPhone ? [{ channel: "sms", to: money.contactPhone }] : []),
  ];
  return [
    sql`INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at) SELECT 'hol_' || substr(u.id, 5) || '/again/' || ${money.moneyRev}, ${orderId}, u.id, u.variant_id, u.left_over, NULL
        FROM (${unheld}) u WHERE u.left_over > 0 AND ${still} AND ${keepsGoods} AND ${all}`,
    sql`UPDATE orders SET order_status = 'placed', cancel_reason = NULL WHERE id = ${orderId} AND order_status = 'cancelled' AND cancel_reason = 'not-paid' AND ${still} AND ${noneUnheld}`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/reinstated/${money.moneyRev}`}, ${orderId}, 'reinstated', 'system', '{}', ${now}
        WHERE ${still} AND ${noneUnheld} AND ${money.orderStatus} = 'cancelled' AND ${money.cancelReason ?? ""} = 'not-paid' ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE holds SET state = 'consumed', ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live' AND ${still}`,
    sql`UPDATE orders SET unfulfillable_at = ${now} WHERE id = ${orderId} AND unfulfillable_at IS NULL AND ${still} AND NOT (${noneUnheld})`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/unfulfillable`}, ${orderId}, 'unfulfillable', 'system', '{}', ${now} WHERE ${still} AND NOT (${noneUnheld}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${`tsk_late_${orderId}`}, CASE WHEN order_status = 'cancelled' THEN 'refund-cancelled' ELSE 'unfulfillable' END, ${orderId}, ${orderId}, ${money.folded.netMinor}, ${money.currency},
          'Paid after the goods were let go: refund, or find the goods' FROM orders WHERE id = ${orderId} AND ${still} AND (order_status = 'cancelled' OR NOT (${noneUnheld})) ON CONFLICT DO NOTHING`,
    ...messages.map(
      ({ channel, to }) =>
        sql`INSERT INTO outbox (id, order_id, channel, recipient, template) SELECT ${`out_${orderId.slice(4)}/paid/${channel}`}, ${orderId}, ${channel}, ${to}, 'paid' WHERE ${still} ON CONFLICT (id) DO NOTHING`,
    ),
    completeIfDone(orderId),
  ];
}

/** An order whose money is whole and whose goods are delivered is complete. */
export const completeIfDone = (orderId: string): SQL =>
  sql`UPDATE orders SET order_status = 'completed' WHERE id = ${orderId} AND order_status = 'placed' AND fulfilment_status = 'delivered' AND payment_status IN ('paid', 'overpaid', 'part-refunded')`;

const WITHOUT_HOLD_MS = 60 * 60_000; // downloads hold no stock: their unpaid orders end after an hour

/** Orders whose holds have ended with nothing under way, nothing captured and nothing shipped. */
export async function ordersNotPaid(db: Database, now: number, limit: number): Promise<string[]> {
  const [found] = await readTogether(db, [
    sql`SELECT DISTINCT h.order_id FROM holds h WHERE h.state = 'live' AND h.ends_at IS NOT NULL AND h.ends_at < ${now} AND ${nothingUnderWay(sql`h.order_id`)}
        UNION SELECT o.id FROM orders o WHERE o.order_status = 'placed' AND o.payment_status = 'unpaid' AND o.created_at < ${now - WITHOUT_HOLD_MS}
          AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.order_id = o.id) AND ${nothingUnderWay(sql`o.id`)} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => String(row.order_id));
}

const nothingUnderWay = (order: SQL): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = ${order} AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))
    AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.order_id = ${order} AND l.kind = 'capture')
    AND NOT EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = ${order})`;

/** Lets an unpaid order go: its goods return to the shelf. Money that comes later undoes a cancellation for `not-paid`. */
export function cancelStatements(
  orderId: string,
  reason: CancelReason,
  actor: string,
  now: number,
  onlyAfterHold: boolean,
): SQL[] {
  const may = sql`${nothingUnderWay(sql`${orderId}`)} AND (${onlyAfterHold ? 0 : 1} = 1 OR NOT EXISTS (SELECT 1 FROM holds h WHERE h.order_id = ${orderId} AND h.state = 'live' AND (h.ends_at IS NULL OR h.ends_at >= ${now})))`;
  const done = sql`EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status = 'cancelled')`;
  return [
    sql`UPDATE orders SET order_status = 'cancelled', cancel_reason = ${reason} WHERE id = ${orderId} AND order_status = 'placed' AND ${may}`,
    sql`UPDATE holds SET state = ${reason === "not-paid" ? "expired" : "released"}, ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live' AND ${done}`,
    sql`INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT ${`${orderId}/cancelled/${now}`}, ${orderId}, 'cancelled', ${actor}, ${JSON.stringify({ reason })}, ${now}
        WHERE ${done} AND NOT EXISTS (SELECT 1 FROM order_events WHERE order_id = ${orderId} AND kind = 'cancelled') ON CONFLICT (id) DO NOTHING`,
  ];
}
