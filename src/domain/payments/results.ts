import type { Locale } from "#domain/sentences/locales";
import { AIRTEL } from "./results/airtel.ts";
import { BANK_TRANSFER } from "./results/bank-transfer.ts";
import { KHALTI } from "./results/khalti.ts";
import { MPESA } from "./results/mpesa.ts";
import { ne } from "./results/ne/index.ts";
import { OURS, UNKNOWN } from "./results/ours.ts";
import { PAYPAL } from "./results/paypal.ts";
import type { SaidResults } from "./results/said.ts";
import { STRIPE } from "./results/stripe.ts";
import { sw } from "./results/sw/index.ts";
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

const SAID: Readonly<Record<Exclude<Locale, "en">, SaidResults>> = { sw, ne };

/** Never empty: a code nobody has seen gets a general answer. */
export function explainResult(gateway: string, code: string, locale: Locale = "en"): ResultWords {
  const english = wordsOf(TABLES, OURS, gateway, code) ?? UNKNOWN;
  if (locale === "en") return english;
  const { gateways, ours, unknown } = SAID[locale];
  return { ...(wordsOf(gateways, ours, gateway, code) ?? unknown), again: english.again };
}

type Tables<T> = Readonly<Record<string, T>>;

const wordsOf = <T>(gateways: Tables<Tables<T>>, ours: Tables<T>, gateway: string, code: string): T | undefined =>
  own(own(gateways, gateway) ?? {}, code) ?? own(ours, code);

/** Codes come from outside: "constructor" is no code of any table. */
const own = <T>(table: Tables<T>, code: string): T | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
