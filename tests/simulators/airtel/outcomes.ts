/** What the person holding the phone may do with a prompt, and what may befall it. */
export const DECISIONS = ["approve", "wrong-pin", "insufficient", "decline", "cancel", "ignore", "ambiguous"] as const;
export type Decision = (typeof DECISIONS)[number];

interface Outcome {
  /** What the enquiry says. */
  readonly status: "TS" | "TF" | "TE" | "TA";
  readonly responseCode: string;
  readonly message: string;
}

export const OUTCOMES = {
  approve: { status: "TS", responseCode: "DP00800001001", message: "Success" },
  "wrong-pin": { status: "TF", responseCode: "DP00800001002", message: "Incorrect Pin" },
  insufficient: { status: "TF", responseCode: "DP00800001007", message: "User has insufficient balance" },
  decline: { status: "TF", responseCode: "DP00800001009", message: "Do not honour" },
  cancel: { status: "TF", responseCode: "DP00800001008", message: "The transaction was refused" },
  ignore: { status: "TE", responseCode: "DP00800001029", message: "Transaction has been expired" },
  ambiguous: { status: "TA", responseCode: "DP00800001000", message: "Transaction is ambiguous" },
} as const satisfies Record<Decision, Outcome>;

export const IN_PROGRESS = { status: "TIP", responseCode: "DP00800001006", message: "In process" } as const;

export function isDecision(word: string): word is Decision {
  return DECISIONS.some((decision) => decision === word);
}
