import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { MOVEMENT_REASONS, PRODUCT_KINDS, PRODUCT_STATUSES } from "#domain/catalogue/names";
import { CURRENCIES } from "#domain/money";
import { flag, instant, row, version } from "./columns.ts";

/** A section of the shop; sections nest. */
export const categories = sqliteTable(
  "categories",
  {
    ...row,
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    picture: text("picture"), // image key, see images.key
    parentId: text("parent_id"),
    position: integer("position").notNull().default(0),
    version: version(),
  },
  (t) => [
    uniqueIndex("categories_slug_unique").on(t.slug),
    index("categories_parent").on(t.parentId),
    check("categories_not_own_parent", sql`${t.parentId} is null or ${t.parentId} <> ${t.id}`),
  ],
);

/** One good, with one page. What is bought is a variant of it. */
export const products = sqliteTable(
  "products",
  {
    ...row,
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    summary: text("summary").notNull().default(""),
    description: text("description").notNull().default(""),
    care: text("care").notNull().default(""),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id),
    kind: text("kind", { enum: PRODUCT_KINDS }).notNull().default("physical"),
    status: text("status", { enum: PRODUCT_STATUSES }).notNull().default("draft"),
    publishedAt: instant("published_at"),
    version: version(),
  },
  (t) => [
    uniqueIndex("products_slug_unique").on(t.slug),
    index("products_newest").on(t.status, t.publishedAt, t.id),
    index("products_category").on(t.categoryId, t.publishedAt),
  ],
);

/** A fact about a product, in the order it is read: "Width", "30 cm at the rim". A name may have several values ("Made of"). */
export const productAttributes = sqliteTable(
  "product_attributes",
  {
    ...row,
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    name: text("name").notNull(),
    value: text("value").notNull(),
    position: integer("position").notNull().default(0),
  },
  (t) => [uniqueIndex("product_attributes_value_unique").on(t.productId, t.name, t.value)],
);

/** What can be put into a cart: one choice of every option of a product. `options` is `[{ name, value }]`. */
export const variants = sqliteTable(
  "variants",
  {
    ...row,
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    sku: text("sku").notNull(),
    name: text("name").notNull().default(""),
    options: text("options", { mode: "json" }).$type<{ name: string; value: string }[]>().notNull().default([]),
    imageId: text("image_id"),
    position: integer("position").notNull().default(0),
    status: text("status", { enum: ["active", "removed"] })
      .notNull()
      .default("active"),
    version: version(),
  },
  (t) => [uniqueIndex("variants_sku_unique").on(t.sku), index("variants_product").on(t.productId, t.position)],
);

/** The price of a variant in one currency, integer minor units. `derived` prices follow an exchange rate when the product is saved. */
export const prices = sqliteTable(
  "prices",
  {
    ...row,
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    currency: text("currency", { enum: CURRENCIES }).notNull(),
    amountMinor: integer("amount_minor").notNull(),
    compareAtMinor: integer("compare_at_minor"),
    derived: flag("derived").notNull().default(false),
    version: version(),
  },
  (t) => [
    uniqueIndex("prices_variant_currency_unique").on(t.variantId, t.currency),
    check("E_PRICE_RANGE", sql`${t.amountMinor} between 0 and 100000000000`),
    check("E_KES_WHOLE_PRICE", sql`${t.currency} <> 'KES' or ${t.amountMinor} % 100 = 0`),
    check("E_COMPARE_AT_HIGHER", sql`${t.compareAtMinor} is null or ${t.compareAtMinor} > ${t.amountMinor}`),
  ],
);

/** What one unit of `from` is in `to`, in millionths. Used when a product is saved, never at payment time. */
export const exchangeRates = sqliteTable(
  "exchange_rates",
  {
    ...row,
    fromCurrency: text("from_currency", { enum: CURRENCIES }).notNull(),
    toCurrency: text("to_currency", { enum: CURRENCIES }).notNull(),
    rateMillionths: integer("rate_millionths").notNull(),
  },
  (t) => [
    uniqueIndex("exchange_rates_pair_unique").on(t.fromCurrency, t.toCurrency),
    check("exchange_rates_positive", sql`${t.rateMillionths} > 0`),
  ],
);

/** A picture in R2 under `images/<key>-<width>.<avif|webp>`; `key` names the bytes, so a new picture is a new key. */
export const images = sqliteTable(
  "images",
  {
    ...row,
    productId: text("product_id")
      .notNull()
      .references(() => products.id),
    key: text("key").notNull(),
    alt: text("alt").notNull().default(""),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    widths: text("widths", { mode: "json" }).$type<number[]>().notNull().default([]),
    position: integer("position").notNull().default(0),
  },
  (t) => [index("images_product").on(t.productId, t.position)],
);

/** What stands on the shelf and what of it is promised. No version and no page follows it. */
export const stock = sqliteTable(
  "stock",
  {
    ...row,
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    onHand: integer("on_hand").notNull().default(0),
    reserved: integer("reserved").notNull().default(0),
  },
  (t) => [
    uniqueIndex("stock_variant_unique").on(t.variantId),
    check("E_OUT_OF_STOCK", sql`${t.reserved} >= 0 and ${t.reserved} <= ${t.onHand}`),
  ],
);

/** Every change of what stands on the shelf, with its reason; a trigger adds it to `stock.on_hand`. Append-only. */
export const stockMovements = sqliteTable(
  "stock_movements",
  {
    ...row,
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id),
    quantity: integer("quantity").notNull(),
    reason: text("reason", { enum: MOVEMENT_REASONS }).notNull(),
    note: text("note").notNull().default(""),
    orderId: text("order_id"),
    actorId: text("actor_id"),
  },
  (t) => [index("stock_movements_variant").on(t.variantId), check("stock_movements_not_zero", sql`${t.quantity} <> 0`)],
);

/** Where a renamed page used to be: the old slug answers 301 to the row it belonged to. */
export const oldSlugs = sqliteTable(
  "old_slugs",
  {
    ...row,
    kind: text("kind", { enum: ["product", "category"] }).notNull(),
    slug: text("slug").notNull(),
    targetId: text("target_id").notNull(),
  },
  (t) => [uniqueIndex("old_slugs_unique").on(t.kind, t.slug)],
);

/** The shop-wide change counter: one row, raised by every staff edit in the same batch. It orders published pages. */
export const changeCounter = sqliteTable(
  "change_counter",
  { ...row, value: integer("value").notNull().default(0) },
  (t) => [check("change_counter_single", sql`${t.id} = 'shop'`)],
);
