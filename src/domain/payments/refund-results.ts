import { UNKNOWN } from "./results/ours.ts";
import { words } from "./results/words.ts";
import { explainResult, type ResultWords } from "./results.ts";

/** What a refund's result means for staff. A code that nobody has seen is named: the provider's page explains it. */
export function explainRefund(gateway: string, code: string): ResultWords {
  const known = explainResult(gateway, code);
  return known === UNKNOWN
    ? words("The refund did not go through", `The provider says “${code}”.`, "Give the money back another way.")
    : known;
}
