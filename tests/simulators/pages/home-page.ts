import { html } from "hono/html";
import type { SimulatedProvider } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { type Html, page } from "./layout.ts";
import { drawPlaces } from "./places.ts";
import { drawProvider } from "./provider-card.ts";

/** Every simulated provider side by side: what was paid, what waits for a decision, what goes wrong on purpose. */
export function homePage(origin: string, simulation: Simulation, providers: readonly SimulatedProvider[]): Html {
  return page(
    "Simulated providers",
    "/",
    html`
<div class="opening stack gap-8">
  <h1 class="title">Simulated providers</h1>
  <p class="muted">On this machine no phone rings, no mail leaves and no money moves. These pages show what would have happened, and let you decide it.</p>
</div>
<div class="providers">${providers.map((provider) => drawProvider(simulation, provider))}</div>
${drawPlaces(origin, providers)}`,
  );
}
