import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QuoteView } from "#domain/checkout/schema";
import type { Client, Problem, Reply } from "#tests/support/client";
import { Shop } from "#tests/support/shop";

let shop: Shop;
let guest: Client;
let variantId: string;
beforeAll(async () => {
  shop = await Shop.open({ vars: { SENDING: "paused" } }); // what an order sets going would move the books that a refusal is held against
  [variantId = ""] = await shop.variants(20);
});
afterAll(() => shop.close());

const TABLES = [
  "orders",
  "order_lines",
  "payments",
  "holds",
  "placements",
  "outbox",
  "billing_profiles",
  "order_events",
  "ledger",
  "webhook_inbox",
  "stock_movements",
];
const books = () =>
  shop.rows(
    `SELECT ${TABLES.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(", ")}, (SELECT sum(reserved) FROM stock) AS reserved`,
  );

/** Sends it, and holds the answer to its promise: a problem of that status naming the field, and not a row more or less. */
async function refused(send: () => Promise<Reply<Problem>>, status: number, pointer: string): Promise<Problem> {
  const before = await books();
  const reply = await send();
  expect({ status: reply.status, pointers: (reply.body?.errors ?? []).map((one) => one.pointer) }).toEqual({
    status,
    pointers: expect.arrayContaining([pointer]),
  });
  expect(reply.headers.get("Content-Type")).toBe("application/problem+json");
  expect(reply.body.type).toMatch(/^https:\/\/duka\.example\/problems\/[a-z-]+$/);
  expect(await books()).toEqual(before);
  return reply.body;
}
const quoting = (line: object, more: object = {}) => guest.post("/api/quote", { market: "ke", lines: [line], ...more });
/** A body that would place an order, with something changed. */
async function ordering(
  change: (body: ReturnType<Client["orderBody"]>) => object = (body) => body,
  lines = [{ variantId, quantity: 1 }],
) {
  const body = change(guest.orderBody(await guest.quote(lines), { method: "on-delivery" }));
  return () => guest.place(body);
}
beforeAll(() => {
  guest = shop.client();
});

describe("a quantity", () => {
  test.each([["-1"], ["0"], ["1.5"], ['"2"'], ["1001"], ["1e309"], ["null"], ['"１"'], ["[1]"], ["true"]])(
    "of %s is refused, naming the line",
    async (written) => {
      const rawBody = `{"market":"ke","lines":[{"variantId":"${variantId}","quantity":${written}}]}`;
      await refused(
        () => guest.send("POST", "/api/quote", { rawBody, headers: { "Content-Type": "application/json" } }),
        422,
        "/lines/0/quantity",
      );
    },
  );

  test("that is not there is refused, naming the line", async () => {
    await refused(() => quoting({ variantId }), 422, "/lines/0/quantity");
  });

  test("of 1e3 is a thousand: a shortage in the quote, and no order", async () => {
    const [, , cheap = ""] = await shop.variants(5);
    await shop.db.client.execute({
      sql: "UPDATE prices SET amount_minor = 10000, compare_at_minor = NULL, version = version + 1 WHERE variant_id = ? AND currency = 'KES'",
      args: [cheap],
    }); // a thousand of it stay under M-Pesa's limit
    const quote = await guest.quote([{ variantId: cheap, quantity: 1e3 }]);
    expect(quote.shortages).toMatchObject([{ variantId: cheap, available: expect.any(Number) }]);

    const problem = await refused(() => guest.place(guest.orderBody(quote)), 409, `/lines/${cheap}`);

    expect(problem.type).toMatch(/out-of-stock$/);
    expect((problem.quote as QuoteView).lines).toHaveLength(1);
  });

  test("on two lines that together pass the stock is seen as one sum", async () => {
    const available = await shop.one("SELECT on_hand - reserved FROM stock WHERE variant_id = ?", [variantId]);
    const half = Math.ceil(available / 2) + 1;
    const lines = [
      { variantId, quantity: half },
      { variantId, quantity: half },
    ];
    expect((await guest.quote(lines)).lines).toMatchObject([{ quantity: 2 * half }]);

    await refused(await ordering((body) => body, lines), 409, `/lines/${variantId}`);
  });

  test("that two lines take past a thousand of a thing without stock is refused", async () => {
    const [digital] = await shop.rows<{ id: string }>(
      "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.kind = 'digital' AND p.status = 'published'",
    );
    const quote = await guest.quote([
      { variantId: digital?.id ?? "", quantity: 600 },
      { variantId: digital?.id ?? "", quantity: 600 },
    ]);

    await refused(() => guest.place(guest.orderBody(quote, { delivery: "download" })), 422, "/quote");
  });
});

describe("a cart", () => {
  test.each<[string, () => object, string]>([
    ["that is empty", () => ({ lines: [] }), "/lines"],
    [
      "of 101 lines",
      () => ({ lines: Array.from({ length: 101 }, (_, n) => ({ variantId: `var_${n}`, quantity: 1 })) }),
      "/lines",
    ],
    ["without a market", () => ({ market: undefined }), "/market"],
    ["with a price of its own", () => ({ lines: [{ variantId, quantity: 1, unitMinor: 1 }] }), "/lines/0/unitMinor"],
    ["with a total of its own", () => ({ totalMinor: 1 }), "/totalMinor"],
    ["whose lines are no list", () => ({ lines: "all of it" }), "/lines"],
    ["of a variant that is no text", () => ({ lines: [{ variantId: 7, quantity: 1 }] }), "/lines/0/variantId"],
  ])("%s is refused", async (_what, more, pointer) => {
    await refused(() => quoting({ variantId, quantity: 1 }, more()), 422, pointer);
  });

  test("of an unknown market is refused", async () => {
    await refused(() => quoting({ variantId, quantity: 1 }, { market: "mars" }), 404, "/market");
  });

  test("of a variant nobody knows drops it with a sentence, and is no order", async () => {
    const quote = await guest.quote([{ variantId: "var_unknown", quantity: 1 }]);
    expect(quote.dropped).toMatchObject([{ variantId: "var_unknown", reason: "gone" }]);

    await refused(() => guest.place(guest.orderBody(quote)), 422, "/quote");
  });

  test("of a restricted good drops it, and is no order", async () => {
    const [knife] = await shop.rows<{ id: string }>(
      "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.kind = 'restricted'",
    );
    const quote = await guest.quote([{ variantId: knife?.id ?? "", quantity: 1 }]);
    expect(quote.dropped).toMatchObject([{ reason: "identity-needed" }]);

    await refused(() => guest.place(guest.orderBody(quote)), 422, "/quote");
  });

  test("with a good that was taken away after its quote is answered with a new quote", async () => {
    const [other = ""] = (await shop.variants(5)).slice(3);
    const place = await ordering(
      (body) => body,
      [
        { variantId: other, quantity: 1 },
        { variantId, quantity: 1 },
      ],
    );
    const product = "(SELECT product_id FROM variants WHERE id = ?)";
    await shop.db.client.execute({
      sql: `UPDATE products SET status = 'removed', version = version + 1 WHERE id = ${product}`,
      args: [other],
    });

    const problem = await refused(place, 409, "/quote");

    expect((problem.quote as QuoteView).dropped).toMatchObject([{ variantId: other, reason: "gone" }]);
    expect((problem.quote as QuoteView).lines).toMatchObject([{ variantId }]);
    await shop.db.client.execute({
      sql: `UPDATE products SET status = 'published', version = version + 1 WHERE id = ${product}`,
      args: [other],
    });
  });

  test("in a market that is closed is refused, and so is an order quoted while it was open", async () => {
    const before = await guest.quote([{ variantId, quantity: 1 }], "np");
    await shop.db.client.execute("UPDATE markets SET status = 'closed', version = version + 1 WHERE id = 'np'");

    const problem = await refused(() => quoting({ variantId, quantity: 1 }, { market: "np" }), 409, "/market");
    await refused(() => guest.place(guest.orderBody(before, { method: "on-delivery" })), 409, "/market");

    expect(problem.type).toMatch(/market-closed$/);
    await shop.db.client.execute("UPDATE markets SET status = 'open', version = version + 1 WHERE id = 'np'");
  });

  test("where the shop has no way of paying yet says so, and is no order", async () => {
    const ways = await shop.rows<{ id: string }>(
      "SELECT id FROM market_payment_methods WHERE market_id = 'world' AND enabled = 1",
    );
    const switchTo = (enabled: number) =>
      shop.db.client.execute({
        sql: "UPDATE market_payment_methods SET enabled = ? WHERE id IN (SELECT value FROM json_each(?))",
        args: [enabled, JSON.stringify(ways.map(({ id }) => id))],
      });
    await switchTo(0);
    const quote = await guest.quote([{ variantId, quantity: 1 }], "world");
    expect(quote).toMatchObject({ selling: false, paymentMethods: [] });

    const body = { ...guest.orderBody(quote), address: { street: "1 Main St", region: "Kent" } };
    await refused(() => guest.place(body), 409, "/paymentMethod");
    await switchTo(1);
  });
});

describe("a phone", () => {
  test.each([
    ["071234567", "one digit too short"],
    ["07123456789", "one digit too long"],
    ["07I2345678", "no letters"],
    ["my phone", "no letters"],
    ["+447911123456", "Kenyan numbers only"],
    ["+9779812345678", "Kenyan numbers only"],
    ["0812345678", "cannot read"],
    ["", "Which number"],
  ])("“%s” cannot be charged by M-Pesa: %s", async (typed, words) => {
    const place = await ordering((body) => ({ ...body, paymentMethod: "mpesa", paymentPhone: typed }));
    const problem = await refused(place, 422, "/paymentPhone");
    expect(problem.errors?.find((one) => one.pointer === "/paymentPhone")?.detail).toContain(words);
  });

  test("that is no number is refused as a way to reach somebody, too", async () => {
    await refused(
      await ordering((body) => ({ ...body, contact: { name: "Amina", phone: "07 forgotten" } })),
      422,
      "/contact/phone",
    );
  });

  test.each(["0712 000 101", "254712000101", "+254 712 000 101", "712000101"])(
    "“%s” is charged as 254712000101",
    async (typed) => {
      const client = shop.client();
      const quote = await client.quote([{ variantId, quantity: 1 }]);
      const { orderId } = await client.buy([{ variantId, quantity: 1 }], { phone: typed });
      expect(quote.lines).toHaveLength(1);
      expect(await shop.one<string>("SELECT phone FROM payments WHERE order_id = ?", [orderId])).toBe("+254712000101");
      await shop.db.client.execute({ sql: "UPDATE payments SET created_at = 0 WHERE order_id = ?", args: [orderId] }); // out of the ten minutes
    },
  );
});

describe("an order's form", () => {
  test.each<[string, (body: ReturnType<Client["orderBody"]>) => object, number, string]>([
    ["without a name", (body) => ({ ...body, contact: { name: " ", email: "a@b.ke" } }), 422, "/contact/name"],
    ["without a way to reach anybody", (body) => ({ ...body, contact: { name: "Amina" } }), 422, "/contact/email"],
    [
      "with an e-mail that is none",
      (body) => ({ ...body, contact: { name: "Amina", email: "amina@" } }),
      422,
      "/contact/email",
    ],
    [
      "with a mail header in the e-mail",
      (body) => ({ ...body, contact: { name: "Amina", email: "a@b.ke\r\nBcc: c@d.ke" } }),
      422,
      "/contact/email",
    ],
    [
      "with a name of 121 letters",
      (body) => ({ ...body, contact: { name: "A".repeat(121), email: "a@b.ke" } }),
      422,
      "/contact/name",
    ],
    [
      "with a delivery of another market",
      (body) => ({ ...body, deliveryMethodId: "dlv_np_collect" }),
      422,
      "/deliveryMethodId",
    ],
    ["with a rider and no address", (body) => ({ ...body, deliveryMethodId: "dlv_ke_rider" }), 422, "/address/street"],
    [
      "with an address of no street",
      (body) => ({ ...body, address: { street: "", region: "Nairobi" } }),
      422,
      "/address/street",
    ],
    ["with a way of paying nobody knows", (body) => ({ ...body, paymentMethod: "shells" }), 422, "/paymentMethod"],
    [
      "with a changed quote",
      (body) => ({ ...body, quote: body.quote.replace('"quantity":1', '"quantity":2') }),
      422,
      "/quoteHash",
    ],
    [
      "with a cheaper quote",
      (body) => ({ ...body, quote: body.quote.replace(/"unitMinor":\d+/, '"unitMinor":100') }),
      422,
      "/quoteHash",
    ],
    ["with a hash that is none", (body) => ({ ...body, quoteHash: "0".repeat(64) }), 422, "/quoteHash"],
    ["with a role", (body) => ({ ...body, role: "admin" }), 422, "/role"],
    ["that says it is paid", (body) => ({ ...body, paidAt: 1 }), 422, "/paidAt"],
    [
      "with a price beside the contact",
      (body) => ({ ...body, contact: { ...body.contact, userId: "usr_1" } }),
      422,
      "/contact/userId",
    ],
    [
      "with __proto__",
      (body) => JSON.parse(JSON.stringify(body).replace("{", '{"__proto__":{"role":"admin"},')),
      422,
      "/__proto__",
    ],
  ])("%s is refused, naming the field", async (_what, change, status, pointer) => {
    if (pointer === "/__proto__") {
      const { quote, quoteHash, ...rest } = guest.orderBody(await guest.quote([{ variantId, quantity: 1 }]), {
        method: "on-delivery",
      });
      const rawBody = JSON.stringify({ quote, quoteHash, ...rest }).replace(
        "{",
        '{"isStaff":true,"__proto__":{"role":"admin"},',
      );
      await refused(
        () =>
          guest.send("POST", "/api/orders", {
            rawBody,
            headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
          }),
        status,
        "/isStaff",
      );
      return;
    }
    await refused(await ordering(change), status, pointer);
  });

  test("names every field at fault at once", async () => {
    const place = await ordering((body) => ({
      ...body,
      paymentMethod: "mpesa",
      paymentPhone: "07",
      contact: { name: "A", email: "x" },
      deliveryMethodId: "no",
    }));
    const problem = await refused(place, 422, "/paymentPhone");
    expect(problem.errors?.map((one) => one.pointer).sort()).toEqual([
      "/contact/email",
      "/deliveryMethodId",
      "/paymentPhone",
    ]);
  });

  test.each([
    ["", "missing"],
    ["short", "too short"],
    ["x".repeat(129), "too long"],
    ["a key with spaces in it", "with spaces"],
  ])("with the Idempotency-Key “%s” (%s) is refused", async (key) => {
    const body = guest.orderBody(await guest.quote([{ variantId, quantity: 1 }]), { method: "on-delivery" });
    await refused(() => guest.place(body, key), 422, "Idempotency-Key");
  });

  test("with the key of another order is refused, and with its own key is the same order", async () => {
    const buyer = shop.client();
    const key = crypto.randomUUID();
    const body = buyer.orderBody(await buyer.quote([{ variantId, quantity: 1 }]), { method: "on-delivery" });
    const placed = await buyer.place(body, key);
    expect(placed.status).toBe(201);

    const again = await Promise.all([buyer.place(body, key), shop.client().place(body, key)]);
    await refused(
      () => buyer.place({ ...body, contact: { name: "Juma", email: "juma@example.co.ke" } }, key),
      422,
      "Idempotency-Key",
    );
    await refused(
      () => shop.client().place({ ...body, contact: { name: "Juma", email: "juma@example.co.ke" } }, key),
      422,
      "Idempotency-Key",
    );

    expect(again.map((one) => [one.status, one.body])).toEqual([
      [201, placed.body],
      [201, placed.body],
    ]);
  });
});

describe("a request", () => {
  const json = { "Content-Type": "application/json" };

  test("of a megabyte is refused before it is read", async () => {
    await refused(
      () => guest.send("POST", "/api/quote", { rawBody: `{"market":"${"k".repeat(1_048_576)}"}`, headers: json }),
      413,
      "/",
    );
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "of the content type “%s” is refused",
    async (type) => {
      await refused(
        () => guest.send("POST", "/api/quote", { rawBody: "{}", headers: { "Content-Type": type } }),
        415,
        "Content-Type",
      );
    },
  );

  test("without an Origin is refused", async () => {
    await refused(
      () => guest.send("POST", "/api/quote", { rawBody: "{}", headers: { ...json, Origin: "" } }),
      403,
      "Origin",
    );
  });

  test.each(["", "{", "[", "nul", '{"market":"ke",}', "\u0000"])(
    "whose body is “%s” is a 4xx problem and never more",
    async (rawBody) => {
      const reply = await guest.send("POST", "/api/quote", { rawBody, headers: json });
      expect([400, 422]).toContain(reply.status);
      expect(reply.body.type).toMatch(/problems\/(bad-request|validation-failed)$/);
      expect(reply.text).not.toMatch(/SELECT|\.ts:|node_modules|stack/);
    },
  );

  test("to an address that is not there, or by a method it does not take, is a problem", async () => {
    expect((await guest.get("/api/nothing")).body).toMatchObject({
      status: 404,
      type: expect.stringMatching(/not-found$/),
    });
    expect((await guest.send("PUT", "/api/quote", { body: {} })).status).toBeGreaterThanOrEqual(404);
  });
});

test("a plain form that is refused shows again what was typed, and what is wrong with it", async () => {
  const before = await books();
  const quote = await guest.quote([{ variantId, quantity: 1 }]);
  const typed = {
    name: "Amina <Otieno>",
    email: "amina@",
    paymentPhone: "07123",
    street: "Jacaranda Court B4",
    region: "Nairobi",
    note: "Blue gate",
  };
  const form = new URLSearchParams({
    quote: quote.quote,
    quoteHash: quote.quoteHash,
    deliveryMethodId: "dlv_ke_rider",
    paymentMethod: "mpesa",
    idempotencyKey: crypto.randomUUID(),
    ...typed,
  });

  const reply = await guest.send("POST", "/checkout", {
    rawBody: form.toString(),
    headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: `lines=${variantId}:1` },
  });

  expect([409, 422]).toContain(reply.status);
  expect(reply.text).not.toContain("<Otieno>");
  for (const value of ["Amina &lt;Otieno", "amina@", "07123", "Jacaranda Court B4", "Blue gate"])
    expect(reply.text).toContain(value);
  expect(reply.text).toContain("This does not look like an e-mail address.");
  expect(await books()).toEqual(before);
});
