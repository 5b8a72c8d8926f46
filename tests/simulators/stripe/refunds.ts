import * as z from "zod";
import type { Simulation } from "../core/simulation.ts";
import type { Books, Payment } from "./books.ts";
import { noSuch, StripeError } from "./errors.ts";
import type { Form } from "./form.ts";
import { newId } from "./ids.ts";
import type { Intent } from "./intent.ts";
import { integer, metadata, readParams } from "./params.ts";
import { newRefund, REASONS, type Refund, type RefundOrder } from "./refund.ts";

export interface Refunds {
  /** `POST /v1/refunds`. @throws StripeError */
  readonly ask: (form: Form) => Refund;
  /** Made by somebody in the dashboard. Resolves once the shop has been told. @throws StripeError */
  readonly make: (payment: Payment, amount?: number) => Promise<Refund>;
  /** @throws Error unless it is pending */
  readonly settle: (refund: Refund, payment: Payment) => Promise<void>;
  /** The payer's bank gave it back, perhaps after it had succeeded. @throws Error when it has failed already */
  readonly fail: (refund: Refund, payment: Payment) => Promise<void>;
}

const refundParams = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: integer.refine((amount) => amount >= 1, "This value must be greater than or equal to 1.").optional(),
  reason: z.enum(REASONS).optional(),
  metadata,
  expand: z.array(z.string()).optional(),
});

export function createRefunds({ now, keep }: Simulation, books: Books): Refunds {
  function ask(form: Form): Refund {
    const params = readParams(refundParams, form);
    const id = params.payment_intent ?? params.charge;
    if (id === undefined || (params.payment_intent !== undefined && params.charge !== undefined)) {
      throw new StripeError(
        400,
        "One of the following params should be provided for this request: payment_intent or charge.",
      );
    }
    const payment = books.ownerOf(id);
    if (!payment?.intent || (id !== payment.intent.id && id !== payment.intent.latest_charge)) {
      throw params.charge === undefined
        ? noSuch("payment_intent", id, "payment_intent", 400)
        : noSuch("charge", id, "charge", 400);
    }
    const { metadata, reason = null } = params;
    const { refund, told } = give(payment, { amount: params.amount, reason, metadata });
    void told; // The answer does not wait for the shop's ear.
    return refund;
  }

  async function make(payment: Payment, amount?: number): Promise<Refund> {
    const { refund, told } = give(payment, { amount, reason: "requested_by_customer", metadata: {} });
    await told;
    return refund;
  }

  function give(
    payment: Payment,
    order: Omit<RefundOrder, "amount" | "status"> & { amount: number | undefined },
  ): { refund: Refund; told: Promise<unknown> } {
    const { intent, amount } = checkRefundable(payment, order.amount);
    const { refundMode } = books.settings;
    const status = refundMode === "succeeded" ? "succeeded" : "pending";
    const refund = newRefund(intent, { ...order, amount, status }, now());
    payment.refunds.push(refund);
    books.own(refund.id, payment);
    books.book(payment, "refund", refund.id, amount); // The balance is lower at once, whatever becomes of it.
    const told = books.announce(payment, "refund.created", refund);
    return { refund, told: refundMode === "failed" ? Promise.all([told, fail(refund, payment)]) : told };
  }

  async function settle(refund: Refund, payment: Payment): Promise<void> {
    if (refund.status !== "pending") throw new Error(`${refund.id} is not pending: it has ${refund.status}.`);
    refund.status = "succeeded";
    keep();
    await books.announce(payment, "refund.updated", refund);
  }

  async function fail(refund: Refund, payment: Payment): Promise<void> {
    if (refund.status === "failed") throw new Error(`${refund.id} has failed already.`);
    refund.status = "failed";
    refund.failure_reason = "lost_or_stolen_card";
    refund.failure_balance_transaction = newId("txn");
    books.book(payment, "refund-undone", refund.id, refund.amount);
    await Promise.all([
      books.announce(payment, "refund.updated", refund),
      books.announce(payment, "refund.failed", refund),
    ]);
  }

  return { ask, make, settle, fail };
}

/** What can still be given back. */
function checkRefundable(payment: Payment, wanted: number | undefined): { intent: Intent; amount: number } {
  const { intent, refunds, disputes } = payment;
  if (intent?.status !== "succeeded") {
    throw new StripeError(400, "This PaymentIntent does not have a successful charge to refund.", {
      code: "payment_intent_unexpected_state",
      param: "payment_intent",
    });
  }
  if (disputes.some((dispute) => !dispute.is_charge_refundable && dispute.status !== "won")) {
    throw new StripeError(400, `Charge ${intent.latest_charge} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
    });
  }
  const given = refunds.filter((refund) => refund.status !== "failed").reduce((sum, refund) => sum + refund.amount, 0);
  const left = intent.amount_received - given;
  if (left === 0) {
    throw new StripeError(400, `Charge ${intent.latest_charge} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  }
  const amount = wanted ?? left;
  if (amount > left) {
    const words = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw new StripeError(400, words, { param: "amount" });
  }
  return { intent, amount };
}
