import { newId, unix } from "./ids.ts";
import type { Intent } from "./intent.ts";

export const REASONS = ["duplicate", "fraudulent", "requested_by_customer"] as const;

/** A refund as it travels. */
export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly charge: string | null;
  readonly created: number;
  readonly currency: Intent["currency"];
  readonly metadata: Readonly<Record<string, string>>;
  readonly payment_intent: string;
  readonly reason: (typeof REASONS)[number] | null;
  status: "pending" | "succeeded" | "failed";
  failure_reason?: string;
  failure_balance_transaction?: string;
  readonly [more: string]: unknown;
}

export interface RefundOrder {
  readonly amount: number;
  readonly reason: Refund["reason"];
  readonly metadata: Refund["metadata"];
  readonly status: "pending" | "succeeded";
}

export function newRefund(intent: Intent, order: RefundOrder, at: Date): Refund {
  return {
    id: newId("re"),
    object: "refund",
    amount: order.amount,
    balance_transaction: newId("txn"),
    charge: intent.latest_charge,
    created: unix(at),
    currency: intent.currency,
    destination_details: { card: { type: "refund" }, type: "card" },
    metadata: order.metadata,
    payment_intent: intent.id,
    reason: order.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: order.status,
    transfer_reversal: null,
  };
}
