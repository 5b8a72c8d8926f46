import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { until } from "#tests/support/shop";
import type { Order, Till } from "./till.ts";

export interface ShopCase {
  readonly what: string;
  run(till: Till): Promise<void>;
}

/** Paid by the one attempt, in every place where that can be read. */
async function isPaid(till: Till, order: Order): Promise<void> {
  await till.says(order, "paid");
  expect(await till.booked(order)).toEqual([order.totalMinor]);
  expect(await till.attempt(order, "status")).toBe("captured");
  await until("the mail is written", async () => (await till.mails(order, "paid")) === 1);
}

/** Nothing of it is in the books, and nothing says otherwise. */
async function isUnpaid(till: Till, order: Order): Promise<void> {
  expect(await till.booked(order)).toEqual([]);
  expect(["unpaid", "checking"]).toContain(await till.paymentStatus(order));
  expect(await till.mails(order, "paid")).toBe(0);
}

/** The page that waits asks all the time, so that whoever else would ask comes too soon. */
async function isWatched(till: Till, order: Order): Promise<void> {
  const sql = "UPDATE payments SET next_look_at = 1 WHERE id = ? AND next_look_at IS NOT NULL";
  for (let n = 0; n < 12; n++) {
    await till.shop.db.client.execute({ sql, args: [order.attemptId] });
    await till.view(order);
  }
}

const settled = (till: Till, order: Order) =>
  until(`everything about ${order.number} was looked into`, async () => {
    const waiting = await till.shop.one(
      "SELECT count(*) FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND attempt_id IN (SELECT id FROM payments WHERE order_id = ?)",
      [order.orderId],
    );
    return waiting === 0;
  });

const live = "('created', 'submitted', 'unknown')";

export const SHOP_CASES = {
  "same-key": {
    what: "one order's key pressed five times at once and once more is one order, one attempt, one payment there",
    async run(till) {
      const { guest, body } = await till.form();
      const key = crypto.randomUUID();
      const all = await Promise.all([1, 2, 3, 4, 5].map(() => guest.place(body, key)));
      all.push(await guest.place(body, key));
      expect(new Set(all.map(({ text }) => text)).size).toBe(1);
      const { orderId, attemptId } = all[0]?.body ?? { orderId: "", attemptId: "" };
      const attempts = () => till.shop.rows("SELECT id FROM payments WHERE order_id = ?", [orderId]);
      expect(await attempts()).toEqual([{ id: attemptId }]);
      if (!till.habits.which) return;
      const order = { attemptId, phone: body.paymentPhone ?? null } as Order;
      await until("it is there", async () => (await till.there(order)).length > 0);
      expect(await till.there(order)).toHaveLength(1);
    },
  },
  paid: {
    what: "paid is paid: once, in full, under the provider's own name for the money, with one mail",
    async run(till) {
      const order = await till.order();
      await isUnpaid(till, order);
      await till.habits.pay(till, order);
      await isPaid(till, order);
      expect(await till.bookedAs(order)).toBe(await till.habits.moneyOf(till, order));
      expect(await till.attempts(order)).toHaveLength(1);
      expect(await till.mismatches(order)).toBe(0);
    },
  },
  repeated: {
    what: "whatever tells of the money five times over books it once and writes one mail",
    async run(till) {
      const order = await till.order();
      await till.habits.payFiveTimes(till, order);
      await isPaid(till, order);
      await settled(till, order);
      expect(await till.booked(order)).toEqual([order.totalMinor]);
      expect(await till.mails(order, "paid")).toBe(1);
    },
  },
  declined: {
    what: "declined takes nothing, and the next try by the same way pays, once",
    async run(till) {
      const order = await till.order();
      await till.habits.decline?.(till, order);
      await isUnpaid(till, order);
      const next = (await till.habits.retry?.(till, order)) ?? order;
      await Promise.all([till.habits.pay(till, next), isWatched(till, next)]);
      await isPaid(till, next);
    },
  },
  "another-way": {
    what: "declined, it can be paid another way, and then only that way",
    async run(till) {
      const order = await till.order();
      await till.habits.decline?.(till, order);
      const next = await till.habits.choose(till, order);
      await isPaid(till, next);
      const attempts = await till.attempts(order);
      expect(attempts.filter(({ status }) => status === "captured")).toHaveLength(1);
      expect(attempts.at(-1)).toMatchObject({ gateway: till.habits.other, status: "captured" });
    },
  },
  forged: {
    what: "word of money that nobody paid books nothing, by whatever address; true money afterwards counts",
    async run(till) {
      const order = await till.order();
      const statuses = await till.habits.forge(till, order);
      for (const status of statuses) expect(status).toBeLessThan(500);
      await settled(till, order);
      await isUnpaid(till, order);
      await till.habits.pay(till, order);
      await isPaid(till, order);
    },
  },
  "wrong-amount": {
    what: "another amount never passes for the one that was asked",
    async run(till) {
      const order = await till.order();
      const { booked, mismatches } = (await till.habits.wrongAmount?.(till, order)) ?? { booked: [], mismatches: 0 };
      await until("it is booked as it is", async () => (await till.booked(order)).join() === booked.join() || null);
      await until("it is noted", async () => (await till.mismatches(order)) === mismatches);
      const net = booked.reduce((sum, amount) => sum + amount, 0);
      const status = net === 0 ? ["unpaid", "checking"] : net < order.totalMinor ? ["part-paid"] : ["paid"];
      await until("the order says so", async () => status.includes(await till.paymentStatus(order)));
      if (mismatches > 0) expect(await till.tasks(order, "mismatch")).toHaveLength(1);
    },
  },
  "other-order": {
    what: "a cheap order's payment shown for a dear one leaves the dear one unpaid and pays the cheap one once",
    async run(till) {
      const [cheap, dear] = await Promise.all([till.order(), till.order({ quantity: 2 })]);
      const mismatches = await till.habits.swap?.(till, cheap, dear);
      await isPaid(till, cheap);
      await until("it is noted", async () => (await till.mismatches(dear)) === mismatches);
      await isUnpaid(till, dear);
      expect(await till.attempt(dear, "provider_reference")).toBe(dear.reference);
    },
  },
  reordered: {
    what: "word of the money that comes before the answer to our own request is booked, once",
    async run(till) {
      await till.fault("create", "reordered", { decision: "approve" });
      const order = await till.order({ waits: false });
      await isPaid(till, order);
    },
  },
  untold: {
    what: "when nobody tells, asking finds the money",
    async run(till) {
      const { untold } = till.habits;
      const order = await till.order();
      if (untold) await till.settings(untold.settings);
      await till.decide(order, "approve");
      await isPaid(till, order);
      if (untold) await till.settings(untold.back);
    },
  },
  "lost-answer": {
    what: "an answer to our request that is lost is one payment in the books all the same",
    async run(till) {
      await till.fault("create", "timeout-after-effect", { ms: 50 });
      const order = await till.order({ waits: false });
      const [payment] = await until("it is there", async () => {
        const there = await till.there(order);
        return there.length > 0 && (await till.attempt(order, "status")) !== "created" ? there : null;
      });
      const isPush = order.phone !== null;
      if (isPush)
        await until(
          "the shop knows that it does not know",
          async () => (await till.attempt(order, "status")) === "unknown",
        );
      await till.habits.pay(till, isPush ? { ...order, reference: payment?.id ?? null } : await till.known(order));
      await isPaid(till, order);
      const paid = (await till.there(order)).filter(({ state }) => state === "paid");
      expect(paid).toHaveLength(1);
    },
  },
  mute: {
    what: "a provider that does not answer when it is asked has not said no",
    async run(till) {
      const order = await till.order();
      await till.habits.mute?.(till, () => till.habits.pay(till, order));
      expect(["failed", "expired", "withdrawn"]).not.toContain(await till.attempt(order, "status"));
      await isPaid(till, order);
    },
  },
  late: {
    what: "money after the order was cancelled for want of it is booked and takes the order up again, or it cannot come",
    async run(till) {
      const order = await till.order();
      await till.habits.cancel(till, order);
      expect(await till.orderStatus(order)).toBe("cancelled");
      await till.habits.pay(till, order).catch(() => undefined);
      if (till.habits.late === "nothing") {
        await settled(till, order);
        expect(await till.booked(order)).toEqual([]);
        return;
      }
      await until("it is booked", async () => (await till.booked(order)).length > 0);
      expect(await till.booked(order)).toEqual([order.totalMinor]);
      await until("the order stands again", async () => (await till.orderStatus(order)) === "placed");
      expect(await till.paymentStatus(order)).toBe("paid");
    },
  },
  excess: {
    what: "money after another way was chosen and paid is booked with one task to give it back, or it cannot come",
    async run(till) {
      const order = await till.order();
      await till.habits.choose(till, order);
      await till.says(order, "paid");
      await till.habits.pay(till, order).catch(() => undefined);
      await settled(till, order);
      if (till.habits.late === "nothing") {
        expect(await till.booked(order)).toEqual([order.totalMinor]);
        expect(await till.tasks(order, "refund-excess")).toEqual([]);
        return;
      }
      await until("both are booked", async () => (await till.booked(order)).length === 2);
      await until("it is an excess", async () => (await till.paymentStatus(order)) === "overpaid");
      expect(await till.tasks(order, "refund-excess")).toEqual([{ amount_minor: order.totalMinor }]);
    },
  },
  "one-live": {
    what: "another way chosen three times at once is one attempt that lives",
    async run(till) {
      const order = await till.order();
      await till.sentEarlier(order, 91_000);
      const choose = () =>
        order.guest.post(
          `/api/orders/${order.token}/payments`,
          { paymentMethod: till.habits.other },
          { "Idempotency-Key": crypto.randomUUID() },
        );
      const statuses = (await Promise.all([choose(), choose(), choose()])).map(({ status }) => status);
      expect(statuses).toContain(201);
      for (const status of statuses) expect([201, 409]).toContain(status);
      const lives = await till.shop.one(
        `SELECT count(*) FROM payments WHERE order_id = ? AND superseded_at IS NULL AND status IN ${live}`,
        [order.orderId],
      );
      expect(lives).toBe(1);
    },
  },
  "cancel-address": {
    what: "the address for coming back without having paid only asks: the payment can still be made",
    async run(till) {
      const order = await till.order();
      const address = `${till.backAddress(order)}/cancelled`;
      for (const _ of [1, 2, 3]) expect(await till.visit(address)).toBe(303);
      expect(await till.attempt(order, "status")).toBe("submitted");
      await till.habits.pay(till, order);
      await isPaid(till, order);
    },
  },
  "forged-return": {
    what: "a way back with a forged or another order's token is a page that says there is nothing",
    async run(till) {
      const order = await till.order();
      const address = till.backAddress(order);
      for (const bent of [
        `${address.slice(0, -1)}${address.endsWith("0") ? "1" : "0"}`,
        `${address}/paid`,
        address.replace(/\/pay\/../, "/pay/zz"),
      ])
        expect(await till.visit(bent)).toBe(404);
      await isUnpaid(till, order);
    },
  },
  foreign: {
    what: "a message of another account about our payment is taken and changes nothing",
    async run(till) {
      const order = await till.order();
      expect(await till.habits.foreign?.(till, order)).toBeLessThan(500);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await isUnpaid(till, order);
      expect(await till.mismatches(order)).toBe(0);
    },
  },
  garbage: {
    what: "what is no message of this provider's is turned away at every address, and never a failure of ours",
    async run(till) {
      const order = await till.order();
      const guess = `pay_${randomBytes(16).toString("hex")}.1.${randomBytes(32).toString("hex")}`;
      const { path } = till.habits;
      const addresses = [
        `/webhooks/${path}`,
        `/webhooks/${path}/${guess}`,
        `/webhooks/${path}/${guess}/result`,
        `/webhooks/${till.habits.code}`,
        till.callbackAddress(order),
      ];
      const bodies = [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        "<!doctype html><h1>502</h1>",
        '{"Body":{"stkCallback":{}}}',
        " ".repeat(70_000),
        '{"a":'.repeat(5_000),
      ];
      for (const address of addresses)
        for (const body of bodies) {
          const status = await till.post(address, body);
          expect(status, `${address} ${body.slice(0, 20)}`).toBeGreaterThanOrEqual(400);
          expect(status, `${address} ${body.slice(0, 20)}`).toBeLessThan(500);
        }
      await isUnpaid(till, order);
    },
  },
  ill: {
    what: "five failures in a row hide it from the checkout; when it is well again it is there again",
    async run(till) {
      const { sendings, code, market } = till.habits;
      const orders = Math.ceil(5 / (sendings ?? 1));
      await till.fault("create", "500", { times: orders * (sendings ?? 1) });
      const offered = async () => (await till.form({ method: "stripe" })).quote.paymentMethods.map((one) => one.code);
      const late = await till.form();
      const failing = [];
      for (let n = 0; n < orders; n++) failing.push(await till.order({ waits: false }));
      await until("it is hidden", async () => !(await offered()).includes(code), 20_000);
      expect((await late.guest.place(late.body)).status).toBe(409);
      for (const order of failing)
        await until(
          "no sending is left",
          async () => /failed|unknown/.test(await till.attempt(order, "status")),
          20_000,
        );
      await till.shop.db.client.execute({
        sql: "UPDATE gateway_health SET closed_until = 1 WHERE id = ? AND closed_until IS NOT NULL",
        args: [code],
      });
      expect(await offered(), market).toContain(code);
      const order = await till.order();
      await till.habits.pay(till, order);
      await isPaid(till, order);
      expect(await offered()).toContain(code);
    },
  },
} as const satisfies Record<string, ShopCase>;
export type ShopCaseId = keyof typeof SHOP_CASES;
