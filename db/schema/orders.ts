import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { PRODUCT_KINDS } from "#domain/catalogue/names";
import { CURRENCIES } from "#domain/money";
import {
  ACTORS,
  CANCEL_REASONS,
  FULFILMENT_STATUSES,
  ORDER_STATUSES,
  VERIFICATION_STATUSES,
} from "#domain/orders/names";
import { PAYMENT_STATUSES } from "#domain/payments/names";
import { variants } from "./catalogue.ts";
import { flag, instant, row } from "./columns.ts";
import { deliveryMethods, markets } from "./markets.ts";
import { billingProfiles, users } from "./people.ts";

export interface AddressSnapshot {
  readonly street: string;
  readonly region: string;
  readonly country: string;
  readonly note: string;
}

/** An order as it was agreed. Items, prices, currency and addresses never change after placement (trigger E_ORDER_FROZEN). */
export const orders = sqliteTable(
  "orders",
  {
    ...row,
    number: text("number").notNull(),
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id),
    billingProfileId: text("billing_profile_id")
      .notNull()
      .references(() => billingProfiles.id),
    userId: text("user_id").references(() => users.id),
    client: text("client").notNull(), // who asked, for caps: a keyed hash of the address it came from
    contactName: text("contact_name").notNull(),
    contactEmail: text("contact_email"),
    contactPhone: text("contact_phone"), // E.164
    locale: text("locale").notNull().default("en"),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    subtotalMinor: integer("subtotal_minor").notNull(),
    discountMinor: integer("discount_minor").notNull().default(0),
    deliveryMinor: integer("delivery_minor").notNull(),
    taxMinor: integer("tax_minor").notNull(),
    taxInclusive: flag("tax_inclusive").notNull(),
    totalMinor: integer("total_minor").notNull(),
    deliveryMethodId: text("delivery_method_id")
      .notNull()
      .references(() => deliveryMethods.id),
    deliveryName: text("delivery_name").notNull(),
    deliveryFrom: instant("delivery_from").notNull(),
    deliveryBy: instant("delivery_by").notNull(),
    shippingRequired: flag("shipping_required").notNull(),
    shippingAddress: text("shipping_address", { mode: "json" }).$type<AddressSnapshot>(),
    billingAddress: text("billing_address", { mode: "json" }).$type<AddressSnapshot>(),
    contentsHash: text("contents_hash").notNull(), // the same cart, delivery and person: found again when checking out again
    orderStatus: text("order_status", { enum: ORDER_STATUSES }).notNull().default("placed"),
    paymentStatus: text("payment_status", { enum: PAYMENT_STATUSES }).notNull().default("unpaid"), // cache of the fold
    fulfilmentStatus: text("fulfilment_status", { enum: FULFILMENT_STATUSES }).notNull().default("unfulfilled"), // cache of the shipments
    verificationStatus: text("verification_status", { enum: VERIFICATION_STATUSES }).notNull().default("not-asked"),
    cancelReason: text("cancel_reason", { enum: CANCEL_REASONS }),
    moneyRev: integer("money_rev").notNull().default(0), // raised by every fact, attempt status and adjustment line
    foldedRev: integer("folded_rev").notNull().default(0), // the money_rev that payment_status was folded from
    paidAt: instant("paid_at"),
    unfulfillableAt: instant("unfulfillable_at"),
  },
  (t) => [
    uniqueIndex("orders_number_unique").on(t.number),
    index("orders_created").on(t.createdAt),
    index("orders_status").on(t.orderStatus, t.fulfilmentStatus, t.createdAt),
    index("orders_client_open").on(t.client).where(sql`order_status = 'placed' and payment_status = 'unpaid'`),
    index("orders_phone_open").on(t.contactPhone).where(sql`order_status = 'placed' and payment_status = 'unpaid'`),
    index("orders_email").on(t.contactEmail),
    index("orders_billing_profile").on(t.billingProfileId),
    index("orders_unfolded").on(t.id).where(sql`folded_rev <> money_rev`),
    check(
      "E_TOTAL",
      sql`${t.totalMinor} = ${t.subtotalMinor} - ${t.discountMinor} + ${t.deliveryMinor} + case ${t.taxInclusive} when 1 then 0 else ${t.taxMinor} end`,
    ),
    check(
      "orders_amounts_range",
      sql`${t.subtotalMinor} >= 0 and ${t.discountMinor} between 0 and ${t.subtotalMinor} and ${t.deliveryMinor} >= 0 and ${t.taxMinor} >= 0 and ${t.totalMinor} >= 0`,
    ),
    check(
      "E_KES_WHOLE_TOTAL",
      sql`${t.currency} <> 'KES' or (${t.totalMinor} % 100 = 0 and ${t.deliveryMinor} % 100 = 0 and ${t.subtotalMinor} % 100 = 0)`,
    ),
    check("E_CONTACT_NEEDED", sql`${t.contactEmail} is not null or ${t.contactPhone} is not null`),
    check("E_ADDRESS_NEEDED", sql`${t.shippingRequired} = 0 or ${t.shippingAddress} is not null`),
  ],
);

/** Variant × quantity at the price and under the name it was sold. */
export const orderLines = sqliteTable(
  "order_lines",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    position: integer("position").notNull(),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    productSlug: text("product_slug").notNull(),
    productName: text("product_name").notNull(),
    variantName: text("variant_name").notNull(),
    sku: text("sku").notNull(),
    imageKey: text("image_key"),
    kind: text("kind", { enum: PRODUCT_KINDS }).notNull(),
    quantity: integer("quantity").notNull(),
    unitMinor: integer("unit_minor").notNull(),
    totalMinor: integer("total_minor").notNull(),
    priceVersion: integer("price_version").notNull(),
  },
  (t) => [
    index("order_lines_order").on(t.orderId),
    index("order_lines_variant").on(t.variantId),
    check("E_LINE_QUANTITY", sql`${t.quantity} between 1 and 1000`),
    check("E_LINE_TOTAL", sql`${t.unitMinor} >= 0 and ${t.totalMinor} = ${t.unitMinor} * ${t.quantity}`),
  ],
);

/** What staff added to or took off an order after it was placed. */
export const orderAdjustments = sqliteTable(
  "order_adjustments",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    label: text("label").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    actorId: text("actor_id")
      .notNull()
      .references(() => users.id),
  },
  (t) => [index("order_adjustments_order").on(t.orderId)],
);

/** The decision on one place-order command: unique by buyer and Idempotency-Key. Refused ones are forgotten. */
export const placements = sqliteTable(
  "placements",
  {
    ...row,
    buyer: text("buyer").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    run: text("run").notNull(), // fresh for each sending of the batch
    orderId: text("order_id").notNull(),
    attemptId: text("attempt_id").notNull(),
    outcome: text("outcome").notNull(),
  },
  (t) => [uniqueIndex("placements_buyer_key_unique").on(t.buyer, t.key), index("placements_order").on(t.orderId)],
);

/** Stock promised to one order line. It ends exactly once. */
export const holds = sqliteTable(
  "holds",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    lineId: text("line_id")
      .notNull()
      .references(() => orderLines.id),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    quantity: integer("quantity").notNull(),
    state: text("state", { enum: ["live", "consumed", "released", "expired"] })
      .notNull()
      .default("live"),
    endsAt: instant("ends_at"), // null: until shipped or cancelled
    endedAt: instant("ended_at"),
  },
  (t) => [
    uniqueIndex("holds_one_live_per_line").on(t.lineId).where(sql`state = 'live'`),
    index("holds_ends").on(t.endsAt).where(sql`state = 'live'`),
    index("holds_order").on(t.orderId),
    index("holds_line").on(t.lineId),
    check("E_HOLD_QUANTITY", sql`${t.quantity} between 1 and 1000`),
  ],
);

/** A parcel, or goods handed over at the counter. */
export const shipments = sqliteTable(
  "shipments",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    carrier: text("carrier").notNull(),
    trackingNumber: text("tracking_number").notNull().default(""),
    state: text("state", { enum: ["shipped", "delivered", "returned"] })
      .notNull()
      .default("shipped"),
    shippedAt: instant("shipped_at").notNull(),
    deliveredAt: instant("delivered_at"),
    actorId: text("actor_id")
      .notNull()
      .references(() => users.id),
  },
  (t) => [index("shipments_order").on(t.orderId)],
);

/** What is in a parcel. A trigger takes it off the shelf and refuses more than the line has (E_SHIPPED_TOO_MUCH). */
export const shipmentLines = sqliteTable(
  "shipment_lines",
  {
    ...row,
    shipmentId: text("shipment_id")
      .notNull()
      .references(() => shipments.id),
    lineId: text("line_id")
      .notNull()
      .references(() => orderLines.id),
    quantity: integer("quantity").notNull(),
  },
  (t) => [
    uniqueIndex("shipment_lines_unique").on(t.shipmentId, t.lineId),
    index("shipment_lines_line").on(t.lineId),
    check("E_SHIPPED_QUANTITY", sql`${t.quantity} >= 1`),
  ],
);

/** Everything that happened to an order, by whom. Append-only. `kind` is a sentence key (src/domain/sentences). */
export const orderEvents = sqliteTable(
  "order_events",
  {
    ...row,
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    kind: text("kind").notNull(),
    actor: text("actor", { enum: ACTORS }).notNull(),
    actorId: text("actor_id"),
    detail: text("detail", { mode: "json" }).$type<Record<string, unknown>>().notNull().default({}),
    at: instant("at").notNull(),
  },
  (t) => [index("order_events_order").on(t.orderId, t.at)],
);
