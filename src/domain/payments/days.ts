import type { Currency } from "../money.ts";
import type { StatementGateway } from "./report-schema.ts";

const DAY_MS = 24 * 60 * 60_000;

/** Where a provider's day begins. A bank books whole days, those of the account's own country. */
export const STATEMENT_ZONES = {
  mpesa: "Africa/Nairobi",
  airtel: "Africa/Nairobi",
  paypal: "UTC",
  stripe: "UTC",
  khalti: "Asia/Kathmandu",
  "bank-transfer": "Africa/Nairobi",
} as const satisfies Record<StatementGateway, string>;

/** The zone of one line: a Nepali account's days are Kathmandu's. */
export const zoneOf = (gateway: StatementGateway, currency?: Currency): string =>
  gateway === "bank-transfer" && currency === "NPR" ? "Asia/Kathmandu" : STATEMENT_ZONES[gateway];

const CALENDARS = new Map<string, Intl.DateTimeFormat>();

/** The ISO date there. */
export function dayIn(timeZone: string, at: number): string {
  let calendar = CALENDARS.get(timeZone);
  calendar ??= new Intl.DateTimeFormat("en-CA", { timeZone });
  CALENDARS.set(timeZone, calendar);
  return calendar.format(at);
}

/** "2026-11-21" and 2: "2026-11-23". */
export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** The instant at which a day begins there. None of our zones has daylight saving. */
export const startOfDay = (timeZone: string, day: string): number =>
  Date.parse(`${day}T00:00:00Z`) - offsetOf(timeZone) * 60_000;
export const endOfDay = (timeZone: string, day: string): number => startOfDay(timeZone, plusDays(day, 1));

/** Minutes east of Greenwich. */
export const offsetOf = (timeZone: string): number => OFFSETS[timeZone] ?? 0;
const OFFSETS: Readonly<Record<string, number>> = { "Africa/Nairobi": 180, "Asia/Kathmandu": 345, UTC: 0 };
