/**
 * What a payer, or later PayPal, may do. After all but the last four the shop still has to capture, and meets:
 * `approve` the money; `decline` INSTRUMENT_DECLINED, then the money; `payer-action` PAYER_ACTION_REQUIRED;
 * `pending` and `capture-declined` an order that is COMPLETED with a capture that is not.
 */
export const DECISIONS = [
  "approve",
  "decline",
  "pending",
  "payer-action",
  "capture-declined",
  "pending-paid",
  "pending-failed",
  "cancel",
  "leave",
  "ignore",
] as const;
export type Decision = (typeof DECISIONS)[number];

export function isDecision(word: string): word is Decision {
  return DECISIONS.some((decision) => decision === word);
}
