import { z } from "zod";
import type { DisputeReport } from "../../gateway.ts";
import { amountBody, idBody, timeBody } from "./amounts.ts";

export const disputeBody = z.object({
  dispute_id: idBody,
  status: z.string(),
  dispute_life_cycle_stage: z.string().optional(),
  dispute_amount: amountBody,
  dispute_outcome: z.object({ outcome_code: z.string().optional() }).optional(),
  disputed_transactions: z
    .array(
      z.object({
        seller_transaction_id: idBody,
        seller: z.object({ merchant_id: z.string().optional() }).optional(),
      }),
    )
    .min(1),
  update_time: timeBody,
  seller_response_due_date: timeBody,
});
/** A list says little of each: they are read one by one. */
export const disputeList = z.object({ items: z.array(z.object({ dispute_id: idBody })).default([]) });
type Dispute = z.output<typeof disputeBody>;

const STAGES = ["INQUIRY", "CHARGEBACK", "PRE_ARBITRATION", "ARBITRATION"];
const TYPES = ["CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED"];
const CLOSED_RANK = 100;

/** A dispute as an event of that type tells of it. `at`: the event's time, where the dispute has none of its own. */
export function disputeReport(dispute: Dispute, type: string, at: number): DisputeReport {
  const isOpen = dispute.status !== "RESOLVED";
  const stage = STAGES.indexOf(dispute.dispute_life_cycle_stage ?? "") + 1;
  return {
    providerRef: dispute.dispute_id,
    captureRef: dispute.disputed_transactions[0]?.seller_transaction_id ?? "",
    amount: dispute.dispute_amount,
    state: dispute.dispute_outcome?.outcome_code ?? dispute.status,
    isOpen,
    money: moneyOf(dispute),
    updatedAt: dispute.update_time ?? at,
    rank: (isOpen ? 0 : CLOSED_RANK) + stage * 10 + TYPES.indexOf(type) + 1,
    dueBy: dispute.seller_response_due_date,
  };
}

/** An inquiry moves no money unless the payer wins it; every later stage holds ours until the seller has won or the payer gives up. */
function moneyOf({ dispute_life_cycle_stage: stage = "INQUIRY", dispute_outcome }: Dispute): DisputeReport["money"] {
  const outcome = dispute_outcome?.outcome_code ?? "";
  if (outcome === "RESOLVED_BUYER_FAVOUR") return "held";
  if (stage === "INQUIRY") return "none";
  return GIVEN_BACK.has(outcome) ? "returned" : "held";
}
const GIVEN_BACK = new Set([
  "RESOLVED_SELLER_FAVOUR",
  "RESOLVED_WITH_PAYOUT",
  "CANCELED_BY_BUYER",
  "CANCELLED_BY_BUYER",
  "DENIED", // PayPal threw the payer's claim out
]);
