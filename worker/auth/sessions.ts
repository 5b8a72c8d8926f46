import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { type Adapter, Lucia, TimeSpan } from "lucia";
import type { Database } from "#db/client";
import { deleteSession, deleteSessionsOf, extendSession, readSession, writeSession } from "#db/queries/sessions";
import type { Role } from "#domain/accounts/roles";
import type { AppEnv } from "../route.ts";

const IDLE_HOURS = 12;
const ABSOLUTE_MS = 7 * 24 * 3_600_000; // lucia renews for ever; this ends it

export interface SignedIn {
  readonly sessionId: string;
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role };
}

interface UserAttributes {
  name: string;
  email: string;
  role: Role;
  active: boolean;
}
declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof luciaOf>;
    DatabaseUserAttributes: UserAttributes;
    DatabaseSessionAttributes: { absoluteExpiresAt: number };
  }
}

function luciaOf(db: Database) {
  const adapter: Adapter = {
    async getSessionAndUser(id) {
      const found = await readSession(db, id);
      if (!found) return [null, null];
      const { session, user } = found;
      return [
        {
          id: session.id,
          userId: session.userId,
          expiresAt: new Date(session.expiresAt),
          attributes: { absoluteExpiresAt: session.absoluteExpiresAt },
        },
        { id: user.id, attributes: { name: user.name, email: user.email, role: user.role, active: user.active } },
      ];
    },
    getUserSessions: async () => [],
    setSession: ({ id, userId, expiresAt, attributes }) =>
      writeSession(db, { id, userId, expiresAt: expiresAt.getTime(), absoluteExpiresAt: attributes.absoluteExpiresAt }),
    updateSessionExpiration: (id, expiresAt) => extendSession(db, id, expiresAt.getTime()),
    deleteSession: (id) => deleteSession(db, id),
    deleteUserSessions: (userId) => deleteSessionsOf(db, userId),
    deleteExpiredSessions: async () => undefined, // the cron's round does it
  };
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(IDLE_HOURS, "h"),
    sessionCookie: { name: "__Host-session", expires: false, attributes: { sameSite: "lax", secure: true, path: "/" } },
    getUserAttributes: ({ name, email, role, active }) => ({ name, email, role, active }),
    getSessionAttributes: ({ absoluteExpiresAt }) => ({ absoluteExpiresAt }),
  });
}

/** The cookie holds a random token; the database only its hash. */
const hashed = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Who is signed in, from the database in this very request; `null` for nobody, an ended session or a disabled account. */
export async function signedInUser(c: Context<AppEnv>): Promise<SignedIn | null> {
  const lucia = luciaOf(c.var.deps.db);
  const token = getCookie(c, "session", "host");
  if (!token || token.length > 128) return null;
  const { session, user } = await lucia.validateSession(hashed(token));
  if (!session || !user.active || session.absoluteExpiresAt < c.var.deps.now()) return null;
  return { sessionId: session.id, user: { id: user.id, name: user.name, email: user.email, role: user.role } };
}

/** A new token at every sign-in; what the browser held before is ended. */
export async function beginSession(c: Context<AppEnv>, userId: string): Promise<void> {
  const lucia = luciaOf(c.var.deps.db);
  await endSession(c);
  const token = randomBytes(24).toString("hex");
  await lucia.createSession(
    userId,
    { absoluteExpiresAt: c.var.deps.now() + ABSOLUTE_MS },
    { sessionId: hashed(token) },
  );
  c.header("Set-Cookie", lucia.createSessionCookie(token).serialize(), { append: true });
}

export async function endSession(c: Context<AppEnv>): Promise<void> {
  const lucia = luciaOf(c.var.deps.db);
  const token = getCookie(c, "session", "host");
  if (token && token.length <= 128) await lucia.invalidateSession(hashed(token));
  c.header("Set-Cookie", lucia.createBlankSessionCookie().serialize(), { append: true });
}
