import type { AirtelErrorName } from "./errors.ts";
import type { CollectRequest } from "./payment.ts";

export type Refusal = { readonly error: AirtelErrorName } | { readonly field: string };

/** Reads the body of a collection as strictly as Airtel Kenya does; a refusal names the first thing that is wrong. */
export function readCollectRequest(body: Record<string, unknown>): { request: CollectRequest } | { refusal: Refusal } {
  const { reference } = body;
  const subscriber = readObject(body.subscriber);
  const transaction = readObject(body.transaction);
  if (typeof reference !== "string" || !/^[A-Za-z0-9 ]{1,25}$/.test(reference)) return bad("reference");
  if (typeof subscriber.msisdn !== "string" || subscriber.msisdn === "") return bad("subscriber.msisdn");
  if (subscriber.msisdn.length !== 9) return { refusal: { error: "bad-msisdn-length" } };
  if (!/^[17]\d{8}$/.test(subscriber.msisdn)) return { refusal: { error: "bad-msisdn" } };
  for (const part of [subscriber, transaction]) {
    if ((part.country ?? "KE") !== "KE") return { refusal: { error: "bad-subscriber-country" } };
    if ((part.currency ?? "KES") !== "KES") return { refusal: { error: "bad-subscriber-currency" } };
  }
  const { amount, id } = transaction;
  if (typeof amount !== "number" || !Number.isSafeInteger(amount)) return bad("transaction.amount");
  if (amount < 1) return { refusal: { error: "low-amount" } };
  if (typeof id !== "string" || !/^[A-Za-z0-9]{1,64}$/.test(id)) return bad("transaction.id");
  return { request: { id, msisdn: subscriber.msisdn, amountShillings: amount, reference } };
}

export function readObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function bad(field: string): { refusal: Refusal } {
  return { refusal: { field } };
}
