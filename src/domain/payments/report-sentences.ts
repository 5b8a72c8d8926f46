import { paymentPages } from "#domain/sentences/payment-pages";
import { formatMoney, type Money } from "../money.ts";
import { daysBetween } from "./days.ts";
import type { Entry, OurEntry, TheirLine } from "./report.ts";
import type { LineKind, StatementGateway } from "./report-schema.ts";

const WORDS: Record<LineKind, string> = {
  capture: "payment",
  refund: "refund",
  "refund-undone": "refund that came back",
  chargeback: "disputed payment that was taken back",
  "chargeback-undone": "disputed payment that was given back",
  fee: "fee",
  payout: "payout",
  debit: "movement out of the account",
  other: "movement",
};

/** Whose statement it is, as people call them. */
export const PROVIDER_NAMES: Readonly<Record<StatementGateway, string>> = paymentPages.who;

/** What an entry is, and what to do about it. `method`: the provider's name. */
export function sentenceOf(entry: Entry, method: string): string {
  const { theirs, ours, kind } = entry;
  const word = WORDS[kind];
  switch (entry.class) {
    case "matched":
      return `Both have this ${word}.`;
    case "timing":
      return theirs && ours
        ? `Both have this ${word}: they on ${theirs.day}, we on ${ours.day}.`
        : `Only we have this ${word} so far: no statement of that moment has been read yet.`;
    case "fee":
      return `What ${method} kept for itself.`;
    case "payout":
      return theirs?.kind === "debit"
        ? "Money that left the account, for no refund of ours."
        : `Money that ${method} sent on to the bank, or moved between its own accounts.`;
    case "unallocated":
      return unallocatedSentence(theirs, ours);
    case "mismatch":
      return `A claim about ${entry.claim?.attempt.reference ?? "a payment"} waits for a person: look it up at ${method}, then dismiss it or book it.`;
    case "by-hand":
      return theirs
        ? `The refund of ${ours?.attempt?.reference ?? "a payment"}, which a person sent from this account.`
        : `A refund that a person sent another way, under ${ours?.ref ?? "a typed reference"}.`;
    case "pending-refund":
      return theirs
        ? "They have moved it already; our refund waits for its final answer."
        : "A refund of ours that is on its way: it is not on their statement yet.";
    default:
      return unexplainedSentence(entry, method, word);
  }
}

function unallocatedSentence(theirs: TheirLine | null, ours: OurEntry | null): string {
  if (ours?.what === "returned") return "Money that fitted no payment, sent back by hand.";
  if (ours) return `Money that fits no payment${calledBy(theirs)}: say which order it is for, or send it back.`;
  switch (theirs?.desk?.state) {
    case "waiting":
      return "It waits at the bank desk for a second person.";
    case "set-aside":
      return `Laid aside at the bank desk, not a customer's money: ${theirs.desk.note || "nobody wrote why"}.`;
    default:
      return "It waits at the bank desk: nobody has said yet whose it is.";
  }
}

function unexplainedSentence({ why, theirs, ours, kind }: Entry, method: string, word: string): string {
  switch (why) {
    case "amount":
      return `They have ${sum(theirs)} for this ${word}, we have ${sum(ours)}. Look at both, then book or return the difference.`;
    case "days": {
      const apart = theirs && ours ? Math.abs(daysBetween(theirs.day, ours.day)) : 0;
      return `Both have this ${word}, but ${apart} days apart: they on ${theirs?.day}, we on ${ours?.day}. Find out why one of us was so late.`;
    }
    case "twice": {
      const was = theirs && { ...theirs, amountMinor: Number(theirs.more.wasMinor ?? theirs.amountMinor) };
      return `They have ${sum(theirs)} under ${theirs?.more.sameAs} here, and had ${sum(was)} under it on an earlier statement, which our books were held against. Ask ${method} which is right.`;
    }
    case "unknown-kind":
      return `They call it “${theirs?.more.type ?? theirs?.more.category ?? theirs?.more.details ?? "nothing"}”, which this shop does not know. Find out what moved.`;
    case "not-theirs":
      return `We have a ${word} of ${sum(ours)} that is not on their statement, which was read up to that moment. Look it up at ${method} by ${ours?.ref}.`;
    default:
      return kind === "capture"
        ? `They have a payment of ${sum(theirs)}${calledBy(theirs)} that our books do not have. Look it up at ${method} by ${theirs?.ref}.`
        : `They have a ${word} of ${sum(theirs)}${calledBy(theirs)} that our books do not have: it may have been made at ${method}.`;
  }
}

const sum = (side: TheirLine | OurEntry | null): string =>
  side ? formatMoney({ amountMinor: side.amountMinor, currency: side.currency } satisfies Money) : "nothing";
const calledBy = (theirs: TheirLine | null): string => (theirs?.ourRef ? ` under “${theirs.ourRef.slice(0, 60)}”` : "");
