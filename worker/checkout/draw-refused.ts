import { handle } from "@astrojs/cloudflare/handler";
import type { Context } from "hono";
import type { AppEnv } from "../route.ts";
import type { RefusedForm } from "./forms.ts";

/** The header that hands a refused form to the checkout page. From outside it could only change what its own sender sees. */
export const REFUSED_HEADER = "x-refused-form";

/** The checkout page again, with everything that was typed and what is wrong with it. */
export async function drawRefusedCheckout(c: Context<AppEnv>, refused: RefusedForm, status: number): Promise<Response> {
  const headers = new Headers({
    cookie: c.req.header("Cookie") ?? "",
    [REFUSED_HEADER]: encodeURIComponent(JSON.stringify(refused)),
  });
  const page = await handle(
    new Request(new URL("/checkout", c.req.url), { headers }) as never,
    c.env as never,
    c.executionCtx as never,
  );
  return new Response(page.body, { status, headers: page.headers });
}
