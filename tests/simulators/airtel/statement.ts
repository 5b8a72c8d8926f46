import type { StatementLine } from "../core/provider.ts";
import type { AirtelPayment } from "./payment.ts";

/** What one payment moved: its capture, and its refund where there was one. */
export function linesOf({
  id,
  amountShillings,
  airtelMoneyId,
  decidedAt,
  refund,
  msisdn,
}: AirtelPayment): StatementLine[] {
  if (!airtelMoneyId || !decidedAt) return [];
  const shared = { ourRef: id, amount: amountShillings * 100, currency: "KES", msisdn } as const;
  return [
    { ...shared, ref: airtelMoneyId, kind: "capture", at: decidedAt },
    ...(refund
      ? [{ ...shared, ref: refund.airtelMoneyId, kind: "refund" as const, at: refund.at, of: airtelMoneyId }]
      : []),
  ];
}
