import { createHash } from "node:crypto";
import type { Context } from "hono";
import { readTogether, type Statement } from "#db/atomically";
import { claimKey, earlierDecision } from "#db/queries/placements";
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

/** @throws {DomainError} validation-failed without a usable Idempotency-Key */
export function idempotencyKey(c: Pick<Context, "req">): string {
  const key = c.req.header("Idempotency-Key") ?? "";
  if (/^[\x21-\x7e]{16,128}$/.test(key)) return key;
  throw new DomainError("validation-failed", "Send an Idempotency-Key of 16 to 128 characters.", {
    errors: [{ pointer: "Idempotency-Key", detail: "missing or not 16 to 128 printable characters" }],
  });
}

/** A request of staff about an order, under the key it came with. */
export interface KeyedRequest {
  readonly actorId: string;
  readonly key: string;
  readonly orderId: string;
  readonly body: unknown;
}

/**
 * Does the work of a request once, however often it is sent. The work is one batch with `remember` in it, which stops a second batch of
 * the same key; whoever comes second is answered like the first. @throws {DomainError} idempotency-key-reused for another body
 */
export async function once(
  deps: Deps,
  { actorId, key, orderId, body }: KeyedRequest,
  work: (remember: Statement) => Promise<void>,
): Promise<void> {
  const buyer = staffBuyer(actorId);
  const bodyHash = digest([orderId, body]);
  if (await decidedBefore(deps, buyer, key, bodyHash)) return;
  try {
    await work(claimKey(buyer, key, bodyHash, orderId));
  } catch (error) {
    if (!(await decidedBefore(deps, buyer, key, bodyHash))) throw error;
  }
}

export const keyReused = () =>
  new DomainError("idempotency-key-reused", "This Idempotency-Key was used for another request.", {
    errors: [{ pointer: "Idempotency-Key", detail: "belongs to another body" }],
  });
