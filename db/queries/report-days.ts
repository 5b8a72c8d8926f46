import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { DayFigure, DayTotal, StatementGateway } from "#domain/payments/report-schema";

export interface DayRow {
  readonly gateway: StatementGateway;
  readonly day: string;
  readonly coverage: "none" | "part" | "whole";
  readonly coveredUntil: number | null;
  readonly unexplained: number;
  readonly totals: readonly DayTotal[];
  readonly figures: readonly DayFigure[];
  readonly computedAt: number;
}

/** Keeps a day as it was worked out. A statement that came in meanwhile leaves it to be worked out again. */
export async function keepDay(db: Database, day: DayRow): Promise<void> {
  const { gateway, day: date, coverage, coveredUntil, unexplained, totals, figures, computedAt } = day;
  await atomically(db, [
    sql`INSERT INTO report_days (id, gateway, day, coverage, covered_until, unexplained, totals, figures, computed_at, is_stale)
        VALUES (${`${gateway}/${date}`}, ${gateway}, ${date}, ${coverage}, ${coveredUntil}, ${unexplained}, ${JSON.stringify(totals)}, ${JSON.stringify(figures)}, ${computedAt}, 0)
        ON CONFLICT (gateway, day) DO UPDATE SET coverage = excluded.coverage, covered_until = excluded.covered_until, unexplained = excluded.unexplained, totals = excluded.totals,
          figures = excluded.figures, computed_at = excluded.computed_at,
          is_stale = EXISTS (SELECT 1 FROM statement_imports i WHERE i.gateway = excluded.gateway AND excluded.day BETWEEN i.day_from AND i.day_to AND i.created_at > excluded.computed_at)
        WHERE excluded.computed_at >= computed_at`,
  ]);
}

export async function daysKept(
  db: Database,
  { gateway, from, to }: { readonly gateway: StatementGateway | undefined; readonly from: string; readonly to: string },
): Promise<DayRow[]> {
  const [found] = await readTogether(db, [
    sql`SELECT * FROM report_days WHERE day BETWEEN ${from} AND ${to} AND (${gateway ?? null} IS NULL OR gateway = ${gateway ?? null}) ORDER BY day DESC, gateway`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    gateway: String(row.gateway) as StatementGateway,
    day: String(row.day),
    coverage: String(row.coverage) as DayRow["coverage"],
    coveredUntil: row.covered_until === null ? null : Number(row.covered_until),
    unexplained: Number(row.unexplained),
    totals: JSON.parse(String(row.totals)) as DayTotal[],
    figures: JSON.parse(String(row.figures)) as DayFigure[],
    computedAt: Number(row.computed_at),
  }));
}

/** Days that have ended and on which money moved here: they wait for their statement. */
export async function seedDays(
  db: Database,
  days: readonly { gateway: StatementGateway; day: string; from: number; to: number }[],
): Promise<void> {
  await atomically(
    db,
    days.map(
      ({ gateway, day, from, to }) =>
        sql`INSERT INTO report_days (id, gateway, day, coverage, unexplained, computed_at, is_stale) SELECT ${`${gateway}/${day}`}, ${gateway}, ${day}, 'none', 0, 0, 1
            WHERE EXISTS (SELECT 1 FROM ledger WHERE gateway = ${gateway} AND occurred_at >= ${from} AND occurred_at < ${to}) ON CONFLICT (gateway, day) DO NOTHING`,
    ),
  );
}

export interface DueDay {
  readonly gateway: StatementGateway;
  readonly day: string;
}

/** Days that a statement came in for, and lately ended ones whose last working out is older than a day: what was late may have come. */
export async function daysDue(db: Database, since: string, now: number, limit: number): Promise<DueDay[]> {
  const [found] = await readTogether(db, [
    sql`SELECT gateway, day FROM report_days WHERE is_stale = 1 OR (day >= ${since} AND computed_at < ${now - DAY_MS}) ORDER BY is_stale DESC, day DESC, gateway LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => ({ gateway: String(row.gateway) as StatementGateway, day: String(row.day) }));
}
const DAY_MS = 24 * 60 * 60_000;

/**
 * The task of a day with something unexplained: opened, kept up to date, and closed when nothing is left. One that a person has closed
 * stays closed while the difference is the same.
 */
export async function keepDayTask(
  db: Database,
  { gateway, day }: DueDay,
  unexplained: {
    readonly count: number;
    readonly amountMinor: number | null;
    readonly currency: string | null;
    readonly detail: string;
  },
): Promise<void> {
  const subject = `${gateway}/${day}`;
  const { count, amountMinor, currency, detail } = unexplained;
  await atomically(db, [
    sql`UPDATE staff_tasks SET state = 'done', done_by = 'system' WHERE kind = 'unexplained' AND subject = ${subject} AND state = 'open' AND ${count} = 0`,
    sql`INSERT INTO staff_tasks (id, kind, subject, amount_minor, currency, detail) SELECT ${newId("tsk")}, 'unexplained', ${subject}, ${amountMinor}, ${currency}, ${detail}
        WHERE ${count} > 0 AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.kind = 'unexplained' AND t.subject = ${subject} AND t.state = 'done' AND t.detail = ${detail} AND coalesce(t.done_by, 'system') <> 'system')
        ON CONFLICT (kind, subject) WHERE state = 'open' DO UPDATE SET amount_minor = excluded.amount_minor, currency = excluded.currency, detail = excluded.detail`,
  ]);
}
