import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether, type Statement } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency, Money } from "#domain/money";
import type { GatewayCode, RefundPurpose, RefundStatus } from "#domain/payments/names";
import { type Account, among } from "./attempts.ts";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { isDisputed, isLost } from "./disputes.ts";
import { othersWith, ownApproval, ownOrder } from "./four-eyes.ts";
import { type CaptureRow, factStatement } from "./ledger.ts";
import { orderEvent } from "./log-lines.ts";
import { openTask } from "./tasks.ts";

export interface RefundRow {
  readonly id: string;
  readonly orderId: string;
  readonly captureId: string;
  readonly gateway: GatewayCode;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly lines: readonly { lineId: string; quantity: number }[];
  readonly purpose: RefundPurpose;
  readonly reason: string;
  readonly status: RefundStatus;
  readonly byHand: boolean;
  readonly twoPeople: boolean;
  readonly requestedBy: string | null;
  readonly approvedBy: string | null;
  readonly finishedBy: string | null;
  readonly providerReference: string | null;
  readonly providerOther: string | null;
  readonly resultCode: string | null;
  readonly createdAt: number;
  readonly submittedAt: number | null;
  readonly endedAt: number | null;
  readonly nextLookAt: number | null;
  readonly lastLookAt: number | null;
}

export const refundOf = (row: Row): RefundRow => ({
  id: String(row.id),
  orderId: String(row.order_id),
  captureId: String(row.capture_id),
  gateway: String(row.gateway) as GatewayCode,
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  lines: JSON.parse(String(row.lines)) as RefundRow["lines"],
  purpose: String(row.purpose) as RefundPurpose,
  reason: String(row.reason),
  status: String(row.status) as RefundStatus,
  byHand: row.by_hand === 1,
  twoPeople: row.two_people === 1,
  requestedBy: textOrNull(row.requested_by),
  approvedBy: textOrNull(row.approved_by),
  finishedBy: textOrNull(row.finished_by),
  providerReference: textOrNull(row.provider_reference),
  providerOther: textOrNull(row.provider_other),
  resultCode: textOrNull(row.result_code),
  createdAt: Number(row.created_at),
  submittedAt: numberOrNull(row.submitted_at),
  endedAt: numberOrNull(row.ended_at),
  nextLookAt: numberOrNull(row.next_look_at),
  lastLookAt: numberOrNull(row.last_look_at),
});

async function rowsOf(db: Database, query: SQL): Promise<RefundRow[]> {
  const [found] = await readTogether(db, [query]);
  return (found?.rows ?? []).map(refundOf);
}

export const readRefund = async (db: Database, id: string): Promise<RefundRow | null> =>
  (await rowsOf(db, sql`SELECT * FROM refunds WHERE id = ${id}`))[0] ?? null;

/** The refunds of an order, the newest first. */
export const refundsOfOrder = (db: Database, orderId: string): Promise<RefundRow[]> =>
  rowsOf(db, sql`SELECT * FROM refunds WHERE order_id = ${orderId} ORDER BY created_at DESC, id`);

/** The row a report speaks of: by the provider's id, else by ours, else the only one of that capture and amount that is under way. */
export async function refundReported(
  db: Database,
  capture: CaptureRow,
  report: { readonly providerRef: string; readonly ourId: string | null; readonly amount: Money },
): Promise<RefundRow | null> {
  const [byTheirs] = await rowsOf(
    db,
    sql`SELECT * FROM refunds WHERE gateway = ${capture.gateway} AND provider_reference = ${report.providerRef}`,
  );
  if (byTheirs) return byTheirs;
  if (report.ourId) {
    const [byOurs] = await rowsOf(
      db,
      sql`SELECT * FROM refunds WHERE id = ${report.ourId} AND capture_id = ${capture.id} AND status <> 'failed' AND (provider_reference IS NULL OR finished_by IS NOT NULL)`,
    );
    if (byOurs) return byOurs;
  }
  const underWay = await rowsOf(
    db,
    sql`SELECT * FROM refunds WHERE capture_id = ${capture.id} AND amount_minor = ${report.amount.amountMinor} AND status IN ('submitted', 'unknown') AND provider_reference IS NULL AND by_hand = 0`,
  );
  return underWay.length === 1 ? (underWay[0] ?? null) : null;
}

export interface RefundTold {
  readonly providerRef: string;
  readonly amount: Money;
  readonly status: "pending" | "done" | "failed";
  readonly code?: string | undefined;
  readonly occurredAt: number;
}

/**
 * What a report changes: the row (born here when the refund was made elsewhere) and its facts. A refund that failed books its undoing
 * and then itself, insert or nothing, so that it makes no difference which was heard first.
 */
export function refundStatements(capture: CaptureRow, row: RefundRow | null, told: RefundTold, now: number): SQL[] {
  const { providerRef, amount, status, code = null, occurredAt } = told;
  const fact = { providerRef, amountMinor: amount.amountMinor, occurredAt };
  const to: RefundStatus = status === "pending" ? "submitted" : status;
  const ended = status === "pending" ? null : now;
  const key = row?.id ?? `${capture.gateway}/${providerRef}`;
  const detail = { amountMinor: amount.amountMinor, currency: amount.currency, gateway: capture.gateway };
  return [
    row
      ? sql`UPDATE refunds SET provider_reference = coalesce(provider_reference, ${providerRef}), result_code = coalesce(${code}, result_code),
              status = CASE WHEN ${to} = 'failed' OR (${to} = 'done' AND status IN ('approved', 'submitted', 'unknown')) OR (${to} = 'submitted' AND status IN ('approved', 'unknown') AND status <> 'unknown') THEN ${to} ELSE status END,
              ended_at = coalesce(ended_at, ${ended}) WHERE id = ${row.id} AND (provider_reference IS NULL OR provider_reference = ${providerRef}) AND status <> 'failed'`
      : sql`INSERT INTO refunds (id, order_id, capture_id, gateway, amount_minor, currency, purpose, reason, status, provider_reference, result_code, submitted_at, ended_at)
            VALUES (${newId("ref")}, ${capture.orderId}, ${capture.id}, ${capture.gateway}, ${amount.amountMinor}, ${amount.currency}, 'return', 'made at the provider', ${to}, ${providerRef}, ${code}, ${occurredAt}, ${ended})
            ON CONFLICT (gateway, provider_reference) DO NOTHING`,
    ...(status === "failed" ? [factStatement(capture, { ...fact, kind: "refund-undone" }, now)] : []),
    ...(status === "pending" ? [] : [factStatement(capture, { ...fact, kind: "refund" }, now)]),
    ...(status === "pending"
      ? []
      : [
          orderEvent(
            `${key}/${status}`,
            capture.orderId,
            status === "done" ? "refunded" : "refund-failed",
            "provider",
            { ...detail, ...(code ? { code } : {}) },
            now,
          ),
        ]),
    ...(status === "failed"
      ? [
          openTask(
            newId("tsk"),
            "refund-failed",
            key,
            capture.orderId,
            amount.amountMinor,
            amount.currency,
            "The provider could not give the money back: it is with us again, give it back another way",
          ),
        ]
      : []),
    ...(status === "done"
      ? [tellOfRefund(sql`r.gateway = ${capture.gateway} AND r.provider_reference = ${providerRef}`)]
      : []),
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'refund-unresolved' AND subject = ${key} AND state = 'open' AND ${status} <> 'pending'`,
  ];
}

/** The shopper hears once that money went back, when it has. */
const tellOfRefund = (which: SQL): SQL =>
  sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload)
      SELECT 'out_' || substr(r.id, 5) || '/refunded', r.order_id, iif(o.contact_email IS NULL, 'sms', 'email'), coalesce(o.contact_email, o.contact_phone), 'refunded',
             json_object('amountMinor', CAST(r.amount_minor AS TEXT), 'method', iif(r.by_hand = 1, '', r.gateway), 'reference', iif(r.finished_by IS NULL, '', replace(r.provider_reference, r.gateway || '/', '')))
      FROM refunds r JOIN orders o ON o.id = r.order_id WHERE ${which} AND r.status = 'done' ON CONFLICT (id) DO NOTHING`;

/** A refund as somebody asks for it: one row for each payment it is taken from. */
export interface RefundRequest {
  readonly orderId: string;
  readonly currency: Currency;
  readonly purpose: RefundPurpose;
  readonly reason: string;
  readonly lines: readonly { lineId: string; quantity: number }[];
  readonly parts: readonly {
    readonly id: string;
    readonly capture: Pick<CaptureRow, "id" | "gateway">;
    readonly amountMinor: number;
    readonly byHand: boolean;
  }[];
  readonly actorId: string;
  /** From this amount on, all refunds of the order together, a second person of these roles must agree. */
  readonly twoPeopleFrom: number;
  readonly approvers: readonly string[];
  /** Rides along: what makes a repeated request the same one. */
  readonly remember: Statement;
}

/**
 * Asks for a refund. Under the threshold, or where nobody else could agree, asking is agreeing.
 * @throws {DomainError} refund-exceeds, own-order
 */
export async function requestRefunds(db: Database, request: RefundRequest, now: number): Promise<void> {
  const { orderId, currency, purpose, reason, lines, parts, actorId, twoPeopleFrom, approvers, remember } = request;
  const total = parts.reduce((sum, part) => sum + part.amountMinor, 0);
  const ids = JSON.stringify(parts.map(({ id }) => id));
  const before = sql`(SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r WHERE r.order_id = ${orderId} AND r.status <> 'failed' AND r.id NOT IN (SELECT value FROM json_each(${ids})))`;
  const two = sql`CASE WHEN ${total} + ${before} >= ${twoPeopleFrom} AND ${othersWith(approvers, actorId)} > 0 THEN 1 ELSE 0 END`;
  const statements = parts.flatMap(({ id, capture, amountMinor, byHand }, at) => {
    const detail = { amountMinor, currency, gateway: capture.gateway, purpose, reason };
    const given = JSON.stringify(at === 0 ? lines : []); // the pieces are counted once, however many payments give them back
    return [
      sql`INSERT INTO refunds (id, order_id, capture_id, gateway, amount_minor, currency, lines, purpose, reason, by_hand, two_people, requested_by, created_at)
          SELECT ${id}, ${orderId}, ${capture.id}, ${capture.gateway}, ${amountMinor}, ${currency}, ${given}, ${purpose}, ${reason}, ${byHand ? 1 : 0}, ${two}, ${actorId}, ${now}
          WHERE NOT EXISTS (SELECT 1 FROM refunds WHERE id = ${id})`,
      sql`UPDATE refunds SET status = 'approved', approved_by = ${actorId} WHERE id = ${id} AND status = 'requested' AND two_people = 0`,
      orderEvent(`${id}/requested`, orderId, "refund-requested", "staff", detail, now, actorId),
      sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
          SELECT ${newId("tsk")}, 'second-person', ${id}, ${orderId}, ${amountMinor}, ${currency}, 'A refund waits for a second person to agree' FROM refunds WHERE id = ${id} AND status = 'requested'
          ON CONFLICT (kind, subject) WHERE state = 'open' DO NOTHING`,
      taskToMoveByHand(id),
    ];
  });
  await atomically(db, [remember, ...statements], {
    E_REFUND_EXCEEDS: refundExceeds(),
    E_REFUND_CAPTURE: refundExceeds(),
    E_REFUND_LINES: new DomainError("refund-exceeds", "Some of these pieces have gone back already."),
    E_OWN_ORDER: ownOrder(),
  });
}

/** Agreed to, and a person has to move the money. */
const taskToMoveByHand = (id: string): SQL =>
  sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
      SELECT ${newId("tsk")}, 'refund-by-hand', id, order_id, amount_minor, currency, reason FROM refunds WHERE id = ${id} AND status = 'approved' AND by_hand = 1
      ON CONFLICT (kind, subject) WHERE state = 'open' DO NOTHING`;

const refundExceeds = () =>
  new DomainError("refund-exceeds", "That is more than is left of this payment. Look at what has gone back already.");
const frozen = () =>
  new DomainError("refund-frozen", "The payer disputes this payment: nothing goes back until that has ended.");

/** A second person agrees. @throws {DomainError} own-approval, own-order @returns whether it is agreed to by this person */
export async function approveRefund(db: Database, id: string, actorId: string, now: number): Promise<boolean> {
  const results = await atomically(
    db,
    [
      sql`UPDATE refunds SET status = 'approved', approved_by = ${actorId} WHERE id = ${id} AND status = 'requested'`,
      sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind = 'second-person' AND subject = ${id} AND state = 'open'
          AND EXISTS (SELECT 1 FROM refunds WHERE id = ${id} AND status <> 'requested')`,
      taskToMoveByHand(id),
      sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT ${`${id}/approved`}, order_id, 'refund-approved', 'staff', ${actorId}, json_object('amountMinor', amount_minor, 'currency', currency), ${now}
          FROM refunds WHERE id = ${id} AND approved_by = ${actorId} ON CONFLICT (id) DO NOTHING`,
      sql`SELECT status, approved_by FROM refunds WHERE id = ${id}`,
    ],
    { E_TWO_PEOPLE: ownApproval("this refund"), E_OWN_ORDER: ownOrder() },
  );
  return results.at(-1)?.rows[0]?.approved_by === actorId;
}

/**
 * It will not be given, said before anything was sent; or, once nobody can be asked about it any more (`notMade`), a person has seen at
 * the provider that it was never made. @throws {DomainError} own-order @returns whether it is so by this person's word
 */
export async function declineRefund(
  db: Database,
  id: string,
  actorId: string,
  reason: string,
  notMade: boolean,
  now: number,
): Promise<boolean> {
  const may = notMade ? sql`status IN ('submitted', 'unknown')` : sql`status IN ('requested', 'approved')`;
  const statements = [
    sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT ${`${id}/declined`}, order_id, 'refund-declined', 'staff', ${actorId},
          json_object('amountMinor', amount_minor, 'currency', currency, 'reason', ${reason}), ${now} FROM refunds WHERE id = ${id} AND ${may} ON CONFLICT (id) DO NOTHING`,
    sql`UPDATE refunds SET status = 'failed', result_code = ${notMade ? "not-made" : "not-agreed"}, finished_by = ${actorId}, ended_at = ${now}, next_look_at = NULL WHERE id = ${id} AND ${may}`,
    sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind IN ('second-person', 'refund-by-hand', 'refund-unresolved') AND subject = ${id} AND state = 'open'
        AND EXISTS (SELECT 1 FROM refunds WHERE id = ${id} AND status = 'failed')`,
    sql`SELECT status, finished_by FROM refunds WHERE id = ${id}`,
  ];
  const results = await atomically(db, statements, { E_OWN_ORDER: ownOrder() });
  const row = results.at(-1)?.rows[0];
  return row?.status === "failed" && row.finished_by === actorId;
}

/**
 * `approved → submitted`, once, before the request leaves; or again, where the provider has a key of ours and the answer was lost.
 * @throws {DomainError} refund-frozen while the capture is disputed @returns whether the sending is ours
 */
export async function claimRefundSending(
  db: Database,
  refund: RefundRow,
  now: number,
  nextLookAt: number | null,
  again: boolean,
): Promise<boolean> {
  const attemptId = sql`(SELECT c.attempt_id FROM ledger c WHERE c.id = refunds.capture_id)`;
  const may = again
    ? sql`id = ${refund.id} AND status IN ('submitted', 'unknown') AND provider_reference IS NULL AND coalesce(last_look_at, 0) = ${refund.lastLookAt ?? 0} AND NOT ${isDisputed(attemptId, sql`refunds.order_id`)}`
    : sql`id = ${refund.id} AND status = 'approved' AND by_hand = 0`;
  const sending = newId("run");
  const results = await atomically(
    db,
    [
      sql`UPDATE refunds SET status = CASE status WHEN 'approved' THEN 'submitted' ELSE status END, submitted_at = coalesce(submitted_at, ${now}), last_look_at = ${now}, next_look_at = ${nextLookAt}, provider_other = coalesce(provider_other, ${sending}) WHERE ${may}`,
      sql`SELECT provider_other, last_look_at FROM refunds WHERE id = ${refund.id}`,
    ],
    { E_DISPUTED: frozen() },
  );
  const row = results.at(-1)?.rows[0];
  return again ? results[0]?.rowsAffected === 1 : row?.provider_other === sending;
}

/** The provider took it but has not done it; or nobody knows whether it did. */
export async function recordRefundOpen(
  db: Database,
  refund: RefundRow,
  status: "submitted" | "unknown",
  providerReference: string | null,
  providerOther: string | null,
): Promise<void> {
  await atomically(db, [
    sql`UPDATE refunds SET status = CASE WHEN status = 'submitted' THEN ${status} ELSE status END, provider_reference = coalesce(provider_reference, ${providerReference}),
          provider_other = coalesce(${providerOther}, provider_other) WHERE id = ${refund.id} AND status IN ('submitted', 'unknown')`,
  ]);
}

/** The provider gave an answer that only a person can make sense of: nobody asks about it any more, and there is a task. */
export async function handRefundToPerson(db: Database, refund: RefundRow, detail: string): Promise<void> {
  const { id, orderId, amountMinor, currency } = refund;
  await atomically(db, [
    sql`UPDATE refunds SET status = 'unknown', next_look_at = NULL WHERE id = ${id} AND status IN ('submitted', 'unknown')`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${`tsk_refund_${id}`}, 'refund-unresolved', ${id}, ${orderId}, ${amountMinor}, ${currency}, ${detail} FROM refunds WHERE id = ${id} AND status = 'unknown' ON CONFLICT DO NOTHING`,
  ]);
}

/** A refund that was given up went out all the same: their books differ from ours until a person has sorted it. */
export async function recordMovedAfterAll(db: Database, refund: RefundRow, providerRef: string): Promise<void> {
  const { id, orderId, amountMinor, currency } = refund;
  const detail = `A refund that was given up was made after all, ${providerRef}: record it, or get it back`;
  await atomically(db, [openTask(newId("tsk"), "unexplained", id, orderId, amountMinor, currency, detail)]);
}

/** The provider refused to begin: no money moved. */
export async function recordRefundRefused(db: Database, refund: RefundRow, code: string, now: number): Promise<void> {
  const detail = { amountMinor: refund.amountMinor, currency: refund.currency, gateway: refund.gateway, code };
  await atomically(db, [
    sql`UPDATE refunds SET status = 'failed', result_code = ${code}, ended_at = ${now}, next_look_at = NULL WHERE id = ${refund.id} AND status IN ('submitted', 'unknown')`,
    orderEvent(`${refund.id}/failed`, refund.orderId, "refund-failed", "provider", detail, now),
    openTask(
      newId("tsk"),
      "refund-failed",
      refund.id,
      refund.orderId,
      refund.amountMinor,
      refund.currency,
      "The provider refused the refund: give the money back another way",
    ),
  ]);
}

/**
 * A person moved the money, or found it at the provider, and typed its reference. One that was sent keeps the provider's own way of
 * writing it, so that a late report of the provider is known as the same.
 * @throws {DomainError} already-recorded, refund-frozen @returns whether it is done by this person's word
 */
export async function finishRefundByHand(
  db: Database,
  refund: RefundRow,
  capture: CaptureRow,
  reference: string,
  actorId: string,
  now: number,
): Promise<boolean> {
  const providerRef = refund.byHand ? `${refund.gateway}/${reference}` : reference;
  const open = sql`id = ${refund.id} AND status IN ('approved', 'submitted', 'unknown')`;
  const results = await atomically(
    db,
    [
      sql`UPDATE refunds SET status = CASE status WHEN 'approved' THEN 'submitted' ELSE status END, submitted_at = coalesce(submitted_at, ${now}) WHERE ${open}`,
      sql`UPDATE refunds SET status = 'done', provider_reference = coalesce(provider_reference, ${providerRef}), finished_by = ${actorId}, ended_at = ${now}, next_look_at = NULL WHERE ${open}`,
      sql`INSERT INTO ledger (id, tx_id, order_id, attempt_id, gateway, provider_ref, kind, amount_minor, currency, occurred_at, recorded_at)
          SELECT ${`led_${refund.id}`}, ${`txn_${refund.id}`}, ${capture.orderId}, ${capture.attemptId}, gateway, provider_reference, 'refund', amount_minor, currency, ${now}, ${now}
          FROM refunds WHERE id = ${refund.id} AND status = 'done' AND finished_by = ${actorId} ON CONFLICT (gateway, provider_ref, kind) DO NOTHING`,
      sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) SELECT ${`${refund.id}/done`}, order_id, 'refunded', 'staff', ${actorId}, json_object('amountMinor', amount_minor, 'currency', currency, 'gateway', gateway, 'reference', ${reference}), ${now}
          FROM refunds WHERE id = ${refund.id} AND finished_by = ${actorId} ON CONFLICT (id) DO NOTHING`,
      tellOfRefund(sql`r.id = ${refund.id}`),
      sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind IN ('refund-by-hand', 'refund-unresolved') AND subject = ${refund.id} AND state = 'open'
          AND EXISTS (SELECT 1 FROM refunds WHERE id = ${refund.id} AND status = 'done')`,
      sql`SELECT status, finished_by FROM refunds WHERE id = ${refund.id}`,
    ],
    {
      E_DISPUTED: frozen(),
      E_OWN_ORDER: ownOrder(),
      "refunds.provider_reference": new DomainError("already-recorded", "That reference is on another refund already."),
    },
  );
  const row = results.at(-1)?.rows[0];
  return row?.status === "done" && row.finished_by === actorId;
}

/** A refund with the attempt that its money came by, as `among` reads it. */
const WITH_ATTEMPT = sql`refunds r JOIN ledger c ON c.id = r.capture_id JOIN payments ON payments.id = c.attempt_id`;
const IS_FREE = sql`NOT ${isDisputed(sql`c.attempt_id`, sql`r.order_id`)}`;

/** Agreed to, and not sent: whoever should have sent it has stopped. */
export const refundsNotSent = (db: Database, present: readonly Account[], before: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status = 'approved' AND r.by_hand = 0 AND r.updated_at < ${before} AND ${among(present)} AND ${IS_FREE} LIMIT ${limit}`,
  );

/** Sent, and the answer never came. */
export const refundsWithoutAnswer = (db: Database, present: readonly Account[], before: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('submitted', 'unknown') AND r.by_hand = 0 AND r.provider_reference IS NULL AND r.last_look_at < ${before} AND ${among(present)} AND ${IS_FREE} LIMIT ${limit}`,
  );

/** Sent, and to be asked about now. */
export const refundsDue = (db: Database, present: readonly Account[], now: number, limit: number) =>
  rowsOf(
    db,
    sql`SELECT r.* FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('submitted', 'unknown') AND r.by_hand = 0 AND r.next_look_at IS NOT NULL AND r.next_look_at <= ${now} AND ${among(present)} ORDER BY r.next_look_at LIMIT ${limit}`,
  );

/** One look at a time. @returns whether it is ours */
export async function claimRefundLook(
  db: Database,
  refund: RefundRow,
  now: number,
  nextLookAt: number | null,
): Promise<boolean> {
  const [claimed] = await atomically(db, [
    sql`UPDATE refunds SET last_look_at = ${now}, looks = looks + 1, next_look_at = ${nextLookAt} WHERE id = ${refund.id} AND status IN ('submitted', 'unknown') AND coalesce(last_look_at, 0) = ${refund.lastLookAt ?? 0}`,
  ]);
  return claimed?.rowsAffected === 1;
}

/** A refund that nobody will ask about, or send, any more is a person's: it ends with a typed reference, or is refused. */
export async function tasksForRefunds(db: Database, present: readonly Account[], before: number): Promise<number> {
  const opened = await atomically(db, [
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || id, 'refund-unresolved', id, order_id, amount_minor, currency, 'Nobody knows whether this refund was made: look it up at the provider and type its reference'
        FROM refunds WHERE status IN ('submitted', 'unknown') AND by_hand = 0 AND next_look_at IS NULL AND submitted_at < ${before}
          AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || refunds.id) LIMIT 200`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || r.id, 'refund-unresolved', r.id, r.order_id, r.amount_minor, r.currency,
          'The account this was paid to is not set up to give back any more: ' || CASE r.status WHEN 'approved' THEN 'give it back there' ELSE 'find out there whether it was made' END || ', and type its reference'
        FROM ${WITH_ATTEMPT}
        WHERE r.status IN ('approved', 'submitted', 'unknown') AND r.by_hand = 0 AND r.updated_at < ${before} AND NOT ${among(present)} AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || r.id) LIMIT 200`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT 'tsk_refund_' || r.id, 'refund-unresolved', r.id, r.order_id, r.amount_minor, r.currency, 'The payer has this money back by a dispute: refuse the refund, or it would be given twice'
        FROM ${WITH_ATTEMPT}
        WHERE r.status = 'approved' AND r.by_hand = 0 AND ${isLost(sql`c.attempt_id`, sql`r.order_id`)} AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.id = 'tsk_refund_' || r.id) LIMIT 200`,
  ]);
  return opened.reduce((sum, { rowsAffected }) => sum + rowsAffected, 0);
}

export async function writeRefunds(db: Database, statements: readonly SQL[]): Promise<"written" | "exceeds"> {
  try {
    await atomically(db, statements, { E_REFUND_EXCEEDS: refundExceeds() });
    return "written";
  } catch (error) {
    if (error instanceof DomainError && error.code === "refund-exceeds") return "exceeds";
    throw error;
  }
}
