import type { SimulatedPayment } from "../core/provider.ts";
import type { AirtelPayment } from "./payment.ts";
import { messageOf } from "./words.ts";

/** A payment as the control API and the pages show it. */
export function asPayment(payment: AirtelPayment): SimulatedPayment {
  const { amountShillings, msisdn } = payment;
  return {
    ...payment,
    amount: amountShillings * 100,
    currency: "KES",
    state: stateOf(payment),
    said: messageOf(payment),
    phone: `254${msisdn}`,
    page: `/phone?number=254${msisdn}`,
  };
}

function stateOf({ outcome }: AirtelPayment): SimulatedPayment["state"] {
  if (outcome === null) return "open";
  if (outcome === "approve") return "paid";
  return outcome === "ambiguous" ? "pending" : "failed";
}
