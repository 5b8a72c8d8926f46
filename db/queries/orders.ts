import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { Actor, CancelReason, FulfilmentStatus, OrderStatus, VerificationStatus } from "#domain/orders/names";
import type { GatewayCode, PaymentStatus } from "#domain/payments/names";
import { numberOrNull, type Row, textOrNull } from "./cells.ts";
import { isClosedNow } from "./gateway-health.ts";

export interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly createdAt: number;
  readonly marketId: string;
  readonly marketTimeZone: string;
  readonly marketLocale: string;
  readonly taxBasisPoints: number;
  readonly deliveryKind: string;
  readonly currency: Currency;
  readonly client: string;
  readonly locale: string;
  readonly contactName: string;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly deliveryMinor: number;
  readonly taxMinor: number;
  readonly taxInclusive: boolean;
  readonly totalMinor: number;
  readonly deliveryName: string;
  readonly deliveryFrom: number;
  readonly deliveryBy: number;
  readonly shippingRequired: boolean;
  readonly address: { street: string; region: string; country: string; note: string } | null;
  readonly contentsHash: string;
  readonly orderStatus: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly verificationStatus: VerificationStatus;
  readonly cancelReason: CancelReason | null;
  readonly paidAt: number | null;
}

export interface OrderLineRow {
  readonly id: string;
  readonly productSlug: string;
  readonly productName: string;
  readonly variantName: string;
  readonly sku: string;
  readonly imageKey: string | null;
  readonly kind: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly unitMinor: number;
  readonly totalMinor: number;
}

export interface OrderEventRow {
  readonly id: string;
  readonly kind: string;
  readonly actor: Actor;
  readonly actorName: string | null;
  readonly detail: Record<string, unknown>;
  readonly at: number;
}

export interface OrderAttemptRow {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly ordinal: number;
  readonly reference: string;
  readonly mode: "test" | "live";
  readonly account: string;
  readonly status: string;
  readonly amountMinor: number;
  readonly phone: string | null;
  readonly receipt: string | null;
  readonly providerReference: string | null;
  readonly resultCode: string | null;
  readonly createdAt: number;
  readonly submittedAt: number | null;
  readonly endedAt: number | null;
  readonly supersededAt: number | null;
  readonly nextLookAt: number | null;
  readonly lastLookAt: number | null;
  readonly pendingAt: number | null;
  readonly expiresAt: number | null;
  readonly redirectUrl: string | null;
  readonly declines: number;
}

export interface OrderBundle {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly events: readonly OrderEventRow[];
  readonly attempts: readonly OrderAttemptRow[]; // newest first
  readonly shipments: readonly {
    id: string;
    carrier: string;
    trackingNumber: string;
    state: string;
    shippedAt: number;
    deliveredAt: number | null;
  }[];
  readonly tasks: readonly { id: string; kind: string; detail: string }[];
  readonly methods: readonly GatewayCode[]; // of its market
  readonly holdEndsAt: number | null;
  readonly netMinor: number;
}

/** An order with all that hangs on it, of one moment, in one round trip. */
export async function readOrder(db: Database, orderId: string): Promise<OrderBundle | null> {
  const [order, lines, events, attempts, shipments, tasks, methods, hold, money] = await readTogether(db, [
    sql`SELECT o.*, m.time_zone, m.locale AS market_locale, m.tax_basis_points, d.kind AS delivery_kind FROM orders o JOIN markets m ON m.id = o.market_id JOIN delivery_methods d ON d.id = o.delivery_method_id WHERE o.id = ${orderId}`,
    sql`SELECT l.*, coalesce((SELECT sum(x.quantity) FROM shipment_lines x WHERE x.line_id = l.id), 0) AS shipped FROM order_lines l WHERE l.order_id = ${orderId} ORDER BY l.position`,
    sql`SELECT e.id, e.kind, e.actor, e.detail, e.at, u.name AS actor_name FROM order_events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.order_id = ${orderId} ORDER BY e.at DESC, e.rowid DESC`,
    sql`SELECT * FROM payments WHERE order_id = ${orderId} ORDER BY ordinal DESC`,
    sql`SELECT * FROM shipments WHERE order_id = ${orderId} ORDER BY shipped_at`,
    sql`SELECT id, kind, detail FROM staff_tasks WHERE order_id = ${orderId} AND state = 'open' ORDER BY created_at`,
    sql`SELECT m.gateway FROM market_payment_methods m JOIN orders o ON o.market_id = m.market_id WHERE o.id = ${orderId} AND m.enabled = 1 AND NOT ${isClosedNow(sql`m.gateway`)} ORDER BY m.position`,
    sql`SELECT min(ends_at) AS ends_at FROM holds WHERE order_id = ${orderId} AND state = 'live'`,
    sql`SELECT net_minor FROM order_money WHERE order_id = ${orderId}`,
  ]);
  const found = order?.rows[0];
  if (!found) return null;
  return {
    order: orderOf(found),
    lines: (lines?.rows ?? []).map(lineOf),
    events: (events?.rows ?? []).map((row) => ({
      id: String(row.id),
      kind: String(row.kind),
      actor: String(row.actor) as Actor,
      actorName: textOrNull(row.actor_name),
      detail: JSON.parse(String(row.detail)) as Record<string, unknown>,
      at: Number(row.at),
    })),
    attempts: (attempts?.rows ?? []).map(attemptOf),
    shipments: (shipments?.rows ?? []).map((row) => ({
      id: String(row.id),
      carrier: String(row.carrier),
      trackingNumber: String(row.tracking_number),
      state: String(row.state),
      shippedAt: Number(row.shipped_at),
      deliveredAt: numberOrNull(row.delivered_at),
    })),
    tasks: (tasks?.rows ?? []).map((row) => ({
      id: String(row.id),
      kind: String(row.kind),
      detail: String(row.detail),
    })),
    methods: (methods?.rows ?? []).map((row) => String(row.gateway) as GatewayCode),
    holdEndsAt: numberOrNull(hold?.rows[0]?.ends_at),
    netMinor: Number(money?.rows[0]?.net_minor ?? 0),
  };
}

const orderOf = (row: Row): OrderRow => ({
  id: String(row.id),
  number: String(row.number),
  createdAt: Number(row.created_at),
  marketId: String(row.market_id),
  marketTimeZone: String(row.time_zone),
  marketLocale: String(row.market_locale),
  taxBasisPoints: Number(row.tax_basis_points),
  deliveryKind: String(row.delivery_kind),
  currency: String(row.currency) as Currency,
  client: String(row.client),
  locale: String(row.locale),
  contactName: String(row.contact_name),
  contactEmail: textOrNull(row.contact_email),
  contactPhone: textOrNull(row.contact_phone),
  subtotalMinor: Number(row.subtotal_minor),
  discountMinor: Number(row.discount_minor),
  deliveryMinor: Number(row.delivery_minor),
  taxMinor: Number(row.tax_minor),
  taxInclusive: row.tax_inclusive === 1,
  totalMinor: Number(row.total_minor),
  deliveryName: String(row.delivery_name),
  deliveryFrom: Number(row.delivery_from),
  deliveryBy: Number(row.delivery_by),
  shippingRequired: row.shipping_required === 1,
  address: row.shipping_address === null ? null : (JSON.parse(String(row.shipping_address)) as OrderRow["address"]),
  contentsHash: String(row.contents_hash),
  orderStatus: String(row.order_status) as OrderStatus,
  paymentStatus: String(row.payment_status) as PaymentStatus,
  fulfilmentStatus: String(row.fulfilment_status) as FulfilmentStatus,
  verificationStatus: String(row.verification_status) as VerificationStatus,
  cancelReason: textOrNull(row.cancel_reason) as CancelReason | null,
  paidAt: numberOrNull(row.paid_at),
});

const lineOf = (row: Row): OrderLineRow => ({
  id: String(row.id),
  productSlug: String(row.product_slug),
  productName: String(row.product_name),
  variantName: String(row.variant_name),
  sku: String(row.sku),
  imageKey: textOrNull(row.image_key),
  kind: String(row.kind),
  quantity: Number(row.quantity),
  shipped: Number(row.shipped),
  unitMinor: Number(row.unit_minor),
  totalMinor: Number(row.total_minor),
});

const attemptOf = (row: Row): OrderAttemptRow => ({
  id: String(row.id),
  gateway: String(row.gateway) as GatewayCode,
  ordinal: Number(row.ordinal),
  reference: String(row.reference),
  mode: String(row.mode) as "test" | "live",
  account: String(row.account),
  status: String(row.status),
  amountMinor: Number(row.amount_minor),
  phone: textOrNull(row.phone),
  receipt: textOrNull(row.receipt),
  providerReference: textOrNull(row.provider_reference),
  resultCode: textOrNull(row.result_code),
  createdAt: Number(row.created_at),
  submittedAt: numberOrNull(row.submitted_at),
  endedAt: numberOrNull(row.ended_at),
  supersededAt: numberOrNull(row.superseded_at),
  nextLookAt: numberOrNull(row.next_look_at),
  lastLookAt: numberOrNull(row.last_look_at),
  pendingAt: numberOrNull(row.pending_at),
  expiresAt: numberOrNull(row.expires_at),
  redirectUrl: textOrNull(row.redirect_url),
  declines: Number(row.declines),
});
