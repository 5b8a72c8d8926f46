import { Hono } from "hono";
import { logRequests } from "../core/request-log.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { answerError } from "./errors.ts";

/** Safaricom's Daraja as its integrators met it. Each product brings its own routes; what people look at is not logged. */
export function mpesaApp(
  { requests }: Simulation,
  pages: Hono<SimulatorEnv>,
  products: readonly Hono<SimulatorEnv>[],
): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>().route("/", pages).use(logRequests(requests, "mpesa"));
  for (const product of products) app.route("/", product);
  const paths = new Set(products.flatMap(({ routes }) => routes.map(({ path }) => path)));
  for (const path of paths) app.all(path, (c) => answerError(c, "wrong-method"));
  return app.all("*", (c) => answerError(c, "no-such-path"));
}
