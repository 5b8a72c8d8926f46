import { refundsDue, refundsNotSent, refundsWithoutAnswer, tasksForRefunds } from "#db/queries/refund-rounds";
import { DomainError } from "#domain/errors";
import type { Deps } from "../deps.ts";
import { accountsGivingBack } from "../payments/attempt.ts";
import { sendRefund, settleRefund } from "../payments/send-refund.ts";
import { eachOf } from "./each-of.ts";

const SEND_LATE_MS = 10_000; // whoever should have sent it has stopped
const NO_ANSWER_MS = 15_000; // longer than any call's deadline

/** Refunds that were agreed to and not sent, sent and not answered, or to be asked about; what nobody asks about is a person's. */
export async function refundRound(deps: Deps): Promise<number> {
  const now = deps.now();
  const givingBack = accountsGivingBack(deps);
  const late = await refundsNotSent(deps.db, givingBack, now - SEND_LATE_MS, 100);
  await eachOf(late, (refund) => sendRefund(deps, refund.id).catch(unlessFrozen));
  const keyed = accountsGivingBack(deps, ({ isKeyed }) => isKeyed);
  const lost = await refundsWithoutAnswer(deps.db, keyed, now - NO_ANSWER_MS, 100);
  await eachOf(lost, (refund) => sendRefund(deps, refund.id, true));
  const due = await refundsDue(deps.db, givingBack, now, 200);
  await eachOf(due, (refund) => settleRefund(deps, refund));
  return late.length + lost.length + due.length + (await tasksForRefunds(deps.db, givingBack, now - NO_ANSWER_MS));
}

/** A disputed payment gives nothing back: the refund stays agreed to and goes out when the dispute has ended. */
const unlessFrozen = (error: unknown): void => {
  if (!(error instanceof DomainError && error.code === "refund-frozen")) throw error;
};
