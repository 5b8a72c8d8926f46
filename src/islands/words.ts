import type { DeliveryKind } from "#domain/catalogue/names";
import { type Currency, formatAmount, formatMoney, money } from "#domain/money";

const DAY_MS = 86_400_000;
const ZONES: Readonly<Record<string, string>> = { KE: "Africa/Nairobi", NP: "Asia/Kathmandu" };

/** Where clocks are read for shoppers of this country. */
export const zoneOf = (country: string): string => ZONES[country] ?? "UTC";

/** "KES 1,250", never broken over two lines. */
export const cash = (amountMinor: number, currency: Currency): string =>
  formatMoney(money(amountMinor, currency)).replace(" ", "\u00a0");

/** "1,250": for columns whose currency stands at the foot. */
export const amount = (amountMinor: number, currency: Currency): string => formatAmount(money(amountMinor, currency));

/** "1 piece", "3 pieces". */
export const pieces = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "piece" : "pieces"}`;

/** "Amina" of "Amina Otieno". */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";

/** "M-Pesa" may not break at its hyphen. */
export const whole = (name: string): string => name.replaceAll("-", "\u2011");

const dayNumber = (at: number, timeZone: string): number =>
  Date.parse(`${new Date(at).toLocaleDateString("en-CA", { timeZone })}T00:00:00Z`) / DAY_MS;

/** "today", "tomorrow", "Tuesday 24 November". */
export function dayOf(at: number, timeZone: string, now = Date.now()): string {
  const away = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  if (away === 0) return "today";
  if (away === 1) return "tomorrow";
  return new Date(at)
    .toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone })
    .replace(",", "");
}

/** "9:42". */
export const clock = (at: number, timeZone: string): string =>
  new Date(at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", timeZone }).replace(/^0(?=\d:)/, "");

/** "18:40 today", "9:00 on Tuesday 24 November". */
export function deadline(at: number, timeZone: string, now = Date.now()): string {
  const day = dayOf(at, timeZone, now);
  return `${clock(at, timeZone)} ${day === "today" || day === "tomorrow" ? day : `on ${day}`}`;
}

/** "Today, 9:42", "21 Nov, 9:42". */
export function stamp(at: number, timeZone: string, now = Date.now()): string {
  const near = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  const day =
    near === 0
      ? "Today"
      : near === -1
        ? "Yesterday"
        : new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone });
  return `${day}, ${clock(at, timeZone)}`;
}

/** "21 Nov 2026, 9:42": for paper, which is read on another day. */
export const stampOnPaper = (at: number, timeZone: string): string => `${dated(at, timeZone)}, ${clock(at, timeZone)}`;

/** "21 Nov 2026". */
export const dated = (at: number, timeZone: string): string =>
  new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone });

/** When goods arrive or can be fetched: "By Tuesday 24 November", "From tomorrow", "By e-mail, once it is paid". */
export function arrives(kind: DeliveryKind, from: number, by: number, timeZone: string, now = Date.now()): string {
  if (kind === "download") return "By e-mail, once it is paid";
  if (kind === "collect") return `From ${dayOf(from, timeZone, now)}`;
  const day = dayOf(by, timeZone, now);
  return day === "today" || day === "tomorrow" ? `${day[0]?.toUpperCase()}${day.slice(1)}` : `By ${day}`;
}

/** "0712 345 678" for Kenyan lines, "981 2345678" for Nepali ones, the international form for all others. */
export function shownPhone(phone: string): string {
  const kenyan = /^\+254(\d{3})(\d{3})(\d{3})$/.exec(phone);
  if (kenyan) return `0${kenyan[1]} ${kenyan[2]} ${kenyan[3]}`;
  const nepali = /^\+977(9\d{2})(\d{7})$/.exec(phone);
  return nepali ? `${nepali[1]} ${nepali[2]}` : phone;
}

/** "0712 ··· 678": for papers that others may see. */
export function hiddenPhone(phone: string): string {
  const shown = shownPhone(phone);
  return `${shown.slice(0, 4)} ··· ${shown.slice(-3)}`;
}

/** Where clocks are read for an order: its market's time zone. */
export const zoneOfOrder = (order: { readonly market: { readonly timeZone: string } }): string => order.market.timeZone;
