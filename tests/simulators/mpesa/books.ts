import { createOwnLines } from "../core/own-lines.ts";
import type { StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import type { HandPayment } from "./hand-payment.ts";
import { type MoneyIn, pushedMoney } from "./money-in.ts";
import type { Reversal } from "./reversal.ts";
import { dayOf } from "./stamp.ts";

/** What the paybill's account remembers beside the pushes, as it is saved. */
export interface SavedBooks {
  readonly handPayments: HandPayment[];
  readonly reversals: Reversal[];
  readonly ownLines: StatementLine[];
}

/** The paybill's account: what came in, what went back, and what Safaricom took and paid out. */
export function createBooks(simulation: Simulation) {
  const { world } = simulation;
  const own = createOwnLines(simulation, "KES");
  let handPayments: HandPayment[] = [];
  let reversals: Reversal[] = [];

  function received(): MoneyIn[] {
    const pushed = [...world.pushes.values()].map(pushedMoney).filter((money) => money !== undefined);
    return [...pushed, ...handPayments.filter(({ state }) => state === "paid")].sort(byTime);
  }

  const done = () => reversals.filter(({ resultCode }) => resultCode === "0");

  function statement(day?: string): StatementLine[] {
    const captures = received();
    const byReceipt = new Map(captures.map((money) => [money.receipt, money]));
    const refunds = done().map((reversal) => refundLine(reversal, byReceipt.get(reversal.originalReceipt)));
    return [...captures.map(captureLine), ...refunds, ...own.all()]
      .filter(({ at }) => !day || dayOf(new Date(at)) === day)
      .sort(byTime);
  }

  return {
    acts: own.acts,
    statement,
    received,
    handPayments: (): readonly HandPayment[] => handPayments,
    reversals: (): readonly Reversal[] => reversals,
    addHandPayment: (payment: HandPayment): unknown => handPayments.push(payment),
    addReversal: (reversal: Reversal): unknown => reversals.push(reversal),
    find: (receipt: string): MoneyIn | undefined => received().find((money) => money.receipt === receipt),
    /** How much of a payment went back. */
    reversedShillings: (receipt: string): number =>
      done().reduce((sum, one) => sum + (one.originalReceipt === receipt ? one.amountShillings : 0), 0),
    /** In whole shillings: what the account holds. */
    balance: (): number =>
      statement().reduce((sum, { kind, amount }) => sum + (kind === "capture" ? amount : -amount), 0) / 100,
    save: (): SavedBooks => ({ handPayments, reversals, ownLines: [...own.all()] }),
    load(saved: SavedBooks): void {
      ({ handPayments, reversals } = saved);
      own.load(saved.ownLines);
    },
    reset(): void {
      handPayments = [];
      reversals = [];
      own.reset();
    },
  };
}
export type Books = ReturnType<typeof createBooks>;

function captureLine(money: MoneyIn): StatementLine {
  return {
    ref: money.receipt,
    ourRef: money.reference,
    kind: "capture",
    amount: money.amountShillings * 100,
    currency: "KES",
    at: money.at,
    ...(money.checkoutRequestId && { checkoutRequestId: money.checkoutRequestId }),
    phone: money.phone,
  };
}

function refundLine(reversal: Reversal, original: MoneyIn | undefined): StatementLine {
  return {
    ref: reversal.transactionId,
    ourRef: original?.reference ?? "",
    kind: "refund",
    amount: reversal.amountShillings * 100,
    currency: "KES",
    at: reversal.at,
    originalReceipt: reversal.originalReceipt,
    ...(original?.checkoutRequestId && { checkoutRequestId: original.checkoutRequestId }),
    by: reversal.by,
  };
}

function byTime(one: { at: string }, other: { at: string }): number {
  return one.at.localeCompare(other.at);
}
