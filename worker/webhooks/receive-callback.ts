import { createHash } from "node:crypto";
import { type AttemptRow, adoptReference, readAttempt } from "#db/queries/payments";
import { markApplied, recordClaim, recordInbox, recordMismatch } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { isOpen } from "#domain/payments/transitions";
import type { Deps } from "../deps.ts";
import type { Claim, PaymentGateway } from "../payments/gateway.ts";
import { settleSoon } from "../payments/settle-payment.ts";
import { readToken } from "../tokens.ts";

const LARGEST_BODY = 64 * 1024; // bytes
const ANSWER_UNDER_WAY_MS = 8_000; // our own request may still bring its reference

/**
 * A provider calls. The path's token says which attempt it is about; the body is kept before it is answered, and proves nothing:
 * it makes us ask. @throws {DomainError} untrusted-webhook (404) for a path that is not ours, bad-request for a body that is not theirs
 */
export async function receiveCallback(
  deps: Deps,
  path: string,
  token: string,
  kind: string,
  body: string,
): Promise<unknown> {
  const gateway = deps.gateways.at(path);
  if (!gateway?.readCallback) throw new DomainError("not-found", "There is nothing here.");
  const attemptId = readToken(deps.config.callbackSecret, "callback", token);
  if (!attemptId) {
    console.warn(
      JSON.stringify({ level: "warn", what: "forged callback", gateway: gateway.code, why: "no such path" }),
    );
    throw new DomainError("untrusted-webhook", "There is nothing here.");
  }
  if (body.length > LARGEST_BODY) throw new DomainError("payload-too-large", "A callback is smaller than that.");
  const attempt = await readAttempt(deps.db, attemptId);
  if (!attempt || attempt.gateway !== gateway.code)
    throw new DomainError("untrusted-webhook", "There is nothing here.");

  const claim = gateway.readCallback(body);
  const verdict = claim ? judge(claim, attempt) : "unreadable";
  const id = newId("inb");
  const eventKey = `${attemptId}:${createHash("sha256").update(body).digest("hex")}`;
  const isNew = await recordInbox(deps.db, {
    id,
    attempt,
    eventKey,
    kind,
    body,
    fits: verdict === "fits" || verdict === "other-amount",
    outcome: verdict === "fits" ? null : verdict,
    now: deps.now(),
  });
  if (!claim) throw new DomainError("bad-request", "This is not a body we know.");
  if (verdict === "other-attempt") throw new DomainError("untrusted-webhook", "There is nothing here.");
  // In the order they came: the newest claim stands until the money is proven.
  if (isNew && verdict === "fits" && claim.code === "0" && claim.receipt)
    await recordClaim(deps.db, attempt, claim.receipt);
  if (isNew) deps.later(applyCallback(deps, gateway, attempt, claim, { eventKey, receivedAt: deps.now() }));
  return gateway.callbackAnswer;
}

type Verdict = "fits" | "other-attempt" | "other-amount" | "unreadable";

/** Whether a body speaks of this attempt. One without a stored reference may be adopted, later and only if it is asked about. */
function judge(claim: Claim, attempt: AttemptRow): Verdict {
  if (attempt.providerReference !== null && claim.providerReference !== attempt.providerReference)
    return "other-attempt";
  if (attempt.providerOther !== null && claim.providerOther !== attempt.providerOther) return "other-attempt";
  if (claim.amount && (claim.amount.amountMinor !== attempt.amountMinor || claim.amount.currency !== attempt.currency))
    return "other-amount";
  return "fits";
}

const GIVE_UP_MS = 24 * 60 * 60_000;

/**
 * The work after the answer: what the body claims is kept, the reference of an attempt whose own answer was lost is adopted, and the
 * provider is asked. A claim of success for an attempt that has ended stays waiting until an answer is final: its plan asks no more.
 */
export async function applyCallback(
  deps: Deps,
  gateway: PaymentGateway,
  attempt: AttemptRow,
  claim: Claim,
  { eventKey, receivedAt }: { eventKey: string; receivedAt: number },
): Promise<void> {
  const verdict = judge(claim, attempt);
  const claimedRef = claim.receipt ?? claim.providerReference ?? "";
  if (verdict === "other-amount" && claim.amount)
    await recordMismatch(deps.db, attempt, claimedRef, claim.amount, deps.now());
  if (verdict === "fits" && claim.code === "0" && claim.receipt)
    await recordClaim(deps.db, attempt, claim.receipt, "keep"); // where the answer was cut short
  if (attempt.providerReference === null && !(await adopted(deps, attempt, claim))) return; // the reconciler comes back to it

  const outcome = await settleSoon(deps, attempt.id);
  const present = await readAttempt(deps.db, attempt.id);
  const ended = present !== null && !isOpen(present.status);
  const saysPaid = claim.code === "0" && verdict === "fits";
  const tooLong = deps.now() - receivedAt > GIVE_UP_MS;
  if (saysPaid && ended && present.status !== "captured") {
    if (outcome !== "failed" && !tooLong) return; // no final answer yet: the next round asks again
    const amount = claim.amount ?? money(attempt.amountMinor, attempt.currency);
    await recordMismatch(deps.db, attempt, claimedRef, amount, deps.now());
  }
  await markApplied(deps.db, gateway.code, eventKey, deps.now());
}

/** A callback's reference for an attempt whose own answer was lost, or is still under way. @returns whether the attempt has one now */
async function adopted(deps: Deps, attempt: AttemptRow, claim: Claim): Promise<boolean> {
  const waited = deps.now() - (attempt.submittedAt ?? attempt.createdAt);
  if (attempt.status === "submitted" && waited < ANSWER_UNDER_WAY_MS)
    await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, ANSWER_UNDER_WAY_MS - waited)));
  const present = await readAttempt(deps.db, attempt.id);
  if (!present || present.providerReference !== null) return true;
  const answerIsLost = present.status !== "submitted" || deps.now() - (present.submittedAt ?? 0) >= ANSWER_UNDER_WAY_MS;
  if (answerIsLost && claim.providerReference)
    await adoptReference(deps.db, present, claim.providerReference, claim.providerOther);
  return answerIsLost;
}
