import type { GatewayCode } from "#domain/payments/names";
import type { Locale } from "./locales.ts";

/** A way to pay where it is offered. In English each gateway says it of itself. */
interface WayWords {
  readonly name: string;
  readonly hint: string;
  readonly button: string;
}

const WAYS: Readonly<Record<Exclude<Locale, "en">, Readonly<Record<GatewayCode, WayWords>>>> = {
  sw: {
    mpesa: {
      name: "M-Pesa",
      hint: "Utapata ombi kwenye simu yako, uweke PIN hapo",
      button: "Lipa kwa M-Pesa",
    },
    airtel: {
      name: "Airtel Money",
      hint: "Utapata ombi kwenye simu yako, uweke PIN hapo",
      button: "Lipa kwa Airtel Money",
    },
    paypal: {
      name: "PayPal",
      hint: "Unakubali malipo kwenye ukurasa wa PayPal na kurudi hapa",
      button: "Lipa kwa PayPal",
    },
    stripe: {
      name: "Kadi",
      hint: "Unaweka kadi yako kwenye ukurasa wa Stripe na kurudi hapa",
      button: "Lipa kwa kadi",
    },
    khalti: { name: "Khalti", hint: "Unalipa kwenye ukurasa wa Khalti na kurudi hapa", button: "Lipa kwa Khalti" },
    "bank-transfer": {
      name: "Uhamisho wa benki",
      hint: "Kwa programu ya benki yako au kwenye kaunta yake; tunaweka bidhaa kando kwa siku tatu za kazi",
      button: "Agiza, ulipe kwa uhamisho wa benki",
    },
    "on-delivery": {
      name: "Pesa taslimu mlangoni",
      hint: "Mlipe mletaji, au kwenye kaunta, ukishaona bidhaa",
      button: "Agiza, ulipe mlangoni",
    },
  },
  ne: {
    mpesa: {
      name: "M-Pesa",
      hint: "तपाईंको फोनमा अनुरोध आउँछ, त्यहीँ PIN हाल्नुहोस्",
      button: "M-Pesa बाट तिर्नुहोस्",
    },
    airtel: {
      name: "Airtel Money",
      hint: "तपाईंको फोनमा अनुरोध आउँछ, त्यहीँ PIN हाल्नुहोस्",
      button: "Airtel Money बाट तिर्नुहोस्",
    },
    paypal: {
      name: "PayPal",
      hint: "PayPal को पेजमा स्वीकार गरेर यहाँ फर्कनुहुन्छ",
      button: "PayPal बाट तिर्नुहोस्",
    },
    stripe: {
      name: "कार्ड",
      hint: "Stripe को पेजमा कार्ड विवरण हालेर यहाँ फर्कनुहुन्छ",
      button: "कार्डबाट तिर्नुहोस्",
    },
    khalti: {
      name: "Khalti",
      hint: "Khalti को पेजमा तिरेर यहाँ फर्कनुहुन्छ",
      button: "Khalti बाट तिर्नुहोस्",
    },
    "bank-transfer": {
      name: "बैंक ट्रान्सफर",
      hint: "बैंकको एप वा काउन्टरबाट; सामान तीन कार्य दिन छुट्याएर राख्छौँ",
      button: "अर्डर गर्नुहोस्, बैंकबाट तिर्नुहोस्",
    },
    "on-delivery": {
      name: "सामान पाएपछि नगद",
      hint: "सामान हेरेपछि, ल्याउने साथीलाई वा काउन्टरमा तिर्नुहोस्",
      button: "अर्डर गर्नुहोस्, सामान पाएपछि तिर्नुहोस्",
    },
  },
};

/** What the shop says of a way to pay instead of its English words. */
export const waySaid = (locale: Locale, code: GatewayCode): Partial<WayWords> =>
  locale === "en" ? {} : WAYS[locale][code];
