import { Hono } from "hono";
import { controlApp } from "./control/app.ts";
import type { Simulation, SimulatorEnv } from "./core/simulation.ts";
import { mailApp } from "./mail/app.ts";
import { mpesaApp } from "./mpesa/app.ts";
import type { Handset } from "./mpesa/handset.ts";
import { pagesApp } from "./pages/app.ts";
import { smsApp } from "./sms/app.ts";

/** The world outside the shop: a provider each under its own path, the control API, and pages for people. */
export function simulatorsApp(simulation: Simulation, handset: Handset): Hono<SimulatorEnv> {
  return new Hono<SimulatorEnv>()
    .route("/mpesa", mpesaApp(simulation, handset))
    .route("/mail", mailApp(simulation))
    .route("/sms", smsApp(simulation))
    .route("/_control", controlApp(simulation, handset))
    .route("/", pagesApp(simulation, handset));
}
