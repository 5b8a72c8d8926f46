import type { Database } from "#db/client";
import { hashPassword } from "#worker/auth/passwords";
import { DEMO_PASSWORD } from "../db/seed/people.ts";
import { seed as seedRows } from "../db/seed/seed.ts";

/** Fills an empty shop with the demo goods and accounts. @returns whether it was empty */
export const seed = async (db: Database): Promise<boolean> =>
  seedRows(db, { passwordHash: await hashPassword(DEMO_PASSWORD) });

if (import.meta.main) {
  const { withDatabase } = await import("./with-database.ts");
  await withDatabase(async (db) =>
    console.log((await seed(db)) ? "The demo goods are in." : "The shop has goods already; nothing was changed."),
  );
}
