import { attemptByReference, readAttempt } from "#db/queries/attempts";
import { recordMismatch } from "#db/queries/mismatches";
import { timesTold } from "#db/queries/webhooks";
import { money } from "#domain/money";
import type { Deps } from "../deps.ts";
import { gatewayOf } from "../payments/attempt.ts";
import { applyDispute } from "../payments/disputes.ts";
import type { PaymentGateway, PaymentReport, ProviderEvent } from "../payments/gateway.ts";
import { applyRefund } from "../payments/refund-reports.ts";
import { applyReport, settleSoon } from "../payments/settle-payment.ts";

/**
 * What a verified event changes. It is an answer of the provider, so it books without another question; facts are a set, so neither
 * order nor repetition matters. `later`: what it hangs on is not known yet.
 */
export async function applyEvent(
  deps: Deps,
  gateway: PaymentGateway,
  { news, id, what }: ProviderEvent,
): Promise<string> {
  switch (news.kind) {
    case "payment":
      return applyPayment(deps, gateway, news, { id, what });
    case "refund":
      return applyRefund(deps, gateway, news.report);
    case "dispute":
      return applyDispute(deps, gateway, news.report);
    default:
      return "nothing to do";
  }
}

async function applyPayment(
  deps: Deps,
  gateway: PaymentGateway,
  news: Extract<ProviderEvent["news"], { kind: "payment" }>,
  { id: eventId, what }: Pick<ProviderEvent, "id" | "what">,
): Promise<string> {
  const { providerReference, claimedAttemptId, report } = news;
  const found = await attemptByReference(deps.db, gateway.code, providerReference);
  const isContradiction = claimedAttemptId !== null && claimedAttemptId !== found?.id;
  const claimed = isContradiction ? await readAttempt(deps.db, claimedAttemptId) : null;
  // Its own answer may have been stored between the two readings: then it is no contradiction at all.
  if (claimed && !found && claimed.gateway === gateway.code && claimed.providerReference === providerReference)
    return applyPayment(deps, gateway, news, { id: eventId, what });
  if (claimed && claimed.gateway === gateway.code) {
    // Its own answer may still be under way: then this is its event, and it waits until the reference is stored.
    if (!found && claimed.providerReference === null && claimed.status === "submitted") return "later";
    const amount = amountIn(report) ?? money(claimed.amountMinor, claimed.currency);
    const reason = "An event names this payment, but its money belongs to another";
    await recordMismatch(deps.db, claimed, providerReference || eventId, amount, reason, deps.now());
  }
  if (!found) return "not-ours";
  if (!gatewayOf(deps, found)) return "other-account";
  // One that contradicts itself is no answer; and a try that was declined may have been followed by another, which is under way.
  if (isContradiction || ONLY_ASKS.has(report.status)) {
    const times = report.status === "approved" ? await timesTold(deps.db, found, what) : null;
    await settleSoon(deps, found.id, times === null ? null : { times });
    return "asked";
  }
  await applyReport(deps, gateway, found, report);
  return report.status;
}

const ONLY_ASKS = new Set<PaymentReport["status"]>(["approved", "waiting", "declined"]);

const amountIn = (report: PaymentReport) => (report.status === "captured" ? report.captured : null);
