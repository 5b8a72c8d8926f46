import type { FactKind, PaymentStatus } from "./names.ts";

/** Money that moved. Equal gateway, ref and kind are the same fact, however often it is told. */
export interface Fact {
  readonly gateway: string;
  readonly ref: string;
  readonly kind: FactKind;
  readonly amountMinor: number;
}

/** What the order asks for, and whether any attempt still waits on a provider's answer (`unknown`, or the payer has done his part). */
export interface Asked {
  readonly totalMinor: number;
  readonly adjustments: readonly { readonly id: string; readonly amountMinor: number }[];
  readonly waitingOnProvider: number;
}

export interface Folded {
  readonly status: PaymentStatus;
  readonly capturedMinor: number;
  readonly netMinor: number;
  readonly totalMinor: number;
  readonly excessMinor: number;
  readonly dueMinor: number;
}

/** The state of an order's money: a pure fold of its facts, equal in whatever order and however often they are told. */
export function fold(facts: readonly Fact[], asked: Asked): Folded {
  const distinct = [...new Map(facts.map((fact) => [`${fact.gateway}|${fact.ref}|${fact.kind}`, fact])).values()];
  const sum = (kind: FactKind) =>
    distinct.reduce((total, fact) => (fact.kind === kind ? total + fact.amountMinor : total), 0);
  const adjustments = [...new Map(asked.adjustments.map((line) => [line.id, line])).values()];
  const totalMinor = adjustments.reduce((total, line) => total + line.amountMinor, asked.totalMinor);
  const capturedMinor = sum("capture");
  const refundedMinor = sum("refund") - sum("refund-undone");
  const chargedBackMinor = sum("chargeback") - sum("chargeback-undone");
  const netMinor = capturedMinor - refundedMinor - chargedBackMinor;

  const status = ((): PaymentStatus => {
    if (chargedBackMinor > 0) return "disputed";
    if (capturedMinor > 0 && refundedMinor >= capturedMinor) return "refunded";
    if (netMinor > totalMinor) return "overpaid";
    if (netMinor === totalMinor) return "paid";
    if (capturedMinor >= totalMinor) return "part-refunded";
    if (asked.waitingOnProvider > 0) return "checking";
    return netMinor > 0 ? "part-paid" : "unpaid";
  })();
  const stillDue = status === "unpaid" || status === "checking" || status === "part-paid";
  return {
    status,
    capturedMinor,
    netMinor,
    totalMinor,
    excessMinor: Math.max(0, netMinor - totalMinor),
    dueMinor: stillDue ? totalMinor - netMinor : 0,
  };
}
