import { z } from "zod";
import { completionBody, emptyBody, reasonBody, refundBody } from "#domain/payments/staff-schema";
import { idempotencyKey } from "../../idempotency.ts";
import { jsonBody, route, router } from "../../route.ts";
import { askerOf } from "./asker.ts";
import { agreeToRefund, completeRefund, refuseRefund, sendRefundNow } from "./end-refund.ts";
import { bundleOf, orderAnswer, orderNow } from "./order-answer.ts";
import { requestRefund } from "./request-refund.ts";

const byId = { params: z.object({ id: z.string().max(64) }) };

/** /api/staff/orders/:id/refunds, /api/staff/refunds: money going back. */
export const refundRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/refunds",
      permission: "payments:refund",
      summary: "Give money back, or ask for it where a second person must agree (needs an Idempotency-Key)",
      request: { ...byId, ...jsonBody(refundBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const { id } = c.req.valid("param");
      const asker = askerOf(signedIn);
      await requestRefund(deps, await bundleOf(deps, id), asker, c.req.valid("json"), idempotencyKey(c));
      return c.json(await orderNow(deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/refunds/{id}/approval",
      permission: "payments:approve",
      summary: "The second person agrees, and the refund goes out",
      request: { ...byId, ...jsonBody(emptyBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const orderId = await agreeToRefund(c.var.deps, c.req.valid("param").id, asker);
      return c.json(await orderNow(c.var.deps, orderId, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/refunds/{id}/refusal",
      permission: "payments:approve",
      summary: "It will not be given back; or, where nobody can be asked about it any more, it never was",
      request: { ...byId, ...jsonBody(reasonBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const orderId = await refuseRefund(c.var.deps, c.req.valid("param").id, asker, c.req.valid("json").reason);
      return c.json(await orderNow(c.var.deps, orderId, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/refunds/{id}/completion",
      permission: "payments:refund",
      summary: "The money was moved by hand, or found at the provider: its reference",
      request: { ...byId, ...jsonBody(completionBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const orderId = await completeRefund(c.var.deps, c.req.valid("param").id, asker, c.req.valid("json").reference);
      return c.json(await orderNow(c.var.deps, orderId, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/refunds/{id}/sending",
      permission: "payments:refund",
      summary: "Send a refund that was agreed to and did not go out",
      request: { ...byId, ...jsonBody(emptyBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const orderId = await sendRefundNow(c.var.deps, c.req.valid("param").id, asker);
      return c.json(await orderNow(c.var.deps, orderId, asker), 201);
    },
  );
