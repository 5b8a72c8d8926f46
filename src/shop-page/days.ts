const DAY_MS = 86_400_000;

/** Says "by Tuesday" where the page says a number of working days. Sundays do not count (the same rule as `#lib/dates`). */
export function showDays(now = new Date()): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-days]")) {
    const today = Date.parse(`${now.toLocaleDateString("en-CA", { timeZone: place.dataset.zone })}T12:00Z`);
    const day = new Date(today);
    for (let left = Number(place.dataset.days); left > 0 || day.getUTCDay() === 0; ) {
      day.setTime(day.getTime() + DAY_MS);
      if (day.getUTCDay()) left--;
    }
    const away = (day.getTime() - today) / DAY_MS;
    const how: Intl.DateTimeFormatOptions = away < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
    place.textContent =
      away < 2 ? (away ? "tomorrow" : "today") : `by ${day.toLocaleDateString("en-GB", { ...how, timeZone: "UTC" })}`;
  }
}
