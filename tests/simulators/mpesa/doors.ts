import { randomBytes } from "node:crypto";
import { Hono, type MiddlewareHandler } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import { answerError, type MpesaError } from "./errors.ts";

const TOKEN_LIFE_SECONDS = 3599;

type Middleware = MiddlewareHandler<SimulatorEnv>;

/** What every call passes before it is read: the faults of its phase, and its token. */
export interface Doors {
  readonly faulty: (phase: "token" | "create" | "query" | "status" | "refund" | "pull") => Middleware;
  readonly requireToken: Middleware;
  /** Pull has words of its own for a bad token. */
  readonly requirePullToken: Middleware;
}

export function createDoors(simulation: Simulation): Doors {
  const { world, now } = simulation;

  const requires =
    (missing: MpesaError, stale: MpesaError): Middleware =>
    async (c, next) => {
      const [, sent] = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "") ?? [];
      if (!sent) return answerError(c, missing);
      const isValid = world.token?.value === sent && Date.parse(world.token.expiresAt) > now().getTime();
      return isValid ? next() : answerError(c, stale);
    };

  return {
    faulty: (phase) =>
      answerFaults(simulation, "mpesa", phase, (c, status) => answerError(c, status === 500 ? "internal" : "busy")),
    requireToken: requires("no-authorisation", "stale-token"),
    requirePullToken: requires("bad-pull-token", "bad-pull-token"),
  };
}

/** Each new token ends the former one. */
export function tokenRoutes({ world, now, keep }: Simulation, { faulty }: Doors): Hono<SimulatorEnv> {
  return new Hono<SimulatorEnv>().get("/oauth/v1/generate", faulty("token"), (c) => {
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
  });
}
