const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows there: `2026-11-21 10:30:00`. */
export function wallClock(at: Date, timeZone: string): string {
  let clock = CLOCKS.get(timeZone);
  // Sweden writes dates as ISO does.
  clock ??= new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  CLOCKS.set(timeZone, clock);
  return clock.format(at);
}

/** `YYYY-MM-DD` there. */
export function dayThere(iso: string, timeZone: string): string {
  return wallClock(new Date(iso), timeZone).slice(0, 10);
}
