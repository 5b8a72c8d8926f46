import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { StripeError } from "./errors.ts";

/** The first answer that an Idempotency-Key got. */
interface KeptAnswer {
  readonly hash: string;
  readonly body: string;
  readonly requestId: string;
  readonly at: number;
}

export interface Idempotency {
  /** Around everything, faults too: a key that is still being served is refused. */
  readonly guard: MiddlewareHandler<SimulatorEnv>;
  /** Around the work itself: the same request has the same answer, another request under the same key is refused. */
  readonly replay: MiddlewareHandler<SimulatorEnv>;
  readonly save: () => [string, KeptAnswer][];
  readonly load: (saved: [string, KeptAnswer][]) => void;
  readonly reset: () => void;
}

const HEADER = "idempotency-key";
const LIFE_MS = 24 * 60 * 60_000;
const KEYS_KEPT = 20_000;

export function createIdempotency({ now, keep, clockScale }: Simulation): Idempotency {
  const answers = new Map<string, KeptAnswer>();
  const running = new Set<string>();

  const guard: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const key = c.req.header(HEADER);
    if (key === undefined || c.req.method !== "POST") return next();
    if (key.length > 255) throw new StripeError(400, "Idempotency key is too long; it can have up to 255 characters.");
    c.header("Idempotency-Key", key);
    if (running.has(key)) {
      throw new StripeError(
        409,
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        { type: "idempotency_error", code: "idempotency_key_in_use" },
      );
    }
    running.add(key);
    try {
      await next();
    } finally {
      running.delete(key);
    }
  };

  const replay: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const key = c.req.header(HEADER);
    if (key === undefined) return next();
    const hash = hashOf(new URL(c.req.url).pathname, await c.req.text());
    const kept = answers.get(key);
    if (kept && now().getTime() - kept.at < LIFE_MS * clockScale) {
      if (kept.hash !== hash) {
        throw new StripeError(
          400,
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
          { type: "idempotency_error" },
        );
      }
      c.header("Idempotent-Replayed", "true");
      c.header("Original-Request", kept.requestId);
      return c.body(kept.body, 200, { "content-type": "application/json" });
    }
    await next();
    if (!c.res.ok) return; // What was refused never ran, so nothing is kept of it.
    const body = await c.res.clone().text();
    answers.set(key, { hash, body, requestId: c.res.headers.get("request-id") ?? "", at: now().getTime() });
    const [oldest = ""] = answers.keys();
    if (answers.size > KEYS_KEPT) answers.delete(oldest);
    keep();
  };

  return {
    guard,
    replay,
    save: () => [...answers],
    load(saved) {
      for (const [key, answer] of saved) answers.set(key, answer);
    },
    reset: () => answers.clear(),
  };
}

/** The mount does not matter, nor does the order of the parameters. */
function hashOf(path: string, form: string): string {
  const params = [...new URLSearchParams(form)].map(([name, value]) => `${name}=${value}`).sort();
  return createHash("sha256")
    .update([path.replace(/^\/stripe/, ""), ...params].join("\n"))
    .digest("hex");
}
