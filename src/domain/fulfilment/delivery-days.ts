const DAY_MS = 24 * 60 * 60 * 1_000;

/** The instant `days` working days later; the shop works Monday to Saturday in `timeZone`. */
export function addWorkingDays(from: number, days: number, timeZone: string): number {
  const weekday = new Intl.DateTimeFormat("en", { timeZone, weekday: "short" });
  let day = from;
  for (let left = days; left > 0; ) {
    day += DAY_MS;
    if (weekday.format(day) !== "Sun") left -= 1;
  }
  return day;
}
