import type { SimulatedPayment } from "../core/provider.ts";
import { type KhaltiPayment, statusOf } from "./payment.ts";
import { returnUrlOf } from "./return-url.ts";
import type { KhaltiSettings } from "./settings.ts";

const STATES = {
  initiated: "open",
  pending: "pending",
  completed: "paid",
  expired: "failed",
  canceled: "failed",
} as const;

/** A payment as the control API and the pages show it. */
export function asPayment(payment: KhaltiPayment, settings: KhaltiSettings): SimulatedPayment {
  const { pidx, purchaseOrderId, amount, stage, createdAt, expiresAt, phone, paid, refunds } = payment;
  return {
    id: pidx,
    reference: purchaseOrderId,
    amount,
    currency: "NPR",
    state: STATES[stage],
    said: statusOf(payment, settings),
    createdAt,
    page: `/khalti/pay/?pidx=${pidx}`,
    expiresAt,
    phone,
    paidAmount: paid?.amount ?? null,
    transactionId: paid?.transactionId ?? null,
    refunds,
    /** Where the payer's browser comes back to as things stand. */
    comesBackTo: returnUrlOf(payment, settings),
  };
}
