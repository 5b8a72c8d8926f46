import { Hono } from "hono";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import type { Handset } from "../mpesa/handset.ts";

/** The pages people look at: the simulated phone, and the inbox. */
export function pagesApp(_simulation: Simulation, _handset: Handset): Hono<SimulatorEnv> {
  return new Hono<SimulatorEnv>().get("/", (c) => c.text("Simulators"));
}
