import type { Conforming } from "./conforming.ts";
import { airtelConforms } from "./gateways/airtel.ts";
import { khaltiConforms } from "./gateways/khalti.ts";
import { mpesaConforms } from "./gateways/mpesa.ts";
import { bankTransferConforms, onDeliveryConforms } from "./gateways/nobody.ts";
import { paypalConforms } from "./gateways/paypal.ts";
import { stripeConforms } from "./gateways/stripe.ts";

/** Every adapter of the shop. A new one is an import and a line here. */
export const ADAPTERS: readonly Conforming[] = [
  mpesaConforms,
  airtelConforms,
  paypalConforms,
  stripeConforms,
  khaltiConforms,
  bankTransferConforms,
  onDeliveryConforms,
];
