import { randomInt } from "node:crypto";
import { createAlarms } from "../core/alarms.ts";
import type { Simulation } from "../core/simulation.ts";
import { type InitiateRequest, type KhaltiPayment, refundedOf, statusOf } from "./payment.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

export const DECISIONS = ["approve", "pending", "cancel", "ignore", "expire"] as const;
export type Decision = (typeof DECISIONS)[number];

export interface AutoDecision {
  readonly decision: Decision;
  readonly delayMs: number;
}

export type Wallet = ReturnType<typeof openWallet>;

const SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** Every payment page that was opened, and what payers and time made of it. */
export function openWallet({ now, keep, clockScale }: Simulation) {
  const payments = new Map<string, KhaltiPayment>();
  const alarms = createAlarms();
  let auto: AutoDecision | null = null;
  let settings = DEFAULT_SETTINGS;

  function open(request: InitiateRequest): KhaltiPayment {
    const at = now();
    const lifeMs = settings.expiresInSeconds * 1000 * clockScale;
    const payment: KhaltiPayment = {
      ...request,
      pidx: newId(),
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + lifeMs).toISOString(),
      stage: "initiated",
      paid: null,
      refunds: [],
    };
    payments.set(payment.pidx, payment);
    keep();
    if (auto) decideLater(payment, auto);
    return payment;
  }

  function decideLater(payment: KhaltiPayment, { decision, delayMs }: AutoDecision): void {
    alarms.after(delayMs, () => {
      if (seen(payment).stage === "initiated") decide(payment, decision);
    });
  }

  /** With its end, where its time is over. */
  function seen(payment: KhaltiPayment): KhaltiPayment {
    if (payment.stage === "initiated" && Date.parse(payment.expiresAt) <= now().getTime()) {
      payment.stage = "expired";
      keep();
    }
    return payment;
  }

  /** @throws Error unless the payer can still decide */
  function decide(payment: KhaltiPayment, decision: Decision): void {
    if (seen(payment).stage !== "initiated") {
      throw new Error(`This payment is "${statusOf(payment, settings)}"; nobody can decide it any more.`);
    }
    if (decision === "approve") complete(payment);
    if (decision === "pending") payment.stage = "pending";
    if (decision === "cancel") payment.stage = "canceled";
    if (decision === "expire") payment.stage = "expired";
    keep();
  }

  function complete(payment: KhaltiPayment): void {
    payment.stage = "completed";
    payment.paid = {
      amount: payment.amount + settings.totalAmountOff,
      at: now().toISOString(),
      transactionId: newId(),
    };
    keep();
  }

  return {
    get settings() {
      return settings;
    },
    set settings(changed) {
      settings = changed;
    },
    get auto() {
      return auto;
    },
    set auto(changed) {
      auto = changed;
    },
    open,
    decide,
    /** Oldest first. */
    all: (): KhaltiPayment[] => [...payments.values()].map(seen),
    find(pidx: string): KhaltiPayment | undefined {
      const payment = payments.get(pidx);
      return payment && seen(payment);
    },

    /** Ends a payment that Khalti held back. @throws Error unless it is pending */
    release(payment: KhaltiPayment, end: "completed" | "expired" | "canceled"): void {
      if (payment.stage !== "pending") {
        throw new Error(`Only a pending payment can be released; this one is "${statusOf(payment, settings)}".`);
      }
      if (end === "completed") complete(payment);
      else payment.stage = end;
      keep();
    },

    /** Gives money back: all that is left, unless `amount` (paisa) says otherwise. Undefined when so much is not there. */
    refund(payment: KhaltiPayment, amount?: number): { ref: string; amount: number } | undefined {
      if (!payment.paid) return undefined;
      const left = payment.paid.amount - refundedOf(payment);
      const back = amount ?? left;
      if (!Number.isSafeInteger(back) || back <= 0 || back > left) return undefined;
      payment.refunds.push({ amount: back, at: now().toISOString() });
      keep();
      return { ref: refundRef(payment.paid.transactionId, payment.refunds.length), amount: back };
    },

    save: (): readonly KhaltiPayment[] => [...payments.values()],
    load(saved: readonly KhaltiPayment[]): void {
      payments.clear();
      for (const payment of saved) payments.set(payment.pidx, payment);
    },
    reset(): void {
      alarms.stop();
      payments.clear();
      auto = null;
      settings = DEFAULT_SETTINGS;
    },
    stop: alarms.stop,
  };
}

/** A refund has no number of Khalti's own in any answer; its books count them. */
export function refundRef(transactionId: string, nth: number): string {
  return `${transactionId}/${nth}`;
}

/** Twenty-two signs, as a pidx and a transaction id have. */
function newId(): string {
  return Array.from({ length: 22 }, () => SIGNS[randomInt(SIGNS.length)]).join("");
}
