import type { Currency } from "#domain/money";
import type { DailyReportView, DayFigure, EntryClass, LineKind } from "#domain/payments/report-schema";
import type { Said } from "../console-words.ts";

const CLASSES: Readonly<Record<EntryClass, Said & { readonly filter: string }>> = {
  unexplained: { word: "Unexplained", mark: "fail", filter: "unexplained" },
  mismatch: { word: "A claim", mark: "fail", filter: "claims" },
  unallocated: { word: "Fits no payment", mark: "wait", filter: "unallocated" },
  "pending-refund": { word: "Going back", mark: "wait", filter: "going back" },
  "by-hand": { word: "Given back by hand", mark: "info", filter: "given back by hand" },
  timing: { word: "On another day", mark: "info", filter: "on another day" },
  matched: { word: "Both have it", mark: "done", filter: "in both" },
  fee: { word: "Fee", mark: "none", filter: "fees" },
  payout: { word: "Payout", mark: "none", filter: "payouts" },
};
export const classSaid = (name: EntryClass) => CLASSES[name];

const KINDS: Readonly<Record<LineKind, string>> = {
  capture: "Payment",
  refund: "Refund",
  "refund-undone": "Refund that came back",
  chargeback: "Taken back by the payer",
  "chargeback-undone": "Given back to us",
  fee: "Fee",
  payout: "Payout",
  debit: "Out of the account",
  other: "Something else",
};
export const kindSaid = (kind: LineKind): string => KINDS[kind];

export interface Bar {
  readonly name: EntryClass;
  readonly count: number;
  readonly amountMinor: number;
  /** Of the longest, 0 to 100. */
  readonly share: number;
}

/** One bar for each class there is, in the order in which they ask for a person; the longest is 100. */
export function barsOf(figures: readonly DayFigure[], currency: Currency): Bar[] {
  const names = Object.keys(CLASSES) as EntryClass[];
  const sums = names.flatMap((name) => {
    const mine = figures.filter((figure) => figure.class === name && figure.currency === currency);
    if (mine.length === 0) return [];
    const count = mine.reduce((sum, figure) => sum + figure.count, 0);
    const amountMinor = mine.reduce(
      (sum, { theirsMinor, oursMinor }) => sum + Math.max(Math.abs(theirsMinor), Math.abs(oursMinor)),
      0,
    );
    return [{ name, count, amountMinor }];
  });
  const longest = Math.max(1, ...sums.map(({ amountMinor }) => amountMinor));
  return sums.map((bar) => ({ ...bar, share: Math.round((bar.amountMinor / longest) * 1000) / 10 }));
}

/** The day in one sentence: it is the title of the page's figures. */
export function daySaid({ coverage, unexplained, methodName, entries }: DailyReportView): string {
  if (coverage === "none") return `No statement of ${methodName} has been read for this day yet`;
  if (unexplained > 0)
    return unexplained === 1 ? "One line has no explanation yet" : `${unexplained} lines have no explanation yet`;
  if (entries.length === 0) return "Nothing moved on this day";
  return coverage === "part" ? "All that has been read so far is explained" : "Their books and ours agree";
}

/** "Saturday 21 November 2026". */
export const longDay = (day: string): string =>
  new Date(`${day}T12:00:00Z`)
    .toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
    .replace(",", "");
