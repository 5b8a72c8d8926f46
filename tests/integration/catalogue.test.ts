import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import type { Client, Problem, Reply } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";
import type { categoryAnswer, productAnswer, productView } from "#worker/catalogue/bodies";

type Product = z.infer<typeof productView>;
type Saved = z.infer<typeof productAnswer>;
type SavedCategory = z.infer<typeof categoryAnswer>;

let shop: Shop;
let staff: Client;
let guest: Client;
beforeAll(async () => {
  shop = await Shop.open();
  staff = await shop.staff();
  guest = shop.client();
});
afterAll(() => shop.close());

type Refusal = Pick<Problem, "type" | "errors">;
const api = <T>(method: string, path: string, body?: unknown) =>
  staff.send<T & Refusal>(method, `/api/staff${path}`, body === undefined ? {} : { body });
const page = (path: string) => guest.get(path);

/** The measured page stands within a second of the answer; the others follow after it. */
const shows = (path: string, words: string, withinMs = 1_000) =>
  until(`${path} says ${words}`, async () => (await page(path)).text.includes(words), withinMs, 50);
const follows = (path: string, words: string) => shows(path, words, 10_000);
const answersWith = (path: string, status: number, withinMs = 10_000) =>
  until(`${path} answers ${status}`, async () => (await page(path)).status === status, withinMs, 50);

const sectionId = (slug: string) => shop.one<string>("SELECT id FROM categories WHERE slug = ?", [slug]);
let made = 0;

/** A good of this test's own, on the shelf. */
async function goodOnShelf(name: string, section = "kitchen-tools", pieces = 5): Promise<Product> {
  const slug = `${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}-${++made}`;
  const draft = await api<Saved>("POST", "/products", { name, slug, categoryId: await sectionId(section) });
  expect(draft.status).toBe(201);
  const { id } = draft.body.product;
  const prices = [{ currency: "KES", amountMinor: 100_000 }];
  const priced = await api<Saved>("POST", `/products/${id}/variants`, { sku: `T-${made}`, prices });
  expect(priced.status).toBe(201);
  const received = { reason: "received", quantity: pieces };
  await api("POST", `/variants/${priced.body.product.variants[0]?.id}/stock-movements`, received);
  const published = await api<Saved>("POST", `/products/${id}/publication`, {});
  expect(published.status).toBe(200);
  return published.body.product;
}

const pointers = (reply: Reply<Refusal>) => (reply.body.errors ?? []).map(({ pointer }) => pointer);

describe("a good", () => {
  test("is on no page as a draft, and on all of its own once published", async () => {
    const categoryId = await sectionId("kitchen-tools");
    const draft = await api<Saved>("POST", "/products", {
      name: "Coconut scraper",
      slug: "coconut-scraper",
      categoryId,
    });
    expect(draft.body).toMatchObject({ published: null, product: { status: "draft", publishedAt: null } });
    expect((await page("/products/coconut-scraper")).status).toBe(404);
    const { id } = draft.body.product;

    const empty = await api("POST", `/products/${id}/publication`, {});
    expect([empty.status, pointers(empty)]).toEqual([422, ["/variants"]]);

    const prices = [{ currency: "KES", amountMinor: 95_000 }];
    await api("POST", `/products/${id}/variants`, { sku: "SCRAPER", prices });
    expect((await page("/products/coconut-scraper")).status).toBe(404);
    const published = await api<Saved>("POST", `/products/${id}/publication`, {});
    expect(published.body.published?.path).toBe("/products/coconut-scraper");
    expect(published.body.published?.visibleMs).toBeLessThan(1_000);
    expect(await shows("/products/coconut-scraper", "KES</abbr>950")).toBe(true);
    for (const path of ["/categories/kitchen-tools", "/categories/table", "/"])
      expect(await follows(path, "Coconut scraper")).toBe(true);
    expect(await follows("/sitemap.xml", "/products/coconut-scraper</loc>")).toBe(true);
  });

  test("changes on its page, in its sections and beside its neighbours", async () => {
    const good = await goodOnShelf("Sieve of palm");
    const changed = await api<Saved>("PATCH", `/products/${good.id}`, {
      name: "Sieve of palm leaf",
      summary: "Fine enough for millet",
      attributes: [{ name: "Width", value: "31 cm" }],
    });
    expect(changed.body.product).toMatchObject({ name: "Sieve of palm leaf", slug: good.slug });
    for (const words of ["Sieve of palm leaf", "Fine enough for millet", "31 cm"])
      expect(await shows(`/products/${good.slug}`, words)).toBe(true);
    const oldest = await shop.one<string>(
      "SELECT slug FROM products WHERE status = 'published' ORDER BY published_at, id LIMIT 1",
    );
    for (const path of ["/categories/kitchen-tools", "/categories/table", "/", `/products/${oldest}`])
      expect(await follows(path, "Sieve of palm leaf")).toBe(true);
  });

  test("renamed: its old address leads to the new one, also when it is renamed again", async () => {
    const good = await goodOnShelf("Mortar");
    await api("PATCH", `/products/${good.id}`, { slug: "mortar-of-olive" });
    await answersWith(`/products/${good.slug}`, 301);
    expect((await page(`/products/${good.slug}`)).headers.get("Location")).toBe("/products/mortar-of-olive");
    await api("PATCH", `/products/${good.id}`, { slug: "mortar-of-mango" });
    await answersWith("/products/mortar-of-olive", 301);
    const followed = await fetch(`${shop.url}/products/${good.slug}`);
    expect([followed.status, new URL(followed.url).pathname]).toEqual([200, "/products/mortar-of-mango"]);
    expect(await follows("/sitemap.xml", "/products/mortar-of-mango</loc>")).toBe(true);
    expect((await page("/sitemap.xml")).text).not.toContain("mortar-of-olive");
    await api("PATCH", `/products/${good.id}`, { slug: good.slug });
    await answersWith(`/products/${good.slug}`, 200, 1_000);
  });

  test("removed: 410, gone from every list; published again: back", async () => {
    const good = await goodOnShelf("Rolling pin");
    await follows("/categories/kitchen-tools", "Rolling pin");
    const removed = await api<Saved>("DELETE", `/products/${good.id}`);
    expect(removed.body.product.status).toBe("removed");
    await answersWith(`/products/${good.slug}`, 410, 1_000);
    for (const path of ["/categories/kitchen-tools", "/categories/table", "/", "/sitemap.xml"])
      await until(`${path} is without it`, async () => !(await page(path)).text.includes(good.slug));
    await api("POST", `/products/${good.id}/publication`, {});
    await answersWith(`/products/${good.slug}`, 200, 1_000);
    await follows("/categories/kitchen-tools", "Rolling pin");
  });

  test("that comes or goes is counted on home and in the sections beside its own", async () => {
    const counted = async () =>
      /Kitchen tools<span>(\d+)<\/span>/.exec((await page("/categories/cups-and-pots")).text)?.[1];
    const before = Number(await counted());
    const good = await goodOnShelf("Ladle");
    await until("one more beside", async () => Number(await counted()) === before + 1);
    const moved = await api("PATCH", `/products/${good.id}`, { categoryId: await sectionId("rings") });
    expect(moved.status).toBe(200);
    await until("one less beside", async () => Number(await counted()) === before);
    expect(await follows("/categories/rings", "Ladle")).toBe(true);
    expect((await page("/categories/earrings")).text).not.toContain(">Ladle<");
  }, 90_000);
});

describe("a variant", () => {
  test("comes, changes and goes on the page", async () => {
    const good = await goodOnShelf("Chopping board");
    const added = await api<Saved>("POST", `/products/${good.id}/variants`, {
      sku: "BOARD-L",
      name: "Large",
      options: [{ name: "Size", value: "Large enough for two" }],
      prices: [{ currency: "KES", amountMinor: 240_000, compareAtMinor: 300_000 }],
    });
    const variant = added.body.product.variants.at(-1);
    expect(await shows(`/products/${good.slug}`, "Large enough for two")).toBe(true);
    await api("PATCH", `/variants/${variant?.id}`, { options: [{ name: "Size", value: "As wide as a door" }] });
    expect(await shows(`/products/${good.slug}`, "As wide as a door")).toBe(true);
    const dropped = await api<Saved>("DELETE", `/variants/${variant?.id}`);
    expect(dropped.body.product.variants).toHaveLength(1);
    expect((await page(`/products/${good.slug}`)).text).not.toContain("As wide as a door");
    expect((await api("PATCH", `/variants/${variant?.id}`, { name: "Back" })).status).toBe(404);
  });

  test("has a price in every currency, derived where none was set, and every page shows them", async () => {
    const good = await goodOnShelf("Spoon of ebony");
    const [variant] = good.variants;
    const price = (product: Product, currency: string) =>
      product.variants[0]?.prices.find((one) => one.currency === currency);
    expect(price(good, "NPR")).toEqual({ currency: "NPR", amountMinor: 109_000, compareAtMinor: null, derived: true });
    expect(price(good, "USD")).toEqual({ currency: "USD", amountMinor: 770, compareAtMinor: null, derived: true });

    const set = await api<Saved>("PATCH", `/variants/${variant?.id}`, {
      prices: [
        { currency: "KES", amountMinor: 200_000 },
        { currency: "USD", amountMinor: 1_999 },
      ],
    });
    expect(price(set.body.product, "USD")).toMatchObject({ amountMinor: 1_999, derived: false });
    expect(price(set.body.product, "NPR")).toMatchObject({ amountMinor: 218_000, derived: true });
    const text = (await page(`/products/${good.slug}`)).text;
    for (const words of ["KES</abbr>2,000", "NPR</abbr>2,180"]) expect(text).toContain(words);
    expect(await follows("/categories/kitchen-tools", "NPR</abbr>2,180")).toBe(true);
  });

  test("its stock is received, counted and damaged, never below what orders were promised", async () => {
    const good = await goodOnShelf("Tongs", "kitchen-tools", 0);
    const variantId = good.variants[0]?.id ?? "";
    const move = (reason: string, quantity: number) =>
      api<Saved>("POST", `/variants/${variantId}/stock-movements`, { reason, quantity, note: "spring count" });
    const onHand = (reply: Reply<Saved & Refusal>) => reply.body.product.variants[0]?.stock.onHand;
    const canBeBought = async () => (await page(`/products/${good.slug}`)).text.includes('id="buy"');
    expect(await canBeBought()).toBe(false);
    const received = await move("received", 8);
    expect([received.status, onHand(received)]).toEqual([201, 8]);
    expect(await canBeBought()).toBe(true);
    expect(onHand(await move("damaged", 3))).toBe(5);
    expect(onHand(await move("counted", 6))).toBe(6);
    expect(onHand(await move("counted", 6))).toBe(6);

    await guest.buy([{ variantId, quantity: 4 }], { method: "on-delivery" });
    const refused = await move("counted", 3);
    expect([refused.status, refused.body.type.split("/").at(-1)]).toEqual([409, "out-of-stock"]);
    expect(onHand(await move("counted", 4))).toBe(4);
    const rows = await shop.rows<{ quantity: number; reason: string; actor_id: string | null }>(
      "SELECT quantity, reason, actor_id FROM stock_movements WHERE variant_id = ? ORDER BY created_at, id",
      [variantId],
    );
    expect(rows.map(({ quantity, reason }) => [reason, quantity])).toEqual([
      ["received", 8],
      ["damaged", -3],
      ["counted", 1],
      ["counted", -2],
    ]);
    expect(rows.every(({ actor_id }) => actor_id !== null)).toBe(true);
    expect(await shop.audit()).toEqual([]);
  });
});

describe("a section", () => {
  test("opens inside another, takes a good, is renamed, and closes when it is empty", async () => {
    const parentId = await sectionId("table");
    const opened = await api<SavedCategory>("POST", "/categories", { name: "Gourds", slug: "gourds", parentId });
    expect(opened.status).toBe(201);
    const id = opened.body.category?.id ?? "";
    expect(await shows("/categories/gourds", "Nothing stands here yet")).toBe(true);
    for (const path of ["/categories/table", "/categories/kitchen-tools"])
      expect(await follows(path, "Gourds")).toBe(true);

    const good = await goodOnShelf("Milk gourd", "gourds");
    expect(await follows("/categories/gourds", "Milk gourd")).toBe(true);
    expect(await follows("/categories/table", "Milk gourd")).toBe(true);

    const renamed = await api<SavedCategory>("PATCH", `/categories/${id}`, { name: "Calabashes", slug: "calabashes" });
    expect(renamed.body.category).toMatchObject({ slug: "calabashes", products: 1 });
    expect(await shows("/categories/calabashes", "Milk gourd")).toBe(true);
    await answersWith("/categories/gourds", 301);
    expect((await page("/categories/gourds")).headers.get("Location")).toBe("/categories/calabashes");
    for (const path of [`/products/${good.slug}`, "/categories/cups-and-pots"])
      expect(await follows(path, "Calabashes")).toBe(true);
    expect(await follows("/sitemap.xml", "/categories/calabashes</loc>")).toBe(true);

    expect((await api("DELETE", `/categories/${id}`)).body.type).toMatch(/in-use$/);
    await api("PATCH", `/products/${good.id}`, { categoryId: parentId });
    expect((await api("DELETE", `/categories/${id}`)).status).toBe(200);
    await answersWith("/categories/calabashes", 410, 1_000);
    await answersWith("/categories/gourds", 301);
    await until("nobody names it", async () => !(await page("/categories/table")).text.includes("Calabashes"));
  }, 90_000);

  test("moves with its goods: both lines, home and the pages that its goods open", async () => {
    const id = await sectionId("ornaments");
    const own = await shop.one("SELECT count(*) FROM products WHERE category_id = ? AND status = 'published'", [id]);
    const counted = async (slug: string) =>
      Number(/(\d+) things?, newest first/.exec((await page(`/categories/${slug}`)).text)?.[1]);
    const [home, table] = [await counted("home"), await counted("table")];
    await api("PATCH", `/categories/${id}`, { parentId: await sectionId("table") });
    await until("the table has them", async () => (await counted("table")) === table + own);
    await until("home has not", async () => (await counted("home")) === home - own);
    for (let number = 2; number <= Math.ceil((table + own) / 24); number++)
      await answersWith(`/categories/table/${number}`, 200);
    await until("home counts them", async () =>
      (await page("/")).text.includes(`>${table + own}<span class="sr"> things`),
    );
    const circle = await api("PATCH", `/categories/${await sectionId("table")}`, { parentId: id });
    expect([circle.status, pointers(circle)]).toEqual([422, ["/parentId"]]);
    await api("PATCH", `/categories/${id}`, { parentId: await sectionId("home") });
    await until("back again", async () => (await counted("table")) === table);
  }, 90_000);
});

describe("a picture", () => {
  const square = (width = 600) =>
    sharp({ create: { width, height: width, channels: 3, background: "#a63a14" } }).withExif({
      IFD0: { Copyright: "Amina at 1.29 S 36.82 E" },
    });
  const upload = (id: string, file: Uint8Array, name: string, type: string, alt = "From the front") => {
    const form = new FormData();
    form.set("alt", alt);
    form.set("file", new File([Buffer.from(file)], name, { type }));
    return staff.send<Saved & Refusal>("POST", `/api/staff/products/${id}/images`, { rawBody: form });
  };

  test("hangs on the page without what the camera wrote, and comes down again", async () => {
    const good = await goodOnShelf("Tray");
    for (const type of ["png", "jpeg", "webp"] as const) {
      const bytes = await square().toFormat(type).toBuffer();
      expect(bytes.includes("Amina")).toBe(true);
      const added = await upload(good.id, bytes, `tray.${type}`, `image/${type}`, `A tray as ${type}`);
      expect(added.status).toBe(201);
      const image = added.body.product.images.at(-1);
      expect(image).toMatchObject({ width: 600, height: 600, alt: `A tray as ${type}` });
      expect(await shows(`/products/${good.slug}`, `A tray as ${type}`)).toBe(true);
      const served = await fetch(`${shop.url}/images/${image?.key}-800.webp`);
      expect([served.status, served.headers.get("Content-Type")]).toEqual([200, `image/${type}`]);
      const kept = Buffer.from(await served.arrayBuffer());
      expect(kept.includes("Amina")).toBe(false);
      expect(await sharp(kept).metadata()).toMatchObject({ format: type, width: 600 });
    }
    const images = (await api<Product>("GET", `/products/${good.id}`)).body.images;
    expect(images).toHaveLength(3);
    const down = await api<Saved>("DELETE", `/images/${images[0]?.id}`);
    expect(down.body.product.images).toHaveLength(2);
    expect((await page(`/products/${good.slug}`)).text).not.toContain("A tray as png");
  });

  test("that is none, is cut short, too small, or says where it was taken, is refused by its field", async () => {
    const good = await goodOnShelf("Basin");
    const png = await square().png().toBuffer();
    const jpeg = await square().jpeg().toBuffer();
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><script>1</script></svg>',
    );
    const html = Buffer.from("<!doctype html><script>alert(1)</script>");
    const refused: [Uint8Array, string, string][] = [
      [svg, "logo.svg", "image/svg+xml"],
      [svg, "logo.png", "image/png"],
      [png.subarray(0, png.length / 2), "half.png", "image/png"],
      [jpeg.subarray(0, jpeg.length - 100), "half.jpg", "image/jpeg"],
      [html, "page.jpg", "image/jpeg"],
      [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), html]), "page.jpg", "image/jpeg"],
      [await square(100).png().toBuffer(), "stamp.png", "image/png"],
      [await square().avif().toBuffer(), "place.avif", "image/avif"],
    ];
    for (const [bytes, name, type] of refused) {
      const reply = await upload(good.id, bytes, name, type);
      expect([name, reply.status, pointers(reply)]).toEqual([name, 422, ["/file"]]);
    }
    const none = new FormData();
    const empty = await staff.send("POST", `/api/staff/products/${good.id}/images`, { rawBody: none });
    expect([empty.status, pointers(empty)]).toEqual([422, ["/file"]]);
    expect((await api<Product>("GET", `/products/${good.id}`)).body.images).toEqual([]);
  });
});

describe("refused", () => {
  test("who may not edit: nobody, a customer, the youth lab; reading is the youth lab's", async () => {
    const good = await goodOnShelf("Stand");
    const edits: [string, string, unknown][] = [
      ["POST", "/products", { name: "X", slug: "x", categoryId: "cat_1" }],
      ["PATCH", `/products/${good.id}`, { name: "Theirs" }],
      ["DELETE", `/products/${good.id}`, undefined],
      ["POST", `/products/${good.id}/publication`, {}],
      ["PATCH", `/variants/${good.variants[0]?.id}`, { name: "Theirs" }],
      ["POST", `/variants/${good.variants[0]?.id}/stock-movements`, { reason: "received", quantity: 1 }],
      ["POST", "/categories", { name: "Theirs", slug: "theirs" }],
    ];
    const visitors: [Client, number][] = [
      [shop.client(), 401],
      [await shop.staff("amina@example.co.ke"), 403],
      [await shop.staff("zawadi@duka.example"), 403],
    ];
    for (const [visitor, status] of visitors)
      for (const [method, path, body] of edits) {
        const reply = await visitor.send(method, `/api/staff${path}`, body === undefined ? {} : { body });
        expect([method, path, reply.status]).toEqual([method, path, status]);
      }
    expect((await visitors[2]?.[0].get(`/api/staff/products/${good.id}`))?.status).toBe(200);
    expect((await visitors[1]?.[0].get("/api/staff/products"))?.status).toBe(403);
    expect((await page(`/products/${good.slug}`)).text).toContain("Stand");
  });

  test("bodies that do not fit, each field by its pointer, and nothing is written", async () => {
    const good = await goodOnShelf("Rack");
    const variant = good.variants[0]?.id;
    const categoryId = await sectionId("rings");
    const price = (over: object) => ({ prices: [{ currency: "KES", amountMinor: 100, ...over }] });
    const kes = { currency: "KES", amountMinor: 100 };
    const bad: [string, string, unknown, string][] = [
      ["POST", "/products", { slug: "x", categoryId }, "/name"],
      ["POST", "/products", { name: " ", slug: "x", categoryId }, "/name"],
      ["POST", "/products", { name: "X", slug: "Not A Slug", categoryId }, "/slug"],
      ["POST", "/products", { name: "X", slug: "x", categoryId: "cat_nowhere" }, "/categoryId"],
      ["POST", "/products", { name: "X", slug: "x", categoryId, kind: "stolen" }, "/kind"],
      ["POST", "/products", { name: "X", slug: "x", categoryId, status: "published" }, "/status"],
      ["PATCH", `/products/${good.id}`, { description: "x".repeat(8_001) }, "/description"],
      ["PATCH", `/products/${good.id}`, { attributes: [{ name: "", value: "1" }] }, "/attributes/0/name"],
      ["POST", `/products/${good.id}/variants`, { sku: "small", prices: [kes] }, "/sku"],
      ["POST", `/products/${good.id}/variants`, { sku: `T-${made}`, prices: [kes] }, "/sku"],
      ["POST", `/products/${good.id}/variants`, { sku: "OK", prices: [] }, "/prices"],
      ["POST", `/products/${good.id}/variants`, { sku: "OK", prices: [kes, kes] }, "/prices"],
      ["PATCH", `/variants/${variant}`, price({ amountMinor: -100 }), "/prices/0/amountMinor"],
      ["PATCH", `/variants/${variant}`, price({ amountMinor: 150 }), "/prices/0/amountMinor"],
      ["PATCH", `/variants/${variant}`, price({ amountMinor: 99.5 }), "/prices/0/amountMinor"],
      ["PATCH", `/variants/${variant}`, price({ amountMinor: "100" }), "/prices/0/amountMinor"],
      ["PATCH", `/variants/${variant}`, price({ currency: "EUR" }), "/prices/0/currency"],
      ["PATCH", `/variants/${variant}`, price({ compareAtMinor: 100 }), "/prices/0/compareAtMinor"],
      ["PATCH", `/variants/${variant}`, { imageId: "img_of_another" }, "/imageId"],
      ["POST", `/variants/${variant}/stock-movements`, { reason: "stolen", quantity: 1 }, "/reason"],
      ["POST", `/variants/${variant}/stock-movements`, { reason: "received", quantity: -1 }, "/quantity"],
      ["POST", `/variants/${variant}/stock-movements`, { reason: "received", quantity: 1.5 }, "/quantity"],
      ["POST", "/categories", { name: "X", slug: "x", parentId: "cat_nowhere" }, "/parentId"],
      ["PATCH", `/categories/${categoryId}`, { parentId: categoryId }, "/parentId"],
      ["PATCH", `/categories/${categoryId}`, { position: -1 }, "/position"],
    ];
    const before = await shop.one("SELECT value FROM change_counter");
    const count = () =>
      shop.one(
        "SELECT (SELECT count(*) FROM products) + (SELECT count(*) FROM variants) + (SELECT count(*) FROM categories)",
      );
    const rows = await count();
    for (const [method, path, body, pointer] of bad) {
      const reply = await api(method, path, body);
      expect([method, path, JSON.stringify(body).slice(0, 80), reply.status, pointers(reply)]).toEqual([
        method,
        path,
        JSON.stringify(body).slice(0, 80),
        422,
        [pointer],
      ]);
    }
    const taken = await api("PATCH", `/products/${good.id}`, { slug: "chai-pot" });
    expect([taken.status, pointers(taken)]).toEqual([409, ["/slug"]]);
    for (const [method, path] of [
      ["PATCH", "/products/prd_nowhere"],
      ["PATCH", "/variants/var_nowhere"],
      ["PATCH", "/categories/cat_nowhere"],
    ] as const)
      expect((await api(method, path, {})).status).toBe(404);
    expect(await shop.one("SELECT value FROM change_counter")).toBe(before);
    expect(await count()).toBe(rows);
  });
});
