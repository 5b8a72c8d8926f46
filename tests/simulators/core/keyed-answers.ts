import type { Context, MiddlewareHandler } from "hono";
import type { Simulation, SimulatorEnv } from "./simulation.ts";

/** The first answer that a request's key got, kept as long as the provider promises. */
interface KeptAnswer {
  /** What the request was, where another one under the same key is refused; else "". */
  readonly request: string;
  readonly status: 200 | 422;
  readonly body: string;
  readonly requestId: string;
  readonly at: number;
}

/** How one provider treats keys of idempotency. */
export interface KeyHabits {
  readonly header: string;
  readonly longest: number;
  readonly lifeMs: number;
  /** Under what the answer is kept. */
  readonly scope: (c: Context<SimulatorEnv>, key: string) => string;
  /** What must be the same the second time; "" where anything goes. */
  readonly describe: (c: Context<SimulatorEnv>, body: string) => string;
  /** Whether this answer is kept although it is a refusal. */
  readonly isFinal: (body: string) => boolean;
  readonly tooLong: () => Error;
  readonly stillRunning: (key: string) => Error;
  readonly otherRequest: (key: string) => Error;
  /** The header that names a request, and what a repeated answer has besides. */
  readonly idHeader: string;
  readonly mark?: (c: Context<SimulatorEnv>, originalId: string) => void;
}

export interface KeyedAnswers {
  /** Around everything, faults too: a key that is still being served is refused. */
  readonly guard: MiddlewareHandler<SimulatorEnv>;
  /** Around the work itself: the same key has the same answer. */
  readonly replay: MiddlewareHandler<SimulatorEnv>;
  readonly save: () => [string, KeptAnswer][];
  readonly load: (saved: [string, KeptAnswer][]) => void;
  readonly reset: () => void;
}

const ANSWERS_KEPT = 20_000;

export function createKeyedAnswers({ now, keep, clockScale }: Simulation, habits: KeyHabits): KeyedAnswers {
  const answers = new Map<string, KeptAnswer>();
  const running = new Set<string>();

  const guard: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const key = c.req.header(habits.header);
    if (key === undefined || c.req.method !== "POST") return next();
    if (key.length < 1 || key.length > habits.longest) throw habits.tooLong();
    const scope = habits.scope(c, key);
    if (running.has(scope)) throw habits.stillRunning(key);
    running.add(scope);
    try {
      await next();
    } finally {
      running.delete(scope);
    }
  };

  const replay: MiddlewareHandler<SimulatorEnv> = async (c, next) => {
    const key = c.req.header(habits.header);
    if (key === undefined) return next();
    const scope = habits.scope(c, key);
    const request = habits.describe(c, await c.req.text());
    const kept = answers.get(scope);
    if (kept && now().getTime() - kept.at < habits.lifeMs * clockScale) {
      if (kept.request !== request) throw habits.otherRequest(key);
      habits.mark?.(c, kept.requestId);
      return c.body(kept.body, kept.status, { "content-type": "application/json" });
    }
    await next();
    const body = await c.res.clone().text();
    if (!c.res.ok && !habits.isFinal(body)) return; // What was refused never ran, so nothing is kept of it.
    const requestId = c.res.headers.get(habits.idHeader) ?? "";
    answers.set(scope, { request, status: c.res.ok ? 200 : 422, body, requestId, at: now().getTime() });
    const [oldest = ""] = answers.keys();
    if (answers.size > ANSWERS_KEPT) answers.delete(oldest);
    keep();
  };

  return {
    guard,
    replay,
    save: () => [...answers],
    load(saved) {
      for (const [scope, answer] of saved) answers.set(scope, answer);
    },
    reset: () => answers.clear(),
  };
}
