import type { StatementGateway } from "#domain/payments/report-schema";
import type { ImportContext, ImportedStatement, Importer } from "#domain/payments/statement-line";
import { readAirtel } from "./airtel.ts";
import { readKhalti } from "./khalti.ts";
import { readMpesa } from "./mpesa.ts";
import { readPaypal } from "./paypal.ts";
import { readSimulator } from "./simulator.ts";
import { readStripe } from "./stripe.ts";

/** How each provider's export is read. A bank's is read at the bank desk. */
const IMPORTERS = {
  mpesa: readMpesa,
  airtel: readAirtel,
  paypal: readPaypal,
  stripe: readStripe,
  khalti: readKhalti,
} as const satisfies Record<Exclude<StatementGateway, "bank-transfer">, Importer>;

export type ImportedGateway = keyof typeof IMPORTERS;

/** A file of a provider's, or, where `simulated` ones are taken, a simulator's JSON. */
export function readStatementFile(
  gateway: ImportedGateway,
  text: string,
  context: ImportContext & { readonly simulated: boolean },
): { readonly statement: ImportedStatement; readonly source: "upload" | "simulator" } {
  if (!/^\s*\{/.test(text)) return { statement: IMPORTERS[gateway](text, context), source: "upload" };
  return context.simulated
    ? { statement: readSimulator(text), source: "simulator" }
    : { statement: { problem: "This is no CSV. Export the statement as CSV.", at: 1 }, source: "upload" };
}
