import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ROLES } from "#domain/accounts/roles";
import { instant, row } from "./columns.ts";

/** Someone who signs in. `email` is stored lower case and is the login id. */
export const users = sqliteTable(
  "users",
  {
    ...row,
    email: text("email").notNull(),
    name: text("name").notNull(),
    phone: text("phone"), // E.164
    passwordHash: text("password_hash"), // scrypt, with its parameters: "scrypt$15$8$3$salt$hash"
    role: text("role", { enum: ROLES }).notNull().default("customer"),
    status: text("status", { enum: ["active", "disabled"] })
      .notNull()
      .default("active"),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(t.email),
    check("users_email_lower", sql`${t.email} = lower(${t.email})`),
  ],
);

/** A signed-in browser. The id is the SHA-256 of the cookie's token; `absolute_expires_at` ends it however busy it is. */
export const sessions = sqliteTable(
  "sessions",
  {
    ...row,
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    expiresAt: instant("expires_at").notNull(),
    absoluteExpiresAt: instant("absolute_expires_at").notNull(),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

/** Failed sign-ins and other things counted per key and window, for limits. */
export const rateLimits = sqliteTable(
  "rate_limits",
  {
    ...row, // id = "<purpose>|<key>|<window>"
    count: integer("count").notNull().default(0),
    endsAt: instant("ends_at").notNull(),
  },
  (t) => [index("rate_limits_ends").on(t.endsAt)],
);

/** Whom orders and payments belong to: an account, or a guest known by e-mail or phone (`identity` = "email:…" or "phone:…"). */
export const billingProfiles = sqliteTable(
  "billing_profiles",
  {
    ...row,
    identity: text("identity").notNull(),
    userId: text("user_id").references(() => users.id),
    name: text("name").notNull().default(""),
    email: text("email"),
    phone: text("phone"),
    documentKey: text("document_key"), // wrapped by DOCUMENT_SECRET; erasing the person destroys it
  },
  (t) => [uniqueIndex("billing_profiles_identity_unique").on(t.identity), index("billing_profiles_user").on(t.userId)],
);
