import { sql } from "drizzle-orm";
import type { Statement } from "#db/atomically";
import { derivedPrice } from "#domain/catalogue/derived-price";
import { newId } from "#domain/ids";
import { CURRENCIES, money } from "#domain/money";
import type { StaffPrice, StaffProduct, StaffVariant } from "./catalogue-staff.ts";

type Facts = readonly { name: string; value: string }[];
type Fields = Pick<StaffProduct, "slug" | "name" | "summary" | "description" | "care" | "categoryId" | "kind">;

export const insertProduct = (id: string, fields: Fields): Statement[] => [
  sql`insert into products (id, slug, name, summary, description, care, category_id, kind)
      values (${id}, ${fields.slug}, ${fields.name}, ${fields.summary}, ${fields.description}, ${fields.care}, ${fields.categoryId}, ${fields.kind})`,
  sql`delete from old_slugs where kind = 'product' and slug = ${fields.slug}`,
];

/** Writes all fields; a changed slug leaves the old one pointing here. */
export const updateProduct = (id: string, before: Fields, after: Fields): Statement[] => [
  sql`update products set slug = ${after.slug}, name = ${after.name}, summary = ${after.summary}, description = ${after.description}, care = ${after.care},
        category_id = ${after.categoryId}, kind = ${after.kind}, version = version + 1 where id = ${id}`,
  ...movedSlug("product", id, before.slug, after.slug),
];

export const movedSlug = (kind: "product" | "category", id: string, from: string, to: string): Statement[] =>
  from === to
    ? []
    : [
        sql`delete from old_slugs where kind = ${kind} and slug = ${to}`,
        sql`insert into old_slugs (id, kind, slug, target_id) values (${newId("slg")}, ${kind}, ${from}, ${id})
            on conflict (kind, slug) do update set target_id = excluded.target_id`,
      ];

export const replaceFacts = (productId: string, facts: Facts): Statement[] => [
  sql`delete from product_attributes where product_id = ${productId}`,
  ...facts.map(
    ({ name, value }, position) =>
      sql`insert into product_attributes (id, product_id, name, value, position) values (${newId("atr")}, ${productId}, ${name}, ${value}, ${position})`,
  ),
];

/** The first publication is the date that orders lists; coming back later does not make it new. */
export const setStatus = (id: string, status: "published" | "removed", at: number): Statement[] => [
  sql`update products set status = ${status}, published_at = coalesce(published_at, ${at}), version = version + 1 where id = ${id}`,
];

export const insertVariant = (
  id: string,
  productId: string,
  variant: Pick<StaffVariant, "sku" | "name" | "options" | "imageId">,
): Statement[] => [
  sql`insert into variants (id, product_id, sku, name, options, image_id, position)
      values (${id}, ${productId}, ${variant.sku}, ${variant.name}, ${JSON.stringify(variant.options)}, ${variant.imageId}, (select coalesce(max(position) + 1, 0) from variants where product_id = ${productId}))`,
  sql`insert into stock (id, variant_id) values (${`stk_${id.slice(4)}`}, ${id}) on conflict (variant_id) do nothing`,
];

export const updateVariant = (
  id: string,
  variant: Pick<StaffVariant, "sku" | "name" | "options" | "imageId">,
): Statement[] => [
  sql`update variants set sku = ${variant.sku}, name = ${variant.name}, options = ${JSON.stringify(variant.options)}, image_id = ${variant.imageId}, version = version + 1 where id = ${id}`,
];

export const removeVariant = (id: string): Statement[] => [
  sql`update variants set status = 'removed', version = version + 1 where id = ${id}`,
];

/** The prices set by hand, and for every other currency one by the shop's rate where there is a rate. */
export function withDerived(
  set: readonly Omit<StaffPrice, "derived">[],
  rates: ReadonlyMap<string, number>,
): StaffPrice[] {
  const base = set.find(({ currency }) => currency === "KES") ?? set[0];
  return CURRENCIES.flatMap((currency): StaffPrice[] => {
    const own = set.find((price) => price.currency === currency);
    if (own) return [{ ...own, derived: false }];
    const rate = base && rates.get(`${base.currency}>${currency}`);
    if (!base || !rate) return [];
    const { amountMinor } = derivedPrice(money(base.amountMinor, base.currency), currency, rate);
    return [{ currency, amountMinor, compareAtMinor: null, derived: true }];
  });
}

/** Only a price that differs gets a new version: an open quote is asked again only when it must be. */
export const writePrices = (variantId: string, prices: readonly StaffPrice[]): Statement[] => [
  ...prices.map(
    ({ currency, amountMinor, compareAtMinor, derived }) =>
      sql`insert into prices (id, variant_id, currency, amount_minor, compare_at_minor, derived) values (${newId("prc")}, ${variantId}, ${currency}, ${amountMinor}, ${compareAtMinor}, ${derived ? 1 : 0})
          on conflict (variant_id, currency) do update set amount_minor = excluded.amount_minor, compare_at_minor = excluded.compare_at_minor, derived = excluded.derived, version = version + 1
          where amount_minor is not excluded.amount_minor or compare_at_minor is not excluded.compare_at_minor or derived is not excluded.derived`,
  ),
  sql`delete from prices where variant_id = ${variantId} and currency not in (select value from json_each(${JSON.stringify(prices.map(({ currency }) => currency))}))`,
];

/** A movement of the shelf; `counted` is the difference to what the books say, and none where they agree. */
export function moveStock(
  variantId: string,
  reason: "received" | "counted" | "damaged",
  quantity: number,
  note: string,
  actorId: string,
): Statement[] {
  const change =
    reason === "counted"
      ? sql`${quantity} - coalesce((select on_hand from stock where variant_id = ${variantId}), 0)`
      : sql`${reason === "damaged" ? -quantity : quantity}`;
  return [
    sql`insert into stock_movements (id, variant_id, quantity, reason, note, actor_id)
        select ${newId("mov")}, ${variantId}, change, ${reason}, ${note}, ${actorId} from (select cast(${change} as integer) as change) where change <> 0 on conflict (id) do nothing`,
  ];
}

export const insertImage = (
  id: string,
  productId: string,
  image: { key: string; alt: string; width: number; height: number; widths: readonly number[] },
): Statement[] => [
  sql`insert into images (id, product_id, key, alt, width, height, widths, position)
      values (${id}, ${productId}, ${image.key}, ${image.alt}, ${image.width}, ${image.height}, ${JSON.stringify(image.widths)}, (select coalesce(max(position) + 1, 0) from images where product_id = ${productId}))`,
];

export const removeImage = (id: string): Statement[] => [
  sql`update variants set image_id = null where image_id = ${id}`,
  sql`delete from images where id = ${id}`,
];
