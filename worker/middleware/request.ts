import type { MiddlewareHandler } from "hono";
import { makeDeps } from "../deps.ts";
import type { AppEnv } from "../route.ts";

/** Gives each request its id and its dependencies, and writes one log line for it: no bodies, no secrets, no tokens. */
export const beginRequest: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.set("requestId", crypto.randomUUID());
  c.set("signedIn", null);
  c.set("deps", makeDeps(c.env, c.executionCtx, c.req.path.startsWith("/webhooks/") ? "provider" : "person"));
  const started = Date.now();
  await next();
  c.header("X-Request-Id", c.var.requestId);
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "private, no-store");
  if (c.env.SHOP_ENV !== "dev" || c.res.status >= 500) {
    console.log(
      JSON.stringify({
        level: "info",
        requestId: c.var.requestId,
        method: c.req.method,
        path: withoutSecrets(c.req.path),
        status: c.res.status,
        ms: Date.now() - started,
      }),
    );
  }
};

/** Tokens in addresses (order links, callbacks) never reach a log. */
export const withoutSecrets = (path: string): string => path.replace(/\.[0-9a-f]{64}/g, ".…");
