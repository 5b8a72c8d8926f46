import type { OutcomeName } from "./outcomes.ts";

/** What became of the one callback. `waiting` until it is due, `dropped` when it was held back on purpose. */
export type CallbackState = "none" | "waiting" | "delivered" | "failed" | "dropped";

/** One STK push: a prompt on a phone, and what came of it. Times are ISO. */
export interface Push {
  readonly checkoutRequestId: string;
  readonly merchantRequestId: string;
  /** `254…`, twelve digits. */
  readonly phone: string;
  /** Whole shillings. */
  readonly amountShillings: number;
  readonly reference: string;
  readonly description: string;
  readonly callbackUrl: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  state: "open" | "paid" | "failed";
  /** The payer put the phone away: the prompt stays until it expires. */
  ignored: boolean;
  outcome: OutcomeName | null;
  decidedAt: string | null;
  receipt: string | null;
  /** How often the shop has asked about it, before and after the decision. */
  looks: number;
  looksAfter: number;
  callback: {
    state: CallbackState;
    dueAt: string | null;
    /** The shop's HTTP status, 0 when it could not be reached; one entry per delivery. */
    statuses: number[];
  };
}
