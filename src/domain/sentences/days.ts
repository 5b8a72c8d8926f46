import type { Catalogue } from "./fill.ts";

/** How days and times are said. `locale` writes names of days and months, and clocks. */
export const days = {
  locale: "en-GB",
  today: "today",
  tomorrow: "tomorrow",
  stampToday: "Today, {time}",
  stampYesterday: "Yesterday, {time}",
  stamp: "{day}, {time}",
  /** A time of today or tomorrow, and one of another day. */
  nearDeadline: "{time} {day}",
  deadline: "{time} on {day}",
  /** The clock of which place: for a payer who may be anywhere. */
  clockOf: "{time}, {place} time",
  arrivesToday: "Today",
  arrivesTomorrow: "Tomorrow",
  arrivesBy: "By {day}",
  collectFrom: "From {day}",
  download: "By e-mail, once it is paid",
} as const;
export type DayWords = Catalogue<typeof days>;
