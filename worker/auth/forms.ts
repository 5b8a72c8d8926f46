import { type Context, Hono } from "hono";
import { landingFor } from "#domain/accounts/landing";
import { DomainError, type FieldError, PROBLEMS } from "#domain/errors";
import type { AppEnv } from "../route.ts";
import { endSession } from "./sessions.ts";
import { signIn, signInBody } from "./sign-in.ts";

/** What a refused sign-in shows again: the e-mail and where one wanted to go, never the password. */
export interface RefusedSignIn {
  readonly email: string;
  readonly next: string;
  readonly errors: readonly FieldError[];
  readonly message: string;
}

/** Signing in and out by plain forms, for pages whose script has not arrived. `again` draws the page with what is wrong. */
export const signInForms = (again: (c: Context<AppEnv>, refused: RefusedSignIn, status: number) => Promise<Response>) =>
  new Hono<AppEnv>()
    .get("/staff/sign-in", (c) => c.redirect(`/sign-in${new URL(c.req.url).search}`, 302))
    .post("/sign-in", async (c) => {
      const form = await c.req.formData().catch(() => new FormData());
      const text = (name: string): string => {
        const value = form.get(name);
        return typeof value === "string" ? value : "";
      };
      const kept = { email: text("email").slice(0, 254), next: text("next").slice(0, 2_000) };
      const body = signInBody.safeParse({ email: text("email"), password: text("password") });
      if (!body.success) {
        const errors = body.error.issues.map(({ path, message }) => ({
          pointer: `/${path.join("/")}`,
          detail: message,
        }));
        return again(c, { ...kept, errors, message: "Please look at the marked fields." }, 422);
      }
      try {
        const { role } = await signIn(c, body.data);
        return c.redirect(landingFor(role, kept.next), 303);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const errors = Array.isArray(error.extensions.errors) ? (error.extensions.errors as FieldError[]) : [];
        return again(c, { ...kept, errors, message: error.message }, PROBLEMS[error.code].status);
      }
    })
    .post("/sign-out", async (c) => {
      await endSession(c);
      return c.redirect("/", 303);
    });
