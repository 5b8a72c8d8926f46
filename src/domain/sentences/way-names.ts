import type { GatewayCode } from "#domain/payments/names";
import type { Locale } from "./locales.ts";

/** What a way of paying is called in the middle of a sentence: "Paid by card". */
export const wayNames = {
  en: {
    mpesa: "M-Pesa",
    airtel: "Airtel Money",
    paypal: "PayPal",
    stripe: "card",
    khalti: "Khalti",
    "bank-transfer": "bank transfer",
    "on-delivery": "cash at the door",
  },
  sw: {
    mpesa: "M-Pesa",
    airtel: "Airtel Money",
    paypal: "PayPal",
    stripe: "kadi",
    khalti: "Khalti",
    "bank-transfer": "uhamisho wa benki",
    "on-delivery": "pesa taslimu mlangoni",
  },
  ne: {
    mpesa: "M-Pesa",
    airtel: "Airtel Money",
    paypal: "PayPal",
    stripe: "कार्ड",
    khalti: "Khalti",
    "bank-transfer": "बैंक ट्रान्सफर",
    "on-delivery": "सामान पाएपछि नगद",
  },
} as const satisfies Record<Locale, Record<GatewayCode, string>>;
