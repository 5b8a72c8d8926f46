import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import type { KeyedAnswers } from "../core/keyed-answers.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { STRIPE } from "../credentials.ts";
import type { Books } from "./books.ts";
import { isDecision } from "./decisions.ts";
import { errorBody, noSuch, StripeError } from "./errors.ts";
import { API_VERSION } from "./event.ts";
import { type Form, readForm } from "./form.ts";
import { newId } from "./ids.ts";
import { readParams } from "./params.ts";
import { payPages } from "./pay-pages.ts";
import { createReads } from "./reads.ts";
import type { Refunds } from "./refunds.ts";
import { expireParams, readSessionParams } from "./session-params.ts";
import type { Till } from "./till.ts";

/** Stripe's API as `stripe-node` speaks it, and the hosted page beside it. */
export function stripeApp(
  simulation: Simulation,
  { books, till, refunds, idempotency }: { books: Books; till: Till; refunds: Refunds; idempotency: KeyedAnswers },
): Hono<SimulatorEnv> {
  const { faults, now } = simulation;
  const reads = createReads(books);
  const { guard, replay } = idempotency;
  const faulty = (phase: "create" | "query" | "expire" | "refund") =>
    answerFaults(simulation, "stripe", phase, (c, status) =>
      answerError(
        c,
        new StripeError(
          status,
          status === 500 ? "An unknown error occurred" : "Request rate limit exceeded.",
          status === 429 ? { code: "rate_limit" } : {},
        ),
      ),
    );
  const readable: MiddlewareHandler<SimulatorEnv> = async (_c, next) => {
    if (books.settings.readsDown) throw new StripeError(503, "Stripe is temporarily unavailable.");
    await next();
  };

  const api = new Hono<SimulatorEnv>()
    .use(async (c, next) => {
      c.header("Request-Id", newId("req", 14));
      c.header("Stripe-Version", c.req.header("stripe-version") ?? API_VERSION);
      checkKey(c.req.header("authorization"));
      await next();
    })
    .use(guard)
    .post("/checkout/sessions", faulty("create"), replay, async (c) => {
      const params = readSessionParams(await formOf(c), books.settings, now());
      const { origin } = new URL(c.req.url);
      const payment = till.open(params, (id) => `${origin}/stripe/pay/${id}`);
      const answer = structuredClone(payment.session);
      const reordered = faults.take("stripe", "create", ["reordered"]);
      const decision = reordered?.decision ?? "approve";
      if (reordered && isDecision(decision)) await till.decide(payment, decision);
      return c.json(answer);
    })
    .get("/checkout/sessions/:id", faulty("query"), readable, (c) =>
      c.json(reads.one("session", c.req.param("id"), queryOf(c))),
    )
    .post("/checkout/sessions/:id/expire", faulty("expire"), replay, async (c) => {
      readParams(expireParams, await formOf(c));
      const payment = books.payments.get(c.req.param("id"));
      if (!payment) throw noSuch("checkout.session", c.req.param("id"), "session");
      till.expire(payment);
      return c.json(payment.session);
    })
    .get("/payment_intents/:id", faulty("query"), readable, (c) =>
      c.json(reads.one("payment_intent", c.req.param("id"), queryOf(c))),
    )
    .post("/refunds", faulty("refund"), replay, async (c) => c.json(refunds.ask(await formOf(c))))
    .get("/refunds", faulty("query"), readable, (c) => c.json(reads.list("refund", queryOf(c))))
    .get("/refunds/:id", faulty("query"), readable, (c) => c.json(reads.one("refund", c.req.param("id"), queryOf(c))))
    .get("/disputes", faulty("query"), readable, (c) => c.json(reads.list("dispute", queryOf(c))))
    .get("/disputes/:id", faulty("query"), readable, (c) => c.json(reads.one("dispute", c.req.param("id"), queryOf(c))))
    .get("/events", faulty("query"), readable, (c) => c.json(reads.events(queryOf(c))))
    .get("/events/:id", faulty("query"), readable, (c) => c.json(reads.event(c.req.param("id"))))
    .get("/account", faulty("query"), readable, (c) =>
      c.json({ id: STRIPE.account, object: "account", charges_enabled: true }),
    );

  return new Hono<SimulatorEnv>()
    .onError((error, c) => {
      if (error instanceof StripeError) return answerError(c, error);
      console.error(error);
      return answerError(c, new StripeError(500, error.message));
    })
    .use(logRequests(simulation.requests, "stripe"))
    .route("/v1", api)
    .route("/pay", payPages(books, till))
    .all("*", (c) => {
      throw new StripeError(404, `Unrecognized request URL (${c.req.method}: ${c.req.path}).`);
    });
}

/** A secret key as a Bearer, or as the user of Basic. */
function checkKey(authorization = ""): void {
  const [, scheme, sent = ""] = /^(Bearer|Basic) (\S+)$/.exec(authorization) ?? [];
  if (!scheme) {
    throw new StripeError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const key = scheme === "Basic" ? atob(sent).split(":")[0] : sent;
  if (key !== STRIPE.secretKey) {
    throw new StripeError(401, `Invalid API Key provided: ${key?.slice(0, 8)}${"*".repeat(8)}${key?.slice(-4)}`);
  }
}

async function formOf(c: Context<SimulatorEnv>): Promise<Form> {
  if (c.req.header("content-type")?.includes("json")) {
    throw new StripeError(
      400,
      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.",
    );
  }
  return readForm(await c.req.text());
}

function queryOf(c: Context<SimulatorEnv>): Form {
  return readForm(new URL(c.req.url).search);
}

function answerError(c: Context<SimulatorEnv>, error: StripeError): Response {
  const requestId = c.res.headers.get("request-id") ?? newId("req", 14);
  return c.json(errorBody(error, requestId), error.status);
}
