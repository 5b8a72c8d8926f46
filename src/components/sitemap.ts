import { sql } from "drizzle-orm";
import { readTogether } from "#db/atomically";
import { freshDatabase, shelvesOfBuild } from "./shelves.ts";

/** The addresses of the shop at one moment. */
interface Addresses {
  readonly version: number;
  readonly sections: readonly string[];
  readonly products: readonly string[];
}
const MOST = 50_000; // what the protocol allows in one file

/** What a build prerenders: the same rows as its pages. */
export async function addressesOfBuild(): Promise<Addresses> {
  const { frame, goods } = await shelvesOfBuild();
  return {
    version: frame.version,
    sections: frame.categories.map(({ slug }) => slug),
    products: goods.map(({ slug }) => slug),
  };
}

export async function freshAddresses(): Promise<Addresses> {
  const [counter, sections, products] = await readTogether(freshDatabase(), [
    sql`select value from change_counter where id = 'shop'`,
    sql`select slug from categories order by position, name, id`,
    sql`select slug from products where status = 'published' order by published_at desc, id desc`,
  ]);
  return {
    version: Number(counter?.rows[0]?.value ?? 0),
    sections: (sections?.rows ?? []).map(({ slug }) => String(slug)),
    products: (products?.rows ?? []).map(({ slug }) => String(slug)),
  };
}

/** Source: sitemaps.org, protocol 0.9. A slug needs no escaping. */
export function sitemapOf({ version, sections, products }: Addresses, site: URL | undefined): Response {
  const paths = ["/", ...sections.map((slug) => `/categories/${slug}`), ...products.map((slug) => `/products/${slug}`)];
  const urls = paths.slice(0, MOST).map((path) => `<url><loc>${new URL(path, site).href}</loc></url>`);
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls,
    "</urlset>",
    `<!-- version ${version} -->`,
    "",
  ].join("\n");
  return new Response(xml, {
    headers: { "content-type": "application/xml; charset=utf-8", "x-version": String(version) },
  });
}
