import { type Database, openDatabase } from "#db/client";
import { migrate } from "#db/migrate";
import { localPorts } from "./settings.ts";
import { startSqld } from "./sqld.ts";

/** Runs on DATABASE_URL, else on the shop's own server: the running one, or one started for this moment. */
export async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL)
    return work(
      openDatabase({ url: process.env.DATABASE_URL, authToken: process.env.DATABASE_AUTH_TOKEN, timeoutMs: 60_000 }),
    );
  const url = `http://127.0.0.1:${localPorts.sqld}`;
  const running = await fetch(`${url}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
  const sqld = running ? null : await startSqld({ folder: ".data/sqld", port: localPorts.sqld });
  try {
    const db = openDatabase({ url, timeoutMs: 60_000 });
    await migrate(db);
    return await work(db);
  } finally {
    await sqld?.stop();
  }
}
