import { createRoute, OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { may, type Permission } from "#domain/accounts/roles";
import { DomainError, type FieldError, fieldErrors } from "#domain/errors";
import type { SignedIn } from "./auth/sessions.ts";
import type { Deps } from "./deps.ts";
import type { Bindings } from "./env.ts";

export { z };

export interface Variables {
  requestId: string;
  deps: Deps;
  /** Who is signed in, read from the database in this request. */
  signedIn: SignedIn | null;
}
export type AppEnv = { Bindings: Bindings; Variables: Variables };

/** A router whose bodies that do not fit become problems naming the field. */
export const router = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw fieldErrors(result.error.issues.map(pointed));
    },
  });

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
}
const pointed = (issue: Issue): FieldError => {
  const path =
    issue.code === "unrecognized_keys" && issue.keys?.[0] !== undefined ? [...issue.path, issue.keys[0]] : issue.path;
  return { pointer: path.map((part) => `/${String(part)}`).join("") || "/", detail: issue.message };
};

/** One route: its address, its bodies, and the permission it asks for. A route without a permission does not compile. */
export function route<
  const P extends string,
  const R extends Omit<RouteConfig, "path" | "middleware"> & { path: P; permission: Permission },
>(config: R) {
  return createRoute<P, R & { middleware: MiddlewareHandler<AppEnv> }>({
    ...config,
    "x-permission": config.permission,
    middleware: requirePermission(config.permission),
  });
}

const requirePermission =
  (permission: Permission): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    if (permission !== "public") {
      const { signedInUser } = await import("./auth/sessions.ts");
      const signedIn = await signedInUser(c);
      if (!signedIn) throw new DomainError("unauthenticated", "Please sign in first.");
      if (!may(signedIn.user.role, permission)) throw new DomainError("forbidden", "Your account may not do this.");
      c.set("signedIn", signedIn);
    }
    await next();
  };

/** The answers most routes give: `answers(200, schema, "what it is")`. */
export const answers = <S extends number, T extends z.ZodType>(status: S, schema: T, description: string) =>
  ({ [status]: { description, content: { "application/json": { schema } } } }) as {
    [K in S]: { description: string; content: { "application/json": { schema: T } } };
  };

export const jsonBody = <T extends z.ZodType>(schema: T) =>
  ({ body: { required: true, content: { "application/json": { schema } } } }) as const;
