import type { StatementLine } from "../core/provider.ts";
import type { KhaltiPayment } from "./payment.ts";
import { refundRef } from "./wallet.ts";

/** What one payment moved: its capture, and whatever went back. */
export function linesOf({ paid, refunds, pidx, purchaseOrderId }: KhaltiPayment): StatementLine[] {
  if (!paid) return [];
  const { transactionId } = paid;
  const shared = { ourRef: purchaseOrderId, currency: "NPR", pidx, transactionId } as const;
  return [
    { ...shared, ref: pidx, kind: "capture", amount: paid.amount, at: paid.at },
    ...refunds.map(
      ({ amount, at }, place): StatementLine => ({
        ...shared,
        ref: refundRef(transactionId, place + 1),
        kind: "refund",
        amount,
        at,
      }),
    ),
  ];
}
