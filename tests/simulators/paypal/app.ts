import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import type { KeyedAnswers } from "../core/keyed-answers.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import type { Books } from "./books.ts";
import { isDecision } from "./decisions.ts";
import { errorBody, notFound, PaypalError, unprocessable } from "./errors.ts";
import { newDebugId } from "./ids.ts";
import { notifications } from "./notifications.ts";
import { readOrderRequest } from "./order-request.ts";
import { payPages } from "./pay-pages.ts";
import { createReads } from "./reads.ts";
import type { Refunds } from "./refunds.ts";
import { CERTIFICATE } from "./signature.ts";
import type { Till } from "./till.ts";
import { isClient, type Tokens } from "./tokens.ts";
import { minimalOrder, minimalRefund, orderView, refundView } from "./views.ts";

interface Parts {
  readonly books: Books;
  readonly till: Till;
  readonly refunds: Refunds;
  readonly tokens: Tokens;
  readonly idempotency: KeyedAnswers;
}

/** PayPal's REST API as far as a shop with redirect checkout needs it, and the approval page beside it. */
export function paypalApp(
  simulation: Simulation,
  { books, till, refunds, tokens, idempotency }: Parts,
): Hono<SimulatorEnv> {
  const { faults } = simulation;
  const reads = createReads(books);
  const { guard, replay } = idempotency;
  const faulty = (phase: "token" | "create" | "query" | "capture" | "refund") =>
    answerFaults(simulation, "paypal", phase, (c, status) => answerError(c, new PaypalError(status)));

  const authorised: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const [, sent] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    if (!sent) throw new PaypalError(401);
    if (tokens.isValid(sent)) return next();
    c.header("WWW-Authenticate", 'Bearer realm="api", error="invalid_token"');
    return c.json({ error: "invalid_token", error_description: "Token signature verification failed" }, 401);
  };
  const readable: MiddlewareHandler<SimulatorEnv> = async (_c, next) => {
    if (books.settings.readsDown) throw new PaypalError(503);
    await next();
  };

  const orders = new Hono<SimulatorEnv>()
    .post("/", faulty("create"), mocked, replay, async (c) => {
      const request = readOrderRequest(await readJson(c));
      if (request.namesSource && c.req.header("paypal-request-id") === undefined) throw missingRequestId();
      const payment = till.open(request);
      const answer = wantsAll(c) ? orderView(payment, books.origin) : minimalOrder(payment, books.origin);
      const reordered = faults.take("paypal", "create", ["reordered"]);
      const decision = reordered?.decision ?? "approve";
      const body = JSON.stringify(answer);
      if (reordered && isDecision(decision)) await till.decide(payment, decision);
      return c.body(body, 201, { "content-type": "application/json" });
    })
    .get("/:id", faulty("query"), readable, (c) => c.json(reads.order(c.req.param("id"))))
    .post("/:id/capture", faulty("capture"), mocked, replay, async (c) => {
      await readJson(c);
      const payment = books.payments.get(c.req.param("id"));
      if (!payment) throw notFound();
      till.capture(payment);
      return c.json(orderView(payment, books.origin), 201);
    });

  const payments = new Hono<SimulatorEnv>()
    .get("/captures/:id", faulty("query"), readable, (c) => c.json(reads.capture(c.req.param("id"))))
    .post("/captures/:id/refund", faulty("refund"), mocked, replay, async (c) => {
      const body = await readJson(c);
      const payment = books.ownerOf(c.req.param("id"));
      if (payment?.capture?.id !== c.req.param("id")) throw notFound();
      const { capture } = payment;
      const refund = refunds.ask(payment, body);
      return c.json((wantsAll(c) ? refundView : minimalRefund)(refund, capture, books.origin), 201);
    })
    .get("/refunds/:id", faulty("query"), readable, (c) => c.json(reads.refund(c.req.param("id"))));

  const disputes = new Hono<SimulatorEnv>()
    .get("/", faulty("query"), readable, (c) => {
      const { disputed_transaction_id: of, page_size: size } = c.req.query();
      return c.json(reads.disputes(of, size === undefined ? undefined : Number(size)));
    })
    .get("/:id", faulty("query"), readable, (c) => c.json(reads.dispute(c.req.param("id"))));

  return new Hono<SimulatorEnv>()
    .onError((error, c) => {
      if (error instanceof PaypalError) return answerError(c, error);
      console.error(error);
      return answerError(c, new PaypalError(500));
    })
    .use(logRequests(simulation.requests, "paypal"))
    .use(async (c, next) => {
      books.origin = new URL(c.req.url).origin;
      c.header("PayPal-Debug-Id", newDebugId());
      await next();
    })
    .post("/v1/oauth2/token", faulty("token"), async (c) => {
      const { tokenLifeSeconds: expires_in } = books.settings;
      if (!isClient(c.req.header("authorization"))) {
        return c.json({ error: "invalid_client", error_description: "Client Authentication failed" }, 401);
      }
      const { grant_type } = await c.req.parseBody();
      if (grant_type !== "client_credentials") {
        return c.json({ error: "unsupported_grant_type", error_description: "Grant Type is not supported" }, 400);
      }
      const scope = "https://uri.paypal.com/services/payments/payment openid";
      const access_token = tokens.mint(expires_in);
      const nonce = `${new Date().toISOString()}${newDebugId()}`;
      return c.json({ scope, access_token, token_type: "Bearer", app_id: "APP-80W284485P519543T", expires_in, nonce });
    })
    .get("/v1/notifications/certs/:id", (c) => {
      if (books.settings.certificate404 || c.req.param("id") !== CERTIFICATE.id) return c.text("Not found", 404);
      return c.body(CERTIFICATE.pem, 200, { "content-type": "application/x-pem-file" });
    })
    .route("/pay", payPages(books, till))
    .use("/v1/*", authorised)
    .use("/v2/*", authorised, guard)
    .route("/v2/checkout/orders", orders)
    .route("/v2/payments", payments)
    .route("/v1/customer/disputes", disputes)
    .route("/v1/notifications", notifications(books))
    .all("*", () => {
      throw new PaypalError(404);
    });
}

/** `PayPal-Mock-Response`: the sandbox answers whatever issue is asked for, with nothing done. */
const mocked: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
  const [, code] = /"mock_application_codes"\s*:\s*"([A-Z_]+)"/.exec(c.req.header("paypal-mock-response") ?? "") ?? [];
  if (code === "INTERNAL_SERVER_ERROR") throw new PaypalError(500);
  if (code) throw unprocessable(code);
  await next();
};

/** A JSON body; none at all is `{}`. @throws PaypalError */
async function readJson(c: Context<SimulatorEnv>): Promise<unknown> {
  if (!c.req.header("content-type")?.startsWith("application/json")) throw new PaypalError(415);
  const text = await c.req.text();
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new PaypalError(400, [
      { issue: "MALFORMED_REQUEST_JSON", description: "The request JSON is not well formed." },
    ]);
  }
}

function wantsAll(c: Context<SimulatorEnv>): boolean {
  return c.req.header("prefer")?.includes("return=representation") ?? false;
}

function missingRequestId(): PaypalError {
  const description = "A PayPal-Request-Id is required if you are trying to process payment for an Order.";
  return new PaypalError(400, [
    { issue: "PAYPAL_REQUEST_ID_REQUIRED", description, field: "PayPal-Request-Id", location: "header" },
  ]);
}

function answerError(c: Context<SimulatorEnv>, error: PaypalError): Response {
  return c.json(errorBody(error, c.res.headers.get("paypal-debug-id") ?? newDebugId()), error.status);
}
