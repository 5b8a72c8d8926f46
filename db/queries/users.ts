import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Role } from "#domain/accounts/roles";

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string | null;
}

/** An active account by its e-mail, in any case. */
export async function userByEmail(db: Database, email: string): Promise<UserRow | null> {
  const [found] = await readTogether(db, [
    sql`SELECT id, email, name, role, password_hash FROM users WHERE email = ${email.trim().toLowerCase()} AND status = 'active'`,
  ]);
  const row = found?.rows[0];
  return row
    ? {
        id: String(row.id),
        email: String(row.email),
        name: String(row.name),
        role: String(row.role) as Role,
        passwordHash: row.password_hash === null ? null : String(row.password_hash),
      }
    : null;
}

/** Counts one more of something under a key and window. @returns how many there are now */
export async function countUp(db: Database, key: string, windowMs: number, now: number): Promise<number> {
  const window = Math.floor(now / windowMs);
  const [counted] = await atomically(db, [
    sql`INSERT INTO rate_limits (id, count, ends_at) VALUES (${`${key}|${window}`}, 1, ${(window + 1) * windowMs}) ON CONFLICT (id) DO UPDATE SET count = count + 1 RETURNING count`,
  ]);
  return Number(counted?.rows[0]?.count ?? 1);
}
