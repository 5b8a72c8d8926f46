import { z } from "zod";
import { readStock } from "#db/queries/stock";
import { placedView, placeOrderBody, type QuoteView, quoteBody, quoteView } from "#domain/checkout/schema";
import type { Locale } from "#domain/sentences/locales";
import { waySaid } from "#domain/sentences/ways";
import { languageWished } from "../language.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { placeOrder } from "./place-order.ts";
import { quote } from "./quote.ts";
import { rememberOrder, whoAsks } from "./who.ts";

/** The ways to pay in the shopper's language; what was signed has no words. */
const quoteSaid = (view: QuoteView, locale: Locale | null): QuoteView => ({
  ...view,
  paymentMethods: view.paymentMethods.map((method) => ({ ...method, ...waySaid(locale ?? "en", method.code) })),
});

const stockQuery = z.object({ variants: z.string().min(1).max(4_000) });

/** /api/quote, /api/orders, /api/stock: from a cart to an order. */
export const checkoutRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/quote",
      permission: "public",
      summary: "What a cart costs here and now",
      request: jsonBody(quoteBody),
      responses: answers(200, quoteView, "The quote, good for 15 minutes"),
    }),
    async (c) => {
      const { market, lines } = c.req.valid("json");
      return c.json(quoteSaid(await quote(c.var.deps, market, lines), languageWished(c)), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/orders",
      permission: "public",
      summary: "Place an order from a quote (needs an Idempotency-Key)",
      request: jsonBody(placeOrderBody),
      responses: answers(201, placedView, "The order; its payment begins after this answer"),
    }),
    async (c) => {
      const placed = await placeOrder(c.var.deps, whoAsks(c), c.req.valid("json"));
      rememberOrder(c, placed.token);
      return c.json(placed, 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/stock",
      permission: "public",
      summary: "How many pieces of these variants can be promised",
      request: { query: stockQuery },
      responses: answers(200, z.object({ stock: z.record(z.string(), z.int()) }), "Pieces by variant"),
    }),
    async (c) => {
      const ids = c.req.valid("query").variants.split(",").slice(0, 100);
      c.header("Cache-Control", "public, max-age=2");
      return c.json({ stock: await readStock(c.var.deps.db, ids) }, 200);
    },
  );
