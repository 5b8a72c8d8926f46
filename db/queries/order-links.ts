import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import type { Database } from "#db/client";

const WINDOW_MS = 10 * 60_000; // one link to one order in this time: a stranger cannot flood a mailbox

/**
 * Puts a fresh link to an order into the outbox, to the e-mail or phone the order itself has, if the number and one of the two fit.
 * One statement whether or not anything fits, so that its time tells nothing. `email` and `phone` are as stored (lower case, E.164).
 */
export async function askForLink(
  db: Database,
  number: string,
  email: string | null,
  phone: string | null,
  now: number,
): Promise<void> {
  const window = Math.floor(now / WINDOW_MS);
  await atomically(db, [
    sql`INSERT INTO outbox (id, order_id, channel, recipient, template)
        SELECT 'out_' || substr(o.id, 5) || '/link/' || ${window}, o.id, CASE WHEN ${email} IS NOT NULL THEN 'email' ELSE 'sms' END, coalesce(${email}, ${phone}), 'link'
        FROM orders o WHERE o.number = ${number} AND ((${email} IS NOT NULL AND o.contact_email = ${email}) OR (${phone} IS NOT NULL AND o.contact_phone = ${phone}))
        ON CONFLICT (id) DO NOTHING`,
  ]);
}
