import type { Told } from "../core/deliver.ts";
import type { SimulatedPayment } from "../core/provider.ts";
import type { MoneyIn } from "./money-in.ts";

/** Somebody typed the paybill's number by hand. */
export interface HandPayment extends MoneyIn {
  readonly checkoutRequestId: null;
  readonly state: "paid" | "failed";
  /** The code with which the shop's validation refused it, or `silent` where it did not answer and silence refuses. */
  readonly rejection: string | null;
  readonly confirmation: Told;
}

export function handPaymentShown(payment: HandPayment): SimulatedPayment {
  const { receipt, amountShillings, phone, rejection, at } = payment;
  return {
    ...payment,
    id: receipt,
    amount: amountShillings * 100,
    currency: "KES",
    said: rejection ? `Refused by the shop: ${rejection}` : `Paid by hand, ${receipt}`,
    createdAt: at,
    page: `/phone?number=${phone}`,
  };
}
