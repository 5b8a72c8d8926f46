import type { Locale } from "./locales.ts";
import {
  type CheckoutWords,
  type OrderWords,
  type PaymentPages,
  type PaymentWords,
  paymentPages,
} from "./payment-pages.ts";
import { paymentPagesNe } from "./payment-pages-ne.ts";
import { paymentPagesSw } from "./payment-pages-sw.ts";

const CATALOGUES: Readonly<Record<Locale, PaymentPages>> = {
  en: paymentPages,
  sw: paymentPagesSw,
  ne: paymentPagesNe,
};

/** What a page carries of the catalogue: its own sentences in the one language it is drawn in. */
export function paymentWords(locale: Locale): PaymentWords {
  const { checkout: _checkout, order: _order, ...words } = CATALOGUES[locale];
  return words;
}

export function checkoutWords(locale: Locale): CheckoutWords {
  const words = CATALOGUES[locale];
  return { locale: words.locale, way: words.way, page: words.page, test: words.test, checkout: words.checkout };
}

export function orderWords(locale: Locale): OrderWords {
  const { days, slip, way, who, order, ...words } = CATALOGUES[locale];
  return { locale: words.locale, days, slip, way, who, order };
}
