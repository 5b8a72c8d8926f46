import { type AttemptRow, adoptReference, readAttempt } from "#db/queries/attempts";
import { recordMismatch } from "#db/queries/mismatches";
import { recordClaim } from "#db/queries/webhooks";
import { money } from "#domain/money";
import { isOpen } from "#domain/payments/transitions";
import type { Deps } from "../deps.ts";
import type { Claim } from "../payments/gateway.ts";
import { settleSoon } from "../payments/settle-payment.ts";

const ANSWER_UNDER_WAY_MS = 8_000; // our own request may still bring its reference

type Verdict = "fits" | "other-attempt" | "other-amount" | "unreadable";

/** Whether a body speaks of this attempt. One without a stored reference may be adopted, later and only if it is asked about. */
export function judge(claim: Claim, attempt: AttemptRow): Verdict {
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
