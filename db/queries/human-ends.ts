import { type SQL, sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";
import type { Currency } from "#domain/money";
import type { GatewayCode, HumanEndKind } from "#domain/payments/names";
import { type Row, textOrNull } from "./cells.ts";
import { othersWith, ownApproval, ownOrder } from "./four-eyes.ts";

export interface HumanEndRow {
  readonly id: string;
  readonly kind: HumanEndKind;
  readonly subject: string;
  readonly gateway: GatewayCode;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly reference: string;
  readonly occurredOn: string | null;
  readonly note: string;
  readonly state: "open" | "done" | "refused";
  readonly twoPeople: boolean;
  readonly requestedBy: string;
  readonly requestedName: string;
  readonly approvedBy: string | null;
  readonly approvedName: string | null;
  readonly createdAt: number;
  /** The order is one of whoever asks. */
  readonly isOwn: boolean;
}

const humanEndOf = (row: Row): HumanEndRow => ({
  id: String(row.id),
  kind: String(row.kind) as HumanEndKind,
  subject: String(row.subject),
  gateway: String(row.gateway) as GatewayCode,
  amountMinor: Number(row.amount_minor),
  currency: String(row.currency) as Currency,
  orderId: textOrNull(row.order_id),
  orderNumber: textOrNull(row.number),
  reference: String(row.reference),
  occurredOn: textOrNull(row.occurred_on),
  note: String(row.note),
  state: String(row.state) as HumanEndRow["state"],
  twoPeople: row.two_people === 1,
  requestedBy: String(row.requested_by),
  requestedName: String(row.requested_name),
  approvedBy: textOrNull(row.approved_by),
  approvedName: textOrNull(row.approved_name),
  createdAt: Number(row.created_at),
  isOwn: row.is_own === 1,
});

/** What people have said, as one of them sees it. */
export const humanEndsWhere = (actorId: string, where: SQL): SQL =>
  sql`SELECT e.*, o.number, coalesce(p.gateway, u.gateway) AS gateway, coalesce(p.amount_minor, u.amount_minor) AS amount_minor, coalesce(p.currency, u.currency) AS currency,
        asker.name AS requested_name, other.name AS approved_name, EXISTS (SELECT 1 FROM order_buyers b WHERE b.order_id = e.order_id AND b.user_id = ${actorId}) AS is_own
      FROM human_ends e LEFT JOIN orders o ON o.id = e.order_id LEFT JOIN payments p ON e.kind = 'captured' AND p.id = e.subject LEFT JOIN unallocated u ON e.kind <> 'captured' AND u.id = e.subject
        JOIN users asker ON asker.id = e.requested_by LEFT JOIN users other ON other.id = e.approved_by
      WHERE ${where} ORDER BY e.created_at, e.id`;
export const humanEndsOf = (rows: readonly Row[] | undefined): HumanEndRow[] => (rows ?? []).map(humanEndOf);

export async function readHumanEnd(db: Database, id: string, actorId: string): Promise<HumanEndRow | null> {
  const [found] = await readTogether(db, [humanEndsWhere(actorId, sql`e.id = ${id}`)]);
  return humanEndsOf(found?.rows)[0] ?? null;
}

/** What waits for a second person. */
export async function humanEndsOpen(db: Database, actorId: string): Promise<HumanEndRow[]> {
  const [found] = await readTogether(db, [humanEndsWhere(actorId, sql`e.state = 'open'`)]);
  return humanEndsOf(found?.rows);
}

export interface HumanEndRequest {
  readonly id: string;
  readonly kind: HumanEndKind;
  readonly subject: string;
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly reference: string;
  readonly occurredOn: string | null;
  readonly note: string;
  readonly actorId: string;
  /** A second person of these roles must agree, where there is one. */
  readonly asksTwo: boolean;
  readonly approvers: readonly string[];
  /** The task's sentence, where it waits. */
  readonly waitsFor: string;
}

/**
 * Somebody says it. Where nobody else is asked for, or nobody else is there, saying it is agreeing to it (`agreedStatements` follow, in
 * the same batch or later). One that another said about the same is left to stand: `human_ends_one_open`.
 */
export const askedStatements = (request: HumanEndRequest, now: number): SQL[] => {
  const { id, kind, subject, orderId, reference, occurredOn, note, actorId, asksTwo, approvers, waitsFor } = request;
  return [
    sql`INSERT INTO human_ends (id, created_at, kind, subject, order_id, reference, occurred_on, note, two_people, requested_by)
        SELECT ${id}, ${now}, ${kind}, ${subject}, ${orderId}, ${reference}, ${occurredOn}, ${note}, CASE WHEN ${asksTwo ? 1 : 0} = 1 AND ${othersWith(approvers, actorId)} > 0 THEN 1 ELSE 0 END, ${actorId}
        WHERE NOT EXISTS (SELECT 1 FROM human_ends WHERE id = ${id})`,
    sql`INSERT INTO staff_tasks (id, kind, subject, order_id, amount_minor, currency, detail)
        SELECT ${`tsk_${id}`}, 'second-person', ${id}, ${orderId}, ${request.amountMinor}, ${request.currency}, ${waitsFor} FROM human_ends WHERE id = ${id} AND state = 'open' AND two_people = 1 ON CONFLICT DO NOTHING`,
  ];
};

/** Whoever must agree has agreed. One that has ended otherwise stops the batch (E_HUMAN_END_ENDED); one agreed to by the same person is as it was. */
export const agreedStatements = (id: string, actorId: string): SQL[] => [
  sql`UPDATE human_ends SET state = 'done', approved_by = ${actorId} WHERE id = ${id} AND NOT (state = 'done' AND approved_by = ${actorId})`,
  closeWaiting(id, actorId),
];

/** The second person says no. @returns whether it is refused by this person's word */
export async function refuseHumanEnd(
  db: Database,
  id: string,
  actorId: string,
  reason: string,
  more: readonly SQL[],
): Promise<boolean> {
  const results = await atomically(db, [
    sql`UPDATE human_ends SET state = 'refused', approved_by = ${actorId}, answer = ${reason} WHERE id = ${id} AND state = 'open'`,
    closeWaiting(id, actorId),
    ...more,
    sql`SELECT state, approved_by FROM human_ends WHERE id = ${id}`,
  ]);
  const row = results.at(-1)?.rows[0];
  return row?.state === "refused" && row.approved_by === actorId;
}

/** What was said while somebody else's answer came after all is said no more: nobody needs to agree to it. @returns how many */
export async function closeOvertakenEnds(db: Database): Promise<number> {
  const [closed] = await atomically(db, [
    sql`UPDATE human_ends SET state = 'refused', answer = 'It ended otherwise meanwhile' WHERE state = 'open' AND CASE kind
          WHEN 'captured' THEN NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = human_ends.subject AND p.status IN ('submitted', 'unknown'))
          ELSE NOT EXISTS (SELECT 1 FROM unallocated u WHERE u.id = human_ends.subject AND u.state = 'open') END`,
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'second-person' AND state = 'open' AND EXISTS (SELECT 1 FROM human_ends e WHERE e.id = staff_tasks.subject AND e.state <> 'open')`,
  ]);
  return closed?.rowsAffected ?? 0;
}

const closeWaiting = (id: string, actorId: string): SQL =>
  sql`UPDATE staff_tasks SET state = 'done', done_by = ${actorId} WHERE kind = 'second-person' AND subject = ${id} AND state = 'open' AND EXISTS (SELECT 1 FROM human_ends WHERE id = ${id} AND state <> 'open')`;

/** What the constraints around human ends say, in words. */
export const humanEndRefusals = (): Record<string, DomainError> => ({
  E_TWO_PEOPLE: ownApproval("this"),
  E_OWN_ORDER: ownOrder(),
  E_REFERENCE_TAKEN: new DomainError("already-recorded", "Money with that reference is in the books already."),
  "payments.receipt": new DomainError("already-recorded", "Another payment carries that reference as its receipt."),
  E_ATTEMPT_ENDED: new DomainError("transition-not-allowed", "This payment has ended meanwhile. Look at it again."),
  E_UNALLOCATED_ENDED: new DomainError("transition-not-allowed", "This money has found its place meanwhile."),
  E_HUMAN_END_ENDED: new DomainError("transition-not-allowed", "Somebody has decided this meanwhile."),
  human_ends_one_open: waitsAlready(),
  "human_ends.subject": waitsAlready(),
});
const waitsAlready = () =>
  new DomainError("already-recorded", "Somebody has asked for the same already: it waits for a second person.");
