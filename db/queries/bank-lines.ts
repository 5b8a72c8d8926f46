import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { OrderStatus } from "#domain/orders/names";
import type { TransferAttempt } from "#domain/payments/bank-booking";
import type { GatewayCode, PaymentStatus } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";

export interface BankAccountRow {
  readonly id: string;
  readonly currency: Currency;
  readonly bankName: string;
  readonly branch: string;
  readonly accountName: string;
  readonly accountNumber: string;
  readonly swift: string;
  readonly profile: string;
}

export const bankAccountOf = (row: Row): BankAccountRow => ({
  id: String(row.id),
  currency: String(row.currency) as Currency,
  bankName: String(row.bank_name),
  branch: String(row.branch),
  accountName: String(row.account_name),
  accountNumber: String(row.account_number),
  swift: String(row.swift),
  profile: String(row.statement_profile),
});

export async function readBankAccount(db: Database, id: string): Promise<BankAccountRow | null> {
  const [found] = await readTogether(db, [sql`SELECT * FROM bank_accounts WHERE id = ${id}`]);
  return found?.rows[0] ? bankAccountOf(found.rows[0]) : null;
}

export interface BankLineRow {
  readonly id: string;
  readonly accountId: string;
  readonly accountNumber: string;
  readonly key: string;
  readonly bankRef: string | null;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly narrative: string;
  readonly payer: string;
  readonly balanceMinor: number | null;
  readonly source: "csv" | "typed";
  readonly state: "open" | "waiting" | "booked" | "set-aside";
  readonly orderId: string | null;
  readonly attemptId: string | null;
  readonly note: string;
  readonly twoPeople: boolean;
  readonly enteredBy: string;
  readonly matchedBy: string | null;
  readonly approvedBy: string | null;
  readonly createdAt: number;
}

const lineOf = (row: Row): BankLineRow => ({
  id: String(row.id),
  accountId: String(row.account_id),
  accountNumber: String(row.account_number),
  key: String(row.key),
  bankRef: textOrNull(row.bank_ref),
  bookedOn: String(row.booked_on),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  narrative: String(row.narrative),
  payer: String(row.payer),
  balanceMinor: numberOrNull(row.balance_minor),
  source: row.source === "typed" ? "typed" : "csv",
  state: String(row.state) as BankLineRow["state"],
  orderId: textOrNull(row.order_id),
  attemptId: textOrNull(row.attempt_id),
  note: String(row.note),
  twoPeople: row.two_people === 1,
  enteredBy: String(row.entered_by),
  matchedBy: textOrNull(row.matched_by),
  approvedBy: textOrNull(row.approved_by),
  createdAt: Number(row.created_at),
});

const LINES = sql`SELECT l.*, a.account_number FROM bank_lines l JOIN bank_accounts a ON a.id = l.account_id`;

async function linesOf(db: Database, query: SQL): Promise<BankLineRow[]> {
  const [found] = await readTogether(db, [query]);
  return (found?.rows ?? []).map(lineOf);
}

export const readBankLine = async (db: Database, id: string): Promise<BankLineRow | null> =>
  (await linesOf(db, sql`${LINES} WHERE l.id = ${id}`))[0] ?? null;

/** Lines of an account that stand under one of these keys or bank references. */
export const bankLinesKnown = (db: Database, accountId: string, keys: readonly string[]): Promise<BankLineRow[]> =>
  linesOf(
    db,
    sql`${LINES} WHERE l.account_id = ${accountId} AND (l.key IN (SELECT value FROM json_each(${JSON.stringify(keys)})) OR l.bank_ref IN (SELECT value FROM json_each(${JSON.stringify(keys)})))`,
  );

/** Imported lines that are still open and that nobody has said anything about: perhaps something stopped their import. */
export const linesLeftBehind = (db: Database, after: number, before: number, limit: number): Promise<BankLineRow[]> =>
  linesOf(
    db,
    sql`${LINES} WHERE l.state = 'open' AND l.source = 'csv' AND l.note = '' AND l.created_at BETWEEN ${after} AND ${before} LIMIT ${limit}`,
  );

/** Money that has fitted nothing for long and is not kept as unallocated yet. */
export const linesAstray = (db: Database, before: number, limit: number): Promise<BankLineRow[]> =>
  linesOf(
    db,
    sql`${LINES} WHERE l.state = 'open' AND l.created_at < ${before}
          AND NOT EXISTS (SELECT 1 FROM unallocated u WHERE u.gateway = 'bank-transfer' AND u.provider_ref = a.account_number || '/' || l.key) LIMIT ${limit}`,
  );

export interface NewBankLine {
  readonly id: string;
  readonly key: string;
  readonly bankRef: string | null;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly narrative: string;
  readonly payer: string;
  readonly balanceMinor: number | null;
  readonly note: string;
}

/** Adds lines of one account; one that stands there already is left as it is. @returns how many were new */
export async function addBankLines(
  db: Database,
  account: BankAccountRow,
  lines: readonly NewBankLine[],
  source: "csv" | "typed",
  userId: string,
  now: number,
): Promise<number> {
  const [added] = await atomically(db, [
    sql`INSERT INTO bank_lines (id, created_at, account_id, key, bank_ref, booked_on, amount_minor, currency, narrative, payer, balance_minor, source, note, entered_by)
        SELECT v.value->>'id', ${now}, ${account.id}, v.value->>'key', v.value->>'bankRef', v.value->>'bookedOn', v.value->>'amountMinor', ${account.currency}, v.value->>'narrative', v.value->>'payer',
          v.value->>'balanceMinor', ${source}, v.value->>'note', ${userId} FROM json_each(${JSON.stringify(lines)}) v WHERE true ON CONFLICT DO NOTHING`,
  ]);
  return added?.rowsAffected ?? 0;
}

/** The fact's reference in the books: the account, and the bank's own reference or what stands for it. */
export const bankFactRef = (line: Pick<BankLineRow, "accountNumber" | "key">): string =>
  `${line.accountNumber}/${line.key}`;

/** An order as far as a transfer for it is concerned. */
export interface TransferOrder {
  readonly id: string;
  readonly number: string;
  readonly currency: Currency;
  readonly orderStatus: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  /** What it still lacks; below 0 where it has too much. */
  readonly lacksMinor: number;
  /** Bought by the one who asks. */
  readonly isOwn: boolean;
  readonly attempts: readonly (TransferAttempt & { readonly reference: string })[];
  /** Slips that wait, the newest first. */
  readonly proofs: readonly { readonly id: string; readonly claimedAmountMinor: number | null }[];
}

/** Whether an order `o` was bought by a user. */
export const boughtBy = (userId: string): SQL =>
  sql`EXISTS (SELECT 1 FROM order_buyers y WHERE y.order_id = o.id AND y.user_id = ${userId})`;

/** Orders by their numbers, with what a transfer needs of them. */
export async function transferOrders(
  db: Database,
  which: { readonly numbers: readonly string[] } | { readonly ids: readonly string[] },
  userId: string,
): Promise<TransferOrder[]> {
  const where =
    "ids" in which
      ? sql`o.id IN (SELECT value FROM json_each(${JSON.stringify(which.ids)}))`
      : sql`o.number IN (SELECT value FROM json_each(${JSON.stringify(which.numbers)}))`;
  const [orders, attempts, proofs] = await readTogether(db, [
    sql`SELECT o.*, m.total_minor - m.net_minor AS lacks, ${boughtBy(userId)} AS is_own FROM orders o JOIN order_money m ON m.order_id = o.id WHERE ${where}`,
    sql`SELECT p.id, p.order_id, p.gateway, p.ordinal, p.reference, p.status, p.amount_minor, p.superseded_at FROM payments p JOIN orders o ON o.id = p.order_id WHERE ${where} ORDER BY p.ordinal DESC`,
    sql`SELECT p.id, p.order_id, p.claimed_amount_minor FROM bank_proofs p JOIN orders o ON o.id = p.order_id WHERE p.state = 'submitted' AND ${where} ORDER BY p.created_at DESC`,
  ]);
  const known = (attempts?.rows ?? []).map((row) => ({
    orderId: String(row.order_id),
    id: String(row.id),
    gateway: String(row.gateway) as GatewayCode,
    ordinal: Number(row.ordinal),
    reference: String(row.reference),
    status: String(row.status),
    amountMinor: Number(row.amount_minor),
    supersededAt: numberOrNull(row.superseded_at),
  }));
  return (orders?.rows ?? []).map((row) => ({
    id: String(row.id),
    number: String(row.number),
    currency: String(row.currency) as Currency,
    orderStatus: String(row.order_status) as OrderStatus,
    paymentStatus: String(row.payment_status) as PaymentStatus,
    contactEmail: textOrNull(row.contact_email),
    contactPhone: textOrNull(row.contact_phone),
    lacksMinor: Number(row.lacks),
    isOwn: row.is_own === 1,
    attempts: known.filter(({ orderId }) => orderId === row.id),
    proofs: (proofs?.rows ?? [])
      .filter((proof) => proof.order_id === row.id)
      .map((proof) => ({ id: String(proof.id), claimedAmountMinor: numberOrNull(proof.claimed_amount_minor) })),
  }));
}

/** How many people may verify transfers: where there is one alone, no second is asked for. */
export async function countVerifiers(db: Database, roles: readonly string[]): Promise<number> {
  const [found] = await readTogether(db, [
    sql`SELECT count(*) AS n FROM users WHERE status = 'active' AND role IN (SELECT value FROM json_each(${JSON.stringify(roles)}))`,
  ]);
  return Number(found?.rows[0]?.n ?? 0);
}
