import { sql } from "drizzle-orm";
import { atomically, readTogether } from "#db/atomically";
import type { Database } from "#db/client";

export interface Message {
  readonly id: string;
  readonly channel: "email" | "sms";
  readonly recipient: string;
  readonly template: string;
  readonly orderId: string;
  readonly payload: Record<string, string>;
  readonly attempts: number;
}

const WAIT_MS = [30_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000]; // after each failed try

/** Messages that wait to be sent: of one order, or the oldest of all. */
export async function messagesWaiting(db: Database, now: number, limit: number, orderId?: string): Promise<Message[]> {
  const [found] = await readTogether(db, [
    sql`SELECT id, channel, recipient, template, order_id, payload, attempts FROM outbox WHERE state = 'pending' AND channel <> 'publish' AND next_at <= ${now} AND (${orderId ?? null} IS NULL OR order_id = ${orderId ?? null}) ORDER BY created_at LIMIT ${limit}`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    id: String(row.id),
    channel: row.channel === "sms" ? "sms" : "email",
    recipient: String(row.recipient),
    template: String(row.template),
    orderId: String(row.order_id),
    payload: JSON.parse(String(row.payload)) as Record<string, string>,
    attempts: Number(row.attempts),
  }));
}

/**
 * Takes a message for sending. A mail may be tried again under its own key; an SMS has no key at its provider, so it is `unknown`
 * from the moment it leaves until the provider has answered. @returns whether it is ours to send
 */
export async function claimMessage(db: Database, message: Message, now: number): Promise<boolean> {
  const wait = WAIT_MS[Math.min(message.attempts, WAIT_MS.length - 1)] ?? 0;
  const [claimed] = await atomically(db, [
    sql`UPDATE outbox SET attempts = attempts + 1, next_at = ${now + wait}, state = ${message.channel === "sms" ? "unknown" : "pending"} WHERE id = ${message.id} AND state = 'pending' AND attempts = ${message.attempts}`,
  ]);
  return claimed?.rowsAffected === 1;
}

export type Sent =
  | { readonly state: "sent" }
  | { readonly state: "failed" | "pending" | "unknown"; readonly error: string };

export async function recordSent(db: Database, id: string, sent: Sent, now: number): Promise<void> {
  await atomically(db, [
    sql`UPDATE outbox SET state = ${sent.state}, sent_at = ${sent.state === "sent" ? now : null}, last_error = ${"error" in sent ? sent.error.slice(0, 300) : null} WHERE id = ${id} AND state <> 'sent'`,
  ]);
}
