import type { Told } from "../core/deliver.ts";
import type { OutcomeName } from "./outcomes.ts";

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
  callback: Told;
  /** The confirmation of the same money, where C2B is registered. */
  c2b?: Told;
}
