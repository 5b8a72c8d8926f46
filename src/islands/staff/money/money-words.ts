import type { CaptureView, DisputeView, RefundView } from "#domain/payments/money-schema";
import type { RefundPurpose } from "#domain/payments/names";
import type { Said } from "../console-words.ts";

export const PURPOSES: Readonly<Record<RefundPurpose, string>> = {
  excess: "What was too much",
  return: "Goods that came back",
  goodwill: "Out of kindness",
};

/** Where money going back stands. */
export function refundSaid({ status, byHand, isFrozen, submittedAt }: RefundView): Said {
  if (status === "requested") return { word: "Waits for a second person", mark: "wait" };
  if (status === "approved" && isFrozen) return { word: "Waits for the dispute", mark: "wait" };
  if (status === "approved") return { word: byHand ? "To be sent by hand" : "Not sent yet", mark: "wait" };
  if (status === "submitted") return { word: "On its way", mark: "wait" };
  if (status === "unknown") return { word: "Nobody knows yet", mark: "info" };
  if (status === "done") return { word: "Given back", mark: "done" };
  return submittedAt === null ? { word: "Declined", mark: "none" } : { word: "Did not go through", mark: "fail" };
}

/** Who asked, who agreed, who moved the money. */
export function refundBy({ requestedBy, approvedBy, finishedBy }: RefundView): string {
  if (requestedBy === null) return "made at the provider";
  const agreed = approvedBy === null ? "" : approvedBy === requestedBy ? "" : `, ${approvedBy} agreed`;
  const moved = finishedBy === null ? "" : `, ${finishedBy} moved it`;
  return `${requestedBy} asked${agreed}${moved}`;
}

export const disputeSaid = ({ isOpen, state }: DisputeView): Said =>
  isOpen
    ? { word: "Disputed", mark: "fail" }
    : { word: `Dispute ended: ${state.replaceAll("_", " ").toLowerCase()}`, mark: "info" };

/** How money of a payment goes back, where that is not simply in any amount. */
export function wayBack({ givesBack, methodName }: CaptureView): string {
  if (givesBack === "full") return `${methodName} gives it back only whole.`;
  return givesBack === "by-hand" ? "It goes back by hand." : "";
}
