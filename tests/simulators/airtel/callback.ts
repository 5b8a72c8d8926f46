import { createHmac } from "node:crypto";
import { IN_PROGRESS, OUTCOMES } from "./outcomes.ts";
import type { AirtelPayment } from "./payment.ts";
import type { AirtelSettings } from "./settings.ts";
import { messageOf } from "./words.ts";

/** The raw `transaction` member of a callback: these very bytes may be what is hashed. Expiry is told as a failure. */
export function transactionText(payment: AirtelPayment, amount?: string): string {
  const isPaid = payment.outcome === "approve";
  return JSON.stringify({
    id: payment.id,
    message: messageOf(payment, amount),
    status_code: isPaid ? "TS" : "TF",
    ...(isPaid && { airtel_money_id: payment.airtelMoneyId }),
  });
}

/** What comes before the truth, where that is the habit. */
export function earlierText({ id }: AirtelPayment, status: "TIP" | "TF"): string {
  const { message } = status === "TIP" ? IN_PROGRESS : OUTCOMES.decline;
  return JSON.stringify({ id, message, status_code: status });
}

/** The whole body: the transaction, and its hash in the way the application has it. */
export function callbackText(transaction: string, hash: AirtelSettings["hash"], key: string): string {
  if (hash === "off") return `{"transaction":${transaction}}`;
  return `{"transaction":${transaction},"hash":${JSON.stringify(hashOf(transaction, hash, key))}}`;
}

export function hashOf(transaction: string, over: "transaction" | "body", key: string): string {
  const text = over === "transaction" ? transaction : `{"transaction":${transaction}}`;
  return createHmac("sha256", key).update(text).digest("base64");
}
