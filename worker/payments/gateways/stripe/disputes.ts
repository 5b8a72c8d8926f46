import { z } from "zod";
import type { DisputeReport } from "../../gateway.ts";
import { amountOf, seconds } from "./session.ts";

export const disputeBody = z.object({
  id: z.string().min(1).max(255),
  status: z.string(),
  amount: z.int().nonnegative(),
  currency: z.string(),
  payment_intent: z.string().startsWith("pi_"),
  evidence_details: z.object({ due_by: seconds.nullish() }).nullish(),
  balance_transactions: z.array(z.object({ amount: z.int(), created: seconds })).nullish(),
});
type Dispute = z.output<typeof disputeBody>;

const TAKEN = "charge.dispute.funds_withdrawn";
const GIVEN_BACK = "charge.dispute.funds_reinstated";
/** How far along a dispute is. Times are whole seconds, in which several of its events may fall. */
const TYPES = ["charge.dispute.created", "charge.dispute.updated", TAKEN, GIVEN_BACK, "charge.dispute.closed"];
const STATUSES = [
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "needs_response",
  "under_review",
  "prevented",
  "lost",
  "won",
];
const CLOSED = new Set(["warning_closed", "prevented", "lost", "won"]);

/** A dispute as an event of that type tells of it; `null` in a currency that is not ours. `at`: unix ms. */
export function disputeReport(dispute: Dispute, type: string, at: number): DisputeReport | null {
  const amount = amountOf(dispute.amount, dispute.currency);
  const dueBy = dispute.evidence_details?.due_by;
  return (
    amount && {
      providerRef: dispute.id,
      captureRef: dispute.payment_intent,
      amount,
      state: dispute.status,
      isOpen: !CLOSED.has(dispute.status),
      money: moneyOf(dispute, type),
      updatedAt: at,
      rank: (STATUSES.indexOf(dispute.status) + 1) * 10 + TYPES.indexOf(type) + 1,
      dueBy: dueBy ? dueBy * 1_000 : null,
    }
  );
}

/** An inquiry only asks. Else the latest movement counts: sums do not, for they may have been changed at two rates. */
function moneyOf({ status, balance_transactions }: Dispute, type: string): DisputeReport["money"] {
  if (status.startsWith("warning_")) return "none";
  if (type === GIVEN_BACK || status === "won") return "returned";
  if (type === TAKEN || status === "lost") return "held";
  const latest = (balance_transactions ?? []).toSorted((a, b) => a.created - b.created).at(-1);
  if (!latest) return "none";
  return latest.amount < 0 ? "held" : "returned";
}
