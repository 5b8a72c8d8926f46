import type { Told } from "../core/deliver.ts";
import type { Decision } from "./outcomes.ts";

/** The part of an accepted collection that a payment keeps. */
export interface CollectRequest {
  /** The shop's: the key of idempotency and of the enquiry. */
  readonly id: string;
  /** Nine digits. */
  readonly msisdn: string;
  readonly amountShillings: number;
  readonly reference: string;
}

/** One prompt on a phone, and what came of it. Times are ISO. */
export interface AirtelPayment extends CollectRequest {
  readonly createdAt: string;
  readonly expiresAt: string;
  /** null while the payer can still decide; `ambiguous` until somebody resolves it. */
  outcome: Decision | null;
  /** The payer put the phone away: the prompt stays until it expires. */
  ignored: boolean;
  decidedAt: string | null;
  airtelMoneyId: string | null;
  refund: { readonly airtelMoneyId: string; readonly at: string } | null;
  /** The callback before the one that counts, where that is the habit. */
  earlier: Told;
  callback: Told;
}
