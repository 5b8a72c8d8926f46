import type { Provider } from "../core/faults.ts";

/** As people know them. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  mpesa: "M-Pesa",
  airtel: "Airtel Money",
  paypal: "PayPal",
  stripe: "Stripe",
  khalti: "Khalti",
  bank: "Bank transfer",
  mail: "Mail",
  sms: "SMS",
};
