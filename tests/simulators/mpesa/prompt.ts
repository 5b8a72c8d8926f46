import type { Prompt } from "../core/prompt.ts";
import { MPESA } from "../credentials.ts";
import { mpesaMoney } from "../pages/words.ts";
import type { HandPayment } from "./hand-payment.ts";
import type { OutcomeName } from "./outcomes.ts";
import type { Push } from "./push.ts";

/** What a push's end is called, and which lozenge it has. */
const ENDS: Record<OutcomeName, NonNullable<Prompt["end"]>> = {
  approve: { word: "Paid", shape: "done" },
  "wrong-pin": { word: "Wrong PIN", shape: "fail" },
  insufficient: { word: "Not enough money", shape: "fail" },
  cancel: { word: "Cancelled", shape: "fail" },
  ignore: { word: "Not answered", shape: "fail" },
  "not-permitted": { word: "Not permitted", shape: "fail" },
};

export function asPrompt(push: Push): Prompt {
  const { checkoutRequestId, phone, amountShillings, reference, outcome, decidedAt, receipt } = push;
  const text = mpesaText(push);
  return {
    id: checkoutRequestId,
    phone,
    amountShillings,
    reference,
    words: `Do you want to pay ${mpesaMoney(amountShillings)} to ${MPESA.merchantName} Account no. ${reference}? Enter M-PESA PIN:`,
    createdAt: push.createdAt,
    expiresAt: push.expiresAt,
    end: outcome && ENDS[outcome],
    ignored: push.ignored,
    otherwise: [
      ["wrong-pin", "Wrong PIN"],
      ["insufficient", "Not enough money"],
      ["ignore", "Ignore"],
    ],
    receipt,
    told: push.callback,
    text: text && decidedAt ? { from: "MPESA", at: decidedAt, text } : null,
  };
}

/** What was paid by hand never rang, and has its place among what the phone remembers. */
export function handPrompt(payment: HandPayment): Prompt {
  const { receipt, phone, amountShillings, reference, at, confirmation } = payment;
  return {
    id: receipt,
    phone,
    amountShillings,
    reference,
    words: "",
    createdAt: at,
    expiresAt: at,
    end: ENDS.approve,
    ignored: false,
    otherwise: [],
    receipt,
    told: confirmation,
    text: { from: "MPESA", at, text: sentText(payment) },
  };
}

interface Sent {
  readonly receipt: string | null;
  readonly amountShillings: number;
  readonly reference: string;
  readonly at: string | null;
}

function sentText({ receipt, amountShillings, reference, at }: Sent): string {
  return `${receipt} Confirmed. ${mpesaMoney(amountShillings)} sent to ${MPESA.merchantName} for account ${reference} ${onDay(at)}.`;
}

function mpesaText({ amountShillings, outcome, receipt, reference, decidedAt }: Push): string | undefined {
  const amount = mpesaMoney(amountShillings);
  switch (outcome) {
    case "approve":
      return sentText({ receipt, amountShillings, reference, at: decidedAt });
    case "wrong-pin":
      return "Failed. You have entered the wrong M-PESA PIN.";
    case "insufficient":
      return `Failed. You have insufficient funds in your M-PESA account to pay ${amount} to ${MPESA.merchantName}.`;
    default:
      return undefined;
  }
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Africa/Nairobi",
  day: "numeric",
  month: "numeric",
  year: "2-digit",
});
const HOUR = new Intl.DateTimeFormat("en-US", { timeZone: "Africa/Nairobi", hour: "numeric", minute: "2-digit" });

/** `on 21/11/26 at 7:25 AM`, as M-Pesa writes it. */
function onDay(iso: string | null): string {
  const at = new Date(iso ?? 0);
  return `on ${DAY.format(at)} at ${HOUR.format(at)}`;
}
