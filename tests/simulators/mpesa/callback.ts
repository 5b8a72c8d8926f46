import { OUTCOMES } from "./outcomes.ts";
import type { Push } from "./push.ts";
import { stamp } from "./stamp.ts";

/** The text posted for a decided push. A success has metadata, a failure has none. `amount` is as it appears in JSON. */
export function callbackText(push: Push, changes: { amount?: string; checkoutRequestId?: string } = {}): string {
  const outcome = OUTCOMES[push.outcome ?? "ignore"];
  const head = {
    MerchantRequestID: push.merchantRequestId,
    CheckoutRequestID: changes.checkoutRequestId ?? push.checkoutRequestId,
    ResultCode: Number(outcome.code),
    ResultDesc: outcome.inCallback,
  };
  if (push.outcome !== "approve") return JSON.stringify({ Body: { stkCallback: head } });
  // By hand, because JSON.stringify writes 1450 where Daraja writes 1450.00.
  const items = [
    `{"Name":"Amount","Value":${changes.amount ?? push.amountShillings.toFixed(2)}}`,
    `{"Name":"MpesaReceiptNumber","Value":${JSON.stringify(push.receipt)}}`,
    `{"Name":"Balance"}`,
    `{"Name":"TransactionDate","Value":${stamp(new Date(push.decidedAt ?? push.createdAt))}}`,
    `{"Name":"PhoneNumber","Value":${push.phone}}`,
  ];
  const stkCallback = `${JSON.stringify(head).slice(0, -1)},"CallbackMetadata":{"Item":[${items.join(",")}]}}`;
  return `{"Body":{"stkCallback":${stkCallback}}}`;
}
