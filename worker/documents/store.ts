import { readTogether } from "#db/atomically";
import { countUp } from "#db/queries/users";
import type { Deps } from "../deps.ts";
import { openBytes, sealBytes } from "./crypto.ts";
import { documentKeyOf, knownDocumentKey } from "./keys.ts";

const HOUR_MS = 3_600_000;
const ORPHAN_MS = 24 * HOUR_MS;
const FOLDER = "documents/";

/** Puts a document away, encrypted with its owner's key, under a name that says nothing. Its row comes after. @returns the object's key */
export async function putDocument(deps: Deps, owner: string, id: string, bytes: Uint8Array): Promise<string> {
  const objectKey = `${FOLDER}${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex")}`;
  const sealed = await sealBytes(await documentKeyOf(deps, owner), id, bytes);
  await deps.env.DOCUMENTS.put(objectKey, sealed);
  return objectKey;
}

/** A document as it was kept. `null`: its owner was erased, or its object is gone. */
export async function takeDocument(
  deps: Deps,
  { owner, id, objectKey }: { owner: string; id: string; objectKey: string },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const [key, object] = await Promise.all([knownDocumentKey(deps, owner), deps.env.DOCUMENTS.get(objectKey)]);
  return key && object ? openBytes(key, id, new Uint8Array(await object.arrayBuffer())) : null;
}

export const dropDocument = (deps: Deps, objectKey: string): Promise<void> => deps.env.DOCUMENTS.delete(objectKey);

/** Deletes objects that have had no row for a day: something stopped between the two. Once an hour, whoever asks first. @returns how many */
export async function sweepDocuments(deps: Deps): Promise<number> {
  const now = deps.now();
  if ((await countUp(deps.db, "sweep-documents", HOUR_MS, now)) > 1) return 0;
  let swept = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await deps.env.DOCUMENTS.list({ prefix: FOLDER, ...(cursor ? { cursor } : {}) });
    const old = page.objects.filter(({ uploaded }) => uploaded.getTime() < now - ORPHAN_MS).map(({ key }) => key);
    const orphans = await withoutRow(deps, old);
    if (orphans.length > 0) await deps.env.DOCUMENTS.delete(orphans);
    swept += orphans.length;
    if (!page.truncated) return swept;
    cursor = page.cursor;
  }
}

async function withoutRow(deps: Deps, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const [found] = await readTogether(deps.db, [
    {
      sql: "SELECT k.value AS object_key FROM json_each(?) k WHERE NOT EXISTS (SELECT 1 FROM bank_proofs p WHERE p.object_key = k.value)",
      args: [JSON.stringify(keys)],
    },
  ]);
  return (found?.rows ?? []).map((row) => String(row.object_key));
}
