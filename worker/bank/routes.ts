import { z } from "zod";
import {
  approveProofBody,
  bankDeskView,
  lineNoteBody,
  matchLineBody,
  rejectProofBody,
  setAsideBody,
  statementBody,
} from "#domain/payments/bank-schema";
import { readDocument } from "../documents/read-document.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { bankDesk } from "./desk.ts";
import { importStatement } from "./import-statement.ts";
import { approveLine, matchLine, reopenLine, setLineAside, strayLine } from "./judge-line.ts";
import { approveProof, beginReview, rejectProof } from "./review-proof.ts";

const byId = { params: z.object({ id: z.string().max(64) }) };
const permission = "payments:verify";
const desk = answers(200, bankDeskView, "The desk as it is now");

/** /api/staff/bank: slips, the statement, and who says that they belong together. A row is judged once: a repeat changes nothing. */
export const bankRoutes = router()
  .openapi(
    route({
      method: "get",
      path: "/staff/bank",
      permission,
      summary:
        "The bank desk: slips that wait, money that fits nothing, lines for a second person, transfers nobody has seen",
      responses: desk,
    }),
    async (c) => c.json(await bankDesk(c.var.deps, actorOf(c.var.signedIn)), 200),
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/proofs/{id}/review",
      permission,
      summary: "Take a slip for looking at, for a quarter of an hour",
      request: byId,
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await beginReview(c.var.deps, c.req.valid("param").id, me);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/proofs/{id}/approve",
      permission,
      summary: "The money is there: amount, day and reference as the statement has them",
      request: { ...byId, ...jsonBody(approveProofBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await approveProof(c.var.deps, c.req.valid("param").id, me, c.req.valid("json"));
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/proofs/{id}/reject",
      permission,
      summary: "The slip shows nothing we can find: the shopper is told why",
      request: { ...byId, ...jsonBody(rejectProofBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await rejectProof(c.var.deps, c.req.valid("param").id, me, c.req.valid("json").reason);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/statements",
      permission,
      summary: "Take in a statement as the bank exports it (CSV); the same lines again change nothing",
      request: jsonBody(statementBody),
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      const { accountId, csv } = c.req.valid("json");
      return c.json(await bankDesk(c.var.deps, me, await importStatement(c.var.deps, accountId, csv, me)), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/lines/{id}/match",
      permission,
      summary: "Say whose money a line is",
      request: { ...byId, ...jsonBody(matchLineBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await matchLine(c.var.deps, c.req.valid("param").id, me, c.req.valid("json"));
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/lines/{id}/approve",
      permission,
      summary: "Agree as the second person",
      request: { ...byId, ...jsonBody(lineNoteBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await approveLine(c.var.deps, c.req.valid("param").id, me, c.req.valid("json").note);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/lines/{id}/set-aside",
      permission,
      summary: "Not a customer's money",
      request: { ...byId, ...jsonBody(setAsideBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await setLineAside(c.var.deps, c.req.valid("param").id, me, c.req.valid("json").reason);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/lines/{id}/reopen",
      permission,
      summary: "Put a line back among the open ones: laid aside too soon, or the second person says no",
      request: { ...byId, ...jsonBody(setAsideBody) },
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await reopenLine(c.var.deps, c.req.valid("param").id, me, c.req.valid("json").reason);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "post",
      path: "/staff/bank/lines/{id}/unallocated",
      permission,
      summary: "Keep the money of a line that fits no order as unallocated",
      request: byId,
      responses: desk,
    }),
    async (c) => {
      const me = actorOf(c.var.signedIn);
      await strayLine(c.var.deps, c.req.valid("param").id);
      return c.json(await bankDesk(c.var.deps, me), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/documents/{id}",
      permission,
      summary: "A private document, written down before it leaves; with ?inline a picture may be shown on a page",
      request: { ...byId, query: z.object({ inline: z.string().optional() }) },
      responses: { 200: { description: "The file", content: { "application/octet-stream": { schema: z.string() } } } },
    }),
    async (c) =>
      readDocument(
        c.var.deps,
        c.req.valid("param").id,
        actorOf(c.var.signedIn),
        c.req.valid("query").inline !== undefined,
      ),
  );

const actorOf = (signedIn: { user: { id: string } } | null): string => signedIn?.user.id ?? "";
