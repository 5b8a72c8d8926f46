import * as z from "zod";
import type { Simulation } from "../core/simulation.ts";
import { readAmount, readPositive, wireAmount } from "./amounts.ts";
import { type Books, currencyOf, type Payment } from "./books.ts";
import { isHeld } from "./dispute.ts";
import { unprocessable } from "./errors.ts";
import { newId, stamp } from "./ids.ts";
import type { Capture, Refund } from "./order.ts";
import { amountShape, readBody } from "./order-request.ts";
import { refundView } from "./views.ts";

export interface Refunds {
  /** `POST /v2/payments/captures/:id/refund`. @throws PaypalError */
  readonly ask: (payment: Payment, body: unknown) => Refund;
  /** Made by somebody at paypal.com. Resolves once the shop has been told. @throws PaypalError */
  readonly make: (payment: Payment, amount?: number) => Promise<Refund>;
  /** @throws Error unless it is pending */
  readonly settle: (refund: Refund, payment: Payment) => Promise<void>;
  /** It came back, perhaps after it had completed. @throws Error when it has failed already */
  readonly fail: (refund: Refund, payment: Payment) => Promise<void>;
}

const refundShape = z.object({
  amount: amountShape.optional(),
  custom_id: z.string().max(127).optional(),
  invoice_id: z.string().max(127).optional(),
  note_to_payer: z.string().max(255).optional(),
});
type Notes = Omit<z.output<typeof refundShape>, "amount">;

export function createRefunds({ now, keep }: Simulation, books: Books): Refunds {
  function ask(payment: Payment, body: unknown): Refund {
    const { amount, ...notes } = readBody(refundShape, body);
    if (amount && amount.currency_code !== currencyOf(payment)) throw unprocessable("REFUND_CAPTURE_CURRENCY_MISMATCH");
    const { refund, told } = give(payment, amount && readPositive(amount, "/amount"), notes);
    void told; // The answer does not wait for the shop's ear.
    return refund;
  }

  async function make(payment: Payment, amount?: number): Promise<Refund> {
    const { refund, told } = give(payment, amount, {});
    await told;
    return refund;
  }

  function give(
    payment: Payment,
    wanted: number | undefined,
    notes: Notes,
  ): { refund: Refund; told: Promise<unknown> } {
    const { capture, amount } = checkRefundable(payment, wanted);
    const { refundMode } = books.settings;
    const isPending = refundMode !== "succeeded";
    const at = stamp(now());
    const refund: Refund = {
      id: newId(),
      status: isPending ? "PENDING" : "COMPLETED",
      ...(isPending && { status_details: { reason: "ECHECK" } }),
      amount: wireAmount(amount, currencyOf(payment)),
      ...(notes as { custom_id?: string; invoice_id?: string; note_to_payer?: string }),
      create_time: at,
      update_time: at,
    };
    payment.refunds.push(refund);
    books.own(refund.id, payment);
    markCapture(payment, capture);
    books.book(payment, "refund", refund.id, amount); // The balance is lower at once, whatever becomes of it.
    if (refundMode === "failed") return { refund, told: fail(refund, payment) };
    return { refund, told: isPending ? Promise.resolve() : tell(payment, "PAYMENT.CAPTURE.REFUNDED", refund) };
  }

  async function settle(refund: Refund, payment: Payment): Promise<void> {
    if (refund.status !== "PENDING") throw new Error(`${refund.id} is not pending: it is ${refund.status}.`);
    end(refund, "COMPLETED");
    await tell(payment, "PAYMENT.CAPTURE.REFUNDED", refund);
  }

  async function fail(refund: Refund, payment: Payment): Promise<void> {
    if (refund.status === "FAILED") throw new Error(`${refund.id} has failed already.`);
    end(refund, "FAILED");
    if (payment.capture) markCapture(payment, payment.capture);
    books.book(payment, "refund-undone", refund.id, minorOf(refund));
    await tell(payment, "PAYMENT.REFUND.FAILED", refund);
  }

  function end(refund: Refund, status: "COMPLETED" | "FAILED"): void {
    refund.status = status;
    refund.update_time = stamp(now());
    delete refund.status_details;
    keep();
  }

  function markCapture(payment: Payment, capture: Capture): void {
    const given = givenBack(payment);
    capture.status = given === 0 ? "COMPLETED" : given < payment.amount ? "PARTIALLY_REFUNDED" : "REFUNDED";
    capture.update_time = stamp(now());
  }

  async function tell(payment: Payment, type: string, refund: Refund): Promise<void> {
    if (payment.capture) await books.announce(payment, type, refundView(refund, payment.capture, books.origin));
  }

  return { ask, make, settle, fail };
}

/** What can still be given back. @throws PaypalError */
function checkRefundable(payment: Payment, wanted: number | undefined): { capture: Capture; amount: number } {
  const { capture, disputes } = payment;
  if (!capture || capture.status === "PENDING" || capture.status === "DECLINED")
    throw unprocessable("REFUND_NOT_ALLOWED");
  if (disputes.some(isHeld) || payment.reversed > 0) throw unprocessable("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK");
  const left = payment.amount - givenBack(payment);
  if (left === 0) throw unprocessable("CAPTURE_FULLY_REFUNDED");
  const amount = wanted ?? left;
  if (amount > left) throw unprocessable("REFUND_AMOUNT_EXCEEDED", { field: "/amount/value" });
  return { capture, amount };
}

function givenBack({ refunds }: Payment): number {
  return refunds.filter(({ status }) => status !== "FAILED").reduce((sum, refund) => sum + minorOf(refund), 0);
}

const minorOf = ({ amount }: Refund): number => readAmount(amount, "/amount");
