import { type KhaltiPayment, statusOf } from "./payment.ts";
import type { KhaltiSettings } from "./settings.ts";

/** Where the browser comes back to, with every key. `changes` is what a payer typed over it; null takes a key away. */
export function returnUrlOf(
  payment: KhaltiPayment,
  settings: KhaltiSettings,
  changes: Readonly<Record<string, string | null>> = {},
): string {
  const { paid, purchaseOrderId, purchaseOrderName, pidx, amount, phone } = payment;
  const transactionId = paid?.transactionId ?? "";
  const keys = {
    pidx,
    transaction_id: transactionId,
    tidx: transactionId,
    txnId: transactionId,
    amount: String(amount),
    total_amount: String(paid?.amount ?? amount),
    mobile: masked(phone ?? SOMEBODY),
    status: statusOf(payment, settings),
    purchase_order_id: purchaseOrderId,
    purchase_order_name: purchaseOrderName,
  };
  const url = new URL(payment.returnUrl);
  for (const [key, value] of Object.entries({ ...keys, ...changes })) {
    if (value === null) url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  return url.href;
}

/** The first of Khalti's public test payers. */
export const SOMEBODY = "9800000000";

/** `98XXXXX904` */
function masked(phone: string): string {
  return `${phone.slice(0, 2)}XXXXX${phone.slice(-3)}`;
}
