import * as z from "zod";
import { asPayment } from "./as-payment.ts";
import { returnUrlOf } from "./return-url.ts";
import type { Wallet } from "./wallet.ts";

const one = z.strictObject({ pidx: z.string() });
const failBody = z.strictObject({ pidx: z.string(), as: z.enum(["expired", "canceled"]).default("expired") });
const returnBody = z.strictObject({
  pidx: z.string(),
  changes: z.record(z.string(), z.union([z.string(), z.number().transform(String)]).nullable()).default({}),
});
const refundBody = z.strictObject({ pidx: z.string(), amount: z.int().positive().optional() });

/** What happens at Khalti without the shop. */
export function khaltiActs(wallet: Wallet) {
  function find(pidx: string) {
    const payment = wallet.find(pidx);
    if (!payment) throw new Error(`Khalti knows no payment ${pidx}.`);
    return payment;
  }

  return {
    complete: async (body: Record<string, unknown>) => {
      const payment = find(one.parse(body).pidx);
      wallet.release(payment, "completed");
      return { payment: asPayment(payment, wallet.settings) };
    },
    fail: async (body: Record<string, unknown>) => {
      const { pidx, as } = failBody.parse(body);
      const payment = find(pidx);
      wallet.release(payment, as);
      return { payment: asPayment(payment, wallet.settings) };
    },
    /** The address a payer may come back on, after typing over any of its keys. */
    "return-url": async (body: Record<string, unknown>) => {
      const { pidx, changes } = returnBody.parse(body);
      return { url: returnUrlOf(find(pidx), wallet.settings, changes) };
    },
    "refund-in-portal": async (body: Record<string, unknown>) => {
      const { pidx, amount } = refundBody.parse(body);
      const refund = wallet.refund(find(pidx), amount);
      if (!refund) throw new Error("So much is not left of this payment.");
      return refund;
    },
  };
}
