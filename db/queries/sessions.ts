import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Role } from "#domain/accounts/roles";

export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
}
export interface SessionUserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
}

export async function readSession(
  db: Database,
  id: string,
): Promise<{ session: SessionRow; user: SessionUserRow } | null> {
  const [found] = await readTogether(db, [
    sql`SELECT s.id, s.user_id, s.expires_at, s.absolute_expires_at, u.name, u.email, u.role, u.status FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ${id}`,
  ]);
  const row = found?.rows[0];
  if (!row) return null;
  return {
    session: {
      id: String(row.id),
      userId: String(row.user_id),
      expiresAt: Number(row.expires_at),
      absoluteExpiresAt: Number(row.absolute_expires_at),
    },
    user: {
      id: String(row.user_id),
      name: String(row.name),
      email: String(row.email),
      role: String(row.role) as Role,
      active: row.status === "active",
    },
  };
}

export async function writeSession(db: Database, session: SessionRow): Promise<void> {
  await atomically(db, [
    sql`INSERT INTO sessions (id, user_id, expires_at, absolute_expires_at) VALUES (${session.id}, ${session.userId}, ${session.expiresAt}, ${session.absoluteExpiresAt}) ON CONFLICT (id) DO NOTHING`,
  ]);
}
export async function extendSession(db: Database, id: string, expiresAt: number): Promise<void> {
  await atomically(db, [sql`UPDATE sessions SET expires_at = min(${expiresAt}, absolute_expires_at) WHERE id = ${id}`]);
}
export async function deleteSession(db: Database, id: string): Promise<void> {
  await atomically(db, [sql`DELETE FROM sessions WHERE id = ${id}`]);
}
export async function deleteSessionsOf(db: Database, userId: string): Promise<void> {
  await atomically(db, [sql`DELETE FROM sessions WHERE user_id = ${userId}`]);
}
