import { Hono } from "hono";
import type { AppEnv } from "../route.ts";
import { receiveCallback } from "./receive-callback.ts";

/** Providers call here. Verify, remember, answer; the work happens after, and a round of the reconciler does what never arrived. */
export const webhookRoutes = new Hono<AppEnv>().post("/:path/:token/:kind?", async (c) => {
  const { path, token, kind } = c.req.param();
  return c.json((await receiveCallback(c.var.deps, path, token, kind ?? "", await c.req.text())) as object, 200);
});
