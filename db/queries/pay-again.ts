import type { InStatement, ResultSet } from "@libsql/client/web";
import { isClosed } from "./gateway-health.ts";
import { type Args, MAX_PROMPTS, only, PROMPT_WINDOW_MS } from "./placements.ts";

export interface PayAgainCommand {
  readonly buyer: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly now: number;
  readonly gateway: string;
  readonly mode: string;
  readonly account: string;
  readonly attemptStatus: string;
  readonly phone: string | null;
  readonly session: string;
  readonly holdEndsAt: number | null;
  /** The attempt that this one replaces, and how it ended. */
  readonly ending: { readonly id: string; readonly how: "withdrawn" | "superseded"; readonly was: string } | null;
}

/** A further attempt for an open order: one batch, decided by the database; `run` is fresh for each sending. The decision is the last result's row. */
export function payAgainBatch(command: PayAgainCommand, run: string): InStatement[] {
  const { ending, ...rest } = command;
  const args: Args = {
    ...rest,
    run,
    endingId: ending?.id ?? null,
    endingWas: ending?.was ?? null,
    promptsSince: command.now - PROMPT_WINDOW_MS,
  };
  const guard = "FROM placements p WHERE p.attempt_id = :attemptId AND p.run = :run AND p.outcome = 'placed'";
  const held = `SELECT l.id, l.variant_id, l.quantity - coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AS left_over FROM order_lines l
    WHERE l.order_id = :orderId AND l.kind <> 'digital' AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.line_id = l.id AND h.state IN ('live', 'consumed'))`;
  const statements = [
    `INSERT INTO placements (id, buyer, key, body_hash, run, order_id, attempt_id, outcome) SELECT 'key_' || substr(:attemptId, 5), :buyer, :key, :bodyHash, :run, :orderId, :attemptId, CASE
       WHEN ${isClosed(":gateway", ":now")} THEN 'method-unavailable'
       WHEN (SELECT order_status FROM orders WHERE id = :orderId) <> 'placed' OR (SELECT value FROM order_money WHERE order_id = :orderId) NOT IN ('unpaid', 'checking', 'part-paid') THEN 'not-open'
       WHEN EXISTS (SELECT 1 FROM payments y WHERE y.order_id = :orderId AND y.id IS NOT :endingId AND (y.status = 'created' OR (y.status IN ('submitted', 'unknown') AND y.superseded_at IS NULL))) THEN 'payment-in-progress'
       WHEN EXISTS (SELECT 1 FROM (${held}) u LEFT JOIN stock s ON s.variant_id = u.variant_id GROUP BY u.variant_id HAVING coalesce(max(s.on_hand - s.reserved), 0) < sum(u.left_over)) THEN 'out-of-stock'
       WHEN :phone IS NOT NULL AND (${MAX_PROMPTS} <= (SELECT count(*) FROM payments y WHERE y.phone = :phone AND y.created_at > :promptsSince)
         OR ${MAX_PROMPTS} <= (SELECT count(*) FROM payments y WHERE y.client = :session AND y.phone IS NOT NULL AND y.created_at > :promptsSince)) THEN 'too-many-prompts'
       ELSE 'placed' END WHERE true ON CONFLICT (buyer, key) DO NOTHING`,
    ...(ending?.how === "withdrawn"
      ? [
          `UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = :now, next_look_at = NULL WHERE id = :endingId AND status = :endingWas AND capturing_at IS NULL AND pending_at IS NULL AND EXISTS (SELECT 1 ${guard})`,
        ]
      : []),
    ...(ending?.how === "superseded"
      ? [
          `UPDATE payments SET superseded_at = :now WHERE id = :endingId AND superseded_at IS NULL AND EXISTS (SELECT 1 ${guard})`,
        ]
      : []),
    `INSERT INTO payments (id, created_at, updated_at, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, phone, client, submitted_at)
       SELECT :attemptId, :now, :now, :orderId, :gateway, n.ordinal, o.number || '-' || n.ordinal, :mode, :account, :attemptStatus, m.total_minor - m.net_minor, o.currency, :phone, :session, CASE :attemptStatus WHEN 'submitted' THEN :now END
       FROM orders o JOIN order_money m ON m.order_id = o.id, (SELECT coalesce(max(ordinal), 0) + 1 AS ordinal FROM payments WHERE order_id = :orderId) n
       WHERE o.id = :orderId AND EXISTS (SELECT 1 ${guard})`,
    `INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at) SELECT 'hol_' || substr(:attemptId, 5) || '/' || u.id, :orderId, u.id, u.variant_id, u.left_over, :holdEndsAt
       FROM (${held}) u WHERE u.left_over > 0 AND EXISTS (SELECT 1 ${guard})`,
    `UPDATE holds SET ends_at = CASE WHEN :holdEndsAt IS NULL THEN NULL ELSE max(coalesce(ends_at, 0), :holdEndsAt) END WHERE order_id = :orderId AND state = 'live' AND EXISTS (SELECT 1 ${guard})`,
    `INSERT INTO order_events (id, order_id, kind, actor, detail, at) SELECT :attemptId || '/again', :orderId, 'paying-again', 'shopper', json_object('gateway', :gateway), :now ${guard}`,
    "DELETE FROM placements WHERE run = :run AND outcome <> 'placed' RETURNING outcome",
    "SELECT body_hash, order_id, attempt_id, attempt_id = :attemptId AS fresh FROM placements WHERE buyer = :buyer AND key = :key",
  ];
  return statements.map((sql) => ({ sql, args: only(sql, args) }));
}

export type PayAgainOutcome =
  | "placed"
  | "method-unavailable"
  | "not-open"
  | "payment-in-progress"
  | "out-of-stock"
  | "too-many-prompts";

export function readPayAgain(
  results: readonly ResultSet[],
): { refused: PayAgainOutcome } | { bodyHash: string; attemptId: string; fresh: boolean } {
  const refused = results.at(-2)?.rows[0]?.outcome;
  if (refused !== undefined) return { refused: String(refused) as PayAgainOutcome };
  const row = results.at(-1)?.rows[0];
  return { bodyHash: String(row?.body_hash), attemptId: String(row?.attempt_id), fresh: row?.fresh === 1 };
}
