import { createHash } from "node:crypto";
import type { Database } from "#db/client";
import { withDatabase } from "./with-database.ts";

export interface Break {
  readonly invariant: string;
  readonly subject: string;
  readonly detail: string;
}

/** Every broken invariant of the books: the view audit_breaks, and the ledger's hash chain recomputed here. Empty on a sound shop. */
export async function audit(db: Database): Promise<Break[]> {
  const { rows } = await db.client.execute("SELECT invariant, subject, detail FROM audit_breaks");
  const found = rows.map((row) => ({
    invariant: String(row.invariant),
    subject: String(row.subject),
    detail: String(row.detail),
  }));
  return [...found, ...(await brokenSeals(db))];
}

async function brokenSeals(db: Database): Promise<Break[]> {
  const { rows } = await db.client.execute(
    "SELECT l.*, s.hash FROM ledger l LEFT JOIN ledger_seals s ON s.entry_id = l.id ORDER BY s.rowid",
  );
  let previous = "";
  for (const row of rows) {
    const text = [
      previous,
      row.id,
      row.tx_id,
      row.order_id,
      row.attempt_id,
      row.gateway,
      row.provider_ref,
      row.kind,
      row.amount_minor,
      row.currency,
      row.occurred_at,
      row.recorded_at,
    ].join("|");
    const hash = createHash("sha3-256").update(text).digest("hex");
    if (hash !== row.hash)
      return [{ invariant: "chain", subject: String(row.id), detail: "the ledger's hash chain breaks here" }];
    previous = hash;
  }
  return [];
}

if (import.meta.main) {
  const breaks = await withDatabase(audit);
  for (const { invariant, subject, detail } of breaks) console.log(`${invariant}  ${subject}  ${detail}`);
  console.log(`${breaks.length} rows`);
  process.exit(breaks.length === 0 ? 0 : 1);
}
