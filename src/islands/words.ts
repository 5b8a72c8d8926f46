import type { DeliveryKind } from "#domain/catalogue/names";
import { type Currency, formatAmount, formatMoney, money } from "#domain/money";
import { type DayWords, days } from "#domain/sentences/days";
import { fill } from "#domain/sentences/fill";

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

/** "Card" of "card": a word of a sentence, standing alone. */
export const upperFirst = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "M-Pesa" may not break at its hyphen. */
export const whole = (name: string): string => name.replaceAll("-", "\u2011");

const dayNumber = (at: number, timeZone: string): number =>
  Date.parse(`${new Date(at).toLocaleDateString("en-CA", { timeZone })}T00:00:00Z`) / DAY_MS;

/** "today", "tomorrow", "Tuesday 24 November". */
export function dayOf(at: number, timeZone: string, now = Date.now(), say: DayWords = days): string {
  const away = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  if (away === 0) return say.today;
  if (away === 1) return say.tomorrow;
  return new Date(at)
    .toLocaleDateString(say.locale, { weekday: "long", day: "numeric", month: "long", timeZone })
    .replace(",", "");
}

/** "9:42". */
export const clock = (at: number, timeZone: string, say: DayWords = days): string =>
  new Date(at)
    .toLocaleTimeString(say.locale, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone })
    .replace(/^0(?=\d:)/, "");

/** "18:40 today", "9:00 on Tuesday 24 November". */
export function deadline(at: number, timeZone: string, now = Date.now(), say: DayWords = days): string {
  const day = dayOf(at, timeZone, now, say);
  const time = clock(at, timeZone, say);
  return fill(day === say.today || day === say.tomorrow ? say.nearDeadline : say.deadline, { time, day });
}

/** "18:40 today, Nairobi time": for somebody who may be anywhere. */
export const deadlineThere = (at: number, timeZone: string, say: DayWords = days): string =>
  fill(say.clockOf, { time: deadline(at, timeZone, Date.now(), say), place: placeOf(timeZone) });

/** "Nairobi" of "Africa/Nairobi". */
const placeOf = (timeZone: string): string => timeZone.slice(timeZone.lastIndexOf("/") + 1).replaceAll("_", " ");

/** "Today, 9:42", "21 Nov, 9:42". */
export function stamp(at: number, timeZone: string, now = Date.now(), say: DayWords = days): string {
  const near = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  const time = clock(at, timeZone, say);
  if (near === 0) return fill(say.stampToday, { time });
  if (near === -1) return fill(say.stampYesterday, { time });
  const day = new Date(at).toLocaleDateString(say.locale, { day: "numeric", month: "short", timeZone });
  return fill(say.stamp, { day, time });
}

/** "21 Nov 2026, 9:42": for paper, which is read on another day. */
export const stampOnPaper = (at: number, timeZone: string, say: DayWords = days): string =>
  fill(say.stamp, { day: dated(at, timeZone, say), time: clock(at, timeZone, say) });

/** "21 Nov 2026". */
export const dated = (at: number, timeZone: string, say: DayWords = days): string =>
  new Date(at).toLocaleDateString(say.locale, { day: "numeric", month: "short", year: "numeric", timeZone });

/** When goods arrive or can be fetched: "By Tuesday 24 November", "From tomorrow", "By e-mail, once it is paid". */
export function arrives(
  kind: DeliveryKind,
  from: number,
  by: number,
  timeZone: string,
  now = Date.now(),
  say: DayWords = days,
): string {
  if (kind === "download") return say.download;
  if (kind === "collect") return fill(say.collectFrom, { day: dayOf(from, timeZone, now, say) });
  const day = dayOf(by, timeZone, now, say);
  if (day === say.today) return say.arrivesToday;
  return day === say.tomorrow ? say.arrivesTomorrow : fill(say.arrivesBy, { day });
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

/** "340 kB", "1.4 MB", "8 MB". */
export function fileSize(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  if (megabytes < 1) return `${Math.max(1, Math.round(bytes / 1_000))} kB`;
  return `${Number(megabytes.toFixed(1))} MB`;
}
