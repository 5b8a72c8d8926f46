import { daysDue, seedDays } from "#db/queries/report-days";
import { dayIn, endOfDay, plusDays, startOfDay, zoneOf } from "#domain/payments/days";
import { STATEMENT_GATEWAYS } from "#domain/payments/report-schema";
import type { Deps } from "../deps.ts";
import { actOnLines } from "./act-on-lines.ts";
import { keepDays, workOut } from "./work-out.ts";

const LOOK_BACK_DAYS = 7; // what is late by then is a person's
const MOST_DAYS = 6; // in one round

/**
 * Works out anew, once a day, each day of the last week, and at once each day that a statement came in for: acts on lines that an import
 * left, keeps the figures, and keeps one task for a day of a provider as long as anything of it is unexplained. @returns how many days
 */
export async function reportRound(deps: Deps): Promise<number> {
  const now = deps.now();
  const yesterdays = STATEMENT_GATEWAYS.map((gateway) => {
    const zone = zoneOf(gateway);
    const day = plusDays(dayIn(zone, now), -1);
    return { gateway, day, from: startOfDay(zone, day), to: endOfDay(zone, day) };
  });
  await seedDays(deps.db, yesterdays);
  const due = await daysDue(deps.db, plusDays(dayIn("UTC", now), -LOOK_BACK_DAYS), now, MOST_DAYS);
  for (const { gateway, day } of due) {
    let worked = await workOut(deps, gateway, day, day);
    const present = gateway === "bank-transfer" ? undefined : deps.gateways.get(gateway);
    if (present) {
      const done = await actOnLines(deps, present, worked, { from: day, to: day }, null);
      if (Object.values(done).some((count) => count > 0)) worked = await workOut(deps, gateway, day, day);
    }
    await keepDays(deps, worked, [day]);
  }
  return due.length;
}
