import { handle } from "@astrojs/cloudflare/handler";
import type { Context } from "hono";
import type { AppEnv } from "../route.ts";

/** The header that tells a page why it is drawn. From outside it could only change what its own sender sees. */
export const SAID_HEADER = "x-page-says";

/** A page drawn on demand in answer to another address, in the visitor's name, told something that is in no address. */
export async function drawPage(c: Context<AppEnv>, path: string, status: number, said: unknown): Promise<Response> {
  const headers = new Headers({
    cookie: c.req.header("Cookie") ?? "",
    [SAID_HEADER]: encodeURIComponent(JSON.stringify(said)),
  });
  const page = await handle(
    new Request(new URL(path, c.req.url), { headers }) as never,
    c.env as never,
    c.executionCtx as never,
  );
  const answer = new Response(page.body, { status, headers: page.headers });
  answer.headers.set("Cache-Control", "private, no-store");
  return answer;
}
