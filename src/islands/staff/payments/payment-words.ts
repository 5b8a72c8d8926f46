import type { HumanEndView } from "#domain/payments/money-schema";
import type { CallbackView, HealthView, LogAttempt, LogDetailView } from "#domain/payments/staff-schema";
import { cash } from "../../words.ts";
import { attemptSaid, type Said } from "../console-words.ts";

type Line = LogDetailView["lines"][number];

/** Which way a line went, as a word. */
export const DIRECTIONS: Readonly<Record<Line["direction"], { word: string; tone: string }>> = {
  request: { word: "We asked", tone: "plain" },
  answer: { word: "The answer", tone: "info" },
  callback: { word: "They told us", tone: "wait" },
  transition: { word: "It became", tone: "done" },
};

/** "stk-push" as a person says it. */
export const plainly = (what: string): string => what.replaceAll(/[-_]/g, " ") || "callback";

/** A payload as it can be read: JSON indented, the status of an answer set apart. */
export function readable(payload: string): { status: string | null; text: string } {
  const [, status = null, rest = payload] = /^(\d{3}) ([\s\S]*)$/.exec(payload) ?? [];
  return { status, text: indented(rest) };
}

function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

/** What came of a stored request. */
const OUTCOMES: Readonly<Record<string, string>> = {
  captured: "It was booked: the payment is paid",
  failed: "The provider says that nothing was paid",
  withdrawn: "The payment was called off",
  expired: "The payment ran out of time",
  asked: "It made us ask the provider, who said what is true",
  later: "No final answer yet: the next round asks again",
  "given-up": "No final answer came: a person must look",
  "not-ours": "It is about no payment of ours",
  "other-attempt": "It speaks of another payment than its address does",
  "other-amount": "It claims another amount than was asked for",
  "other-account": "It came for an account that is not set up any more",
  "nothing to do": "There was nothing to do",
};
export const outcomeSaid = (outcome: string): string => OUTCOMES[outcome] ?? plainly(outcome);

export function callbackSaid({ authenticated, outcome, appliedAt }: CallbackView): Said {
  if (!authenticated) return { word: "Proved nothing", mark: "fail" };
  if (appliedAt === null) return { word: "Not applied yet", mark: "wait" };
  return { word: "Applied", mark: outcome === "given-up" ? "fail" : "done" };
}

/** Where an attempt stands; a capture that came after all is told apart from its status alone. */
export const statusSaid = ({ status }: Pick<LogAttempt, "status">): Said => attemptSaid(status);

export function healthSaid({ state, isPresent }: HealthView["gateways"][number]): Said {
  if (!isPresent) return { word: "Not set up", mark: "none" };
  if (state === "closed") return { word: "Hidden", mark: "fail" };
  return state === "probing" ? { word: "Being tried", mark: "wait" } : { word: "Open", mark: "done" };
}

/** What somebody says of money, as the second person reads it. */
export function endSaid({ kind, requestedBy, amountMinor, currency, reference, order }: HumanEndView): string {
  const sum = cash(amountMinor, currency);
  if (kind === "captured") return `${requestedBy} says that ${sum} was paid after all, under ${reference}.`;
  if (kind === "allocated") return `${requestedBy} says that ${sum} is for order ${order?.number ?? reference}.`;
  return `${requestedBy} sent ${sum} back, under ${reference}.`;
}
