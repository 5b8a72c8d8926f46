import { z } from "zod";
import { readOrder } from "#db/queries/orders";
import { DomainError } from "#domain/errors";
import { answers, jsonBody, route, router } from "../../route.ts";
import { readToken, sign } from "../../tokens.ts";
import { claimReceipt } from "./typed-receipt.ts";

const receiptBody = z.strictObject({
  code: z.string().trim().min(1, "M-Pesa's number, from the SMS you got.").max(40),
});
const receiptView = z.object({ status: z.literal("checking"), sentence: z.string() });
const SAME_FOR_ALL = "Thank you. We are asking M-Pesa about it, and this page says so when the money is found.";

/** /api/orders/:token/receipts: "I have paid by the paybill, this is the number". */
export const mpesaOrderRoutes = router().openapi(
  route({
    method: "post",
    path: "/orders/{token}/receipts",
    permission: "public",
    summary: "The number of an M-Pesa payment made by hand: makes us ask M-Pesa",
    request: { params: z.object({ token: z.string().max(160) }), ...jsonBody(receiptBody) },
    responses: answers(202, receiptView, "The same answer whatever comes of it"),
  }),
  async (c) => {
    const { deps } = c.var;
    const { linkSecret } = deps.config;
    const orderId = readToken(linkSecret, "order", c.req.valid("param").token);
    const order = orderId && (await readOrder(deps.db, orderId))?.order;
    if (!order) throw new DomainError("not-found", "There is no such order, or the link is not whole.");
    const address = sign(linkSecret.current, "receipt", c.req.header("CF-Connecting-IP") ?? "").slice(0, 32);
    const { code } = c.req.valid("json");
    await claimReceipt(deps, { code, order, source: "shopper", askedBy: null, who: address });
    return c.json({ status: "checking" as const, sentence: SAME_FOR_ALL }, 202);
  },
);
