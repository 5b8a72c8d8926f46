import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { MPESA } from "#tests/simulators/credentials";
import type { Client } from "#tests/support/client";
import { demoSecret } from "#tests/support/demo-secrets";
import { Shop, until } from "#tests/support/shop";
import { makeToken } from "#worker/tokens";
import { newPhone, Phone, seen } from "./desk.ts";

let shop: Shop;
let phone: Phone;
let staff: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01, vars: { MPESA_C2B: "on" } });
  phone = new Phone(shop);
  staff = await shop.staff();
  variants = await shop.variants(15, 12);
  await staff.post("/api/staff/mpesa/registration", { shortCode: MPESA.shortcode });
});
afterAll(() => shop.close());
/** Every test leaves books that balance. */
afterEach(async () => {
  await shop.control("faults", undefined, "DELETE");
  await settings(shop, { reversalOutcome: "0", deliverCallbacks: true, resultDelayMs: 200 });
  expect(await shop.audit()).toEqual([]);
});

const settings = (of: Shop, changes: object) => of.control("auto", { provider: "mpesa", settings: changes });
const tasks = (kind: string) => shop.openTasks(kind);
const rounds = <T>(of: Shop, what: string, look: () => Promise<T | null | undefined | false>): Promise<T> =>
  until(
    what,
    async () => {
      await of.round();
      return look();
    },
    20_000,
    200,
  );
const secret = demoSecret("CALLBACK_SECRET");

/** An order paid by a prompt, with its receipt. */
async function paid(at = 0) {
  const guest = shop.client();
  const own = newPhone();
  const placed = await guest.buy([{ variantId: variants[at] ?? "", quantity: 1 }], { phone: own });
  await phone.decide(own, "approve");
  await seen(guest, placed.token, "paid");
  const receipt = await until("its receipt", () =>
    shop.one<string>("SELECT receipt FROM payments WHERE order_id = ? AND receipt IS NOT NULL", [placed.orderId]),
  );
  return { ...placed, guest, receipt };
}

interface RefundRow {
  readonly id: string;
  readonly status: string;
  readonly provider_reference: string | null;
  readonly provider_other: string | null;
  readonly result_code: string | null;
}
const refundOf = async (orderId: string) =>
  (
    await shop.rows<RefundRow>(
      "SELECT id, status, provider_reference, provider_other, result_code FROM refunds WHERE order_id = ?",
      [orderId],
    )
  )[0];
const giveBack = (orderId: string, more: object = {}) =>
  staff.post(
    `/api/staff/orders/${orderId}/refunds`,
    { purpose: "return", reason: "Came back", ...more },
    { "Idempotency-Key": crypto.randomUUID() },
  );
const refunded = (orderId: string) =>
  shop.rows<{ provider_ref: string; amount_minor: number }>(
    "SELECT provider_ref, amount_minor FROM ledger WHERE order_id = ? AND kind = 'refund'",
    [orderId],
  );
const reversals = async () =>
  (
    await shop.control<{ lines: { kind: string; ref: string; originalReceipt?: string }[] }>("statement?provider=mpesa")
  ).lines.filter(({ kind }) => kind === "refund");

describe("a refund by M-Pesa is a reversal", () => {
  test("that is done is booked under its own number, once M-Pesa says so", async () => {
    const { orderId, receipt } = await paid();

    expect((await giveBack(orderId)).status).toBe(201);

    const refund = await until("done", async () => {
      const row = await refundOf(orderId);
      return row?.status === "done" ? row : null;
    });
    const [line] = (await reversals()).filter((one) => one.originalReceipt === receipt);
    expect(refund.provider_reference).toBe(line?.ref);
    expect(await refunded(orderId)).toMatchObject([{ provider_ref: line?.ref }]);
    expect(await shop.one("SELECT payment_status FROM orders WHERE id = ?", [orderId])).toBe("refunded");
  });

  test("of a part is not sent: M-Pesa gives back all or nothing", async () => {
    const { orderId } = await paid(1);

    const answer = await giveBack(orderId, { amountMinor: 100 });

    expect(answer.status).toBe(409);
    expect(await refundOf(orderId)).toBeUndefined();
  });

  test("that M-Pesa refuses has failed with its code, and a person gives the money back another way", async () => {
    await settings(shop, { reversalOutcome: "1" });
    const { orderId } = await paid(2);

    await giveBack(orderId);

    const refund = await until("failed", async () => {
      const row = await refundOf(orderId);
      return row?.status === "failed" ? row : null;
    });
    expect(refund.result_code).toBe("1");
    expect(await refunded(orderId)).toEqual([]);
    expect((await tasks("refund-failed")).map((one) => one.subject)).toContain(refund.id);
  });

  test("of a payment that was given back in the portal is a person's, who finds the number of that", async () => {
    const { orderId, receipt } = await paid(3);
    await shop.control("act", { provider: "mpesa", action: "reverse-in-portal", receipt });

    await giveBack(orderId);

    await until("a person is asked", async () =>
      (await tasks("refund-unresolved")).some((one) => one.order_id === orderId),
    );
    const refund = await refundOf(orderId);
    expect(refund?.status).toBe("unknown");
    await shop.round();
    expect(await refunded(orderId)).toEqual([]);
  });

  test("whose result is lost is nobody's success: a person looks it up at the plan's end", async () => {
    await settings(shop, { deliverCallbacks: false });
    const guest = shop.client();
    const own = newPhone();
    const { orderId } = await guest.buy([{ variantId: variants[4] ?? "", quantity: 1 }], { phone: own });
    await phone.decide(own, "approve");
    await shop.db.client.execute({ sql: "UPDATE payments SET next_look_at = 1 WHERE order_id = ?", args: [orderId] });
    await rounds(shop, "paid", () =>
      shop.one("SELECT count(*) FROM orders WHERE id = ? AND payment_status = 'paid'", [orderId]),
    );
    const { payments } = await shop.control<{ payments: { receipt: string }[] }>(
      `payments?provider=mpesa&phone=${own.slice(1)}`,
    );
    await shop.db.client.execute({
      sql: "UPDATE payments SET receipt = ? WHERE order_id = ?",
      args: [payments[0]?.receipt ?? "", orderId],
    });

    await giveBack(orderId);
    await until("it was sent", async () => (await refundOf(orderId))?.provider_other?.startsWith("AG_"));
    await shop.db.client.execute({
      sql: "UPDATE refunds SET submitted_at = submitted_at - 7200000, next_look_at = 1 WHERE order_id = ?",
      args: [orderId],
    });

    await rounds(shop, "a person is asked", async () =>
      (await tasks("refund-unresolved")).some((one) => one.order_id === orderId),
    );
    expect((await refundOf(orderId))?.status).toBe("submitted");
    expect(await refunded(orderId)).toEqual([]);
  });

  test("of a payment whose receipt was never learnt is not sent", async () => {
    const { orderId } = await paid(5);
    await shop.db.client.execute({ sql: "UPDATE payments SET receipt = NULL WHERE order_id = ?", args: [orderId] });

    await giveBack(orderId);

    await until("refused", async () => (await refundOf(orderId))?.status === "failed");
    expect((await refundOf(orderId))?.result_code).toBe("no-receipt");
  });

  test("that timed out in M-Pesa's queue is unknown, and its late result still counts", async () => {
    await phone.fault("refund", "queue-timeout", { effect: true });
    const { orderId, receipt } = await paid(6);
    await giveBack(orderId);
    const refund = await until("unknown", async () => {
      const row = await refundOf(orderId);
      return row?.status === "unknown" ? row : null;
    });
    const [line] = (await reversals()).filter((one) => one.originalReceipt === receipt);
    const amount = await shop.one<number>("SELECT amount_minor / 100 FROM refunds WHERE id = ?", [refund.id]);
    const result = (ConversationID: string, Amount = amount) =>
      JSON.stringify({
        Result: {
          ResultType: 0,
          ResultCode: 0,
          ResultDesc: "The service request is processed successfully.",
          OriginatorConversationID: "1-1-1",
          ConversationID,
          TransactionID: line?.ref,
          ResultParameters: {
            ResultParameter: [
              { Key: "Amount", Value: Amount },
              { Key: "OriginalTransactionID", Value: receipt },
              { Key: "CreditPartyPublicName", Value: "254712345678 - WANJIKU" },
            ],
          },
        },
      });
    const post = async (body: string, token = makeToken(secret, "refund", refund.id)) =>
      (await fetch(`${shop.url}/webhooks/mk/${token}/result`, { method: "POST", body })).status;

    expect(await post(result("AG_20261120_forged"))).toBe(404);
    expect(
      await post(result(refund.provider_other ?? ""), `${makeToken(secret, "refund", refund.id).slice(0, -1)}z`),
    ).toBe(404);
    expect(await post("{}")).toBe(400);
    expect(await refunded(orderId)).toEqual([]);

    expect(await post(result(refund.provider_other ?? ""))).toBe(200);
    await until("done", async () => (await refundOf(orderId))?.status === "done");
    expect(await refunded(orderId)).toHaveLength(1);
    const logged = await shop.one<string>(
      "SELECT payload FROM payment_log WHERE payload LIKE '%OriginalTransactionID%' ORDER BY at DESC LIMIT 1",
    );
    expect(logged).not.toMatch(/WANJIKU|254712345678/);
  });
});

test("a refund that a person gave up, and that went out all the same, is told to a person", async () => {
  await settings(shop, { resultDelayMs: 3_000 });
  const { orderId } = await paid(7);
  await giveBack(orderId);
  await until("it was sent", async () => (await refundOf(orderId))?.provider_other?.startsWith("AG_"));
  await shop.db.client.execute({
    sql: "UPDATE refunds SET status = 'failed', result_code = 'not-made' WHERE order_id = ?",
    args: [orderId],
  });

  await until("a person hears of it", async () => (await tasks("unexplained")).some((one) => one.order_id === orderId));
  expect(await refunded(orderId)).toEqual([]);
});

describe("a test payment", () => {
  interface Test {
    readonly id: string;
    readonly reference: string;
    readonly state: string;
    readonly said: string | null;
    readonly result: { code: string; title: string } | null;
  }
  const push = (typed: string) => staff.post<Test>("/api/staff/mpesa/test-payments", { phone: typed });
  const look = (id: string) => staff.get<Test>(`/api/staff/mpesa/test-payments/${id}`);

  test("says what Daraja said; what is paid waits to be given back, and is no sale", async () => {
    const before = await shop.one("SELECT count(*) FROM ledger");
    const own = newPhone();
    const made = await push(own.replace("+254", "0"));
    expect(made).toMatchObject({
      status: 201,
      body: { state: "waiting", reference: expect.stringMatching(/^TEST-.{7}$/) },
    });
    expect(made.body.said).toMatch(/^200 .*ResponseCode/);
    expect((await look(made.body.id)).body.state).toBe("waiting");

    await phone.decide(own, "approve");
    await until("it is paid", async () => (await look(made.body.id)).body.state === "paid");
    await rounds(shop, "its confirmation is done with", () =>
      shop.one("SELECT count(*) FROM webhook_inbox WHERE kind = 'confirmation' AND body LIKE ? AND outcome = 'test'", [
        `%${made.body.reference}%`,
      ]),
    );

    const [kept, ...more] = await shop.rows<{ amount_minor: number; provider_ref: string; id: string }>(
      "SELECT id, amount_minor, provider_ref FROM unallocated WHERE reference = ?",
      [made.body.reference],
    );
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ amount_minor: 100, provider_ref: expect.stringMatching(/^ws_CO_/) });
    expect((await tasks("unallocated")).map((one) => one.subject)).toContain(kept?.id);
    expect(await shop.one("SELECT count(*) FROM ledger")).toBe(before);
    expect(await shop.one("SELECT count(*) FROM payment_log WHERE attempt_id = ?", [made.body.id])).toBeGreaterThan(1);
  });

  test("that is cancelled says so in words", async () => {
    const own = newPhone();
    const { body } = await push(own);
    await phone.decide(own, "cancel");

    await until("it has failed", async () => (await look(body.id)).body.state === "failed");
    expect((await look(body.id)).body.result).toMatchObject({ code: "1032", title: expect.any(String) });
    expect(await shop.one("SELECT count(*) FROM unallocated WHERE reference = ?", [body.reference])).toBe(0);
  });

  test("whose callback is lost is found by asking", async () => {
    await phone.fault("callback", "drop", { times: 2 });
    const own = newPhone();
    const { body } = await push(own);
    await phone.decide(own, "approve");

    await until("it is paid", async () => (await look(body.id)).body.state === "paid");
  });

  test("is for staff, three times to one phone, and only to a phone", async () => {
    const own = newPhone();
    expect((await push("kettle")).status).toBe(422);
    expect((await shop.client().post("/api/staff/mpesa/test-payments", { phone: own })).status).toBe(401);
    for (let times = 0; times < 3; times++) {
      expect((await push(own)).status).toBe(201);
      await phone.decide(own, "cancel");
    }
    expect((await push(own)).status).toBe(429);
    expect((await look(`inq_${"0".repeat(32)}`)).status).toBe(404);
  });
});

describe("without an operator nobody can be asked", () => {
  let other: Shop;
  let theirs: Phone;
  beforeAll(async () => {
    const vars = {
      MPESA_C2B: "on",
      MPESA_PULL_NUMBER: "254712000111",
      MPESA_INITIATOR: "",
      MPESA_SECURITY_CREDENTIAL: "",
    };
    other = await Shop.open({ planScale: 0.01, vars });
    theirs = new Phone(other);
    const registered = await (await other.staff()).post("/api/staff/mpesa/registration", {
      shortCode: MPESA.shortcode,
    });
    expect(registered.body).toMatchObject({ c2b: "registered", pull: "registered" });
  });
  afterAll(() => other.close());
  afterEach(async () => {
    await other.control("faults", undefined, "DELETE");
    await settings(other, { deliverCallbacks: true, pullPageSize: 1_000 });
    expect(await other.audit()).toEqual([]);
  });
  const buy = async (at: number) => {
    const guest = other.client();
    const own = newPhone();
    const [variantId = ""] = (await other.variants(15, 12)).slice(at);
    const placed = await guest.buy([{ variantId, quantity: 1 }], { phone: own });
    return {
      ...placed,
      guest,
      line: own,
      totalMinor: await other.one<number>("SELECT total_minor FROM orders WHERE id = ?", [placed.orderId]),
    };
  };
  const payByHand = async (reference: string, amountMinor: number) =>
    (
      await other.control<{ payment: { receipt: string } }>("act", {
        provider: "mpesa",
        action: "pay-by-hand",
        reference,
        amountShillings: amountMinor / 100,
        phone: "254799000111",
        wait: true,
      })
    ).payment.receipt;
  const captures = (orderId: string) =>
    other.rows<{ provider_ref: string; receipt: string }>(
      "SELECT l.provider_ref, p.receipt FROM ledger l JOIN payments p ON p.id = l.attempt_id WHERE l.order_id = ? AND l.kind = 'capture'",
      [orderId],
    );

  test("but the list of what came in proves it: payments by hand are found, told of or not, on every page of the list", async () => {
    const one = await buy(0);
    const two = await buy(1);
    await settings(other, { pullPageSize: 1, deliverCallbacks: false });
    const first = await payByHand(one.number, one.totalMinor);
    await settings(other, { deliverCallbacks: true });
    const second = await payByHand(two.number, two.totalMinor);
    const nobodys = await payByHand("rent", 55_500);

    await rounds(other, "all are found", () =>
      other.one("SELECT count(*) FROM unallocated WHERE provider_ref = ?", [nobodys]),
    );

    expect(await captures(one.orderId)).toEqual([{ provider_ref: first, receipt: first }]);
    expect(await captures(two.orderId)).toEqual([{ provider_ref: second, receipt: second }]);
    expect(await other.one("SELECT count(*) FROM inquiries WHERE state IN ('open', 'asked')")).toBe(0);
    expect(await other.one("SELECT count(*) FROM staff_tasks WHERE kind = 'unexplained' AND state = 'open'")).toBe(0);
    await seen(one.guest, one.token, "paid");
  });

  test("and it ends a prompt whose own name was lost", async () => {
    await theirs.fault("create", "timeout-after-effect", { ms: 7_000 });
    await settings(other, { deliverCallbacks: false });
    const { guest, token, orderId, line } = await buy(2);
    await theirs.decide(line, "approve");
    await until(
      "nobody knows",
      () => other.one("SELECT count(*) FROM payments WHERE order_id = ? AND status = 'unknown'", [orderId]),
      15_000,
    );

    await rounds(other, "paid", async () => (await guest.payment(token)).state === "paid");

    const [booked] = await captures(orderId);
    expect(booked?.provider_ref).toBe(booked?.receipt);
  }, 60_000);

  test("and gives a prompt that was paid its receipt", async () => {
    await settings(other, { deliverCallbacks: false });
    const { orderId, line } = await buy(3);
    await theirs.decide(line, "approve");
    await other.db.client.execute({ sql: "UPDATE payments SET next_look_at = 1 WHERE order_id = ?", args: [orderId] });

    await rounds(other, "its receipt", async () => (await captures(orderId))[0]?.receipt);

    expect(await captures(orderId)).toEqual([
      { provider_ref: expect.stringMatching(/^ws_CO_/), receipt: expect.any(String) },
    ]);
  });

  test("where the list is silent too, a person hears of the confirmation within the hour", async () => {
    await other.control("faults", { provider: "mpesa", phase: "pull", fault: "500", times: 200 });
    const { number, orderId, totalMinor } = await buy(4);
    const receipt = await payByHand(number, totalMinor);
    await until("it is a question", () => other.one("SELECT count(*) FROM inquiries WHERE subject = ?", [receipt]));
    await other.db.client.execute(
      "UPDATE inquiries SET created_at = created_at - 3600000 / 100, next_at = 1 WHERE state = 'open'",
    );

    await rounds(other, "a person is asked", () =>
      other.one("SELECT count(*) FROM staff_tasks WHERE kind = 'unexplained' AND state = 'open' AND subject = ?", [
        `mpesa/${receipt}`,
      ]),
    );
    expect(await captures(orderId)).toEqual([]);

    await other.control("faults", undefined, "DELETE");
    await rounds(other, "the list proves it", async () => (await captures(orderId)).length === 1);
    expect(await other.one("SELECT count(*) FROM staff_tasks WHERE kind = 'unexplained' AND state = 'open'")).toBe(0);
  });

  test("a refund by M-Pesa goes back by hand", async () => {
    const [order] = await other.rows<{ order_id: string }>(
      "SELECT order_id FROM ledger WHERE kind = 'capture' LIMIT 1",
    );
    const answer = await (await other.staff()).post(
      `/api/staff/orders/${order?.order_id}/refunds`,
      { purpose: "return", reason: "Came back" },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    expect(answer.status).toBe(201);
    expect(await other.rows("SELECT by_hand, status FROM refunds WHERE order_id = ?", [order?.order_id ?? ""])).toEqual(
      [{ by_hand: 1, status: "approved" }],
    );
  });
});
