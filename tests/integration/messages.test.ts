import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { StaffOrderView } from "#domain/orders/schema";
import type { Client } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";
import { newPhone, Phone, seen } from "./desk.ts";

interface Sent {
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
}

let shop: Shop;
let phone: Phone;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01 });
  phone = new Phone(shop);
  variants = await shop.variants(10, 5);
});
afterAll(() => shop.close());
afterEach(async () => {
  await shop.control("faults", undefined, "DELETE");
  expect(await shop.audit()).toEqual([]);
});

const inbox = async (channel: "email" | "sms", to: string): Promise<Sent[]> =>
  (await shop.control<{ messages: Sent[] }>(`messages?channel=${channel}&to=${encodeURIComponent(to)}`)).messages;
const fault = (provider: "mail" | "sms", name: string, more: object = {}) =>
  shop.control("faults", { provider, phase: "send", fault: name, ...more });
const outbox = (orderId: string) =>
  shop.rows<{ template: string; channel: string; state: string; attempts: number }>(
    "SELECT template, channel, state, attempts FROM outbox WHERE order_id = ? ORDER BY id",
    [orderId],
  );
/** The pauses between two tries are over. */
const pausesOver = () => shop.db.client.execute("UPDATE outbox SET next_at = 0 WHERE state = 'pending'");

let guests = 0;
/** An order of a guest whom only this contact reaches. */
async function order(
  contact: { email?: string; phone?: string },
  method: "mpesa" | "on-delivery" = "on-delivery",
  pay = newPhone(),
) {
  const guest: Client = shop.client();
  const body = {
    ...guest.orderBody(await guest.quote([{ variantId: variants[guests++ % 5] ?? "", quantity: 1 }]), {
      method,
      phone: pay,
    }),
    contact: { name: "Juma Hassan", ...contact },
  };
  const placed = await guest.place(body);
  expect(placed.status).toBe(201);
  return { guest, ...placed.body };
}

test("a guest with only a phone gets placed, paid and shipped as SMS with the link, each once, and no mail", async () => {
  const own = newPhone();
  const { guest, token, orderId, number } = await order({ phone: own }, "mpesa", own);
  await phone.decide(own, "approve");
  await seen(guest, token, "paid");
  const staff = await shop.staff();
  await staff.post<StaffOrderView>(
    `/api/staff/orders/${orderId}/shipments`,
    { carrier: "Rider Joseph" },
    { "Idempotency-Key": crypto.randomUUID() },
  );

  const texts = await until("three SMS are there", async () => {
    const sent = await inbox("sms", own);
    return sent.length >= 3 ? sent.map((one) => one.text) : null;
  });
  await shop.round();

  expect(await inbox("sms", own)).toHaveLength(3);
  for (const words of [`order ${number}`, "received", "on its way with Rider Joseph"])
    expect(
      texts.filter((text) => text.includes(words) && text.includes(`${shop.url}/orders/${token}`)).length,
      words,
    ).toBeGreaterThanOrEqual(1);
  expect((await outbox(orderId)).every((one) => one.channel === "sms" && one.state === "sent")).toBe(true);
});

test("the link in a mail opens the order, without signing in", async () => {
  const email = "link@example.co.ke";
  const { token } = await order({ email });

  const [mail] = await until("the mail is there", async () => {
    const sent = await inbox("email", email);
    return sent.length > 0 ? sent : null;
  });

  expect(mail?.text).toContain(`${shop.url}/orders/${token}`);
  expect((await shop.client().get(`/api/orders/${token}`)).status).toBe(200);
});

test.each([
  ["cuts the connection", "refused", {}],
  ["answers 500", "500", {}],
  ["has had too many", "429", {}],
  ["takes it and does not answer", "timeout-after-effect", { ms: 100 }],
])("when the mail provider %s, the mail comes later, and comes once", async (_what, name, more) => {
  const email = `${name}@example.co.ke`;
  await fault("mail", name, more);
  const { orderId } = await order({ email });
  await until("it was tried", async () => (await outbox(orderId))[0]?.attempts === 1);
  await until(
    "and is waiting",
    async () => (await shop.one<string | null>("SELECT last_error FROM outbox WHERE order_id = ?", [orderId])) !== null,
  );
  expect((await outbox(orderId))[0]).toMatchObject({ state: "pending" });
  await shop.round(); // too early: nothing is tried again
  expect((await outbox(orderId))[0]).toMatchObject({ attempts: 1 });

  await pausesOver();
  await shop.round();
  await shop.round();

  expect(await outbox(orderId)).toMatchObject([{ state: "sent", attempts: 2 }]);
  expect(await inbox("email", email)).toHaveLength(1);
});

test("a mail provider that stays away for an hour takes nothing from the order, and each mail comes once", async () => {
  await fault("mail", "refused", { times: 100 });
  const own = newPhone();
  const email = "patient@example.co.ke";
  const { guest, token, orderId } = await order({ email }, "mpesa", own);
  await phone.decide(own, "approve");
  await seen(guest, token, "paid");
  for (let n = 0; n < 3; n++) {
    await pausesOver();
    await shop.round();
  }
  expect((await outbox(orderId)).map((one) => one.state)).toEqual(["pending", "pending"]);

  await shop.control("faults", undefined, "DELETE");
  await pausesOver();
  await shop.round();

  expect((await outbox(orderId)).map((one) => one.state)).toEqual(["sent", "sent"]);
  expect((await inbox("email", email)).map((one) => one.subject.split(" ")[0]).sort()).toEqual(["Paid:", "Your"]);
});

test("an SMS whose answer never came is unknown, and is not sent a second time", async () => {
  const own = newPhone();
  await fault("sms", "timeout-after-effect", { ms: 100 });
  const { orderId } = await order({ phone: own });
  await until(
    "it is unknown",
    async () =>
      (await outbox(orderId))[0]?.state === "unknown" &&
      (await shop.one("SELECT last_error FROM outbox WHERE order_id = ?", [orderId])) !== null,
  );

  await shop.db.client.execute({ sql: "UPDATE outbox SET next_at = 0 WHERE order_id = ?", args: [orderId] });
  await shop.round();
  await shop.round();

  expect(await outbox(orderId)).toMatchObject([{ state: "unknown", attempts: 1 }]);
  expect(await inbox("sms", own)).toHaveLength(1);
});

test("an SMS that was turned away for being too many is sent later", async () => {
  const own = newPhone();
  await fault("sms", "429");
  const { orderId } = await order({ phone: own });
  await until("it waits", async () =>
    (await outbox(orderId)).some(({ state, attempts }) => state === "pending" && attempts === 1),
  );

  await pausesOver();
  await shop.round();

  expect(await inbox("sms", own)).toHaveLength(1);
});

test("an SMS to a number that is blocked has failed, and the order goes on", async () => {
  const { guest, token, orderId } = await order({ phone: "+254712000406" });

  await until("it has failed", async () => (await outbox(orderId))[0]?.state === "failed");

  expect((await guest.payment(token)).state).toBe("at-the-door");
});

test("two rounds at once send nothing twice", async () => {
  await fault("mail", "refused", { times: 5 });
  const emails = Array.from({ length: 5 }, (_, n) => `twice${n}@example.co.ke`);
  const orders = await Promise.all(emails.map((email) => order({ email })));
  for (const { orderId } of orders) await until("it waits", async () => (await outbox(orderId))[0]?.attempts === 1);
  await shop.control("faults", undefined, "DELETE");
  await pausesOver();

  await Promise.all([shop.round(), shop.round(), shop.round()]);

  for (const email of emails) expect(await inbox("email", email)).toHaveLength(1);
  const asked = await shop.control<{ requests: { path: string; body?: string }[] }>("requests?provider=mail");
  expect(asked.requests.filter((one) => JSON.stringify(one).includes("twice0@")).length).toBeLessThanOrEqual(2);
});
