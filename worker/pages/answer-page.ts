import type { Bindings } from "../env.ts";
import { FRESH_MS, remember, remembered, type StoredPage } from "./memory.ts";
import { goneKey, isCataloguePath, isCatalogueSpace, pageKey, withoutSlash } from "./paths.ts";

type PageEnv = Pick<Bindings, "ASSETS" | "PAGES" | "BUILD_ID">;
const NOT_FOUND = "/404";

/**
 * Answers a page of the catalogue from the isolate's memory while its copy is fresh, else from the published object, the built
 * asset, the tombstone, the static 404. Never from the database. `null`: the address is not the catalogue's.
 */
export async function answerPage(request: Request, env: PageEnv, _context?: unknown): Promise<Response | null> {
  const { pathname, search, origin } = new URL(request.url);
  const path = withoutSlash(pathname);
  const isPage = isCataloguePath(path);
  if (!isPage && !isCatalogueSpace(path)) return null;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  if (isPage && path !== pathname) return Response.redirect(`${origin}${path}${search}`, 301);
  return respond(request, await pageAt(isPage ? path : NOT_FOUND, env, origin));
}

/** The page of an address that nothing else answers either. */
export async function answerNotFound(request: Request, env: PageEnv): Promise<Response> {
  return respond(request, await pageAt(NOT_FOUND, env, new URL(request.url).origin));
}

async function pageAt(path: string, env: PageEnv, origin: string): Promise<StoredPage> {
  const now = Date.now();
  const entry = remembered(path);
  if (entry && now - entry.readAt <= FRESH_MS) return entry.page;
  const page = await read(path, env, origin, entry?.page);
  remember(path, page, now); // as of when the reading began: what was stored since is seen half a second later at most
  return page;
}

/** The layers, the strongest first. `known` is the copy we have: what has not changed is not read again. */
async function read(path: string, env: PageEnv, origin: string, known?: StoredPage): Promise<StoredPage> {
  if (path === NOT_FOUND) return known ?? built(await notFoundAsset(env, origin), 404, "absent");
  const published = await fromBucket(
    env,
    pageKey(env.BUILD_ID, path),
    origin,
    known?.source === "published" ? known : undefined,
  );
  if (published) return published;
  if (known?.source === "built") return known; // an asset lives as long as its build, and so does this isolate
  const asset = await env.ASSETS.fetch(new Request(`${origin}${path}`));
  if (asset.status === 200) return built(asset, 200, "built");
  const gone = await fromBucket(env, goneKey(path), origin);
  // A tombstone that says 200 was revoked: the page came back in an earlier build.
  return gone && gone.status !== 200 ? gone : built(await notFoundAsset(env, origin), 404, "absent");
}

const notFoundAsset = (env: PageEnv, origin: string) => env.ASSETS.fetch(new Request(`${origin}${NOT_FOUND}`));

async function fromBucket(env: PageEnv, key: string, origin: string, known?: StoredPage): Promise<StoredPage | null> {
  const object = await (known ? env.PAGES.get(key, { onlyIf: { etagDoesNotMatch: known.etag } }) : env.PAGES.get(key));
  if (!object) return null;
  if (known && !("body" in object)) return known;
  const { status = "200", location } = object.customMetadata ?? {};
  if (status === "301" && location)
    return { status: 301, body: new Uint8Array(), etag: object.etag, location, source: "gone" };
  if (status === "410") {
    const words = await notFoundAsset(env, origin);
    return { status: 410, body: new Uint8Array(await words.arrayBuffer()), etag: object.etag, source: "gone" };
  }
  return {
    status: 200,
    body: new Uint8Array(await (object as R2ObjectBody).arrayBuffer()),
    etag: object.etag,
    source: "published",
  };
}

async function built(asset: Response, status: 200 | 404, source: "built" | "absent"): Promise<StoredPage> {
  const etag = (asset.headers.get("etag") ?? "").replace(/^W\//, "").replaceAll('"', "");
  return { status, body: new Uint8Array(await asset.arrayBuffer()), etag, source };
}

function respond(request: Request, page: StoredPage): Response {
  const headers = new Headers({ "cache-control": "public, max-age=0, must-revalidate", "x-page": page.source });
  if (page.location) {
    headers.set("location", page.location);
    return new Response(null, { status: 301, headers });
  }
  const isXml = page.status === 200 && new URL(request.url).pathname.endsWith(".xml");
  headers.set("content-type", `${isXml ? "application/xml" : "text/html"}; charset=utf-8`);
  if (page.status === 200 && page.etag) {
    headers.set("etag", `"${page.etag}"`);
    if (matches(request.headers.get("if-none-match"), page.etag)) return new Response(null, { status: 304, headers });
  }
  return new Response(request.method === "HEAD" ? null : page.body, { status: page.status, headers });
}

/** Whether a client's `If-None-Match` names this tag; weak tags of a compressing cache count. */
const matches = (header: string | null, etag: string): boolean =>
  header?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === `"${etag}"`) ?? false;
