import type { StoredRequest } from "#db/queries/webhooks";
import type { Deps } from "../deps.ts";
import { applyStored } from "./apply-stored.ts";
import { placesFor } from "./places.ts";

/** The database queues 128 statements and turns away the rest: a flood of callbacks must not stand before whoever wants to buy. */
const takePlace = placesFor(64, 60_000);

/** Does the work of a kept request after its answer; where so many are worked on that it finds no place, the next round does it. */
export function applySoon(deps: Deps, stored: StoredRequest): void {
  const leave = takePlace(deps.now());
  if (leave) deps.later(applyStored(deps, stored).finally(leave));
}
