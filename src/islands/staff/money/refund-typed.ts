import type { StaffOrderView } from "#domain/orders/schema";
import { amountOfDelivery, amountOfPieces, type Pieces } from "#domain/payments/refund-amounts";
import type { RefundBody } from "#domain/payments/staff-schema";
import { cash } from "../../words.ts";
import { amountOf } from "../cash.ts";

export const SCOPES = ["all", "part", "pieces"] as const;
export type Scope = (typeof SCOPES)[number];

export interface TypedRefund {
  readonly scope: Scope;
  readonly purpose: "return" | "goodwill";
  readonly amount: string;
  /** Line → how many, as typed. */
  readonly quantities: Readonly<Record<string, string>>;
  readonly withDelivery: boolean;
  /** One payment; empty: the latest first. */
  readonly attemptId: string;
  readonly byHand: boolean;
  readonly reason: string;
}

export type RefundableOrder = Pick<
  StaffOrderView,
  | "currency"
  | "subtotalMinor"
  | "discountMinor"
  | "deliveryMinor"
  | "taxMinor"
  | "taxInclusive"
  | "totalMinor"
  | "lines"
> & { readonly money: Pick<StaffOrderView["money"], "captures" | "refunds"> };

/** What can still go back of what is chosen. */
export const leftOf = ({ money }: RefundableOrder, attemptId = ""): number =>
  money.captures
    .filter((capture) => attemptId === "" || capture.attemptId === attemptId)
    .reduce((sum, { leftMinor }) => sum + Math.max(0, leftMinor), 0);

/** Pieces that went back before, or are on their way. */
const given = ({ money }: RefundableOrder): Pieces[] =>
  money.refunds.filter(({ status }) => status !== "failed").flatMap(({ lines }) => lines);

/** Each line with what of it can still go back. */
export function linesLeft(order: RefundableOrder): (RefundableOrder["lines"][number] & { readonly left: number })[] {
  const before = given(order);
  return order.lines.map((line) => ({
    ...line,
    left:
      line.quantity -
      before.filter(({ lineId }) => lineId === line.id).reduce((sum, { quantity }) => sum + quantity, 0),
  }));
}

/** What is sent to the API and how much that is, or what is wrong by field. The amount is worked out as the server does it. */
export function refundOf(
  order: RefundableOrder,
  typed: TypedRefund,
): { amountMinor: number } & ({ body: RefundBody } | { errors: Readonly<Record<string, string>> }) {
  const errors: Record<string, string> = {};
  const { purpose, byHand, attemptId, withDelivery } = typed;
  const mostMinor = leftOf(order, attemptId);
  const common = {
    purpose,
    byHand,
    reason: typed.reason.trim(),
    ...(attemptId ? { attemptId } : {}),
  };
  if (common.reason.length < 3) errors.reason = "Why does it go back? The timeline keeps it.";
  const done = (amountMinor: number, more: Partial<RefundBody>) =>
    Object.keys(errors).length > 0 ? { amountMinor, errors } : { amountMinor, body: { ...common, ...more } };

  if (typed.scope === "all") return done(mostMinor, {});
  if (typed.scope === "part") {
    const read = amountOf(typed.amount, order.currency, {
      missing: "How much goes back?",
      notAbove0: "Only money that goes back is written here.",
      mostMinor,
    });
    if ("error" in read) {
      errors.amountMinor = read.error;
      return { amountMinor: 0, errors };
    }
    return done(read.amountMinor, { amountMinor: read.amountMinor });
  }
  const lines: { lineId: string; quantity: number }[] = [];
  for (const { id, left } of linesLeft(order)) {
    const text = (typed.quantities[id] ?? "").trim();
    const quantity = text === "" ? 0 : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(quantity)) errors[id] = `A whole number from 0 to ${left}.`;
    else if (quantity > left) errors[id] = `Only ${left} of this can still go back.`;
    else if (quantity > 0) lines.push({ lineId: id, quantity });
  }
  if (lines.length === 0 && Object.keys(errors).every((name) => name === "reason"))
    errors.lines = "Choose at least one piece.";
  const amountMinor = amountOfPieces(order, lines, given(order)) + (withDelivery ? amountOfDelivery(order) : 0);
  if (amountMinor > mostMinor)
    errors.lines = `Only ${cash(mostMinor, order.currency)} of what was paid can still go back.`;
  return done(amountMinor, { lines, ...(withDelivery ? { withDelivery } : {}) });
}
