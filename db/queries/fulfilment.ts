import { type SQL, sql } from "drizzle-orm";
import { orderEvent } from "./log-lines.ts";
import { completeIfDone } from "./order-money.ts";

export interface ShipmentToWrite {
  readonly id: string;
  readonly orderId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly actorId: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly status: "partial" | "shipped";
  readonly messages: readonly { readonly channel: "email" | "sms"; readonly to: string }[];
  readonly note: string;
  readonly now: number;
}

/** A parcel leaves: its rows, the shelf (by trigger), the order's status, its event and its message, all or nothing. */
export const shipmentStatements = ({
  id,
  orderId,
  carrier,
  trackingNumber,
  actorId,
  lines,
  status,
  messages,
  note,
  now,
}: ShipmentToWrite): SQL[] => [
  sql`INSERT INTO shipments (id, order_id, carrier, tracking_number, shipped_at, actor_id) VALUES (${id}, ${orderId}, ${carrier}, ${trackingNumber}, ${now}, ${actorId}) ON CONFLICT (id) DO NOTHING`,
  ...lines.map(
    ({ lineId, quantity }, at) =>
      sql`INSERT INTO shipment_lines (id, shipment_id, line_id, quantity) SELECT ${`${id}/${at}`}, ${id}, ${lineId}, ${quantity} WHERE NOT EXISTS (SELECT 1 FROM shipment_lines WHERE id = ${`${id}/${at}`})`,
  ),
  sql`UPDATE orders SET fulfilment_status = ${status} WHERE id = ${orderId}`,
  orderEvent(`${id}/shipped`, orderId, "shipped", "staff", { carrier, tracking: trackingNumber, note }, now, actorId),
  ...messages.map(
    ({ channel, to }) =>
      sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload) VALUES (${`out_${id.slice(4)}/shipped/${channel}`}, ${orderId}, ${channel}, ${to}, 'shipped', ${JSON.stringify({ carrier, tracking: trackingNumber })}) ON CONFLICT (id) DO NOTHING`,
  ),
];

export const deliveredStatements = (orderId: string, actorId: string, note: string, now: number): SQL[] => [
  sql`UPDATE orders SET fulfilment_status = 'delivered' WHERE id = ${orderId} AND fulfilment_status = 'shipped'`,
  sql`UPDATE shipments SET state = 'delivered', delivered_at = ${now} WHERE order_id = ${orderId} AND state = 'shipped'`,
  orderEvent(`${orderId}/delivered`, orderId, "delivered", "staff", { note }, now, actorId),
  completeIfDone(orderId),
];

/**
 * Refused at the door, or never collected: what had left comes back to the shelf as a movement, what was promised is let go, the
 * asking attempt is withdrawn and the order cancelled. Money that moved meanwhile stops the batch (E_MONEY_MOVED).
 */
export const refusedStatements = (orderId: string, actorId: string, note: string, now: number): SQL[] => [
  sql`INSERT INTO stock_movements (id, variant_id, quantity, reason, order_id, actor_id, note)
      SELECT 'mov_back_' || x.id, l.variant_id, x.quantity, 'returned', ${orderId}, ${actorId}, 'refused at the door'
      FROM shipment_lines x JOIN order_lines l ON l.id = x.line_id WHERE l.order_id = ${orderId} AND l.kind <> 'digital' ON CONFLICT (id) DO NOTHING`,
  sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE order_id = ${orderId} AND gateway = 'on-delivery' AND status = 'submitted'`,
  sql`UPDATE orders SET order_status = 'cancelled', cancel_reason = 'refused',
        fulfilment_status = CASE fulfilment_status WHEN 'unfulfilled' THEN 'unfulfilled' ELSE 'returned' END WHERE id = ${orderId}`,
  sql`UPDATE holds SET state = 'released', ended_at = ${now} WHERE order_id = ${orderId} AND state = 'live'`,
  sql`UPDATE shipments SET state = 'returned' WHERE order_id = ${orderId} AND state = 'shipped'`,
  orderEvent(`${orderId}/refused`, orderId, "refused", "staff", { note }, now, actorId),
];
