import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { atomically } from "#db/atomically";
import type { Client } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";
import type { productAnswer, productView } from "#worker/catalogue/bodies";
import { publishJobs } from "#worker/catalogue/publish";

type Product = z.infer<typeof productView>;
type Saved = z.infer<typeof productAnswer>;

let shop: Shop;
let staff: Client;
let guest: Client;
beforeAll(async () => {
  shop = await Shop.open();
  staff = await shop.staff();
  guest = shop.client();
});
afterAll(() => shop.close());

const pathsOf = (map: string) =>
  [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => new URL(address ?? "").pathname);
const withoutVersion = (text: string) => text.replace(/<!-- version \d+ -->/, "");
const patch = async (path: string, body: unknown) => {
  const reply = await staff.send<Saved>("PATCH", `/api/staff${path}`, { body });
  expect(reply.status).toBe(200);
  return reply.body;
};
const someProduct = async (at: number): Promise<Product> => {
  const [row] = await shop.rows<{ id: string }>(
    `SELECT id FROM products WHERE status = 'published' ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET ${at}`,
  );
  return (await staff.get<Product>(`/api/staff/products/${row?.id}`)).body;
};

test("every page is the same built and published, but for the comment that names its version", async () => {
  const paths = [...pathsOf((await guest.get("/sitemap.xml")).text), "/sitemap.xml"];
  const look = () => Promise.all(paths.map((path) => guest.get(path)));
  const built = await look();
  await atomically(shop.db, publishJobs(paths));
  await shop.round();
  await new Promise((resolve) => setTimeout(resolve, 600)); // longer than an isolate trusts its copy
  const published = await look();
  for (const [at, path] of paths.entries()) {
    const [was, is] = [built[at], published[at]];
    expect([path, was?.headers.get("x-page"), is?.headers.get("x-page")]).toEqual([path, "built", "published"]);
    for (const name of ["content-type", "content-security-policy", "cache-control", "referrer-policy"])
      expect([path, is?.headers.get(name)]).toEqual([path, was?.headers.get(name)]);
    expect(withoutVersion(is?.text ?? "") === withoutVersion(was?.text ?? ""), path).toBe(true);
  }
});

test("the sitemap names what can be found, robots.txt leads to it and away from what cannot", async () => {
  const map = await guest.get("/sitemap.xml");
  expect([map.status, map.headers.get("Content-Type")]).toEqual([200, "application/xml; charset=utf-8"]);
  const paths = pathsOf(map.text);
  const goods = await shop.one("SELECT count(*) FROM products WHERE status = 'published'");
  const sections = await shop.one("SELECT count(*) FROM categories");
  expect(paths).toHaveLength(1 + goods + sections);
  expect(new Set(paths).size).toBe(paths.length);
  for (const path of ["/", "/categories/rings", "/products/chai-pot"]) expect(paths).toContain(path);

  const robots = await guest.get("/robots.txt");
  expect([robots.status, robots.headers.get("Content-Type")]).toEqual([200, "text/plain; charset=utf-8"]);
  for (const path of ["/cart", "/checkout", "/orders", "/staff", "/api"])
    expect(robots.text).toContain(`Disallow: ${path}\n`);
  expect(new URL(/^Sitemap: (.+)$/m.exec(robots.text)?.[1] ?? "").pathname).toBe("/sitemap.xml");
  for (const path of ["/live/sitemap.xml", "/live", "/live/products/chai-pot"])
    expect((await guest.get(path)).status).toBe(404);
});

test("edits of one good at once keep each other's fields and prices", async () => {
  const good = await someProduct(5);
  const variant = good.variants[0];
  for (let round = 1; round <= 5; round++) {
    const kes = 100_000 + round * 100;
    await Promise.all([
      patch(`/products/${good.id}`, { summary: `Summary ${round}` }),
      patch(`/products/${good.id}`, { care: `Care ${round}` }),
      patch(`/variants/${variant?.id}`, { prices: [{ currency: "KES", amountMinor: kes }] }),
      patch(`/variants/${variant?.id}`, { name: `Variant ${round}` }),
    ]);
    const after = (await staff.get<Product>(`/api/staff/products/${good.id}`)).body;
    expect([after.summary, after.care, after.variants[0]?.name]).toEqual([
      `Summary ${round}`,
      `Care ${round}`,
      `Variant ${round}`,
    ]);
    const prices = after.variants[0]?.prices ?? [];
    expect(prices.find(({ currency }) => currency === "KES")?.amountMinor).toBe(kes);
    expect(prices.find(({ currency }) => currency === "NPR")).toMatchObject({ derived: true });
    const page = (await guest.get(`/products/${good.slug}`)).text;
    for (const words of [`Summary ${round}`, `Care ${round}`, `KES</abbr>${(kes / 100).toLocaleString("en-GB")}`])
      expect(page).toContain(words);
  }
});

test("back to what it was is a new page: who has the first is not told that nothing changed", async () => {
  const good = await someProduct(9);
  const tags: string[] = [];
  for (const name of [good.name, `${good.name}, two`, good.name]) {
    await patch(`/products/${good.id}`, { name });
    const page = await guest.get(`/products/${good.slug}`);
    expect(page.text).toContain(`<h1>${name}</h1>`);
    const tag = page.headers.get("ETag") ?? "";
    tags.push(tag);
    const again = await guest.send("GET", `/products/${good.slug}`, { headers: { "If-None-Match": tag } });
    expect(again.status).toBe(304);
  }
  expect(new Set(tags).size).toBe(3);
});

test("the answer says when a shopper could see it, and the job stays until a page stands", async () => {
  const good = await someProduct(12);
  const { published } = await patch(`/products/${good.id}`, { summary: "Seen" });
  expect(published?.path).toBe(`/products/${good.slug}`);
  expect(published?.visibleMs).toBeLessThan(1_000);
  const done = () =>
    shop.one(
      "SELECT count(*) FROM outbox WHERE channel = 'publish' AND (state <> 'sent' OR done_version < version OR last_error IS NOT NULL)",
    );
  await until("all of its pages stand", async () => (await done()) === 0);
});
