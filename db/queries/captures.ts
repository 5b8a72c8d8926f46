import { type SQL, sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import { type AttemptRow, answeredAfterAll } from "./attempts.ts";
import { logLine, orderEvent } from "./log-lines.ts";

/** Money as it was confirmed, to be booked on an attempt. */
export interface Capture {
  readonly txId: string;
  readonly providerRef: string;
  readonly occurredAt: number;
  readonly receipt: string | null;
  /** The provider's id of the money, by which refunds and disputes name it. */
  readonly providerOther?: string | undefined;
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
        WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE attempt_id = ${attempt.id} AND kind = 'capture') AND NOT ${bookedElsewhere(attempt.id)}
        ON CONFLICT (gateway, provider_ref, kind) DO NOTHING`,
    // A second payment of the same attempt is money all the same: it waits for a person, and is never dropped. What a person ended with
    // the provider's own reference is booked as gateway/reference, and is no second payment when the provider speaks.
    ...unallocatedStatements(
      {
        gateway: attempt.gateway,
        providerRef: capture.providerRef,
        amountMinor: attempt.amountMinor,
        currency: attempt.currency,
        occurredAt: capture.occurredAt,
        reference: attempt.reference,
        about: attempt.id,
        orderId: attempt.orderId,
        detail: `A second payment for ${attempt.reference}`,
      },
      sql`EXISTS (SELECT 1 FROM ledger WHERE attempt_id = ${attempt.id} AND kind = 'capture' AND provider_ref NOT IN (${capture.providerRef}, ${`${attempt.gateway}/${capture.providerRef}`}))`,
    ),
    sql`UPDATE unallocated SET state = 'allocated', attempt_id = ${attempt.id} WHERE gateway = ${attempt.gateway} AND provider_ref = ${capture.providerRef} AND state = 'open'
        AND EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = ${attempt.gateway} AND l.provider_ref = ${capture.providerRef} AND l.kind = 'capture')`,
    closeUnallocatedTasks(attempt.gateway, capture.providerRef),
    sql`UPDATE payments SET provider_other = coalesce(provider_other, ${capture.providerOther ?? null}) WHERE id = ${attempt.id}`,
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

/** The receipt that a callback claimed for this attempt is another's capture: the same money under its other name. */
const bookedElsewhere = (attemptId: string): SQL =>
  sql`EXISTS (SELECT 1 FROM payments me JOIN payments other ON other.gateway = me.gateway AND other.receipt = me.claimed_receipt AND other.id <> me.id AND other.status = 'captured' WHERE me.id = ${attemptId} AND me.receipt IS NULL)`;

/** @returns whether it is booked; not where the money has gone back */
export async function bookCapture(db: Database, attempt: AttemptRow, capture: Capture, now: number): Promise<boolean> {
  const refused = goneBack();
  try {
    await atomically(db, captureStatements(attempt, capture, now), { E_MONEY_GONE_BACK: refused });
    return true;
  } catch (error) {
    if (error === refused) return false;
    throw error;
  }
}

/** What the books say to money of the view `money_gone_back`. */
export const goneBack = (): DomainError =>
  new DomainError(
    "already-recorded",
    "This money was sent back, or somebody says so and a second person has to decide first: see unallocated money.",
  );

/** The provider's receipt number, proven by the capture it came with; never one that another attempt carries. */
export const attachReceipt = (attemptId: string, receipt: string | null): SQL =>
  sql`UPDATE payments SET receipt = coalesce(${receipt}, claimed_receipt) WHERE id = ${attemptId} AND status = 'captured' AND receipt IS NULL AND coalesce(${receipt}, claimed_receipt) IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM payments o WHERE o.gateway = payments.gateway AND o.receipt = coalesce(${receipt}, payments.claimed_receipt))`;

/** Confirmed money that fits no attempt. */
export interface StrayMoney {
  readonly gateway: GatewayCode;
  readonly providerRef: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly occurredAt: number;
  /** What the payer wrote, and who it was, redacted. */
  readonly reference?: string;
  readonly payer?: string;
  readonly about: string | null;
  readonly orderId: string | null;
  readonly detail: string;
}

/** Keeps confirmed money that fits no attempt, with a task; once, and not where it is in the books already. */
export function unallocatedStatements(money: StrayMoney, when: SQL = sql`true`): SQL[] {
  const id = newId("una");
  const { gateway, providerRef, amountMinor, currency, occurredAt, reference = "", payer = "", about, orderId } = money;
  return [
    sql`INSERT INTO unallocated (id, gateway, provider_ref, amount_minor, currency, occurred_at, reference, payer, about)
        SELECT ${id}, ${gateway}, ${providerRef}, ${amountMinor}, ${currency}, ${occurredAt}, ${reference}, ${payer}, ${about} WHERE ${when} ON CONFLICT (gateway, provider_ref) DO NOTHING`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${newId("tsk")}, 'unallocated', u.id, ${orderId}, u.amount_minor, u.currency, ${money.detail} FROM unallocated u WHERE u.id = ${id}
        ON CONFLICT (kind, subject) WHERE state = 'open' DO NOTHING`,
  ];
}

/** Money that found its place needs nobody to look at it any more. */
export const closeUnallocatedTasks = (gateway: string, providerRef: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = coalesce(done_by, 'system') WHERE kind = 'unallocated' AND state = 'open'
      AND subject IN (SELECT id FROM unallocated WHERE gateway = ${gateway} AND provider_ref = ${providerRef} AND state <> 'open')`;
