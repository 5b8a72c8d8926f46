import { type Alarms, createAlarms } from "../core/alarms.ts";
import { type Courier, createCourier } from "../core/deliver.ts";
import type { Simulation } from "../core/simulation.ts";
import { MPESA } from "../credentials.ts";
import { createReceipts, type Receipts } from "./receipt.ts";
import { createHabits, type Habits } from "./settings.ts";

/** What Daraja's products share. */
export interface Daraja {
  readonly simulation: Simulation;
  readonly habits: Habits;
  readonly receipts: Receipts;
  readonly courier: Courier;
  readonly alarms: Alarms;
  readonly stop: () => void;
}

export function createDaraja(simulation: Simulation): Daraja {
  const courier = createCourier(simulation, "mpesa");
  const alarms = createAlarms();
  return {
    simulation,
    habits: createHabits(),
    receipts: createReceipts(),
    courier,
    alarms,
    stop() {
      courier.stop();
      alarms.stop();
    },
  };
}

/** Daraja sends it with every callback. */
export const CALLBACK_HEADERS = { Businessshortcode: MPESA.shortcode };
