import type { StaffOrderRow, StaffOrderView } from "#domain/orders/schema";
import { TASKS, type TaskKind } from "#domain/tasks";
import { payWith } from "#lib/format";
import { clock } from "../words.ts";
import type { OrderQuery, View } from "./order-query.ts";

/** The console reads one clock, wherever the order comes from: the shop's. */
export const ZONE = "Africa/Nairobi";

type Mark = "done" | "wait" | "info" | "fail" | "none";
export interface Said {
  readonly word: string;
  readonly mark: Mark;
}
const said = (word: string, mark: Mark): Said => ({ word, mark });

const PAYMENT: Readonly<Record<StaffOrderRow["statuses"]["payment"], Said>> = {
  unpaid: said("Not paid", "none"),
  checking: said("Being checked", "info"),
  "part-paid": said("Paid in part", "wait"),
  paid: said("Paid", "done"),
  overpaid: said("Paid too much", "info"),
  "part-refunded": said("Given back in part", "info"),
  refunded: said("Given back", "info"),
  disputed: said("Under question", "wait"),
};
const FULFILMENT: Readonly<Record<StaffOrderRow["statuses"]["fulfilment"], Said>> = {
  unfulfilled: said("Not sent", "none"),
  partial: said("Sent in part", "wait"),
  shipped: said("On its way", "wait"),
  delivered: said("Delivered", "done"),
  returned: said("Returned", "info"),
};
const ATTEMPT: Readonly<Record<string, Said>> = {
  created: said("Not sent yet", "none"),
  submitted: said("Waiting", "wait"),
  unknown: said("No answer yet", "info"),
  captured: said("Paid", "done"),
  failed: said("Refused", "fail"),
  expired: said("Ran out of time", "fail"),
  withdrawn: said("Called off", "none"),
};
export const paymentSaid = (row: Pick<StaffOrderRow, "statuses">): Said => PAYMENT[row.statuses.payment];
export const attemptSaid = (status: string): Said => ATTEMPT[status] ?? said(status, "none");
export const taskSaid = (kind: string): string => (Object.hasOwn(TASKS, kind) ? TASKS[kind as TaskKind].title : kind);

/** What to do about a task, a sentence. */
export const todoOf = (kind: string): string => (Object.hasOwn(TASKS, kind) ? TASKS[kind as TaskKind].todo : "");

/** Where the goods are; a cancelled order has none on the way. */
export const deliverySaid = ({ statuses }: Pick<StaffOrderRow, "statuses">): Said =>
  statuses.order === "cancelled" && statuses.fulfilment === "unfulfilled"
    ? said("Cancelled", "fail")
    : FULFILMENT[statuses.fulfilment];

/** The saved views, as tabs. */
export const VIEW_NAMES: Readonly<Record<View, string>> = {
  open: "Open",
  "to-ship": "To ship",
  waiting: "Waiting for money",
  all: "All",
};

/** The choices of the form that adds a word, and the words as they stand in the sentence. */
export const FILTERS = {
  method: { label: "Paid with", says: (value: string) => `with ${payWith([value as "mpesa"])}` },
  payment: { label: "Money", says: (value: string) => PAYMENT[value as "paid"].word.toLowerCase() },
  fulfilment: { label: "Goods", says: (value: string) => FULFILMENT[value as "shipped"].word.toLowerCase() },
} as const;

/** The words that can be taken out, in the order they are said. */
export function wordsIn(
  query: OrderQuery,
): { name: "method" | "payment" | "fulfilment" | "from" | "to" | "search"; text: string }[] {
  return [
    ...(["payment", "method", "fulfilment"] as const).flatMap((name) => {
      const value = query[name];
      return value ? [{ name, text: FILTERS[name].says(value) }] : [];
    }),
    ...(query.from ? [{ name: "from" as const, text: `from ${dayName(query.from)}` }] : []),
    ...(query.to ? [{ name: "to" as const, text: `to ${dayName(query.to)}` }] : []),
    ...(query.search ? [{ name: "search" as const, text: `matching “${query.search}”` }] : []),
  ];
}

/** "21 Nov 2026" of a day in an address. */
export const dayName = (date: string): string =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });

/** What is said where a list is empty: for a view of its own, for words that fit nothing. */
export const EMPTY: Readonly<Record<View, readonly [title: string, more: string]>> = {
  open: ["No order is open", "Everything that was sold is paid for and has arrived. Well done."],
  "to-ship": ["Nothing waits to be sent", "Every order that is paid for is on its way. Well done."],
  waiting: ["Nobody owes anything", "All open orders are paid for."],
  all: ["No orders yet", "The first one will stand here the moment it is placed."],
};

const DAY_MS = 86_400_000;
const dayNumber = (at: number): number =>
  Date.parse(`${new Date(at).toLocaleDateString("en-CA", { timeZone: ZONE })}T00:00:00Z`) / DAY_MS;
const inZone = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Date(at).toLocaleDateString("en-GB", { ...options, timeZone: ZONE });

/** "9:42", "Fri 17:50", "21 Nov", "21 Nov 2025": as short as it can be said today. */
export function placed(at: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago <= 0) return clock(at, ZONE);
  if (ago < 7) return `${inZone(at, { weekday: "short" })} ${clock(at, ZONE)}`;
  const sameYear = inZone(at, { year: "numeric" }) === inZone(now, { year: "numeric" });
  return inZone(at, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** "today 9:41", "yesterday 17:50", "on 21 Nov, 9:41". */
export function placedWhen(at: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago <= 0) return `today ${clock(at, ZONE)}`;
  if (ago === 1) return `yesterday ${clock(at, ZONE)}`;
  return `on ${inZone(at, { day: "numeric", month: "short" })}, ${clock(at, ZONE)}`;
}

/** "9:42:17 today" is too much for most eyes, but two prompts within a minute must be told apart: "9:42:17", "Fri 9:42:17", "21 Nov, 9:42:17". */
export function moment(at: number, now: number): string {
  const time = new Date(at)
    .toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", second: "2-digit", timeZone: ZONE })
    .replace(/^0(?=\d:)/, "");
  const ago = dayNumber(now) - dayNumber(at);
  if (ago <= 0) return time;
  if (ago < 7) return `${inZone(at, { weekday: "short" })} ${time}`;
  return `${inZone(at, { day: "numeric", month: "short" })}, ${time}`;
}

/** "just now", "32 min", "5 h", "3 days": how long something waits. */
export function age(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1_440)} days`;
}

/** "Nairobi, Saturday 10:14". */
export const hereAndNow = (now: number): string => `Nairobi, ${inZone(now, { weekday: "long" })} ${clock(now, ZONE)}`;

/** "Good morning" by the shop's clock. */
export function greeting(now: number): string {
  const hour = Number(
    new Date(now).toLocaleTimeString("en-GB", { hour: "2-digit", hour12: false, timeZone: ZONE }).slice(0, 2),
  );
  return hour < 12 ? "Good morning" : hour < 17 ? "Good afternoon" : "Good evening";
}

/** What is left to send of each line. */
export const leftOf = (order: Pick<StaffOrderView, "lines">) =>
  order.lines.flatMap((line) =>
    line.quantity > line.shipped ? [{ ...line, left: line.quantity - line.shipped }] : [],
  );
