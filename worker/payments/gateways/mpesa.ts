import { z } from "zod";
import { DomainError } from "#domain/errors";
import { type Money, money, wholeUnits } from "#domain/money";
import { MPESA_PLAN } from "#domain/payments/plan";
import { toMpesaNumber } from "#domain/phone";
import type { MpesaConfig } from "../../config.ts";
import type { Answer, Http } from "../../http.ts";
import type { AccessToken, Tokens } from "../../objects/token-keeper.ts";
import type { Addresses, Attempt, Claim, Log, Opened, PaymentGateway, PaymentReport } from "../gateway.ts";

const MINUTE = 60_000;

/**
 * M-Pesa Express (STK push) by Safaricom's Daraja. Kenyan shillings, whole ones. Nothing Daraja sends is signed, a callback comes once
 * or never, and a push cannot be repeated safely: a callback only makes us ask, and the STK query decides.
 * Source: Daraja documentation, "M-Pesa Express Simulate" and "M-Pesa Express Query".
 */
export function mpesa(config: MpesaConfig, http: Http, tokens: Tokens, planScale: number): PaymentGateway {
  async function mint(): Promise<AccessToken> {
    const basic = Buffer.from(`${config.consumerKey}:${config.consumerSecret}`).toString("base64");
    const reply = await http(`${config.baseUrl}/oauth/v1/generate?grant_type=client_credentials`, {
      headers: { Authorization: `Basic ${basic}` },
    });
    const token = tokenReply.safeParse(json(reply));
    if (reply.status !== 200 || !token.success)
      throw new DomainError("gateway-unreachable", "M-Pesa gave no access token.", { notSent: true });
    return { value: token.data.access_token, expiresAt: Date.now() + token.data.expires_in * 1_000 };
  }

  /** POST with a token; one more try when the token turns out stale, which Daraja says before it does anything. */
  async function post(path: string, body: unknown): Promise<Answer> {
    const send = (token: string) =>
      http(`${config.baseUrl}${path}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    const token = await tokens.get(mint).catch(notSent);
    const reply = await send(token);
    if (!STALE_TOKEN.has(errorReply.safeParse(json(reply)).data?.errorCode ?? "")) return reply;
    return send(await tokens.get(mint, token).catch(notSent));
  }

  const credentials = () => {
    const timestamp = eastAfricaTime(Date.now());
    return {
      BusinessShortCode: config.shortCode,
      Password: password(config.shortCode, config.passkey, timestamp),
      Timestamp: timestamp,
    };
  };

  async function open(attempt: Attempt, { callback }: Addresses, log: Log): Promise<Opened> {
    const phone = attempt.phone && toMpesaNumber(attempt.phone);
    if (!phone) return { status: "refused", code: "bad-phone" };
    const request = {
      ...credentials(),
      TransactionType: "CustomerPayBillOnline",
      Amount: wholeUnits(attempt.amount),
      PartyA: phone,
      PartyB: config.shortCode,
      PhoneNumber: phone,
      CallBackURL: callback,
      AccountReference: attempt.reference,
      TransactionDesc: "Duka order",
    };
    const shown = JSON.stringify({
      ...request,
      Password: "…",
      CallBackURL: "…",
      PartyA: masked(phone),
      PhoneNumber: masked(phone),
    });
    try {
      const reply = await post("/mpesa/stkpush/v1/processrequest", request);
      log({ what: "stk-push", request: shown, answer: `${reply.status} ${reply.text.slice(0, 2_000)}` });
      return readPushReply(reply);
    } catch (error) {
      log({ what: "stk-push", request: shown, answer: "no answer" });
      // Without a token nothing was sent; after that, silence may hide a prompt on the payer's phone.
      return error instanceof DomainError && error.extensions.notSent === true
        ? { status: "refused", code: "not-sent", trouble: true }
        : { status: "unknown", trouble: true };
    }
  }

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    if (!attempt.providerReference) return { status: "silent" };
    const request = { ...credentials(), CheckoutRequestID: attempt.providerReference };
    const shown = JSON.stringify({ CheckoutRequestID: attempt.providerReference });
    try {
      const reply = await post("/mpesa/stkpushquery/v1/query", request);
      log({ what: "stk-query", request: shown, answer: `${reply.status} ${reply.text.slice(0, 2_000)}` });
      return readQueryReply(reply, attempt);
    } catch {
      log({ what: "stk-query", request: shown, answer: "no answer" });
      return { status: "silent" };
    }
  }

  return {
    code: "mpesa",
    path: "mk",
    mode: config.mode,
    account: config.shortCode,
    currencies: ["KES"],
    minAmountMinor: 100,
    maxAmountMinor: config.maxAmountMinor,
    manner: "push",
    words: {
      name: "M-Pesa",
      hint: "You get a prompt on your phone and enter your PIN there",
      asksPhone: true,
      button: "Pay with M-Pesa",
    },
    merchantName: config.merchantName,
    holdMs: 15 * MINUTE,
    promptMs: MINUTE,
    againMs: 1.5 * MINUTE,
    plan: MPESA_PLAN.map((after) => Math.ceil(after * planScale)),
    callsNobody: false,
    mayOpenAgain: false,
    prepare: () => ({}),
    checkPhone: (e164) =>
      toMpesaNumber(e164) ? null : "M-Pesa works on Kenyan numbers only. It should look like 0712 345 678.",
    open,
    lookUp,
    withdraw: async () => "cannot",
    readCallback,
    callbackAnswer: { ResultCode: 0, ResultDesc: "Accepted" },
  };
}

/** "254712···678": what staff read of a number in the log. */
const masked = (phone: string): string => `${phone.slice(0, 6)}···${phone.slice(-3)}`;

const notSent = (error: unknown): never => {
  throw new DomainError(
    "gateway-unreachable",
    error instanceof Error ? error.message : "M-Pesa gave no access token.",
    { notSent: true },
  );
};

const STALE_TOKEN = new Set(["404.001.03", "401.003.01", "400.003.01"]);
const TOO_MANY = new Set(["500.003.02", "500.003.03"]); // busy, over quota: turned away before anything happened
const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const errorReply = z.object({ errorCode: z.string(), errorMessage: z.string().default("") });
/** Daraja writes its codes as text in one answer and as numbers in the next; a code that is missing or anything else is none. */
const code = z.union([z.string(), z.number()]).transform(String);
const pushReply = z.object({
  MerchantRequestID: z.string(),
  CheckoutRequestID: z.string().min(1).max(128),
  ResponseCode: code,
});
const queryReply = z.object({
  ResponseCode: code,
  CheckoutRequestID: z.string(),
  ResultCode: code,
});

const STILL_PROCESSING = "4999";

/** `0` is accepted; an envelope that names our mistake was never a prompt; anything else may have been one. */
function readPushReply(reply: Answer): Opened {
  const body = json(reply);
  const accepted = pushReply.safeParse(body);
  if (accepted.success) {
    const {
      ResponseCode: code,
      CheckoutRequestID: providerReference,
      MerchantRequestID: providerOther,
    } = accepted.data;
    return code === "0" ? { status: "open", providerReference, providerOther } : { status: "refused", code: "refused" };
  }
  const refused = errorReply.safeParse(body);
  if (!refused.success) return { status: "unknown", trouble: reply.status >= 500 || reply.status === 429 };
  const { errorCode, errorMessage } = refused.data;
  if (/PhoneNumber|PartyA/i.test(errorMessage)) return { status: "refused", code: "bad-phone" };
  if (/lock subscriber/i.test(errorMessage)) return { status: "refused", code: "1001" };
  if (
    errorCode.startsWith("400.") ||
    errorCode.startsWith("404.") ||
    errorCode.startsWith("401.") ||
    errorCode.startsWith("405.")
  )
    return { status: "refused", code: "refused" };
  if (/merchant does not exist|wrong credentials/i.test(errorMessage)) return { status: "refused", code: "refused" };
  if (TOO_MANY.has(errorCode)) return { status: "refused", code: "26", trouble: true };
  return { status: "unknown", trouble: reply.status >= 500 };
}

/** An error envelope is never a result: Daraja sends one for payments it knows to be finished. */
function readQueryReply(reply: Answer, attempt: Attempt): PaymentReport {
  const result = queryReply.safeParse(json(reply));
  if (!result.success) return errorReply.safeParse(json(reply)).success ? { status: "waiting" } : { status: "silent" };
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

function readCallback(body: string): Claim | null {
  const parsed = callbackBody.safeParse(parse(body));
  if (!parsed.success) return null;
  const { stkCallback: said } = parsed.data.Body;
  const item = (name: string) => said.CallbackMetadata?.Item.find((one) => one.Name === name)?.Value;
  const receipt = item("MpesaReceiptNumber");
  return {
    providerReference: said.CheckoutRequestID,
    providerOther: said.MerchantRequestID,
    amount: claimedAmount(item("Amount")),
    receipt: typeof receipt === "string" && /^[A-Z0-9]{6,20}$/.test(receipt) ? receipt : null,
    saysPaid: String(said.ResultCode) === "0",
  };
}

/** "1450.00" or 1450: shillings, as a claim; `null` when it is no amount. */
function claimedAmount(value: unknown): Money | null {
  const shillings = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  const cents = Math.round(shillings * 100);
  return Number.isSafeInteger(cents) ? money(cents, "KES") : null;
}

/** YYYYMMDDHHmmss at UTC+3, where there is no daylight saving. */
export const eastAfricaTime = (at: number): string =>
  new Date(at + 3 * 60 * MINUTE).toISOString().replace(/\D/g, "").slice(0, 14);
export const password = (shortCode: string, passkey: string, timestamp: string): string =>
  Buffer.from(`${shortCode}${passkey}${timestamp}`).toString("base64");

const json = (reply: Answer): unknown => parse(reply.text);
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
