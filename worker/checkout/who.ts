import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { DomainError } from "#domain/errors";
import type { Locale } from "#domain/sentences/locales";
import { languageWished } from "../language.ts";
import type { AppEnv } from "../route.ts";
import { sign } from "../tokens.ts";

const VISITOR_COOKIE = "visitor";
export const ORDER_COOKIE = "order";
const WEEK_S = 7 * 24 * 3_600;
const COOKIE = { prefix: "host", httpOnly: true, secure: true, sameSite: "Lax", path: "/" } as const;

/** Who asks, as far as caps go: the address the platform saw, and this browser. Both only as keyed hashes. */
export interface Who {
  readonly client: string;
  readonly session: string;
  readonly idempotencyKey: string;
  readonly previousOrder: string | undefined;
  /** What this browser chose on a page of ours. */
  readonly locale: Locale | null;
}

/** @throws {DomainError} validation-failed without a usable Idempotency-Key */
export function whoAsks(c: Context<AppEnv>, key = c.req.header("Idempotency-Key") ?? ""): Who {
  if (!/^[\x21-\x7e]{16,128}$/.test(key)) {
    throw new DomainError("validation-failed", "Send an Idempotency-Key of 16 to 128 characters.", {
      errors: [{ pointer: "Idempotency-Key", detail: "missing or not 16 to 128 printable characters" }],
    });
  }
  const secret = c.var.deps.config.linkSecret.current;
  let visitor: string = getCookie(c, VISITOR_COOKIE, "host") ?? "";
  if (!/^[0-9a-f]{32}$/.test(visitor)) {
    visitor = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
    setCookie(c, VISITOR_COOKIE, visitor, { ...COOKIE, maxAge: WEEK_S });
  }
  return {
    client: sign(secret, "client", c.req.header("CF-Connecting-IP") ?? "").slice(0, 32),
    session: sign(secret, "visitor", visitor).slice(0, 32),
    idempotencyKey: key,
    previousOrder: getCookie(c, ORDER_COOKIE, "host"),
    locale: languageWished(c),
  };
}

/** The browser keeps the way to its last order, so that checking out again finds it. */
export const rememberOrder = (c: Context<AppEnv>, token: string): void =>
  setCookie(c, ORDER_COOKIE, token, { ...COOKIE, maxAge: WEEK_S });
