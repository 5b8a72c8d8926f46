import { type DayRow, keepDay, keepDayTask } from "#db/queries/report-days";
import { type BothSides, bothSides } from "#db/queries/report-sides";
import { plusDays, zoneOf } from "#domain/payments/days";
import { type Entry, figuresOn, reconcile, totalsOn, unexplainedOn } from "#domain/payments/report";
import { coverageOf, isCovered } from "#domain/payments/report-coverage";
import type { StatementGateway } from "#domain/payments/report-schema";
import type { Deps } from "../deps.ts";
import { taskOf } from "./day-task.ts";

const MARGIN_DAYS = 3; // what belongs to a day may stand two days beside it
const BANK_TAKES_MS = 2 * 24 * 60 * 60_000; // to book what a person has sent

/** Both sides of some days, held against each other. */
export interface WorkedOut {
  readonly gateway: StatementGateway;
  readonly entries: readonly Entry[];
  readonly both: BothSides;
  readonly at: number;
}

export async function workOut(deps: Deps, gateway: StatementGateway, from: string, to: string): Promise<WorkedOut> {
  const at = deps.now();
  const both = await bothSides(deps.db, gateway, plusDays(from, -MARGIN_DAYS), plusDays(to, MARGIN_DAYS));
  const { lines, ours, claims, imports } = both;
  const entries = reconcile({
    lines,
    ours,
    claims,
    covers({ account, kind, currency, at: moment }) {
      const atLast = gateway === "bank-transfer" && kind === "refund" ? moment + BANK_TAKES_MS : moment;
      return isCovered(imports, zoneOf(gateway, currency), { account, kind, at: atLast });
    },
  });
  return { gateway, entries, both, at };
}

/** One day of it, as the calendar keeps it. */
export function dayOf({ gateway, entries, both, at }: WorkedOut, day: string): DayRow {
  const { coverage, until } = coverageOf(both.imports, zoneOf(gateway), day);
  return {
    gateway,
    day,
    coverage,
    coveredUntil: until,
    unexplained: unexplainedOn(entries, day),
    totals: totalsOn(entries, day),
    figures: figuresOn(entries, day),
    computedAt: at,
  };
}

/** Keeps days for the calendar, and their tasks as they must be. @returns the days as they are now */
export async function keepDays(deps: Deps, worked: WorkedOut, days: readonly string[]): Promise<DayRow[]> {
  const rows = days.map((day) => dayOf(worked, day));
  for (const row of rows) {
    await keepDay(deps.db, row);
    await keepDayTask(deps.db, row, taskOf(worked, row.day));
  }
  return rows;
}
