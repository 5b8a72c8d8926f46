import { readAttempt } from "#db/queries/attempts";
import { giveUp, markApplied, postpone, type StoredRequest } from "#db/queries/webhooks";
import type { GatewayCode } from "#domain/payments/names";
import type { Deps } from "../deps.ts";
import { applyMpesa } from "../payments/mpesa/apply-request.ts";
import { applyCallback } from "./apply-callback.ts";
import { applyEvent } from "./apply-event.ts";

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 60 * 60_000;
const GIVE_UP_MS = 7 * 24 * 60 * 60_000;

/** Whose requests beside those about one attempt are worked on, as `RECEIVE_OTHERS` keeps them. */
const APPLY_OTHERS: Partial<Record<GatewayCode, typeof applyMpesa>> = { mpesa: applyMpesa };

/** Does the work of a stored request: right after its answer, by a round that finds it waiting, or once more for staff. */
export async function applyStored(deps: Deps, stored: StoredRequest): Promise<string> {
  const outcome = await workOf(deps, stored);
  const now = deps.now();
  if (outcome !== "later") {
    await markApplied(deps.db, stored.gateway, stored.eventKey, outcome, now);
    return outcome;
  }
  if (now - stored.receivedAt > GIVE_UP_MS) {
    const name = deps.gateways.get(stored.gateway)?.words.name ?? stored.gateway;
    await giveUp(deps.db, stored.gateway, stored.eventKey, name, now);
    return "given-up";
  }
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(stored.tries, 12), LONGEST_PAUSE_MS) * deps.config.planScale;
  await postpone(deps.db, stored.gateway, stored.eventKey, now + Math.ceil(pause));
  return "later";
}

async function workOf(deps: Deps, stored: StoredRequest): Promise<string> {
  const gateway = deps.gateways.get(stored.gateway);
  if (!gateway) return "later";
  if (gateway.readEvent) {
    const event = gateway.readEvent(stored.body);
    return event?.ours ? applyEvent(deps, gateway, event) : "not-ours";
  }
  const applyOther = APPLY_OTHERS[gateway.code];
  if (applyOther && stored.kind !== "") return applyOther(deps, gateway, stored);
  const claim = gateway.readCallback?.(stored.body);
  const attempt = stored.attemptId && (await readAttempt(deps.db, stored.attemptId));
  return claim && attempt ? applyCallback(deps, attempt, claim, stored.receivedAt) : "unreadable";
}
