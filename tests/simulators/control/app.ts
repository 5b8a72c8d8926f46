import { setImmediate } from "node:timers/promises";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { ZodError } from "zod";
import { unsuitable } from "../core/faults.ts";
import { findMessages } from "../core/find-messages.ts";
import type { SimulatedPayment, SimulatedProvider } from "../core/provider.ts";
import type { Simulation, SimulatorEnv } from "../core/simulation.ts";
import { clearWorld } from "../core/world.ts";
import { answerZodError, problem, validate } from "./problem.ts";
import {
  actBody,
  autoBody,
  autoQuery,
  decideBody,
  faultBody,
  messagesQuery,
  paymentsQuery,
  requestsQuery,
  statementQuery,
} from "./schemas.ts";

/** /_control: what a test or a person decides for the outside world, and what the outside world saw. */
export function controlApp(simulation: Simulation, providers: readonly SimulatedProvider[]): Hono<SimulatorEnv> {
  const { world, faults, requests, keep } = simulation;

  function find(name: string): SimulatedProvider {
    const found = providers.find((provider) => provider.name === name);
    if (!found) throw new HTTPException(400, { message: `There is no "${name}" that moves money here.` });
    return found;
  }

  return new Hono<SimulatorEnv>()
    .onError((error, c) =>
      error instanceof ZodError
        ? answerZodError(c, error)
        : problem(c, error instanceof HTTPException ? 400 : 500, error.message),
    )
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
      const reason = unsuitable(rule.provider, rule.phase, rule.fault) ?? unknownDecision(rule.provider, rule.decision);
      return reason ? problem(c, 400, reason) : c.json(faults.add({ ...rule, left: times }), 201);
    })
    .delete("/faults", (c) => {
      faults.clear();
      return c.body(null, 204);
    })
    .post("/decide", validate("json", decideBody(providers)), async (c) => {
      const {
        provider: name,
        decision,
        wait,
        checkoutRequestId,
        id = checkoutRequestId,
        ...which
      } = c.req.valid("json");
      const provider = find(name);
      const [payment] = openFirst(provider.payments({ id, ...which }));
      if (!payment) return problem(c, 404, "No payment fits.");
      try {
        const decided = provider.decide({ id: payment.id }, decision);
        await (wait ? decided : Promise.race([decided, setImmediate()]));
      } catch (error) {
        return problem(c, 409, messageOf(error), { payment });
      }
      return c.json({ payment: provider.payments({ id: payment.id })[0] ?? payment });
    })
    .get("/auto", validate("query", autoQuery), (c) => c.json(describeAuto(find(c.req.valid("query").provider))))
    .post("/auto", validate("json", autoBody(providers)), (c) => {
      const { provider: name, decision, delayMs, phones, settings } = c.req.valid("json");
      const provider = find(name);
      try {
        if (settings) provider.settings.change(settings);
      } catch (error) {
        if (error instanceof ZodError) return answerZodError(c, error, "/settings");
        throw error;
      }
      if (decision !== undefined) provider.auto(decision, delayMs, phones);
      return c.json(describeAuto(provider));
    })
    .post("/act", validate("json", actBody(providers)), async (c) => {
      const { provider: name, action, ...body } = c.req.valid("json");
      const act = find(name).acts[action];
      try {
        return c.json((await act?.(body)) ?? {});
      } catch (error) {
        if (error instanceof ZodError) throw error;
        return problem(c, 409, messageOf(error));
      }
    })
    .get("/payments", validate("query", paymentsQuery), (c) => {
      const { provider, checkoutRequestId, id = checkoutRequestId, ...which } = c.req.valid("query");
      return c.json({ payments: find(provider).payments({ id, ...which }) });
    })
    .get("/statement", validate("query", statementQuery), (c) => {
      const { provider: name, day } = c.req.valid("query");
      const provider = find(name);
      const { timeZone } = provider;
      return c.json({ provider: name, day: day ?? null, timeZone, lines: provider.statement(day) });
    })
    .get("/messages", validate("query", messagesQuery), (c) => {
      const { limit, ...which } = c.req.valid("query");
      return c.json({ messages: findMessages(world, which).slice(0, limit) });
    })
    .post("/reset", (c) => {
      for (const provider of providers) provider.reset();
      faults.clear();
      requests.clear();
      clearWorld(world);
      keep();
      return c.body(null, 204);
    })
    .all("*", (c) => problem(c, 404, "There is nothing here."));

  function unknownDecision(name: string, decision: string | undefined): string | undefined {
    if (decision === undefined) return undefined;
    const known = providers.find((provider) => provider.name === name)?.decisions ?? [];
    return known.includes(decision) ? undefined : `${name} has no decision "${decision}"; it has ${known.join(", ")}.`;
  }
}

/** Open ones before ended ones, and within each the newest first. */
function openFirst(payments: readonly SimulatedPayment[]): SimulatedPayment[] {
  return payments.toSorted((one, other) => Number(other.state === "open") - Number(one.state === "open"));
}

function describeAuto(provider: SimulatedProvider) {
  return { autos: provider.autos?.() ?? {}, settings: provider.settings.get() };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
