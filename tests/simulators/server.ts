import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { simulatorsApp } from "./app.ts";
import { keepIn } from "./core/keep.ts";
import { createSimulation } from "./core/simulation.ts";
import { createProviders } from "./providers.ts";

export interface SimulatorsOptions {
  /** 0 takes any free port; the answer's `url` says which. */
  readonly port: number;
  /** Default 127.0.0.1: nobody else's machine is to reach this. */
  readonly host?: string;
  /** Where payments and messages are kept over a restart; without it they are only in memory. */
  readonly stateFile?: string;
  /** 1 is real time; 0.1 lets a prompt of 60 s live 6 s. */
  readonly clockScale?: number;
}

/** Starts every simulator on one port. Rejects with Node's own error (`code` EADDRINUSE) when the port is taken. */
export async function startSimulators(options: SimulatorsOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { port, host = "127.0.0.1", stateFile, clockScale = 1 } = options;
  const keeper = stateFile ? await keepIn(stateFile) : undefined;
  const simulation = createSimulation({ clockScale, ...(keeper && { world: keeper.world, keep: keeper.keep }) });
  const providers = createProviders(simulation);
  keeper?.include(providers);
  const server = createAdaptorServer({ fetch: simulatorsApp(simulation, providers).fetch }) as Server;

  server.listen(port, host);
  await once(server, "listening");
  for (const provider of providers) provider.resume();
  const { port: taken } = server.address() as AddressInfo;

  async function stop(): Promise<void> {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    for (const provider of providers) provider.stop();
    await keeper?.flush();
  }

  let stopping: Promise<void> | undefined;
  return {
    url: `http://${host}:${taken}`,
    close() {
      stopping ??= stop();
      return stopping;
    },
  };
}
