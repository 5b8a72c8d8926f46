import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { AttemptStatus, GatewayCode, HumanEndKind, PaymentStatus } from "#domain/payments/names";
import type { PaybillAttempt, PaybillOrder } from "#domain/payments/paybill";
import type { AttemptRow } from "./attempts.ts";
import { captureStatements, closeUnallocatedTasks, type StrayMoney, unallocatedStatements } from "./captures.ts";
import { numberOrNull, textOrNull } from "./cells.ts";

/** An order as money at the paybill meets it. */
export interface PaybillOrderRow extends PaybillOrder {
  readonly id: string;
  readonly number: string;
  readonly currency: Currency;
  readonly createdAt: number;
  readonly contactPhone: string | null;
  /** Rises with whatever changes its money. */
  readonly moneyRev: number;
}

export async function paybillOrder(
  db: Database,
  which: { readonly number: string } | { readonly id: string },
): Promise<PaybillOrderRow | null> {
  const where = "id" in which ? sql`o.id = ${which.id}` : sql`o.number = ${which.number}`;
  const [orders, attempts] = await readTogether(db, [
    sql`SELECT o.*, CASE WHEN m.value IN ('unpaid', 'checking', 'part-paid') THEN m.total_minor - m.net_minor ELSE 0 END AS due_minor FROM orders o JOIN order_money m ON m.order_id = o.id WHERE ${where}`,
    sql`SELECT p.* FROM payments p JOIN orders o ON o.id = p.order_id WHERE ${where} ORDER BY p.ordinal DESC`,
  ]);
  const row = orders?.rows[0];
  if (!row) return null;
  return {
    id: String(row.id),
    number: String(row.number),
    currency: String(row.currency) as Currency,
    createdAt: Number(row.created_at),
    contactPhone: textOrNull(row.contact_phone),
    moneyRev: Number(row.money_rev),
    orderStatus: String(row.order_status),
    paymentStatus: String(row.payment_status) as PaymentStatus,
    dueMinor: Number(row.due_minor),
    attempts: (attempts?.rows ?? []).map(
      (one): PaybillAttempt => ({
        id: String(one.id),
        gateway: String(one.gateway) as GatewayCode,
        ordinal: Number(one.ordinal),
        status: String(one.status) as AttemptStatus,
        amountMinor: Number(one.amount_minor),
        phone: textOrNull(one.phone),
        providerReference: textOrNull(one.provider_reference),
        receipt: textOrNull(one.receipt),
        claimedReceipt: textOrNull(one.claimed_receipt),
        submittedAt: numberOrNull(one.submitted_at),
        supersededAt: numberOrNull(one.superseded_at),
      }),
    ),
  };
}

/** What the books know of a receipt. */
export interface ReceiptKnown {
  /** The attempt that carries it, or was captured under it. */
  readonly attemptId: string | null;
  readonly orderId: string | null;
  readonly unallocated: {
    readonly id: string;
    readonly state: string;
    /** What somebody says of it, while a second person has not decided. */
    readonly waits: HumanEndKind | null;
  } | null;
  /** The C2B confirmation as it came. */
  readonly confirmation: string | null;
}

export async function receiptKnown(db: Database, receipt: string): Promise<ReceiptKnown> {
  const [carried, booked, stray, told] = await readTogether(db, [
    sql`SELECT id, order_id FROM payments WHERE gateway = 'mpesa' AND receipt = ${receipt}`,
    sql`SELECT attempt_id AS id, order_id FROM ledger WHERE gateway = 'mpesa' AND provider_ref = ${receipt} AND kind = 'capture'`,
    sql`SELECT u.id, u.state, e.kind AS waits FROM unallocated u LEFT JOIN human_ends e ON e.subject = u.id AND e.state = 'open' WHERE u.gateway = 'mpesa' AND u.provider_ref = ${receipt}`,
    sql`SELECT body FROM webhook_inbox WHERE gateway = 'mpesa' AND event_key = ${confirmationKey(receipt)} AND authenticated = 1`,
  ]);
  const attempt = carried?.rows[0] ?? booked?.rows[0];
  const kept = stray?.rows[0];
  return {
    attemptId: textOrNull(attempt?.id),
    orderId: textOrNull(attempt?.order_id),
    unallocated: kept
      ? { id: String(kept.id), state: String(kept.state), waits: textOrNull(kept.waits) as HumanEndKind | null }
      : null,
    confirmation: textOrNull(told?.rows[0]?.body),
  };
}

/** Under which a confirmation is kept; taken only on the secret path. */
export const confirmationKey = (receipt: string): string => `c2b:${receipt}`;

/** Which of these receipts are nowhere in the books. */
export async function unknownReceipts(db: Database, receipts: readonly string[]): Promise<Set<string>> {
  const [found] = await readTogether(db, [
    sql`SELECT r.value AS receipt FROM json_each(${JSON.stringify(receipts)}) r
        WHERE NOT EXISTS (SELECT 1 FROM payments WHERE gateway = 'mpesa' AND receipt = r.value)
          AND NOT EXISTS (SELECT 1 FROM ledger WHERE gateway = 'mpesa' AND provider_ref = r.value AND kind = 'capture')
          AND NOT EXISTS (SELECT 1 FROM unallocated WHERE gateway = 'mpesa' AND provider_ref = r.value)`,
  ]);
  return new Set((found?.rows ?? []).map((row) => String(row.receipt)));
}

/** A prompt that was paid gets the receipt that was missing; money that waited under it has found its place. @returns whether it has it now */
export async function attachLateReceipt(db: Database, attemptId: string, receipt: string): Promise<boolean> {
  const results = await atomically(
    db,
    [
      sql`UPDATE payments SET receipt = ${receipt} WHERE id = ${attemptId} AND status = 'captured' AND receipt IS NULL
          AND NOT EXISTS (SELECT 1 FROM payments o WHERE o.gateway = 'mpesa' AND o.receipt = ${receipt})
          AND NOT EXISTS (SELECT 1 FROM ledger WHERE gateway = 'mpesa' AND provider_ref = ${receipt} AND kind = 'capture')`,
      sql`UPDATE unallocated SET state = 'allocated', attempt_id = ${attemptId} WHERE gateway = 'mpesa' AND provider_ref = ${receipt} AND state = 'open'
          AND EXISTS (SELECT 1 FROM payments WHERE id = ${attemptId} AND receipt = ${receipt})`,
      closeUnallocatedTasks("mpesa", receipt),
      sql`SELECT receipt FROM payments WHERE id = ${attemptId}`,
    ],
    { UNIQUE: taken() },
  ).catch(unlessTaken);
  return results?.at(-1)?.rows[0]?.receipt === receipt;
}

/** An attempt whose own name was never learnt is called by its receipt from now on. @returns whether it is */
export async function nameByReceipt(db: Database, attemptId: string, receipt: string): Promise<boolean> {
  const results = await atomically(
    db,
    [
      sql`UPDATE payments SET provider_reference = ${receipt} WHERE id = ${attemptId} AND provider_reference IS NULL AND status IN ('submitted', 'unknown')`,
      sql`SELECT provider_reference FROM payments WHERE id = ${attemptId}`,
    ],
    { UNIQUE: taken() },
  ).catch(unlessTaken);
  return results?.at(-1)?.rows[0]?.provider_reference === receipt;
}

const taken = () => new DomainError("already-recorded", "That receipt belongs to another payment.");
const unlessTaken = (error: unknown): null => {
  if (error instanceof DomainError && error.code === "already-recorded") return null;
  throw error;
};

/** Money that was paid by hand, proven, for an order. */
export interface HandMoney {
  readonly receipt: string;
  readonly amountMinor: number;
  readonly occurredAt: number;
  readonly mode: "test" | "live";
  readonly account: string;
  /** The one of staff whose word it is that it is this order's; `null`: the money itself says so. */
  readonly saidBy: string | null;
}

/** How the attempt that asks now ends with it. `asksAgain`: it calls nobody, so the rest is asked for in the same way. */
export interface AskingEnds {
  readonly id: string;
  readonly how: "withdrawn" | "superseded";
  readonly was: string;
  readonly asksAgain: GatewayCode | null;
}

/**
 * An attempt of its own, born captured with the amount received, and its capture, in one batch. The attempt that asked ends; where that
 * calls nobody the next one asks for the rest. @returns `again` when anything moved since the order was read
 */
export async function bookHandMoney(
  db: Database,
  order: PaybillOrderRow,
  money: HandMoney,
  ends: AskingEnds | null,
  now: number,
): Promise<"booked" | "again"> {
  const { receipt, amountMinor, occurredAt, mode, account, saidBy } = money;
  const ordinal = Math.max(0, ...order.attempts.map((one) => one.ordinal)) + 1;
  const attempt = {
    id: newId("pay"),
    orderId: order.id,
    gateway: "mpesa",
    reference: `${order.number}-${ordinal}`,
    amountMinor,
    currency: order.currency,
  } as AttemptRow; // what a capture is told of it
  const capture = {
    txId: newId("txn"),
    providerRef: receipt,
    occurredAt,
    receipt,
    actor: saidBy === null ? "provider" : "staff",
    actorId: saidBy,
  } as const;
  const moved = new DomainError("busy", "The order is changing this very moment.");
  try {
    await atomically(
      db,
      [
        // Without this row the capture below has no attempt and the whole batch is refused (E_AMOUNT_MISMATCH).
        sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, provider_reference, receipt, submitted_at, ended_at)
            SELECT ${attempt.id}, o.id, 'mpesa', ${ordinal}, ${attempt.reference}, ${mode}, ${account}, 'captured', ${amountMinor}, o.currency, ${receipt}, ${receipt}, ${now}, ${now}
            FROM orders o WHERE o.id = ${order.id} AND o.money_rev = ${order.moneyRev}
              AND NOT EXISTS (SELECT 1 FROM ledger WHERE gateway = 'mpesa' AND provider_ref = ${receipt} AND kind = 'capture')
              AND NOT EXISTS (SELECT 1 FROM money_gone_back WHERE gateway = 'mpesa' AND provider_ref = ${receipt}) ON CONFLICT (id) DO NOTHING`,
        ...(ends ? [endAsking(ends, now)] : []),
        ...captureStatements(attempt, capture, now),
        ...(ends?.asksAgain ? [askForTheRest(order.id, ends.asksAgain, now)] : []),
        refundOfPart(order.id, now),
      ],
      { E_AMOUNT_MISMATCH: moved, UNIQUE: moved },
    );
    return "booked";
  } catch (error) {
    if (error === moved) return "again";
    throw error;
  }
}

const endAsking = ({ id, how, was }: AskingEnds, now: number): SQL =>
  how === "withdrawn"
    ? sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now}, next_look_at = NULL WHERE id = ${id} AND status = ${was} AND capturing_at IS NULL AND pending_at IS NULL`
    : sql`UPDATE payments SET superseded_at = ${now} WHERE id = ${id} AND superseded_at IS NULL`;

/** The next attempt asks for what an order that stands still lacks, unless something else is live. */
const askForTheRest = (orderId: string, gateway: GatewayCode, now: number): SQL =>
  sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
      SELECT ${newId("pay")}, o.id, ${gateway}, n.ordinal, o.number || '-' || n.ordinal, d.mode, d.account, 'submitted', m.total_minor - m.net_minor, o.currency, ${now}
      FROM orders o JOIN order_money m ON m.order_id = o.id
        JOIN (SELECT order_id, mode, account FROM payments WHERE gateway = ${gateway} GROUP BY order_id) d ON d.order_id = o.id,
        (SELECT max(ordinal) + 1 AS ordinal FROM payments WHERE order_id = ${orderId}) n
      WHERE o.id = ${orderId} AND o.order_status = 'placed' AND m.value IN ('unpaid', 'checking', 'part-paid') AND m.total_minor > m.net_minor
        AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))`;

/** A part of the money for an order that is cancelled goes back; where the rest comes after all, the fold takes over. */
const refundOfPart = (orderId: string, now: number): SQL =>
  sql`INSERT INTO staff_tasks (id, created_at, kind, subject, order_id, amount_minor, currency, detail)
      SELECT ${`tsk_part_${orderId}`} || '/' || o.money_rev, ${now}, 'refund-cancelled', o.id, o.id, m.net_minor, o.currency, 'Part of the money came after the order was cancelled: give it back'
      FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.id = ${orderId} AND o.order_status = 'cancelled' AND m.net_minor > 0 AND m.net_minor < m.total_minor
      ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor`;

/** Money came after all and the order stands again: nothing of it goes back. */
export async function closeRefundOfPart(db: Database, orderId: string): Promise<void> {
  await atomically(db, [
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'refund-cancelled' AND subject = ${orderId} AND state = 'open'
        AND EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status <> 'cancelled')`,
  ]);
}

/** Proven money that fits no order: kept with a task that says whose it may be. Not where an attempt carries its receipt by now. */
export async function keepStray(
  db: Database,
  money: Omit<StrayMoney, "gateway" | "currency" | "about">,
): Promise<void> {
  const subject = sql`SELECT id FROM unallocated WHERE gateway = 'mpesa' AND provider_ref = ${money.providerRef}`;
  await atomically(db, [
    ...unallocatedStatements(
      { ...money, gateway: "mpesa", currency: "KES", about: null },
      sql`NOT EXISTS (SELECT 1 FROM payments WHERE gateway = 'mpesa' AND receipt = ${money.providerRef})`,
    ),
    // Where it waits already, the latest word of whose it may be stands.
    sql`UPDATE staff_tasks SET detail = ${money.detail}, order_id = ${money.orderId} WHERE ${money.orderId} IS NOT NULL AND kind = 'unallocated' AND state = 'open' AND subject IN (${subject})`,
  ]);
}
