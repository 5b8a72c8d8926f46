import { z } from "zod";
import { type Money, money } from "#domain/money";
import type { Answer } from "../../http.ts";
import type { Attempt, Claim, Opened, PaymentReport } from "../gateway.ts";
import { parseJson } from "./answers.ts";
import { readError } from "./mpesa-door.ts";

/** Daraja writes its codes as text in one answer and as numbers in the next; a code that is missing or anything else is none. */
export const darajaCode = z.union([z.string(), z.number()]).transform(String);

const pushReply = z.object({
  MerchantRequestID: z.string(),
  CheckoutRequestID: z.string().min(1).max(128),
  ResponseCode: darajaCode,
});
const queryReply = z.object({
  ResponseCode: darajaCode,
  CheckoutRequestID: z.string(),
  ResultCode: darajaCode,
});

const STILL_PROCESSING = "4999";
const TOO_MANY = new Set(["500.003.02", "500.003.03"]); // busy, over quota: turned away before anything happened

/** `0` is accepted; an envelope that names our mistake was never a prompt; anything else may have been one. */
export function readPushReply(reply: Answer): Opened {
  const accepted = pushReply.safeParse(parseJson(reply.text));
  if (accepted.success) {
    const { ResponseCode, CheckoutRequestID: providerReference, MerchantRequestID: providerOther } = accepted.data;
    return ResponseCode === "0"
      ? { status: "open", providerReference, providerOther }
      : { status: "refused", code: "refused" };
  }
  const refused = readError(reply);
  if (!refused) return { status: "unknown", trouble: reply.status >= 500 || reply.status === 429 };
  const { errorCode, errorMessage } = refused;
  if (/PhoneNumber|PartyA/i.test(errorMessage)) return { status: "refused", code: "bad-phone" };
  if (/lock subscriber/i.test(errorMessage)) return { status: "refused", code: "1001" };
  if (/^40[0145]\./.test(errorCode)) return { status: "refused", code: "refused" };
  if (/merchant does not exist|wrong credentials/i.test(errorMessage)) return { status: "refused", code: "refused" };
  if (TOO_MANY.has(errorCode)) return { status: "refused", code: "26", trouble: true };
  return { status: "unknown", trouble: reply.status >= 500 };
}

/** An error envelope is never a result: Daraja sends one for payments it knows to be finished. */
export function readQueryReply(reply: Answer, attempt: Attempt): PaymentReport {
  const result = queryReply.safeParse(parseJson(reply.text));
  if (!result.success) return { status: readError(reply) ? "waiting" : "silent" };
  const { ResponseCode, ResultCode, CheckoutRequestID } = result.data;
  if (ResponseCode !== "0" || ResultCode === STILL_PROCESSING) return { status: "waiting" };
  if (CheckoutRequestID !== attempt.providerReference) return { status: "silent" };
  if (ResultCode !== "0") return { status: "failed", code: ResultCode };
  // The answer carries no amount: it speaks of our request, so the amount is the one we asked for.
  return {
    status: "captured",
    captured: attempt.amount,
    providerRef: CheckoutRequestID,
    occurredAt: Date.now(),
    receipt: null,
  };
}

const callbackBody = z.object({
  Body: z.object({
    stkCallback: z.object({
      MerchantRequestID: z.string().max(128),
      CheckoutRequestID: z.string().min(1).max(128),
      ResultCode: z.union([z.number(), z.string()]),
      CallbackMetadata: z
        .object({ Item: z.array(z.object({ Name: z.string(), Value: z.unknown().optional() })).max(50) })
        .optional(),
    }),
  }),
});

export function readCallback(body: string): Claim | null {
  const parsed = callbackBody.safeParse(parseJson(body));
  if (!parsed.success) return null;
  const { stkCallback: said } = parsed.data.Body;
  const item = (name: string) => said.CallbackMetadata?.Item.find((one) => one.Name === name)?.Value;
  const receipt = item("MpesaReceiptNumber");
  return {
    providerReference: said.CheckoutRequestID,
    providerOther: said.MerchantRequestID,
    amount: claimedShillings(item("Amount")),
    receipt: typeof receipt === "string" && /^[A-Z0-9]{6,20}$/.test(receipt) ? receipt : null,
    saysPaid: String(said.ResultCode) === "0",
  };
}

/** "1450.00" or 1450: shillings, as a claim; `null` when it is no amount. */
export function claimedShillings(value: unknown): Money | null {
  const shillings = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  const cents = Math.round(shillings * 100);
  return Number.isSafeInteger(cents) ? money(cents, "KES") : null;
}
