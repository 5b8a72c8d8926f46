import type { Delivery } from "../core/deliver.ts";
import { untold } from "../core/deliver.ts";
import type { C2b } from "./c2b.ts";
import { callbackText } from "./callback.ts";
import { CALLBACK_HEADERS, type Daraja } from "./daraja.ts";
import { pushedMoney } from "./money-in.ts";
import type { Push } from "./push.ts";
import { wrongAmount } from "./wrong-amount.ts";

/** Longer no query is held back, whatever the shop does meanwhile. */
const MOST_HELD_MS = 2_000;
/** `after` waits so long for a query, before the clock's scale. */
const UNASKED_MS = 60_000;

/** Tells the shop how a push ended: by its callback, and, where C2B is registered, by a confirmation of the same money. */
export function createStkNotices({ habits, courier, alarms, simulation }: Daraja, c2b: C2b) {
  /** Confirmations that are to come before any answer to a query, by CheckoutRequestID. */
  const underWay = new Map<string, Promise<unknown>>();
  /** Those that wait until a query has told the result. */
  const unasked = new Map<string, () => void>();

  function callback(push: Push): Delivery {
    return {
      kind: "stk",
      url: push.callbackUrl,
      text: callbackText(push),
      told: push.callback,
      headers: () => CALLBACK_HEADERS,
      alter: (_text, rule) => callbackText(push, { amount: wrongAmount(push.amountShillings, rule) }),
      isWithheld: !habits.now.deliverCallbacks,
    };
  }

  async function confirm(push: Push): Promise<void> {
    const money = pushedMoney(push);
    if (money && push.c2b) await c2b.confirm(money, push.c2b);
  }

  /** The callback comes once: Daraja never repeats it. Resolves when it was delivered or given up. */
  async function tell(push: Push): Promise<void> {
    const { c2bConfirmations: order, c2bDelayMs } = habits.now;
    push.callback.state = "waiting";
    if (push.state !== "paid" || !c2b.registration() || order === "none") {
      await courier.deliver(callback(push));
      return;
    }
    push.c2b = { ...untold(), state: "waiting" };
    if (order === "before") {
      await confirm(push);
      if (await alarms.wait(c2bDelayMs)) await courier.deliver(callback(push));
      return;
    }
    await courier.deliver(callback(push));
    const isDue = order === "after" ? asked(push) : Promise.resolve(true);
    const confirmed = isDue
      .then((isNow) => isNow && alarms.wait(c2bDelayMs))
      .then((isNow) => (isNow ? confirm(push) : undefined));
    if (order === "after") return;
    underWay.set(push.checkoutRequestId, confirmed);
    await confirmed;
    underWay.delete(push.checkoutRequestId);
  }

  function asked(push: Push): Promise<boolean> {
    if (push.looksAfter > 0) return Promise.resolve(true);
    const query = new Promise<boolean>((resolve) => unasked.set(push.checkoutRequestId, () => resolve(true)));
    return Promise.race([query, alarms.wait(UNASKED_MS * simulation.clockScale)]);
  }

  return {
    tell,
    /** Before a query is answered. */
    async hold({ checkoutRequestId }: Push): Promise<void> {
      const confirmation = underWay.get(checkoutRequestId);
      if (confirmation) await Promise.race([confirmation, alarms.wait(MOST_HELD_MS)]);
    },
    /** A query has told the result. */
    wasAsked({ checkoutRequestId }: Push): void {
      unasked.get(checkoutRequestId)?.();
      unasked.delete(checkoutRequestId);
    },
    resume(push: Push): void {
      if (push.callback.state === "waiting") courier.resume(callback(push));
      const money = pushedMoney(push);
      if (money && push.c2b) c2b.resume(money, push.c2b);
    },
    reset(): void {
      underWay.clear();
      unasked.clear();
    },
  };
}
export type StkNotices = ReturnType<typeof createStkNotices>;
