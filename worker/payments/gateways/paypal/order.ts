import { z } from "zod";
import type { Attempt, PaymentReport } from "../../gateway.ts";
import { amountBody, asAmount, idBody, timeBody } from "./amounts.ts";
import { refundBody } from "./refund.ts";

/** What varies in the request for an order, stored with the attempt. */
const wire = z.object({ key: z.string(), brandName: z.string(), returnUrl: z.string(), cancelUrl: z.string() });
type Wire = z.output<typeof wire>;

export const prepareOrder = (attemptId: string, brandName: string, returnUrl: string, cancelUrl: string): Wire => ({
  key: `${attemptId}/create`,
  brandName,
  returnUrl,
  cancelUrl,
});

export const keyOf = (attempt: Attempt): string => wire.parse(attempt.wire).key;

/** The request for an order of one sum: the same bytes for the same attempt. Without item lines, whose rounding need not add up. */
export function orderRequest(attempt: Attempt): object {
  const { brandName, returnUrl, cancelUrl } = wire.parse(attempt.wire);
  return {
    intent: "CAPTURE",
    purchase_units: [
      {
        custom_id: attempt.id,
        invoice_id: attempt.id, // unique in the merchant's account, which an order's number is not
        description: `Order ${attempt.reference.replace(/-\d+$/, "")}`,
        amount: asAmount(attempt.amount),
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          brand_name: brandName,
          shipping_preference: "NO_SHIPPING",
          user_action: "PAY_NOW",
          payment_method_preference: "IMMEDIATE_PAYMENT_REQUIRED",
          return_url: returnUrl,
          cancel_url: cancelUrl,
        },
      },
    },
  };
}

const links = z.array(z.object({ rel: z.string(), href: z.url({ protocol: /^https?$/ }) }));
export const openedOrder = z.object({ id: idBody, links });

/** Where the payer goes on. The link has two names, by the way in which the order was asked for. */
export const payerLink = ({ links }: z.output<typeof openedOrder>): string | undefined =>
  links.find(({ rel }) => rel === "payer-action" || rel === "approve")?.href;

const payee = z.object({ merchant_id: z.string().optional() }).optional();

export const captureBody = z.object({
  id: idBody,
  status: z.string(),
  status_details: z.object({ reason: z.string().optional() }).optional(),
  amount: amountBody,
  custom_id: z.string().optional(),
  payee,
  create_time: timeBody,
  update_time: timeBody,
  supplementary_data: z.object({ related_ids: z.object({ order_id: idBody.optional() }).optional() }).optional(),
});
export type Capture = z.output<typeof captureBody>;

export const orderBody = z.object({
  id: idBody,
  status: z.string(),
  purchase_units: z
    .array(
      z.object({
        custom_id: z.string().optional(),
        payee,
        payments: z
          .object({ captures: z.array(captureBody).default([]), refunds: z.array(refundBody).default([]) })
          .default({ captures: [], refunds: [] }),
      }),
    )
    .min(1),
});
export type Order = z.output<typeof orderBody>;

/** What an order says of an attempt's money. Its own status proves nothing: the capture's does. */
export function orderReport(order: Order, attempt: Attempt, merchantId: string): PaymentReport {
  const [unit] = order.purchase_units;
  const captures = unit?.payments.captures ?? [];
  const capture = TELLING.flatMap((statuses) => captures.filter(({ status }) => statuses.has(status)))[0];
  const named = [unit?.custom_id, capture?.custom_id].filter((id) => id !== undefined);
  const payees = [unit?.payee?.merchant_id, capture?.payee?.merchant_id].filter((id) => id !== undefined);
  const isOurs = order.id === attempt.providerReference && named.every((id) => id === attempt.id);
  if (!isOurs || payees.some((id) => id !== merchantId)) return { status: "silent" };
  if (capture && named.length === 0) return { status: "silent" };
  if (capture && (PAID.has(capture.status) || capture.status === "PENDING")) return captureReport(capture);
  switch (order.status) {
    case "APPROVED":
      return { status: "approved" };
    case "COMPLETED":
      return capture ? captureReport(capture) : { status: "silent" };
    case "VOIDED":
      return { status: "expired", code: "voided" };
    default:
      return { status: "waiting" };
  }
}

const PAID = new Set(["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"]);
const DECLINED = new Set(["DECLINED", "FAILED"]);
/** Which of an order's captures speaks for it: a try that worked before one that did not. */
const TELLING = [PAID, new Set(["PENDING"]), DECLINED];

/** What a capture says of its own money. */
export function captureReport(capture: Capture): PaymentReport {
  const { id, status, amount, create_time, update_time, status_details } = capture;
  if (PAID.has(status)) {
    // One that had to wait came when it was changed last; one that was given back since, when it was made.
    const occurredAt = (status === "COMPLETED" ? update_time : null) ?? create_time ?? Date.now();
    return { status: "captured", captured: amount, providerRef: id, providerOther: id, occurredAt, receipt: null };
  }
  if (status === "PENDING") return { status: "pending", providerOther: id };
  if (DECLINED.has(status)) return { status: "failed", code: status_details?.reason ?? status };
  return { status: "silent" };
}
