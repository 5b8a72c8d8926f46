import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { unsuitable } from "../core/faults.ts";
import { findMessages } from "../core/find-messages.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { clearWorld } from "../core/world.ts";
import { findPushes, newestOpenFirst } from "../mpesa/find-pushes.ts";
import type { Handset } from "../mpesa/handset.ts";
import { statement } from "../mpesa/statement.ts";
import { problem, validate } from "./problem.ts";
import {
  autoBody,
  decideBody,
  faultBody,
  messagesQuery,
  paymentsQuery,
  requestsQuery,
  statementQuery,
} from "./schemas.ts";

/** /_control: what a test or a person decides for the outside world, and what the outside world saw. */
export function controlApp(simulation: Simulation, handset: Handset): Hono<SimulatorEnv> {
  const { world, faults, requests, keep } = simulation;
  return new Hono<SimulatorEnv>()
    .onError((error, c) => problem(c, error instanceof HTTPException ? 400 : 500, error.message))
    .get("/requests", validate("query", requestsQuery), (c) => {
      const { provider, path } = c.req.valid("query");
      const fits = requests
        .all()
        .filter((one) => (!provider || one.provider === provider) && (!path || one.path.includes(path)));
      return c.json({ requests: fits });
    })
    .delete("/requests", (c) => {
      requests.clear();
      return c.body(null, 204);
    })
    .get("/faults", (c) => c.json({ faults: faults.all() }))
    .post("/faults", validate("json", faultBody), (c) => {
      const { times, ...rule } = c.req.valid("json");
      const reason = unsuitable(rule.provider, rule.phase, rule.fault);
      return reason ? problem(c, 400, reason) : c.json(faults.add({ ...rule, left: times }), 201);
    })
    .delete("/faults", (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .post("/decide", validate("json", decideBody), (c) => {
      const { decision, ...which } = c.req.valid("json");
      const [push] = newestOpenFirst(findPushes(world, which));
      if (!push) return problem(c, 404, "No payment fits.");
      if (push.state !== "open") {
        return problem(c, 409, `This payment has ended (${push.outcome}); nobody can decide it any more.`, {
          payment: push,
        });
      }
      handset.decide(push, decision);
      return c.json({ payment: push });
    })
    .get("/auto", (c) => c.json({ autos: Object.fromEntries(handset.autos()), settings: handset.settings }))
    .post("/auto", validate("json", autoBody), (c) => {
      const { decision, delayMs, phones, settings } = c.req.valid("json");
      if (decision !== undefined) {
        for (const phone of phones ?? [undefined]) {
          handset.decideBy(decision && { decision, delayMs }, phone?.replace("+", ""));
        }
      }
      const changed = Object.entries(settings ?? {}).filter(([, value]) => value !== undefined);
      handset.settings = { ...handset.settings, ...Object.fromEntries(changed) };
      return c.json({ autos: Object.fromEntries(handset.autos()), settings: handset.settings });
    })
    .get("/payments", validate("query", paymentsQuery), (c) => {
      const { phone, reference } = c.req.valid("query");
      return c.json({ payments: findPushes(world, { phone, reference }).reverse() });
    })
    .get("/statement", validate("query", statementQuery), (c) => {
      const { provider, day } = c.req.valid("query");
      return c.json({ provider, day: day ?? null, timeZone: "Africa/Nairobi", lines: statement(world, day) });
    })
    .get("/messages", validate("query", messagesQuery), (c) => {
      const { limit, ...which } = c.req.valid("query");
      return c.json({ messages: findMessages(world, which).slice(0, limit) });
    })
    .post("/reset", (c) => {
      handset.reset();
      faults.clear();
      requests.clear();
      clearWorld(world);
      keep();
      return c.body(null, 204);
    })
    .all("*", (c) => problem(c, 404, "There is nothing here."));
}
