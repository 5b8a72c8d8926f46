import type { Push } from "./push.ts";

/** A payment that reached the paybill, pushed or by hand. */
export interface MoneyIn {
  readonly receipt: string;
  /** `254…`, twelve digits. */
  readonly phone: string;
  readonly firstName: string;
  readonly amountShillings: number;
  /** As it was typed, or the push's AccountReference. */
  readonly reference: string;
  readonly type: "Pay Bill" | "Buy Goods";
  /** ISO time. */
  readonly at: string;
  /** Null where nobody pushed it. */
  readonly checkoutRequestId: string | null;
  /** What the shop's validation wanted to be echoed. */
  readonly thirdPartyTransId: string;
}

/** Everybody here is called so, unless a payment by hand says otherwise. */
export const FIRST_NAME = "WANJIKU";

/** Undefined while nothing was paid. */
export function pushedMoney(push: Push): MoneyIn | undefined {
  if (push.state !== "paid" || !push.receipt || !push.decidedAt) return undefined;
  return {
    receipt: push.receipt,
    phone: push.phone,
    firstName: FIRST_NAME,
    amountShillings: push.amountShillings,
    reference: push.reference,
    type: "Pay Bill",
    at: push.decidedAt,
    checkoutRequestId: push.checkoutRequestId,
    thirdPartyTransId: "",
  };
}
