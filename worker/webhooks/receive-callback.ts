import { createHash } from "node:crypto";
import { type AttemptRow, adoptReference, readAttempt } from "#db/queries/attempts";
import { recordMismatch } from "#db/queries/mismatches";
import { recordClaim, recordInbox } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { isOpen } from "#domain/payments/transitions";
import type { Deps } from "../deps.ts";
import type { Claim, PaymentGateway } from "../payments/gateway.ts";
import { settleSoon } from "../payments/settle-payment.ts";
import { applySoon } from "./apply-soon.ts";

export const LARGEST_BODY = 64 * 1024; // bytes
const ANSWER_UNDER_WAY_MS = 8_000; // our own request may still bring its reference

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

type Verdict = "fits" | "other-attempt" | "other-amount" | "unreadable";

/** Whether a body speaks of this attempt. One without a stored reference may be adopted, later and only if it is asked about. */
function judge(claim: Claim, attempt: AttemptRow): Verdict {
  if (attempt.providerReference !== null && claim.providerReference !== attempt.providerReference)
    return "other-attempt";
  if (attempt.providerOther !== null && claim.providerOther !== null && claim.providerOther !== attempt.providerOther)
    return "other-attempt";
  if (claim.amount && (claim.amount.amountMinor !== attempt.amountMinor || claim.amount.currency !== attempt.currency))
    return "other-amount";
  return "fits";
}

const GIVE_UP_MS = 24 * 60 * 60_000;

/**
 * The work after the answer: what the body claims is kept, the reference of an attempt whose own answer was lost is adopted, and the
 * provider is asked. A claim of success for an attempt that has ended stays waiting until an answer is final: its plan asks no more.
 * @returns whether it is done
 */
export async function applyCallback(
  deps: Deps,
  attempt: AttemptRow,
  claim: Claim,
  receivedAt: number,
): Promise<"asked" | "later"> {
  const verdict = judge(claim, attempt);
  const claimedRef = claim.receipt ?? claim.providerReference ?? "";
  const otherAmount = "A callback claims another amount than was asked for";
  if (verdict === "other-amount" && claim.amount)
    await recordMismatch(deps.db, attempt, claimedRef, claim.amount, otherAmount, deps.now());
  if (verdict === "fits" && claim.saysPaid && claim.receipt) await recordClaim(deps.db, attempt, claim.receipt, "keep"); // where the answer was cut short
  if (attempt.providerReference === null && !(await adopted(deps, attempt, claim))) return "later";

  const outcome = await settleSoon(deps, attempt.id);
  const present = await readAttempt(deps.db, attempt.id);
  const ended = present !== null && !isOpen(present.status);
  const saysPaid = claim.saysPaid && verdict === "fits";
  const tooLong = deps.now() - receivedAt > GIVE_UP_MS;
  if (saysPaid && ended && present.status !== "captured") {
    if (outcome !== "failed" && !tooLong) return "later"; // no final answer yet: the next round asks again
    const amount = claim.amount ?? money(attempt.amountMinor, attempt.currency);
    await recordMismatch(
      deps.db,
      attempt,
      claimedRef,
      amount,
      "A callback claims money that the provider denies",
      deps.now(),
    );
  }
  return "asked";
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
