import { env, waitUntil } from "cloudflare:workers";
import { openDatabase } from "#db/client";
import { narrowCatalogue } from "#db/queries/catalogue-pages";
import type { ShopFrame } from "#db/queries/catalogue-rows";
import { apiOver } from "#lib/api";
import { cookiesOf } from "#lib/language";
import { app } from "#worker/app";
import type { Bindings } from "#worker/env";

/** Headers of the visitor's own request that the API looks at: who it is, where it comes from, which page sent it. */
const HANDED_ON = ["Origin", "CF-Connecting-IP", "User-Agent", "Accept-Language"];

const bindings = env as unknown as Bindings;
const context = { waitUntil, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;

/** The API as a page that is being rendered asks it: in the same Worker, without the network, in the visitor's name. */
export const serverApi = (visit: Request) =>
  apiOver(async (path, init) => {
    const headers = new Headers(init?.headers);
    for (const name of HANDED_ON) {
      const value = visit.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const cookies = cookiesOf(visit);
    if (cookies !== null) headers.set("Cookie", cookies);
    // A page that is only being looked at asks by itself; one that was posted to asks with the sender's own Origin.
    if (visit.method === "GET") headers.set("Origin", new URL(visit.url).origin);
    return app.request(new URL(path, visit.url).href, { ...init, headers }, bindings, context);
  });

/** A frame that is older than this is read again. */
const FRESH_MS = 10_000;
let known: { frame: ShopFrame; readAt: number } | undefined;

/** Sections and markets for the head of a page. With the database away the last known one, else none. */
export async function shopFrame(): Promise<ShopFrame | null> {
  if (known && Date.now() - known.readAt < FRESH_MS) return known.frame;
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = bindings;
  const read = narrowCatalogue(openDatabase({ url, authToken, timeoutMs: 2_000 }));
  const frame = await read.then((shelves) => shelves.frame).catch(() => null);
  if (frame) known = { frame, readAt: Date.now() };
  return frame ?? known?.frame ?? null;
}

/** Pages about one person's cart or order are nobody else's: told to the visitor's own browser and to every cache. */
export const PRIVATE = "private, no-store";

/** Where simulated payments are decided, on a developer's machine; `null` elsewhere. */
export function simulatorsHere(): string | null {
  const { MPESA_BASE_URL: base } = bindings;
  if (typeof base !== "string" || base === "") return null;
  const { hostname, port } = new URL(base);
  return ["localhost", "127.0.0.1"].includes(hostname) ? `http://localhost:${port}` : null;
}
