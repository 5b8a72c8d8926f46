import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { atomically } from "#db/atomically";
import type { StaffOrderView } from "#domain/orders/schema";
import type { HumanEndView, MismatchView, UnallocatedView } from "#domain/payments/money-schema";
import type { BillingProfileView, LogDetailView, TasksView, TaskView } from "#domain/payments/staff-schema";
import type { Client, Problem, Reply, Wanted } from "#tests/support/client";
import { Shop, until } from "#tests/support/shop";
import { newPhone, Phone, seen } from "./desk.ts";

const LARGE = 5_000_000; // KES 50,000: from here on two people allocate

let shop: Shop;
let phone: Phone;
let wanjiru: Client;
let brian: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01 });
  phone = new Phone(shop);
  wanjiru = await shop.staff("wanjiru@duka.example");
  brian = await shop.staff("brian@duka.example");
  variants = await shop.variants(10, 12);
  for (const variantId of variants) await shop.setStock(variantId, 500);
  await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 600 } });
});
afterAll(() => shop.close());
afterEach(async () => expect(await shop.audit()).toEqual([]));

type Said<T> = Reply<T & Problem>;
const say = <T>(who: Client, path: string, body: object = {}) => who.post<T & Problem>(`/api/staff/${path}`, body);
const problem = ({ status, body }: Reply<Problem>) => [status, body.type?.split("/").at(-1)];
const order = async (orderId: string, who = wanjiru) =>
  (await who.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body;
const tasks = async (query: string, who = wanjiru) => (await who.get<TasksView>(`/api/staff/tasks?${query}`)).body;
const openFor = async (subject: string, kind: string) =>
  (await tasks(`kind=${kind}`)).tasks.find(({ about }) => about.id === subject);
const attempts = (orderId: string) =>
  shop.rows<{ gateway: string; status: string; amount_minor: number }>(
    "SELECT gateway, status, amount_minor FROM payments WHERE order_id = ? ORDER BY ordinal",
    [orderId],
  );

let nth = 0;
const buy = (wanted: Wanted = {}, quantity = 1) => {
  nth += 1;
  return shop.client().buy([{ variantId: variants[nth % variants.length] ?? "", quantity }], {
    method: "on-delivery",
    email: `desk${nth}@example.co.ke`,
    ...wanted,
  });
};

/** Money that the provider confirms and that fits no attempt. */
async function stray(amountMinor: number, reference = "", about: string | null = null): Promise<string> {
  const ref = `STRAY${String(++nth).padStart(5, "0")}`;
  const id = `una_${ref.toLowerCase()}`;
  await atomically(shop.db, [
    {
      sql: "INSERT INTO unallocated (id, gateway, provider_ref, amount_minor, currency, occurred_at, reference, payer, about) VALUES (?, 'mpesa', ?, ?, 'KES', ?, ?, '254712···678', ?)",
      args: [id, ref, amountMinor, Date.now() - 60_000, reference, about],
    },
    {
      sql: "INSERT INTO staff_tasks (id, kind, subject, amount_minor, currency, detail) VALUES (?, 'unallocated', ?, ?, 'KES', 'A payment fits no order')",
      args: [`tsk_${ref}`, id, amountMinor],
    },
  ]);
  return id;
}
const allocate = (who: Client, id: string, orderNumber: string) =>
  say<UnallocatedView>(who, `unallocated/${id}/allocation`, { orderNumber });
const sendBack = (who: Client, id: string, reference: string) =>
  say<UnallocatedView>(who, `unallocated/${id}/return`, { reference });
const agree = (who: Client, end: { id: string } | null | undefined) =>
  say<HumanEndView>(who, `human-ends/${end?.id}/approval`);
const deny = (who: Client, end: { id: string } | null | undefined) =>
  say<HumanEndView>(who, `human-ends/${end?.id}/refusal`, { reason: "Not on the statement" });

describe("money that fits nothing", () => {
  test("is listed with the orders it may be for, and becomes an order's payment under its own reference", async () => {
    const { orderId, number } = await buy();
    const { totalMinor } = await order(orderId);
    const id = await stray(totalMinor, `pay ${number.toLowerCase()} thanks`);
    const { rows } = (await wanjiru.get<{ rows: UnallocatedView[] }>("/api/staff/unallocated")).body;
    expect(rows.find((one) => one.id === id)).toMatchObject({
      suggestions: [{ orderId, number, dueMinor: totalMinor }],
      payer: "254712···678",
      twoPeopleTo: { allocate: false, return: true },
      waiting: null,
    });

    const done = await allocate(wanjiru, id, `${number.toLowerCase()}-1`);

    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({
      state: "allocated",
      allocatedTo: { orderId, number },
      requestedBy: "Wanjiru Kamau",
    });
    const shown = await order(orderId);
    expect(shown.statuses.payment).toBe("paid");
    expect(shown.money.captures).toMatchObject([{ providerRef: done.body.providerRef, amountMinor: totalMinor }]);
    expect((await attempts(orderId)).map(({ status }) => status)).toEqual(["withdrawn", "captured"]);
    expect(await openFor(id, "unallocated")).toBeUndefined();
    expect(problem(await allocate(brian, id, number))).toEqual([409, "transition-not-allowed"]);
  });

  test("that is a part leaves the rest to be asked for at the door", async () => {
    const { orderId, number } = await buy({}, 2);
    const { totalMinor } = await order(orderId);

    await allocate(wanjiru, await stray(10_000), number);

    expect(await attempts(orderId)).toEqual([
      { gateway: "on-delivery", status: "withdrawn", amount_minor: totalMinor },
      { gateway: "mpesa", status: "captured", amount_minor: 10_000 },
      { gateway: "on-delivery", status: "submitted", amount_minor: totalMinor - 10_000 },
    ]);
    expect((await order(orderId)).actions).toContain("record-money");
  });

  test("is an order's of the same currency that is there", async () => {
    const id = await stray(10_000);
    const abroad = await shop.client().buy([{ variantId: variants[0] ?? "", quantity: 1 }], {
      market: "np",
      method: "on-delivery",
      email: "nepal@example.com",
    });
    for (const typed of ["ZZZZZZZ", abroad.number])
      expect((await allocate(wanjiru, id, typed)).body.errors?.[0]?.pointer).toBe("/orderNumber");
    await sendBack(wanjiru, id, "GONE BACK 1");
  });

  test("is allocated once, whoever presses at one moment", async () => {
    const [one, two] = [await buy(), await buy()];
    const id = await stray(10_000);

    const both = await Promise.all([allocate(wanjiru, id, one.number), allocate(brian, id, two.number)]);

    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(
      await shop.one(
        "SELECT count(*) FROM ledger WHERE provider_ref = (SELECT provider_ref FROM unallocated WHERE id = ?)",
        [id],
      ),
    ).toBe(2); // and its counter-leg
  });

  test("of a large sum waits for another person to agree, and may be left where it is", async () => {
    const { orderId, number } = await buy();
    const id = await stray(LARGE);

    const asked = await allocate(wanjiru, id, number);
    expect(asked.body).toMatchObject({
      state: "open",
      waiting: { kind: "allocated", mayApprove: false, order: { number } },
    });
    expect((await order(orderId)).money.waiting).toHaveLength(1);
    expect(problem(await allocate(brian, id, number))).toEqual([409, "already-recorded"]);
    expect(problem(await agree(wanjiru, asked.body.waiting))).toEqual([403, "own-approval"]);
    expect(await openFor(asked.body.waiting?.id ?? "", "second-person")).toMatchObject({
      notByMe: true,
      about: { kind: "human-end" },
    });

    expect((await deny(brian, asked.body.waiting)).body).toMatchObject({
      state: "refused",
      approvedBy: "Brian Kiptoo",
    });
    expect(problem(await agree(brian, asked.body.waiting))).toEqual([409, "transition-not-allowed"]);
    const again = await allocate(wanjiru, id, number);
    const { rows } = (await brian.get<{ rows: HumanEndView[] }>("/api/staff/human-ends")).body;
    expect(rows.find((one) => one.id === again.body.waiting?.id)).toMatchObject({ mayApprove: true });
    expect((await agree(brian, again.body.waiting)).body).toMatchObject({ state: "done", alone: false });

    const shown = await order(orderId);
    expect(shown.statuses.payment).toBe("overpaid");
    expect(shown.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["captured", "allocated-said", "allocated-denied"]),
    );
    expect((await agree(brian, again.body.waiting)).status).toBe(201);
  });

  test("is not allocated by whoever bought", async () => {
    const { number } = await buy({ email: "brian@duka.example" });
    const id = await stray(10_000);

    expect(problem(await allocate(brian, id, number))).toEqual([403, "own-order"]);
    const large = await stray(LARGE);
    const asked = await allocate(wanjiru, large, number);
    expect(problem(await agree(brian, asked.body.waiting))).toEqual([403, "own-order"]);
    const achieng = await shop.staff("achieng@duka.example");
    expect((await agree(achieng, asked.body.waiting)).status).toBe(201);
    expect((await allocate(wanjiru, id, number)).status).toBe(201);
  });

  test("is sent back by two people, under the reference of that", async () => {
    const { orderId, attemptId } = await buy();
    const id = await stray(10_000, "", attemptId);

    const asked = await sendBack(wanjiru, id, "rev 10 a");
    expect(asked.body).toMatchObject({ state: "open", waiting: { kind: "returned", reference: "REV 10 A" } });
    expect((await agree(brian, asked.body.waiting)).status).toBe(201);

    const { rows } = (await wanjiru.get<{ rows: UnallocatedView[] }>("/api/staff/unallocated?state=ended")).body;
    expect(rows.find((one) => one.id === id)).toMatchObject({
      state: "returned",
      returnReference: "REV 10 A",
      requestedBy: "Wanjiru Kamau",
      approvedBy: "Brian Kiptoo",
    });
    expect((await order(orderId)).timeline.map(({ kind }) => kind)).toContain("stray-returned");
    expect(await openFor(id, "unallocated")).toBeUndefined();
    expect((await order(orderId)).statuses.payment).toBe("unpaid");
  });
});

describe("a payment that nobody can be asked about", () => {
  /** An attempt whose own answer was lost: the phone has a prompt, and the shop has no name for it. */
  async function unknown(wanted: Wanted = {}) {
    const guest = shop.client();
    const own = newPhone();
    await phone.fault("create", "timeout-after-effect", { ms: 100 });
    const placed = await guest.buy([{ variantId: variants[++nth % variants.length] ?? "", quantity: 1 }], {
      phone: own,
      email: `unknown${nth}@example.co.ke`,
      ...wanted,
    });
    await seen(guest, placed.token, "checking");
    await shop.db.client.execute("DELETE FROM gateway_health"); // so many lost answers hide the method
    return { ...placed, guest, own };
  }
  const today = () => new Date().toISOString().slice(0, 10);
  const resolve = (who: Client, attemptId: string, more: object) =>
    say<LogDetailView>(who, `attempts/${attemptId}/resolution`, more);
  const paid = (reference: string, more: object = {}) => ({
    outcome: "captured",
    reference,
    occurredOn: today(),
    ...more,
  });

  test("is paid by the word of two people and a typed reference, and its own late callback adds nothing", async () => {
    const { orderId, attemptId, guest, token, own } = await unknown();
    expect((await order(orderId)).money.mayResolve).toEqual([attemptId]);

    const asked = await resolve(wanjiru, attemptId, paid("qkj4abc12x"));
    expect(asked.status).toBe(201);
    expect(asked.body.attempt).toMatchObject({
      status: "unknown",
      mayResolve: false,
      waiting: { reference: "QKJ4ABC12X", mayApprove: false },
    });
    expect(problem(await agree(wanjiru, asked.body.attempt.waiting))).toEqual([403, "own-approval"]);
    expect(problem(await resolve(brian, attemptId, paid("QKJ4ABC12Y")))).toEqual([409, "already-recorded"]);
    expect(problem(await resolve(brian, attemptId, { outcome: "failed", reason: "Not there" }))).toEqual([
      409,
      "transition-not-allowed",
    ]);
    expect((await agree(brian, asked.body.attempt.waiting)).body).toMatchObject({ state: "done", alone: false });

    expect((await seen(guest, token, "paid")).attempt?.receipt).toBe("QKJ4ABC12X");
    await phone.decide(own, "approve");
    await until("the callback is applied", () =>
      shop.one("SELECT count(*) FROM webhook_inbox WHERE attempt_id = ? AND applied_at IS NOT NULL", [attemptId]),
    );
    expect(
      await shop.rows("SELECT provider_ref FROM ledger WHERE order_id = ? AND kind = 'capture'", [orderId]),
    ).toEqual([{ provider_ref: "mpesa/QKJ4ABC12X" }]);
    expect((await order(orderId)).timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["captured", "captured-said"]),
    );
  });

  test("is not paid with a reference that paid something else", async () => {
    const other = await unknown();
    await agree(brian, (await resolve(wanjiru, other.attemptId, paid("USED000001"))).body.attempt.waiting);
    const strayId = await stray(10_000);
    const strayRef = await shop.one<string>("SELECT provider_ref FROM unallocated WHERE id = ?", [strayId]);
    const { attemptId } = await unknown();

    for (const used of ["used000001", strayRef]) {
      const asked = await resolve(wanjiru, attemptId, paid(used));
      expect(problem(await agree(brian, asked.body.attempt.waiting))).toEqual([409, "already-recorded"]);
      await deny(brian, asked.body.attempt.waiting);
    }
    expect((await resolve(brian, attemptId, { outcome: "failed", reason: "No such payment" })).status).toBe(201);
  });

  test("that its own callback settles while somebody waits for a second person needs nobody any more", async () => {
    const { attemptId, guest, token, own } = await unknown();
    const asked = await resolve(wanjiru, attemptId, paid("LATE000001"));

    await phone.decide(own, "approve");
    await seen(guest, token, "paid");
    expect(problem(await agree(brian, asked.body.attempt.waiting))).toEqual([409, "transition-not-allowed"]);
    await shop.round();

    expect(await openFor(asked.body.attempt.waiting?.id ?? "", "second-person")).toBeUndefined();
    expect((await guest.payment(token)).attempt?.receipt).not.toBe("LATE000001");
  });

  test("has failed by one person's word, says so to the payer, and the order can be paid again", async () => {
    const { attemptId, orderId, guest, token } = await unknown();

    const done = await resolve(wanjiru, attemptId, { outcome: "failed", reason: "Their desk knows nothing of it" });

    expect(done.body.attempt).toMatchObject({ status: "failed", result: { title: "Nothing was paid" } });
    expect((await seen(guest, token, "failed")).attempt?.resultCode).toBe("not-paid");
    expect((await order(orderId)).timeline[0]).toMatchObject({
      by: "Wanjiru Kamau",
      more: expect.stringContaining("Their desk"),
    });
    const again = await guest.post(
      `/api/orders/${token}/payments`,
      { paymentMethod: "on-delivery" },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    expect(again.status).toBe(201);
  });

  test("is one person's alone where there is nobody else, and recorded as that", async () => {
    const others = "UPDATE users SET status = ? WHERE email IN ('brian@duka.example', 'achieng@duka.example')";
    const { attemptId, orderId } = await unknown();
    await shop.db.client.execute({ sql: others, args: ["disabled"] });

    const done = await resolve(wanjiru, attemptId, paid("ALONE00001"));

    await shop.db.client.execute({ sql: others, args: ["active"] });
    expect(done.body.attempt).toMatchObject({ status: "captured", receipt: "ALONE00001" });
    expect((await order(orderId)).statuses.payment).toBe("paid");
    expect(
      await shop.rows("SELECT two_people, requested_by = approved_by AS alone FROM human_ends WHERE subject = ?", [
        attemptId,
      ]),
    ).toEqual([{ two_people: 0, alone: 1 }]);
    brian = await shop.staff("brian@duka.example");
  });

  test("is never the buyer's own to say, nor one that is still asked about, nor of another day", async () => {
    const own = await unknown({ email: "wanjiru@duka.example" });
    expect((await order(own.orderId)).money.mayResolve).toEqual([]);
    expect(problem(await resolve(wanjiru, own.attemptId, paid("MINE000001")))).toEqual([403, "own-order"]);
    expect(problem(await resolve(wanjiru, own.attemptId, { outcome: "failed", reason: "mine" }))).toEqual([
      403,
      "own-order",
    ]);
    for (const occurredOn of ["2020-01-01", "2099-01-01"])
      expect((await resolve(brian, own.attemptId, paid("DAY0000001", { occurredOn }))).body.errors?.[0]?.pointer).toBe(
        "/occurredOn",
      );
    expect((await resolve(brian, own.attemptId, { outcome: "failed", reason: "Not there" })).status).toBe(201);

    const line = newPhone();
    const asked = await shop.client().buy([{ variantId: variants[2] ?? "", quantity: 1 }], { phone: line });
    await phone.prompt(line);
    expect(problem(await resolve(wanjiru, asked.attemptId, paid("ASKED00001")))).toEqual([
      409,
      "transition-not-allowed",
    ]);
    const cash = await buy();
    expect(problem(await resolve(wanjiru, cash.attemptId, paid("CASH000001")))).toEqual([
      409,
      "transition-not-allowed",
    ]);
  });
});

describe("tasks", () => {
  test("say what to do, how old they are and where; those with a cause end with it and with nothing else", async () => {
    const id = await stray(12_300);
    const list = await tasks("kind=unallocated");
    const task = list.tasks.find(({ about }) => about.id === id);
    expect(task).toMatchObject({
      title: "Money that fits no payment",
      amountMinor: 12_300,
      currency: "KES",
      ends: "cause",
      state: "open",
      todo: expect.stringContaining("which order"),
    });
    expect(list.counts.find(({ kind }) => kind === "unallocated")?.open).toBeGreaterThanOrEqual(1);

    const refused = await say<TaskView>(wanjiru, `tasks/${task?.id}/done`, { note: "I looked at it" });

    expect([...problem(refused), refused.body.detail]).toEqual([409, "task-not-by-hand", task?.todo]);
    expect(await openFor(id, "unallocated")).toBeDefined();
  });

  test("without an end of their own are marked done once, with what was done and by whom", async () => {
    const { orderId, number } = await buy();
    await shop.db.client.execute({
      sql: "INSERT INTO staff_tasks (id, kind, subject, order_id, detail) VALUES (?, 'hold-ended', ?, ?, 'Part of the money is there')",
      args: [`tsk_${orderId}`, orderId, orderId],
    });
    const path = `tasks/tsk_${orderId}/done`;
    expect((await say(wanjiru, path, { note: "" })).status).toBe(422);

    const done = await say<TaskView>(wanjiru, path, { note: "The rest comes on Friday" });

    expect(done.body).toMatchObject({
      state: "done",
      doneBy: "Wanjiru Kamau",
      note: "The rest comes on Friday",
      order: { number },
    });
    expect((await say(wanjiru, path, { note: "The rest comes on Friday" })).status).toBe(201);
    expect(problem(await say(brian, path, { note: "Mine" }))).toEqual([409, "already-recorded"]);
    expect((await tasks("state=done")).tasks[0]).toMatchObject({ id: `tsk_${orderId}` });
    expect((await order(orderId)).timeline[0]).toMatchObject({
      kind: "task-done",
      more: expect.stringContaining("Friday"),
    });
  });

  test("of goods that were gone end when the goods are found: they are held and can be sent", async () => {
    const variantId = variants[11] ?? "";
    const { orderId } = await shop
      .client()
      .buy([{ variantId, quantity: 2 }], { method: "on-delivery", email: "found@example.co.ke" });
    await wanjiru.post(
      `/api/staff/orders/${orderId}/receipts`,
      { amountMinor: (await order(orderId)).totalMinor },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    await shop.db.client.execute({ sql: "UPDATE orders SET unfulfillable_at = 1 WHERE id = ?", args: [orderId] });
    await shop.db.client.execute({
      sql: "INSERT INTO staff_tasks (id, kind, subject, order_id) VALUES (?, 'unfulfillable', ?, ?)",
      args: [`tsk_gone_${orderId}`, orderId, orderId],
    });

    const done = await say<TaskView>(wanjiru, `tasks/tsk_gone_${orderId}/done`, { note: "They were in the other box" });

    expect(done.body.state).toBe("done");
    const shown = await order(orderId);
    expect(shown.timeline.map(({ kind }) => kind)).toContain("goods-found");
    expect(await shop.one("SELECT unfulfillable_at IS NULL FROM orders WHERE id = ?", [orderId])).toBe(1);
    expect(shown.actions).toContain("ship");
  });
});

test("a claim that the provider does not confirm is dismissed with what was found, and its task ends with the last", async () => {
  const own = newPhone();
  const guest = shop.client();
  await phone.fault("callback", "wrong-amount", { by: 50 });
  const { orderId, attemptId, token } = await guest.buy([{ variantId: variants[4] ?? "", quantity: 1 }], {
    phone: own,
  });
  await phone.decide(own, "approve");
  await seen(guest, token, "paid");
  const { rows } = (await wanjiru.get<{ rows: MismatchView[] }>(`/api/staff/mismatches?attemptId=${attemptId}`)).body;
  expect(rows).toMatchObject([
    { attempt: { id: attemptId, status: "captured" }, state: "open", order: { id: orderId } },
  ]);
  expect((await order(orderId)).money.mismatches).toHaveLength(1);
  expect(await openFor(attemptId, "mismatch")).toBeDefined();

  const done: Said<MismatchView> = await say(wanjiru, `mismatches/${rows[0]?.id}/dismissal`, {
    note: "Their body was wrong",
  });

  expect(done.body.state).toBe("dismissed");
  expect(await openFor(attemptId, "mismatch")).toBeUndefined();
  expect((await order(orderId)).money.mismatches).toEqual([]);
});

test("what somebody bought and paid hangs together under their billing profile", async () => {
  const email = "regular@example.co.ke";
  const [one, two] = [await buy({ email }), await buy({ email })];
  const { totalMinor, money } = await order(one.orderId);
  await wanjiru.post(
    `/api/staff/orders/${one.orderId}/receipts`,
    { amountMinor: totalMinor },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  await wanjiru.post(
    `/api/staff/orders/${one.orderId}/refunds`,
    { purpose: "goodwill", amountMinor: 5_000, reason: "It came late" },
    { "Idempotency-Key": crypto.randomUUID() },
  );

  const { body } = await wanjiru.get<BillingProfileView>(`/api/staff/billing-profiles/${money.billingProfileId}`);

  expect(body).toMatchObject({ email, hasAccount: false, isCut: false });
  expect(body.orders.map(({ number }) => number)).toEqual([two.number, one.number]);
  expect(body.orders[1]?.netMinor).toBe(totalMinor);
  expect(body.payments.map(({ order: of, status }) => [of.number, status])).toEqual([
    [two.number, "submitted"],
    [one.number, "captured"],
  ]);
  expect(body.refunds).toMatchObject([{ amountMinor: 5_000, purpose: "goodwill", order: { number: one.number } }]);
  expect(body.totals).toEqual([{ currency: "KES", orders: 2, capturedMinor: totalMinor, refundedMinor: 0 }]);
  expect((await order(two.orderId)).money.billingProfileId).toBe(body.id);
});

test("a parcel is one however often its request comes, and the key is not another parcel's", async () => {
  const { orderId } = await buy({}, 2);
  const lineId = (await order(orderId)).lines[0]?.id;
  const key = crypto.randomUUID();
  const ship = (quantity: number, as = key) =>
    wanjiru.post<StaffOrderView & Problem>(
      `/api/staff/orders/${orderId}/shipments`,
      { carrier: "Rider", lines: [{ lineId, quantity }] },
      { "Idempotency-Key": as },
    );

  const answers = await Promise.all([ship(1), ship(1), ship(1)]);

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect((await order(orderId)).shipments).toHaveLength(1);
  expect(problem(await ship(2))).toEqual([422, "idempotency-key-reused"]);
  expect((await ship(1, crypto.randomUUID())).body.statuses.fulfilment).toBe("shipped");
  expect((await wanjiru.post(`/api/staff/orders/${orderId}/shipments`, { carrier: "Rider" })).status).toBe(422);
});
