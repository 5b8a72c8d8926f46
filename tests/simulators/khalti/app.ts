import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { wallClock } from "../core/wall-clock.ts";
import { KHALTI } from "../credentials.ts";
import { answerDetail, answerFields } from "./errors.ts";
import { readInitiateRequest } from "./initiate-request.ts";
import { payPages } from "./pay-page.ts";
import { refundedOf, statusOf } from "./payment.ts";
import type { Wallet } from "./wallet.ts";

const NOT_FOUND = ["Not found.", { error_key: "validation_error" }] as const;

/** Khalti's ePayment (KPG-2): initiate, lookup, refund, and the page a payer sees. The paths end in a slash, as Django's do. */
export function khaltiApp(simulation: Simulation, wallet: Wallet): Hono<SimulatorEnv> {
  const faulty = (phase: "create" | "query" | "refund") =>
    answerFaults(simulation, "khalti", phase, (c, status) =>
      answerDetail(c, status, status === 500 ? "Internal server error." : "Request was throttled."),
    );

  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "khalti"))
    .post("/api/v2/epayment/initiate/", faulty("create"), requireKey, async (c) => {
      const body = await readObject(c);
      if (body instanceof Response) return body;
      const read = readInitiateRequest(body);
      if ("errors" in read) return answerFields(c, read.errors);
      const { pidx, createdAt, expiresAt } = wallet.open(read.request);
      return c.json({
        pidx,
        payment_url: `${new URL(c.req.url).origin}/khalti/pay/?pidx=${pidx}`,
        expires_at: inNepal(new Date(expiresAt)),
        expires_in: Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1000),
      });
    })
    .post("/api/v2/epayment/lookup/", faulty("query"), requireKey, async (c) => {
      const body = await readObject(c);
      if (body instanceof Response) return body;
      if (typeof body.pidx !== "string") return answerFields(c, { pidx: ["This field is required."] });
      const payment = wallet.find(body.pidx);
      if (!payment) return answerDetail(c, 404, ...NOT_FOUND);
      const { pidx, amount, paid, stage } = payment;
      const answer = {
        pidx,
        total_amount: paid?.amount ?? amount,
        status: statusOf(payment, wallet.settings),
        transaction_id: paid?.transactionId ?? null,
        fee: 0,
        refunded: refundedOf(payment) > 0,
      };
      return c.json(answer, stage === "expired" || stage === "canceled" ? 400 : 200);
    })
    .post("/api/merchant-transaction/:id/refund/", faulty("refund"), requireKey, async (c) => {
      const body = (await c.req.text()) === "" ? {} : await readObject(c);
      if (body instanceof Response) return body;
      const payment = wallet.all().find(({ paid }) => paid?.transactionId === c.req.param("id"));
      if (!payment) return answerDetail(c, 404, ...NOT_FOUND);
      if (wallet.settings.paidFromBank && !/^9[678]\d{8}$/.test(String(body.mobile))) {
        return answerFields(c, { mobile: ["This field is required."] });
      }
      if (body.amount === undefined) {
        return wallet.refund(payment)
          ? c.json({ detail: "Transaction refund successful." })
          : answerDetail(c, 400, "Transaction already refunded.", { error_key: "validation_error" });
      }
      const isRupees = wallet.settings.refundUnit === "rupees";
      const paisa = isRupees ? Math.round(Number(body.amount) * 100) : Number(body.amount);
      return wallet.refund(payment, paisa)
        ? c.json({ detail: "Transaction refund successful." })
        : answerFields(c, { amount: ["Enter an amount that is left of the transaction."] });
    })
    .route("/pay/", payPages(wallet))
    .on("ALL", ["/api/v2/epayment/*", "/api/merchant-transaction/*"], (c) => {
      const { pathname, search } = new URL(c.req.url);
      // Django's habit: a redirect, after which a client asks again with GET and without its body.
      if (!pathname.endsWith("/")) return c.redirect(`${pathname}/${search}`, 301);
      if (c.req.method === "POST") return answerDetail(c, 404, "Not found.");
      return answerDetail(c, 405, `Method "${c.req.method}" not allowed.`);
    })
    .all("*", (c) => answerDetail(c, 404, "Not found."));
}

const requireKey: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
  const sent = c.req.header("authorization");
  if (sent === `Key ${KHALTI.secretKey}`) return next();
  const detail = sent?.startsWith("Key ") ? "Invalid token." : "Authentication credentials were not provided.";
  return answerDetail(c, 401, detail, { status_code: 401 });
};

async function readObject(c: Context<SimulatorEnv>): Promise<Record<string, unknown> | Response> {
  const type = c.req.header("content-type") ?? "";
  if (!type.startsWith("application/json")) {
    return answerDetail(c, 415, `Unsupported media type "${type}" in request.`);
  }
  const body: unknown = await c.req.json().catch(() => undefined);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  return answerDetail(c, 400, "JSON parse error.", { error_key: "parse_error" });
}

/** `2026-11-20T16:26:16.471000+05:45` */
function inNepal(at: Date): string {
  const micros = String(at.getMilliseconds() * 1000).padStart(6, "0");
  return `${wallClock(at, "Asia/Kathmandu").replace(" ", "T")}.${micros}+05:45`;
}
