import { z } from "zod";
import { DELIVERY_KINDS, PRODUCT_KINDS } from "#domain/catalogue/names";
import { CURRENCIES } from "#domain/money";
import { GATEWAY_CODES } from "#domain/payments/names";
import { LOCALES } from "#domain/sentences/locales";

/** 1 to 1000 whole pieces: what a line of a cart can hold. */
export const quantity = z
  .int("Give a whole number of pieces.")
  .min(1, "At least one piece.")
  .max(1000, "At most 1,000 pieces of one thing.");

const id = z.string().min(1).max(64);
const text = (most: number) => z.string().trim().max(most, `At most ${most} characters.`);

export const cartLine = z.strictObject({ variantId: id, quantity });

/** POST /api/quote */
export const quoteBody = z.strictObject({
  market: z.string().min(1).max(16),
  lines: z.array(cartLine).min(1, "The cart is empty.").max(100, "At most 100 different things in one order."),
});

export const contact = z.strictObject({
  name: text(120).min(1, "Tell us whom to hand it to."),
  email: text(254).optional(),
  phone: text(32).optional(),
});

export const address = z.strictObject({
  street: text(300).min(1, "Where should it go? Estate, building, house."),
  region: text(80).min(1, "Which county or district?"),
  note: text(300).default(""),
});

/** POST /api/orders, with an Idempotency-Key header */
export const placeOrderBody = z.strictObject({
  quote: z.string().min(1).max(60_000),
  quoteHash: z.string().min(1).max(128),
  deliveryMethodId: id,
  paymentMethod: z.enum(GATEWAY_CODES, "Choose how to pay."),
  paymentPhone: text(32).optional(),
  contact,
  address: address.optional(),
  locale: z.enum(LOCALES).optional(), // in which messages about it are written; else the one this browser chose, else English
});

/** POST /api/orders/:token/payments, with an Idempotency-Key header: pay again, by the same or another way */
export const payAgainBody = z.strictObject({
  paymentMethod: z.enum(GATEWAY_CODES, "Choose how to pay."),
  paymentPhone: text(32).optional(),
});

const amount = z.int();
export const totals = z.object({
  subtotalMinor: amount,
  discountMinor: amount,
  deliveryMinor: amount,
  taxMinor: amount,
  totalMinor: amount,
});

/** What the cart and the checkout draw. `quote` is opaque: it comes back unchanged with the order. */
export const quoteView = z.object({
  market: z.object({
    id: z.string(),
    name: z.string(),
    currency: z.enum(CURRENCIES),
    locale: z.string(),
    country: z.string(),
  }),
  selling: z.boolean(), // false: "not selling there yet", no method of payment is offered
  lines: z.array(
    z.object({
      variantId: z.string(),
      productSlug: z.string(),
      productName: z.string(),
      variantName: z.string(),
      imageKey: z.string().nullable(),
      kind: z.enum(PRODUCT_KINDS),
      quantity: z.int(),
      unitMinor: amount,
      totalMinor: amount,
      available: z.int().nullable(), // pieces left to promise; null: no limit
    }),
  ),
  /** Lines that cannot be bought and were left out, each with a sentence to show. */
  dropped: z.array(
    z.object({
      variantId: z.string(),
      reason: z.enum(["gone", "no-price", "identity-needed", "sold-out"]),
      sentence: z.string(),
    }),
  ),
  /** Lines that ask for more than there is. Checkout refuses until they are mended. */
  shortages: z.array(z.object({ variantId: z.string(), available: z.int(), sentence: z.string() })),
  deliveryMethods: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(DELIVERY_KINDS),
      name: z.string(),
      detail: z.string(),
      needsAddress: z.boolean(),
      from: z.int(), // earliest and latest day, unix ms
      by: z.int(),
      totals,
    }),
  ),
  paymentMethods: z.array(
    z.object({
      code: z.enum(GATEWAY_CODES),
      name: z.string(),
      hint: z.string(),
      asksPhone: z.boolean(),
      button: z.string(),
      manner: z.enum(["push", "redirect", "transfer", "door"]),
      isTest: z.boolean(), // only played: no real money moves
    }),
  ),
  taxName: z.string(), // "VAT, 16 %"
  taxInclusive: z.boolean(),
  goods: totals, // without delivery
  testMode: z.boolean(),
  expiresAt: z.int(),
  quote: z.string(),
  quoteHash: z.string(),
});
export type QuoteView = z.infer<typeof quoteView>;

/** The answer to a placed order holds only what never changes. */
export const placedView = z.object({
  orderId: z.string(),
  number: z.string(),
  attemptId: z.string(),
  token: z.string(),
  orderUrl: z.string(), // "/orders/<token>"
  paymentUrl: z.string(), // "/orders/<token>/payment": the waiting page
});
export type PlacedView = z.infer<typeof placedView>;
