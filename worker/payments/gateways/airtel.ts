import { isWhole, wholeUnits } from "#domain/money";
import { AIRTEL_PLAN } from "#domain/payments/plan";
import { toAirtelNumber } from "#domain/phone";
import type { AirtelConfig } from "../../config.ts";
import type { Answer, Http } from "../../http.ts";
import type { Tokens } from "../../objects/token-keeper.ts";
import type { Attempt, Log, Opened, PaymentGateway, PaymentReport, Refunding } from "../gateway.ts";
import { readAirtelCallback } from "./airtel-callback.ts";
import { airtelDoor, NotSent } from "./airtel-door.ts";
import { readCollect, readEnquiry, readRefund } from "./airtel-replies.ts";
import { maskDigits, shownAnswer } from "./answers.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Airtel Money of Kenya: a prompt on the payer's phone, in whole shillings. The transaction's id is ours; it is the key of the enquiry,
 * which alone decides. One callback address serves the application, and what comes there only makes us ask.
 * Source: Airtel Africa Open API, "Collection-APIs" and "Disbursement"; Kenya's portal.
 */
export function airtel(config: AirtelConfig, http: Http, tokens: Tokens, planScale: number): PaymentGateway {
  const door = airtelDoor(config, http, tokens);
  const version = config.signing ? "v2" : "v1";

  /** Sends, and keeps what went over the wire. `null`: no answer, though it may have had its effect. */
  async function exchange(
    log: Log,
    what: string,
    request: unknown,
    send: () => Promise<Answer>,
  ): Promise<Answer | NotSent | null> {
    const shown = JSON.stringify(request);
    try {
      const reply = await send();
      log({ what, request: shown, answer: shownAnswer(reply) });
      return reply;
    } catch (error) {
      const notSent = error instanceof NotSent ? error : null;
      log({ what, request: shown, answer: notSent ? `not sent: ${notSent.message}` : "no answer" });
      return notSent;
    }
  }

  async function open(attempt: Attempt, log: Log): Promise<Opened> {
    const msisdn = attempt.phone && toAirtelNumber(attempt.phone);
    if (!msisdn) return { status: "refused", code: "bad-phone" };
    if (!isWhole(attempt.amount)) return { status: "refused", code: "cents" };
    const id = transactionIdOf(attempt);
    const here = { country: "KE", currency: "KES" };
    const request = {
      reference: referenceOf(attempt),
      subscriber: { ...here, msisdn },
      transaction: { amount: wholeUnits(attempt.amount), ...here, id },
    };
    const shown = { ...request, subscriber: { ...here, msisdn: maskDigits(msisdn) } };
    const path = `/merchant/${version}/payments/`;
    const reply = await exchange(log, "collect", shown, () => door.post(path, request));
    if (reply instanceof NotSent) return { status: "refused", code: "not-sent", trouble: reply.trouble };
    return reply ? readCollect(reply, id) : { status: "unknown", trouble: true };
  }

  async function lookUp(attempt: Attempt, log: Log): Promise<PaymentReport> {
    const id = attempt.providerReference ?? transactionIdOf(attempt);
    const path = `/standard/v1/payments/${encodeURIComponent(id)}`;
    const reply = await exchange(log, "enquiry", { id }, () => door.get(path));
    if (!reply || reply instanceof NotSent) return { status: "silent" };
    const waited = attempt.submittedAt === null ? 0 : Date.now() - attempt.submittedAt;
    return readEnquiry(reply, attempt, id, waited >= HOUR * planScale);
  }

  const refunds: Refunding = {
    amounts: "full",
    isKeyed: false,
    plan: [],
    async send({ capture }, _attempt, _resultUrl, log) {
      const request = { transaction: { airtel_money_id: capture.providerRef } };
      const path = `/standard/${version}/payments/refund`;
      const reply = await exchange(log, "refund", request, () => door.post(path, request));
      if (reply instanceof NotSent) return { status: "refused", code: "not-sent" };
      return reply ? readRefund(reply, capture.providerRef) : { status: "unknown" };
    },
  };

  return {
    code: "airtel",
    path: "am",
    mode: config.mode,
    account: config.account,
    currencies: ["KES"],
    minAmountMinor: 100,
    maxAmountMinor: config.maxAmountMinor,
    stepMinor: 100,
    words: {
      name: "Airtel Money",
      hint: "You get a prompt on your phone and enter your PIN there",
      asksPhone: true,
      button: "Pay with Airtel Money",
    },
    merchantName: config.merchantName,
    manner: "push",
    holdMs: 15 * MINUTE,
    promptMs: 2 * MINUTE,
    againMs: 1.5 * MINUTE,
    plan: AIRTEL_PLAN.map((after) => Math.ceil(after * planScale)),
    callsNobody: false,
    mayOpenAgain: false,
    checkPhone: (e164) =>
      toAirtelNumber(e164) ? null : "Airtel Money works on Kenyan numbers only. It should look like 0733 123 456.",
    prepare: ({ id }) => ({ transactionId: id.replace("_", "") }),
    open: (attempt, _addresses, log) => open(attempt, log),
    lookUp,
    withdraw: async () => "cannot",
    refunds,
    readCallback(body) {
      const claim = readAirtelCallback(body, config.hashKey);
      if (!claim) return null;
      const { id: providerReference, saysPaid, receipt } = claim;
      return { providerReference, providerOther: null, amount: null, receipt, saysPaid };
    },
    attemptInCallback(body) {
      const [, hex] = /^pay([0-9a-f]{32})$/.exec(readAirtelCallback(body, config.hashKey)?.id ?? "") ?? [];
      return hex ? `pay_${hex}` : null;
    },
    callbackAnswer: { received: true },
  };
}

/** Our attempt's id in letters and digits alone: that Airtel takes anything else is not documented. */
const transactionIdOf = ({ id, wire }: Attempt): string =>
  typeof wire.transactionId === "string" ? wire.transactionId : id.replace("_", "");

/** "Order A7QK2M9 2": letters, digits and spaces, at most 25. */
const referenceOf = ({ reference }: Attempt): string =>
  `Order ${reference.replace(/[^A-Za-z0-9]+/g, " ")}`.slice(0, 25).trim();
