import { z } from "zod";
import { humanEndsOpen } from "#db/queries/human-ends";
import { humanEndView as schema } from "#domain/payments/money-schema";
import {
  logDetailView as detailSchema,
  emptyBody,
  humanEndListView,
  reasonBody,
  resolutionBody,
} from "#domain/payments/staff-schema";
import { answers, jsonBody, route, router } from "../../route.ts";
import { askerOf } from "./asker.ts";
import { agreeToEnd, refuseEnd } from "./human-ends.ts";
import { paymentNow } from "./log-views.ts";
import { resolveAttempt } from "./resolve-attempt.ts";
import { humanEndView } from "./views.ts";

const byId = { params: z.object({ id: z.string().max(64) }) };
const endAnswer = answers(201, schema, "What was said, as it stands now");

/** /api/staff/attempts/:id/resolution, /api/staff/human-ends: what people say of money that nobody can be asked about. */
export const resolutionRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/staff/attempts/{id}/resolution",
      permission: "payments:record",
      summary: "What became of a payment that no provider speaks of any more; “captured” needs a second person",
      request: { ...byId, ...jsonBody(resolutionBody) },
      responses: answers(201, detailSchema, "The payment as it is now; `waiting` while a second person must agree"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const asker = askerOf(signedIn);
      const { id } = c.req.valid("param");
      await resolveAttempt(deps, id, asker, c.req.valid("json"));
      return c.json(await paymentNow(deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/human-ends",
      permission: "payments:read",
      summary: "What waits for a second person: payments said to be made, stray money allocated or sent back",
      responses: answers(200, humanEndListView, "All of it, the oldest first"),
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const rows = await humanEndsOpen(c.var.deps.db, asker.id);
      return c.json({ rows: rows.map((end) => humanEndView(end, asker)) }, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/human-ends/{id}/approval",
      permission: "payments:approve",
      summary: "The second person agrees: it is booked",
      request: { ...byId, ...jsonBody(emptyBody) },
      responses: endAnswer,
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      return c.json(humanEndView(await agreeToEnd(c.var.deps, c.req.valid("param").id, asker), asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/human-ends/{id}/refusal",
      permission: "payments:approve",
      summary: "The second person says no, or whoever asked takes it back",
      request: { ...byId, ...jsonBody(reasonBody) },
      responses: endAnswer,
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const { reason } = c.req.valid("json");
      return c.json(humanEndView(await refuseEnd(c.var.deps, c.req.valid("param").id, asker, reason), asker), 201);
    },
  );
