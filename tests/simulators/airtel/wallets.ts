import { createAlarms } from "../core/alarms.ts";
import { createCourier, type Delivery, untold } from "../core/deliver.ts";
import type { FaultRule } from "../core/faults.ts";
import { otherPath } from "../core/other-path.ts";
import { plainBody, post } from "../core/post.ts";
import type { Simulation } from "../core/simulation.ts";
import { AIRTEL } from "../credentials.ts";
import { callbackText, earlierText, transactionText } from "./callback.ts";
import { newMoneyId } from "./numbers.ts";
import type { Decision } from "./outcomes.ts";
import type { AirtelPayment, CollectRequest } from "./payment.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

export interface AutoDecision {
  readonly decision: Decision;
  readonly delayMs: number;
}

export type Wallets = ReturnType<typeof openWallets>;

const EVERY_PHONE = "*";

/** Every subscriber's wallet with its prompts: opens them, lets somebody decide, and tells the shop once. */
export function openWallets(simulation: Simulation) {
  const { faults, keep, now, clockScale } = simulation;
  const courier = createCourier(simulation, "airtel");
  const alarms = createAlarms();
  const payments = new Map<string, AirtelPayment>();
  const moneyIds = new Set<string>();
  const autos = new Map<string, AutoDecision>();
  let settings = DEFAULT_SETTINGS;

  /** A prompt appears. The caller has made sure that the id is new. */
  function open(request: CollectRequest): AirtelPayment {
    const at = now();
    const lifeMs = settings.promptLifeSeconds * 1000 * clockScale;
    const payment: AirtelPayment = {
      ...request,
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + lifeMs).toISOString(),
      outcome: null,
      ignored: false,
      decidedAt: null,
      airtelMoneyId: null,
      refund: null,
      earlier: untold(),
      callback: untold(),
    };
    payments.set(payment.id, payment);
    alarms.after(lifeMs, () => end(payment, "ignore"));
    const byNumber = settings.byNumber[payment.msisdn];
    const auto = autos.get(payment.msisdn) ?? autos.get(EVERY_PHONE);
    if (byNumber && byNumber !== "not-found") alarms.after(0, () => decide(payment, byNumber));
    else if (auto) alarms.after(auto.delayMs, () => decide(payment, auto.decision));
    const forged = faults.take("airtel", "callback", ["forged"]);
    if (forged) alarms.after(20, () => forge(payment, forged));
    keep();
    return payment;
  }

  /** Ends an open prompt (`ignore` leaves it to its time) and resolves when the callback is done, delivered or not. */
  async function decide(payment: AirtelPayment, decision: Decision): Promise<void> {
    if (decision !== "ignore") return end(payment, decision);
    payment.ignored = true;
    keep();
  }

  async function end(payment: AirtelPayment, outcome: Decision): Promise<void> {
    if (payment.outcome !== null && payment.outcome !== "ambiguous") return;
    const wasAmbiguous = payment.outcome === "ambiguous";
    if (wasAmbiguous && outcome === "ignore") return; // Its prompt has gone; no time ends it.
    payment.outcome = outcome;
    payment.decidedAt = now().toISOString();
    if (outcome === "approve") payment.airtelMoneyId = newId("MP");
    keep();
    if (outcome === "ambiguous") return; // Nobody knows, so nobody tells.
    if (outcome === "approve" && settings.intermediate !== "off") {
      await courier.deliver(delivery(payment, earlierText(payment, settings.intermediate), "earlier"));
    }
    await courier.deliver(toTell(payment));
  }

  function newId(what: "MP" | "RF"): string {
    const id = newMoneyId(what, now(), (taken) => moneyIds.has(taken));
    moneyIds.add(id);
    return id;
  }

  /** The one callback: Airtel is not known to repeat it. */
  function toTell(payment: AirtelPayment): Delivery {
    return {
      ...delivery(payment, transactionText(payment), "callback"),
      // There is no amount in it but in the sentence.
      alter: (_text, rule) => {
        if (payment.outcome !== "approve") return undefined;
        const amount = rule.amount ?? payment.amountShillings + (rule.by ?? 1);
        return callbackText(transactionText(payment, String(amount)), settings.hash, AIRTEL.hashKey);
      },
    };
  }

  function delivery(payment: AirtelPayment, transaction: string, which: "earlier" | "callback"): Delivery {
    return {
      url: settings.callbackUrl,
      text: callbackText(transaction, settings.hash, AIRTEL.hashKey),
      told: payment[which],
      isWithheld: !settings.deliverCallbacks,
    };
  }

  /** A claim that nobody's money backs, by somebody who does not have the key. The payment itself stays as it is. */
  async function forge(payment: AirtelPayment, rule: FaultRule): Promise<void> {
    const id = rule.variant === "other-ids" ? [...payment.id].reverse().join("") : payment.id;
    const claim: AirtelPayment = { ...payment, id, outcome: "approve", airtelMoneyId: newId("MP") };
    const url = rule.variant === "unknown-path" ? otherPath(settings.callbackUrl) : settings.callbackUrl;
    await post(url, plainBody(callbackText(transactionText(claim), settings.hash, "a guessed key")));
  }

  function stop(): void {
    alarms.stop();
    courier.stop();
  }

  return {
    get settings() {
      return settings;
    },
    set settings(changed) {
      settings = changed;
    },
    open,
    decide,
    end,
    /** Oldest first. */
    all: (): AirtelPayment[] => [...payments.values()],
    find: (id: string): AirtelPayment | undefined => payments.get(id),

    /** Gives all of it back. @throws Error when there is nothing to give back */
    refund(payment: AirtelPayment): { airtelMoneyId: string; at: string } {
      if (payment.outcome !== "approve") throw new Error("Nothing was paid, so nothing can be refunded.");
      if (payment.refund) throw new Error("This payment is refunded already.");
      payment.refund = { airtelMoneyId: newId("RF"), at: now().toISOString() };
      keep();
      return payment.refund;
    },

    /** `msisdn` undefined is every phone without a decision of its own; null turns off. */
    decideBy(auto: AutoDecision | null, msisdn?: string): void {
      if (auto) autos.set(msisdn ?? EVERY_PHONE, auto);
      else if (msisdn) autos.delete(msisdn);
      else autos.clear();
    },
    autos: (): ReadonlyMap<string, AutoDecision> => autos,

    load(saved: readonly AirtelPayment[]): void {
      for (const payment of saved) {
        payments.set(payment.id, payment);
        for (const id of [payment.airtelMoneyId, payment.refund?.airtelMoneyId]) if (id) moneyIds.add(id);
      }
    },
    resume(): void {
      for (const payment of payments.values()) {
        if (payment.outcome === null) {
          alarms.after(Date.parse(payment.expiresAt) - now().getTime(), () => end(payment, "ignore"));
        } else if (payment.callback.state === "waiting" || payment.earlier.state === "waiting") {
          if (payment.earlier.state === "waiting") payment.earlier.state = "failed"; // It comes too late to be told.
          courier.resume(toTell(payment));
        }
      }
    },
    reset(): void {
      stop();
      payments.clear();
      moneyIds.clear();
      autos.clear();
      settings = DEFAULT_SETTINGS;
    },
    stop,
  };
}
