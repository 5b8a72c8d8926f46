const DAY_MS = 24 * 60 * 60 * 1_000;

/** The instant `days` working days later in `timeZone`; the shop itself works Monday to Saturday. */
export function addWorkingDays(
  from: number,
  days: number,
  timeZone: string,
  shut: readonly string[] = ["Sun"],
): number {
  const weekday = new Intl.DateTimeFormat("en", { timeZone, weekday: "short" });
  let day = from;
  for (let left = days; left > 0; ) {
    day += DAY_MS;
    if (!shut.includes(weekday.format(day))) left -= 1;
  }
  return day;
}
