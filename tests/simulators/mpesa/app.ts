import { randomBytes } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import { answerBadField, answerError } from "./errors.ts";
import type { Handset } from "./handset.ts";
import { isDecision, OUTCOMES } from "./outcomes.ts";
import { type Refusal, readPushRequest, unfitCredentials } from "./push-request.ts";

const TOKEN_LIFE_SECONDS = 3599;

/** Safaricom's Daraja as its integrators met it: STK push, its query and its one callback. Other products would be routes beside these. */
export function mpesaApp(simulation: Simulation, handset: Handset): Hono<SimulatorEnv> {
  const { world, faults, keep, now } = simulation;
  const faulty = (phase: "token" | "create" | "query") =>
    answerFaults(simulation, "mpesa", phase, (c, status) => answerError(c, status === 500 ? "internal" : "busy"));

  const requireToken: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const [, sent] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
    if (!sent) return answerError(c, "no-authorisation");
    const isValid = world.token?.value === sent && Date.parse(world.token.expiresAt) > now().getTime();
    return isValid ? next() : answerError(c, "stale-token");
  };

  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "mpesa"))
    .get("/oauth/v1/generate", faulty("token"), (c) => {
      if (c.req.query("grant_type") !== "client_credentials") return answerError(c, "bad-grant-type");
      const expected = `Basic ${btoa(`${MPESA.consumerKey}:${MPESA.consumerSecret}`)}`;
      const sent = c.req.header("authorization") ?? "";
      if (!sent.startsWith("Basic ")) return answerError(c, "bad-auth-type");
      if (sent !== expected) return c.body(null, 400); // Seen in the wild: bad credentials and not a word.
      const value = randomBytes(21).toString("base64url");
      const expiresAt = new Date(now().getTime() + TOKEN_LIFE_SECONDS * 1000).toISOString();
      world.token = { value, expiresAt };
      keep();
      return c.json({ access_token: value, expires_in: String(TOKEN_LIFE_SECONDS) });
    })
    .post("/mpesa/stkpush/v1/processrequest", faulty("create"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const read = readPushRequest(body, handset.settings, now());
      if ("refusal" in read) return answerRefusal(c, read.refusal);
      if (handset.openPush(read.request.phone)) return answerError(c, "subscriber-locked");
      const push = handset.open(read.request);
      const reordered = faults.take("mpesa", "create", ["reordered"]);
      if (reordered) await handset.decide(push, isDecision(reordered.decision) ? reordered.decision : "approve");
      return c.json({
        MerchantRequestID: push.merchantRequestId,
        CheckoutRequestID: push.checkoutRequestId,
        ResponseCode: "0",
        ResponseDescription: "Success. Request accepted for processing",
        CustomerMessage: "Success. Request accepted for processing",
      });
    })
    .post("/mpesa/stkpushquery/v1/query", faulty("query"), requireToken, async (c) => {
      const body = await readObject(c);
      if (!body) return answerError(c, "bad-json");
      const refusal = unfitCredentials(body, handset.settings, now());
      if (refusal) return answerRefusal(c, refusal);
      if (typeof body.CheckoutRequestID !== "string") return answerBadField(c, "CheckoutRequestID");
      const push = world.pushes.get(body.CheckoutRequestID);
      if (!push) return answerError(c, "no-such-transaction");

      const { queryErrorsFirst, queryProcessingFirst, querySpuriousEvery } = handset.settings;
      push.looks += 1;
      keep();
      if (push.looks <= queryProcessingFirst) return answerError(c, "processing");
      if (push.state !== "open") push.looksAfter += 1;
      const isSpurious =
        querySpuriousEvery > 0 && push.looksAfter > 1 && (push.looksAfter - 1) % querySpuriousEvery === 0;
      if (isSpurious || (push.state === "open" && push.looks <= queryErrorsFirst)) return answerError(c, "processing");
      const outcome = push.outcome && OUTCOMES[push.outcome];
      return c.json({
        ResponseCode: "0",
        ResponseDescription: "The service request has been accepted successfully",
        MerchantRequestID: push.merchantRequestId,
        CheckoutRequestID: push.checkoutRequestId,
        ResultCode: outcome?.code ?? "4999",
        ResultDesc: outcome?.inQuery ?? "The transaction is still under processing",
      });
    })
    .all("/oauth/v1/generate", (c) => answerError(c, "wrong-method"))
    .all("/mpesa/stkpush/v1/processrequest", (c) => answerError(c, "wrong-method"))
    .all("/mpesa/stkpushquery/v1/query", (c) => answerError(c, "wrong-method"))
    .all("*", (c) => answerError(c, "no-such-path"));
}

async function readObject(c: Context<SimulatorEnv>): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : undefined;
}

function answerRefusal(c: Context<SimulatorEnv>, refusal: Refusal): Response {
  return "error" in refusal ? answerError(c, refusal.error) : answerBadField(c, refusal.field, refusal.hint);
}
