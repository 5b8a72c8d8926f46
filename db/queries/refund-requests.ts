import { type SQL, sql } from "drizzle-orm";
import { atomically, type Statement } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { RefundPurpose } from "#domain/payments/names";
import { othersWith, ownApproval, ownOrder } from "./four-eyes.ts";
import type { CaptureRow } from "./ledger.ts";
import { orderEvent } from "./log-lines.ts";
import { frozen, type RefundRow, refundExceeds, tellOfRefund } from "./refunds.ts";

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
