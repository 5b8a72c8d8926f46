import { Hono } from "hono";
import { controlApp } from "./control/app.ts";
import type { SimulatedProvider } from "./core/provider.ts";
import type { Simulation, SimulatorEnv } from "./core/simulation.ts";
import { mailApp } from "./mail/app.ts";
import { pagesApp } from "./pages/app.ts";
import { smsApp } from "./sms/app.ts";

/** The world outside the shop: a provider each under its own path, the control API, and pages for people. */
export function simulatorsApp(simulation: Simulation, providers: readonly SimulatedProvider[]): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  for (const provider of providers) app.route(`/${provider.name}`, provider.app);
  const stripe = providers.find(({ name }) => name === "stripe");
  return app
    .all("/v1/*", (c) => stripe?.app.fetch(c.req.raw, c.env) ?? c.notFound()) // Stripe's own SDK can be given a host, but no path.
    .route("/mail", mailApp(simulation))
    .route("/sms", smsApp(simulation))
    .route("/_control", controlApp(simulation, providers))
    .route("/", pagesApp(simulation, providers));
}
