import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import { newId } from "#domain/ids";
import type { GatewayCode } from "#domain/payments/names";
import type { ReadStatement } from "#domain/payments/report-coverage";
import type { ImportedLine } from "#domain/payments/statement-line";
import { accountName } from "./accounts.ts";

export interface StandingLine {
  readonly kind: string;
  readonly ref: string;
  readonly account: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The lines that stand there already under these references. */
export async function linesStanding(
  db: Database,
  gateway: GatewayCode,
  refs: readonly string[],
): Promise<StandingLine[]> {
  const [found] = await readTogether(db, [
    sql`SELECT kind, provider_ref, account, amount_minor, currency FROM statement_lines WHERE gateway = ${gateway} AND provider_ref IN (SELECT value FROM json_each(${JSON.stringify(refs)}))`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    kind: String(row.kind),
    ref: String(row.provider_ref),
    account: String(row.account),
    amountMinor: Number(row.amount_minor),
    currency: String(row.currency),
  }));
}

export type NewLine = Omit<ImportedLine, "at"> & { readonly day: string };

/** Adds lines; one that stands there already is left as it is. @returns how many were new */
export async function addLines(
  db: Database,
  gateway: GatewayCode,
  account: string,
  lines: readonly NewLine[],
): Promise<number> {
  const rows = lines.map((line) => ({ ...line, id: newId("sta") }));
  const [added] = await atomically(db, [
    sql`INSERT INTO statement_lines (id, gateway, account, day, provider_ref, our_ref, kind, amount_minor, currency, at, more)
        SELECT v.value->>'id', ${gateway}, ${account}, v.value->>'day', v.value->>'ref', v.value->>'ourRef', v.value->>'kind', v.value->>'amountMinor', v.value->>'currency', v.value->>'occurredAt', v.value->'more'
        FROM json_each(${JSON.stringify(rows)}) v WHERE true ON CONFLICT (gateway, kind, provider_ref) DO NOTHING`,
  ]);
  return added?.rowsAffected ?? 0;
}

export interface NewImport extends ReadStatement {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly lines: number;
  readonly added: number;
  readonly importedBy: string | null;
}

/** Remembers that a statement was read; its days are to be worked out anew. The same id again is the same reading, and changes nothing. */
export async function recordImport(db: Database, one: NewImport, days: readonly string[], now: number): Promise<void> {
  await atomically(db, [
    sql`INSERT INTO statement_imports (id, created_at, gateway, account, source, day_from, day_to, covers_until, lines, added, imported_by)
        VALUES (${one.id}, ${now}, ${one.gateway}, ${one.account}, ${one.source}, ${one.from}, ${one.to}, ${one.coversUntil}, ${one.lines}, ${one.added}, ${one.importedBy}) ON CONFLICT (id) DO NOTHING`,
    sql`INSERT INTO report_days (id, gateway, day, coverage, unexplained, computed_at, is_stale)
        SELECT ${one.gateway} || '/' || value, ${one.gateway}, value, 'none', 0, 0, 1 FROM json_each(${JSON.stringify(days)}) WHERE EXISTS (SELECT 1 FROM statement_imports WHERE id = ${one.id} AND created_at = ${now})
        ON CONFLICT (gateway, day) DO UPDATE SET is_stale = 1`,
  ]);
}

/** The accounts of a gateway that attempts carry. */
export async function accountsOf(db: Database, gateway: GatewayCode): Promise<string[]> {
  const [found] = await readTogether(db, [sql`SELECT DISTINCT mode, account FROM payments WHERE gateway = ${gateway}`]);
  return (found?.rows ?? []).map((row) => accountName({ mode: String(row.mode), account: String(row.account) }));
}
