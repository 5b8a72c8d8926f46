import { z } from "zod";
import { listOrders } from "#db/queries/staff-orders";
import { FULFILMENT_STATUSES } from "#domain/orders/names";
import { noteBody, receiptBody, shipBody, staffOrdersView } from "#domain/orders/schema";
import { GATEWAY_CODES, PAYMENT_STATUSES } from "#domain/payments/names";
import { markDelivered, recordRefusal, shipOrder } from "../fulfilment/ship-order.ts";
import { idempotencyKey } from "../idempotency.ts";
import { recordCash } from "../payments/record-cash.ts";
import { askerOf } from "../payments/staff/asker.ts";
import { bundleOf, orderAnswer, orderNow } from "../payments/staff/order-answer.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { startOfDay } from "./days.ts";
import { orderListView } from "./views.ts";

const byId = { params: z.object({ id: z.string().max(64) }) };
const PAGE = 50;
const day = z.iso.date("A day looks like 2026-11-21.");
const listQuery = z.object({
  view: z.enum(["open", "to-ship", "waiting", "all"]).default("open"),
  method: z.enum(GATEWAY_CODES).optional(),
  payment: z.enum(PAYMENT_STATUSES).optional(),
  fulfilment: z.enum(FULFILMENT_STATUSES).optional(),
  from: day.optional(), // the first day, in the shop's time zone
  to: day.optional(), // the last day
  search: z.string().trim().max(120).optional(),
  cursor: z
    .string()
    .max(100)
    .regex(/^\d+\|ord_[0-9a-f]{32}$/)
    .optional(),
});

/** /api/staff/orders: the console's order list and order page. */
export const staffRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/orders",
      permission: "orders:read",
      summary: "Orders, newest first",
      request: { query: listQuery },
      responses: answers(200, staffOrdersView, "A page of orders and the counts of the views"),
    }),
    async (c) => {
      const { from, to, ...rest } = c.req.valid("query");
      return c.json(
        orderListView(
          c.var.deps,
          await listOrders(c.var.deps.db, { ...rest, from: startOfDay(from, 0), to: startOfDay(to, 1), limit: PAGE }),
          PAGE,
        ),
        200,
      );
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/orders/{id}",
      permission: "orders:read",
      summary: "One order with its timeline, attempts and what may be done",
      request: byId,
      responses: orderAnswer(200),
    }),
    async (c) => c.json(await orderNow(c.var.deps, c.req.valid("param").id, askerOf(c.var.signedIn)), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/shipments",
      permission: "orders:ship",
      summary: "Hand goods to a carrier (needs an Idempotency-Key)",
      request: { ...byId, ...jsonBody(shipBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { deps } = c.var;
      const { id } = c.req.valid("param");
      const asker = askerOf(c.var.signedIn);
      await shipOrder(deps, await bundleOf(deps, id), asker.id, c.req.valid("json"), idempotencyKey(c));
      return c.json(await orderNow(deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/delivery",
      permission: "orders:ship",
      summary: "The goods have arrived",
      request: { ...byId, ...jsonBody(noteBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { deps } = c.var;
      const { id } = c.req.valid("param");
      const asker = askerOf(c.var.signedIn);
      await markDelivered(deps, await bundleOf(deps, id), asker.id, c.req.valid("json").note);
      return c.json(await orderNow(deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/refusal",
      permission: "orders:ship",
      summary: "Refused at the door or never collected: the goods go back on the shelf",
      request: { ...byId, ...jsonBody(noteBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { deps } = c.var;
      const { id } = c.req.valid("param");
      const asker = askerOf(c.var.signedIn);
      await recordRefusal(deps, await bundleOf(deps, id), asker.id, c.req.valid("json").note);
      return c.json(await orderNow(deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/receipts",
      permission: "payments:record",
      summary: "Record cash taken at the door or the counter (needs an Idempotency-Key)",
      request: { ...byId, ...jsonBody(receiptBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { deps } = c.var;
      const { id } = c.req.valid("param");
      const asker = askerOf(c.var.signedIn);
      const { amountMinor, note } = c.req.valid("json");
      await recordCash(deps, await bundleOf(deps, id), asker.id, amountMinor, note, idempotencyKey(c));
      return c.json(await orderNow(deps, id, asker), 201);
    },
  );
