import type { Bindings } from "../env.ts";

const PATH = /^\/images\/([a-z0-9][a-z0-9._-]{0,120}-(?:96|240|480|800)\.(?:avif|webp))$/i;

/**
 * GET /images/<key>-<width>.<avif|webp>, from R2. A key names its bytes, so the answer may be kept for ever; a picture that is not
 * there may come, so that answer may not. `null`: not an address of a picture.
 */
export async function answerImage(request: Request, env: Pick<Bindings, "IMAGES">): Promise<Response | null> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith("/images/")) return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const name = PATH.exec(pathname)?.[1];
  const tag = /"([^"]+)"/.exec(request.headers.get("if-none-match") ?? "")?.[1];
  const read = (file: string) => env.IMAGES.get(`images/${file}`, tag ? { onlyIf: { etagDoesNotMatch: tag } } : {});
  // An uploaded picture has no AVIF: its WebP is answered with its own type, which browsers go by.
  const object = name
    ? ((await read(name)) ?? (name.endsWith(".avif") ? await read(name.replace(/avif$/, "webp")) : null))
    : null;
  if (!name || !object)
    return new Response("There is no such picture.", { status: 404, headers: { "cache-control": "no-store" } });
  const headers = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": object.httpMetadata?.contentType ?? "image/webp",
    etag: object.httpEtag,
  };
  if (!("body" in object)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : (object as R2ObjectBody).body, { headers });
}
