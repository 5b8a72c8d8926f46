import * as z from "zod";
import { asPayment } from "./as-payment.ts";
import { DECISIONS } from "./outcomes.ts";
import type { Wallets } from "./wallets.ts";

const one = z.strictObject({ id: z.string() });
const resolveBody = z.strictObject({ id: z.string(), decision: z.enum(DECISIONS).exclude(["ignore", "ambiguous"]) });

/** What happens at Airtel without the shop. A payment is named by the shop's id or by Airtel's. */
export function airtelActs(wallets: Wallets) {
  function find(id: string) {
    const payment = wallets.find(id) ?? wallets.all().find(({ airtelMoneyId }) => airtelMoneyId === id);
    if (!payment) throw new Error(`Airtel knows no payment ${id}.`);
    return payment;
  }

  return {
    /** Ends what was ambiguous; the shop is told then. */
    resolve: async (body: Record<string, unknown>) => {
      const { id, decision } = resolveBody.parse(body);
      const payment = find(id);
      if (payment.outcome !== "ambiguous") throw new Error("Only an ambiguous payment can be resolved.");
      await wallets.decide(payment, decision);
      return { payment: asPayment(payment) };
    },
    "refund-in-portal": async (body: Record<string, unknown>) => {
      const payment = find(one.parse(body).id);
      wallets.refund(payment);
      return { payment: asPayment(payment) };
    },
  };
}
