import { daysKept } from "#db/queries/report-days";
import { DomainError } from "#domain/errors";
import { dayIn, daysBetween, plusDays, zoneOf } from "#domain/payments/days";
import {
  dailyQuery,
  dailyReportView,
  reportsQuery,
  reportsView,
  STATEMENT_GATEWAYS,
  type StatementGateway,
  statementUploadBody,
  statementView,
  switchView,
} from "#domain/payments/report-schema";
import { PROVIDER_NAMES } from "#domain/payments/report-sentences";
import type { Deps } from "../deps.ts";
import { leftBehind } from "../payments/left-behind.ts";
import { answers, jsonBody, route, router } from "../route.ts";
import { takeStatement } from "./take-statement.ts";
import { dayView, entriesOn, entryView } from "./views.ts";
import { dayOf, keepDays, workOut } from "./work-out.ts";

const PAGE = 50;
const MOST_DAYS = 92;
const permission = "payments:reconcile";

/** Their books against ours: statements that come in, and what each day of a provider's is made of. */
export const reportRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/staff/statements",
      permission,
      summary: "Take in a provider's statement as its portal exports it; the same lines again change nothing",
      request: jsonBody(statementUploadBody),
      responses: answers(200, statementView, "What it changed"),
    }),
    async (c) => {
      const { gateway, text, days, account, anyway } = c.req.valid("json");
      const upload = { gateway, text, days, account, anyway };
      return c.json(await takeStatement(c.var.deps, upload, c.var.signedIn?.user.id ?? ""), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/reports",
      permission,
      summary: "The days of each provider with their figures, the newest first",
      request: { query: reportsQuery },
      responses: answers(200, reportsView, "Days as they were last worked out"),
    }),
    async (c) => {
      const { gateway, from, to } = c.req.valid("query");
      return c.json(await calendar(c.var.deps, gateway, from, to), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/reports/daily",
      permission,
      summary: "One day of a provider: every line of theirs and every fact of ours, the unexplained ones first",
      request: { query: dailyQuery },
      responses: answers(200, dailyReportView, "A page of its entries, and its figures"),
    }),
    async (c) => {
      const { gateway, day, class: klass, cursor } = c.req.valid("query");
      return c.json(await daily(c.var.deps, gateway, { day, klass, from: Number(cursor ?? 0) }), 200);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/staff/payments/switch",
      permission,
      summary: "What a switch of accounts or modes would leave, or has left, with nobody to ask about it",
      responses: answers(200, switchView, "The accounts of this moment, and what belongs to others"),
    }),
    async (c) => c.json(await leftBehind(c.var.deps.db, c.var.deps.gateways.accounts), 200),
  );

async function daily(
  deps: Deps,
  gateway: StatementGateway,
  wanted: { readonly day: string | undefined; readonly klass: string | undefined; readonly from: number },
) {
  const zone = zoneOf(gateway);
  const today = dayIn(zone, deps.now());
  const day = wanted.day ?? plusDays(today, -1);
  if (day > today)
    throw new DomainError("validation-failed", `${day} has not come yet.`, {
      errors: [{ pointer: "/day", detail: "in the future" }],
    });
  const worked = await workOut(deps, gateway, day, day);
  const row = dayOf(worked, day);
  if (wanted.from === 0 && (row.figures.length > 0 || row.coverage !== "none"))
    deps.later(keepDays(deps, worked, [day]));
  const all = entriesOn(worked.entries, day).filter((entry) => !wanted.klass || entry.class === wanted.klass);
  const page = all.slice(wanted.from, wanted.from + PAGE);
  return {
    ...dayView(row),
    imports: worked.both.imports
      .filter(({ from, to }) => from <= day && day <= to)
      .map(({ id, at, by, from, to, lines, added }) => ({ id, at, by, from, to, lines, added })),
    entries: await Promise.all(page.map((entry) => entryView(deps, gateway, entry, day))),
    nextCursor: all.length > wanted.from + PAGE ? String(wanted.from + PAGE) : null,
  };
}

async function calendar(
  deps: Deps,
  gateway: StatementGateway | undefined,
  from: string | undefined,
  to: string | undefined,
) {
  const last = to ?? plusDays(dayIn("UTC", deps.now()), 1); // somewhere it is tomorrow already
  const first = from ?? plusDays(last, -31);
  if (first > last || daysBetween(first, last) > MOST_DAYS)
    throw new DomainError("validation-failed", `At most ${MOST_DAYS} days, the first before the last.`, {
      errors: [{ pointer: "/from", detail: "not a span of days this shows" }],
    });
  const days = await daysKept(deps.db, { gateway, from: first, to: last });
  return {
    gateways: STATEMENT_GATEWAYS.map((code) => ({
      code,
      methodName: PROVIDER_NAMES[code],
      timeZone: zoneOf(code),
      today: dayIn(zoneOf(code), deps.now()),
      takes: takesOf(deps, code),
    })),
    days: days.filter(({ computedAt }) => computedAt > 0).map((row) => dayView(row)),
  };
}

function takesOf(deps: Deps, code: StatementGateway): "upload" | "upload-and-pull" | "bank-desk" {
  if (code === "bank-transfer") return "bank-desk";
  return code === "mpesa" && deps.config.mpesa?.pull ? "upload-and-pull" : "upload";
}
