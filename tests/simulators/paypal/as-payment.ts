import type { SimulatedPayment } from "../core/provider.ts";
import { type Books, currencyOf, type Payment } from "./books.ts";

/** A payment as the control API and the pages show it, with everything that came of it. */
export function asPayment(books: Books, payment: Payment): SimulatedPayment {
  const { order, capture, refunds, disputes } = payment;
  const [{ custom_id, invoice_id }] = order.purchase_units;
  return {
    id: order.id,
    reference: custom_id ?? invoice_id ?? "",
    amount: payment.amount,
    currency: currencyOf(payment) as SimulatedPayment["currency"],
    state: stateOf(payment),
    said: saidOf(payment),
    createdAt: order.create_time,
    page: `/paypal/pay/${order.id}`,
    diesAt: payment.diesAt,
    status: order.status,
    captureId: capture?.id ?? null,
    captureStatus: capture?.status ?? null,
    refunds: refunds.map(({ id, amount, status }) => ({ id, amount, status })),
    disputes: disputes.map(({ dispute_id: id, dispute_amount: amount, status }) => ({ id, amount, status })),
    events: books.desk.of(order.id).map(({ id, type, at, told }) => ({ id, type, at, ...told })),
  };
}

function stateOf({ order, capture, isGone, refusal }: Payment): SimulatedPayment["state"] {
  if (isGone || capture?.status === "DECLINED") return "failed";
  if (capture) return capture.status === "PENDING" ? "pending" : "paid";
  return order.status === "APPROVED" && !refusal ? "pending" : "open";
}

function saidOf({ order, capture, isGone, refusal }: Payment): string {
  if (isGone) return "the approval window is over";
  if (capture) return `capture ${capture.status}`;
  if (refusal) return refusal;
  return order.status === "APPROVED" ? "APPROVED, waits for its capture" : order.status;
}
