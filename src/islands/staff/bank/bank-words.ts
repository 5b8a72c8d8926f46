import type { DeskFlag, DeskLine } from "#domain/payments/bank-schema";
import { ZONE } from "../console-words.ts";
import type { LineOutcome } from "./statement-lines.ts";

/** What is said before a flag's own sentence, and how grave it is. */
const FLAGS: Readonly<Record<DeskFlag["kind"], { title: string; tone: "fail" | "wait" }>> = {
  "same-file": { title: "Sent before.", tone: "fail" },
  "similar-picture": { title: "Seen before.", tone: "fail" },
  "same-reference": { title: "Reference used before.", tone: "fail" },
  "amount-differs": { title: "Another amount.", tone: "fail" },
  "own-order": { title: "Your own order.", tone: "fail" },
  "not-asked": { title: "No longer asked for.", tone: "wait" },
  old: { title: "Waits long.", tone: "wait" },
  "many-proofs": { title: "Many slips.", tone: "wait" },
  "second-person": { title: "A large sum.", tone: "wait" },
  "typed-before": { title: "Perhaps taken already.", tone: "fail" },
  unallocated: { title: "Kept aside.", tone: "wait" },
};
export const flagSaid = ({ kind }: DeskFlag) => FLAGS[kind];

/** Flags about the picture and the number on it: none of them means that both are new here. */
export const isAboutSlip = ({ kind }: DeskFlag): boolean =>
  kind === "same-file" || kind === "similar-picture" || kind === "same-reference";

export const WHY_SUGGESTED: Readonly<Record<DeskLine["suggestions"][number]["why"], string>> = {
  reference: "its number on it",
  "amount-and-name": "same amount and name",
  amount: "same amount",
};

export const OUTCOMES: Readonly<Record<LineOutcome, { word: string; mark: "done" | "wait" | "info" | "fail" }>> = {
  booked: { word: "Booked", mark: "done" },
  waiting: { word: "Second person", mark: "wait" },
  suggestion: { word: "May be for", mark: "info" },
  unknown: { word: "Fits nothing", mark: "fail" },
};

/** What is mostly wrong with a slip, as the shopper reads it. */
export const OFTEN_WRONG = [
  "The transfer is not on our statement. Please send the slip again once your bank has sent the money.",
  "The picture cannot be read. Please send a sharper one.",
  "The slip shows a transfer to another account.",
] as const;

/** "21 Nov" or "21 Nov 2025" of a day on a statement. */
export function dayShort(day: string, now: number): string {
  const isThisYear = day.slice(0, 4) === new Date(now).toLocaleDateString("en-CA", { timeZone: ZONE }).slice(0, 4);
  return new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  });
}
