const DAY_MS = 86_400_000;

/** The calendar day in a time zone, as "2026-11-24". */
export const dayIn = (timeZone: string, at: Date): string => at.toLocaleDateString("en-CA", { timeZone });

/**
 * The day that is so many working days after `at` in a time zone, at noon UTC. Nobody delivers on Sundays.
 * What comes in on a Sunday counts from Monday.
 */
export function workingDaysAfter(at: Date, days: number, timeZone: string): Date {
  const day = new Date(`${dayIn(timeZone, at)}T12:00:00Z`);
  for (let left = days; left > 0 || day.getUTCDay() === 0; ) {
    day.setTime(day.getTime() + DAY_MS);
    if (day.getUTCDay() !== 0) left--;
  }
  return day;
}

/** "tomorrow", "by Tuesday", or from a week on "by 4 December": how a day is said aloud. */
export function byDay(now: Date, days: number, timeZone: string, locale = "en-GB"): string {
  const day = workingDaysAfter(now, days, timeZone);
  const today = Date.parse(`${dayIn(timeZone, now)}T12:00:00Z`);
  const away = Math.round((day.getTime() - today) / DAY_MS);
  if (away === 0) return "today";
  if (away === 1) return "tomorrow";
  if (away < 7) return `by ${day.toLocaleDateString(locale, { weekday: "long", timeZone: "UTC" })}`;
  return `by ${day.toLocaleDateString(locale, { day: "numeric", month: "long", timeZone: "UTC" })}`;
}

/** "in 1 to 2 working days": what can be said without knowing when it is read. */
export function inWorkingDays(from: number, to: number): string {
  if (to === 0) return "the same day";
  return from === to ? `in ${to} working ${to === 1 ? "day" : "days"}` : `in ${from} to ${to} working days`;
}

/** "24 Nov, 10:14" in a time zone: a time on a screen. */
export const stamp = (at: Date, timeZone: string): string =>
  at.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone });
