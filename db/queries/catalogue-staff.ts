import type { Row } from "@libsql/client/web";
import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import type { ProductKind, ProductStatus } from "#domain/catalogue/names";
import type { Currency } from "#domain/money";
import { BOARD, familyOf, lineOf, NEIGHBOURS, NEW_ON_HOME } from "./catalogue-shelves.ts";

/** A product with everything the console edits, whatever its status. */
export interface StaffProduct {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly care: string;
  readonly categoryId: string;
  readonly kind: ProductKind;
  readonly status: ProductStatus;
  readonly publishedAt: number | null;
  readonly attributes: { name: string; value: string }[];
  readonly images: { id: string; key: string; alt: string; width: number; height: number; widths: number[] }[];
  readonly variants: StaffVariant[];
}
export interface StaffPrice {
  readonly currency: Currency;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
  readonly derived: boolean;
}
export interface StaffVariant {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly options: { name: string; value: string }[];
  readonly imageId: string | null;
  readonly prices: StaffPrice[];
  readonly stock: { onHand: number; reserved: number };
}

const orNull = (value: unknown): string | null => (value === null ? null : String(value));

/** `null` when there is no such product. */
export async function readStaffProduct(db: Database, id: string): Promise<StaffProduct | null> {
  const [products, facts, images, variants, prices] = await readTogether(db, [
    sql`select * from products where id = ${id}`,
    sql`select name, value from product_attributes where product_id = ${id} order by position, id`,
    sql`select * from images where product_id = ${id} order by position, id`,
    sql`select v.*, coalesce(s.on_hand, 0) as on_hand, coalesce(s.reserved, 0) as reserved from variants v left join stock s on s.variant_id = v.id
        where v.product_id = ${id} and v.status = 'active' order by v.position, v.id`,
    sql`select p.* from prices p join variants v on v.id = p.variant_id where v.product_id = ${id} order by p.currency`,
  ]);
  const row = products?.rows[0];
  if (!row) return null;
  return {
    id: String(row.id),
    slug: String(row.slug),
    name: String(row.name),
    summary: String(row.summary),
    description: String(row.description),
    care: String(row.care),
    categoryId: String(row.category_id),
    kind: String(row.kind) as ProductKind,
    status: String(row.status) as ProductStatus,
    publishedAt: row.published_at === null ? null : Number(row.published_at),
    attributes: (facts?.rows ?? []).map((fact) => ({ name: String(fact.name), value: String(fact.value) })),
    images: (images?.rows ?? []).map((image) => ({
      id: String(image.id),
      key: String(image.key),
      alt: String(image.alt),
      width: Number(image.width),
      height: Number(image.height),
      widths: JSON.parse(String(image.widths)) as number[],
    })),
    variants: (variants?.rows ?? []).map((variant) => variantOf(variant, prices?.rows ?? [])),
  };
}

const variantOf = (row: Row, prices: readonly Row[]): StaffVariant => ({
  id: String(row.id),
  sku: String(row.sku),
  name: String(row.name),
  options: JSON.parse(String(row.options)) as { name: string; value: string }[],
  imageId: orNull(row.image_id),
  prices: prices
    .filter((price) => price.variant_id === row.id)
    .map((price) => ({
      currency: String(price.currency) as Currency,
      amountMinor: Number(price.amount_minor),
      compareAtMinor: price.compare_at_minor === null ? null : Number(price.compare_at_minor),
      derived: price.derived === 1,
    })),
  stock: { onHand: Number(row.on_hand), reserved: Number(row.reserved) },
});

/** The product a variant or picture belongs to; `null` when there is neither. */
export async function productIdOf(db: Database, of: "variant" | "image", id: string): Promise<string | null> {
  const [found] = await readTogether(db, [
    of === "variant"
      ? sql`select product_id from variants where id = ${id} and status = 'active'`
      : sql`select product_id from images where id = ${id}`,
  ]);
  return found?.rows[0] ? String(found.rows[0].product_id) : null;
}

export interface ListQuery {
  readonly search?: string | undefined;
  readonly status?: ProductStatus | undefined;
  readonly cursor?: string | undefined;
}

/** Products for the console, newest first, one more than `limit` when there is a next page. */
export async function listStaffProducts(
  db: Database,
  { search, status, cursor }: ListQuery,
  limit: number,
): Promise<readonly Row[]> {
  const [at, id] = cursor?.split("|") ?? [];
  const like = search ? `%${search.replace(/[\\%_]/g, "\\$&")}%` : null;
  const [found] = await readTogether(db, [
    sql`select p.id, p.slug, p.name, p.status, p.kind, c.name as category, coalesce(p.published_at, p.created_at) as at,
          (select i.key from images i where i.product_id = p.id order by i.position, i.id limit 1) as picture,
          (select count(*) from variants v where v.product_id = p.id and v.status = 'active') as variants,
          (select coalesce(sum(s.on_hand - s.reserved), 0) from variants v join stock s on s.variant_id = v.id where v.product_id = p.id and v.status = 'active') as available,
          (select min(r.amount_minor) from variants v join prices r on r.variant_id = v.id and r.currency = 'KES' where v.product_id = p.id and v.status = 'active') as kes_minor
        from products p join categories c on c.id = p.category_id
        where ${status ? sql`p.status = ${status}` : sql`p.status <> 'removed'`}
          and ${like ? sql`(p.name like ${like} escape '\\' or p.slug like ${like} escape '\\' or exists (select 1 from variants v where v.product_id = p.id and v.sku like ${like} escape '\\'))` : sql`1`}
          and ${at && id ? sql`(coalesce(p.published_at, p.created_at), p.id) < (${Number(at)}, ${id})` : sql`1`}
        order by at desc, p.id desc limit ${limit + 1}`,
  ]);
  return found?.rows ?? [];
}

/** A section with how many published goods stand in it alone. */
export interface StaffCategory {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly parentId: string | null;
  readonly picture: string | null;
  readonly position: number;
  readonly products: number;
}

export async function readCategories(db: Database): Promise<StaffCategory[]> {
  const [found] = await readTogether(db, [
    sql`select c.*, (select count(*) from products p where p.category_id = c.id and p.status = 'published') as products from categories c order by c.position, c.name, c.id`,
  ]);
  return (found?.rows ?? []).map((row) => ({
    id: String(row.id),
    slug: String(row.slug),
    name: String(row.name),
    description: String(row.description),
    parentId: orNull(row.parent_id),
    picture: orNull(row.picture),
    position: Number(row.position),
    products: Number(row.products),
  }));
}

/** Where a good stands in the shop: in each section's list, on home, and beside which others. */
export interface Standing {
  readonly places: readonly { path: string; index: number; total: number }[];
  readonly onHome: boolean;
  readonly neighbourOf: readonly string[];
}

/** Reads where a product with this section and date stands, or would stand. */
export async function standingOf(
  db: Database,
  { id, slug, categoryId, publishedAt }: { id: string; slug: string; categoryId: string; publishedAt: number },
): Promise<Standing> {
  const newer = sql`(published_at, id) > (${publishedAt}, ${id})`;
  const [categories, counts, before, last] = await readTogether(db, [
    sql`select id, slug, parent_id from categories`,
    sql`select category_id, count(*) as total, sum(${newer}) as newer from products where status = 'published' group by category_id`,
    sql`select slug from products where status = 'published' and ${newer} order by published_at asc, id asc limit ${NEIGHBOURS}`,
    sql`select slug from products where status = 'published' and id <> ${id} order by published_at asc, id asc limit ${NEIGHBOURS}`,
  ]);
  const nested = (categories?.rows ?? []).map((row) => ({
    id: String(row.id),
    slug: String(row.slug),
    parentId: orNull(row.parent_id),
  }));
  const counted = new Map(
    (counts?.rows ?? []).map((row) => [
      String(row.category_id),
      { total: Number(row.total), newer: Number(row.newer) },
    ]),
  );
  const sum = (ids: readonly string[], what: "total" | "newer") =>
    ids.reduce((total, one) => total + (counted.get(one)?.[what] ?? 0), 0);
  const slugs = (rows: readonly Row[] | undefined) => (rows ?? []).map((row) => String(row.slug));
  const neighbours = [...new Set([...slugs(before?.rows), ...slugs(last?.rows)])].slice(0, NEIGHBOURS);
  return {
    places: lineOf(nested, categoryId).map((category) => {
      const family = familyOf(nested, category.id);
      return { path: `/categories/${category.slug}`, index: sum(family, "newer"), total: sum(family, "total") };
    }),
    onHome: BOARD.includes(slug) || sum([...counted.keys()], "newer") < NEW_ON_HOME + BOARD.length,
    neighbourOf: neighbours.map((neighbour) => `/products/${neighbour}`),
  };
}

/** Rates by "KES>USD", millionths. */
export async function readRates(db: Database): Promise<ReadonlyMap<string, number>> {
  const [found] = await readTogether(db, [sql`select from_currency, to_currency, rate_millionths from exchange_rates`]);
  return new Map(
    (found?.rows ?? []).map((row) => [
      `${String(row.from_currency)}>${String(row.to_currency)}`,
      Number(row.rate_millionths),
    ]),
  );
}
