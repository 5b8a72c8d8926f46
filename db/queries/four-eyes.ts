import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { DomainError } from "#domain/errors";

/** How many others could be the second person now. */
export const othersWith = (roles: readonly string[], actorId: string): SQL =>
  sql`(SELECT count(*) FROM users u WHERE u.status = 'active' AND u.id <> ${actorId} AND u.role IN (SELECT value FROM json_each(${JSON.stringify(roles)})))`;

export const ownApproval = (what: string) =>
  new DomainError("own-approval", `You asked for ${what}: somebody else has to agree to it.`);
export const ownOrder = () =>
  new DomainError("own-order", "This is an order of your own: somebody else has to deal with its money.");

/** What stands between a person and an order: whether they bought it, and whether there is anybody else to agree. */
export async function standingOf(
  db: Database,
  actorId: string,
  orderId: string | null,
  approvers: readonly string[],
): Promise<{ readonly isBuyer: boolean; readonly hasOthers: boolean }> {
  const [found] = await readTogether(db, [
    sql`SELECT EXISTS (SELECT 1 FROM order_buyers WHERE order_id = ${orderId} AND user_id = ${actorId}) AS is_buyer, ${othersWith(approvers, actorId)} AS others`,
  ]);
  const row = found?.rows[0];
  return { isBuyer: row?.is_buyer === 1, hasOthers: Number(row?.others ?? 0) > 0 };
}
