import type { KhaltiSettings } from "./settings.ts";

/** The part of an accepted request that a payment keeps. */
export interface InitiateRequest {
  readonly returnUrl: string;
  readonly websiteUrl: string;
  /** Paisa. */
  readonly amount: number;
  readonly purchaseOrderId: string;
  readonly purchaseOrderName: string;
  /** Ten digits. */
  readonly phone: string | null;
}

export interface KhaltiRefund {
  readonly amount: number;
  readonly at: string;
}

/** One payment page and what came of it. Times are ISO, amounts paisa. */
export interface KhaltiPayment extends InitiateRequest {
  readonly pidx: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  stage: "initiated" | "pending" | "completed" | "expired" | "canceled";
  /** What the payer paid, and when; null until it is completed. */
  paid: { readonly amount: number; readonly at: string; readonly transactionId: string } | null;
  refunds: KhaltiRefund[];
}

export function refundedOf({ refunds }: KhaltiPayment): number {
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

/** Khalti's word for where it stands, in the casing of the day. */
export function statusOf(payment: KhaltiPayment, { casing }: Pick<KhaltiSettings, "casing">): string {
  const words = wordsOf(payment);
  if (casing === "lower") return words.toLowerCase();
  if (casing === "upper") return words.toUpperCase();
  return casing === "title" ? words.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : words;
}

function wordsOf(payment: KhaltiPayment): string {
  switch (payment.stage) {
    case "initiated":
      return "Initiated";
    case "pending":
      return "Pending";
    case "expired":
      return "Expired";
    case "canceled":
      return "User canceled";
    case "completed": {
      const refunded = refundedOf(payment);
      if (refunded === 0) return "Completed";
      return refunded === payment.paid?.amount ? "Refunded" : "Partially Refunded";
    }
  }
}
