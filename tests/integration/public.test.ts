import { afterAll, beforeAll, expect, test } from "vitest";
import { Shop, until } from "#tests/support/shop";

interface Products {
  products: {
    slug: string;
    name: string;
    fromMinor: number;
    toMinor: number;
    available: number;
    currency: string;
    category: string;
  }[];
  nextCursor: string | null;
}

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

test("goods are listed by pages that together are the whole catalogue, each good once", async () => {
  const slugs: string[] = [];
  for (let path = "/api/products?limit=20"; path; ) {
    const { body } = await shop.client().get<Products>(path);
    slugs.push(...body.products.map((product) => product.slug));
    path = body.nextCursor ? `/api/products?limit=20&cursor=${encodeURIComponent(body.nextCursor)}` : "";
  }
  const inShop = await shop.one("SELECT count(*) FROM products WHERE status = 'published'");
  expect(new Set(slugs).size).toBe(slugs.length);
  expect(slugs.length).toBe(inShop);
});

test("a section holds its children's goods, and a price range is kept in the market's currency", async () => {
  const { body } = await shop
    .client()
    .get<Products>("/api/products?category=jewellery&minMinor=100000&maxMinor=500000&sort=price-up&limit=48");
  expect(body.products.length).toBeGreaterThan(3);
  expect(
    body.products.every(
      (product) => product.currency === "KES" && product.fromMinor <= 500_000 && product.toMinor >= 100_000,
    ),
  ).toBe(true);
  expect(body.products.map((product) => product.fromMinor)).toEqual(
    body.products.map((product) => product.fromMinor).sort((a, b) => a - b),
  );
  expect(new Set(body.products.map((product) => product.category)).size).toBeGreaterThan(1);
});

test("what is out of stock is left out when asked, and another market has its own prices", async () => {
  const { body } = await shop.client().get<Products>("/api/products?market=np&inStock=true&limit=48");
  expect(body.products.every((product) => product.currency === "NPR" && product.available > 0)).toBe(true);
});

test("one good is read by its address, an unknown one is a 404 problem", async () => {
  const client = shop.client();
  const found = await client.get<{ name: string; variants: unknown[] }>("/api/products/kiondo-market-basket");
  expect(found.body.name).toBe("Kiondo market basket, Machakos weave");
  expect(found.body.variants.length).toBe(9);
  expect((await client.get("/api/products/nothing-like-it")).status).toBe(404);
});

test("a bad filter is refused with its name", async () => {
  for (const [query, pointer] of [
    ["limit=0", "/limit"],
    ["sort=luck", "/sort"],
    ["cursor=x", "/cursor"],
    ["minMinor=1.5", "/minMinor"],
    ["attribute=brass", "/attribute"],
  ]) {
    const refused = await shop.client().get(`/api/products?${query}`);
    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  }
});

test("number and e-mail send a fresh link to that e-mail, and the answer is the same when nothing fits", async () => {
  const [variantId = ""] = await shop.variants();
  const guest = shop.client();
  const placed = await guest.buy([{ variantId, quantity: 1 }], { method: "on-delivery", email: "link@example.co.ke" });

  const right = await guest.post<{ sentence: string }>("/api/order-links", {
    number: placed.number.toLowerCase(),
    contact: "Link@example.co.ke",
  });
  const wrong = await guest.post<{ sentence: string }>("/api/order-links", {
    number: placed.number,
    contact: "someone@example.co.ke",
  });

  expect([right.status, wrong.status]).toEqual([202, 202]);
  expect(right.body).toEqual(wrong.body);
  const mail = await until("the link is there", async () => {
    const { messages } = await shop.control<{ messages: { subject: string; text: string; to: string[] }[] }>(
      "messages?channel=email&to=link@example.co.ke",
    );
    return messages.find((message) => message.subject.startsWith("The link"));
  });
  expect(mail.text).toContain(placed.token);
  const { messages } = await shop.control<{ messages: { subject: string; to: string[] }[] }>("messages?channel=email");
  expect(messages.some((message) => message.to.includes("someone@example.co.ke"))).toBe(false);
});

test("a refusal at the door puts the goods back, cancels the order and keeps the books sound", async () => {
  const [variantId = ""] = await shop.variants();
  const before = await shop.one("SELECT on_hand - reserved FROM stock WHERE variant_id = ?", [variantId]);
  const placed = await shop
    .client()
    .buy([{ variantId, quantity: 2 }], { method: "on-delivery", email: "door@example.co.ke" });
  const staff = await shop.staff();
  await staff.post(
    `/api/staff/orders/${placed.orderId}/shipments`,
    { carrier: "Rider Joseph" },
    { "Idempotency-Key": crypto.randomUUID() },
  );

  const refused = await staff.post<{ statuses: Record<string, string> }>(
    `/api/staff/orders/${placed.orderId}/refusal`,
    { note: "Nobody at home" },
  );

  expect([refused.status, refused.body.statuses]).toEqual([
    201,
    { order: "cancelled", payment: "unpaid", fulfilment: "returned", verification: "not-asked" },
  ]);
  expect(await shop.one("SELECT on_hand - reserved FROM stock WHERE variant_id = ?", [variantId])).toBe(before);
  expect((await staff.post(`/api/staff/orders/${placed.orderId}/refusal`, { note: "" })).status).toBe(409);
  expect(await shop.audit()).toEqual([]);
});

test("the way back to the last order is in the browser, and the plain pages are there", async () => {
  const [variantId = ""] = await shop.variants();
  const guest = shop.client();
  const placed = await guest.buy([{ variantId, quantity: 1 }], { method: "on-delivery", email: "back@example.co.ke" });
  const back = await guest.get("/order-success");
  expect([back.status, back.headers.get("Location")]).toEqual([303, `/order-success/${placed.token}`]);
  for (const path of ["/track", "/sign-up", "/sign-in", "/cart", "/checkout", "/api/docs"])
    expect([path, (await guest.get(path)).status]).toEqual([path, 200]);
});
