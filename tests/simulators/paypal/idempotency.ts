import type { MiddlewareHandler } from "hono";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { PaypalError } from "./errors.ts";

/** The first answer that a PayPal-Request-Id got. */
interface KeptAnswer {
  readonly status: 200 | 422;
  readonly body: string;
  readonly at: number;
}

export interface Idempotency {
  /** Around everything, faults too: an id that is still being served is refused. */
  readonly guard: MiddlewareHandler<SimulatorEnv>;
  /** Around the work itself: whatever is asked under the same id has the first answer. */
  readonly replay: MiddlewareHandler<SimulatorEnv>;
  readonly save: () => [string, KeptAnswer][];
  readonly load: (saved: [string, KeptAnswer][]) => void;
  readonly reset: () => void;
}

const HEADER = "paypal-request-id";
const LIFE_MS = 6 * 60 * 60_000;
const IDS_KEPT = 20_000;

export function createIdempotency({ now, keep, clockScale }: Simulation): Idempotency {
  const answers = new Map<string, KeptAnswer>();
  const running = new Set<string>();

  const guard: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const id = c.req.header(HEADER);
    if (id === undefined || c.req.method !== "POST") return next();
    if (id.length < 1 || id.length > 108) {
      const issue = { issue: "INVALID_STRING_LENGTH", field: "PayPal-Request-Id", location: "header" as const };
      throw new PaypalError(400, [{ ...issue, description: "The value of a field is either too short or too long." }]);
    }
    const key = `${c.req.path} ${id}`;
    if (running.has(key)) {
      const description =
        "A previous request on this resource is currently in progress. Please wait for some time and try again.";
      throw new PaypalError(409, [{ issue: "PREVIOUS_REQUEST_IN_PROGRESS", description }]);
    }
    running.add(key);
    try {
      await next();
    } finally {
      running.delete(key);
    }
  };

  const replay: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const id = c.req.header(HEADER);
    if (id === undefined) return next();
    const key = `${c.req.path} ${id}`;
    const kept = answers.get(key);
    if (kept && now().getTime() - kept.at < LIFE_MS * clockScale) {
      return c.body(kept.body, kept.status, { "content-type": "application/json" });
    }
    await next();
    const body = await c.res.clone().text();
    if (!c.res.ok && !body.includes("INSTRUMENT_DECLINED")) return; // What was refused never ran; a declined instrument was tried.
    answers.set(key, { status: c.res.ok ? 200 : 422, body, at: now().getTime() });
    const [oldest = ""] = answers.keys();
    if (answers.size > IDS_KEPT) answers.delete(oldest);
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
