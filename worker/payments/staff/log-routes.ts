import { z } from "zod";
import { listCallbacks, listLog, logReplay, readCallback } from "#db/queries/payment-log";
import { readStored } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import {
  callbacksQuery,
  callbacksView,
  logDetailView as detailSchema,
  emptyBody,
  healthView,
  logQuery,
  logView,
  replayView,
} from "#domain/payments/staff-schema";
import { answers, jsonBody, route, router } from "../../route.ts";
import { startOfDay } from "../../staff/days.ts";
import { applyStored } from "../../webhooks/apply-stored.ts";
import { askerOf } from "./asker.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { healthOf } from "./health.ts";
import { callbackView, logAttemptView, mayReplay, paymentNow } from "./log-views.ts";

const PAGE = 50;

/** /api/staff/payments: what went to the providers and came from them, and how they are. */
export const logRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/payments/log",
      permission: "payments:read",
      summary: "Every try to collect money, newest first",
      request: { query: logQuery },
      responses: answers(200, logView, "A page of attempts with what became of them"),
    }),
    async (c) => {
      const { deps } = c.var;
      const { cursor, from, to, ...filter } = c.req.valid("query");
      const within = { ...filter, from: startOfDay(from, 0), to: startOfDay(to, 1) };
      const { rows, total } = await listLog(deps.db, within, readCursor(cursor), PAGE + 1);
      const { shown, nextCursor } = pageOf(rows, PAGE, ({ createdAt: at, id }) => ({ at, id }));
      return c.json({ rows: shown.map((row) => logAttemptView(deps, row)), total, nextCursor }, 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/payments/log/{attemptId}",
      permission: "payments:read",
      summary: "One attempt with every request, answer and callback, redacted",
      request: { params: z.object({ attemptId: z.string().max(64) }) },
      responses: answers(200, detailSchema, "The attempt, its lines and its callbacks"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      return c.json(await paymentNow(deps, c.req.valid("param").attemptId, askerOf(signedIn)), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/payments/callbacks",
      permission: "payments:read",
      summary: "What providers sent, newest first, also what belongs to no attempt",
      request: { query: callbacksQuery },
      responses: answers(200, callbacksView, "A page of stored requests, redacted"),
    }),
    async (c) => {
      const { deps } = c.var;
      const { cursor, ...filter } = c.req.valid("query");
      const rows = await listCallbacks(deps.db, filter, readCursor(cursor), PAGE + 1);
      const { shown, nextCursor } = pageOf(rows, PAGE, ({ receivedAt: at, id }) => ({ at, id }));
      return c.json({ rows: shown.map((row) => callbackView(deps, row)), nextCursor }, 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/payments/callbacks/{id}/replay",
      permission: "payments:replay",
      summary: "Apply a stored request once more, with the verdict it got when it came",
      request: { params: z.object({ id: z.string().max(64) }), ...jsonBody(emptyBody) },
      responses: answers(201, replayView, "What came of it"),
    }),
    async (c) => {
      const { deps, signedIn } = c.var;
      const { id } = c.req.valid("param");
      const row = await readCallback(deps.db, id);
      if (!row) throw new DomainError("not-found", "There is no such request.");
      const stored = mayReplay(row) ? await readStored(deps.db, id) : null;
      if (!stored)
        throw new DomainError(
          "transition-not-allowed",
          row.authenticated
            ? "Its body was kept for thirty days and is gone: ask the provider instead."
            : "It proved nothing when it came, so it is not applied.",
          { authenticated: row.authenticated },
        );
      const outcome = await applyStored(deps, stored);
      await logReplay(deps.db, row, signedIn?.user.name ?? "", outcome, deps.now());
      return c.json({ outcome, callback: callbackView(deps, (await readCallback(deps.db, id)) ?? row) }, 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/payments/health",
      permission: "payments:read",
      summary: "How the ways to pay are: present, mode, account, open or closed, what is under way",
      responses: answers(200, healthView, "Every gateway there could be"),
    }),
    async (c) => c.json(await healthOf(c.var.deps), 200),
  );
