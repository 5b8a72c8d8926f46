import type { Books, Payment } from "./books.ts";
import { notFound } from "./errors.ts";
import { captureView, disputeSummary, disputeView, orderView, refundView } from "./views.ts";

const DISPUTES_PER_PAGE = 10;

/** What the GETs answer: what is true now, or what was true when time was made to stand still. @throws PaypalError */
export function createReads(books: Books) {
  const standing = (payment: Payment): Payment => books.desk.asOf(payment.order.id) ?? payment;

  function owner(id: string): Payment {
    const payment = books.ownerOf(id);
    if (!payment) throw notFound();
    return standing(payment);
  }

  function order(id: string) {
    const payment = books.payments.get(id);
    if (!payment || payment.isGone) throw notFound();
    return orderView(standing(payment), books.origin);
  }

  function capture(id: string) {
    const payment = owner(id);
    if (payment.capture?.id !== id) throw notFound();
    return captureView(payment.capture, books.origin, payment);
  }

  function refund(id: string) {
    const { refunds, capture } = owner(id);
    const found = refunds.find((one) => one.id === id);
    if (!found || !capture) throw notFound();
    return refundView(found, capture, books.origin);
  }

  function dispute(id: string) {
    const found = owner(id).disputes.find((one) => one.dispute_id === id);
    if (!found) throw notFound();
    return disputeView(found, books.origin);
  }

  /** Newest first; of one transaction, or of all. */
  function disputes(transactionId: string | undefined, pageSize = DISPUTES_PER_PAGE) {
    const payment = transactionId === undefined ? undefined : books.ownerOf(transactionId);
    const some = transactionId === undefined ? [...books.payments.values()] : payment ? [payment] : [];
    const all = some
      .map(standing)
      .filter(({ capture }) => transactionId === undefined || capture?.id === transactionId)
      .flatMap((then) => then.disputes)
      .sort((one, other) => other.create_time.localeCompare(one.create_time));
    return { items: all.slice(0, pageSize).map((one) => disputeSummary(one, books.origin)), links: [] };
  }

  return { order, capture, refund, dispute, disputes };
}
