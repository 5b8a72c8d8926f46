import { z } from "zod";
import { countUp, userByEmail } from "#db/queries/users";
import { ROLES } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import { answers, jsonBody, route, router } from "../route.ts";
import { sign } from "../tokens.ts";
import { passwordFits } from "./passwords.ts";
import { beginSession, endSession } from "./sessions.ts";

const TRIES = 10;
const WINDOW_MS = 15 * 60_000;
const signInBody = z.strictObject({
  email: z.string().trim().min(1, "Your e-mail, please.").max(254),
  password: z.string().min(1, "Your password, please.").max(256),
});
const meView = z.object({ name: z.string(), email: z.string(), role: z.enum(ROLES) });

/** /api/session: sign in, sign out, who am I. */
export const authRoutes = router()
  .openapi(
    route({
      method: "post",
      path: "/session",
      permission: "public",
      summary: "Sign in",
      request: jsonBody(signInBody),
      responses: answers(201, meView, "Signed in; the session is in a cookie"),
    }),
    async (c) => {
      const { deps } = c.var;
      const { email, password } = c.req.valid("json");
      const address = sign(
        deps.config.linkSecret.current,
        "sign-in",
        `${c.req.header("CF-Connecting-IP") ?? ""}|${email.toLowerCase()}`,
      ).slice(0, 32);
      if ((await countUp(deps.db, `sign-in|${address}`, WINDOW_MS, deps.now())) > TRIES) {
        throw new DomainError("too-many-requests", "Too many tries. Please wait a quarter of an hour.", {
          retryAfterSeconds: WINDOW_MS / 1_000,
        });
      }
      const user = await userByEmail(deps.db, email);
      const fits = await passwordFits(user?.passwordHash ?? null, password);
      if (!user || !fits)
        throw new DomainError("sign-in-refused", "The e-mail or the password is not right.", {
          errors: [{ pointer: "/password", detail: "The e-mail or the password is not right." }],
        });
      await beginSession(c, user.id);
      return c.json({ name: user.name, email: user.email, role: user.role }, 201);
    },
  )
  .openapi(
    route({
      method: "get",
      path: "/session",
      permission: "session",
      summary: "Who is signed in",
      responses: answers(200, meView, "The signed-in person"),
    }),
    async (c) => {
      const user = c.var.signedIn?.user;
      if (!user) throw new DomainError("unauthenticated", "Please sign in first.");
      return c.json({ name: user.name, email: user.email, role: user.role }, 200);
    },
  )
  .openapi(
    route({
      method: "delete",
      path: "/session",
      permission: "public",
      summary: "Sign out",
      responses: { 204: { description: "Signed out" } },
    }),
    async (c) => {
      await endSession(c);
      return c.body(null, 204);
    },
  );
