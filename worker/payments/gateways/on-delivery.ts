import type { PaymentGateway } from "../gateway.ts";

/** Cash at the door or the shop's counter. Nobody is called: staff record the money, and the attempt's id is its reference in the books. */
export function onDelivery(): PaymentGateway {
  return {
    code: "on-delivery",
    path: "od",
    mode: "live",
    account: "shop",
    currencies: ["KES", "NPR"],
    minAmountMinor: 0,
    maxAmountMinor: 10_000_000,
    stepMinor: 1,
    manner: "door",
    words: {
      name: "Cash at the door",
      hint: "Pay the rider, or at the counter, when you have seen the goods",
      asksPhone: false,
      button: "Order, and pay at the door",
    },
    merchantName: "Duka",
    holdMs: null,
    promptMs: 0,
    againMs: 0,
    plan: [],
    callsNobody: true,
    mayOpenAgain: false,
    checkPhone: () => null,
    prepare: () => ({}),
    open: async () => ({ status: "refused", code: "refused" }),
    lookUp: async () => ({ status: "waiting" }),
    withdraw: async () => "withdrawn",
  };
}
