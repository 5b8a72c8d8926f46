import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";

/** Pieces that can still be promised, by variant id. Unknown variants are left out. */
export async function readStock(db: Database, variantIds: readonly string[]): Promise<Record<string, number>> {
  const [found] = await readTogether(db, [
    sql`SELECT s.variant_id, s.on_hand - s.reserved AS available FROM json_each(${JSON.stringify(variantIds)}) v JOIN stock s ON s.variant_id = v.value`,
  ]);
  return Object.fromEntries((found?.rows ?? []).map((row) => [String(row.variant_id), Number(row.available)]));
}
