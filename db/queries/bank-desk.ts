import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { AttemptStatus } from "#domain/payments/names";
import { type BankAccountRow, bankAccountOf, boughtBy } from "./bank-lines.ts";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";

export interface DeskOrderRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly totalMinor: number;
  readonly lacksMinor: number;
  readonly isOwn: boolean;
}

const ORDER = (me: string) =>
  sql`o.id AS order_id, o.number, o.contact_name, o.order_status, o.payment_status, m.total_minor AS order_total, m.total_minor - m.net_minor AS lacks, ${boughtBy(me)} AS is_own`;
const orderOf = (row: Row): DeskOrderRow => ({
  id: String(row.order_id),
  number: String(row.number),
  name: String(row.contact_name),
  status: String(row.order_status),
  paymentStatus: String(row.payment_status),
  totalMinor: Number(row.order_total),
  lacksMinor: Number(row.lacks),
  isOwn: row.is_own === 1,
});

export interface DeskProofRow {
  readonly id: string;
  readonly order: DeskOrderRow;
  readonly currency: Currency;
  readonly attempt: {
    readonly id: string;
    readonly reference: string;
    readonly amountMinor: number;
    readonly status: AttemptStatus;
  };
  readonly sentAt: number;
  readonly mime: string;
  readonly bytes: number;
  readonly name: string;
  readonly hash: string | null;
  readonly claimedAmountMinor: number | null;
  readonly claimedReference: string;
  readonly payerName: string;
  readonly note: string;
  readonly reviewer: { readonly id: string; readonly name: string; readonly until: number } | null;
  readonly sentForOrder: number;
  /** Other orders that have the very same file. */
  readonly sameFile: string;
  /** Other orders whose money or slip carries the reference this one claims. */
  readonly sameReference: string;
}

export interface DeskLineRow {
  readonly id: string;
  readonly accountId: string;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly narrative: string;
  readonly payer: string;
  readonly bankRef: string | null;
  readonly source: "csv" | "typed";
  readonly state: "open" | "waiting";
  readonly since: number;
  readonly enteredBy: { readonly id: string; readonly name: string };
  readonly matchedBy: { readonly id: string; readonly name: string } | null;
  readonly note: string;
  readonly order: DeskOrderRow | null;
  readonly marks: {
    readonly twoPeople: boolean;
    /** A line of this amount was typed from the statement about that day. */
    readonly typedBefore: boolean;
    readonly isUnallocated: boolean;
    /** It was sent back, or somebody says so. */
    readonly hasGoneBack: boolean;
  };
}

export interface DeskAwaitingRow {
  readonly order: DeskOrderRow;
  readonly currency: Currency;
  readonly reference: string;
  readonly amountMinor: number;
  readonly since: number;
  readonly until: number | null;
  readonly hasProof: boolean;
  readonly payerNames: string;
}

export interface DeskRows {
  readonly accounts: readonly (BankAccountRow & { readonly lastLineOn: string | null })[];
  readonly proofs: readonly DeskProofRow[];
  readonly lines: readonly DeskLineRow[];
  readonly awaiting: readonly DeskAwaitingRow[];
  /** How the pictures of the last half year look. */
  readonly pictures: readonly { readonly orderId: string; readonly number: string; readonly hash: string }[];
}

const MOST = 200; // of each queue; the longest waiting first
const MOST_PICTURES = 5_000;
const HALF_A_YEAR_MS = 183 * 86_400_000;

/** The bank desk as it is this moment, in one round trip. */
export async function readBankDesk(db: Database, me: string, now: number): Promise<DeskRows> {
  const [accounts, proofs, lines, awaiting, pictures] = await readTogether(db, [
    sql`SELECT a.*, (SELECT max(booked_on) FROM bank_lines l WHERE l.account_id = a.id) AS last_line_on FROM bank_accounts a WHERE a.is_active = 1 ORDER BY a.currency, a.created_at`,
    sql`SELECT p.*, ${ORDER(me)}, o.currency, y.reference, y.amount_minor AS attempt_amount, y.status AS attempt_status, r.name AS reviewer_name,
          (SELECT count(*) FROM bank_proofs q WHERE q.order_id = p.order_id) AS sent_for_order,
          (SELECT group_concat(DISTINCT x.number) FROM bank_proofs q JOIN orders x ON x.id = q.order_id WHERE q.sha256 = p.sha256 AND q.order_id <> p.order_id) AS same_file,
          CASE WHEN p.claimed_reference <> '' THEN (SELECT group_concat(DISTINCT n.number) FROM (
            SELECT x.number FROM bank_proofs q JOIN orders x ON x.id = q.order_id WHERE q.claimed_reference = p.claimed_reference AND q.order_id <> p.order_id
            UNION SELECT x.number FROM bank_lines b JOIN orders x ON x.id = b.order_id WHERE b.bank_ref = p.claimed_reference AND b.state = 'booked') n) END AS same_reference
        FROM bank_proofs p JOIN orders o ON o.id = p.order_id JOIN order_money m ON m.order_id = o.id JOIN payments y ON y.id = p.attempt_id
          LEFT JOIN users r ON r.id = p.reviewer_id
        WHERE p.state = 'submitted' ORDER BY p.created_at LIMIT ${MOST}`,
    sql`SELECT l.*, ${ORDER(me)}, e.name AS entered_name, t.name AS matched_name,
          l.source = 'csv' AND EXISTS (SELECT 1 FROM bank_lines q WHERE q.account_id = l.account_id AND q.id <> l.id AND q.source = 'typed' AND q.amount_minor = l.amount_minor AND abs(julianday(q.booked_on) - julianday(l.booked_on)) <= 3) AS typed_before,
          EXISTS (SELECT 1 FROM unallocated u JOIN bank_accounts a ON a.id = l.account_id WHERE u.gateway = 'bank-transfer' AND u.provider_ref = a.account_number || '/' || l.key AND u.state = 'open') AS is_unallocated,
          EXISTS (SELECT 1 FROM money_gone_back g JOIN bank_accounts a ON a.id = l.account_id WHERE g.gateway = 'bank-transfer' AND g.provider_ref = a.account_number || '/' || l.key) AS has_gone_back
        FROM bank_lines l LEFT JOIN orders o ON o.id = l.order_id LEFT JOIN order_money m ON m.order_id = o.id
          JOIN users e ON e.id = l.entered_by LEFT JOIN users t ON t.id = l.matched_by
        WHERE l.state IN ('open', 'waiting') ORDER BY l.created_at, l.booked_on, l.id LIMIT ${2 * MOST}`,
    sql`SELECT ${ORDER(me)}, o.currency, p.reference, p.amount_minor, p.submitted_at,
          (SELECT min(h.ends_at) FROM holds h WHERE h.order_id = o.id AND h.state = 'live') AS until,
          EXISTS (SELECT 1 FROM bank_proofs q WHERE q.order_id = o.id AND q.state = 'submitted') AS has_proof,
          (SELECT group_concat(q.payer_name, ' / ') FROM bank_proofs q WHERE q.order_id = o.id) AS payer_names
        FROM payments p JOIN orders o ON o.id = p.order_id JOIN order_money m ON m.order_id = o.id
        WHERE p.gateway = 'bank-transfer' AND p.status = 'submitted' AND p.superseded_at IS NULL ORDER BY p.submitted_at LIMIT ${MOST}`,
    sql`SELECT p.order_id, o.number, p.perceptual_hash FROM bank_proofs p JOIN orders o ON o.id = p.order_id WHERE p.perceptual_hash IS NOT NULL AND p.created_at > ${now - HALF_A_YEAR_MS} ORDER BY p.created_at DESC LIMIT ${MOST_PICTURES}`,
  ]);
  return {
    accounts: (accounts?.rows ?? []).map((row) => ({
      ...bankAccountOf(row),
      lastLineOn: textOrNull(row.last_line_on),
    })),
    proofs: (proofs?.rows ?? []).map(proofOf),
    lines: (lines?.rows ?? []).map(lineOf),
    awaiting: (awaiting?.rows ?? []).map((row) => ({
      order: orderOf(row),
      currency: String(row.currency) as Currency,
      reference: String(row.reference),
      amountMinor: Number(row.amount_minor),
      since: Number(row.submitted_at),
      until: numberOrNull(row.until),
      hasProof: row.has_proof === 1,
      payerNames: textOrNull(row.payer_names) ?? "",
    })),
    pictures: (pictures?.rows ?? []).map((row) => ({
      orderId: String(row.order_id),
      number: String(row.number),
      hash: String(row.perceptual_hash),
    })),
  };
}

const proofOf = (row: Row): DeskProofRow => ({
  id: String(row.id),
  order: orderOf(row),
  currency: String(row.currency) as Currency,
  attempt: {
    id: String(row.attempt_id),
    reference: String(row.reference),
    amountMinor: Number(row.attempt_amount),
    status: String(row.attempt_status) as AttemptStatus,
  },
  sentAt: Number(row.created_at),
  mime: String(row.mime),
  bytes: Number(row.bytes),
  name: String(row.original_name),
  hash: textOrNull(row.perceptual_hash),
  claimedAmountMinor: numberOrNull(row.claimed_amount_minor),
  claimedReference: String(row.claimed_reference),
  payerName: String(row.payer_name),
  note: String(row.note),
  reviewer:
    row.reviewer_id === null
      ? null
      : { id: String(row.reviewer_id), name: String(row.reviewer_name), until: Number(row.review_until) },
  sentForOrder: Number(row.sent_for_order),
  sameFile: textOrNull(row.same_file) ?? "",
  sameReference: textOrNull(row.same_reference) ?? "",
});

const lineOf = (row: Row): DeskLineRow => ({
  id: String(row.id),
  accountId: String(row.account_id),
  bookedOn: String(row.booked_on),
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  narrative: String(row.narrative),
  payer: String(row.payer),
  bankRef: textOrNull(row.bank_ref),
  source: row.source === "typed" ? "typed" : "csv",
  state: row.state === "waiting" ? "waiting" : "open",
  since: Number(row.created_at),
  enteredBy: { id: String(row.entered_by), name: String(row.entered_name) },
  matchedBy: row.matched_by === null ? null : { id: String(row.matched_by), name: String(row.matched_name) },
  note: String(row.note),
  order: row.order_id === null ? null : orderOf(row),
  marks: {
    twoPeople: row.two_people === 1,
    typedBefore: row.typed_before === 1,
    isUnallocated: row.is_unallocated === 1,
    hasGoneBack: row.has_gone_back === 1,
  },
});
