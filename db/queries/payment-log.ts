import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { AttemptStatus, GatewayCode } from "#domain/payments/names";
import { type AttemptRow, attemptOf } from "./attempts.ts";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { type HumanEndRow, humanEndsOf, humanEndsWhere } from "./human-ends.ts";
import { logLine } from "./log-lines.ts";

export interface LogFilter {
  readonly gateway?: GatewayCode | undefined;
  readonly status?: AttemptStatus | undefined;
  readonly from?: number | undefined; // unix ms
  readonly to?: number | undefined;
  /** What was typed: order number, reference, receipt, the provider's reference, the end of a phone. */
  readonly search?: string | undefined;
}
export interface Cursor {
  readonly at: number;
  readonly id: string;
}

export interface LogAttemptRow extends AttemptRow {
  readonly orderNumber: string;
  readonly lastAt: number;
  readonly lines: number;
  readonly looks: number;
}

const logAttemptOf = (row: Row): LogAttemptRow => ({
  ...attemptOf(row),
  orderNumber: String(row.number),
  lastAt: Number(row.last_at ?? row.created_at),
  lines: Number(row.lines),
  looks: Number(row.looks),
});

const attemptsWhere = (where: SQL, limit: number): SQL =>
  sql`SELECT p.*, o.number, (SELECT count(*) FROM payment_log l WHERE l.attempt_id = p.id) AS lines, (SELECT max(l.at) FROM payment_log l WHERE l.attempt_id = p.id) AS last_at
      FROM payments p JOIN orders o ON o.id = p.order_id WHERE ${where} ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}`;

/** Attempts, the newest first, each with how much is written of it. */
export async function listLog(
  db: Database,
  filter: LogFilter,
  after: Cursor | null,
  limit: number,
): Promise<{ rows: LogAttemptRow[]; total: number }> {
  const where = sql.join([sql`true`, ...conditions(filter)], sql` AND `);
  const from = after ? sql`(p.created_at, p.id) < (${after.at}, ${after.id})` : sql`true`;
  const [rows, total] = await readTogether(db, [
    attemptsWhere(sql`${where} AND ${from}`, limit),
    sql`SELECT count(*) AS n FROM payments p JOIN orders o ON o.id = p.order_id WHERE ${where}`,
  ]);
  return { rows: (rows?.rows ?? []).map(logAttemptOf), total: Number(total?.rows[0]?.n ?? 0) };
}

function conditions({ gateway, status, from, to, search }: LogFilter): SQL[] {
  const parts: SQL[] = [];
  if (gateway) parts.push(sql`p.gateway = ${gateway}`);
  if (status) parts.push(sql`p.status = ${status}`);
  if (from !== undefined) parts.push(sql`p.created_at >= ${from}`);
  if (to !== undefined) parts.push(sql`p.created_at < ${to}`);
  if (search) parts.push(found(search));
  return parts;
}

function found(search: string): SQL {
  const letters = search.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const typed = search.replace(/\D/g, "");
  const digits = typed.length >= 9 ? typed.replace(/^(254|0)/, "") : typed;
  const number = search
    .toUpperCase()
    .replace(/-\d+$/, "")
    .replace(/[^0-9A-Z]/g, "");
  const ways = [
    sql`o.number = ${number}`,
    sql`p.reference = ${search.toUpperCase()}`,
    sql`p.receipt IN (${search}, ${letters})`,
    sql`p.provider_reference = ${search}`,
    sql`p.provider_other = ${search}`,
    sql`p.id IN (SELECT l.attempt_id FROM ledger l WHERE l.provider_ref = ${search})`,
  ];
  if (digits.length >= 4 && /^[+\d\s().-]+$/.test(search)) ways.push(sql`p.phone LIKE ${`%${digits}`}`);
  return sql`(${sql.join(ways, sql` OR `)})`;
}

export interface LogLineRow {
  readonly id: string;
  readonly at: number;
  readonly direction: "request" | "answer" | "callback" | "transition";
  readonly what: string;
  readonly amountMinor: number | null;
  readonly payload: string;
}

export interface CallbackRow {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly attemptId: string | null;
  readonly reference: string | null;
  readonly orderId: string | null;
  readonly kind: string;
  readonly body: string;
  readonly authenticated: boolean;
  readonly outcome: string | null;
  readonly receivedAt: number;
  readonly appliedAt: number | null;
  readonly tries: number;
}

const callbackOf = (row: Row): CallbackRow => ({
  id: String(row.id),
  gateway: String(row.gateway) as GatewayCode,
  attemptId: textOrNull(row.attempt_id),
  reference: textOrNull(row.reference),
  orderId: textOrNull(row.order_id),
  kind: String(row.kind),
  body: String(row.body),
  authenticated: row.authenticated === 1,
  outcome: textOrNull(row.outcome),
  receivedAt: Number(row.received_at),
  appliedAt: numberOrNull(row.applied_at),
  tries: Number(row.tries),
});

const callbacksWhere = (where: SQL, limit: number): SQL =>
  sql`SELECT w.*, p.reference, p.order_id FROM webhook_inbox w LEFT JOIN payments p ON p.id = w.attempt_id WHERE ${where} ORDER BY w.received_at DESC, w.id DESC LIMIT ${limit}`;

const MOST_LINES = 500;

/** One attempt with every line written of it, the oldest first, and what the provider sent about it. */
export async function readLogOf(
  db: Database,
  attemptId: string,
  actorId: string,
): Promise<{
  attempt: LogAttemptRow;
  lines: LogLineRow[];
  callbacks: CallbackRow[];
  waiting: HumanEndRow | null;
  isOwn: boolean;
} | null> {
  const [attempt, lines, callbacks, ends, own] = await readTogether(db, [
    attemptsWhere(sql`p.id = ${attemptId}`, 1),
    sql`SELECT * FROM payment_log WHERE attempt_id = ${attemptId} ORDER BY at, rowid LIMIT ${MOST_LINES}`,
    callbacksWhere(sql`w.attempt_id = ${attemptId}`, MOST_LINES),
    humanEndsWhere(actorId, sql`e.subject = ${attemptId} AND e.state = 'open'`),
    sql`SELECT 1 FROM order_buyers b JOIN payments p ON p.order_id = b.order_id WHERE p.id = ${attemptId} AND b.user_id = ${actorId}`,
  ]);
  const row = attempt?.rows[0];
  if (!row) return null;
  return {
    attempt: logAttemptOf(row),
    lines: (lines?.rows ?? []).map((line) => ({
      id: String(line.id),
      at: Number(line.at),
      direction: String(line.direction) as LogLineRow["direction"],
      what: String(line.what),
      amountMinor: numberOrNull(line.amount_minor),
      payload: String(line.payload),
    })),
    callbacks: (callbacks?.rows ?? []).map(callbackOf),
    waiting: humanEndsOf(ends?.rows)[0] ?? null,
    isOwn: (own?.rows.length ?? 0) > 0,
  };
}

/** What providers sent, the newest first, with and without an attempt. */
export async function listCallbacks(
  db: Database,
  {
    gateway,
    state,
  }: { readonly gateway?: GatewayCode | undefined; readonly state: "waiting" | "applied" | "refused" | "all" },
  after: Cursor | null,
  limit: number,
): Promise<CallbackRow[]> {
  const of = gateway ? sql`w.gateway = ${gateway}` : sql`true`;
  const stands = {
    waiting: sql`w.authenticated = 1 AND w.applied_at IS NULL`,
    applied: sql`w.authenticated = 1 AND w.applied_at IS NOT NULL`,
    refused: sql`w.authenticated = 0`,
    all: sql`true`,
  }[state];
  const from = after ? sql`(w.received_at, w.id) < (${after.at}, ${after.id})` : sql`true`;
  const [found] = await readTogether(db, [callbacksWhere(sql`${of} AND ${stands} AND ${from}`, limit)]);
  return (found?.rows ?? []).map(callbackOf);
}

export async function readCallback(db: Database, id: string): Promise<CallbackRow | null> {
  const [found] = await readTogether(db, [callbacksWhere(sql`w.id = ${id}`, 1)]);
  return found?.rows[0] ? callbackOf(found.rows[0]) : null;
}

/** That somebody had a stored request applied again, and what came of it. */
export async function logReplay(
  db: Database,
  { gateway, attemptId, orderId, reference, id }: CallbackRow,
  actorName: string,
  outcome: string,
  now: number,
): Promise<void> {
  const attempt =
    attemptId && orderId
      ? { id: attemptId, orderId, gateway, reference: reference ?? "" }
      : { id: null, orderId, gateway, reference };
  await atomically(db, [
    logLine({
      id: newId("log"),
      attempt,
      direction: "transition",
      what: "applied again",
      payload: `${id} by ${actorName}: ${outcome}`,
      at: now,
    }),
  ]);
}
