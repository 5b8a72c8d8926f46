import { createAlarms } from "./alarms.ts";
import type { FaultRule, Provider } from "./faults.ts";
import { plainBody, post } from "./post.ts";
import type { Simulation } from "./simulation.ts";
import { SPOILING, spoil } from "./spoil.ts";

/** What became of a callback or webhook; kept with what it is about, as plain JSON. */
export interface Told {
  /** `waiting` until it is due or tried again, `dropped` when it was held back on purpose. */
  state: "none" | "waiting" | "delivered" | "failed" | "dropped";
  /** ISO time of the next try. */
  dueAt: string | null;
  /** The shop's HTTP status, 0 when it could not be reached; one entry per delivery. */
  statuses: number[];
}

export const untold = (): Told => ({ state: "none", dueAt: null, statuses: [] });

/** One thing to tell the shop. */
export interface Delivery {
  readonly url: string;
  readonly text: string;
  readonly told: Told;
  /** The provider's own name for this sort of callback, for faults that are meant for one sort only. */
  readonly kind?: string;
  readonly type?: string;
  /** Asked anew for each delivery, so that a signature can be of its own moment. */
  readonly headers?: (text: string) => Readonly<Record<string, string>>;
  /** Waits before each further try, before the clock's scale, for providers that insist on a 2xx. Others tell once. */
  readonly retries?: readonly number[];
  /** The text with another amount, for `wrong-amount`; undefined leaves it. Where it is absent that fault does not strike here. */
  readonly alter?: (text: string, rule: FaultRule) => string | undefined;
  /** True: it is not delivered at all, as if dropped. */
  readonly isWithheld?: boolean;
}

/** Carries one provider's callbacks to the shop; the faults of phase "callback" strike on the way. */
export interface Courier {
  /** Resolves once it was delivered or given up, or `stop` let it be. */
  readonly deliver: (delivery: Delivery) => Promise<Told>;
  /** Takes up a delivery that a restart interrupted: no new fault strikes. */
  readonly resume: (delivery: Delivery) => Promise<Told>;
  readonly stop: () => void;
}

const DEFAULT_LATE_MS = 5_000;
const EVERYWHERE = ["duplicate", "late", "drop", ...SPOILING] as const;

export function createCourier(simulation: Simulation, provider: Provider): Courier {
  const { faults, keep, now, clockScale } = simulation;
  const { wait, stop } = createAlarms();

  async function deliver(delivery: Delivery): Promise<Told> {
    const { told, alter, kind } = delivery;
    const rule = faults.take(provider, "callback", alter ? [...EVERYWHERE, "wrong-amount"] : EVERYWHERE, kind);
    if (delivery.isWithheld || rule?.fault === "drop") {
      told.state = "dropped";
      keep();
      return told;
    }
    told.state = "waiting";
    keep();
    if (rule?.fault !== "late") return carry(delivery, rule);
    return (await waitUntilDue(told, rule.ms ?? DEFAULT_LATE_MS)) ? carry(delivery) : told;
  }

  async function resume(delivery: Delivery): Promise<Told> {
    const { dueAt } = delivery.told;
    const isDue = await wait(dueAt ? Date.parse(dueAt) - now().getTime() : 0);
    return isDue ? carry(delivery) : delivery.told;
  }

  async function carry(delivery: Delivery, rule?: FaultRule): Promise<Told> {
    const { told, retries = [] } = delivery;
    const statuses = await send(delivery, rule);
    told.statuses.push(...statuses);
    const isHeard = statuses.some((status) => (retries.length > 0 ? status >= 200 && status < 300 : status > 0));
    const next = isHeard ? undefined : retries[told.statuses.length - statuses.length];
    told.dueAt = null;
    if (next === undefined) {
      told.state = isHeard ? "delivered" : "failed";
      keep();
      return told;
    }
    return (await waitUntilDue(told, next * clockScale)) ? carry(delivery) : told;
  }

  function waitUntilDue(told: Told, ms: number): Promise<boolean> {
    told.dueAt = new Date(now().getTime() + ms).toISOString();
    keep();
    return wait(ms);
  }

  /** One try: one status, or several where a fault makes copies. */
  function send(delivery: Delivery, rule: FaultRule | undefined): Promise<number[]> {
    const { url, alter, headers, type } = delivery;
    const text = (rule?.fault === "wrong-amount" && alter?.(delivery.text, rule)) || delivery.text;
    const isSpoilt = rule && SPOILING.some((fault) => fault === rule.fault);
    const body = isSpoilt ? spoil(text, rule) : plainBody(text, type);
    const copies = rule?.fault === "duplicate" ? (rule.copies ?? 2) : 1;
    const once = async () => (await post(url, body, headers?.(text))).status;
    return Promise.all(Array.from({ length: copies }, once));
  }

  return { deliver, resume, stop };
}
