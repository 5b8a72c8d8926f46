export const PRODUCT_KINDS = ["physical", "digital", "restricted"] as const;
export type ProductKind = (typeof PRODUCT_KINDS)[number];

export const PRODUCT_STATUSES = ["draft", "published", "removed"] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export const MARKET_STATUSES = ["open", "closed"] as const;
export type MarketStatus = (typeof MARKET_STATUSES)[number];

/** How goods reach the shopper. `collect` and `download` ask for no address. */
export const DELIVERY_KINDS = ["rider", "courier", "collect", "download"] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export const MOVEMENT_REASONS = ["received", "counted", "sold", "returned", "damaged", "seeded"] as const;
export type MovementReason = (typeof MOVEMENT_REASONS)[number];
