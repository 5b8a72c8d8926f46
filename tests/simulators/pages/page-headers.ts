import type { MiddlewareHandler } from "hono";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** For a provider's pages in the simulators' own frame: never kept, and nothing from elsewhere. */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("cache-control", "no-store");
  c.header("content-security-policy", POLICY);
  c.header("x-content-type-options", "nosniff");
};
