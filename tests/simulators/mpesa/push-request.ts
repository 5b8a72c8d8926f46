import { MPESA } from "../credentials.ts";
import { unfitAddress } from "./address.ts";
import type { Refusal } from "./errors.ts";
import type { MpesaSettings } from "./settings.ts";
import { readStamp } from "./stamp.ts";

/** The part of an accepted request that a push keeps. */
export interface PushRequest {
  readonly transactionType: "CustomerPayBillOnline" | "CustomerBuyGoodsOnline";
  readonly amountShillings: number;
  readonly phone: string;
  readonly callbackUrl: string;
  readonly reference: string;
  readonly description: string;
}

export const MOST_SHILLINGS = 250_000;
export const PHONE = /^254(7|1)\d{8}$/;

/** Reads a `processrequest` body as strictly as Daraja does; a refusal names the first thing that is wrong. */
export function readPushRequest(
  body: Record<string, unknown>,
  settings: MpesaSettings,
  now: Date,
): { request: PushRequest } | { refusal: Refusal } {
  const { TransactionType: type, CallBackURL: url, AccountReference: reference } = body;
  if (type !== "CustomerPayBillOnline" && type !== "CustomerBuyGoodsOnline") return bad("TransactionType");
  const amount = wholeShillings(body.Amount);
  if (amount === undefined || amount < 1 || amount > MOST_SHILLINGS) return bad("Amount");
  if (!PHONE.test(String(body.PartyA))) return bad("PartyA");
  if (!PHONE.test(String(body.PhoneNumber))) return bad("PhoneNumber");
  if (!/^\d{5,7}$/.test(String(body.PartyB))) return bad("PartyB");
  if (typeof url !== "string") return bad("CallBackURL");
  const callback = unfitAddress(url, settings);
  if (callback) return bad("CallBackURL", callback);
  if (typeof reference !== "string" || reference.length < 1 || reference.length > 12) return bad("AccountReference");
  const description = body.TransactionDesc ?? "";
  if (typeof description !== "string" || description.length > 13) return bad("TransactionDesc");
  const credentials = unfitCredentials(body, settings, now);
  if (credentials) return { refusal: credentials };
  const phone = String(body.PhoneNumber);
  return {
    request: { transactionType: type, amountShillings: amount, phone, callbackUrl: url, reference, description },
  };
}

/** Shortcode, Timestamp and Password, which push and query share. */
export function unfitCredentials(
  body: Record<string, unknown>,
  settings: MpesaSettings,
  now: Date,
): Refusal | undefined {
  const at = typeof body.Timestamp === "string" ? readStamp(body.Timestamp) : undefined;
  if (!at) return { field: "Timestamp" };
  if (typeof body.Password !== "string") return { field: "Password" };
  if (String(body.BusinessShortCode) !== MPESA.shortcode) return { error: "no-such-merchant" };
  if (body.Password !== passwordAt(String(body.Timestamp))) return { error: "wrong-credentials" };
  const tolerance = settings.timestampToleranceMinutes;
  const minutesOff = Math.abs(at.getTime() - now.getTime()) / 60_000;
  return tolerance !== null && minutesOff > tolerance ? { error: "wrong-credentials" } : undefined;
}

/** The Password that fits `timestamp`: shortcode, passkey and timestamp in a row, in base64. */
export function passwordAt(timestamp: string): string {
  return btoa(MPESA.shortcode + MPESA.passkey + timestamp);
}

function bad(field: string, hint?: string): { refusal: Refusal } {
  return { refusal: hint === undefined ? { field } : { field, hint } };
}

/** A number or a numeric string without a fraction. */
export function wholeShillings(value: unknown): number | undefined {
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
