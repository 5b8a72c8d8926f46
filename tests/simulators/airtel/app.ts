import { type Context, Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { AIRTEL } from "../credentials.ts";
import { readCollectRequest, readObject } from "./collect-request.ts";
import { answerBadField, answerError, answerOauthError } from "./errors.ts";
import { type Decision, IN_PROGRESS, isDecision, OUTCOMES } from "./outcomes.ts";
import { isSigned, publicHalf, type SigningKey } from "./signing.ts";
import type { Tokens } from "./tokens.ts";
import type { Wallets } from "./wallets.ts";
import { messageOf } from "./words.ts";

/** Airtel Africa's Open API as Kenya has it: token, collection, enquiry, refund, and the key that v2 is signed for. */
export function airtelApp(
  simulation: Simulation,
  wallets: Wallets,
  tokens: Tokens,
  signingKey: () => SigningKey,
): Hono<SimulatorEnv> {
  const { faults, now, clockScale } = simulation;
  const faulty = (phase: "token" | "create" | "query" | "refund") =>
    answerFaults(simulation, "airtel", phase, (c, status) => answerError(c, status === 500 ? "internal" : "busy"));

  const requireToken: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const [, sent] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (!sent || !tokens.isGood(sent, now())) {
      return answerOauthError(c, 401, "invalid_token", "Invalid access token");
    }
    const country = c.req.header("x-country");
    const currency = c.req.header("x-currency");
    if (!country) return answerError(c, "no-country");
    if (country !== "KE") return answerError(c, "bad-country");
    if (!currency) return answerError(c, "no-currency");
    return currency === "KES" ? next() : answerError(c, "bad-currency");
  };

  /** Which version of a path is open is a switch in the portal. */
  const requireSignature: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const { signing } = wallets.settings;
    if (!signing) return c.req.param("version") === "v1" ? next() : answerError(c, "no-route");
    const { "x-signature": signature = "", "x-key": key = "" } = c.req.header();
    const isFine = c.req.param("version") === "v2" && isSigned(await c.req.text(), signature, key, signingKey());
    return isFine ? next() : answerError(c, "bad-signature");
  };

  function answer(c: Context<SimulatorEnv>, data: object, responseCode: string, message = "SUCCESS"): Response {
    const success = wallets.settings.successFlag;
    const codes = { result_code: "ESB000010", response_code: responseCode };
    return c.json({ data, status: { code: "200", message, ...codes, success } });
  }

  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "airtel"))
    .post("/auth/oauth2/token", faulty("token"), async (c) => {
      const body = await readBody(c);
      if (body?.grant_type !== "client_credentials") {
        return answerOauthError(c, 400, "unsupported_grant_type", "Unsupported grant type");
      }
      if (body.client_id !== AIRTEL.clientId || body.client_secret !== AIRTEL.clientSecret) {
        return answerOauthError(c, 401, "invalid_client", "Invalid client authentication");
      }
      const { tokenLifeSeconds, tokenLifeAsString } = wallets.settings;
      const expires_in = tokenLifeAsString ? String(tokenLifeSeconds) : tokenLifeSeconds;
      return c.json({ token_type: "bearer", access_token: tokens.mint(now(), tokenLifeSeconds), expires_in });
    })
    .post("/merchant/:version{v[12]}/payments/", faulty("create"), requireToken, requireSignature, async (c) => {
      const body = await readBody(c);
      if (!body) return answerBadField(c, "body");
      const read = readCollectRequest(body);
      if ("refusal" in read) {
        return "error" in read.refusal ? answerError(c, read.refusal.error) : answerBadField(c, read.refusal.field);
      }
      const { id, msisdn } = read.request;
      if (wallets.find(id)) return answerError(c, "duplicate");
      if (wallets.settings.byNumber[msisdn] === "not-found") return answerError(c, "no-subscriber");
      const payment = wallets.open(read.request);
      const reordered = faults.take("airtel", "create", ["reordered"]);
      if (reordered) await wallets.decide(payment, readDecision(reordered.decision));
      const shown = wallets.settings.idIsFalse ? false : id;
      return answer(c, { transaction: { id: shown, status: "SUCCESS" } }, IN_PROGRESS.responseCode);
    })
    .get("/standard/v1/payments/:id", faulty("query"), requireToken, (c) => {
      const payment = wallets.find(c.req.param("id"));
      if (!payment) return answerError(c, "no-transaction");
      const ageMs = now().getTime() - Date.parse(payment.createdAt);
      const isEarly = ageMs < wallets.settings.inProgressMs * clockScale;
      if (isEarly || payment.outcome === null) {
        const { status, message, responseCode } = IN_PROGRESS;
        return answer(c, { transaction: { id: payment.id, message, status } }, responseCode);
      }
      const { status, responseCode } = OUTCOMES[payment.outcome];
      const transaction = {
        ...(payment.airtelMoneyId && { airtel_money_id: payment.airtelMoneyId }),
        id: payment.id,
        message: messageOf(payment),
        status,
      };
      return answer(c, { transaction }, responseCode);
    })
    .post("/standard/:version{v[12]}/payments/refund", faulty("refund"), requireToken, requireSignature, async (c) => {
      const { airtel_money_id: ref } = readObject((await readBody(c))?.transaction);
      if (typeof ref !== "string" || ref === "") return answerBadField(c, "transaction.airtel_money_id");
      const payment = wallets.all().find(({ airtelMoneyId }) => airtelMoneyId === ref);
      if (!payment) return answerError(c, "no-transaction");
      if (payment.refund) return answerError(c, "refunded");
      const { airtelMoneyId } = wallets.refund(payment);
      return answer(
        c,
        { transaction: { airtel_money_id: airtelMoneyId, status: "SUCCESS" } },
        OUTCOMES.approve.responseCode,
      );
    })
    .get("/v1/rsa/encryption-keys", requireToken, (c) => {
      const key = signingKey();
      return answer(c, { key_id: key.keyId, key: publicHalf(key), valid_upto: key.validUpto }, "DP00800001001");
    })
    .all("*", (c) => answerError(c, "no-route"));
}

async function readBody(c: Context<SimulatorEnv>): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : undefined;
}

/** A fault's decision was checked where the fault was ordered. */
function readDecision(word = "approve"): Decision {
  return isDecision(word) ? word : "approve";
}
