import type { SimulatedPayment, SimulatedProvider } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { mpesaApp } from "./app.ts";
import { findPushes, newestOpenFirst } from "./find-pushes.ts";
import { createHandset } from "./handset.ts";
import { DECISIONS, isDecision, OUTCOMES } from "./outcomes.ts";
import { asPrompt } from "./prompt.ts";
import type { Push } from "./push.ts";
import { mpesaSettings } from "./settings.ts";
import { statement } from "./statement.ts";

/** Safaricom's M-Pesa: phones that ring, and the paybill behind them. */
export function createMpesa(simulation: Simulation): SimulatedProvider {
  const { world } = simulation;
  const handset = createHandset(simulation);

  return {
    name: "mpesa",
    app: mpesaApp(simulation, handset),
    decisions: DECISIONS,
    payments: ({ id, ...which }) =>
      findPushes(world, { checkoutRequestId: id, ...which })
        .map(asPayment)
        .reverse(),
    prompts: (phone) =>
      findPushes(world, { phone })
        .filter((push, place, all) => phone || push.state === "open" || place === all.length - 1)
        .map(asPrompt),
    async decide({ id, ...which }, decision) {
      const [push] = newestOpenFirst(findPushes(world, { checkoutRequestId: id, ...which }));
      if (!push) throw new Error("No payment fits.");
      if (push.state !== "open") {
        throw new Error(`This payment has ended (${push.outcome}); nobody can decide it any more.`);
      }
      if (!isDecision(decision))
        throw new Error(`Nobody can "${decision}" a prompt; they can ${DECISIONS.join(", ")}.`);
      await handset.decide(push, decision);
      return asPayment(push);
    },
    auto(decision, delayMs, phones) {
      const auto = decision !== null && isDecision(decision) ? { decision, delayMs } : null;
      for (const phone of phones ?? [undefined]) handset.decideBy(auto, phone?.replace("+", ""));
    },
    autos: () => Object.fromEntries(handset.autos()),
    settings: {
      get: () => handset.settings,
      change(settings) {
        handset.settings = mpesaSettings.parse({ ...handset.settings, ...mpesaSettings.partial().parse(settings) });
      },
    },
    acts: {},
    statement: (day) => statement(world, day),
    timeZone: "Africa/Nairobi",
    save: () => ({}),
    load() {},
    resume: handset.resume,
    reset: handset.reset,
    stop: handset.stop,
  };
}

function asPayment(push: Push): SimulatedPayment {
  const outcome = push.outcome && OUTCOMES[push.outcome];
  return {
    ...push,
    id: push.checkoutRequestId,
    amount: push.amountShillings * 100,
    currency: "KES",
    said: outcome?.inCallback ?? "The transaction is still under processing",
    page: `/phone?number=${push.phone}`,
  };
}
