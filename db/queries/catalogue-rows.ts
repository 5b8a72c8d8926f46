import type { InValue, ResultSet, Row } from "@libsql/client/web";
import { sql } from "drizzle-orm";
import type { SQL } from "#db/dialect";
import type { MarketStatus, ProductKind } from "#domain/catalogue/names";
import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";

/** A market as the pages show it. It sells where it is open and somebody can take the money. */
export interface PageMarket {
  readonly id: string;
  readonly name: string;
  readonly countries: readonly string[];
  readonly currency: Currency;
  readonly locale: string;
  readonly timeZone: string;
  readonly taxBasisPoints: number;
  readonly taxInclusive: boolean;
  readonly isDefault: boolean;
  readonly sells: boolean;
  readonly payWith: readonly GatewayCode[];
  readonly delivery: readonly PageDelivery[];
}

/** One way to bring the goods; `days` are working days. */
export interface PageDelivery {
  readonly kind: string;
  readonly name: string;
  readonly detail: string;
  readonly amountMinor: number;
  readonly freeFromMinor: number | null;
  readonly daysMin: number;
  readonly daysMax: number;
}

export interface PageCategory {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly picture: string | null;
  readonly parentId: string | null;
  /** Published goods here and in every section below. */
  readonly count: number;
}

export interface PageImage {
  readonly id: string;
  readonly key: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly widths: readonly number[];
}

/** Integer minor units of `currency`. */
export interface PagePrice {
  readonly currency: Currency;
  readonly amountMinor: number;
  readonly compareAtMinor: number | null;
}

export interface PageVariant {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly imageId: string | null;
  readonly prices: readonly PagePrice[];
  /** Nothing was left when the page was made; the live count corrects it. */
  readonly soldOut: boolean;
}

/** A published good with all that its page and its card say. */
export interface PageGood {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly care: string;
  readonly kind: ProductKind;
  readonly categoryId: string;
  readonly publishedAt: number;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly images: readonly PageImage[];
  readonly variants: readonly PageVariant[];
}

/** What every page of the shop needs beside its goods. `version` is the change counter of the same moment. */
export interface ShopFrame {
  readonly version: number;
  readonly markets: readonly PageMarket[];
  readonly categories: readonly PageCategory[];
}

const text = (value: InValue | undefined): string => (value === null || value === undefined ? "" : String(value));
const orNull = <T>(value: InValue | undefined, read: (value: InValue) => T): T | null =>
  value === null || value === undefined ? null : read(value);
const json = <T>(value: InValue | undefined): T => JSON.parse(text(value)) as T;

/** The statements whose answers `frameOf` reads. The counter comes first. */
export const frameStatements = (): SQL[] => [
  sql`select value from change_counter where id = 'shop'`,
  sql`select * from markets order by position, id`,
  sql`select * from market_payment_methods where enabled = 1 order by position, id`,
  sql`select * from delivery_methods where enabled = 1 order by position, id`,
  sql`select * from categories order by position, name, id`,
  sql`select category_id, count(*) as goods from products where status = 'published' group by category_id`,
];

/** How many answers `frameStatements` takes. */
export const FRAME_LENGTH = 6;

/** Puts the answers of `frameStatements` together. */
export function frameOf([counter, markets, methods, deliveries, categories, counts]: readonly ResultSet[]): ShopFrame {
  const own = new Map((counts?.rows ?? []).map((row) => [text(row.category_id), Number(row.goods)]));
  const rows = categories?.rows ?? [];
  const below = (id: string): number =>
    (own.get(id) ?? 0) + rows.filter((row) => row.parent_id === id).reduce((sum, row) => sum + below(text(row.id)), 0);
  return {
    version: Number(counter?.rows[0]?.value ?? 0),
    markets: (markets?.rows ?? []).map((row) => marketOf(row, methods?.rows ?? [], deliveries?.rows ?? [])),
    categories: rows.map((row) => ({
      id: text(row.id),
      slug: text(row.slug),
      name: text(row.name),
      description: text(row.description),
      picture: orNull(row.picture, String),
      parentId: orNull(row.parent_id, String),
      count: below(text(row.id)),
    })),
  };
}

function marketOf(row: Row, methods: readonly Row[], deliveries: readonly Row[]): PageMarket {
  const payWith = methods
    .filter((method) => method.market_id === row.id)
    .map((method) => text(method.gateway) as GatewayCode);
  return {
    id: text(row.id),
    name: text(row.name),
    countries: json<string[]>(row.countries),
    currency: text(row.currency) as Currency,
    locale: text(row.locale),
    timeZone: text(row.time_zone),
    taxBasisPoints: Number(row.tax_basis_points),
    taxInclusive: row.tax_inclusive === 1,
    isDefault: row.is_default === 1,
    sells: (text(row.status) as MarketStatus) === "open" && payWith.length > 0,
    payWith,
    delivery: deliveries
      .filter((delivery) => delivery.market_id === row.id)
      .map((delivery) => ({
        kind: text(delivery.kind),
        name: text(delivery.name),
        detail: text(delivery.detail),
        amountMinor: Number(delivery.amount_minor),
        freeFromMinor: orNull(delivery.free_from_minor, Number),
        daysMin: Number(delivery.days_min),
        daysMax: Number(delivery.days_max),
      })),
  };
}

/** The statements whose answers `goodsOf` reads; `which` selects product ids. Newest first. */
export const goodsStatements = (which: SQL): SQL[] => [
  sql`select * from products where status = 'published' and id in (${which}) order by published_at desc, id desc`,
  sql`select product_id, name, value from product_attributes where product_id in (${which}) order by product_id, position, id`,
  sql`select id, product_id, key, alt, width, height, widths from images where product_id in (${which}) order by product_id, position, id`,
  sql`select v.id, v.product_id, v.sku, v.name, v.options, v.image_id, coalesce(s.on_hand - s.reserved, 0) as available
      from variants v left join stock s on s.variant_id = v.id
      where v.status = 'active' and v.product_id in (${which}) order by v.product_id, v.position, v.id`,
  sql`select p.variant_id, p.currency, p.amount_minor, p.compare_at_minor from prices p join variants v on v.id = p.variant_id
      where v.status = 'active' and v.product_id in (${which}) order by p.variant_id, p.currency`,
];

/** Puts the answers of `goodsStatements` together, newest first. */
export function goodsOf([products, attributes, images, variants, prices]: readonly ResultSet[]): PageGood[] {
  const attributesOf = groupBy(attributes, "product_id");
  const imagesOf = groupBy(images, "product_id");
  const variantsOf = groupBy(variants, "product_id");
  const pricesOf = groupBy(prices, "variant_id");
  return (products?.rows ?? []).map((row) => {
    const id = text(row.id);
    const kind = text(row.kind) as ProductKind;
    return {
      id,
      slug: text(row.slug),
      name: text(row.name),
      summary: text(row.summary),
      description: text(row.description),
      care: text(row.care),
      kind,
      categoryId: text(row.category_id),
      publishedAt: Number(row.published_at),
      attributes: (attributesOf.get(id) ?? []).map((fact) => ({ name: text(fact.name), value: text(fact.value) })),
      images: (imagesOf.get(id) ?? []).map(imageOf),
      variants: (variantsOf.get(id) ?? []).map((variant) => ({
        id: text(variant.id),
        sku: text(variant.sku),
        name: text(variant.name),
        options: json<{ name: string; value: string }[]>(variant.options),
        imageId: orNull(variant.image_id, String),
        prices: (pricesOf.get(text(variant.id)) ?? []).map((price) => ({
          currency: text(price.currency) as Currency,
          amountMinor: Number(price.amount_minor),
          compareAtMinor: orNull(price.compare_at_minor, Number),
        })),
        soldOut: kind !== "digital" && Number(variant.available) <= 0,
      })),
    };
  });
}

const imageOf = (row: Row): PageImage => ({
  id: text(row.id),
  key: text(row.key),
  alt: text(row.alt),
  width: Number(row.width),
  height: Number(row.height),
  widths: json<number[]>(row.widths),
});

function groupBy(result: ResultSet | undefined, column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of result?.rows ?? []) {
    const key = text(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
