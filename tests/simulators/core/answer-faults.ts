import { setTimeout as wait } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import { FAULTS, type FaultRule, type Phase, type Provider } from "./faults.ts";
import type { Simulation, SimulatorEnv } from "./simulation.ts";
import { SPOILING, type SpoiltBody, spoil } from "./spoil.ts";

const BREAKING = [
  "refused",
  "timeout-before-effect",
  "timeout-after-effect",
  "500",
  "429",
  "slow",
  ...SPOILING,
] as const;
const SLOW_MS = 20_000;
const SILENT_MS = 30_000;

/** Lets the faults that are due for `phase` strike. `say` writes the provider's own words for a 500 and a 429. */
export function answerFaults(
  simulation: Simulation,
  provider: Provider,
  phase: Phase,
  say: (c: Context<SimulatorEnv>, status: 500 | 429) => Response,
): MiddlewareHandler<SimulatorEnv> {
  return async (c, next) => {
    const rule = simulation.faults.take(provider, phase, BREAKING);
    if (!rule) return next();
    c.set("fault", rule.fault);
    const habit = FAULTS[rule.fault];
    const effect = rule.effect ?? ("effect" in habit && habit.effect);
    if (effect) await next(); // What happens, happens; only the answer goes wrong.
    await strike(c, rule, say);
    if (rule.fault === "slow" && !effect) await next();
    return undefined;
  };
}

async function strike(
  c: Context<SimulatorEnv>,
  rule: FaultRule,
  say: (c: Context<SimulatorEnv>, status: 500 | 429) => Response,
): Promise<void> {
  const { socket } = c.env.incoming;
  switch (rule.fault) {
    case "slow":
      await wait(rule.ms ?? SLOW_MS);
      return;
    case "500":
    case "429":
      replace(c, say(c, rule.fault === "500" ? 500 : 429));
      return;
    case "refused":
      socket.destroy();
      break;
    case "timeout-before-effect":
    case "timeout-after-effect":
      await Promise.race([wait(rule.ms ?? SILENT_MS), new Promise((gone) => socket.once("close", gone))]);
      socket.destroy();
      break;
    default:
      await send(c, spoil(await c.res.text(), rule));
  }
  replace(c, RESPONSE_ALREADY_SENT);
}

/** Drops the good answer without leaving its headers behind. */
function replace(c: Context<SimulatorEnv>, response: Response): void {
  c.res = undefined;
  c.res = response;
}

/** Writes past Hono, because a length that is not kept must reach the wire. */
function send(c: Context<SimulatorEnv>, body: SpoiltBody): Promise<void> {
  const { outgoing } = c.env;
  outgoing.writeHead(c.res.status, {
    "content-type": body.type,
    "content-length": body.declaredLength ?? body.bytes.length,
    ...(body.encoding && { "content-encoding": body.encoding }),
  });
  return new Promise((done) => {
    outgoing.once("close", () => done());
    outgoing.write(body.bytes, () => {
      if (body.declaredLength !== undefined) outgoing.socket?.destroy();
      else outgoing.end();
    });
  });
}
