import type { DayRow } from "#db/queries/report-days";
import { attemptNamed } from "#db/queries/statement-names";
import { zoneOf } from "#domain/payments/days";
import {
  differenceOn,
  type Entry,
  entryId,
  isOn,
  namesOf,
  type OurEntry,
  type TheirLine,
} from "#domain/payments/report";
import {
  type DailyReportView,
  ENTRY_CLASSES,
  type ReportEntry,
  type StatementGateway,
} from "#domain/payments/report-schema";
import { PROVIDER_NAMES, sentenceOf } from "#domain/payments/report-sentences";
import type { Deps } from "../deps.ts";

export function dayView(row: DayRow): Omit<DailyReportView, "imports" | "entries" | "nextCursor"> {
  const { gateway, day, coverage, coveredUntil, unexplained, totals, figures, computedAt } = row;
  return {
    gateway,
    methodName: PROVIDER_NAMES[gateway],
    day,
    timeZone: zoneOf(gateway),
    coverage,
    coveredUntil,
    unexplained,
    totals: [...totals],
    figures: [...figures],
    computedAt,
  };
}

/** The entries of a day, the unexplained ones first, within a class as they happened. */
export function entriesOn(entries: readonly Entry[], day: string): Entry[] {
  const moment = ({ theirs, ours }: Entry): number => theirs?.at ?? ours?.at ?? 0;
  return entries
    .filter((entry) => isOn(entry, day))
    .toSorted(
      (one, other) =>
        ENTRY_CLASSES.indexOf(one.class) - ENTRY_CLASSES.indexOf(other.class) ||
        moment(one) - moment(other) ||
        (entryId(one) < entryId(other) ? -1 : 1),
    );
}

export async function entryView(
  deps: Deps,
  gateway: StatementGateway,
  entry: Entry,
  day: string,
): Promise<ReportEntry> {
  const { theirs, ours, claim, kind } = entry;
  const known = ours ?? claim ?? (theirs && entry.class === "unexplained" ? await named(deps, gateway, theirs) : null);
  return {
    id: entryId(entry),
    class: entry.class,
    why: entry.why,
    kind,
    sentence: sentenceOf(entry, PROVIDER_NAMES[gateway]),
    theirs: theirs && { ...side(theirs), ourRef: theirs.ourRef.slice(0, 200) },
    ours: ours && side(ours),
    differenceMinor: differenceOn(entry, day),
    order: known?.order ?? null,
    attempt: known?.attempt ?? null,
    about: aboutOf(entry),
  };
}

const side = ({ ref, amountMinor, currency, at, day }: TheirLine | OurEntry) => ({
  ref,
  amountMinor,
  currency,
  at,
  day,
});

function aboutOf({ theirs, ours, claim, class: klass }: Entry): ReportEntry["about"] {
  if (klass === "mismatch" && claim) return { kind: "mismatch", id: claim.id };
  if (ours?.what === "unallocated" || ours?.what === "returned")
    return { kind: "unallocated", id: ours.id.replace(/\/back$/, "") };
  if (theirs?.desk && theirs.desk.state !== "booked") return { kind: "bank-line", id: theirs.id };
  return ours?.refundId ? { kind: "refund", id: ours.refundId } : null;
}

/** A payment of ours that a line speaks of, though our books have no money for it. */
async function named(deps: Deps, gateway: StatementGateway, line: TheirLine) {
  const found = await attemptNamed(
    deps.db,
    gateway,
    namesOf(line).filter((name) => name !== ""),
    line.ourRef,
  );
  return (
    found && {
      attempt: { id: found.id, reference: found.reference },
      order: { id: found.orderId, number: found.number },
    }
  );
}
