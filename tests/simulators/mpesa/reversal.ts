import type { ResultCode } from "./result-codes.ts";

/** Money that went back, or was asked to. */
export interface Reversal {
  /** Its own number, and the provider's reference of the refund. */
  readonly transactionId: string;
  readonly originalReceipt: string;
  readonly amountShillings: number;
  /** ISO time. */
  readonly at: string;
  /** `portal`: staff did it in the organisation's portal, and the shop was not asked. */
  readonly by: "api" | "portal";
  readonly resultCode: ResultCode;
  /** Both of the request's names for it; "" for the portal's. */
  readonly originatorConversationId: string;
  readonly conversationId: string;
}
