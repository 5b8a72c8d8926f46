import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { QuoteView } from "#domain/checkout/schema";
import type { OrderView, StaffOrderView } from "#domain/orders/schema";
import type { Client, Wanted } from "#tests/support/client";
import { demoSecret } from "#tests/support/demo-secrets";
import { Shop, until } from "#tests/support/shop";
import { makeToken, sign } from "#worker/tokens";
import { newPhone, Phone, seen } from "./desk.ts";

let shop: Shop;
let phone: Phone;
let staff: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01 });
  phone = new Phone(shop);
  staff = await shop.staff();
  variants = await shop.variants(15, 12);
});
afterAll(() => shop.close());
/** Every test leaves books that balance. */
afterEach(async () => {
  await shop.control("faults", undefined, "DELETE");
  expect(await shop.audit()).toEqual([]);
});

const line = (at = 0, quantity = 1) => [{ variantId: variants[at] ?? "", quantity }];
const again = (client: Client, token: string, body: object, key: string = crypto.randomUUID()) =>
  client.post<{ attemptId: string } & Record<string, unknown>>(`/api/orders/${token}/payments`, body, {
    "Idempotency-Key": key,
  });
const attempts = (orderId: string) =>
  shop.rows<{ gateway: string; status: string; amount_minor: number }>(
    "SELECT gateway, status, amount_minor FROM payments WHERE order_id = ? ORDER BY ordinal",
    [orderId],
  );
const booked = (orderId: string) =>
  shop.one("SELECT count(*) FROM ledger WHERE order_id = ? AND kind = 'capture'", [orderId]);
const reserved = (at = 0) => shop.one("SELECT reserved FROM stock WHERE variant_id = ?", [variants[at] ?? ""]);
const view = async (client: Client, token: string) => (await client.get<OrderView>(`/api/orders/${token}`)).body;

/** A guest with a prompt on a phone of their own. */
async function prompted(at = 0, wanted: Wanted = {}) {
  const guest = shop.client();
  const line0 = newPhone();
  const placed = await guest.buy(line(at), { phone: line0, ...wanted });
  await phone.prompt(line0);
  await until("the shop knows of the prompt", async () =>
    (await view(guest, placed.token)).timeline.some((one) => one.kind === "prompt-sent"),
  );
  return { guest, line: line0, ...placed };
}

describe("a payment that fails says why, and can be tried again", () => {
  test("cancelled on the phone, then sent again and approved: two attempts, one capture", async () => {
    const { guest, token, orderId, line } = await prompted();
    await phone.decide(line, "cancel");
    const failed = await seen(guest, token, "failed");
    expect(failed.attempt).toMatchObject({
      resultCode: "1032",
      result: { title: "You cancelled the payment", again: true },
      againInSeconds: 0,
    });

    expect((await again(guest, token, { paymentMethod: "mpesa", paymentPhone: line })).status).toBe(201);
    await phone.decide(line, "approve");

    const paid = await seen(guest, token, "paid");
    expect(paid.dueMinor).toBe(0);
    expect((await attempts(orderId)).map((one) => one.status)).toEqual(["failed", "captured"]);
    expect(await booked(orderId)).toBe(1);
    const kinds = (await view(guest, token)).timeline.map((one) => one.kind);
    expect(kinds).toEqual(
      expect.arrayContaining(["placed", "prompt-sent", "payment-failed", "paying-again", "captured"]),
    );
  });

  test.each([
    ["wrong-pin", "2001", "The PIN was not right"],
    ["insufficient", "1", "M-Pesa says the balance was too low"],
  ] as const)("%s: nothing was taken, in words of its own", async (decision, code, title) => {
    const { guest, token, orderId, line } = await prompted();

    await phone.decide(line, decision);

    expect((await seen(guest, token, "failed")).attempt).toMatchObject({ resultCode: code, result: { title } });
    expect(await booked(orderId)).toBe(0);
  });

  test("with a changed number: the second phone gets the prompt", async () => {
    const { guest, token, line } = await prompted();
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");
    const other = newPhone();

    await again(guest, token, { paymentMethod: "mpesa", paymentPhone: other });
    await phone.decide(other, "approve");

    expect((await seen(guest, token, "paid")).attempt?.phone).toBe(other);
  });

  test("the same press twice is one attempt, and the key of another body is refused", async () => {
    const { guest, token, orderId, line } = await prompted();
    await phone.decide(line, "cancel");
    await seen(guest, token, "failed");
    const key = crypto.randomUUID();
    const body = { paymentMethod: "mpesa", paymentPhone: line };

    const first = await again(guest, token, body, key);
    const second = await again(guest, token, body, key);
    const other = await again(guest, token, { paymentMethod: "on-delivery" }, key);

    expect([first.status, second.status, other.status]).toEqual([201, 201, 422]);
    expect(second.body).toEqual(first.body);
    expect(await attempts(orderId)).toHaveLength(2);
  });
});

describe("a prompt that nobody answers", () => {
  test("runs out on the phone and has failed, with what to do next", async () => {
    await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 0.3 } });
    const guest = shop.client();
    const { token } = await guest.buy(line(), { phone: newPhone() });

    expect((await seen(guest, token, "failed")).attempt).toMatchObject({
      resultCode: "1037",
      result: { title: "The phone did not answer" },
    });
    await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 60 } });
  });

  test("is being checked once its minute is over, and can still be approved", async () => {
    const { guest, token, orderId, line } = await prompted();
    expect(await guest.payment(token)).toMatchObject({
      state: "waiting",
      attempt: { promptSecondsLeft: expect.any(Number) },
    });

    await phone.sentEarlier(orderId, 70_000);

    expect((await guest.payment(token)).state).toBe("checking");
    await phone.decide(line, "approve");
    await seen(guest, token, "paid");
  });

  test("is found by asking when its callback is lost", async () => {
    const { guest, token, line } = await prompted();
    await phone.fault("callback", "drop");

    await phone.decide(line, "approve");

    expect((await seen(guest, token, "paid")).attempt?.receipt).toBeNull();
  });
});

describe("a callback", () => {
  test("that comes before our own request is answered is used all the same", async () => {
    const guest = shop.client();
    await phone.fault("create", "reordered", { decision: "approve" });

    const { token, orderId } = await guest.buy(line(), { phone: newPhone() });

    expect((await seen(guest, token, "paid")).attempt?.receipt).toMatch(/^[A-Z0-9]{10}$/);
    expect(await booked(orderId)).toBe(1);
  });

  test("five times over is one capture, one receipt and one mail", async () => {
    const { guest, token, orderId, line } = await prompted();
    await phone.fault("callback", "duplicate", { copies: 5 });

    await phone.decide(line, "approve");
    await seen(guest, token, "paid");

    const delivered = await until("all were delivered", async () =>
      (await phone.payments(line)).find((one) => one.callback.statuses.length === 5),
    );
    expect(delivered.callback.statuses).toEqual([200, 200, 200, 200, 200]);
    expect(await booked(orderId)).toBe(1);
    expect(
      await shop.one(
        "SELECT count(*) FROM webhook_inbox WHERE attempt_id IN (SELECT id FROM payments WHERE order_id = ?)",
        [orderId],
      ),
    ).toBe(1);
    expect(await shop.one("SELECT count(*) FROM outbox WHERE order_id = ? AND template = 'paid'", [orderId])).toBe(1);
  });

  test("that is late brings its receipt to money that is booked already", async () => {
    const { guest, token, line } = await prompted();
    await phone.fault("callback", "late", { ms: 1_500 });

    await phone.decide(line, "approve");

    expect((await seen(guest, token, "paid")).attempt?.receipt).toBeNull();
    await until("the receipt is there", async () => (await guest.payment(token)).attempt?.receipt);
  });

  test("of another amount books what was asked for, one mismatch and one task", async () => {
    const { guest, token, orderId, attemptId, line } = await prompted();
    await phone.fault("callback", "wrong-amount", { by: 50 });

    await phone.decide(line, "approve");
    const paid = await seen(guest, token, "paid");

    expect(
      await shop.rows("SELECT amount_minor FROM ledger WHERE order_id = ? AND kind = 'capture'", [orderId]),
    ).toEqual([{ amount_minor: paid.totalMinor }]);
    expect(
      await shop.rows("SELECT claimed_amount_minor, state FROM mismatch WHERE attempt_id = ?", [attemptId]),
    ).toEqual([{ claimed_amount_minor: paid.totalMinor + 5_000, state: "open" }]);
    expect(
      await shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'mismatch' AND subject = ? AND state = 'open'", [
        attemptId,
      ]),
    ).toBe(1);
  });

  test("that claims a payment nobody made books nothing, and the true one afterwards counts", async () => {
    const guest = shop.client();
    const own = newPhone();
    await phone.fault("callback", "forged");
    const { token, orderId, attemptId } = await guest.buy(line(), { phone: own });
    await until("the claim was kept and looked into", () =>
      shop.one("SELECT count(*) FROM webhook_inbox WHERE attempt_id = ? AND applied_at IS NOT NULL", [attemptId]),
    );
    expect(await booked(orderId)).toBe(0);
    expect((await guest.payment(token)).state).toBe("waiting");

    await phone.decide(own, "approve");

    await seen(guest, token, "paid");
    expect(await booked(orderId)).toBe(1);
  });

  test("to a guessed path, of another attempt or of no shape is a 4xx and books nothing", async () => {
    const [one, other] = [await prompted(), await prompted()];
    const secret = demoSecret("CALLBACK_SECRET");
    const path = makeToken(secret, "callback", one.attemptId);
    const theirs = (await phone.payments(other.line))[0]?.checkoutRequestId;
    const body = (id: string | undefined) =>
      JSON.stringify({ Body: { stkCallback: { MerchantRequestID: "1", CheckoutRequestID: id, ResultCode: 0 } } });
    const call = async (to: string, text: string) =>
      (await shop.client().send("POST", `/webhooks/${to}`, { rawBody: text })).status;

    expect(await call(`mk/${path.replace(/.$/, (last) => (last === "0" ? "1" : "0"))}`, body("ws_CO_1"))).toBe(404);
    expect(await call(`mk/${one.token}`, body("ws_CO_1"))).toBe(404);
    expect(await call(`od/${path}`, body("ws_CO_1"))).toBe(404);
    expect(await call(`mpesa/${path}`, body("ws_CO_1"))).toBe(404);
    expect(await call(`mk/${path}`, body(theirs))).toBe(404);
    expect(await call(`mk/${path}`, "not json")).toBe(400);
    expect(await call(`mk/${path}`, " ".repeat(70_000))).toBe(413);
    expect([await booked(one.orderId), await booked(other.orderId)]).toEqual([0, 0]);
    for (const each of [one, other]) await phone.decide(each.line, "cancel");
  });
});

test("an answer to our request that is lost is “checking”, is never sent again, and is settled by the callback", async () => {
  const guest = shop.client();
  const own = newPhone();
  await phone.fault("create", "timeout-after-effect", { ms: 100 });
  const { token, orderId } = await guest.buy(line(), { phone: own });
  await seen(guest, token, "checking");
  expect((await attempts(orderId))[0]?.status).toBe("unknown");
  await shop.round();

  expect(await phone.payments(own)).toHaveLength(1);
  await phone.decide(own, "approve");

  await seen(guest, token, "paid");
  expect(await booked(orderId)).toBe(1);
});

describe("prompts are few", () => {
  test("a fourth to one phone in ten minutes is a 429 naming the number, and after ten minutes it goes", async () => {
    const own = newPhone();
    const placed = [];
    for (let n = 0; n < 3; n++) placed.push(await shop.client().buy(line(n), { phone: own }));
    const guest = shop.client();
    const body = guest.orderBody(await guest.quote(line(3)), { phone: own });

    const fourth = await guest.place(body);

    expect(fourth.status).toBe(429);
    expect(fourth.body).toMatchObject({ errors: [{ pointer: "/paymentPhone" }], why: "too-many-prompts" });
    expect(Number(fourth.headers.get("Retry-After"))).toBeGreaterThan(0);
    for (const { orderId } of placed) await phone.sentEarlier(orderId, 600_001);
    expect((await guest.place(body)).status).toBe(201);
  });

  test("a fourth from one browser to ever other phones is a 429, and cash stays possible", async () => {
    const { guest, token, line: own } = await prompted();
    let last = own;
    for (let n = 0; n < 2; n++) {
      await phone.decide(last, "cancel");
      await seen(guest, token, "failed");
      last = newPhone();
      expect((await again(guest, token, { paymentMethod: "mpesa", paymentPhone: last })).status).toBe(201);
    }
    await phone.decide(last, "cancel");
    await seen(guest, token, "failed");

    expect((await again(guest, token, { paymentMethod: "mpesa", paymentPhone: newPhone() })).status).toBe(429);
    expect((await again(guest, token, { paymentMethod: "on-delivery" })).status).toBe(201);
    expect((await guest.payment(token)).state).toBe("at-the-door");
  });
});

describe("another way to pay, while a prompt is out,", () => {
  test("is 409 with the seconds left, and possible when they are over; the old prompt is still settled, once", async () => {
    const { guest, token, orderId, line } = await prompted();
    const early = await again(guest, token, { paymentMethod: "on-delivery" });
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({
      type: expect.stringMatching(/payment-in-progress$/),
      secondsLeft: expect.any(Number),
    });
    expect(Number(early.body.secondsLeft)).toBeGreaterThan(60);
    expect(Number(early.body.secondsLeft)).toBeLessThanOrEqual(90);

    await phone.sentEarlier(orderId, 91_000);
    expect((await again(guest, token, { paymentMethod: "on-delivery" })).status).toBe(201);
    await phone.decide(line, "approve");

    await seen(guest, token, "paid");
    expect(await booked(orderId)).toBe(1);
    const shown = await until("cash is no longer asked for", async () => {
      const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);
      return body.actions.includes("record-money") ? null : body;
    });
    expect(shown.actions).toEqual(["ship"]);
    expect(shown.attempts.map((one) => one.status)).toEqual(["withdrawn", "captured"]);
  });
});

describe("on delivery", () => {
  const order = async (quantity = 1, email = "amina@example.co.ke") => {
    const guest = shop.client();
    const placed = await guest.buy(line(1, quantity), { method: "on-delivery", email });
    const total = (await view(guest, placed.token)).totalMinor;
    return { guest, total, ...placed };
  };
  const cash = (orderId: string, amountMinor: number, key: string = crypto.randomUUID(), note = "") =>
    staff.post<StaffOrderView>(
      `/api/staff/orders/${orderId}/receipts`,
      { amountMinor, note },
      { "Idempotency-Key": key },
    );
  const ship = (orderId: string) =>
    staff.post<StaffOrderView>(
      `/api/staff/orders/${orderId}/shipments`,
      { carrier: "Rider Joseph" },
      { "Idempotency-Key": crypto.randomUUID() },
    );
  const deliver = (orderId: string) => staff.post<StaffOrderView>(`/api/staff/orders/${orderId}/delivery`, {});

  test("the cash of one's own order is recorded by somebody else", async () => {
    const { orderId, total } = await order(1, "wanjiru@duka.example");
    const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);
    expect(body.actions).not.toContain("record-money");

    expect(await cash(orderId, total)).toMatchObject({
      status: 403,
      body: { type: expect.stringContaining("own-order") },
    });

    const brian = await shop.staff("brian@duka.example");
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const done = await brian.post<StaffOrderView>(`/api/staff/orders/${orderId}/receipts`, { amountMinor: total }, key);
    expect(done.body.statuses.payment).toBe("paid");
  });

  test("ordered, shipped, paid at the door, delivered: complete, and each step is in the timeline", async () => {
    const { guest, token, orderId, total } = await order();
    expect((await guest.payment(token)).state).toBe("at-the-door");

    expect((await ship(orderId)).body.statuses).toMatchObject({ payment: "unpaid", fulfilment: "shipped" });
    expect((await cash(orderId, total, undefined, "exact change")).body.statuses).toMatchObject({
      order: "placed",
      payment: "paid",
    });
    expect((await deliver(orderId)).body.statuses).toEqual({
      order: "completed",
      payment: "paid",
      fulfilment: "delivered",
      verification: "not-asked",
    });

    expect((await view(guest, token)).timeline.map((one) => one.kind)).toEqual([
      "delivered",
      "captured",
      "shipped",
      "placed",
    ]);
    const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);
    expect(body.timeline.find((one) => one.kind === "captured")).toMatchObject({
      by: "Wanjiru Kamau",
      more: expect.stringContaining("“exact change”"),
    });
    expect(body.actions).toEqual([]);
  });

  test("a part leaves the rest to be asked for, and the two are the order's money", async () => {
    const { guest, token, orderId, total } = await order(2);

    const part = await cash(orderId, 10_000);
    expect(part.body.statuses.payment).toBe("part-paid");
    expect(part.body.dueMinor).toBe(total - 10_000);
    expect((await attempts(orderId)).map((one) => [one.status, one.amount_minor])).toEqual([
      ["withdrawn", total],
      ["captured", 10_000],
      ["submitted", total - 10_000],
    ]);
    expect((await cash(orderId, total - 10_000)).body.statuses.payment).toBe("paid");

    await seen(guest, token, "paid");
    expect(await booked(orderId)).toBe(2);
  });

  test.each(["the exact sum", "a part"])(
    "%s recorded twice with one key is one receipt with one answer",
    async (which) => {
      const { orderId, total } = await order();
      const amount = which === "a part" ? 10_000 : total;
      const key = crypto.randomUUID();

      const first = await cash(orderId, amount, key);
      const second = await cash(orderId, amount, key);

      expect([first.status, second.status]).toEqual([201, 201]);
      expect(await booked(orderId)).toBe(1);
      expect((await cash(orderId, amount + 100, key)).status).toBe(422);
      expect(await booked(orderId)).toBe(1);
    },
  );

  test("paid once cannot be recorded again under another key, and cents are refused by name", async () => {
    const { orderId, total } = await order();
    expect((await cash(orderId, 50)).body).toMatchObject({ status: 422, errors: [{ pointer: "/amountMinor" }] });
    await cash(orderId, total);

    const more = await cash(orderId, total);

    expect(more.body).toMatchObject({ status: 409, type: expect.stringMatching(/already-recorded$/) });
  });

  test("more than was asked for is an excess with one task for exactly that sum", async () => {
    const { orderId, total } = await order();

    expect((await cash(orderId, total + 50_000)).body.statuses.payment).toBe("overpaid");

    expect(
      await shop.rows(
        "SELECT amount_minor FROM staff_tasks WHERE kind = 'refund-excess' AND subject = ? AND state = 'open'",
        [orderId],
      ),
    ).toEqual([{ amount_minor: 50_000 }]);
  });

  test("refused at the door: what had left is on the shelf again", async () => {
    const before = await shop.one("SELECT on_hand FROM stock WHERE variant_id = ?", [variants[1] ?? ""]);
    const { guest, token, orderId } = await order(2);
    await ship(orderId);

    const refused = await staff.post<StaffOrderView>(`/api/staff/orders/${orderId}/refusal`, { note: "Nobody there" });

    expect(refused.body.statuses).toMatchObject({ order: "cancelled", fulfilment: "returned", payment: "unpaid" });
    expect(await shop.one("SELECT on_hand FROM stock WHERE variant_id = ?", [variants[1] ?? ""])).toBe(before);
    expect((await guest.payment(token)).state).toBe("cancelled");
  });

  test("refused after one of two parcels has left: both goods are on the shelf again and promised to nobody", async () => {
    const shelf = () =>
      shop.rows("SELECT on_hand, reserved FROM stock WHERE variant_id IN (?, ?) ORDER BY variant_id", [
        variants[2] ?? "",
        variants[3] ?? "",
      ]);
    const before = await shelf();
    const { orderId } = await shop.client().buy([...line(2), ...line(3)], { method: "on-delivery" });
    const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);
    await staff.post(
      `/api/staff/orders/${orderId}/shipments`,
      {
        carrier: "Rider",
        lines: [{ lineId: body.lines[0]?.id, quantity: 1 }],
      },
      { "Idempotency-Key": crypto.randomUUID() },
    );

    const refused = await staff.post<StaffOrderView>(`/api/staff/orders/${orderId}/refusal`, {});

    expect(refused.body.statuses).toMatchObject({ order: "cancelled", fulfilment: "returned" });
    expect(await shelf()).toEqual(before);
  });

  test("a line of which a part has left is sent whole before it can be refused, and refusing is not offered", async () => {
    const { orderId } = await order(2);
    const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);

    const part = await staff.post<StaffOrderView>(
      `/api/staff/orders/${orderId}/shipments`,
      {
        carrier: "Rider",
        lines: [{ lineId: body.lines[0]?.id, quantity: 1 }],
      },
      { "Idempotency-Key": crypto.randomUUID() },
    );

    expect(part.body.actions).not.toContain("refuse");
    expect((await staff.post(`/api/staff/orders/${orderId}/refusal`, {})).status).toBe(409);
  });
});

describe("the end of a hold", () => {
  test("cancels what was not paid and gives the goods back, but not while a prompt is out", async () => {
    const before = await reserved(2);
    const { guest, token, orderId, line: own } = await prompted(2);
    await phone.holdEnded(orderId);
    await shop.round();
    expect((await view(guest, token)).statuses.order).toBe("placed");
    expect(await reserved(2)).toBe(before + 1);

    await phone.decide(own, "cancel");
    await seen(guest, token, "failed");
    await shop.round();

    expect(await view(guest, token)).toMatchObject({ statuses: { order: "cancelled" }, cancelReason: "not-paid" });
    expect((await guest.payment(token)).state).toBe("cancelled");
    expect(await reserved(2)).toBe(before);
    expect((await again(guest, token, { paymentMethod: "on-delivery" })).status).toBe(409);
  });

  /** A first prompt left behind on one phone, a second cancelled on another, and the hold over. */
  async function lateMoney(at: number) {
    const late = await prompted(at);
    await phone.sentEarlier(late.orderId, 91_000);
    const second = newPhone();
    expect((await again(late.guest, late.token, { paymentMethod: "mpesa", paymentPhone: second })).status).toBe(201);
    await phone.decide(second, "cancel");
    await seen(late.guest, late.token, "failed");
    await phone.holdEnded(late.orderId);
    await shop.round();
    expect((await view(late.guest, late.token)).statuses.order).toBe("cancelled");
    return late;
  }

  test("is undone by money that comes late, when the goods are still there", async () => {
    const { guest, token, orderId, line: own } = await lateMoney(4);

    await phone.decide(own, "approve");

    await seen(guest, token, "paid");
    expect(await view(guest, token)).toMatchObject({
      statuses: { order: "placed", payment: "paid" },
      cancelReason: null,
    });
    expect((await view(guest, token)).timeline.map((one) => one.kind)).toContain("reinstated");
    expect((await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body.actions).toEqual(["ship"]);
  });

  test("leaves money that comes late with a task when the goods are gone", async () => {
    const { guest, token, orderId, line: own } = await lateMoney(5);
    await shop.setStock(variants[5] ?? "", 0);

    await phone.decide(own, "approve");

    await seen(guest, token, "paid");
    expect(await view(guest, token)).toMatchObject({ statuses: { order: "cancelled", payment: "paid" } });
    const { body } = await staff.get<StaffOrderView>(`/api/staff/orders/${orderId}`);
    expect(body.openTasks).toHaveLength(1);
    expect(body.actions).toEqual([]);
    expect(body.timeline.map((one) => one.kind)).toContain("unfulfillable");
    expect(await booked(orderId)).toBe(1);
  });
});

describe("checking out again", () => {
  test("with the same cart finds the unpaid order, by the way chosen now", async () => {
    const guest = shop.client();
    const body = guest.orderBody(await guest.quote(line(6)), { method: "on-delivery" });
    const first = await guest.place(body);
    const quotedAgain = guest.orderBody(await guest.quote(line(6)), { method: "on-delivery" });

    const second = await guest.place(quotedAgain);
    const byPhone = await guest.place({ ...quotedAgain, paymentMethod: "mpesa", paymentPhone: newPhone() });

    expect([second.body.orderId, second.body.attemptId]).toEqual([first.body.orderId, first.body.attemptId]);
    expect(byPhone.body.orderId).toBe(first.body.orderId);
    expect((await attempts(first.body.orderId)).map((one) => `${one.gateway} ${one.status}`)[0]).toBe(
      "on-delivery withdrawn",
    );
  });

  test("with a changed cart lets the old order go and places a new one, but not while its prompt is out", async () => {
    const { guest, token, orderId, line: own } = await prompted(7);
    const changed = guest.orderBody(await guest.quote(line(7, 2)), { phone: own });
    const early = await guest.place(changed);
    expect(early.body).toMatchObject({ status: 409, secondsLeft: expect.any(Number) });

    await phone.decide(own, "cancel");
    await seen(guest, token, "failed");
    const placed = await guest.place(changed);

    expect(placed.status).toBe(201);
    expect(placed.body.orderId).not.toBe(orderId);
    expect(await view(guest, token)).toMatchObject({ statuses: { order: "cancelled" }, cancelReason: "changed-cart" });
    expect(await reserved(7)).toBe(2);
  });

  test("is never another browser's: the same name, phone and cart make an order of their own", async () => {
    const first = await shop.client().buy(line(8), { method: "on-delivery" });
    const second = await shop.client().buy(line(8), { method: "on-delivery" });

    expect(second.orderId).not.toBe(first.orderId);
  });

  test("money for an order whose cart was changed is booked with a task to give it back", async () => {
    const { guest, token, orderId, line: own } = await prompted(9);
    await phone.sentEarlier(orderId, 91_000);
    const changed = guest.orderBody(await guest.quote(line(9, 2)), { method: "on-delivery" });
    expect((await guest.place(changed)).status).toBe(201);
    expect((await view(guest, token)).cancelReason).toBe("changed-cart");

    await phone.decide(own, "approve");
    await until("it is booked", () => booked(orderId));

    await until("the task is there", () =>
      shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'refund-cancelled' AND subject = ? AND state = 'open'", [
        orderId,
      ]),
    );
    expect((await view(guest, token)).statuses.order).toBe("cancelled");
  });
});

describe("a quote", () => {
  const change = (sql: string, at: number) => shop.db.client.execute({ sql, args: [variants[at] ?? ""] });

  test("whose price has changed is answered with a new one, which then is placed at the new price", async () => {
    const guest = shop.client();
    const body = guest.orderBody(await guest.quote(line(10)), { method: "on-delivery" });
    await change(
      "UPDATE prices SET amount_minor = amount_minor + 10000, version = version + 1 WHERE variant_id = ? AND currency = 'KES'",
      10,
    );

    const refused = await guest.place(body);
    expect(refused.body).toMatchObject({
      status: 409,
      type: expect.stringMatching(/quote-changed$/),
      errors: [{ pointer: "/quote" }],
    });
    const fresh = refused.body.quote as unknown as QuoteView;
    const placed = await guest.place({ ...body, quote: fresh.quote, quoteHash: fresh.quoteHash });

    expect(placed.status).toBe(201);
    expect((await view(guest, placed.body.token)).totalMinor).toBe(fresh.goods.totalMinor);
  });

  test.each([
    [
      "the product",
      "UPDATE products SET version = version + 1 WHERE id = (SELECT product_id FROM variants WHERE id = ?)",
    ],
    ["the price", "UPDATE prices SET version = version + 1 WHERE variant_id = ? AND currency = 'KES'"],
    ["the market", "UPDATE markets SET version = version + 1 WHERE id = 'ke' AND ? <> ''"],
    [
      "the delivery",
      "UPDATE delivery_methods SET version = version + 1, detail = 'From 9' WHERE id = 'dlv_ke_collect' AND ? <> ''",
    ],
  ])("is placed without a word when %s was saved again and nothing the shopper saw differs", async (_what, sql) => {
    const guest = shop.client();
    const body = guest.orderBody(await guest.quote(line(10)), { method: "on-delivery" });
    await change(sql, 10);

    expect((await guest.place(body)).status).toBe(201);
  });

  test("that is older than a quarter of an hour is placed when nothing differs, else answered with a new one", async () => {
    const guest = shop.client();
    const old = (quote: QuoteView) => {
      const text = JSON.stringify({ ...JSON.parse(quote.quote), expiresAt: Date.now() - 1 });
      return {
        ...guest.orderBody(quote, { method: "on-delivery" }),
        quote: text,
        quoteHash: sign(demoSecret("QUOTE_SECRET").current, "quote", text),
      };
    };
    const same = old(await guest.quote(line(10)));
    expect((await guest.place(same)).status).toBe(201);

    const other = old(await guest.quote(line(10)));
    await change(
      "UPDATE prices SET amount_minor = amount_minor + 10000, version = version + 1 WHERE variant_id = ? AND currency = 'KES'",
      10,
    );
    expect((await shop.client().place(other)).status).toBe(409);
  });
});

test("an order that costs nothing is born paid, asks nobody for money, and stays when a hold would have ended", async () => {
  const free = variants[11] ?? "";
  await shop.db.client.execute({
    sql: "UPDATE prices SET amount_minor = 0, compare_at_minor = NULL, version = version + 1 WHERE variant_id = ? AND currency = 'KES'",
    args: [free],
  });
  const guest = shop.client();

  const { token, orderId } = await guest.buy([{ variantId: free, quantity: 1 }], { phone: newPhone() });

  expect(await guest.payment(token)).toMatchObject({ state: "paid", dueMinor: 0, attempt: null });
  expect(await attempts(orderId)).toEqual([]);
  await phone.holdEnded(orderId);
  await shop.round();
  expect((await view(guest, token)).statuses).toMatchObject({ order: "placed", payment: "paid" });
  expect(
    (
      await staff.post<StaffOrderView>(
        `/api/staff/orders/${orderId}/shipments`,
        { carrier: "Rider" },
        { "Idempotency-Key": crypto.randomUUID() },
      )
    ).body.statuses.fulfilment,
  ).toBe("shipped");
});

test("an order of nothing but files needs no address and no rider, and cannot be paid at the door", async () => {
  const [file] = await shop.rows<{ id: string }>(
    "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.kind = 'digital' AND p.status = 'published'",
  );
  const guest = shop.client();
  const quote = await guest.quote([{ variantId: file?.id ?? "", quantity: 1 }]);
  expect(quote.deliveryMethods).toMatchObject([{ kind: "download", needsAddress: false }]);
  const ways = quote.paymentMethods.map((one) => one.code);
  expect(ways).toContain("mpesa");
  expect(ways).not.toContain("on-delivery");
  const own = newPhone();

  const { token } = await guest.buy([{ variantId: file?.id ?? "", quantity: 1 }], { phone: own, delivery: "download" });
  await phone.decide(own, "approve");

  await seen(guest, token, "paid");
  expect((await view(guest, token)).address).toBeNull();
});
