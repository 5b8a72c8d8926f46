import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** `npm run db:draft -- name`: drizzle-kit drafts the next migration, every new table is made STRICT, and the updated_at triggers follow the tables. */
const MIGRATIONS = "db/migrations";
const before = new Set(readdirSync(MIGRATIONS));
execFileSync("drizzle-kit", ["generate", "--name", process.argv[2] ?? "change"], { stdio: "inherit" });

for (const file of readdirSync(MIGRATIONS).filter((name) => name.endsWith(".sql") && !before.has(name))) {
  const path = `${MIGRATIONS}/${file}`;
  writeFileSync(path, strict(readFileSync(path, "utf8")));
  console.log(`${path}: tables are STRICT`);
}
writeFileSync("db/triggers/updated-at.sql", touchTriggers(tablesOf()));

function strict(sql: string): string {
  return sql.replace(/^(CREATE TABLE[\s\S]*?^\));/gm, "$1 STRICT;");
}

function tablesOf(): string[] {
  const snapshots = readdirSync(`${MIGRATIONS}/meta`)
    .filter((name) => name.endsWith("_snapshot.json"))
    .sort();
  const newest = JSON.parse(readFileSync(`${MIGRATIONS}/meta/${snapshots.at(-1)}`, "utf8")) as {
    tables: Record<string, unknown>;
  };
  return Object.keys(newest.tables).sort();
}

/** An update moves updated_at, whatever the statement forgot. Append-only tables refuse updates before this is reached. */
function touchTriggers(tables: string[]): string {
  const one = (table: string) =>
    `CREATE TRIGGER ${table}_touch AFTER UPDATE ON ${table} WHEN NEW.updated_at = OLD.updated_at BEGIN\n` +
    `  UPDATE ${table} SET updated_at = max(cast(unixepoch('subsec') * 1000 as integer), OLD.updated_at + 1) WHERE id = NEW.id;\nEND;\n`;
  const appendOnly = new Set([
    "ledger",
    "ledger_seals",
    "order_events",
    "order_lines",
    "payment_log",
    "stock_movements",
    "shipment_lines",
    "order_adjustments",
    "statement_lines",
    "statement_imports",
    "document_reads",
  ]);
  return `-- Written by npm run db:draft.\n${tables
    .filter((table) => !appendOnly.has(table))
    .map(one)
    .join("--> statement-breakpoint\n")}`;
}
