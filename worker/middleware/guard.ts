import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { DomainError } from "#domain/errors";
import type { AppEnv } from "../route.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const LARGEST_BODY = 256 * 1024; // bytes
const LARGEST_UPLOAD = 8 * 1024 * 1024;

const tooLarge = () => {
  throw new DomainError("payload-too-large", "The request is larger than this shop takes.", {
    errors: [{ pointer: "/", detail: "too large" }],
  });
};
const small = bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge });
const upload = bodyLimit({ maxSize: LARGEST_UPLOAD, onError: tooLarge });

/** Addresses that take a file in a form. */
const takesForm = (path: string): boolean => path.endsWith("/images") || /^\/api\/orders\/[^/]+\/proofs$/.test(path);
const STATEMENTS = new Set(["/api/staff/bank/statements", "/api/staff/statements"]);
const takesMuch = (path: string): boolean =>
  takesForm(path) || STATEMENTS.has(path) || /^\/orders\/[^/]+\/payment$/.test(path); // a page's plain form

/** Refuses large bodies before they are read. Only uploads may be larger. */
export const limitBody: MiddlewareHandler<AppEnv> = (c, next) =>
  takesMuch(c.req.path) ? upload(c, next) : small(c, next);

/** A state change from a browser comes from our own pages: its Origin is the shop's. Webhooks prove themselves otherwise. */
export const sameOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!SAFE.has(c.req.method) && !c.req.path.startsWith("/webhooks/")) {
    const origin = c.req.header("Origin");
    const ours = [new URL(c.req.url).origin, new URL(c.var.deps.config.shopUrl).origin];
    if (origin === undefined || !ours.includes(origin)) {
      throw new DomainError(
        "origin-not-allowed",
        "A change must come from this shop's own pages (the Origin header says otherwise or is missing).",
        {
          errors: [{ pointer: "Origin", detail: "missing or not this shop's" }],
        },
      );
    }
  }
  await next();
};

/** JSON routes read JSON; forms and uploads have addresses of their own. */
export const contentType: MiddlewareHandler<AppEnv> = async (c, next) => {
  const takesOther = takesForm(c.req.path);
  const hasBody = !SAFE.has(c.req.method) && c.req.method !== "DELETE";
  if (hasBody && !takesOther && !/^application\/json\b/i.test(c.req.header("Content-Type") ?? "")) {
    throw new DomainError("unsupported-media-type", "Send the body as application/json.", {
      errors: [{ pointer: "Content-Type", detail: "must be application/json" }],
    });
  }
  await next();
};
