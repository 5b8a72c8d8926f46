import * as z from "zod";
import type { Books } from "./books.ts";
import { handPaymentShown } from "./hand-payment.ts";
import type { Paybill } from "./paybill.ts";
import { MOST_SHILLINGS } from "./push-request.ts";
import type { Reverser } from "./reverse.ts";

const handBody = z.strictObject({
  /** As the payer types it. */
  reference: z.string().min(1).max(20),
  amountShillings: z.int().min(1).max(MOST_SHILLINGS),
  phone: z
    .string()
    .regex(/^\+?254[17]\d{8}$/, "a phone is written 254712345678")
    .transform((phone) => phone.replace("+", "")),
  firstName: z.string().min(1).max(40).optional(),
  /** True: answers when the shop has been told. */
  wait: z.boolean().default(false),
});
const portalBody = z.strictObject({ receipt: z.string() });
const lineBody = z.strictObject({ amountShillings: z.number().positive(), at: z.string().optional() });

/** What happens at M-Pesa without the shop. */
export function mpesaActs(books: Books, paybill: Paybill, reverser: Reverser) {
  const line = (kind: "fee" | "payout") => async (body: Record<string, unknown>) => {
    const { amountShillings, ...more } = lineBody.parse(body);
    return books.acts[kind]({ amount: Math.round(amountShillings * 100), ...more });
  };
  return {
    /** A payer types the paybill's number; the shop's validation may refuse. */
    async "pay-by-hand"(body: Record<string, unknown>) {
      const { wait, ...order } = handBody.parse(body);
      const { payment, told } = await paybill.pay(order);
      if (wait) await told;
      return { payment: handPaymentShown(payment) };
    },
    /** Staff give a payment back in the organisation's portal. The shop is not told. */
    async "reverse-in-portal"(body: Record<string, unknown>) {
      return { reversal: reverser.inPortal(portalBody.parse(body).receipt) };
    },
    fee: line("fee"),
    payout: line("payout"),
  };
}
