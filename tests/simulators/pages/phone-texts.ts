import { findMessages } from "../core/find-messages.ts";
import type { World } from "../core/world.ts";
import { MPESA } from "../credentials.ts";
import type { Push } from "../mpesa/push.ts";
import { mpesaMoney } from "./words.ts";

/** A text on a phone. */
export interface PhoneText {
  readonly from: string;
  readonly at: string;
  readonly text: string;
}

/** What the phone received, newest first: the shop's texts, and M-Pesa's own, which the shop never sees. */
export function phoneTexts(world: World, phone: string, pushes: readonly Push[]): PhoneText[] {
  const fromShop = findMessages(world, { to: phone, channel: "sms" }).map(({ from, at, text }) => ({ from, at, text }));
  const fromMpesa = pushes.flatMap((push) => {
    const text = mpesaText(push);
    return text && push.decidedAt ? [{ from: "MPESA", at: push.decidedAt, text }] : [];
  });
  return [...fromShop, ...fromMpesa].sort((one, other) => other.at.localeCompare(one.at));
}

function mpesaText(push: Push): string | undefined {
  const amount = mpesaMoney(push.amountShillings);
  switch (push.outcome) {
    case "approve":
      return `${push.receipt} Confirmed. ${amount} sent to ${MPESA.merchantName} for account ${push.reference} ${onDay(push.decidedAt)}.`;
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
