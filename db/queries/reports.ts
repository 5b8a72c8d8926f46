import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import { dayIn, endOfDay, startOfDay, zoneOf } from "#domain/payments/days";
import type { AttemptStatus, FactKind, GatewayCode } from "#domain/payments/names";
import type { OpenClaim, OurEntry, TheirLine } from "#domain/payments/report";
import type { ReadStatement } from "#domain/payments/report-coverage";
import type { DayFigure, DayTotal, LineKind, StatementGateway } from "#domain/payments/report-schema";
import type { ImportedLine } from "#domain/payments/statement-line";
import { type Row, textOrNull } from "./cells.ts";

/** Whose statement: the account a provider's money goes to, in its mode. */
export const accountName = ({ mode, account }: { readonly mode: string; readonly account: string }): string =>
  `${mode}:${account}`;

// ---------------------------------------------------------------- lines of theirs

export interface StandingLine {
  readonly kind: string;
  readonly ref: string;
  readonly account: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The lines that stand there already under these references. */
export async function linesStanding(
  db: Database,
  gateway: GatewayCode,
  refs: readonly string[],
): Promise<StandingLine[]> {
  const [found] = await readTogether(db, [
    sql`SELECT kind, provider_ref, account, amount_minor, currency FROM statement_lines WHERE gateway = ${gateway} AND provider_ref IN (SELECT value FROM json_each(${JSON.stringify(refs)}))`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    kind: String(row.kind),
    ref: String(row.provider_ref),
    account: String(row.account),
    amountMinor: Number(row.amount_minor),
    currency: String(row.currency),
  }));
}

export type NewLine = Omit<ImportedLine, "at"> & { readonly day: string };

/** Adds lines; one that stands there already is left as it is. @returns how many were new */
export async function addLines(
  db: Database,
  gateway: GatewayCode,
  account: string,
  lines: readonly NewLine[],
): Promise<number> {
  const rows = lines.map((line) => ({ ...line, id: newId("sta") }));
  const [added] = await atomically(db, [
    sql`INSERT INTO statement_lines (id, gateway, account, day, provider_ref, our_ref, kind, amount_minor, currency, at, more)
        SELECT v.value->>'id', ${gateway}, ${account}, v.value->>'day', v.value->>'ref', v.value->>'ourRef', v.value->>'kind', v.value->>'amountMinor', v.value->>'currency', v.value->>'occurredAt', v.value->'more'
        FROM json_each(${JSON.stringify(rows)}) v WHERE true ON CONFLICT (gateway, kind, provider_ref) DO NOTHING`,
  ]);
  return added?.rowsAffected ?? 0;
}

export interface NewImport extends ReadStatement {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly lines: number;
  readonly added: number;
  readonly importedBy: string | null;
}

/** Remembers that a statement was read; its days are to be worked out anew. The same id again is the same reading, and changes nothing. */
export async function recordImport(db: Database, one: NewImport, days: readonly string[], now: number): Promise<void> {
  await atomically(db, [
    sql`INSERT INTO statement_imports (id, created_at, gateway, account, source, day_from, day_to, covers_until, lines, added, imported_by)
        VALUES (${one.id}, ${now}, ${one.gateway}, ${one.account}, ${one.source}, ${one.from}, ${one.to}, ${one.coversUntil}, ${one.lines}, ${one.added}, ${one.importedBy}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO report_days (id, gateway, day, coverage, unexplained, computed_at, is_stale)
        SELECT ${one.gateway} || '/' || value, ${one.gateway}, value, 'none', 0, 0, 1 FROM json_each(${JSON.stringify(days)}) WHERE EXISTS (SELECT 1 FROM statement_imports WHERE id = ${one.id} AND created_at = ${now})
        ON CONFLICT (gateway, day) DO UPDATE SET is_stale = 1`,
  ]);
}

export interface ImportRow extends ReadStatement {
  readonly id: string;
  readonly at: number;
  readonly by: string | null;
  readonly lines: number;
  readonly added: number;
}

/** The accounts of a gateway that attempts carry. */
export async function accountsOf(db: Database, gateway: GatewayCode): Promise<string[]> {
  const [found] = await readTogether(db, [sql`SELECT DISTINCT mode, account FROM payments WHERE gateway = ${gateway}`]);
  return (found?.rows ?? []).map((row) => accountName({ mode: String(row.mode), account: String(row.account) }));
}

/** How many of these names are of something in our books: an attempt, its money, or money that fitted none. */
export async function namesKnown(db: Database, gateway: GatewayCode, names: readonly string[]): Promise<number> {
  const among = sql`IN (SELECT value FROM json_each(${JSON.stringify(names)}))`;
  const [found] = await readTogether(db, [
    sql`SELECT (SELECT count(*) FROM ledger WHERE gateway = ${gateway} AND provider_ref ${among}) + (SELECT count(*) FROM payments WHERE gateway = ${gateway} AND (provider_reference ${among} OR provider_other ${among} OR receipt ${among} OR reference ${among} OR id ${among}))
          + (SELECT count(*) FROM unallocated WHERE gateway = ${gateway} AND provider_ref ${among}) AS n`,
  ]);
  return Number(found?.rows[0]?.n ?? 0);
}

/** An attempt as a line of a statement finds it. */
export interface NamedAttempt {
  readonly id: string;
  readonly orderId: string;
  readonly number: string;
  readonly reference: string;
  readonly status: AttemptStatus;
  readonly account: string;
  /** The fact of its money. */
  readonly captureRef: string | null;
}

/** The attempt that one of these names belongs to: the provider's names before ours. */
export async function attemptNamed(
  db: Database,
  gateway: GatewayCode,
  theirs: readonly string[],
  ours: string,
): Promise<NamedAttempt | null> {
  const among = sql`IN (SELECT value FROM json_each(${JSON.stringify(theirs)}))`;
  const attempt = sql`SELECT p.id, p.order_id, p.reference, p.status, p.mode, p.account, (SELECT provider_ref FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS capture_ref, (SELECT number FROM orders o WHERE o.id = p.order_id) AS number FROM payments p`;
  const [booked, byTheirs, byOurs] = await readTogether(db, [
    sql`${attempt} WHERE p.id IN (SELECT attempt_id FROM ledger WHERE gateway = ${gateway} AND kind = 'capture' AND provider_ref ${among}) LIMIT 1`,
    sql`${attempt} WHERE p.gateway = ${gateway} AND (p.provider_reference ${among} OR p.provider_other ${among} OR p.receipt ${among}) LIMIT 1`,
    sql`${attempt} WHERE p.gateway = ${gateway} AND ${ours} <> '' AND (p.id = ${ours} OR p.reference = ${ours} OR p.id = ${ours.replace(/^pay_?/, "pay_")}) LIMIT 1`,
  ]);
  const row = booked?.rows[0] ?? byTheirs?.rows[0] ?? byOurs?.rows[0];
  return row
    ? {
        id: String(row.id),
        orderId: String(row.order_id),
        number: String(row.number),
        reference: String(row.reference),
        status: String(row.status) as AttemptStatus,
        account: accountName({ mode: String(row.mode), account: String(row.account) }),
        captureRef: textOrNull(row.capture_ref),
      }
    : null;
}

/** The order whose number stands in what a payer wrote. */
export async function orderNamed(db: Database, number: string): Promise<{ id: string; number: string } | null> {
  const [found] = await readTogether(db, [sql`SELECT id, number FROM orders WHERE number = ${number}`]);
  const row = found?.rows[0];
  return row ? { id: String(row.id), number: String(row.number) } : null;
}

// ---------------------------------------------------------------- both sides of some days

export interface BothSides {
  readonly lines: readonly TheirLine[];
  readonly ours: readonly OurEntry[];
  readonly claims: readonly OpenClaim[];
  readonly imports: readonly ImportRow[]; // the newest first
}

/** Everything that may belong to these days of a provider: what is of them, and what bears the same reference. */
export async function bothSides(db: Database, gateway: StatementGateway, from: string, to: string): Promise<BothSides> {
  const zone = zoneOf(gateway);
  const [begin, end] = [startOfDay(zone, from), endOfDay(zone, to)];
  const isBank = gateway === "bank-transfer";
  const refs = isBank
    ? sql`SELECT a.account_number || '/' || b.key FROM bank_lines b JOIN bank_accounts a ON a.id = b.account_id WHERE b.booked_on BETWEEN ${from} AND ${to}`
    : sql`SELECT provider_ref FROM statement_lines WHERE gateway = ${gateway} AND day BETWEEN ${from} AND ${to}`;
  const sentByHand = sql`SELECT id FROM ledger WHERE ${isBank ? 1 : 0} = 1 AND kind = 'refund' AND gateway <> ${gateway} AND occurred_at BETWEEN ${begin} AND ${end} AND provider_ref LIKE gateway || '/%'`;
  const facts = sql`SELECT id FROM ledger WHERE gateway = ${gateway} AND occurred_at BETWEEN ${begin} AND ${end} UNION SELECT id FROM ledger WHERE gateway = ${gateway} AND provider_ref IN (${refs}) UNION ${sentByHand}`;
  const [lines, bank, booked, stray, pending, claims, imports] = await readTogether(db, [
    sql`SELECT * FROM statement_lines WHERE id IN (
          SELECT id FROM statement_lines WHERE gateway = ${gateway} AND day BETWEEN ${from} AND ${to}
          UNION SELECT s.id FROM ledger l JOIN statement_lines s ON s.gateway = l.gateway AND s.kind = l.kind AND s.provider_ref = l.provider_ref
            WHERE l.gateway = ${gateway} AND l.occurred_at BETWEEN ${begin} AND ${end})`,
    isBank
      ? sql`SELECT b.*, a.account_number FROM bank_lines b JOIN bank_accounts a ON a.id = b.account_id WHERE b.booked_on BETWEEN ${from} AND ${to}`
      : sql`SELECT 1 WHERE false`,
    sql`SELECT l.*, o.number, p.reference, p.mode, p.account, p.provider_reference, p.provider_other, p.receipt, p.wire->>'transactionId' AS transaction_id, c.provider_ref AS capture_ref, r.id AS refund_id, r.by_hand
        FROM ledger l JOIN payments p ON p.id = l.attempt_id JOIN orders o ON o.id = l.order_id LEFT JOIN ledger c ON c.attempt_id = l.attempt_id AND c.kind = 'capture'
          LEFT JOIN refunds r ON r.gateway = l.gateway AND r.provider_reference = l.provider_ref AND l.kind IN ('refund', 'refund-undone')
        WHERE l.id IN (${facts}) AND l.kind NOT LIKE '%-contra'`,
    sql`SELECT u.*, p.reference AS attempt_reference, p.mode, p.account, p.order_id, o.number FROM unallocated u LEFT JOIN payments p ON p.id = u.about LEFT JOIN orders o ON o.id = p.order_id
        WHERE u.gateway = ${gateway} AND (u.occurred_at BETWEEN ${begin} AND ${end} OR u.updated_at BETWEEN ${begin} AND ${end} OR u.provider_ref IN (${refs}))
          AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = u.gateway AND l.provider_ref = u.provider_ref AND l.kind = 'capture')`,
    sql`SELECT r.*, o.number, p.id AS attempt_id, p.reference, p.mode, p.account, p.provider_reference AS attempt_ref, p.provider_other AS attempt_other, p.receipt, p.wire->>'transactionId' AS transaction_id, c.provider_ref AS capture_ref
        FROM refunds r JOIN ledger c ON c.id = r.capture_id JOIN payments p ON p.id = c.attempt_id JOIN orders o ON o.id = r.order_id
        WHERE r.gateway = ${gateway} AND r.status IN ('approved', 'submitted', 'unknown')
          AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.gateway = r.gateway AND l.provider_ref = r.provider_reference AND l.kind = 'refund')`,
    sql`SELECT m.*, p.reference, p.provider_reference, p.provider_other, p.receipt, p.order_id, o.number FROM mismatch m JOIN payments p ON p.id = m.attempt_id JOIN orders o ON o.id = p.order_id
        WHERE m.gateway = ${gateway} AND m.state = 'open'`,
    sql`SELECT i.*, u.name FROM statement_imports i LEFT JOIN users u ON u.id = i.imported_by WHERE i.gateway = ${gateway} AND i.day_to >= ${from} AND i.day_from <= ${to} ORDER BY i.created_at DESC, i.id`,
  ]);
  return {
    lines: [...(lines?.rows ?? []).map(lineOf), ...(bank?.rows ?? []).map(bankLineOf)],
    ours: [
      ...(booked?.rows ?? []).map((row) => factOf(gateway, row)),
      ...(stray?.rows ?? []).flatMap((row) => strayOf(gateway, row)),
      ...(pending?.rows ?? []).map((row) => pendingOf(gateway, row)),
    ],
    claims: (claims?.rows ?? []).map(claimOf),
    imports: (imports?.rows ?? []).map(importOf),
  };
}

const lineOf = (row: Row): TheirLine => ({
  id: String(row.id),
  account: String(row.account),
  kind: String(row.kind) as LineKind,
  ref: String(row.provider_ref),
  ourRef: String(row.our_ref),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  at: Number(row.at),
  day: String(row.day),
  more: JSON.parse(String(row.more)) as TheirLine["more"],
});

/** A bank books days, not moments: noon stands for them. */
const bankLineOf = (row: Row): TheirLine => ({
  id: String(row.id),
  account: String(row.account_number),
  kind: "capture",
  ref: `${String(row.account_number)}/${String(row.key)}`,
  ourRef: String(row.narrative),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  at: Date.parse(`${String(row.booked_on)}T12:00:00Z`),
  day: String(row.booked_on),
  more: {},
  desk: { state: String(row.state) as "open", note: String(row.note) },
});

const texts = (...values: unknown[]): string[] => [
  ...new Set(values.map(textOrNull).filter((value): value is string => value !== null && value !== "")),
];

/** A bank's account is the first part of the reference; a provider's is what the attempt carries. */
function accountOf(gateway: StatementGateway, row: Row, ref: unknown): string {
  if (gateway !== "bank-transfer") return accountName({ mode: String(row.mode), account: String(row.account) });
  const [account = "", rest] = String(ref ?? "").split("/");
  return rest === undefined || account === gateway ? "" : account;
}

/** "airtel/MP1234" was typed by a person; what the provider calls it stands behind the stroke. */
function typedRef(gateway: string, ref: string): { readonly ref: string; readonly typed: boolean } {
  const typed = ref.startsWith(`${gateway}/`);
  return { ref: typed ? ref.slice(gateway.length + 1) : ref, typed };
}

/** What stands behind the account in a bank's reference: banks write it into the text of what goes back. */
const bankWords = (gateway: StatementGateway, row: Row): string[] =>
  gateway === "bank-transfer"
    ? texts(String(row.capture_ref ?? "").split("/")[1]).map((word) => word.toUpperCase())
    : [];
const ourNames = (gateway: StatementGateway, row: Row): string[] =>
  texts(row.attempt_id, row.reference, row.transaction_id, gateway === "bank-transfer" ? row.number : null);

function factOf(gateway: StatementGateway, row: Row): OurEntry {
  const at = Number(row.occurred_at);
  const currency = String(row.currency) as Currency;
  const isElsewhere = row.gateway !== gateway;
  return {
    id: String(row.id),
    what: isElsewhere ? "elsewhere" : "fact",
    kind: String(row.kind) as FactKind,
    account: isElsewhere ? "" : accountOf(gateway, row, row.capture_ref ?? row.provider_ref),
    ...typedRef(String(row.gateway), String(row.provider_ref)),
    byHand: row.by_hand === 1 && gateway !== "bank-transfer", // a bank's own statement has what was sent from it
    names: [
      ...texts(row.provider_reference, row.provider_other, row.receipt, row.capture_ref),
      ...bankWords(gateway, row),
    ],
    refs: ourNames(gateway, row),
    refundId: textOrNull(row.refund_id),
    amountMinor: Number(row.amount_minor),
    currency,
    at,
    day: dayIn(zoneOf(gateway, currency), at),
    attempt: { id: String(row.attempt_id), reference: String(row.reference) },
    order: { id: String(row.order_id), number: String(row.number) },
  };
}

/** Stray money is on a statement where it came, and again where it was sent back. */
function strayOf(gateway: StatementGateway, row: Row): OurEntry[] {
  const currency = String(row.currency) as Currency;
  const zone = zoneOf(gateway, currency);
  const at = Number(row.occurred_at);
  const shared = {
    id: String(row.id),
    account:
      row.mode === null || row.mode === undefined
        ? accountOfRef(gateway, row)
        : accountOf(gateway, row, row.provider_ref),
    byHand: false,
    names: [],
    refs: [],
    refundId: null,
    amountMinor: Number(row.amount_minor),
    currency,
    attempt: row.about === null ? null : { id: String(row.about), reference: String(row.attempt_reference) },
    order:
      row.order_id === null || row.number === null ? null : { id: String(row.order_id), number: String(row.number) },
  };
  const came: OurEntry = {
    ...shared,
    what: "unallocated",
    kind: "capture",
    ref: String(row.provider_ref),
    typed: false,
    at,
    day: dayIn(zone, at),
  };
  if (row.state !== "returned" || row.return_reference === null) return [came];
  const back = Number(row.updated_at);
  const ref = String(row.return_reference);
  return [
    came,
    {
      ...shared,
      id: `${shared.id}/back`,
      what: "returned",
      kind: "refund",
      ref,
      typed: true,
      at: back,
      day: dayIn(zone, back),
    },
  ];
}

/** Stray money of no attempt may be of any account of a provider's; a bank's says which. */
const accountOfRef = (gateway: StatementGateway, row: Row): string =>
  gateway === "bank-transfer" ? accountOf(gateway, row, row.provider_ref) : "";

function pendingOf(gateway: StatementGateway, row: Row): OurEntry {
  const at = Number(row.submitted_at ?? row.created_at);
  const currency = String(row.currency) as Currency;
  return {
    id: String(row.id),
    what: "pending-refund",
    kind: "refund",
    account: accountOf(gateway, row, row.capture_ref),
    ...typedRef(gateway, String(row.provider_reference ?? row.id)),
    byHand: row.by_hand === 1,
    names: [...texts(row.attempt_ref, row.attempt_other, row.receipt, row.capture_ref), ...bankWords(gateway, row)],
    refs: ourNames(gateway, row),
    refundId: String(row.id),
    amountMinor: Number(row.amount_minor),
    currency,
    at,
    day: dayIn(zoneOf(gateway, currency), at),
    attempt: { id: String(row.attempt_id), reference: String(row.reference) },
    order: { id: String(row.order_id), number: String(row.number) },
  };
}

const claimOf = (row: Row): OpenClaim => ({
  id: String(row.id),
  claimedRef: String(row.claimed_ref),
  amountMinor: Number(row.claimed_amount_minor),
  currency: String(row.claimed_currency),
  names: texts(row.provider_reference, row.provider_other, row.receipt),
  refs: texts(row.attempt_id, row.reference),
  attempt: { id: String(row.attempt_id), reference: String(row.reference) },
  order: { id: String(row.order_id), number: String(row.number) },
});

const importOf = (row: Row): ImportRow => ({
  id: String(row.id),
  at: Number(row.created_at),
  by: textOrNull(row.name),
  account: String(row.account),
  source: String(row.source) as ImportRow["source"],
  from: String(row.day_from),
  to: String(row.day_to),
  coversUntil: Number(row.covers_until),
  lines: Number(row.lines),
  added: Number(row.added),
});

// ---------------------------------------------------------------- days as they were last worked out

export interface DayRow {
  readonly gateway: StatementGateway;
  readonly day: string;
  readonly coverage: "none" | "part" | "whole";
  readonly coveredUntil: number | null;
  readonly unexplained: number;
  readonly totals: readonly DayTotal[];
  readonly figures: readonly DayFigure[];
  readonly computedAt: number;
}

/** Keeps a day as it was worked out. A statement that came in meanwhile leaves it to be worked out again. */
export async function keepDay(db: Database, day: DayRow): Promise<void> {
  const { gateway, day: date, coverage, coveredUntil, unexplained, totals, figures, computedAt } = day;
  await atomically(db, [
    sql`INSERT INTO report_days (id, gateway, day, coverage, covered_until, unexplained, totals, figures, computed_at, is_stale)
        VALUES (${`${gateway}/${date}`}, ${gateway}, ${date}, ${coverage}, ${coveredUntil}, ${unexplained}, ${JSON.stringify(totals)}, ${JSON.stringify(figures)}, ${computedAt}, 0)
        ON CONFLICT (gateway, day) DO UPDATE SET coverage = excluded.coverage, covered_until = excluded.covered_until, unexplained = excluded.unexplained, totals = excluded.totals,
          figures = excluded.figures, computed_at = excluded.computed_at,
          is_stale = EXISTS (SELECT 1 FROM statement_imports i WHERE i.gateway = excluded.gateway AND excluded.day BETWEEN i.day_from AND i.day_to AND i.created_at > excluded.computed_at)
        WHERE excluded.computed_at >= computed_at`,
  ]);
}

export async function daysKept(
  db: Database,
  { gateway, from, to }: { readonly gateway: StatementGateway | undefined; readonly from: string; readonly to: string },
): Promise<DayRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT * FROM report_days WHERE day BETWEEN ${from} AND ${to} AND (${gateway ?? null} IS NULL OR gateway = ${gateway ?? null}) ORDER BY day DESC, gateway`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    gateway: String(row.gateway) as StatementGateway,
    day: String(row.day),
    coverage: String(row.coverage) as DayRow["coverage"],
    coveredUntil: row.covered_until === null ? null : Number(row.covered_until),
    unexplained: Number(row.unexplained),
    totals: JSON.parse(String(row.totals)) as DayTotal[],
    figures: JSON.parse(String(row.figures)) as DayFigure[],
    computedAt: Number(row.computed_at),
  }));
}

/** Days that have ended and on which money moved here: they wait for their statement. */
export async function seedDays(
  db: Database,
  days: readonly { gateway: StatementGateway; day: string; from: number; to: number }[],
): Promise<void> {
  await atomically(
    db,
    days.map(
      ({ gateway, day, from, to }) =>
        sql`INSERT INTO report_days (id, gateway, day, coverage, unexplained, computed_at, is_stale) SELECT ${`${gateway}/${day}`}, ${gateway}, ${day}, 'none', 0, 0, 1
            WHERE EXISTS (SELECT 1 FROM ledger WHERE gateway = ${gateway} AND occurred_at >= ${from} AND occurred_at < ${to}) ON CONFLICT (gateway, day) DO NOTHING`,
    ),
  );
}

export interface DueDay {
  readonly gateway: StatementGateway;
  readonly day: string;
}

/** Days that a statement came in for, and lately ended ones whose last working out is older than a day: what was late may have come. */
export async function daysDue(db: Database, since: string, now: number, limit: number): Promise<DueDay[]> {
  const [found] = await readTogether(db, [
    sql`SELECT gateway, day FROM report_days WHERE is_stale = 1 OR (day >= ${since} AND computed_at < ${now - DAY_MS}) ORDER BY is_stale DESC, day DESC, gateway LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => ({ gateway: String(row.gateway) as StatementGateway, day: String(row.day) }));
}
const DAY_MS = 24 * 60 * 60_000;

/**
 * The task of a day with something unexplained: opened, kept up to date, and closed when nothing is left. One that a person has closed
 * stays closed while the difference is the same.
 */
export async function keepDayTask(
  db: Database,
  { gateway, day }: DueDay,
  unexplained: {
    readonly count: number;
    readonly amountMinor: number | null;
    readonly currency: string | null;
    readonly detail: string;
  },
): Promise<void> {
  const subject = `${gateway}/${day}`;
  const { count, amountMinor, currency, detail } = unexplained;
  await atomically(db, [
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'unexplained' AND subject = ${subject} AND state = 'open' AND ${count} = 0`,
    sql`INSERT INTO staff_tasks (id, kind, subject, amount_minor, currency, detail) SELECT ${newId("tsk")}, 'unexplained', ${subject}, ${amountMinor}, ${currency}, ${detail}
        WHERE ${count} > 0 AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.kind = 'unexplained' AND t.subject = ${subject} AND t.state = 'done' AND t.detail = ${detail} AND coalesce(t.done_by, 'system') <> 'system')
        ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor, currency = excluded.currency, detail = excluded.detail`,
  ]);
}
