import { newId, unix } from "./ids.ts";
import type { Intent } from "./intent.ts";

/** What a dispute took from the merchant's balance (negative) or gave back. */
export interface Movement {
  readonly id: string;
  readonly object: "balance_transaction";
  readonly amount: number;
  readonly created: number;
  readonly currency: Intent["currency"];
  readonly reporting_category: "dispute" | "dispute_reversal";
  readonly type: "adjustment";
  readonly [more: string]: unknown;
}

/** A dispute as it travels. It names neither the session nor the shop's metadata. */
export interface Dispute {
  readonly id: string;
  readonly object: "dispute";
  readonly amount: number;
  /** Empty for an inquiry: no money has moved. */
  readonly balance_transactions: Movement[];
  readonly charge: string | null;
  readonly created: number;
  readonly currency: Intent["currency"];
  readonly livemode: boolean;
  readonly payment_intent: string;
  readonly reason: string;
  is_charge_refundable: boolean;
  status: "needs_response" | "warning_needs_response" | "warning_closed" | "won" | "lost";
  readonly [more: string]: unknown;
}

const DAYS_TO_ANSWER = 9;

export function newDispute(intent: Intent, amount: number, isInquiry: boolean, at: Date): Dispute {
  const due = new Date(at.getTime() + DAYS_TO_ANSWER * 24 * 60 * 60_000);
  return {
    id: newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: intent.latest_charge,
    created: unix(at),
    currency: intent.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: { due_by: unix(due), has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: isInquiry,
    livemode: intent.livemode,
    metadata: {},
    payment_intent: intent.id,
    reason: isInquiry ? "general" : "fraudulent",
    status: isInquiry ? "warning_needs_response" : "needs_response",
  };
}

export function newMovement(dispute: Dispute, category: Movement["reporting_category"], at: Date): Movement {
  const amount = category === "dispute" ? -dispute.amount : dispute.amount;
  return {
    id: newId("txn"),
    object: "balance_transaction",
    amount,
    available_on: unix(at),
    created: unix(at),
    currency: dispute.currency,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: category,
    source: dispute.id,
    status: "available",
    type: "adjustment",
  };
}
