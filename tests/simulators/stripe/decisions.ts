/** What a payer, or later the payer's bank, may do. `3ds` leaves the card at its bank: then "approve" or "decline". */
export const DECISIONS = [
  "approve",
  "decline",
  "3ds",
  "pending",
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
