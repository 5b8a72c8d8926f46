import { type WireAmount, wireAmount } from "./amounts.ts";
import { newId } from "./ids.ts";
import { type Capture, PAYEE } from "./order.ts";

/** A dispute as it travels, but for its links. */
export interface Dispute {
  readonly dispute_id: string;
  readonly create_time: string;
  update_time: string;
  readonly disputed_transactions: readonly {
    readonly buyer_transaction_id: string;
    readonly seller_transaction_id: string;
    readonly [more: string]: unknown;
  }[];
  readonly reason: string;
  status: "OPEN" | "WAITING_FOR_SELLER_RESPONSE" | "RESOLVED";
  dispute_state: "OPEN_INQUIRIES" | "REQUIRED_ACTION" | "RESOLVED";
  /** Money is held from CHARGEBACK on; an INQUIRY moves none unless the payer wins it. */
  dispute_life_cycle_stage: "INQUIRY" | "CHARGEBACK";
  readonly dispute_amount: WireAmount;
  dispute_outcome?: {
    readonly outcome_code: "RESOLVED_BUYER_FAVOUR" | "RESOLVED_SELLER_FAVOUR";
    readonly amount_refunded?: WireAmount;
  };
  readonly dispute_channel: "INTERNAL";
  readonly seller_response_due_date: string;
}

const DAYS_TO_ANSWER = 10;

export function newDispute(capture: Capture, amount: number, isInquiry: boolean, at: Date): Dispute {
  const due = new Date(at.getTime() + DAYS_TO_ANSWER * 24 * 60 * 60_000);
  return {
    dispute_id: `PP-D-${newId(8)}`,
    create_time: at.toISOString(),
    update_time: at.toISOString(),
    disputed_transactions: [
      {
        buyer_transaction_id: newId(),
        seller_transaction_id: capture.id,
        create_time: capture.create_time,
        transaction_status: "COMPLETED",
        gross_amount: capture.amount,
        ...(capture.invoice_id !== undefined && { invoice_number: capture.invoice_id }),
        ...(capture.custom_id !== undefined && { custom: capture.custom_id }),
        buyer: { name: "Amina Otieno" },
        seller: { ...PAYEE, name: "Duka" },
      },
    ],
    reason: "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
    status: isInquiry ? "OPEN" : "WAITING_FOR_SELLER_RESPONSE",
    dispute_state: isInquiry ? "OPEN_INQUIRIES" : "REQUIRED_ACTION",
    dispute_life_cycle_stage: isInquiry ? "INQUIRY" : "CHARGEBACK",
    dispute_amount: wireAmount(amount, capture.amount.currency_code),
    dispute_channel: "INTERNAL",
    seller_response_due_date: due.toISOString(),
  };
}

/** Whether its money is away. */
export function isHeld({ dispute_life_cycle_stage: stage, dispute_outcome }: Dispute): boolean {
  const outcome = dispute_outcome?.outcome_code;
  return outcome === undefined ? stage === "CHARGEBACK" : outcome === "RESOLVED_BUYER_FAVOUR";
}
