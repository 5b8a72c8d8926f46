/** What the person holding the phone may do with a prompt. */
export const DECISIONS = ["approve", "wrong-pin", "insufficient", "cancel", "ignore"] as const;
export type Decision = (typeof DECISIONS)[number];

export const isDecision = (word: string | undefined): word is Decision => DECISIONS.some((one) => one === word);

/** How a push ends. Callback and query word the same code differently, so only the code may be switched on. */
export interface Outcome {
  readonly code: string;
  readonly inCallback: string;
  readonly inQuery: string;
}

export const OUTCOMES = {
  approve: {
    code: "0",
    inCallback: "The service request is processed successfully.",
    inQuery: "The service request is processed successfully.",
  },
  "wrong-pin": {
    code: "2001",
    inCallback: "The initiator information is invalid.",
    inQuery: "The initiator information is invalid.",
  },
  insufficient: {
    code: "1",
    inCallback: "The balance is insufficient for the transaction.",
    inQuery: "The balance is insufficient for the transaction",
  },
  cancel: { code: "1032", inCallback: "Request cancelled by user", inQuery: "Request Cancelled by user." },
  ignore: { code: "1037", inCallback: "No response from user.", inQuery: "DS timeout user cannot be reached" },
  /** Nobody decides this: the transaction type does not fit the shortcode. */
  "not-permitted": {
    code: "2028",
    inCallback: "The request is not permitted according to product assignment.",
    inQuery: "The request is not permitted according to product assignment",
  },
} as const satisfies Record<Decision | "not-permitted", Outcome>;
export type OutcomeName = keyof typeof OUTCOMES;
