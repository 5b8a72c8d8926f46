/** The registry of gateways has one line for each of these (worker/payments/registry.ts). */
export const GATEWAY_CODES = ["mpesa", "airtel", "paypal", "stripe", "khalti", "bank-transfer", "on-delivery"] as const;
export type GatewayCode = (typeof GATEWAY_CODES)[number];

/** The life of one attempt to collect money (docs/architecture.md, "A payment"). */
export const ATTEMPT_STATUSES = [
  "created",
  "submitted",
  "unknown",
  "captured",
  "failed",
  "expired",
  "withdrawn",
] as const;
export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

/** What the fold can say of an order's money (fold.ts). */
export const PAYMENT_STATUSES = [
  "unpaid",
  "checking",
  "part-paid",
  "paid",
  "overpaid",
  "part-refunded",
  "refunded",
  "disputed",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** The life of one refund. A refund that was done can still fail at the provider; one that failed stays so. */
export const REFUND_STATUSES = ["requested", "approved", "submitted", "unknown", "done", "failed"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export const REFUND_PURPOSES = ["excess", "return", "goodwill"] as const;
export type RefundPurpose = (typeof REFUND_PURPOSES)[number];

/** Money that moved. Each has a counter-leg of the same kind with "-contra" behind it. */
export const FACT_KINDS = ["capture", "refund", "refund-undone", "chargeback", "chargeback-undone"] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** How a person can end what nobody can be asked about (the table human_ends). */
export const HUMAN_END_KINDS = ["captured", "allocated", "returned"] as const;
export type HumanEndKind = (typeof HUMAN_END_KINDS)[number];
