import type { InStatement, ResultSet } from "@libsql/client/web";
import { newId } from "#domain/ids";
import { isClosed } from "./gateway-health.ts";

/** One order to be placed, complete: nothing is read before its batch. Times are unix ms, amounts minor units. */
export interface PlaceCommand {
  readonly buyer: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly number: string;
  readonly client: string;
  readonly maxOpenOrders: number;
  readonly now: number;
  readonly locale: string;
  readonly market: { readonly id: string; readonly version: number; readonly currency: string };
  readonly delivery: {
    readonly id: string;
    readonly version: number;
    readonly name: string;
    readonly from: number;
    readonly by: number;
  };
  readonly totals: {
    readonly subtotalMinor: number;
    readonly discountMinor: number;
    readonly deliveryMinor: number;
    readonly taxMinor: number;
    readonly totalMinor: number;
  };
  readonly taxInclusive: boolean;
  readonly contact: { readonly name: string; readonly email: string | null; readonly phone: string | null };
  readonly shippingRequired: boolean;
  readonly address: {
    readonly street: string;
    readonly region: string;
    readonly country: string;
    readonly note: string;
  } | null;
  readonly contentsHash: string;
  readonly lines: readonly PlaceLine[];
  readonly holdEndsAt: number | null;
  readonly payment: {
    readonly gateway: string;
    readonly mode: string;
    readonly account: string;
    readonly reference: string;
    readonly status: string;
    readonly phone: string | null;
    readonly session: string;
  };
  readonly messages: readonly {
    readonly channel: "email" | "sms";
    readonly to: string;
    readonly template: "placed" | "paid";
  }[];
}

export interface PlaceLine {
  readonly variantId: string;
  readonly productSlug: string;
  readonly productName: string;
  readonly variantName: string;
  readonly sku: string;
  readonly imageKey: string | null;
  readonly kind: string;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly priceVersion: number;
  readonly productVersion: number;
}

export type PlaceOutcome =
  | "placed"
  | "quote-changed"
  | "out-of-stock"
  | "too-many-orders"
  | "too-many-prompts"
  | "method-unavailable";

export interface Decision {
  readonly buyer: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly number: string | null;
  readonly outcome: PlaceOutcome;
  /** Decided by this sending; a repeat of an earlier request is not. */
  readonly fresh: boolean;
}

/** At most this many prompts to one phone, or from one browser, in ten minutes: a prompt on a stranger's phone is a nuisance. */
export const MAX_PROMPTS = 3;
export const PROMPT_WINDOW_MS = 10 * 60 * 1_000;

// Who got through in this sending, each with what was asked: every statement for the whole batch hangs on it.
const PLACED = `FROM json_each(:commands) c JOIN placements p ON p.order_id = c.value->>'order' AND p.run = :run AND p.outcome = 'placed'`;

// Each text is the same for every order, so the server keeps it once per batch (SQL under 5,000 characters is stored by the client).
const DECIDE = `INSERT INTO placements (id, buyer, key, body_hash, run, order_id, attempt_id, outcome)
SELECT 'key_' || substr(:order, 5), :buyer, :key, :bodyHash, :run, :order, :attempt, CASE
  WHEN (SELECT version FROM markets WHERE id = :market AND status = 'open') IS NOT :marketVersion
    OR (SELECT version FROM delivery_methods WHERE id = :delivery AND market_id = :market AND enabled = 1) IS NOT :deliveryVersion
    OR EXISTS (SELECT 1 FROM json_each(:lines) l
         LEFT JOIN variants v ON v.id = l.value->>'variantId' AND v.status = 'active'
         LEFT JOIN products d ON d.id = v.product_id AND d.status = 'published'
         LEFT JOIN prices r ON r.variant_id = v.id AND r.currency = :currency
         WHERE r.version IS NOT l.value->>'priceVersion' OR d.version IS NOT l.value->>'productVersion') THEN 'quote-changed'
  WHEN NOT EXISTS (SELECT 1 FROM market_payment_methods m WHERE m.market_id = :market AND m.gateway = :gateway AND m.enabled = 1)
    OR ${isClosed(":gateway", ":now")} THEN 'method-unavailable'
  WHEN EXISTS (SELECT 1 FROM json_each(:lines) l LEFT JOIN stock s ON s.variant_id = l.value->>'variantId' WHERE l.value->>'kind' <> 'digital'
         GROUP BY l.value->>'variantId' HAVING coalesce(max(s.on_hand - s.reserved), 0) < sum(l.value->>'quantity')) THEN 'out-of-stock'
  WHEN :maxOpen <= (SELECT count(*) FROM orders o WHERE o.client = :client AND o.order_status = 'placed' AND o.payment_status = 'unpaid')
    OR :maxOpen <= (SELECT count(*) FROM orders o WHERE o.contact_phone = :phone AND o.order_status = 'placed' AND o.payment_status = 'unpaid') THEN 'too-many-orders'
  WHEN :payPhone IS NOT NULL AND (${MAX_PROMPTS} <= (SELECT count(*) FROM payments y WHERE y.phone = :payPhone AND y.created_at > :promptsSince)
    OR ${MAX_PROMPTS} <= (SELECT count(*) FROM payments y WHERE y.client = :session AND y.phone IS NOT NULL AND y.created_at > :promptsSince)) THEN 'too-many-prompts'
  ELSE 'placed' END
WHERE true ON CONFLICT (buyer, key) DO NOTHING`;

const HOLDS = `INSERT INTO holds (id, order_id, line_id, variant_id, quantity, ends_at)
SELECT 'hol_' || substr(:order, 5) || '/' || l.key, :order, 'lin_' || substr(:order, 5) || '/' || l.key, l.value->>'variantId', l.value->>'quantity', :holdEndsAt
FROM placements p, json_each(:lines) l WHERE p.order_id = :order AND p.run = :run AND p.outcome = 'placed' AND l.value->>'kind' <> 'digital'`;

const v = (name: string): string => `c.value->>'${name}'`;

const PROFILES = `INSERT INTO billing_profiles (id, identity, name, email, phone)
SELECT 'bil_' || substr(${v("order")}, 5), ${v("identity")}, ${v("name")}, ${v("email")}, ${v("phone")} ${PLACED} WHERE true ON CONFLICT (identity) DO NOTHING`;

const ORDERS = `INSERT INTO orders (id, created_at, updated_at, number, market_id, billing_profile_id, client, contact_name, contact_email, contact_phone, locale, currency,
  subtotal_minor, discount_minor, delivery_minor, tax_minor, tax_inclusive, total_minor, delivery_method_id, delivery_name, delivery_from, delivery_by, shipping_required,
  shipping_address, billing_address, contents_hash, payment_status, paid_at)
SELECT ${["order", "now", "now", "number", "market"].map(v).join(", ")}, (SELECT id FROM billing_profiles WHERE identity = ${v("identity")}), ${["client", "name", "email", "phone", "locale", "currency", "subtotal", "discount", "deliveryMinor", "tax", "taxInclusive", "total", "delivery", "deliveryName", "deliveryFrom", "deliveryBy", "shippingRequired", "address", "address", "contentsHash"].map(v).join(", ")},
  CASE WHEN ${v("total")} = 0 THEN 'paid' ELSE 'unpaid' END, CASE WHEN ${v("total")} = 0 THEN ${v("now")} END ${PLACED}`;

const LINES = `INSERT INTO order_lines (id, order_id, position, variant_id, product_slug, product_name, variant_name, sku, image_key, kind, quantity, unit_minor, total_minor, price_version)
SELECT 'lin_' || substr(${v("order")}, 5) || '/' || l.key, ${v("order")}, l.key, l.value->>'variantId', l.value->>'productSlug', l.value->>'productName', l.value->>'variantName', l.value->>'sku', l.value->>'imageKey',
  l.value->>'kind', l.value->>'quantity', l.value->>'unitMinor', (l.value->>'unitMinor') * (l.value->>'quantity'), l.value->>'priceVersion' ${PLACED}, json_each(c.value->>'lines') l`;

const ATTEMPTS = `INSERT INTO payments (id, created_at, updated_at, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, phone, client, submitted_at)
SELECT ${["attempt", "now", "now", "order", "gateway"].map(v).join(", ")}, 1, ${["reference", "mode", "account", "attemptStatus", "total", "currency", "payPhone", "session"].map(v).join(", ")},
  CASE ${v("attemptStatus")} WHEN 'submitted' THEN ${v("now")} END ${PLACED} WHERE ${v("total")} > 0`;

const EVENTS = `INSERT INTO order_events (id, order_id, kind, actor, detail, at)
SELECT 'evt_' || substr(${v("order")}, 5) || '/placed', ${v("order")}, 'placed', 'shopper', json_object('pieces', ${v("pieces")}, 'method', ${v("gateway")}), ${v("now")} ${PLACED}`;

const MESSAGES = `INSERT INTO outbox (id, order_id, channel, recipient, template, payload)
SELECT 'out_' || substr(${v("order")}, 5) || '/' || (m.value->>'template') || '/' || (m.value->>'channel'), ${v("order")}, m.value->>'channel', m.value->>'to', m.value->>'template', '{}' ${PLACED}, json_each(c.value->>'messages') m`;

/** An order of 0 is born paid without an attempt; one with lines that cost something has its attempt in the same batch. */
/** One after the other: what an order holds, the next one's decision sees. Its line comes later in the batch (foreign keys wait for the end). */
const PER_ORDER = [DECIDE, HOLDS];
/** For all orders of a batch at once: preparing a statement costs the server more than the rows it writes. */
const PER_BATCH = [PROFILES, ORDERS, LINES, ATTEMPTS, EVENTS, MESSAGES];
/** Which order of a batch a statement speaks of; -1 for those that speak of all. */
export const orderOf = (statementIndex: number, orders: number): number => {
  const at = Math.floor((statementIndex - 1) / PER_ORDER.length);
  return at < orders ? at : -1;
};

/** Half a letter has no place in JSON that the server reads. */
const wellFormed = (args: Args): Args =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === "string" ? value.toWellFormed() : value]),
  );

/** The statements of one write batch for many orders; `run` is fresh for each sending. The last two read and clear the decisions. */
export function placementBatch(commands: readonly PlaceCommand[], run: string): InStatement[] {
  const known = commands.map((command) => wellFormed(argsOf(command, run)));
  const orders = known.flatMap((args) => PER_ORDER.map((sql) => ({ sql, args: only(sql, args) })));
  const whole = JSON.stringify(known.map(({ order, lines }) => ({ order, lines })));
  const asked = JSON.stringify(known.map(({ lines: _lines, ...rest }) => rest));
  const keys = JSON.stringify(commands.map(({ buyer, key }) => ({ buyer, key })));
  return [
    { sql: "PRAGMA defer_foreign_keys = ON", args: {} },
    ...orders,
    ...PER_BATCH.map((sql) => ({ sql, args: { commands: sql === LINES ? whole : asked, run } })),
    {
      sql: `SELECT p.buyer, p.key, p.body_hash, p.order_id, p.attempt_id, p.outcome, p.run = :run AS fresh, o.number
            FROM json_each(:keys) c JOIN placements p ON p.buyer = c.value->>'buyer' AND p.key = c.value->>'key' LEFT JOIN orders o ON o.id = p.order_id`,
      args: { run, keys },
    },
    { sql: "DELETE FROM placements WHERE run = :run AND outcome <> 'placed'", args: { run } },
  ];
}

export const readDecisions = (results: readonly ResultSet[]): Decision[] =>
  (results.at(-2)?.rows ?? []).map((row) => ({
    buyer: String(row.buyer),
    key: String(row.key),
    bodyHash: String(row.body_hash),
    orderId: String(row.order_id),
    attemptId: String(row.attempt_id),
    number: row.number === null ? null : String(row.number),
    outcome: String(row.outcome) as PlaceOutcome,
    fresh: row.fresh === 1,
  }));

export type Args = Record<string, string | number | null>;

function argsOf(command: PlaceCommand, run: string): Args {
  const { contact, totals, market, delivery, payment } = command;
  return {
    run,
    buyer: command.buyer,
    key: command.key,
    bodyHash: command.bodyHash,
    order: command.orderId,
    attempt: command.attemptId,
    number: command.number,
    client: command.client,
    maxOpen: command.maxOpenOrders,
    now: command.now,
    promptsSince: command.now - PROMPT_WINDOW_MS,
    locale: command.locale,
    market: market.id,
    marketVersion: market.version,
    currency: market.currency,
    delivery: delivery.id,
    deliveryVersion: delivery.version,
    deliveryName: delivery.name,
    deliveryFrom: delivery.from,
    deliveryBy: delivery.by,
    subtotal: totals.subtotalMinor,
    discount: totals.discountMinor,
    deliveryMinor: totals.deliveryMinor,
    tax: totals.taxMinor,
    total: totals.totalMinor,
    taxInclusive: command.taxInclusive ? 1 : 0,
    name: contact.name,
    email: contact.email,
    phone: contact.phone,
    identity: contact.email ? `email:${contact.email}` : `phone:${contact.phone}`,
    shippingRequired: command.shippingRequired ? 1 : 0,
    address: command.address ? JSON.stringify(command.address) : null,
    contentsHash: command.contentsHash,
    lines: JSON.stringify(command.lines),
    pieces: command.lines.reduce((sum, line) => sum + line.quantity, 0),
    holdEndsAt: command.holdEndsAt,
    gateway: payment.gateway,
    mode: payment.mode,
    account: payment.account,
    reference: payment.reference,
    attemptStatus: payment.status,
    payPhone: payment.phone,
    session: payment.session,
    messages: JSON.stringify(command.messages),
  };
}

const namesIn = new Map<string, string[]>();
/** The parameters a statement names, and no others: each travels in the request. */
export function only(sql: string, args: Args): Args {
  const names = namesIn.get(sql) ?? [...new Set([...sql.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] ?? ""))];
  namesIn.set(sql, names);
  return Object.fromEntries(names.map((name) => [name, args[name] ?? null]));
}

/** Remembers what a key was answered with, where no placing batch did. */
export const rememberKey = (buyer: string, key: string, bodyHash: string, orderId: string, attemptId: string) => ({
  sql: `INSERT INTO placements (id, buyer, key, body_hash, run, order_id, attempt_id, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, 'placed') ON CONFLICT (buyer, key) DO NOTHING`,
  args: [newId("key"), buyer, key, bodyHash, newId("run"), orderId, attemptId],
});

/** As a key of staff is kept: a second batch under the same one stops (placements_buyer_key_unique). */
export const claimKey = (buyer: string, key: string, bodyHash: string, orderId: string) => ({
  sql: `INSERT INTO placements (id, buyer, key, body_hash, run, order_id, attempt_id, outcome) VALUES (?, ?, ?, ?, ?, ?, '', 'placed')`,
  args: [newId("key"), buyer, key, bodyHash, newId("run"), orderId],
});

/** How an earlier request with this key was decided, if there was one. */
export const earlierDecision = (buyer: string, key: string): InStatement => ({
  sql: "SELECT p.body_hash, p.order_id, p.attempt_id, o.number FROM placements p JOIN orders o ON o.id = p.order_id WHERE p.buyer = ? AND p.key = ?",
  args: [buyer, key],
});
