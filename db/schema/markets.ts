import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { DELIVERY_KINDS, MARKET_STATUSES } from "#domain/catalogue/names";
import { CURRENCIES } from "#domain/money";
import { GATEWAY_CODES } from "#domain/payments/names";
import { flag, row, version } from "./columns.ts";

/** Where the shop sells: countries, one currency, one tax. The id is short and stays: `ke`, `np`, `world`. */
export const markets = sqliteTable(
  "markets",
  {
    ...row,
    name: text("name").notNull(),
    countries: text("countries", { mode: "json" }).$type<string[]>().notNull(), // ISO 3166-1 alpha-2; empty = everywhere else
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    locale: text("locale").notNull(),
    timeZone: text("time_zone").notNull(),
    taxBasisPoints: integer("tax_basis_points").notNull().default(0),
    taxInclusive: flag("tax_inclusive").notNull().default(true),
    status: text("status", { enum: MARKET_STATUSES }).notNull().default("open"),
    isDefault: flag("is_default").notNull().default(false),
    position: integer("position").notNull().default(0),
    version: version(),
  },
  (t) => [
    uniqueIndex("markets_one_default").on(t.isDefault).where(sql`${t.isDefault} = 1`),
    check("markets_tax_range", sql`${t.taxBasisPoints} between 0 and 10000`),
    check("E_KES_TAX_INCLUDED", sql`${t.currency} <> 'KES' or ${t.taxInclusive} = 1`),
  ],
);

/** One way to bring the goods in one market: flat, free from a threshold on. Days are working days. */
export const deliveryMethods = sqliteTable(
  "delivery_methods",
  {
    ...row,
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id),
    kind: text("kind", { enum: DELIVERY_KINDS }).notNull(),
    name: text("name").notNull(),
    detail: text("detail").notNull().default(""),
    amountMinor: integer("amount_minor").notNull(),
    freeFromMinor: integer("free_from_minor"),
    daysMin: integer("days_min").notNull(),
    daysMax: integer("days_max").notNull(),
    enabled: flag("enabled").notNull().default(true),
    position: integer("position").notNull().default(0),
    version: version(),
  },
  (t) => [
    index("delivery_methods_market").on(t.marketId, t.position),
    check("delivery_methods_amount", sql`${t.amountMinor} >= 0`),
  ],
);

/** Which gateways a market offers, in the order they are shown. */
export const marketPaymentMethods = sqliteTable(
  "market_payment_methods",
  {
    ...row,
    marketId: text("market_id")
      .notNull()
      .references(() => markets.id),
    gateway: text("gateway", { enum: GATEWAY_CODES }).notNull(),
    enabled: flag("enabled").notNull().default(true),
    position: integer("position").notNull().default(0),
  },
  (t) => [uniqueIndex("market_payment_methods_unique").on(t.marketId, t.gateway)],
);
