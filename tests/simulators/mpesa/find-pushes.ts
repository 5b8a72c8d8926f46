import type { World } from "../core/world.ts";
import type { Push } from "./push.ts";

interface Which {
  readonly checkoutRequestId?: string | undefined;
  /** With or without a leading plus. */
  readonly phone?: string | undefined;
  readonly reference?: string | undefined;
}

/** The pushes that all given words fit, oldest first; all of them when none is given. */
export function findPushes(world: World, { checkoutRequestId, phone, reference }: Which): Push[] {
  const number = phone?.replaceAll(/[+\s]/g, "");
  const known = checkoutRequestId && world.pushes.get(checkoutRequestId);
  const among = known ? [known] : checkoutRequestId ? [] : [...world.pushes.values()];
  return among.filter((push) => (!number || push.phone === number) && (!reference || push.reference === reference));
}

/** Open ones before ended ones, and within each the newest first. */
export function newestOpenFirst(pushes: readonly Push[]): Push[] {
  return pushes.toReversed().sort((one, other) => Number(other.state === "open") - Number(one.state === "open"));
}
