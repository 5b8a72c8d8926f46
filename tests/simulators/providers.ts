import { createAirtel } from "./airtel/provider.ts";
import { createBank } from "./bank/provider.ts";
import type { SimulatedProvider } from "./core/provider.ts";
import type { Simulation } from "./core/simulation.ts";
import { createKhalti } from "./khalti/provider.ts";
import { createMpesa } from "./mpesa/provider.ts";
import { createPaypal } from "./paypal/provider.ts";
import { createStripe } from "./stripe/provider.ts";

/** Everybody who moves money. A new one is an import and a line here. */
export function createProviders(simulation: Simulation): readonly SimulatedProvider[] {
  return [
    createMpesa(simulation),
    createAirtel(simulation),
    createKhalti(simulation),
    createBank(simulation),
    createPaypal(simulation),
    createStripe(simulation),
  ];
}
