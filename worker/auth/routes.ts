import { z } from "zod";
import { ROLES } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import { answers, jsonBody, route, router } from "../route.ts";
import { endSession } from "./sessions.ts";
import { signIn, signInBody } from "./sign-in.ts";

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
    async (c) => c.json(await signIn(c, c.req.valid("json")), 201),
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
