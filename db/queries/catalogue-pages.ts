import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import type { Database } from "#db/client";
import {
  FRAME_LENGTH,
  frameOf,
  frameStatements,
  goodsOf,
  goodsStatements,
  type PageGood,
  type ShopFrame,
} from "./catalogue-rows.ts";
import { NEIGHBOURS } from "./catalogue-shelves.ts";

/**
 * Where pages read from: the whole catalogue in memory (a build) or just the rows of one page (publishing). Both give the same
 * answers, so that a page is the same however it was made. Goods are newest first.
 */
export interface Shelves {
  readonly frame: ShopFrame;
  good(slug: string): Promise<PageGood | null>;
  /** The goods of these categories from `offset` on; every good where `categoryIds` is null. */
  newest(categoryIds: readonly string[] | null, offset: number, limit: number): Promise<readonly PageGood[]>;
  bySlugs(slugs: readonly string[]): Promise<readonly PageGood[]>;
  /** The next goods after this one in the whole shop, newest first, going round at the end. */
  neighbours(good: PageGood): Promise<readonly PageGood[]>;
}

/** Reads the whole published catalogue in one round trip. For builds. */
export async function wholeCatalogue(db: Database): Promise<Shelves & { readonly goods: readonly PageGood[] }> {
  const answers = await readTogether(db, [
    ...frameStatements(),
    ...goodsStatements(sql`select id from products where status = 'published'`),
  ]);
  const frame = frameOf(answers.slice(0, FRAME_LENGTH));
  const goods = goodsOf(answers.slice(FRAME_LENGTH));
  const bySlug = new Map(goods.map((good, index) => [good.slug, { good, index }]));
  return {
    frame,
    goods,
    good: async (slug) => bySlug.get(slug)?.good ?? null,
    newest: async (ids, offset, limit) =>
      (ids ? goods.filter(({ categoryId }) => ids.includes(categoryId)) : goods).slice(offset, offset + limit),
    bySlugs: async (slugs) => slugs.flatMap((slug) => bySlug.get(slug)?.good ?? []),
    neighbours: async ({ slug }) => {
      const start = bySlug.get(slug)?.index ?? 0;
      const count = Math.min(NEIGHBOURS, goods.length - 1);
      return Array.from({ length: count }, (_, step) => goods[(start + 1 + step) % goods.length] as PageGood);
    },
  };
}

/** Reads only what one page needs. The frame, and with it the version, is read first. For publishing. */
export async function narrowCatalogue(db: Database): Promise<Shelves> {
  const frame = frameOf(await readTogether(db, frameStatements()));
  const read = async (which: ReturnType<typeof sql>) => goodsOf(await readTogether(db, goodsStatements(which)));
  return {
    frame,
    good: async (slug) =>
      (await read(sql`select id from products where slug = ${slug} and status = 'published'`))[0] ?? null,
    newest: (ids, offset, limit) =>
      read(sql`select id from products where status = 'published' and ${ids === null ? sql`1` : sql`category_id in (select value from json_each(${JSON.stringify(ids)}))`}
        order by published_at desc, id desc limit ${limit} offset ${offset}`),
    bySlugs: async (slugs) => {
      const goods = await read(
        sql`select id from products where status = 'published' and slug in (select value from json_each(${JSON.stringify(slugs)}))`,
      );
      return slugs.flatMap((slug) => goods.find((good) => good.slug === slug) ?? []);
    },
    neighbours: async (good) => {
      const older = sql`(published_at, id) < (${good.publishedAt}, ${good.id})`;
      const published = sql`select id from products where status = 'published'`;
      const next = sql`${published} and ${older} order by published_at desc, id desc limit ${NEIGHBOURS}`;
      const first = sql`${published} and not ${older} and id <> ${good.id} order by published_at desc, id desc limit ${NEIGHBOURS}`;
      const goods = await read(sql`select id from (${next}) union select id from (${first})`);
      const isOlder = (other: PageGood) =>
        other.publishedAt < good.publishedAt || (other.publishedAt === good.publishedAt && other.id < good.id);
      return [...goods.filter(isOlder), ...goods.filter((other) => !isOlder(other))].slice(0, NEIGHBOURS);
    },
  };
}

/** What became of an address that shows nothing: removed for good, moved, or never there. */
export type Absence = { readonly status: 404 | 410 } | { readonly status: 301; readonly movedTo: string };

/** Looks up a product's or category's former life. `slug` names nothing that is published now. */
export async function absenceOf(db: Database, kind: "product" | "category", slug: string): Promise<Absence> {
  const [moved, standing] = await readTogether(db, [
    kind === "product"
      ? sql`select p.slug from old_slugs o join products p on p.id = o.target_id where o.kind = 'product' and o.slug = ${slug} and p.status = 'published'`
      : sql`select c.slug from old_slugs o join categories c on c.id = o.target_id where o.kind = 'category' and o.slug = ${slug}`,
    kind === "product"
      ? sql`select 1 from products where slug = ${slug} and status = 'removed' union select 1 from old_slugs where kind = 'product' and slug = ${slug}`
      : sql`select 1 from old_slugs where kind = 'category' and slug = ${slug}`,
  ]);
  const now = moved?.rows[0]?.slug;
  if (now) return { status: 301, movedTo: `/${kind === "product" ? "products" : "categories"}/${String(now)}` };
  return { status: standing?.rows.length ? 410 : 404 };
}
