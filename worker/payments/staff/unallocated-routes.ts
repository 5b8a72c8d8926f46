import { z } from "zod";
import { hasOthers } from "#db/queries/four-eyes";
import { humanEndsOpen } from "#db/queries/human-ends";
import { dismissMismatch, listMismatches, readMismatch } from "#db/queries/mismatches";
import { listUnallocated, ordersByNumber, readUnallocated, type UnallocatedRow } from "#db/queries/unallocated";
import { rolesWith } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import {
  mismatchView as mismatchSchema,
  unallocatedView as schema,
  type UnallocatedView,
} from "#domain/payments/money-schema";
import {
  allocationBody,
  dismissalBody,
  mismatchListView,
  mismatchQuery,
  moneyQuery,
  returnBody,
  unallocatedListView,
} from "#domain/payments/staff-schema";
import type { Deps } from "../../deps.ts";
import { answers, jsonBody, route, router } from "../../route.ts";
import { allocate, sendBack } from "./allocate.ts";
import { APPROVAL, type Asker, askerOf } from "./asker.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { mismatchView, numbersIn, unallocatedView } from "./views.ts";

const PAGE = 50;
const byId = { params: z.object({ id: z.string().max(64) }) };
const moneyAnswer = answers(201, schema, "The money as it stands now; `waiting` while a second person must agree");

/** /api/staff/unallocated, /api/staff/mismatches: money that fits nothing, and claims that nobody confirms. */
export const unallocatedRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/unallocated",
      permission: "payments:read",
      summary: "Money the providers confirm that fits no payment, the oldest first",
      request: { query: moneyQuery },
      responses: answers(200, unallocatedListView, "A page of it, with orders it may be for"),
    }),
    async (c) => {
      const { state, cursor } = c.req.valid("query");
      const rows = await listUnallocated(c.var.deps.db, state, readCursor(cursor), PAGE + 1);
      const { shown, nextCursor } = pageOf(rows, PAGE, ({ createdAt: at, id }) => ({ at, id }));
      return c.json({ rows: await viewsOf(c.var.deps, askerOf(c.var.signedIn), shown), nextCursor }, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/unallocated/{id}/allocation",
      permission: "payments:record",
      summary: "Say which order it is for; above the threshold a second person agrees",
      request: { ...byId, ...jsonBody(allocationBody) },
      responses: moneyAnswer,
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const { id } = c.req.valid("param");
      const { orderNumber, note } = c.req.valid("json");
      await allocate(c.var.deps, await moneyOf(c.var.deps, id), asker, orderNumber, note);
      return c.json(await moneyNow(c.var.deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/unallocated/{id}/return",
      permission: "payments:refund",
      summary: "It was sent back, under this reference; a second person agrees, where there is one",
      request: { ...byId, ...jsonBody(returnBody) },
      responses: moneyAnswer,
    }),
    async (c) => {
      const asker = askerOf(c.var.signedIn);
      const { id } = c.req.valid("param");
      const { reference, note } = c.req.valid("json");
      await sendBack(c.var.deps, await moneyOf(c.var.deps, id), asker, reference, note);
      return c.json(await moneyNow(c.var.deps, id, asker), 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/mismatches",
      permission: "payments:read",
      summary: "Claims of money that no provider confirms, the oldest first",
      request: { query: mismatchQuery },
      responses: answers(200, mismatchListView, "A page of them"),
    }),
    async (c) => {
      const { state, attemptId, cursor } = c.req.valid("query");
      const { deps } = c.var;
      const rows = await listMismatches(deps.db, state, attemptId, readCursor(cursor), PAGE + 1);
      const { shown, nextCursor } = pageOf(rows, PAGE, ({ createdAt: at, id }) => ({ at, id }));
      return c.json({ rows: shown.map((claim) => mismatchView(deps, claim)), nextCursor }, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/mismatches/{id}/dismissal",
      permission: "payments:record",
      summary: "A claim was looked into and is nothing",
      request: { ...byId, ...jsonBody(dismissalBody) },
      responses: answers(201, mismatchSchema, "The claim as it stands now"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const { id } = c.req.valid("param");
      const claim = await readMismatch(deps.db, id);
      if (!claim) throw new DomainError("not-found", "There is no such claim.");
      await dismissMismatch(deps.db, claim, askerOf(signedIn).id, c.req.valid("json").note, deps.now());
      return c.json(mismatchView(deps, (await readMismatch(deps.db, id)) ?? claim), 201);
    },
  );

async function moneyOf(deps: Deps, id: string): Promise<UnallocatedRow> {
  const money = await readUnallocated(deps.db, id);
  if (!money) throw new DomainError("not-found", "There is no such money.");
  return money;
}

async function moneyNow(deps: Deps, id: string, asker: Asker): Promise<UnallocatedView> {
  const [view] = await viewsOf(deps, asker, [await moneyOf(deps, id)]);
  if (!view) throw new DomainError("not-found", "There is no such money.");
  return view;
}

async function viewsOf(deps: Deps, asker: Asker, rows: readonly UnallocatedRow[]): Promise<UnallocatedView[]> {
  const [ends, named, others] = await Promise.all([
    humanEndsOpen(deps.db, asker.id),
    ordersByNumber(deps.db, [...new Set(rows.flatMap(({ reference }) => numbersIn(reference)))]),
    hasOthers(deps.db, rolesWith(APPROVAL), asker.id),
  ]);
  return rows.map((money) => unallocatedView(deps, money, asker, ends, named, others));
}
