import { createHash, randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { answerFaults } from "../core/answer-faults.ts";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { addMessage } from "../core/world.ts";
import { MAIL } from "../credentials.ts";
import { type MailErrorName, mailError } from "./errors.ts";
import { readMail } from "./mail-request.ts";

const KEY_KEPT_MS = 24 * 60 * 60 * 1000;

/** Resend's `POST /emails`: caught, never sent. The same Idempotency-Key with the same body is one mail for 24 hours. */
export function mailApp(simulation: Simulation): Hono<SimulatorEnv> {
  const { world, keep, now } = simulation;
  const answer = (c: Context<SimulatorEnv>, name: MailErrorName, message?: string) => {
    const error = mailError(name, message);
    if (error.statusCode === 429) c.header("retry-after", "1");
    return c.json(error, error.statusCode);
  };
  const faulty = answerFaults(simulation, "mail", "send", (c, status) =>
    answer(c, status === 500 ? "internal_server_error" : "rate_limit_exceeded"),
  );

  return new Hono<SimulatorEnv>()
    .use(logRequests(simulation.requests, "mail"))
    .post("/emails", faulty, async (c) => {
      const authorisation = c.req.header("authorization");
      if (!authorisation) return answer(c, "missing_api_key");
      if (authorisation !== `Bearer ${MAIL.apiKey}`) return answer(c, "invalid_api_key");
      if (!c.req.header("user-agent")) return answer(c, "no_user_agent");

      const key = c.req.header("idempotency-key");
      if (key !== undefined && (key.length < 1 || key.length > 256)) return answer(c, "invalid_idempotency_key");
      const text = await c.req.text();
      const bodyHash = createHash("sha256").update(text).digest("hex");
      const kept = key === undefined ? undefined : world.mailAnswers.get(key);
      if (kept && now().getTime() - Date.parse(kept.at) < KEY_KEPT_MS) {
        return kept.bodyHash === bodyHash ? c.json({ id: kept.id }) : answer(c, "invalid_idempotent_request");
      }

      const read = readMail(text);
      if ("name" in read) return answer(c, read.name, read.message);
      const id = randomUUID();
      const at = now().toISOString();
      addMessage(world, { ...read, id, at, channel: "mail", parts: 1 });
      if (key !== undefined) world.mailAnswers.set(key, { bodyHash, id, at });
      keep();
      return c.json({ id });
    })
    .all("/emails", (c) => answer(c, "method_not_allowed"))
    .all("*", (c) => answer(c, "not_found"));
}
