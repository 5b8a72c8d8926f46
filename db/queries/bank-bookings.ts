import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { AttemptRow } from "./attempts.ts";
import { type BankLineRow, bankFactRef, type TransferOrder } from "./bank-lines.ts";
import { acceptedStatements } from "./bank-proofs.ts";
import { captureStatements, unallocatedStatements } from "./captures.ts";
import { textOrNull } from "./cells.ts";
import { openTask } from "./tasks.ts";

/** Whose a line is, by whose word. */
export interface Decided {
  readonly orderId: string;
  readonly matchedBy: string | null;
  readonly approvedBy: string | null;
  readonly twoPeople: boolean;
  readonly note: string;
}

const decide = (line: BankLineRow, { orderId, matchedBy, approvedBy, twoPeople, note }: Decided, when: SQL): SQL =>
  sql`UPDATE bank_lines SET state = 'waiting', order_id = ${orderId}, matched_by = ${matchedBy}, approved_by = ${approvedBy}, two_people = ${twoPeople ? 1 : 0}, note = ${note} WHERE id = ${line.id} AND ${when}`;

/** A line that names an order without fitting it: a suggestion. */
export const mayBelongTo = (lineId: string, orderId: string): SQL =>
  sql`UPDATE bank_lines SET order_id = ${orderId} WHERE id = ${lineId} AND state = 'open'`;

/** The line waits for a second person, with a task that says so. A line that ended meanwhile stops the batch (E_BANK_LINE_TRANSITION). */
export const waitingStatements = (line: BankLineRow, decided: Decided, number: string): SQL[] => [
  decide(line, decided, sql`true`),
  openTask(
    newId("tsk"),
    "second-person",
    line.id,
    decided.orderId,
    line.amountMinor,
    line.currency,
    `A transfer for ${number} waits for a second person`,
  ),
];

export interface Booking {
  readonly line: BankLineRow;
  readonly order: TransferOrder;
  readonly decided: Decided;
  /** The attempt it captures; `null`: one of its own. */
  readonly target: TransferOrder["attempts"][number] | null;
  /** The attempt that asked for another amount, and asks no more. */
  readonly asking: TransferOrder["attempts"][number] | null;
  readonly actorId: string;
  /** The slip that shows it. */
  readonly proofId: string | null;
  readonly ids: { readonly attempt: string; readonly rest: string; readonly txn: string };
  readonly occurredAt: number;
}

/**
 * Books a line on an order, all or nothing. Equal to what is asked for, it captures the asking attempt; else it is an attempt of its
 * own, the asking one is withdrawn, and while anything is due the next asks for the rest. That a line is booked once, with its own fact,
 * by whoever may, is the triggers' word (E_BANK_LINE_TRANSITION, E_BANK_NOT_BOOKED, E_SECOND_PERSON, E_OWN_ORDER).
 */
export function bookingStatements(booking: Booking, now: number): SQL[] {
  const { line, order, decided, target, asking, actorId, proofId, ids, occurredAt } = booking;
  const ordinal = Math.max(0, ...order.attempts.map((one) => one.ordinal)) + 1;
  const attempt = {
    id: target?.id ?? ids.attempt,
    orderId: order.id,
    gateway: "bank-transfer",
    reference: target?.reference ?? `${order.number}-${ordinal}`,
    amountMinor: line.amountMinor,
    currency: line.currency,
  } as AttemptRow; // what a capture is told of it
  const capture = {
    txId: ids.txn,
    providerRef: bankFactRef(line),
    occurredAt,
    receipt: line.bankRef,
    actor: "staff",
    actorId,
    note: decided.note,
  } as const;
  const isMine = sql`state = 'booked' AND attempt_id = ${attempt.id} AND coalesce(approved_by, matched_by, entered_by) = ${actorId}`;
  return [
    decide(line, decided, sql`NOT (${isMine})`), // sent again after its answer was lost, it finds its own work done
    ...(target === null ? bornStatements(attempt, asking, ordinal, now) : withdrawn(asking, target, now)),
    ...captureStatements(attempt, capture, now),
    askForTheRest(order.id, ids.rest, now),
    sql`UPDATE bank_lines SET state = 'booked', attempt_id = ${attempt.id} WHERE id = ${line.id}`,
    ...acceptedStatements({ orderId: order.id, proofId, actorId }, now),
    ...tellOfTheRest(order, line, ids.rest),
    refundOfPart(order.id, now),
    sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind = 'second-person' AND subject = ${line.id} AND state = 'open'`,
  ];
}

const withdrawn = (asking: { id: string } | null, target: { id: string }, now: number): SQL[] =>
  asking && asking.id !== target.id ? [withdraw(asking.id, now)] : [];

const withdraw = (id: string, now: number): SQL =>
  sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE id = ${id} AND status = 'submitted'`;

const bornStatements = (attempt: AttemptRow, asking: { id: string } | null, ordinal: number, now: number): SQL[] => [
  ...(asking ? [withdraw(asking.id, now)] : []),
  sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at, ended_at)
      VALUES (${attempt.id}, ${attempt.orderId}, 'bank-transfer', ${ordinal}, ${attempt.reference}, 'live', 'shop', 'captured', ${attempt.amountMinor}, ${attempt.currency}, ${now}, ${now}) ON CONFLICT (id) DO NOTHING`,
];

/** The next attempt asks for what an order that stands still lacks, unless something else is live. */
const askForTheRest = (orderId: string, id: string, now: number): SQL =>
  sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
      SELECT ${id}, o.id, 'bank-transfer', n.ordinal, o.number || '-' || n.ordinal, 'live', 'shop', 'submitted', m.total_minor - m.net_minor, o.currency, ${now}
      FROM orders o JOIN order_money m ON m.order_id = o.id, (SELECT max(ordinal) + 1 AS ordinal FROM payments WHERE order_id = ${orderId}) n
      WHERE o.id = ${orderId} AND o.order_status = 'placed' AND m.value IN ('unpaid', 'checking', 'part-paid') AND m.total_minor > m.net_minor
        AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND (p.status = 'created' OR (p.status IN ('submitted', 'unknown') AND p.superseded_at IS NULL)))`;

/** Told once for each rest that is asked for. */
const tellOfTheRest = ({ id, contactEmail, contactPhone }: TransferOrder, line: BankLineRow, restId: string): SQL[] => {
  const channel = contactEmail ? "email" : "sms";
  const to = contactEmail ?? contactPhone;
  const payload = JSON.stringify({ amountMinor: String(line.amountMinor) });
  return [
    sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload) SELECT ${`out_${restId.slice(4)}/transfer-short/${channel}`}, ${id}, ${channel}, ${to}, 'transfer-short', ${payload}
        WHERE EXISTS (SELECT 1 FROM payments WHERE id = ${restId}) ON CONFLICT (id) DO NOTHING`,
  ];
};

/** A part of the money for an order that is cancelled goes back; where the rest comes after all, the fold takes over. */
const refundOfPart = (orderId: string, now: number): SQL =>
  sql`INSERT INTO staff_tasks (id, created_at, kind, subject, order_id, amount_minor, currency, detail)
      SELECT ${`tsk_part_${orderId}`} || '/' || o.money_rev, ${now}, 'refund-cancelled', o.id, o.id, m.net_minor, o.currency, 'Part of the money came after the order was cancelled: give it back'
      FROM orders o JOIN order_money m ON m.order_id = o.id WHERE o.id = ${orderId} AND o.order_status = 'cancelled' AND m.net_minor > 0 AND m.net_minor < m.total_minor
      ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor`;

/** Money came after all and the order stands again: nothing of it goes back. */
export const closeRefundOfPart = (orderId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'refund-cancelled' AND subject = ${orderId} AND state = 'open'
      AND EXISTS (SELECT 1 FROM orders WHERE id = ${orderId} AND order_status <> 'cancelled')`;

/** Not a customer's money. A line that waited is opened first, for only an open one is laid aside. */
export const setAsideStatements = (line: BankLineRow, reason: string, userId: string): SQL[] => [
  sql`UPDATE bank_lines SET state = 'open' WHERE id = ${line.id} AND state = 'waiting'`,
  sql`UPDATE bank_lines SET state = 'set-aside', order_id = NULL, matched_by = ${userId}, two_people = 0, note = ${reason} WHERE id = ${line.id} AND NOT (state = 'set-aside' AND matched_by = ${userId})`,
  closeSecondPerson(line.id, userId),
];

/** The line whose money was kept as unallocated and has gone back: laid aside, and nobody's word is asked for any more. */
export const goneBackStatements = (unallocatedId: string, reference: string, userId: string): SQL[] => {
  const ids = sql`SELECT l.id FROM unallocated u JOIN bank_accounts a ON u.provider_ref LIKE a.account_number || '/%' JOIN bank_lines l ON l.account_id = a.id AND l.key = substr(u.provider_ref, length(a.account_number) + 2)
    WHERE u.id = ${unallocatedId} AND u.gateway = 'bank-transfer' AND u.state = 'returned'`;
  return [
    sql`UPDATE bank_lines SET state = 'open' WHERE id IN (${ids}) AND state = 'waiting'`,
    sql`UPDATE bank_lines SET state = 'set-aside', order_id = NULL, matched_by = ${userId}, two_people = 0, note = ${`Sent back: ${reference}`} WHERE id IN (${ids}) AND state = 'open'`,
    sql`UPDATE staff_tasks SET state = 'done', done_by = ${userId} WHERE kind = 'second-person' AND subject IN (${ids}) AND state = 'open'`,
  ];
};

/** Back among the open ones: laid aside too soon, or the second person says no. */
export const reopenStatements = (line: BankLineRow, note: string, userId: string): SQL[] => [
  sql`UPDATE bank_lines SET state = 'open', order_id = NULL, matched_by = NULL, approved_by = NULL, two_people = 0, note = ${note} WHERE id = ${line.id} AND state <> 'open'`,
  closeSecondPerson(line.id, userId),
];

const closeSecondPerson = (lineId: string, userId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = ${userId} WHERE kind = 'second-person' AND subject = ${lineId} AND state = 'open'`;

/** Keeps a line's money as unallocated; the line stays open, and matching it later allocates it. */
export const strayStatements = (line: BankLineRow): SQL[] =>
  unallocatedStatements(
    {
      gateway: "bank-transfer",
      providerRef: bankFactRef(line),
      amountMinor: line.amountMinor,
      currency: line.currency,
      occurredAt: Date.parse(`${line.bookedOn}T12:00:00Z`),
      reference: line.narrative,
      payer: line.payer,
      about: null,
      orderId: line.orderId,
      detail: `A transfer of ${line.bookedOn} fits no order: “${line.narrative}”`,
    },
    sql`EXISTS (SELECT 1 FROM bank_lines WHERE id = ${line.id} AND state = 'open')`,
  );

/** Lines whose money was allocated elsewhere in the meantime are booked by that fact. @returns how many */
export async function bookAllocatedLines(db: Database): Promise<number> {
  const [booked] = await atomically(db, [
    sql`UPDATE bank_lines SET state = 'booked', attempt_id = f.attempt_id, order_id = f.order_id, approved_by = coalesce(bank_lines.approved_by, u.approved_by), matched_by = coalesce(bank_lines.matched_by, u.requested_by)
        FROM unallocated u JOIN ledger f ON f.gateway = u.gateway AND f.provider_ref = u.provider_ref AND f.kind = 'capture'
        WHERE bank_lines.state = 'open' AND u.gateway = 'bank-transfer' AND u.state = 'allocated'
          AND u.provider_ref = (SELECT account_number FROM bank_accounts a WHERE a.id = bank_lines.account_id) || '/' || bank_lines.key`,
  ]);
  return booked?.rowsAffected ?? 0;
}

/** Whether a line's money is kept as unallocated, and how that stands. */
export async function unallocatedState(db: Database, line: BankLineRow): Promise<string | null> {
  const [found] = await readTogether(db, [
    sql`SELECT state FROM unallocated WHERE gateway = 'bank-transfer' AND provider_ref = ${bankFactRef(line)}`,
  ]);
  return textOrNull(found?.rows[0]?.state);
}
