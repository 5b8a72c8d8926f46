import { type SQL, sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { ProductKind } from "#domain/catalogue/names";
import type { Currency } from "#domain/money";

export interface ProductFilter {
  readonly market: string;
  /** A category's slug; its children's goods belong to it. */
  readonly category?: string | undefined;
  readonly minMinor?: number | undefined;
  readonly maxMinor?: number | undefined;
  readonly inStock: boolean;
  /** "name:value" of an attribute. */
  readonly attribute?: string | undefined;
  readonly sort: "newest" | "price-up" | "price-down";
  /** "sort value|id" of the last row of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ProductRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly kind: ProductKind;
  readonly category: string;
  readonly imageKey: string | null;
  readonly currency: Currency;
  readonly fromMinor: number;
  readonly toMinor: number;
  readonly available: number;
  readonly cursor: string;
}

const ORDERS: Readonly<Record<ProductFilter["sort"], { by: SQL; direction: SQL; after: SQL }>> = {
  newest: { by: sql`published_at`, direction: sql`DESC`, after: sql`<` },
  "price-up": { by: sql`from_minor`, direction: sql`ASC`, after: sql`>` },
  "price-down": { by: sql`from_minor`, direction: sql`DESC`, after: sql`<` },
};

/** Published goods with a price in the market's currency, by keyset pages. */
export async function listProducts(db: Database, filter: ProductFilter): Promise<ProductRow[]> {
  const { by, direction, after } = ORDERS[filter.sort];
  const [at, id] = (filter.cursor ?? "").split("|");
  const [name, value] = (filter.attribute ?? "").split(":");
  const conditions = [
    filter.category === undefined
      ? null
      : sql`p.category_id IN (WITH RECURSIVE family(id) AS (SELECT id FROM categories WHERE slug = ${filter.category} UNION SELECT c.id FROM categories c JOIN family f ON c.parent_id = f.id) SELECT id FROM family)`,
    filter.minMinor === undefined ? null : sql`p.to_minor >= ${filter.minMinor}`,
    filter.maxMinor === undefined ? null : sql`p.from_minor <= ${filter.maxMinor}`,
    filter.inStock ? sql`(p.available > 0 OR p.kind = 'digital')` : null,
    name && value
      ? sql`EXISTS (SELECT 1 FROM product_attributes a WHERE a.product_id = p.id AND a.name = ${name} AND a.value = ${value})`
      : null,
    at && id ? sql`(${by}, p.id) ${after} (${Number(at)}, ${id})` : null,
  ].filter((condition) => condition !== null);
  const [found] = await readTogether(db, [
    sql`SELECT p.*, (SELECT c.slug FROM categories c WHERE c.id = p.category_id) AS category, (SELECT i.key FROM images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1) AS image_key
        FROM (SELECT d.*, min(r.amount_minor) AS from_minor, max(r.amount_minor) AS to_minor, r.currency, sum(coalesce(s.on_hand - s.reserved, 0)) AS available
              FROM products d JOIN variants v ON v.product_id = d.id AND v.status = 'active' JOIN prices r ON r.variant_id = v.id AND r.currency = (SELECT currency FROM markets WHERE id = ${filter.market})
              LEFT JOIN stock s ON s.variant_id = v.id WHERE d.status = 'published' GROUP BY d.id) p
        ${conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``} ORDER BY ${by} ${direction}, p.id ${direction} LIMIT ${filter.limit}`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    id: String(row.id),
    slug: String(row.slug),
    name: String(row.name),
    summary: String(row.summary),
    kind: String(row.kind) as ProductKind,
    category: String(row.category),
    imageKey: row.image_key === null ? null : String(row.image_key),
    currency: String(row.currency) as Currency,
    fromMinor: Number(row.from_minor),
    toMinor: Number(row.to_minor),
    available: Number(row.available),
    cursor: `${Number(filter.sort === "newest" ? row.published_at : row.from_minor)}|${String(row.id)}`,
  }));
}

export interface ProductDetail {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly care: string;
  readonly kind: ProductKind;
  readonly category: string;
  readonly images: { key: string; alt: string; width: number; height: number }[];
  readonly attributes: { name: string; value: string }[];
  readonly variants: {
    id: string;
    sku: string;
    name: string;
    options: { name: string; value: string }[];
    prices: { currency: Currency; amountMinor: number; compareAtMinor: number | null }[];
    available: number;
  }[];
}

export async function readProduct(db: Database, slug: string): Promise<ProductDetail | null> {
  const product = sql`(SELECT id FROM products WHERE slug = ${slug} AND status = 'published')`;
  const [found, images, attributes, variants, prices] = await readTogether(db, [
    sql`SELECT p.*, (SELECT c.slug FROM categories c WHERE c.id = p.category_id) AS category FROM products p WHERE p.id = ${product}`,
    sql`SELECT key, alt, width, height FROM images WHERE product_id = ${product} ORDER BY position`,
    sql`SELECT name, value FROM product_attributes WHERE product_id = ${product} ORDER BY position`,
    sql`SELECT v.id, v.sku, v.name, v.options, coalesce(s.on_hand - s.reserved, 0) AS available FROM variants v LEFT JOIN stock s ON s.variant_id = v.id WHERE v.product_id = ${product} AND v.status = 'active' ORDER BY v.position`,
    sql`SELECT r.variant_id, r.currency, r.amount_minor, r.compare_at_minor FROM prices r JOIN variants v ON v.id = r.variant_id WHERE v.product_id = ${product}`,
  ]);
  const row = found?.rows[0];
  if (!row) return null;
  return {
    id: String(row.id),
    slug: String(row.slug),
    name: String(row.name),
    summary: String(row.summary),
    description: String(row.description),
    care: String(row.care),
    kind: String(row.kind) as ProductKind,
    category: String(row.category),
    images: (images?.rows ?? []).map((one) => ({
      key: String(one.key),
      alt: String(one.alt),
      width: Number(one.width),
      height: Number(one.height),
    })),
    attributes: (attributes?.rows ?? []).map((one) => ({ name: String(one.name), value: String(one.value) })),
    variants: (variants?.rows ?? []).map((one) => ({
      id: String(one.id),
      sku: String(one.sku),
      name: String(one.name),
      options: JSON.parse(String(one.options)) as { name: string; value: string }[],
      prices: (prices?.rows ?? [])
        .filter((price) => price.variant_id === one.id)
        .map((price) => ({
          currency: String(price.currency) as Currency,
          amountMinor: Number(price.amount_minor),
          compareAtMinor: price.compare_at_minor === null ? null : Number(price.compare_at_minor),
        })),
      available: Number(one.available),
    })),
  };
}

export async function listCategories(
  db: Database,
): Promise<{ slug: string; name: string; parent: string | null; products: number }[]> {
  const [found] = await readTogether(db, [
    sql`SELECT c.slug, c.name, (SELECT p.slug FROM categories p WHERE p.id = c.parent_id) AS parent, (SELECT count(*) FROM products d WHERE d.category_id = c.id AND d.status = 'published') AS products FROM categories c ORDER BY c.position, c.name`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    slug: String(row.slug),
    name: String(row.name),
    parent: row.parent === null ? null : String(row.parent),
    products: Number(row.products),
  }));
}
