import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { atomically } from "#db/atomically";
import type { OrderView, StaffOrderView } from "#domain/orders/schema";
import type { RefundView } from "#domain/payments/money-schema";
import type { RefundBody, TasksView } from "#domain/payments/staff-schema";
import type { Client, Problem, Reply, Wanted } from "#tests/support/client";
import { backAddress, begin, decide, settleDown, variantFor, WAYS, type WayName } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { newPhone, Phone, seen } from "./desk.ts";

const LARGE = 2_000_000; // KES 20,000: from here on two people

let shop: Shop;
let wanjiru: Client;
let brian: Client;
let variants: string[];
let lastVariant: string; // sold by one test alone
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01, vars: { TWO_PEOPLE_FROM: `KES ${LARGE}` } });
  wanjiru = await shop.staff("wanjiru@duka.example");
  brian = await shop.staff("brian@duka.example");
  [lastVariant = "", ...variants] = await shop.variants(10, 13);
  for (const variantId of variants) await shop.setStock(variantId, 500);
});
afterAll(() => shop.close());
afterEach(async () => expect(await shop.audit()).toEqual([]));

type Answer = Reply<StaffOrderView & Problem>;
const ask = (who: Client, orderId: string, more: Partial<RefundBody>, key: string = crypto.randomUUID()) =>
  who.post<StaffOrderView & Problem>(
    `/api/staff/orders/${orderId}/refunds`,
    { purpose: "return", reason: "Came back from the customer", ...more },
    { "Idempotency-Key": key },
  );
const act = (who: Client, refund: RefundView | undefined, verb: string, body: object = {}) =>
  who.post<StaffOrderView & Problem>(`/api/staff/refunds/${refund?.id}/${verb}`, body);
const order = async (orderId: string, who = wanjiru) =>
  (await who.get<StaffOrderView>(`/api/staff/orders/${orderId}`)).body;
const problem = ({ status, body }: Answer) => [status, body.type?.split("/").at(-1)];
const openTasks = async (orderId: string, kind: string) =>
  (await wanjiru.get<TasksView>(`/api/staff/tasks?kind=${kind}`)).body.tasks.filter((one) => one.order?.id === orderId);

let nth = 0;
const at = (step = 0) => variants[(nth + step) % variants.length] ?? "";
interface Paid {
  readonly orderId: string;
  readonly token: string;
  readonly number: string;
  readonly guest: Client;
  readonly total: number;
}
/** An order paid in cash, in the sums given; without them, just what it costs. Cash goes back by hand. */
async function cashOrder(
  quantities: readonly number[] = [1],
  sums?: (total: number) => number[],
  wanted: Wanted = {},
): Promise<Paid> {
  nth += 1;
  const guest = shop.client();
  const lines = quantities.map((quantity, step) => ({ variantId: at(step), quantity }));
  const placed = await guest.buy(lines, { method: "on-delivery", email: `buyer${nth}@example.co.ke`, ...wanted });
  const { totalMinor } = await order(placed.orderId);
  const cashier = wanted.email === "wanjiru@duka.example" ? brian : wanjiru;
  for (const amountMinor of sums?.(totalMinor) ?? [totalMinor]) {
    const { status, text } = await cashier.post(
      `/api/staff/orders/${placed.orderId}/receipts`,
      { amountMinor },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    if (status !== 201) throw new Error(`cash: ${status} ${text}`);
  }
  return { ...placed, guest, total: totalMinor };
}

/** Money that reached the shop without an attempt, and that somebody says is for this order. */
async function stray(number: string, amountMinor: number): Promise<void> {
  const ref = `STRAY${++nth}X${amountMinor}`;
  await atomically(shop.db, [
    {
      sql: "INSERT INTO unallocated (id, gateway, provider_ref, amount_minor, currency, occurred_at, reference) VALUES (?, 'mpesa', ?, ?, 'KES', ?, ?)",
      args: [`una_${ref}`, ref, amountMinor, Date.now(), number],
    },
    {
      sql: "INSERT INTO staff_tasks (id, kind, subject, amount_minor, currency) VALUES (?, 'unallocated', ?, ?, 'KES')",
      args: [`tsk_${ref}`, `una_${ref}`, amountMinor],
    },
  ]);
  const { status, text } = await wanjiru.post(`/api/staff/unallocated/una_${ref}/allocation`, { orderNumber: number });
  if (status !== 201) throw new Error(`allocation: ${status} ${text}`);
}

/** An order paid at a provider. */
async function paidBy(name: WayName) {
  const way = WAYS[name];
  const variantId = await variantFor(shop, way);
  if (way.kind === "physical") await shop.setStock(variantId, 500);
  const begun = await begin(shop, way, { variantId, email: `payer${++nth}@example.com` });
  await decide(shop, way, begun, "approve");
  await fetch(backAddress(shop, way, begun), { redirect: "manual" });
  const { orderId } = begun.placed;
  await until("it is paid", async () => (await order(orderId)).statuses.payment === "paid");
  return { ...begun, orderId, total: (await order(orderId)).totalMinor };
}
const refundIs = (orderId: string, status: RefundView["status"]) =>
  until(`the refund is ${status}`, async () => {
    const { money } = await order(orderId);
    return money.refunds[0]?.status === status ? money.refunds[0] : null;
  });

/** What the shopper was written about money given back. */
async function toldOf(orderId: string): Promise<string[]> {
  await settleDown(shop);
  const number = await shop.one<string>("SELECT number FROM orders WHERE id = ?", [orderId]);
  const { messages } = await shop.control<{ messages: { subject: string; text: string }[] }>(
    "messages?channel=email&limit=500",
  );
  const mails = messages.filter(({ subject }) => subject === `Money back: your order ${number}`);
  return mails.map(({ text }) => text.slice(text.indexOf("we have")));
}

describe("money that only a person can move", () => {
  test("goes back whole with the reference somebody types, and the customer reads of it", async () => {
    const { orderId, token, guest, total } = await cashOrder();

    const asked = await ask(wanjiru, orderId, {});
    expect(asked.status).toBe(201);
    const [refund] = asked.body.money.refunds;
    expect(refund).toMatchObject({
      amountMinor: total,
      status: "approved",
      byHand: true,
      requestedBy: "Wanjiru Kamau",
    });
    expect(refund?.actions).toEqual(["complete", "refuse"]);
    expect(await openTasks(orderId, "refund-by-hand")).toMatchObject([
      { amountMinor: total, about: { id: refund?.id } },
    ]);
    expect(asked.body.statuses.payment).toBe("paid");

    const done = await act(wanjiru, refund, "completion", { reference: "till slip 77-A" });

    expect(done.status).toBe(201);
    expect(done.body.statuses.payment).toBe("refunded");
    expect(done.body.money.refunds[0]).toMatchObject({ status: "done", finishedBy: "Wanjiru Kamau", actions: [] });
    expect(done.body.money.moneyActions).toEqual([]);
    expect(await openTasks(orderId, "refund-by-hand")).toEqual([]);
    expect(done.body.timeline.map(({ kind }) => kind)).toEqual(["refunded", "refund-requested", "captured", "placed"]);
    const { timeline } = (await guest.get<OrderView>(`/api/orders/${token}`)).body;
    expect(timeline.map(({ kind }) => kind)).toEqual(["refunded", "captured", "placed"]);
    expect(timeline[0]?.title).toMatch(/given back/);
    expect((await act(wanjiru, refund, "completion", { reference: "till slip 77-A" })).status).toBe(201);
    expect(await toldOf(orderId)).toEqual([
      expect.stringMatching(/^we have sent KES [\d,]+ back to you\..*Reference .*77-?A\./is),
    ]);
    expect(await shop.one("SELECT count(*) FROM ledger WHERE order_id = ? AND kind = 'refund'", [orderId])).toBe(1);
  });

  test("goes back in parts, never in more than was paid, whoever presses at one moment", async () => {
    const { orderId, total } = await cashOrder([3]);
    const half = Math.floor(total / 200) * 100;

    expect((await ask(wanjiru, orderId, { amountMinor: half, purpose: "goodwill" })).status).toBe(201);
    const over = await ask(wanjiru, orderId, { amountMinor: total - half + 100 });
    expect([...problem(over), over.body.leftMinor]).toEqual([409, "refund-exceeds", total - half]);

    const both = await Promise.all([
      ask(wanjiru, orderId, { amountMinor: total - half }),
      ask(brian, orderId, { amountMinor: total - half }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(problem(await ask(wanjiru, orderId, {}))).toEqual([409, "refund-exceeds"]);
    expect((await order(orderId)).money.captures[0]).toMatchObject({ leftMinor: 0, givesBack: "by-hand" });
  });

  test("goes back for pieces: their share, once", async () => {
    const { orderId, total } = await cashOrder([2, 1], undefined, { delivery: "rider" });
    const { lines, deliveryMinor } = await order(orderId);
    const [first, second] = lines;

    const one = await ask(wanjiru, orderId, { lines: [{ lineId: first?.id ?? "", quantity: 1 }] });
    expect(one.body.money.refunds[0]).toMatchObject({
      amountMinor: first?.unitMinor,
      lines: [{ lineId: first?.id, quantity: 1 }],
    });
    const again = await ask(wanjiru, orderId, { lines: [{ lineId: first?.id ?? "", quantity: 2 }] });
    expect([again.status, again.body.errors?.[0]?.pointer]).toEqual([422, "/lines/0/quantity"]);
    const stranger = await ask(wanjiru, orderId, { lines: [{ lineId: "lin_other", quantity: 1 }] });
    expect([stranger.status, stranger.body.errors?.[0]?.pointer]).toEqual([422, "/lines/0/lineId"]);

    const both = await Promise.all(
      [wanjiru, brian].map((who) => ask(who, orderId, { lines: [{ lineId: first?.id ?? "", quantity: 1 }] })),
    );
    expect(both.map(({ status }) => status).sort()).not.toEqual([201, 201]);
    const rest = await ask(wanjiru, orderId, {
      lines: [{ lineId: second?.id ?? "", quantity: 1 }],
      withDelivery: true,
    });
    expect(rest.body.money.refunds[0]?.amountMinor).toBe((second?.unitMinor ?? 0) + deliveryMinor);
    const given = rest.body.money.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
    expect(given).toBe(total);
  });

  test.each<[string, object, string]>([
    ["an amount and lines", { amountMinor: 100, lines: [{ lineId: "x", quantity: 1 }] }, "/amountMinor"],
    ["an excess with an amount", { purpose: "excess", amountMinor: 100 }, "/purpose"],
    ["delivery alone", { withDelivery: true }, "/withDelivery"],
    ["cents of a shilling", { amountMinor: 150 }, "/amountMinor"],
    ["nothing", { amountMinor: 0 }, "/amountMinor"],
    ["no reason", { reason: " " }, "/reason"],
    ["another purpose", { purpose: "gift" }, "/purpose"],
    ["a status of its own", { status: "done" }, "/status"],
  ])("%s is refused, naming the field", async (_what, body, pointer) => {
    const { orderId } = await cashOrder();
    const refused = await ask(wanjiru, orderId, body);

    expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    expect((await order(orderId)).money.refunds).toEqual([]);
  });

  test("is asked for once under one key, and the key is not another request's", async () => {
    const { orderId } = await cashOrder();
    const key = crypto.randomUUID();

    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(wanjiru, orderId, {}, key)));

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await order(orderId)).money.refunds).toHaveLength(1);
    expect(problem(await ask(wanjiru, orderId, { purpose: "goodwill" }, key))).toEqual([422, "idempotency-key-reused"]);
    expect(
      (await wanjiru.post(`/api/staff/orders/${orderId}/refunds`, { purpose: "return", reason: "no key" })).status,
    ).toBe(422);
  });

  test("carries a reference that no other refund has", async () => {
    const [one, two] = [await cashOrder(), await cashOrder()];
    for (const { orderId } of [one, two]) await ask(wanjiru, orderId, {});
    const [first, second] = await Promise.all(
      [one, two].map(async ({ orderId }) => (await order(orderId)).money.refunds[0]),
    );
    expect((await act(wanjiru, first, "completion", { reference: "SLIP 9" })).status).toBe(201);

    expect(problem(await act(wanjiru, second, "completion", { reference: "slip  9" }))).toEqual([
      409,
      "already-recorded",
    ]);
    expect((await act(wanjiru, second, "completion", { reference: "SLIP 10" })).status).toBe(201);
  });

  test("stays where it is when somebody says no before it has moved", async () => {
    const { orderId, total } = await cashOrder();
    const [refund] = (await ask(wanjiru, orderId, {})).body.money.refunds;

    const refused = await act(brian, refund, "refusal", { reason: "The customer keeps it" });

    expect(refused.body.money).toMatchObject({
      refunds: [{ status: "failed", result: { title: "The refund was not agreed to" } }],
      captures: [{ leftMinor: total }],
      moneyActions: ["refund"],
    });
    expect(problem(await act(wanjiru, refund, "completion", { reference: "SLIP 11" }))).toEqual([
      409,
      "transition-not-allowed",
    ]);
    expect(await openTasks(orderId, "refund-by-hand")).toEqual([]);
  });
});

describe("what is too much", () => {
  test("goes back over the latest payments first, as one task, however many press", async () => {
    const { orderId, total } = await cashOrder([2], (sum) => [10_000, sum]);
    const shown = await order(orderId);
    expect(shown.statuses.payment).toBe("overpaid");
    expect(shown.money).toMatchObject({
      excessMinor: 10_000,
      excessLeftMinor: 10_000,
      moneyActions: ["refund-excess", "refund"],
    });
    expect(await openTasks(orderId, "refund-excess")).toMatchObject([{ amountMinor: 10_000, ends: "cause" }]);

    const both = await Promise.all([wanjiru, brian].map((who) => ask(who, orderId, { purpose: "excess" })));

    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { money } = await order(orderId);
    expect(money).toMatchObject({ excessMinor: 10_000, excessLeftMinor: 0, moneyActions: ["refund"] });
    expect(money.refunds).toMatchObject([
      { amountMinor: 10_000, purpose: "excess", attemptId: money.captures[0]?.attemptId },
    ]);
    expect(money.captures[0]?.amountMinor).toBe(total);
    await act(wanjiru, money.refunds[0], "completion", { reference: `EXCESS-${orderId.slice(-6)}` });
    expect((await order(orderId)).statuses.payment).toBe("paid");
    expect(await openTasks(orderId, "refund-excess")).toEqual([]);
  });

  test("may be more than the latest payment was: two rows of one request", async () => {
    const { orderId, number } = await cashOrder();
    for (const amount of [4_000, 6_000]) await stray(number, amount);
    expect((await order(orderId)).money).toMatchObject({ excessMinor: 10_000, excessLeftMinor: 10_000 });

    const { body } = await ask(wanjiru, orderId, { purpose: "excess", byHand: true });

    expect(body.money.refunds.map((one) => one.amountMinor).sort()).toEqual([4_000, 6_000]);
    expect(body.money.excessLeftMinor).toBe(0);
    for (const refund of body.money.refunds)
      await act(wanjiru, refund, "completion", { reference: `TWO-${refund.id.slice(-6)}` });
    expect((await order(orderId)).statuses.payment).toBe("paid");
    expect(await openTasks(orderId, "refund-excess")).toEqual([]);
    expect(problem(await ask(wanjiru, orderId, { purpose: "excess" }))).toEqual([409, "refund-exceeds"]);
  });
});

describe("two people", () => {
  const dear = () => cashOrder([1], () => [LARGE], {});

  test("agree to a large sum: not who asked, and told apart by the person, not the role", async () => {
    const { orderId } = await dear();
    const [refund] = (await ask(wanjiru, orderId, { amountMinor: LARGE })).body.money.refunds;
    expect(refund).toMatchObject({ status: "requested", actions: ["refuse"] });
    expect(await openTasks(orderId, "second-person")).toMatchObject([
      { notByMe: true, about: { kind: "refund", id: refund?.id } },
    ]);

    expect(problem(await act(wanjiru, refund, "approval"))).toEqual([403, "own-approval"]);
    expect(problem(await act(wanjiru, refund, "completion", { reference: "EARLY 1" }))).toEqual([
      409,
      "transition-not-allowed",
    ]);
    expect((await order(orderId, brian)).money.refunds[0]?.actions).toEqual(["approve", "refuse"]);
    const agreed = await act(brian, refund, "approval");

    expect(agreed.body.money.refunds[0]).toMatchObject({ status: "approved", approvedBy: "Brian Kiptoo" });
    expect(await openTasks(orderId, "second-person")).toEqual([]);
    expect((await act(brian, refund, "approval")).status).toBe(201);
    expect((await act(wanjiru, refund, "completion", { reference: "LARGE 1" })).status).toBe(201);
  });

  test("agree also where a large sum is asked for in small ones", async () => {
    const { orderId } = await dear();
    const small = await ask(wanjiru, orderId, { amountMinor: LARGE - 100 });
    expect(small.body.money.refunds[0]?.status).toBe("approved");

    const last = await ask(wanjiru, orderId, { amountMinor: 100 });

    expect(last.body.money.refunds[0]?.status).toBe("requested");
    expect((await act(brian, last.body.money.refunds[0], "refusal", { reason: "Not twice" })).status).toBe(201);
  });

  test("are one where nobody else could agree, and that is what the row says", async () => {
    const others = "UPDATE users SET status = ? WHERE email IN ('brian@duka.example', 'achieng@duka.example')";
    const { orderId } = await dear();
    await shop.db.client.execute({ sql: others, args: ["disabled"] });

    const { body } = await ask(wanjiru, orderId, { amountMinor: LARGE });

    await shop.db.client.execute({ sql: others, args: ["active"] });
    expect(body.money.refunds[0]).toMatchObject({
      status: "approved",
      requestedBy: "Wanjiru Kamau",
      approvedBy: "Wanjiru Kamau",
    });
    expect(await shop.one("SELECT two_people FROM refunds WHERE order_id = ?", [orderId])).toBe(0);
  });

  test("never include the one who bought", async () => {
    const { orderId } = await cashOrder([1], () => [LARGE], { email: "wanjiru@duka.example" });
    expect((await order(orderId)).money.moneyActions).toEqual([]);

    expect(problem(await ask(wanjiru, orderId, {}))).toEqual([403, "own-order"]);
    const [refund] = (await ask(brian, orderId, { amountMinor: LARGE })).body.money.refunds;
    expect(problem(await act(wanjiru, refund, "approval"))).toEqual([403, "own-order"]);
    expect(problem(await act(wanjiru, refund, "refusal", { reason: "mine" }))).toEqual([403, "own-order"]);
    expect((await order(orderId)).money.refunds[0]).toMatchObject({ status: "requested", actions: [] });
  });
});

describe("money that a provider gives back", () => {
  test("whole: sent once, done by its word", async () => {
    const { orderId, total } = await paidBy("stripe");
    expect((await order(orderId)).money.captures[0]?.givesBack).toBe("any");

    expect((await ask(wanjiru, orderId, {})).status).toBe(201);

    expect(await refundIs(orderId, "done")).toMatchObject({
      byHand: false,
      providerReference: expect.stringMatching(/^re_/),
    });
    await settleDown(shop);
    const shown = await order(orderId);
    expect(shown.statuses.payment).toBe("refunded");
    expect(shown.money.mismatches).toEqual([]); // told twice, by the answer and by their event: one refund
    expect(await shop.one("SELECT count(*) FROM ledger WHERE order_id = ? AND kind = 'refund'", [orderId])).toBe(1);
    const { lines } = await shop.control<{ lines: { kind: string; amount: number }[] }>("statement?provider=stripe");
    expect(lines.filter(({ kind, amount }) => kind === "refund" && amount === total)).toHaveLength(1);
    expect(await toldOf(orderId)).toEqual([expect.stringMatching(/^we have sent KES [\d,]+ back to you by card\./)]);
  });

  test("not while it is disputed: it waits, says so, and goes out when the dispute is won", async () => {
    const { orderId, providerReference, total } = await paidBy("stripe");
    const half = Math.floor(total / 200) * 100;
    const { dispute } = await shop.control<{ dispute: { id: string } }>("act", {
      provider: "stripe",
      action: "dispute",
      id: providerReference,
      amount: half,
    });
    await until("its money is held", async () => (await order(orderId)).statuses.payment === "disputed");
    const shown = await order(orderId);
    expect(shown.statuses.payment).toBe("disputed");
    expect(shown.money).toMatchObject({
      captures: [{ isFrozen: true }],
      disputes: [{ isOpen: true }],
      moneyActions: [],
    });
    expect(problem(await ask(wanjiru, orderId, {}))).toEqual([409, "refund-frozen"]);

    // One that was agreed to before the dispute was heard of.
    await shop.db.client.execute({
      sql: `INSERT INTO refunds (id, order_id, capture_id, gateway, amount_minor, currency, purpose, reason, requested_by)
            SELECT 'ref_' || lower(hex(randomblob(16))), order_id, id, gateway, ?, currency, 'return', 'agreed to earlier', (SELECT id FROM users WHERE email = 'wanjiru@duka.example') FROM ledger WHERE order_id = ? AND kind = 'capture'`,
      args: [half, orderId],
    });
    const [early] = (await order(orderId)).money.refunds;
    expect((await act(brian, early, "approval")).body.money.refunds[0]).toMatchObject({
      status: "approved",
      isFrozen: true,
    });
    expect(problem(await act(wanjiru, early, "sending"))).toEqual([409, "refund-frozen"]);
    expect((await order(orderId)).money.refunds[0]?.status).toBe("approved");

    await shop.control("act", { provider: "stripe", action: "dispute-won", disputeId: dispute.id });
    await until("it has ended", async () => (await order(orderId)).money.disputes[0]?.isOpen === false);
    await until("nothing is frozen", async () => (await order(orderId)).money.captures[0]?.isFrozen === false);
    const sent = await act(wanjiru, early, "sending");
    if (sent.status !== 201) expect(problem(sent)).toEqual([409, "transition-not-allowed"]); // a round was quicker
    await refundIs(orderId, "done");
    expect((await order(orderId)).timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["dispute", "dispute-won", "refunded"]),
    );
  });

  test("and that fails later is a task, and goes back by hand", async () => {
    const { orderId, total } = await paidBy("stripe");
    await ask(wanjiru, orderId, {});
    const done = await refundIs(orderId, "done");

    await shop.control("act", { provider: "stripe", action: "fail-refund", refundId: done.providerReference });
    await refundIs(orderId, "failed");

    await until("its money is here again", async () => (await order(orderId)).statuses.payment === "paid");
    const [task] = await openTasks(orderId, "refund-failed");
    const again = await ask(wanjiru, orderId, { byHand: true });
    expect(again.body.money.refunds[0]).toMatchObject({ amountMinor: total, byHand: true, status: "approved" });
    await act(wanjiru, again.body.money.refunds[0], "completion", { reference: `BACK-${orderId.slice(-6)}` });
    expect((await order(orderId)).statuses.payment).toBe("refunded");
    expect((await wanjiru.post(`/api/staff/tasks/${task?.id}/done`, { note: "Given back by bank" })).status).toBe(201);
  });

  test("and that nobody can be asked about any more ends with a typed reference, or as never made", async () => {
    const lost = async () => {
      const sale = await paidBy("stripe");
      await shop.control("faults", { provider: "stripe", phase: "refund", fault: "refused", times: 20 });
      await ask(wanjiru, sale.orderId, {});
      await until("it was sent", () =>
        shop.one(
          "SELECT count(*) FROM refunds WHERE order_id = ? AND status IN ('submitted', 'unknown') AND submitted_at IS NOT NULL AND provider_reference IS NULL",
          [sale.orderId],
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_500)); // its own sending has been refused by now
      const [refund] = (await order(sale.orderId)).money.refunds;
      expect(problem(await act(wanjiru, refund, "completion", { reference: "re_TooEarly" }))).toEqual([
        409,
        "transition-not-allowed",
      ]);
      await shop.db.client.execute({
        sql: "UPDATE refunds SET next_look_at = NULL, submitted_at = submitted_at - 3600000, last_look_at = ? WHERE order_id = ?",
        args: [Date.now() + 3_600_000, sale.orderId],
      });
      await shop.round();
      expect(await openTasks(sale.orderId, "refund-unresolved")).toHaveLength(1);
      return { ...sale, refund: (await order(sale.orderId)).money.refunds[0] };
    };
    const [found, never] = [await lost(), await lost()];
    await shop.control("faults", undefined, "DELETE");
    expect(found.refund?.actions).toEqual(["complete", "refuse"]);

    expect((await act(wanjiru, found.refund, "completion", { reference: "re_Found1" })).body.statuses.payment).toBe(
      "refunded",
    );
    expect((await act(wanjiru, never.refund, "refusal", { reason: "Not on their page" })).body.money).toMatchObject({
      refunds: [{ status: "failed", result: { title: "The refund was never made" } }],
      captures: [{ leftMinor: never.total }],
    });
    for (const { orderId } of [found, never]) expect(await openTasks(orderId, "refund-unresolved")).toEqual([]);
    await settleDown(shop);
    expect(await shop.one("SELECT count(*) FROM ledger WHERE order_id = ? AND kind = 'refund'", [found.orderId])).toBe(
      1,
    );
  });
});

test("money for an order that was cancelled is a task until it has gone", async () => {
  const phone = new Phone(shop);
  await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 600 } });
  const own = newPhone();
  const variantId = lastVariant;
  const guest = shop.client();
  const { token, orderId } = await guest.buy([{ variantId, quantity: 1 }], { phone: own });
  await phone.prompt(own);
  await phone.sentEarlier(orderId, 91_000);
  const other = newPhone();
  await guest.post(
    `/api/orders/${token}/payments`,
    { paymentMethod: "mpesa", paymentPhone: other },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  await phone.decide(other, "cancel");
  await seen(guest, token, "failed");
  await phone.holdEnded(orderId);
  await shop.round();
  await shop.setStock(variantId, 0);
  await phone.decide(own, "approve");
  await until("the money is there", async () => (await order(orderId)).statuses.payment === "paid");
  const { totalMinor } = await order(orderId);
  expect(await openTasks(orderId, "refund-cancelled")).toMatchObject([{ amountMinor: totalMinor }]);

  const part = await ask(wanjiru, orderId, { amountMinor: 10_000, byHand: true });
  await act(wanjiru, part.body.money.refunds[0], "completion", { reference: `PART-${orderId.slice(-6)}` });
  const [task] = await openTasks(orderId, "refund-cancelled");
  expect(task?.amountMinor).toBe(totalMinor - 10_000);
  const rest = await ask(wanjiru, orderId, { byHand: true });
  await act(wanjiru, rest.body.money.refunds[0], "completion", { reference: `REST-${orderId.slice(-6)}` });

  expect(await openTasks(orderId, "refund-cancelled")).toEqual([]);
  expect((await order(orderId)).statuses).toMatchObject({ order: "cancelled", payment: "refunded" });
});

test("a provider that gives back only whole payments leaves a part to a person who says so", async () => {
  const { orderId } = await paidBy("khalti");
  const shown = await order(orderId);
  const capture = shown.money.captures[0];
  if (capture?.givesBack !== "full") return expect(capture?.givesBack).toBe("any"); // their page now says how parts are counted
  const part = Math.floor(capture.amountMinor / 2);

  const refused = await ask(wanjiru, orderId, { amountMinor: part });
  expect([...problem(refused), refused.body.givesBack]).toEqual([409, "by-hand-only", "full"]);
  const byHand = await ask(wanjiru, orderId, { amountMinor: part, byHand: true });

  expect(byHand.body.money.refunds[0]).toMatchObject({ byHand: true, status: "approved" });
});
