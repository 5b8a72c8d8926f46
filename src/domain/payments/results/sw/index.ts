import type { SaidResults } from "../said.ts";
import { AIRTEL } from "./airtel.ts";
import { BANK_TRANSFER } from "./bank-transfer.ts";
import { KHALTI } from "./khalti.ts";
import { MPESA } from "./mpesa.ts";
import { OURS, UNKNOWN } from "./ours.ts";
import { PAYPAL } from "./paypal.ts";
import { STRIPE } from "./stripe.ts";

/** Every result in Swahili. */
export const sw: SaidResults = {
  gateways: {
    mpesa: MPESA,
    airtel: AIRTEL,
    paypal: PAYPAL,
    stripe: STRIPE,
    khalti: KHALTI,
    "bank-transfer": BANK_TRANSFER,
  },
  ours: OURS,
  unknown: UNKNOWN,
};
