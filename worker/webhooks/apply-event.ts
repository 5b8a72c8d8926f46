import { attemptByReference, readAttempt } from "#db/queries/attempts";
import { recordMismatch } from "#db/queries/mismatches";
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
export async function applyEvent(deps: Deps, gateway: PaymentGateway, { news, id }: ProviderEvent): Promise<string> {
  switch (news.kind) {
    case "payment":
      return applyPayment(deps, gateway, news, id);
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
  eventId: string,
): Promise<string> {
  const attempt = await attemptByReference(deps.db, gateway.code, news.providerReference);
  const claimed =
    news.claimedAttemptId !== null && news.claimedAttemptId !== attempt?.id
      ? await readAttempt(deps.db, news.claimedAttemptId)
      : null;
  if (claimed && claimed.gateway === gateway.code) {
    // Its own answer may still be under way: then this is its event, and it waits until the reference is stored.
    if (!attempt && claimed.providerReference === null && claimed.status === "submitted") return "later";
    const amount = amountIn(news.report) ?? money(claimed.amountMinor, claimed.currency);
    const reason = "An event names this payment, but its money belongs to another";
    await recordMismatch(deps.db, claimed, news.providerReference || eventId, amount, reason, deps.now());
  }
  if (!attempt) return "not-ours";
  if (!gatewayOf(deps, attempt)) return "other-account";
  if (news.report.status === "approved" || news.report.status === "waiting") {
    await settleSoon(deps, attempt.id, news.report.status === "approved");
    return "asked";
  }
  await applyReport(deps, gateway, attempt, news.report);
  return news.report.status;
}

const amountIn = (report: PaymentReport) => (report.status === "captured" ? report.captured : null);
