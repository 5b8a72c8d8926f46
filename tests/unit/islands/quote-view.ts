import type { QuoteView } from "#domain/checkout/schema";

const totals = (deliveryMinor: number) => ({
  subtotalMinor: 995_000,
  discountMinor: 0,
  deliveryMinor,
  taxMinor: 140_690,
  totalMinor: 995_000 + deliveryMinor,
});
const MONDAY = Date.parse("2026-11-23T06:00:00Z");
const DAY = 86_400_000;

/** A basket and two pairs of mugs for Nairobi, by rider or to be collected. */
export function quoteView(change: Partial<QuoteView> = {}): QuoteView {
  return {
    market: { id: "ke", name: "Kenya", currency: "KES", locale: "en-KE", country: "KE" },
    selling: true,
    lines: [
      line("var_basket", "Kiondo market basket", "Rust, medium", 1, 745_000),
      line("var_mugs", "Enamel mugs, pair", "White and green", 2, 125_000),
    ],
    dropped: [],
    shortages: [],
    deliveryMethods: [
      way("dlv_rider", "rider", "Rider, Nairobi", true, 25_000),
      way("dlv_shop", "collect", "Collect at Biashara Street 14", false, 0),
    ],
    paymentMethods: [
      {
        code: "mpesa",
        name: "M-Pesa",
        hint: "You get a prompt",
        asksPhone: true,
        button: "Pay with M-Pesa",
        manner: "push",
        isTest: true,
      },
      {
        code: "on-delivery",
        name: "Cash at the door",
        hint: "Pay the rider",
        asksPhone: false,
        button: "Order",
        manner: "door",
        isTest: false,
      },
    ],
    taxName: "VAT, 16 %",
    taxInclusive: true,
    goods: totals(0),
    testMode: true,
    expiresAt: MONDAY + 900_000,
    quote: "opaque",
    quoteHash: "hash",
    ...change,
  };
}

const line = (
  variantId: string,
  productName: string,
  variantName: string,
  quantity: number,
  unitMinor: number,
): QuoteView["lines"][number] => ({
  variantId,
  productSlug: variantId,
  productName,
  variantName,
  imageKey: null,
  kind: "physical",
  quantity,
  unitMinor,
  totalMinor: unitMinor * quantity,
  available: 6,
});

const way = (
  id: string,
  kind: "rider" | "collect",
  name: string,
  needsAddress: boolean,
  deliveryMinor: number,
): QuoteView["deliveryMethods"][number] => ({
  id,
  kind,
  name,
  detail: "",
  needsAddress,
  from: MONDAY,
  by: MONDAY + DAY,
  totals: totals(deliveryMinor),
});
