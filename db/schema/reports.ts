import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { GATEWAY_CODES } from "#domain/payments/names";
import { flag, instant, row } from "./columns.ts";
import { users } from "./people.ts";

/** A statement that was read: which days of a provider (or of one account at a bank) our books were held against, and by whom. Append-only. */
export const statementImports = sqliteTable(
  "statement_imports",
  {
    ...row,
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    account: text("account").notNull(), // whose statement: "live:174379"; a bank's account number
    source: text("source", { enum: ["upload", "simulator", "pull", "bank-desk"] }).notNull(),
    dayFrom: text("day_from").notNull(), // the provider's days, ISO
    dayTo: text("day_to").notNull(),
    coversUntil: instant("covers_until").notNull(), // its last day may not have ended when it was made
    lines: integer("lines").notNull(),
    added: integer("added").notNull(),
    importedBy: text("imported_by").references(() => users.id), // null: the shop asked by itself
  },
  (t) => [
    index("statement_imports_days").on(t.gateway, t.dayTo),
    check("E_IMPORT_DAYS", sql`${t.dayFrom} <= ${t.dayTo}`),
  ],
);

/** A day of a provider as it was last worked out: a cache for the calendar. The report itself is worked out from lines and facts. */
export const reportDays = sqliteTable(
  "report_days",
  {
    ...row, // id = gateway/day
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    day: text("day").notNull(),
    coverage: text("coverage", { enum: ["none", "part", "whole"] }).notNull(),
    coveredUntil: instant("covered_until"),
    unexplained: integer("unexplained").notNull(),
    totals: text("totals", { mode: "json" }).$type<unknown[]>().notNull().default([]),
    figures: text("figures", { mode: "json" }).$type<unknown[]>().notNull().default([]),
    computedAt: instant("computed_at").notNull(),
    isStale: flag("is_stale").notNull().default(false), // a statement came in since
  },
  (t) => [
    uniqueIndex("report_days_unique").on(t.gateway, t.day),
    index("report_days_day").on(t.day),
    index("report_days_stale").on(t.computedAt).where(sql`is_stale = 1`),
  ],
);
