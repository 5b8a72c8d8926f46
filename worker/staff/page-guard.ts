import type { Context, MiddlewareHandler } from "hono";
import { databaseAway } from "#db/atomically";
import { may, type Permission } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import { signedInUser } from "../auth/sessions.ts";
import { answerNotFound } from "../pages/answer-page.ts";
import type { AppEnv } from "../route.ts";

/** Every page of the console and what it asks for. A page that is not in this table does not exist. */
export const STAFF_PAGES: Readonly<Record<string, Permission>> = {
  "/staff": "orders:read",
  "/staff/orders": "orders:read",
  "/staff/orders/:id": "orders:read",
  "/staff/bank": "payments:verify",
  "/staff/tasks": "payments:read",
  "/staff/payments": "payments:read",
  "/staff/payments/unallocated": "payments:read",
  "/staff/payments/callbacks": "payments:read",
  "/staff/payments/test": "payments:record",
  "/staff/payments/:id": "payments:read",
  "/staff/reports/daily": "payments:reconcile",
};

/** The page that says why the console stays shut; drawn by the guard alone. */
const CLOSED = "/staff/closed";
export type ClosedBecause = "forbidden" | "away";

const PATTERNS = Object.entries(STAFF_PAGES).map(
  ([page, permission]) => [new RegExp(`^${page.replace(/:[a-z]+/g, "[\\w-]{1,64}")}$`), permission] as const,
);

/** What the table asks for at an address, read as it stands: `null` where it has no such page. */
export const permissionOf = (pathname: string): Permission | null =>
  PATTERNS.find(([page]) => page.test(pathname))?.[1] ?? null;

/** Whether any reading of an address lies within the console: decoded however often, slashes doubled or turned, in any case. */
export function isConsole(pathname: string): boolean {
  let read = pathname;
  for (let before = ""; before !== read; ) {
    before = read;
    read = read.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  }
  const path = new URL(`/.${read.replace(/[\\/]+/g, "/").replace(/[?#]/g, ".")}`, "https://duka.invalid").pathname;
  return /^\/staff(?![a-z0-9_-])/i.test(path.replace(/\/{2,}/g, "/"));
}

type Draw = (c: Context<AppEnv>, path: string, status: number, said: ClosedBecause) => Promise<Response>;

/** Stands before every page of the console: who is not signed in is asked to, who may not see it is told so. Nothing is ever cached. */
export const guardStaffPages =
  (draw: Draw): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    if (!isConsole(pathname)) return next();
    if (!["GET", "HEAD"].includes(c.req.method))
      throw new DomainError("method-not-allowed", "The pages of the console are only read; changes go to the API.");
    const bare = pathname.replace(/\/+$/, "");
    const permission = permissionOf(bare);
    if (!permission) return notHere(c);
    if (bare !== pathname) return c.redirect(bare + search, 308);
    const signedIn = await signedInUser(c).catch((error: unknown) => {
      if (databaseAway(error)) return "away" as const;
      throw error;
    });
    if (signedIn === "away") return draw(c, CLOSED, 503, "away");
    if (!signedIn) return c.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
    if (!may(signedIn.user.role, permission)) return draw(c, CLOSED, 403, "forbidden");
    await next();
    c.res.headers.set("Cache-Control", "private, no-store");
  };

async function notHere(c: Context<AppEnv>): Promise<Response> {
  const page = await answerNotFound(c.req.raw, c.env);
  page.headers.set("Cache-Control", "private, no-store");
  return page;
}
