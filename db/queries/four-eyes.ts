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

/** Whether there is anybody else to agree. */
export async function hasOthers(db: Database, approvers: readonly string[], actorId: string): Promise<boolean> {
  const [found] = await readTogether(db, [sql`SELECT ${othersWith(approvers, actorId)} AS others`]);
  return Number(found?.rows[0]?.others ?? 0) > 0;
}

/** Nobody of staff deals with the money of what they bought. @throws {DomainError} own-order */
export async function needNotOwn(db: Database, actorId: string, orderId: string): Promise<void> {
  const [bought] = await readTogether(db, [
    sql`SELECT 1 FROM order_buyers WHERE order_id = ${orderId} AND user_id = ${actorId} LIMIT 1`,
  ]);
  if (bought?.rows.length) throw ownOrder();
}
