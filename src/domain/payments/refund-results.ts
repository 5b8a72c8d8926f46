import { type ResultWords, words } from "./results/words.ts";

/** Why a refund ended without giving anything back, as people of the shop said it. */
const SAID: Readonly<Record<string, ResultWords>> = {
  "not-agreed": words("The refund was not agreed to", "Whoever looked at it said no.", "Nothing was sent back.", false),
  "not-made": words(
    "The refund was never made",
    "Somebody looked it up at the provider.",
    "Give the money back again.",
  ),
};

/** What a refund's result means for staff. The provider's own code is named: its page explains it. */
export const explainRefund = (code: string): ResultWords =>
  (Object.hasOwn(SAID, code) ? SAID[code] : undefined) ??
  words("The refund did not go through", `The provider says “${code}”.`, "Give the money back another way.");
