import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LibsqlBatchError } from "@libsql/client/web";
import { atomically } from "./atomically.ts";
import type { Database } from "./client.ts";

const HERE = import.meta.dirname;
const BREAK = "--> statement-breakpoint";
const PROGRAMS = "triggers-and-views"; // the row that remembers which triggers and views stand

const filesOf = (folder: string): string[] =>
  readdirSync(join(HERE, folder))
    .filter((name) => name.endsWith(".sql"))
    .sort();
const statementsOf = (folder: string, file: string): string[] =>
  readFileSync(join(HERE, folder, file), "utf8")
    .split(BREAK)
    .map((text) => text.trim())
    .filter(Boolean);
const programs = (): string[] =>
  ["triggers", "views"].flatMap((folder) => filesOf(folder).flatMap((file) => statementsOf(folder, file)));
const plain = (sql: string) => ({ sql, args: [] });

/** A migration that did not go through; nothing of it stands. */
export class MigrationFailed extends Error {
  constructor(migration: string, cause: unknown) {
    super(
      `Migration ${migration} failed and was rolled back: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
    this.name = "MigrationFailed";
  }
}

/**
 * Brings the database to the present in one write batch: triggers and views are dropped, the waiting migrations applied in order, and
 * triggers and views created again (a table that is rebuilt loses its triggers without a word). A second run changes nothing.
 * @returns the names of what was applied. @throws {MigrationFailed} naming the one at fault; nothing stands then
 */
export async function migrate(db: Database, folder = "migrations"): Promise<string[]> {
  await atomically(db, [
    plain(
      "CREATE TABLE IF NOT EXISTS migrations (id TEXT PRIMARY KEY NOT NULL, created_at INTEGER NOT NULL DEFAULT (cast(unixepoch('subsec') * 1000 as integer)), updated_at INTEGER NOT NULL DEFAULT (cast(unixepoch('subsec') * 1000 as integer)), digest TEXT NOT NULL) STRICT",
    ),
  ]);
  const known = new Map(
    (await db.client.execute("SELECT id, digest FROM migrations")).rows.map((row) => [
      String(row.id),
      String(row.digest),
    ]),
  );
  const waiting = filesOf(folder).flatMap((file) => {
    const statements = statementsOf(folder, file);
    const digest = digestOf(statements.join(BREAK));
    if (!known.has(file)) return [{ file, statements, digest }];
    if (known.get(file) !== digest)
      throw new MigrationFailed(
        file,
        "it was applied with other contents; write a new migration instead of changing an old one",
      );
    return [];
  });
  const standing = programs();
  const programsDigest = digestOf(standing.join(BREAK));
  if (waiting.length === 0 && known.get(PROGRAMS) === programsDigest) return [];

  const old = await db.client.execute(
    "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY type",
  );
  const steps = [
    { of: "the beginning", ...plain("PRAGMA defer_foreign_keys = ON") },
    ...old.rows.map((row) => ({ of: PROGRAMS, ...plain(`DROP ${String(row.type)} "${String(row.name)}"`) })),
    ...waiting.flatMap(({ file, statements, digest }) => [
      ...statements.map((sql) => ({ of: file, ...plain(sql) })),
      { of: file, sql: "INSERT INTO migrations (id, digest) VALUES (?, ?)", args: [file, digest] },
    ]),
    ...standing.map((sql) => ({ of: PROGRAMS, ...plain(sql) })),
    { of: PROGRAMS, ...rememberPrograms(programsDigest) },
  ];
  try {
    await atomically(
      db,
      steps.map(({ sql, args }) => ({ sql, args })),
    );
  } catch (error) {
    const at = error instanceof LibsqlBatchError ? steps[error.statementIndex]?.of : undefined;
    throw new MigrationFailed(at ?? waiting.map(({ file }) => file).join(", "), error);
  }
  return waiting.length > 0 ? waiting.map(({ file }) => file) : [PROGRAMS];
}

const rememberPrograms = (digest: string) => ({
  sql: "INSERT INTO migrations (id, digest) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, updated_at = cast(unixepoch('subsec') * 1000 as integer)",
  args: [PROGRAMS, digest],
});

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
