import { z } from "zod";
import { readOrder } from "#db/queries/orders";
import { listOrders } from "#db/queries/staff-orders";
import { DomainError } from "#domain/errors";
import { FULFILMENT_STATUSES } from "#domain/orders/names";
import {
  noteBody,
  receiptBody,
  shipBody,
  staffOrdersView,
  staffOrderView as staffOrderViewSchema,
} from "#domain/orders/schema";
import { GATEWAY_CODES, PAYMENT_STATUSES } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import { markDelivered, recordRefusal, shipOrder, staffActions } from "../fulfilment/ship-order.ts";
import { staffOrderView } from "../orders/views.ts";
import { recordCash } from "../payments/record-cash.ts";
import { answers, jsonBody, route, router } from "../route.ts";
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

async function bundleOf(deps: Deps, id: string) {
  const bundle = await readOrder(deps.db, id);
  if (!bundle) throw new DomainError("not-found", "There is no such order.");
  return bundle;
}
const fresh = async (deps: Deps, id: string) => {
  const bundle = await bundleOf(deps, id);
  return staffOrderView(deps, bundle, staffActions(bundle));
};
const orderAnswer = (status: 200 | 201) => answers(status, staffOrderViewSchema, "The order as it is now");

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
    async (c) => c.json(await fresh(c.var.deps, c.req.valid("param").id), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/orders/{id}/shipments",
      permission: "orders:ship",
      summary: "Hand goods to a carrier",
      request: { ...byId, ...jsonBody(shipBody) },
      responses: orderAnswer(201),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await shipOrder(c.var.deps, await bundleOf(c.var.deps, id), actorOf(c.var.signedIn), c.req.valid("json"));
      return c.json(await fresh(c.var.deps, id), 201);
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
      const { id } = c.req.valid("param");
      await markDelivered(
        c.var.deps,
        await bundleOf(c.var.deps, id),
        actorOf(c.var.signedIn),
        c.req.valid("json").note,
      );
      return c.json(await fresh(c.var.deps, id), 201);
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
      const { id } = c.req.valid("param");
      await recordRefusal(
        c.var.deps,
        await bundleOf(c.var.deps, id),
        actorOf(c.var.signedIn),
        c.req.valid("json").note,
      );
      return c.json(await fresh(c.var.deps, id), 201);
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
      const { id } = c.req.valid("param");
      const key = c.req.header("Idempotency-Key") ?? "";
      if (!/^[\x21-\x7e]{16,128}$/.test(key))
        throw new DomainError("validation-failed", "Send an Idempotency-Key of 16 to 128 characters.", {
          errors: [{ pointer: "Idempotency-Key", detail: "missing" }],
        });
      const { amountMinor, note } = c.req.valid("json");
      await recordCash(c.var.deps, await bundleOf(c.var.deps, id), actorOf(c.var.signedIn), amountMinor, note, key);
      return c.json(await fresh(c.var.deps, id), 201);
    },
  );

const actorOf = (signedIn: { user: { id: string } } | null): string => signedIn?.user.id ?? "";

/** Midnight in Nairobi, where the shop stands: UTC+3 all year. */
const startOfDay = (date: string | undefined, plusDays: number): number | undefined =>
  date === undefined ? undefined : Date.parse(`${date}T00:00:00+03:00`) + plusDays * 86_400_000;
