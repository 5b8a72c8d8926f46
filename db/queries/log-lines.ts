import { type SQL, sql } from "drizzle-orm";
import type { GatewayCode } from "#domain/payments/names";
import type { AttemptRow } from "./attempts.ts";

export interface LogEntry {
  readonly id: string;
  readonly attempt:
    | Pick<AttemptRow, "id" | "orderId" | "gateway" | "reference">
    | {
        readonly id: null;
        readonly orderId: string | null;
        readonly gateway: GatewayCode;
        readonly reference: string | null;
      };
  readonly direction: "request" | "answer" | "callback" | "transition";
  readonly what: string;
  readonly payload: string;
  readonly amountMinor?: number | null;
  readonly at: number;
}

/** A line of the payment log; the same id written twice is one line. */
export const logLine = ({ id, attempt, direction, what, payload, amountMinor = null, at }: LogEntry): SQL =>
  sql`INSERT INTO payment_log (id, gateway, attempt_id, order_id, direction, what, reference, amount_minor, payload, at)
      VALUES (${id}, ${attempt.gateway}, ${attempt.id}, ${attempt.orderId}, ${direction}, ${what}, ${attempt.reference}, ${amountMinor}, ${payload}, ${at}) ON CONFLICT (id) DO NOTHING`;

export const orderEvent = (
  id: string,
  orderId: string,
  kind: string,
  actor: string,
  detail: Record<string, unknown>,
  at: number,
  actorId: string | null = null,
): SQL =>
  sql`INSERT INTO order_events (id, order_id, kind, actor, actor_id, detail, at) VALUES (${id}, ${orderId}, ${kind}, ${actor}, ${actorId}, ${JSON.stringify(detail)}, ${at}) ON CONFLICT (id) DO NOTHING`;
