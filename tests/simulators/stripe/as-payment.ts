import type { SimulatedPayment } from "../core/provider.ts";
import type { Books, Payment } from "./books.ts";

/** A payment as the control API and the pages show it, with everything that came of it. */
export function asPayment(books: Books, payment: Payment): SimulatedPayment {
  const { session, intent, refunds, disputes } = payment;
  return {
    id: session.id,
    reference: session.client_reference_id ?? session.metadata.attempt_id ?? "",
    amount: session.amount_total,
    currency: session.currency.toUpperCase() as SimulatedPayment["currency"],
    state: stateOf(payment),
    said: saidOf(payment),
    createdAt: new Date(session.created * 1000).toISOString(),
    page: `/stripe/pay/${session.id}`,
    diesAt: payment.diesAt,
    status: session.status,
    paymentStatus: session.payment_status,
    paymentIntent: intent?.id ?? null,
    intentStatus: intent?.status ?? null,
    refunds: refunds.map(({ id, amount, status }) => ({ id, amount, status })),
    disputes: disputes.map(({ id, amount, status }) => ({ id, amount, status })),
    events: books.desk.of(session.id).map(({ id, type, at, told }) => ({ id, type, at, ...told })),
  };
}

function stateOf({ session, intent }: Payment): SimulatedPayment["state"] {
  if (session.status === "open") return "open";
  if (session.payment_status === "paid") return "paid";
  return intent?.status === "processing" ? "pending" : "failed";
}

function saidOf({ session, intent, atBank }: Payment): string {
  if (session.status === "open" && atBank) return "the bank asks the payer";
  if (session.status === "open" && intent?.last_payment_error) return intent.last_payment_error.message;
  return session.status === "complete" ? `complete, ${session.payment_status}` : session.status;
}
