import type { HttpBindings } from "@hono/node-server";
import { createFaultDesk, type FaultDesk, type FaultName } from "./faults.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import { emptyWorld, type World } from "./world.ts";

/** What every simulator is given: what is remembered, which faults are due, what was asked, and how fast time runs. */
export interface Simulation {
  readonly world: World;
  readonly faults: FaultDesk;
  readonly requests: RequestLog;
  /** 1 is real time; 0.1 lets a prompt of 60 s live 6 s. Only lives of things on a phone are scaled. */
  readonly clockScale: number;
  readonly now: () => Date;
  /** Says that the world changed, so that it is written when a file is kept. */
  readonly keep: () => void;
}

/** Hono's environment here: Node's own request and response, for faults that break the connection itself. */
export interface SimulatorEnv {
  Bindings: HttpBindings;
  Variables: { fault: FaultName | undefined };
}

export function createSimulation(options: { clockScale?: number; world?: World; keep?: () => void } = {}): Simulation {
  return {
    world: options.world ?? emptyWorld(),
    faults: createFaultDesk(),
    requests: createRequestLog(),
    clockScale: options.clockScale ?? 1,
    now: () => new Date(),
    keep: options.keep ?? (() => {}),
  };
}
