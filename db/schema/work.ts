import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { TASK_KINDS } from "#domain/tasks";
import { instant, row } from "./columns.ts";

/** Something a person must look at. One open task per kind and subject. */
export const staffTasks = sqliteTable(
  "staff_tasks",
  {
    ...row,
    kind: text("kind", { enum: TASK_KINDS }).notNull(),
    subject: text("subject").notNull(), // the row it is about: order, attempt, mismatch
    orderId: text("order_id"),
    amountMinor: integer("amount_minor"),
    currency: text("currency"),
    detail: text("detail").notNull().default(""),
    state: text("state", { enum: ["open", "done"] })
      .notNull()
      .default("open"),
    doneBy: text("done_by"), // a user, or "system"
    note: text("note").notNull().default(""), // what the person did about it
  },
  (t) => [
    uniqueIndex("staff_tasks_one_open").on(t.kind, t.subject).where(sql`state = 'open'`),
    index("staff_tasks_open").on(t.createdAt).where(sql`state = 'open'`),
  ],
);

/**
 * What is still to be told to someone, or to be put on a page: committed with its cause, delivered after the answer and by cron.
 * `publish` rows: recipient = path, version = the change counter of the newest edit, `done_build` = the build id it is stored under.
 */
export const outbox = sqliteTable(
  "outbox",
  {
    ...row,
    channel: text("channel", { enum: ["email", "sms", "publish"] }).notNull(),
    recipient: text("recipient").notNull(),
    template: text("template").notNull(),
    orderId: text("order_id"),
    payload: text("payload", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    state: text("state", { enum: ["pending", "sent", "failed", "unknown"] })
      .notNull()
      .default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAt: instant("next_at").notNull().default(0),
    sentAt: instant("sent_at"),
    lastError: text("last_error"),
    version: integer("version").notNull().default(0),
    doneBuild: text("done_build"),
    doneVersion: integer("done_version").notNull().default(0),
  },
  (t) => [
    uniqueIndex("outbox_one_row_per_page").on(t.recipient).where(sql`channel = 'publish'`),
    index("outbox_pending").on(t.nextAt).where(sql`state = 'pending' and channel <> 'publish'`),
    index("outbox_publish_version").on(t.version).where(sql`channel = 'publish'`),
    index("outbox_order").on(t.orderId),
  ],
);
