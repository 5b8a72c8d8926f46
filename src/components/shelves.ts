import { env } from "cloudflare:workers";
import { openDatabase } from "#db/client";
import { narrowCatalogue, type Shelves, wholeCatalogue } from "#db/queries/catalogue-pages";

const database = () => {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = env as unknown as Record<string, string>;
  if (!url) throw new Error("DATABASE_URL is missing: the pages are made from the database (npm run build sets it).");
  return openDatabase({ url, authToken, timeoutMs: 30_000 });
};

type Whole = Awaited<ReturnType<typeof wholeCatalogue>>;
let whole: Whole | undefined;

/** The catalogue of a build: read once, kept until the build ends. Only prerendered pages call this. */
export async function shelvesOfBuild(): Promise<Whole> {
  whole ??= await wholeCatalogue(database());
  return whole;
}

/** Fresh rows for one page that is made again. */
export const freshShelves = (): Promise<Shelves> => narrowCatalogue(database());
export const freshDatabase = database;
