import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/sqlite-core";

const now = sql`(cast(unixepoch('subsec') * 1000 as integer))`;

/** Every table: an id of ours, and when the row was made and last changed (unix milliseconds, UTC). A trigger moves `updated_at`. */
export const row = {
  id: text("id").primaryKey(),
  createdAt: integer("created_at").notNull().default(now),
  updatedAt: integer("updated_at").notNull().default(now),
};

/** An instant: unix milliseconds, UTC. */
export const instant = (name: string) => integer(name);
export const flag = (name: string) => integer(name, { mode: "boolean" });
/** Raised by every edit; what a quote saw is compared with it when the order is placed. */
export const version = () => integer("version").notNull().default(1);
