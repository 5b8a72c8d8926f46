import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StaffOrderRow, StaffOrderView } from "#domain/orders/schema";
import type { Client, Problem } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";
import { newPhone, Phone, seen } from "./desk.ts";

interface List {
  readonly orders: StaffOrderRow[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly counts: { open: number; toShip: number; waitingForMoney: number; all: number; tasks: number };
}

let shop: Shop;
let phone: Phone;
let staff: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01 });
  phone = new Phone(shop);
  staff = await shop.staff();
  variants = await shop.variants(10, 20);
});
afterAll(async () => {
  expect(await shop.audit()).toEqual([]);
  await shop.close();
});

const list = async (query: string): Promise<List> => {
  const { status, body } = await staff.get<List>(`/api/staff/orders?${query}`);
  expect(status).toBe(200);
  return body;
};
const numbers = async (query: string) => (await list(query)).orders.map((one) => one.number);
let nth = 0;
const buy = (quantity = 1, more: object = {}) =>
  shop.client().buy([{ variantId: variants[nth++ % variants.length] ?? "", quantity }], {
    method: "on-delivery",
    email: `guest${nth}@example.co.ke`,
    ...more,
  });
const ship = (
  orderId: string,
  body: object = { carrier: "Rider Joseph", trackingNumber: "R-17" },
  key: string = crypto.randomUUID(),
) => staff.post<StaffOrderView & Problem>(`/api/staff/orders/${orderId}/shipments`, body, { "Idempotency-Key": key });

describe("the order list", () => {
  let waiting: { number: string; orderId: string };
  let cash: { number: string; orderId: string };
  let paid: { number: string; orderId: string; receipt: string; phone: string };
  let done: { number: string; orderId: string };
  const own = newPhone();

  beforeAll(async () => {
    waiting = await buy(1, { method: "mpesa", phone: newPhone(), name: "Otieno Waits" });
    cash = await buy();
    const payer = shop.client();
    const placed = await payer.buy([{ variantId: variants[7] ?? "", quantity: 1 }], {
      phone: own,
      email: "payer@example.co.ke",
      name: "Nia Payer",
    });
    await phone.decide(own, "approve");
    await seen(payer, placed.token, "paid");
    paid = {
      ...placed,
      phone: own,
      receipt: (await until("a receipt", async () => (await payer.payment(placed.token)).attempt?.receipt)) ?? "",
    };
    done = await buy();
    const { body } = await ship(done.orderId);
    await staff.post(
      `/api/staff/orders/${done.orderId}/receipts`,
      { amountMinor: body.totalMinor },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    await staff.post(`/api/staff/orders/${done.orderId}/delivery`, {});
  });

  test("shows in each view what belongs there, and counts it", async () => {
    expect(await numbers("view=open")).toEqual([paid.number, cash.number, waiting.number]);
    expect(await numbers("view=to-ship")).toEqual([paid.number, cash.number]);
    expect(await numbers("view=waiting")).toEqual([cash.number, waiting.number]);
    expect(await numbers("view=all")).toEqual([done.number, paid.number, cash.number, waiting.number]);
    expect((await list("view=all")).counts).toEqual({ open: 3, toShip: 2, waitingForMoney: 2, all: 4, tasks: 0 });
  });

  test("says for each order what to do next", async () => {
    const { orders } = await list("view=all");

    expect(orders.map((one) => [one.number, one.next])).toEqual([
      [done.number, null],
      [paid.number, "Ship"],
      [cash.number, "Ship"],
      [waiting.number, null],
    ]);
    expect(orders.find((one) => one.number === paid.number)).toMatchObject({
      name: "Nia Payer",
      email: "payer@example.co.ke",
      methodName: "M-Pesa",
      pieces: 1,
      late: false,
    });
  });

  test("is narrowed by method, payment and goods", async () => {
    expect(await numbers("view=all&method=mpesa")).toEqual([paid.number, waiting.number]);
    expect(await numbers("view=all&method=on-delivery")).toEqual([done.number, cash.number]);
    expect(await numbers("view=all&payment=paid")).toEqual([done.number, paid.number]);
    expect(await numbers("view=all&fulfilment=delivered")).toEqual([done.number]);
    expect(await numbers("view=open&method=mpesa&payment=unpaid")).toEqual([waiting.number]);
  });

  test("is narrowed by days of Nairobi, both included", async () => {
    const day = (offset: number) =>
      new Date(Date.now() + 3 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
    const eve = Date.parse(`${day(-5)}T23:59:59+03:00`);
    await shop.db.client.execute({
      sql: "UPDATE orders SET created_at = ? WHERE id = ?",
      args: [eve, waiting.orderId],
    });

    expect(await numbers(`view=all&from=${day(-5)}&to=${day(-5)}`)).toEqual([waiting.number]);
    expect(await numbers(`view=all&from=${day(-4)}&to=${day(1)}`)).toEqual([done.number, paid.number, cash.number]);
    expect(await numbers(`view=all&to=${day(-6)}`)).toEqual([]);
    for (const query of [
      "from=yesterday",
      "from=2026-02-30",
      "to=1",
      "view=mine",
      "method=shells",
      "cursor=x",
      "cursor=1|ord_1",
    ])
      expect([query, (await staff.get(`/api/staff/orders?${query}`)).status]).toEqual([query, 422]);
  });

  test("finds an order by whatever a customer reads out", async () => {
    const found = async (typed: string) => numbers(`view=all&search=${encodeURIComponent(typed)}`);
    const local = `0${paid.phone.slice(4)}`;

    for (const typed of [
      paid.number,
      paid.number.toLowerCase(),
      `${paid.number}-1`,
      "payer@example.co.ke",
      "PAYER@example.co.ke",
      paid.receipt,
      paid.receipt.toLowerCase(),
      paid.phone,
      local,
      local.replace(/(\d{4})(\d{3})/, "$1 $2 "),
      paid.phone.slice(1),
      "Nia Pay",
    ])
      expect([typed, await found(typed)]).toEqual([typed, [paid.number]]);
    for (const typed of ["nobody@example.co.ke", "%", "_", "' OR 1=1 --", "0000000", "\\"])
      expect([typed, await found(typed)]).toEqual([typed, []]);
  });

  test("goes on page by page without losing or repeating an order, though new ones come in between", async () => {
    await Promise.all(Array.from({ length: 56 }, () => buy()));
    // Twenty of them at the very same moment: the page must not break between equals.
    await shop.db.client.execute(
      "UPDATE orders SET created_at = (SELECT max(created_at) FROM orders) WHERE id IN (SELECT id FROM orders ORDER BY created_at DESC LIMIT 60)",
    );
    const first = await list("view=all");
    expect(first.orders).toHaveLength(50);
    await buy();

    const second = await list(`view=all&cursor=${encodeURIComponent(first.nextCursor ?? "")}`);

    const shown = [...first.orders, ...second.orders].map((one) => one.number);
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown).toHaveLength(60);
    expect(second.nextCursor).toBeNull();
  });
});

describe("shipping", () => {
  test("twice is refused the second time, and says what may be done", async () => {
    const { orderId } = await buy();
    expect((await ship(orderId)).status).toBe(201);

    const second = await ship(orderId);

    expect(second.body).toMatchObject({
      status: 409,
      type: expect.stringMatching(/transition-not-allowed$/),
      fulfilment: "shipped",
      allowed: ["deliver", "return"],
    });
    expect(await shop.one("SELECT count(*) FROM shipments WHERE order_id = ?", [orderId])).toBe(1);
  });

  test("by two people at one moment is one parcel", async () => {
    const { orderId } = await buy();

    const both = await Promise.all([ship(orderId), ship(orderId, { carrier: "G4S" })]);

    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(await shop.one("SELECT count(*) FROM shipments WHERE order_id = ?", [orderId])).toBe(1);
  });

  test("in two parcels is partial, then shipped, and the shelf goes down by what left", async () => {
    const at = variants[nth % variants.length] ?? "";
    const before = await shop.one("SELECT on_hand FROM stock WHERE variant_id = ?", [at]);
    const { orderId } = await buy(3);
    const lineId = (await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body.lines[0]?.id;

    const part = await ship(orderId, { carrier: "Rider", lines: [{ lineId, quantity: 1 }] });
    expect(part.body.statuses.fulfilment).toBe("partial");
    expect(part.body.lines[0]?.shipped).toBe(1);
    const middle = await ship(orderId, { carrier: "Rider", lines: [{ lineId, quantity: 1 }] });
    expect(middle.body.statuses.fulfilment).toBe("partial");
    const rest = await ship(orderId);

    expect(rest.body.statuses.fulfilment).toBe("shipped");
    expect(rest.body.shipments).toHaveLength(3);
    expect(await shop.rows("SELECT on_hand, reserved FROM stock WHERE variant_id = ?", [at])).toEqual([
      { on_hand: before - 3, reserved: expect.any(Number) },
    ]);
  });

  test.each<[string, (lineId: string) => object, string]>([
    ["more than there is", (lineId) => ({ carrier: "G4S", lines: [{ lineId, quantity: 3 }] }), "/lines/0/quantity"],
    [
      "one line twice, together too much",
      (lineId) => ({
        carrier: "G4S",
        lines: [
          { lineId, quantity: 1 },
          { lineId, quantity: 2 },
        ],
      }),
      "/lines/1/quantity",
    ],
    ["nothing", (lineId) => ({ carrier: "G4S", lines: [{ lineId, quantity: 0 }] }), "/lines/0/quantity"],
    ["half a piece", (lineId) => ({ carrier: "G4S", lines: [{ lineId, quantity: 0.5 }] }), "/lines/0/quantity"],
    [
      "a line of another order",
      () => ({ carrier: "G4S", lines: [{ lineId: "lin_other", quantity: 1 }] }),
      "/lines/0/lineId",
    ],
    ["an empty list", () => ({ carrier: "G4S", lines: [] }), "/lines"],
    ["without a carrier", () => ({ carrier: " " }), "/carrier"],
    ["with a status of its own", () => ({ carrier: "G4S", status: "delivered" }), "/status"],
  ])("%s is refused, naming the field", async (_what, body, pointer) => {
    const { orderId } = await buy(2);
    const lineId = (await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body.lines[0]?.id ?? "";

    const refused = await ship(orderId, body(lineId));

    expect(refused.status).toBe(422);
    expect(refused.body.errors?.map((one) => one.pointer)).toContain(pointer);
    expect(await shop.one("SELECT count(*) FROM shipments WHERE order_id = ?", [orderId])).toBe(0);
  });

  test("one line named twice within its number leaves as the sum", async () => {
    const { orderId } = await buy(2);
    const lineId = (await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body.lines[0]?.id ?? "";

    const { status, body } = await ship(orderId, {
      carrier: "G4S",
      lines: [
        { lineId, quantity: 1 },
        { lineId, quantity: 1 },
      ],
    });

    expect([status, body.statuses?.fulfilment]).toEqual([201, "shipped"]);
  });

  test("what is not paid and not to be paid at the door stays here, and so does what is not there", async () => {
    const { orderId } = await buy(1, { method: "mpesa", phone: newPhone() });

    expect((await ship(orderId)).body).toMatchObject({ status: 409, allowed: [] });
    expect((await ship(`ord_${"0".repeat(32)}`)).status).toBe(404);
    expect((await staff.post(`/api/staff/orders/${orderId}/delivery`, {})).status).toBe(409);
  });
});

describe("signing in", () => {
  const signIn = (client: Client, email: string, password: string) => client.post("/api/session", { email, password });

  test("with a wrong password, an unknown e-mail or a disabled account is the same refusal", async () => {
    await shop.db.client.execute("UPDATE users SET status = 'disabled' WHERE email = 'juma@example.co.ke'");
    const answers = await Promise.all([
      signIn(shop.client(), "wanjiru@duka.example", "karibu"),
      signIn(shop.client(), "nobody@duka.example", "karibu-duka"),
      signIn(shop.client(), "juma@example.co.ke", "karibu-duka"),
    ]);

    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect({ ...body, instance: "" }).toEqual({ ...answers[0]?.body, instance: "" });
      expect(headers.get("Set-Cookie")).toBeNull();
    }
  });

  test("takes the e-mail in any case, and nothing but an e-mail and a password", async () => {
    expect((await signIn(shop.client(), " Wanjiru@Duka.example ", "karibu-duka")).status).toBe(201);
    const odd = await shop
      .client()
      .post("/api/session", { email: "wanjiru@duka.example", password: "karibu-duka", role: "admin" });
    expect(odd.body.errors).toMatchObject([{ pointer: "/role" }]);
    expect(
      (await shop.client().post("/api/session", { email: "", password: "" })).body.errors?.map((one) => one.pointer),
    ).toEqual(["/email", "/password"]);
  });

  test("is limited to ten tries from one place, and somebody else at another place still gets in", async () => {
    const guesser = shop.client();
    expect((await signIn(guesser, "brian@duka.example", "guess")).status).toBe(401);
    await shop.db.client.execute(
      "UPDATE rate_limits SET count = 10 WHERE id LIKE 'sign-in|%' AND updated_at = (SELECT max(updated_at) FROM rate_limits WHERE id LIKE 'sign-in|%')",
    );

    const eleventh = await signIn(guesser, "brian@duka.example", "karibu-duka");

    expect(eleventh.status).toBe(429);
    expect(Number(eleventh.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await signIn(shop.client(), "brian@duka.example", "karibu-duka")).status).toBe(201);
  });

  test("gives a cookie that scripts cannot read and other sites cannot send, and keeps only its hash", async () => {
    const { headers } = await signIn(shop.client(), "wanjiru@duka.example", "karibu-duka");

    const cookie = headers.getSetCookie().find((one) => /^__Host-session=[0-9a-f]{48}/.test(one)) ?? "";
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(flag);
    expect(cookie).not.toContain("Domain");
    const token = /=([0-9a-f]{48})/.exec(cookie)?.[1] ?? "";
    expect(await shop.one("SELECT count(*) FROM sessions WHERE id LIKE ?", [`%${token}%`])).toBe(0);
  });

  test("again ends the session before it, so that a cookie planted earlier opens nothing", async () => {
    const browser = await shop.client().signIn();
    const sessions = () => shop.one("SELECT count(*) FROM sessions");
    const before = await sessions();

    await browser.signIn();

    expect(await sessions()).toBe(before);
  });

  test("out ends the session on the server: the cookie a copy was made of opens nothing", async () => {
    const { headers } = await signIn(shop.client(), "wanjiru@duka.example", "karibu-duka");
    const copy = {
      Cookie: headers
        .getSetCookie()
        .map((one) => one.split(";")[0])
        .filter((one) => !one?.endsWith("="))
        .join("; "),
    };
    expect((await shop.client().send("GET", "/api/session", { headers: copy })).status).toBe(200);

    const out = await shop.client().send("DELETE", "/api/session", { headers: copy });

    expect(out.status).toBe(204);
    expect((await shop.client().send("GET", "/api/session", { headers: copy })).status).toBe(401);
    expect((await shop.client().send("GET", "/api/staff/orders", { headers: copy })).status).toBe(401);
  });
});
