import { createHash } from "node:crypto";
import { readAttempt } from "#db/queries/attempts";
import { recordClaim, recordInbox } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { judge } from "./apply-callback.ts";
import { applySoon } from "./apply-soon.ts";

export const LARGEST_BODY = 64 * 1024; // bytes

/**
 * A provider that signs nothing calls about one attempt. The body is kept before it is answered, and proves nothing: it makes us ask.
 * @throws {DomainError} untrusted-webhook (404) when it speaks of another attempt, bad-request for a body that is not theirs
 */
export async function receiveCallback(
  deps: Deps,
  gateway: PaymentGateway,
  attemptId: string,
  kind: string,
  body: string,
): Promise<unknown> {
  const attempt = await readAttempt(deps.db, attemptId);
  if (!attempt || attempt.gateway !== gateway.code)
    throw new DomainError("untrusted-webhook", "There is nothing here.");
  const claim = gateway.readCallback?.(body) ?? null;
  const verdict = claim ? judge(claim, attempt) : "unreadable";
  const eventKey = `${attemptId}:${createHash("sha256").update(body).digest("hex")}`;
  const now = deps.now();
  const isNew = await recordInbox(deps.db, {
    id: newId("inb"),
    gateway: gateway.code,
    attempt,
    eventKey,
    kind,
    body,
    authenticated: verdict === "fits" || verdict === "other-amount",
    outcome: verdict === "fits" ? null : verdict,
    now,
  });
  if (!claim) throw new DomainError("bad-request", "This is not a body we know.");
  if (verdict === "other-attempt") throw new DomainError("untrusted-webhook", "There is nothing here.");
  // In the order they came: the newest claim stands until the money is proven.
  if (isNew && verdict === "fits" && claim.saysPaid && claim.receipt)
    await recordClaim(deps.db, attempt, claim.receipt);
  if (isNew) {
    const stored = { id: "", gateway: gateway.code, eventKey, attemptId, kind, body, receivedAt: now, tries: 0 };
    applySoon(deps, stored);
  }
  return gateway.callbackAnswer;
}
