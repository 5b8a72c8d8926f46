import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { type Account, among } from "./accounts.ts";
import { ATTEMPT, type AttemptRow, attemptOf } from "./attempts.ts";

/** The attempts whose time to be asked about has come, the longest waiting first. */
export async function attemptsDue(
  db: Database,
  present: readonly Account[],
  now: number,
  limit: number,
): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status IN ('submitted', 'unknown') AND next_look_at IS NOT NULL AND next_look_at <= ${now} AND ${among(present)} ORDER BY next_look_at LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}

/** `created` for longer than any sending takes: nothing left the shop, so they may fail. */
export async function attemptsNeverSent(db: Database, before: number, limit: number): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status = 'created' AND created_at < ${before} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}

/** `submitted` without the provider's reference after any answer could have come. */
export async function attemptsWithoutAnswer(db: Database, before: number, limit: number): Promise<AttemptRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT ${ATTEMPT} FROM payments WHERE status = 'submitted' AND provider_reference IS NULL AND gateway NOT IN ('on-delivery', 'bank-transfer') AND submitted_at < ${before} LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map(attemptOf);
}
