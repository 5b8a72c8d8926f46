import { addBankDays, TRANSFER_DAYS } from "#domain/payments/transfer-days";
import type { PaymentGateway } from "../gateway.ts";

/**
 * A transfer the payer makes at a bank. Nobody is called: money is what staff see on the statement (worker/bank), and its reference in
 * the books is the account with the bank's own reference. Given back by hand.
 */
export function bankTransfer(now: () => number = Date.now): PaymentGateway {
  return {
    code: "bank-transfer",
    path: "bt",
    mode: "live",
    account: "shop",
    currencies: ["KES", "NPR", "USD"],
    minAmountMinor: 0,
    maxAmountMinor: 1_000_000_000,
    stepMinor: 1,
    words: {
      name: "Bank transfer",
      hint: "From your bank's app or its counter; we keep the things for three working days",
      asksPhone: false,
      button: "Order, and pay by transfer",
    },
    merchantName: "Duka",
    manner: "transfer",
    /** Counted from this moment on the days on which banks work, Kenya's: an adapter is made for each request and knows no order. */
    get holdMs() {
      const from = now();
      return addBankDays(from, TRANSFER_DAYS, "KES") - from;
    },
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
