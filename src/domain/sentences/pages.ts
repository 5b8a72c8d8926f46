import {
  type CheckoutWords,
  type OrderWords,
  type PaymentPages,
  type PaymentWords,
  paymentPages,
} from "./payment-pages.ts";

/** The catalogue in the language of `locale` where there is one, else in English. */
const catalogueOf = (_locale: string): PaymentPages => paymentPages;

/** What a page carries of the catalogue: its own sentences in the one language it is drawn in. */
export function paymentWords(locale: string): PaymentWords {
  const { checkout: _checkout, order: _order, ...words } = catalogueOf(locale);
  return words;
}

export function checkoutWords(locale: string): CheckoutWords {
  const words = catalogueOf(locale);
  return { locale: words.locale, way: words.way, page: words.page, test: words.test, checkout: words.checkout };
}

export function orderWords(locale: string): OrderWords {
  const { days, slip, way, who, order, ...words } = catalogueOf(locale);
  return { locale: words.locale, days, slip, way, who, order };
}
