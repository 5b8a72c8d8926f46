import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import { DomainError } from "#domain/errors";
import type { Deps } from "../deps.ts";
import { newDocumentKey, unwrapKey } from "./crypto.ts";

/** The key of one person's documents, made when the first is kept. @throws {DomainError} not-configured */
export async function documentKeyOf(deps: Deps, profileId: string): Promise<CryptoKey> {
  const fresh = await newDocumentKey(secretOf(deps), profileId);
  const [, found] = await atomically(deps.db, [
    sql`UPDATE billing_profiles SET document_key = ${fresh} WHERE id = ${profileId} AND document_key IS NULL`,
    sql`SELECT document_key FROM billing_profiles WHERE id = ${profileId}`,
  ]);
  const key = await opened(deps, profileId, found?.rows[0]?.document_key);
  if (!key) throw new DomainError("not-configured", "The key of these documents does not open with DOCUMENT_SECRET.");
  return key;
}

/** The same for reading. `null`: there is none any more (the person was erased), or the secret is another. */
export async function knownDocumentKey(deps: Deps, profileId: string): Promise<CryptoKey | null> {
  const [found] = await readTogether(deps.db, [sql`SELECT document_key FROM billing_profiles WHERE id = ${profileId}`]);
  return opened(deps, profileId, found?.rows[0]?.document_key);
}

async function opened(deps: Deps, profileId: string, wrapped: unknown): Promise<CryptoKey | null> {
  if (typeof wrapped !== "string") return null;
  const known = await unwrapKey(secretOf(deps), profileId, wrapped);
  if (known?.rewrapped) {
    await atomically(deps.db, [
      sql`UPDATE billing_profiles SET document_key = ${known.rewrapped} WHERE id = ${profileId} AND document_key = ${wrapped}`,
    ]);
  }
  return known?.key ?? null;
}

function secretOf({ config }: Deps) {
  if (!config.documentSecret) throw new DomainError("not-configured", "DOCUMENT_SECRET is not set.");
  return config.documentSecret;
}
