import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import { dayIn, endOfDay, startOfDay, zoneOf } from "#domain/payments/days";
import type { FactKind } from "#domain/payments/names";
import type { OpenClaim, OurEntry, TheirLine } from "#domain/payments/report";
import type { ReadStatement } from "#domain/payments/report-coverage";
import type { LineKind, StatementGateway } from "#domain/payments/report-schema";
import { accountName } from "./accounts.ts";
import { type Row, textOrNull } from "./cells.ts";

export interface ImportRow extends ReadStatement {
  readonly id: string;
  readonly at: number;
  readonly by: string | null;
  readonly lines: number;
  readonly added: number;
}

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
    sql`SELECT r.id, r.id AS refund_id, r.provider_reference AS refund_ref, r.by_hand, r.amount_minor, r.currency, r.submitted_at, r.created_at, r.order_id, o.number, p.id AS attempt_id, p.reference, p.mode, p.account, p.provider_reference, p.provider_other, p.receipt, p.wire->>'transactionId' AS transaction_id, c.provider_ref AS capture_ref
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

/** What a fact and a refund under way have in common: whose money, how much, when, and every word it may be named by. */
function ownOf(gateway: StatementGateway, row: Row, at: number) {
  const currency = String(row.currency) as Currency;
  return {
    id: String(row.id),
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

function factOf(gateway: StatementGateway, row: Row): OurEntry {
  const isElsewhere = row.gateway !== gateway;
  return {
    ...ownOf(gateway, row, Number(row.occurred_at)),
    what: isElsewhere ? "elsewhere" : "fact",
    kind: String(row.kind) as FactKind,
    account: isElsewhere ? "" : accountOf(gateway, row, row.capture_ref ?? row.provider_ref),
    ...typedRef(String(row.gateway), String(row.provider_ref)),
    byHand: row.by_hand === 1 && gateway !== "bank-transfer", // a bank's own statement has what was sent from it
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

const pendingOf = (gateway: StatementGateway, row: Row): OurEntry => ({
  ...ownOf(gateway, row, Number(row.submitted_at ?? row.created_at)),
  what: "pending-refund",
  kind: "refund",
  account: accountOf(gateway, row, row.capture_ref),
  ...typedRef(gateway, String(row.refund_ref ?? row.id)),
  byHand: row.by_hand === 1,
});

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
