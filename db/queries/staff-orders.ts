import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { Currency } from "#domain/money";
import type { FulfilmentStatus, OrderStatus, VerificationStatus } from "#domain/orders/names";
import type { GatewayCode, PaymentStatus } from "#domain/payments/names";

export interface OrderFilter {
  readonly view: "open" | "to-ship" | "waiting" | "all";
  readonly method?: GatewayCode | undefined;
  readonly payment?: PaymentStatus | undefined;
  readonly fulfilment?: FulfilmentStatus | undefined;
  readonly from?: number | undefined; // unix ms
  readonly to?: number | undefined;
  /** Order number, e-mail, phone or receipt; what was typed. */
  readonly search?: string | undefined;
  /** "createdAt|id" of the last row of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface OrderListRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly region: string;
  readonly pieces: number;
  readonly orderStatus: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  readonly fulfilmentStatus: FulfilmentStatus;
  readonly verificationStatus: VerificationStatus;
  readonly gateway: GatewayCode | null;
  readonly currency: Currency;
  readonly totalMinor: number;
  readonly createdAt: number;
  readonly deliveryBy: number;
}

const GATEWAY = sql`(SELECT p.gateway FROM payments p WHERE p.order_id = o.id ORDER BY p.status = 'captured' DESC, p.ordinal DESC LIMIT 1)`;
const TO_SHIP = sql`o.order_status = 'placed' AND o.fulfilment_status IN ('unfulfilled', 'partial') AND (o.payment_status IN ('paid', 'overpaid') OR ${GATEWAY} = 'on-delivery')`;
const OPEN = sql`o.order_status = 'placed'`;
const WAITING = sql`o.order_status = 'placed' AND o.payment_status IN ('unpaid', 'checking', 'part-paid')`;

export async function listOrders(
  db: Database,
  filter: OrderFilter,
): Promise<{
  rows: OrderListRow[];
  total: number;
  counts: { open: number; toShip: number; waitingForMoney: number; all: number; tasks: number };
}> {
  const where = sql.join([sql`1 = 1`, ...conditions(filter)], sql` AND `);
  const [at, id] = (filter.cursor ?? "").split("|");
  const after = at && id ? sql`AND (o.created_at, o.id) < (${Number(at)}, ${id})` : sql``;
  const [rows, total, counts] = await readTogether(db, [
    sql`SELECT o.id, o.number, o.contact_name, o.contact_email, o.contact_phone, o.shipping_address->>'region' AS region, o.order_status, o.payment_status, o.fulfilment_status, o.verification_status,
          o.currency, o.total_minor, o.created_at, o.delivery_by, (SELECT sum(quantity) FROM order_lines l WHERE l.order_id = o.id) AS pieces, ${GATEWAY} AS gateway
        FROM orders o WHERE ${where} ${after} ORDER BY o.created_at DESC, o.id DESC LIMIT ${filter.limit + 1}`,
    sql`SELECT count(*) AS n FROM orders o WHERE ${where}`,
    sql`SELECT (SELECT count(*) FROM orders o WHERE ${OPEN}) AS open, (SELECT count(*) FROM orders o WHERE ${TO_SHIP}) AS to_ship, (SELECT count(*) FROM orders o WHERE ${WAITING}) AS waiting,
          (SELECT count(*) FROM orders) AS all_orders, (SELECT count(*) FROM staff_tasks WHERE state = 'open') AS tasks`,
  ]);
  const count = counts?.rows[0];
  return {
    total: Number(total?.rows[0]?.n ?? 0),
    counts: {
      open: Number(count?.open),
      toShip: Number(count?.to_ship),
      waitingForMoney: Number(count?.waiting),
      all: Number(count?.all_orders),
      tasks: Number(count?.tasks),
    },
    rows: (rows?.rows ?? []).map((row) => ({
      id: String(row.id),
      number: String(row.number),
      name: String(row.contact_name),
      email: row.contact_email === null ? null : String(row.contact_email),
      phone: row.contact_phone === null ? null : String(row.contact_phone),
      region: row.region === null ? "" : String(row.region),
      pieces: Number(row.pieces),
      orderStatus: String(row.order_status) as OrderStatus,
      paymentStatus: String(row.payment_status) as PaymentStatus,
      fulfilmentStatus: String(row.fulfilment_status) as FulfilmentStatus,
      verificationStatus: String(row.verification_status) as VerificationStatus,
      gateway: row.gateway === null ? null : (String(row.gateway) as GatewayCode),
      currency: String(row.currency) as Currency,
      totalMinor: Number(row.total_minor),
      createdAt: Number(row.created_at),
      deliveryBy: Number(row.delivery_by),
    })),
  };
}

function conditions(filter: OrderFilter): SQL[] {
  const parts: SQL[] = [];
  if (filter.view === "open") parts.push(OPEN);
  if (filter.view === "to-ship") parts.push(TO_SHIP);
  if (filter.view === "waiting") parts.push(WAITING);
  if (filter.method) parts.push(sql`${GATEWAY} = ${filter.method}`);
  if (filter.payment) parts.push(sql`o.payment_status = ${filter.payment}`);
  if (filter.fulfilment) parts.push(sql`o.fulfilment_status = ${filter.fulfilment}`);
  if (filter.from !== undefined) parts.push(sql`o.created_at >= ${filter.from}`);
  if (filter.to !== undefined) parts.push(sql`o.created_at < ${filter.to}`);
  const search = filter.search?.trim();
  if (search) parts.push(found(search));
  return parts;
}

/** Whatever a customer reads out: the number (with or without its ordinal), the receipt, the e-mail, the phone in any form. */
function found(search: string): SQL {
  const compact = search.replace(/[\s().-]/g, "");
  const digits = compact.replace(/^\+?254|^0/, "").replace(/\D/g, "");
  const number = search
    .toUpperCase()
    .replace(/-\d+$/, "")
    .replace(/[^0-9A-Z]/g, "");
  const ways = [
    sql`o.number = ${number}`,
    sql`o.contact_email = ${search.toLowerCase()}`,
    sql`o.id IN (SELECT p.order_id FROM payments p WHERE p.receipt = ${compact.toUpperCase()} OR p.provider_reference = ${search})`,
  ];
  if (digits.length >= 6)
    ways.push(
      sql`o.contact_phone LIKE ${`%${digits}`}`,
      sql`o.id IN (SELECT p.order_id FROM payments p WHERE p.phone LIKE ${`%${digits}`})`,
    );
  if (search.length >= 3 && !/[%_]/.test(search)) ways.push(sql`o.contact_name LIKE ${`%${search}%`}`);
  return sql`(${sql.join(ways, sql` OR `)})`;
}
