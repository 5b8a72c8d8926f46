import { wireAmount } from "./amounts.ts";
import type { Payment } from "./books.ts";
import type { Dispute } from "./dispute.ts";
import type { Link } from "./errors.ts";
import { type Capture, PAYEE, type Refund } from "./order.ts";

/** Objects as they travel: with links, and what hangs on them. */
export function orderView(payment: Payment, origin: string) {
  const { order, capture, refunds } = payment;
  const [unit] = order.purchase_units;
  const { currency_code, value } = unit.amount;
  const payments = capture && {
    captures: [captureView(capture, origin, payment)],
    ...(refunds.length > 0 && { refunds: refunds.map((refund) => refundView(refund, capture, origin)) }),
  };
  return {
    ...order,
    purchase_units: [{ ...unit, amount: { ...unit.amount, currency_code, value }, ...(payments && { payments }) }],
    links: orderLinks(payment, origin),
  };
}

/** `Prefer: return=minimal`, which is the default. */
export function minimalOrder(payment: Payment, origin: string) {
  const { id, status, payment_source } = payment.order;
  return { id, status, ...(payment_source && { payment_source }), links: orderLinks(payment, origin) };
}

function orderLinks({ order, shape }: Payment, origin: string): Link[] {
  const self = `${origin}/paypal/v2/checkout/orders/${order.id}`;
  const links: Link[] = [{ href: self, rel: "self", method: "GET" }];
  if (order.status === "COMPLETED") return links;
  links.push({ href: payPage(order.id, origin), rel: shape, method: "GET" });
  return order.status === "PAYER_ACTION_REQUIRED"
    ? links
    : [...links, { href: `${self}/capture`, rel: "capture", method: "POST" }];
}

/** The address that is `checkoutnow?token=…` at the real one. */
export function payPage(orderId: string, origin: string): string {
  return `${origin}/paypal/pay/${orderId}`;
}

export function captureView(capture: Capture, origin: string, { order }: Payment) {
  const self = captureAddress(capture.id, origin);
  const { amount, status } = capture;
  return {
    ...capture,
    payee: PAYEE,
    seller_protection: { status: "ELIGIBLE", dispute_categories: ["ITEM_NOT_RECEIVED", "UNAUTHORIZED_TRANSACTION"] },
    ...(status !== "PENDING" &&
      status !== "DECLINED" && {
        seller_receivable_breakdown: {
          gross_amount: amount,
          paypal_fee: wireAmount(0, amount.currency_code),
          net_amount: amount,
        },
      }),
    supplementary_data: { related_ids: { order_id: order.id } },
    links: [
      { href: self, rel: "self", method: "GET" },
      { href: `${self}/refund`, rel: "refund", method: "POST" },
      { href: `${origin}/paypal/v2/checkout/orders/${order.id}`, rel: "up", method: "GET" },
    ],
  };
}

export function refundView(refund: Refund, capture: Capture, origin: string) {
  return {
    ...refund,
    seller_payable_breakdown: {
      gross_amount: refund.amount,
      net_amount: refund.amount,
      total_refunded_amount: refund.amount,
    },
    payer: PAYEE,
    links: refundLinks(refund, capture, origin),
  };
}

export const minimalRefund = (refund: Refund, capture: Capture, origin: string) => ({
  id: refund.id,
  status: refund.status,
  links: refundLinks(refund, capture, origin),
});

function refundLinks({ id }: Refund, capture: Capture, origin: string): Link[] {
  return [
    { href: `${origin}/paypal/v2/payments/refunds/${id}`, rel: "self", method: "GET" },
    { href: captureAddress(capture.id, origin), rel: "up", method: "GET" },
  ];
}

function captureAddress(id: string, origin: string): string {
  return `${origin}/paypal/v2/payments/captures/${id}`;
}

export function disputeView(dispute: Dispute, origin: string) {
  const self = `${origin}/paypal/v1/customer/disputes/${dispute.dispute_id}`;
  return { ...dispute, links: [{ href: self, rel: "self", method: "GET" }] };
}

/** As in a list: without the transactions. */
export function disputeSummary(dispute: Dispute, origin: string) {
  const { disputed_transactions: _transactions, ...summary } = disputeView(dispute, origin);
  return summary;
}
