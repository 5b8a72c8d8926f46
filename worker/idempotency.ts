import { createHash } from "node:crypto";
import { readTogether } from "#db/atomically";
import { earlierDecision } from "#db/queries/placements";
import { DomainError } from "#domain/errors";
import type { Deps } from "./deps.ts";

/** Guests share one namespace of keys: a key carries at least 122 random bits. Staff have one each. */
export const GUEST = "guest";
export const staffBuyer = (userId: string): string => `staff:${userId}`;

/** What tells one body from another under the same key. */
export const digest = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

export interface Earlier {
  readonly orderId: string;
  readonly number: string;
  readonly attemptId: string;
}

/** What this key was answered with before, or `null`. @throws {DomainError} idempotency-key-reused when it was for another body */
export async function decidedBefore(deps: Deps, buyer: string, key: string, bodyHash: string): Promise<Earlier | null> {
  const [found] = await readTogether(deps.db, [earlierDecision(buyer, key) as { sql: string; args: string[] }]);
  const row = found?.rows[0];
  if (!row) return null;
  if (row.body_hash !== bodyHash) throw keyReused();
  return { orderId: String(row.order_id), number: String(row.number), attemptId: String(row.attempt_id) };
}

export const keyReused = () =>
  new DomainError("idempotency-key-reused", "This Idempotency-Key was used for another request.", {
    errors: [{ pointer: "Idempotency-Key", detail: "belongs to another body" }],
  });
