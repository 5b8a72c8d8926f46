import { z } from "zod";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { payAgainBody } from "#domain/checkout/schema";
import { DomainError, type FieldError, fieldErrors } from "#domain/errors";
import { orderView as orderViewSchema, paymentView as paymentViewSchema } from "#domain/orders/schema";
import { readPaymentPhone, unavailable } from "../checkout/read-order-form.ts";
import { whoAsks } from "../checkout/who.ts";
import type { Deps } from "../deps.ts";
import { digest } from "../idempotency.ts";
import { languageWished } from "../language.ts";
import { openPayment } from "../payments/open-payment.ts";
import { payAgain } from "../payments/pay-again.ts";
import { settlePayment, spacing } from "../payments/settle-payment.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { readToken } from "../tokens.ts";
import { orderView, paymentView } from "./views.ts";

const byToken = { params: z.object({ token: z.string().max(160) }) };
const SEND_AFTER_MS = 5_000; // an attempt that nobody has sent by then lost its sender

/** @throws {DomainError} not-found, alike for a forged, an old and a cut token */
async function orderOf(deps: Deps, token: string): Promise<OrderBundle> {
  const orderId = readToken(deps.config.linkSecret, "order", token);
  const bundle = orderId && (await readOrder(deps.db, orderId));
  if (!bundle) throw new DomainError("not-found", "There is no such order, or the link is not whole.");
  return bundle;
}

/** A waiting page is reason enough to ask the provider, when a look is due; and to send what was never sent. */
function nudge(deps: Deps, { attempts }: OrderBundle): void {
  const now = deps.now();
  for (const attempt of attempts) {
    if (attempt.status === "created" && now - attempt.createdAt > SEND_AFTER_MS)
      deps.later(openPayment(deps, attempt.id));
    const due =
      attempt.nextLookAt !== null && attempt.nextLookAt <= now && (attempt.lastLookAt ?? 0) <= now - spacing(deps);
    if (due && (attempt.status === "submitted" || attempt.status === "unknown"))
      deps.later(settlePayment(deps, attempt.id));
  }
}

/** /api/orders/:token: what the holder of an order's link may see and do. */
export const orderRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/orders/{token}",
      permission: "public",
      summary: "An order, by its link",
      request: byToken,
      responses: answers(200, orderViewSchema, "The order"),
    }),
    async (c) => {
      const bundle = await orderOf(c.var.deps, c.req.valid("param").token);
      nudge(c.var.deps, bundle);
      return c.json(orderView(c.var.deps, bundle, "shopper", languageWished(c)), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/orders/{token}/payment",
      permission: "public",
      summary: "Where the payment of an order stands",
      request: byToken,
      responses: answers(200, paymentViewSchema, "The payment"),
    }),
    async (c) => {
      const bundle = await orderOf(c.var.deps, c.req.valid("param").token);
      nudge(c.var.deps, bundle);
      return c.json(paymentView(c.var.deps, bundle, languageWished(c)), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/orders/{token}/payments",
      permission: "public",
      summary: "Pay an open order again, by the same or another way (needs an Idempotency-Key)",
      request: { ...byToken, ...jsonBody(payAgainBody) },
      responses: answers(201, z.object({ attemptId: z.string() }), "The new attempt"),
    }),
    async (c) => {
      const { deps } = c.var;
      const body = c.req.valid("json");
      const bundle = await orderOf(deps, c.req.valid("param").token);
      const offered = paymentView(deps, bundle).methods.some((method) => method.code === body.paymentMethod);
      const gateway = offered ? deps.gateways.get(body.paymentMethod) : undefined;
      if (!gateway) throw unavailable();
      const errors: FieldError[] = [];
      const phone = gateway.words.asksPhone
        ? readPaymentPhone(gateway, body.paymentPhone, bundle.order.address?.country ?? "KE", errors)
        : null;
      if (errors.length > 0) throw fieldErrors(errors);
      const attemptId = await payAgain(deps, whoAsks(c), bundle, gateway, phone, digest([bundle.order.id, body]));
      return c.json({ attemptId }, 201);
    },
  );
