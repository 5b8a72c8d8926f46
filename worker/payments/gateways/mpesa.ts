import { isWhole, wholeUnits } from "#domain/money";
import { MPESA_PLAN } from "#domain/payments/plan";
import { toMpesaNumber } from "#domain/phone";
import type { MpesaConfig } from "../../config.ts";
import type { Http } from "../../http.ts";
import type { Tokens } from "../../objects/token-keeper.ts";
import type { Addresses, Attempt, Log, Opened, PaymentGateway, PaymentReport } from "../gateway.ts";
import { maskNumber, mpesaDoor, NotSent, pushCredentials } from "./mpesa-door.ts";
import { readCallback, readPushReply, readQueryReply } from "./mpesa-replies.ts";
import { mpesaReversal } from "./mpesa-reversal.ts";

const MINUTE = 60_000;

/**
 * M-Pesa Express (STK push) by Safaricom's Daraja. Kenyan shillings, whole ones. Nothing Daraja sends is signed, a callback comes once
 * or never, and a push cannot be repeated safely: a callback only makes us ask, and the STK query decides.
 * Source: Daraja documentation, "M-Pesa Express Simulate" and "M-Pesa Express Query".
 */
export function mpesa(config: MpesaConfig, http: Http, tokens: Tokens, planScale: number): PaymentGateway {
  const door = mpesaDoor(config, http, tokens);
  const refunds = mpesaReversal(config, door, planScale);

  async function open(attempt: Attempt, { callback }: Addresses, log: Log): Promise<Opened> {
    const phone = attempt.phone && toMpesaNumber(attempt.phone);
    if (!phone) return { status: "refused", code: "bad-phone" };
    if (!isWhole(attempt.amount)) return { status: "refused", code: "cents" };
    const request = {
      ...pushCredentials(config, Date.now()),
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
      PartyA: maskNumber(phone),
      PhoneNumber: maskNumber(phone),
    });
    try {
      const reply = await door.post("/mpesa/stkpush/v1/processrequest", request);
      log({ what: "stk-push", request: shown, answer: `${reply.status} ${reply.text.slice(0, 2_000)}` });
      return readPushReply(reply);
    } catch (error) {
      log({ what: "stk-push", request: shown, answer: "no answer" });
      // Without a token nothing was sent; after that, silence may hide a prompt on the payer's phone.
      return error instanceof NotSent
        ? { status: "refused", code: "not-sent", trouble: true }
        : { status: "unknown", trouble: true };
    }
  }

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    if (!attempt.providerReference) return { status: "silent" };
    const request = { ...pushCredentials(config, Date.now()), CheckoutRequestID: attempt.providerReference };
    const shown = JSON.stringify({ CheckoutRequestID: attempt.providerReference });
    try {
      const reply = await door.post("/mpesa/stkpushquery/v1/query", request);
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
    stepMinor: 100,
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
    ...(refunds ? { refunds } : {}),
    readCallback,
    callbackAnswer: { ResultCode: 0, ResultDesc: "Accepted" },
  };
}
