import type { Context } from "hono";
import { z } from "zod";
import { countUp, type UserRow, userByEmail } from "#db/queries/users";
import { DomainError } from "#domain/errors";
import type { AppEnv } from "../route.ts";
import { sign } from "../tokens.ts";
import { passwordFits } from "./passwords.ts";
import { beginSession } from "./sessions.ts";

const TRIES = 10;
const WINDOW_MS = 15 * 60_000;

export const signInBody = z.strictObject({
  email: z.string().trim().min(1, "Your e-mail, please.").max(254, "That is too long for an e-mail."),
  password: z.string().min(1, "Your password, please.").max(256, "That is too long for a password."),
});

/** Begins a session for whoever has the password, and sets its cookie. @throws {DomainError} sign-in-refused, too-many-requests */
export async function signIn(
  c: Context<AppEnv>,
  { email, password }: z.infer<typeof signInBody>,
): Promise<Pick<UserRow, "name" | "email" | "role">> {
  const { deps } = c.var;
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
  return { name: user.name, email: user.email, role: user.role };
}
