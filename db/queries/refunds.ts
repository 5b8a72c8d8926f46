import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency, Money } from "#domain/money";
import type { GatewayCode, RefundPurpose, RefundStatus } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { isDisputed } from "./disputes.ts";
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

export async function rowsOf(db: Database, query: SQL): Promise<RefundRow[]> {
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
export const tellOfRefund = (which: SQL): SQL =>
  sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload)
      SELECT 'out_' || substr(r.id, 5) || '/refunded', r.order_id, iif(o.contact_email IS NULL, 'sms', 'email'), coalesce(o.contact_email, o.contact_phone), 'refunded',
             json_object('amountMinor', CAST(r.amount_minor AS TEXT), 'method', iif(r.by_hand = 1, '', r.gateway), 'reference', iif(r.finished_by IS NULL, '', replace(r.provider_reference, r.gateway || '/', '')))
      FROM refunds r JOIN orders o ON o.id = r.order_id WHERE ${which} AND r.status = 'done' ON CONFLICT (id) DO NOTHING`;

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

export const refundExceeds = () =>
  new DomainError("refund-exceeds", "That is more than is left of this payment. Look at what has gone back already.");
export const frozen = () =>
  new DomainError("refund-frozen", "The payer disputes this payment: nothing goes back until that has ended.");

export async function writeRefunds(db: Database, statements: readonly SQL[]): Promise<"written" | "exceeds"> {
  try {
    await atomically(db, statements, { E_REFUND_EXCEEDS: refundExceeds() });
    return "written";
  } catch (error) {
    if (error instanceof DomainError && error.code === "refund-exceeds") return "exceeds";
    throw error;
  }
}
