import { AIRTEL } from "./results/airtel.ts";
import { BANK_TRANSFER } from "./results/bank-transfer.ts";
import { KHALTI } from "./results/khalti.ts";
import { MPESA } from "./results/mpesa.ts";
import { OURS, UNKNOWN } from "./results/ours.ts";
import { PAYPAL } from "./results/paypal.ts";
import { STRIPE } from "./results/stripe.ts";
import type { ResultTable, ResultWords } from "./results/words.ts";

export type { ResultWords } from "./results/words.ts";

const TABLES: Readonly<Record<string, ResultTable>> = {
  mpesa: MPESA,
  airtel: AIRTEL,
  paypal: PAYPAL,
  stripe: STRIPE,
  khalti: KHALTI,
  "bank-transfer": BANK_TRANSFER,
};

/** Never empty: a code nobody has seen gets a general answer. */
export const explainResult = (gateway: string, code: string): ResultWords =>
  own(own(TABLES, gateway) ?? {}, code) ?? own(OURS, code) ?? UNKNOWN;

/** Codes come from outside: "constructor" is no code of any table. */
const own = <T>(table: Readonly<Record<string, T>>, code: string): T | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
