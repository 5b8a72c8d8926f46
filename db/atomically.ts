import { type InArgs, LibsqlError, type ResultSet } from "@libsql/client/web";
import { DomainError } from "#domain/errors";
import type { Database } from "./client.ts";
import { SQL, SQLiteSyncDialect } from "./dialect.ts";

/** A query of the builder, a `sql` template, or text with its parameters. */
export type Statement = { toSQL(): { sql: string; params: unknown[] } } | SQL | { sql: string; args: InArgs };

const dialect = new SQLiteSyncDialect();

/** A lone surrogate is no text to the server: it would refuse the whole batch, neighbours and all. */
const wellFormed = <T>(value: T): T => (typeof value === "string" ? (value.toWellFormed() as T) : value);

function bound(statement: Statement): { sql: string; args: InArgs } {
  const { sql, args } = textOf(statement);
  const clean = Array.isArray(args)
    ? args.map(wellFormed)
    : Object.fromEntries(Object.entries(args).map(([name, value]) => [name, wellFormed(value)]));
  return { sql, args: clean };
}

function textOf(statement: Statement): { sql: string; args: InArgs } {
  if (statement instanceof SQL) {
    const { sql, params } = dialect.sqlToQuery(statement);
    return { sql, args: params as InArgs };
  }
  if ("toSQL" in statement) {
    const { sql, params } = statement.toSQL();
    return { sql, args: params as InArgs };
  }
  return statement;
}

/**
 * The one write path: all or nothing, one round trip, always mode "write". A broken constraint named in `refusals` becomes that refusal.
 * An answer that never came is not "did not happen": the batch is sent once more. Rows that carry their own identity may travel twice as
 * they are; statements that must tell the two sendings apart are given as a function, called anew for each.
 * @throws {DomainError} database-away when the database cannot be reached; the refusal of a named constraint
 */
export async function atomically(
  db: Database,
  statements: readonly Statement[] | (() => readonly Statement[]),
  refusals: Record<string, DomainError> = {},
): Promise<ResultSet[]> {
  const batch = () => (typeof statements === "function" ? statements() : statements).map(bound);
  try {
    // biome-ignore lint/plugin: this is the wrapper
    return await sent(db, () => db.client.batch(batch(), "write"));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw Object.entries(refusals).find(([name]) => message.includes(name))?.[1] ?? error;
  }
}

/** Several reads in one round trip, all of the same moment. */
export function readTogether(db: Database, statements: readonly Statement[]): Promise<ResultSet[]> {
  const batch = statements.map(bound);
  // biome-ignore lint/plugin: this is the wrapper
  return sent(db, () => db.client.batch(batch, "read"));
}

const PAUSE_MS = 30; // before a sending that follows a crowd, and twice as long each time

/** Sends again what got no answer, once; and what a crowded database turned away unrun, a few times with a growing pause. */
async function sent<T>({ patienceMs }: Database, send: () => Promise<T>): Promise<T> {
  const began = Date.now();
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      const away = databaseAway(error);
      if (!away) throw error;
      const isCrowded = CROWDED.test(String(error));
      if (Date.now() - began > patienceMs || (tries > 1 && !isCrowded)) throw away;
      if (isCrowded) await pause(PAUSE_MS * 2 ** tries * (0.5 + Math.random()));
    }
  }
}

/** The server had no place for it or did not get the write lock: nothing of it was run. */
const CROWDED = /HTTP status 429|SQLITE_BUSY|TRANSACTION_BUSY/;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The refusal to show when the database was not reached or lost its answer; `null` when it did answer (a constraint, a mistake in SQL). */
export function databaseAway(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error.code === "database-away" ? error : null;
  if (error instanceof LibsqlError && error.code.startsWith("SQLITE_") && !error.code.startsWith("SQLITE_BUSY"))
    return null;
  if (error instanceof LibsqlError && ["SQL_INPUT_ERROR", "SQL_PARSE_ERROR", "ARGS_INVALID"].includes(error.code))
    return null;
  const message =
    error instanceof Error
      ? `${error.name} ${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`
      : String(error);
  const away =
    /fetch failed|ECONN|network|Timeout|timed out|HTTP status (429|5\d\d)|SQLITE_BUSY|TRANSACTION_(TIMEOUT|BUSY)|STREAM_EXPIRED|baton|internal error|lost/i;
  return away.test(message)
    ? new DomainError(
        "database-away",
        "The shop cannot reach its books for the moment. Nothing was lost; please try again.",
        { retryAfterSeconds: 5 },
      )
    : null;
}
