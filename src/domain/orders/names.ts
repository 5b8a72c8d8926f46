export const ORDER_STATUSES = ["placed", "completed", "cancelled"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export const FULFILMENT_STATUSES = ["unfulfilled", "partial", "shipped", "delivered", "returned"] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];

export const VERIFICATION_STATUSES = ["not-asked", "asked", "approved", "rejected"] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** Who can make an order move. */
export const ACTORS = ["shopper", "staff", "system", "provider"] as const;
export type Actor = (typeof ACTORS)[number];

/** Why an order was cancelled: `not-paid` alone is undone by money that comes late; `refused`: at the door. */
export const CANCEL_REASONS = ["not-paid", "changed-cart", "shopper", "staff", "refused"] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];
