import { type SQL, sql } from "drizzle-orm";
import { completeIfDone, orderEvent } from "./payments.ts";

export interface ShipmentToWrite {
  readonly id: string;
  readonly orderId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly actorId: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly status: "partial" | "shipped";
  readonly messages: readonly { readonly channel: "email" | "sms"; readonly to: string }[];
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
  now,
}: ShipmentToWrite): SQL[] => [
  sql`INSERT INTO shipments (id, order_id, carrier, tracking_number, shipped_at, actor_id) VALUES (${id}, ${orderId}, ${carrier}, ${trackingNumber}, ${now}, ${actorId})`,
  ...lines.map(
    ({ lineId, quantity }, at) =>
      sql`INSERT INTO shipment_lines (id, shipment_id, line_id, quantity) VALUES (${`${id}/${at}`}, ${id}, ${lineId}, ${quantity})`,
  ),
  sql`UPDATE orders SET fulfilment_status = ${status} WHERE id = ${orderId}`,
  orderEvent(`${id}/shipped`, orderId, "shipped", "staff", { carrier, tracking: trackingNumber }, now, actorId),
  ...messages.map(
    ({ channel, to }) =>
      sql`INSERT INTO outbox (id, order_id, channel, recipient, template, payload) VALUES (${`out_${id.slice(4)}/shipped/${channel}`}, ${orderId}, ${channel}, ${to}, 'shipped', ${JSON.stringify({ carrier, tracking: trackingNumber })}) ON CONFLICT (id) DO NOTHING`,
  ),
];

export const deliveredStatements = (orderId: string, actorId: string, now: number): SQL[] => [
  sql`UPDATE orders SET fulfilment_status = 'delivered' WHERE id = ${orderId} AND fulfilment_status = 'shipped'`,
  sql`UPDATE shipments SET state = 'delivered', delivered_at = ${now} WHERE order_id = ${orderId} AND state = 'shipped'`,
  orderEvent(`${orderId}/delivered`, orderId, "delivered", "staff", {}, now, actorId),
  completeIfDone(orderId),
];
