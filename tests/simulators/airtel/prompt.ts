import type { Prompt } from "../core/prompt.ts";
import { MPESA } from "../credentials.ts";
import { money } from "../pages/words.ts";
import type { Decision } from "./outcomes.ts";
import type { AirtelPayment } from "./payment.ts";
import { messageOf } from "./words.ts";

/** What a prompt's end is called, and which lozenge it has. */
const ENDS: Record<Decision, NonNullable<Prompt["end"]>> = {
  approve: { word: "Paid", shape: "done" },
  "wrong-pin": { word: "Wrong PIN", shape: "fail" },
  insufficient: { word: "Not enough money", shape: "fail" },
  decline: { word: "Declined", shape: "fail" },
  cancel: { word: "Cancelled", shape: "fail" },
  ignore: { word: "Not answered", shape: "fail" },
  ambiguous: { word: "Nobody knows", shape: "wait" },
};

export function asPrompt(payment: AirtelPayment): Prompt {
  const { id, msisdn, amountShillings, reference, outcome, airtelMoneyId, decidedAt } = payment;
  const paid = `${messageOf(payment)}. ${reference}. TID ${airtelMoneyId}.`;
  return {
    id,
    phone: `254${msisdn}`,
    amountShillings,
    reference,
    words: `Pay ${money(amountShillings)} to ${MPESA.merchantName} for ${reference}? Enter Airtel Money PIN:`,
    createdAt: payment.createdAt,
    expiresAt: payment.expiresAt,
    end: outcome && ENDS[outcome],
    ignored: payment.ignored,
    otherwise: [
      ["wrong-pin", "Wrong PIN"],
      ["insufficient", "Not enough money"],
      ["decline", "Declined by Airtel"],
      ["ambiguous", "Nobody knows"],
      ["ignore", "Ignore"],
    ],
    receipt: airtelMoneyId,
    told: payment.callback,
    text: outcome === "approve" && decidedAt ? { from: "AirtelMoney", at: decidedAt, text: paid } : null,
  };
}
