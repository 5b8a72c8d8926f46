import { readProof, recordRead } from "#db/queries/bank-proofs";
import { DomainError } from "#domain/errors";
import type { Deps } from "../deps.ts";
import { takeDocument } from "./store.ts";

/**
 * A private document for someone who may read it. That it was read is written down before its bytes leave. Pictures may be shown on a
 * page of ours; everything else is only ever a download. @throws {DomainError} not-found
 */
export async function readDocument(deps: Deps, id: string, readerId: string, inline: boolean): Promise<Response> {
  const proof = await readProof(deps.db, id);
  if (!proof) throw new DomainError("not-found", "There is no such document.");
  await recordRead(deps.db, proof.id, readerId, deps.now());
  const bytes = await takeDocument(deps, { owner: proof.ownerId, id: proof.id, objectKey: proof.objectKey });
  if (!bytes) throw new DomainError("not-found", "This document is not kept any more.");
  const shown = inline && proof.mime.startsWith("image/");
  return new Response(bytes, {
    headers: {
      "Content-Type": proof.mime,
      "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(proof.originalName)}`,
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
    },
  });
}
