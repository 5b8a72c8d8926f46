import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ReportsView, StatementGateway, SwitchView } from "#domain/payments/report-schema";
import type { TasksView } from "#domain/payments/staff-schema";
import { importStatement, transfer } from "#tests/support/bank";
import type { Client } from "#tests/support/client";
import { type Begun, begin, decide, settleDown, variantFor, WAYS, type WayName } from "#tests/support/paying";
import { asText, dailyReport, send, statementLines, takeIn, today, type Uploaded } from "#tests/support/reports";
import { Shop, until } from "#tests/support/shop";

let shop: Shop;
let staff: Client;
beforeAll(async () => {
  shop = await Shop.open({ planScale: 1 }); // nobody is asked by a plan: what is known comes by callback or by statement
  staff = await shop.staff();
  await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0 } });
  for (const way of Object.values(WAYS)) {
    const variantId = await variantFor(shop, way);
    if (way.kind === "physical") await shop.setStock(variantId, 500);
  }
});
afterAll(() => shop.close());
afterEach(async () => expect(await shop.audit()).toEqual([]));

const PROVIDERS = ["mpesa", "airtel", "stripe", "paypal", "khalti"] as const;
let buyers = 0;

/** Somebody buys and approves. `unheard`: not one callback of it arrives. */
async function pay(name: WayName, unheard = false): Promise<Begun & { orderId: string }> {
  const way = WAYS[name];
  const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: `b${++buyers}@example.com` });
  const tells = name !== "khalti" && name !== "bank-transfer";
  if (unheard && tells)
    await shop.control("faults", { provider: way.provider, phase: "callback", fault: "drop", times: 9 });
  await decide(shop, way, begun, "approve");
  if (unheard && tells) await shop.control("faults", undefined, "DELETE");
  return { ...begun, orderId: begun.placed.orderId };
}
const paid = (orderId: string) =>
  until(
    "it is paid",
    async () => (await shop.one<string>("SELECT payment_status FROM orders WHERE id = ?", [orderId])) === "paid",
  );
const act = <T>(provider: string, action: string, more: object): Promise<T> =>
  shop.control<T>("act", { provider, action, ...more });
const unheardOf = async <T>(provider: string, work: () => Promise<T>): Promise<T> => {
  await shop.control("faults", { provider, phase: "callback", fault: "drop", times: 9 });
  const done = await work();
  await shop.control("faults", undefined, "DELETE");
  return done;
};
const task = async (gateway: StatementGateway) =>
  (await staff.get<TasksView>("/api/staff/tasks?kind=unexplained")).body.tasks.find(
    ({ about }) => about.id === `${gateway}/${today(gateway)}`,
  );
const unexplained = async (gateway: StatementGateway) =>
  (await dailyReport(staff, gateway)).entries.filter((entry) => entry.class === "unexplained");

describe("a statement tells of money nobody told us of", () => {
  test.each(["mpesa", "airtel", "stripe", "khalti"] as const)(
    "%s: a payment whose callback was lost makes us ask, and is booked by the answer",
    async (name) => {
      const { orderId } = await pay(name, true);
      expect(await shop.one("SELECT payment_status FROM orders WHERE id = ?", [orderId])).not.toBe("paid");
      // Daraja says "being processed" to a first look.
      if (name === "mpesa") await shop.control("auto", { provider: "mpesa", settings: { queryErrorsFirst: 0 } });

      const taken = await takeIn(shop, staff, name);

      expect(taken.done).toMatchObject({ asked: 1, captured: 1, unallocated: 0 });
      await paid(orderId);
      expect(await unexplained(name)).toEqual([]);
    },
  );

  test("the same statement again, and one that overlaps it, change nothing", async () => {
    const facts = await shop.one("SELECT count(*) FROM ledger");
    for (const name of ["mpesa", "stripe"] as const) {
      const again = await takeIn(shop, staff, name);
      expect(again).toMatchObject({
        added: 0,
        done: { asked: 0, captured: 0, refunds: 0, disputes: 0, unallocated: 0 },
      });
      expect(again.known).toBe(again.lines);
    }
    expect(await shop.one("SELECT count(*) FROM ledger")).toBe(facts);
  });

  test("M-Pesa: the receipt of a payment whose callback was lost is learnt from it", async () => {
    const [line] = await statementLines(shop, "mpesa");
    expect(await shop.one("SELECT count(*) FROM payments WHERE receipt = ?", [line?.ref ?? ""])).toBe(1);
  });

  test.each([
    ["mpesa", "reverse-in-portal"],
    ["airtel", "refund-in-portal"],
    ["stripe", "refund"],
    ["paypal", "refund"],
    ["khalti", "refund-in-portal"],
  ] as const)("%s: a refund made in its portal is booked once, born done", async (name, action) => {
    const sale = await pay(name);
    if (name === "khalti" || name === "paypal") await takeIn(shop, staff, name);
    if (name === "paypal") await settleDown(shop);
    await paid(sale.orderId);
    const [receipt] = (await statementLines(shop, name)).filter(({ ourRef, checkoutRequestId }) =>
      [sale.attemptId, sale.attemptId.replace("_", ""), sale.providerReference].some(
        (one) => one === ourRef || one === checkoutRequestId,
      ),
    );
    const which = { mpesa: { receipt: receipt?.ref }, khalti: { pidx: sale.providerReference } }[name as string] ?? {
      id: sale.providerReference,
    };
    await (name === "stripe" || name === "paypal"
      ? unheardOf(name, () => act(name, action, which))
      : act(name, action, which));

    expect((await takeIn(shop, staff, name)).done.refunds).toBe(1);
    expect((await takeIn(shop, staff, name)).done.refunds).toBe(0);

    expect(await shop.rows("SELECT status, requested_by FROM refunds WHERE order_id = ?", [sale.orderId])).toEqual([
      { status: "done", requested_by: null },
    ]);
    expect(await shop.one("SELECT payment_status FROM orders WHERE id = ?", [sale.orderId])).toBe("refunded");
    expect(await unexplained(name)).toEqual([]);
  });

  test.each(["stripe", "paypal"] as const)("%s: a dispute that nobody told of, and its end", async (name) => {
    const sale = await pay(name);
    await settleDown(shop);
    await paid(sale.orderId);
    const { dispute } = await unheardOf(name, () =>
      act<{ dispute: { id?: string; dispute_id?: string } }>(name, "dispute", { id: sale.providerReference }),
    );
    expect((await takeIn(shop, staff, name)).done.disputes).toBe(1);
    expect(await shop.one("SELECT payment_status FROM orders WHERE id = ?", [sale.orderId])).toBe("disputed");

    await unheardOf(name, () => act(name, "dispute-won", { disputeId: dispute.id ?? dispute.dispute_id }));
    expect((await takeIn(shop, staff, name)).done.disputes).toBe(1);
    expect(await shop.one("SELECT payment_status FROM orders WHERE id = ?", [sale.orderId])).toBe("paid");
    expect(await unexplained(name)).toEqual([]);
  });

  test("fees and payouts are explained; money that fits no payment is kept, with a task", async () => {
    await act("airtel", "fee", { amount: 1_500 }).catch(() => undefined);
    await act("stripe", "fee", { amount: 5_600, currency: "KES" });
    await act("stripe", "payout", { amount: 90_000, currency: "KES" });
    const stray = {
      ref: "pi_strangers",
      ourRef: "",
      kind: "capture",
      amount: 77_700,
      currency: "KES",
      at: new Date().toISOString(),
    };
    const taken = await takeIn(shop, staff, "stripe", (lines) => [...lines, stray]);
    expect(taken.done.unallocated).toBe(1);
    const report = await dailyReport(staff, "stripe");
    expect(report.unexplained).toBe(0);
    expect(report.entries.filter((entry) => ["fee", "payout", "unallocated"].includes(entry.class))).toMatchObject([
      { class: "unallocated", theirs: { ref: "pi_strangers", amountMinor: 77_700 }, about: { kind: "unallocated" } },
      { class: "fee" },
      { class: "payout" },
    ]);
    expect(
      await shop.one(
        "SELECT count(*) FROM staff_tasks WHERE kind = 'unallocated' AND state = 'open' AND detail LIKE '%statement%'",
      ),
    ).toBe(1);
  });
});

describe("what does not fit is named", () => {
  test("a line left out, with its order and payment; a task as long as it is, and none when it has come", async () => {
    const sale = await pay("airtel");
    await paid(sale.orderId);
    const left = (await statementLines(shop, "airtel")).find(({ ourRef }) => ourRef === sale.providerReference);
    await takeIn(shop, staff, "airtel", (lines) => lines.filter(({ ref }) => ref !== left?.ref));

    expect(await unexplained("airtel")).toMatchObject([
      {
        why: "not-theirs",
        theirs: null,
        ours: { ref: left?.ref },
        attempt: { id: sale.attemptId },
        order: { id: sale.orderId, number: sale.placed.number },
        differenceMinor: -(left?.amount ?? 0),
      },
    ]);
    expect(await task("airtel")).toMatchObject({ amountMinor: left?.amount, currency: "KES" });

    await takeIn(shop, staff, "airtel");
    expect(await unexplained("airtel")).toEqual([]);
    expect(await task("airtel")).toBeUndefined();
  });

  test("a reference with another amount than before: neither dropped nor believed", async () => {
    const facts = await shop.one("SELECT count(*) FROM ledger");
    const taken = await takeIn(shop, staff, "khalti", (lines) =>
      lines.map((line, at) => (at === 0 ? { ...line, amount: line.amount + 100 } : line)),
    );
    expect(taken.differing).toMatchObject([{ line: 1 }]);
    expect(await unexplained("khalti")).toMatchObject([{ why: "twice", kind: "capture" }]);
    expect(await shop.one("SELECT count(*) FROM ledger")).toBe(facts);
  });

  test("a payment that their statement has and their own answer denies", async () => {
    const way = WAYS.stripe;
    const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: "denied@example.com" });
    await decide(shop, way, begun, "cancel");
    const line = {
      ref: "pi_denied",
      ourRef: begun.attemptId,
      kind: "capture",
      amount: 1_000,
      currency: "KES",
      at: new Date().toISOString(),
    };
    const taken = await takeIn(shop, staff, "stripe", (lines) => [...lines, line]);
    expect(taken.done).toMatchObject({ asked: 1, captured: 0, unallocated: 0 });
    expect(await unexplained("stripe")).toMatchObject([
      {
        why: "not-ours",
        theirs: { ref: "pi_denied" },
        attempt: { id: begun.attemptId },
        sentence: expect.stringContaining("KES 10"),
      },
    ]);
  });

  test("a person who has found out closes the task; the same difference does not open it again", async () => {
    const found = await until("the task", () => task("khalti"));
    expect(found.about).toEqual({ kind: "statement", id: `khalti/${today("khalti")}` });
    const done = await staff.post(`/api/staff/tasks/${found.id}/done`, { note: "Their export was wrong, they say" });
    expect([200, 201]).toContain(done.status);
    await takeIn(shop, staff, "khalti");
    expect(await task("khalti")).toBeUndefined();
  });
});

describe("a bank's statement", () => {
  test("transfers, what left the account, and a refund sent by hand", async () => {
    const sale = await begin(shop, WAYS["bank-transfer"], {
      variantId: await variantFor(shop, WAYS["bank-transfer"]),
      email: "bank@example.com",
    });
    const [attempt] = await shop.rows<{ reference: string; amount_minor: number }>(
      "SELECT reference, amount_minor FROM payments WHERE id = ?",
      [sale.attemptId],
    );
    const amount = attempt?.amount_minor ?? 0;
    await transfer(shop, { amount, currency: "KES", reference: attempt?.reference ?? "" });
    await transfer(shop, { amount: 4_200, currency: "KES", reference: "no idea" });
    await act("bank", "fee", { amount: 5_000, currency: "KES" });
    await importStatement(shop, staff, "KES");
    await paid(sale.placed.orderId);

    const asked = await staff.post(
      `/api/staff/orders/${sale.placed.orderId}/refunds`,
      { purpose: "return", reason: "It came back" },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    expect(asked.status).toBe(201);
    const refundId = await shop.one<string>("SELECT id FROM refunds WHERE order_id = ?", [sale.placed.orderId]);
    const captured = await shop.one<string>("SELECT provider_ref FROM ledger WHERE order_id = ? AND kind = 'capture'", [
      sale.placed.orderId,
    ]);
    const { line } = await act<{ line: { ref: string } }>("bank", "return", { ref: captured.split("/")[1] });
    const completed = await staff.post(`/api/staff/refunds/${refundId}/completion`, {
      reference: line.ref.split("/")[1],
    });
    expect(completed.status).toBe(201);
    await importStatement(shop, staff, "KES");
    await shop.round();

    const report = await dailyReport(staff, "bank-transfer");
    expect(report.unexplained).toBe(0);
    expect(report.entries.map((entry) => `${entry.class} ${entry.kind}`).sort()).toEqual([
      "matched capture",
      "matched refund",
      "payout debit",
      "unallocated capture",
    ]);
  });
});

describe("the calendar and the day", () => {
  test("each day has its figures, its coverage and its sums; the sum of differences is explained", async () => {
    await shop.round();
    const { body } = await staff.get<ReportsView>("/api/staff/reports");
    expect(body.gateways.map(({ code, takes }) => `${code} ${takes}`)).toContain("bank-transfer bank-desk");
    const days = body.days.filter(({ gateway, day }) => day === today(gateway));
    expect(days.map(({ gateway }) => gateway).sort()).toEqual([
      "airtel",
      "bank-transfer",
      "khalti",
      "mpesa",
      "paypal",
      "stripe",
    ]);
    for (const day of days) {
      expect(day.coverage).toBe("part"); // it has not ended
      for (const total of day.totals) expect(total.theirsMinor - total.oursMinor).toBe(total.differenceMinor);
    }
    expect(days.find(({ gateway }) => gateway === "mpesa")?.totals).toMatchObject([{ differenceMinor: 0 }]);
  });

  test("entries are paged, the unexplained first, and by class", async () => {
    const all = await dailyReport(staff, "stripe");
    expect(all.entries[0]?.class).toBe("unexplained");
    const { body } = await staff.get<typeof all>(
      `/api/staff/reports/daily?gateway=stripe&day=${today("stripe")}&class=fee`,
    );
    expect(body.entries.map((entry) => entry.class)).toEqual(["fee"]);
    expect(body.imports[0]).toMatchObject({ by: expect.any(String), from: today("stripe") });
  });

  test("a day without a statement is not explained and not unexplained", async () => {
    const { body } = await staff.get<ReportsView["days"][number]>(
      "/api/staff/reports/daily?gateway=stripe&day=2020-01-01",
    );
    expect(body).toMatchObject({ coverage: "none", unexplained: 0, figures: [] });
    expect((await staff.get("/api/staff/reports/daily?gateway=stripe&day=2999-01-01")).status).toBe(422);
  });
});

describe("a file is refused whole, and says where", () => {
  const file = (name: string) => readFileSync(`tests/fixtures/statements/${name}.csv`, "utf8");
  test.each(PROVIDERS)("%s: another shop's", async (gateway) => {
    const other = { mpesa: "ZZZ", airtel: "ZZ", stripe: "pi_ZZ", paypal: "ZZZ", khalti: "ZZZ" }[gateway];
    const lines = [1, 2, 3].map((n) => ({
      ref: `${other}${n}AAAAAAA`,
      ourRef: "",
      kind: "capture",
      amount: 100,
      currency: gateway === "khalti" ? "NPR" : "KES",
      at: new Date().toISOString(),
    }));
    const before = await shop.one("SELECT count(*) FROM statement_lines");
    const answer = await send(staff, { gateway: gateway as Uploaded, text: asText(lines) });
    expect([answer.status, answer.body.type?.split("/").at(-1)]).toEqual([422, "file-refused"]);
    expect(answer.body.detail).toContain("None of its 3 payments is one of ours");
    expect(await shop.one("SELECT count(*) FROM statement_lines")).toBe(before);
  });
  test("of another short code, of tomorrow, of no columns, of half a cent", async () => {
    const refused = async (text: string, gateway: Uploaded = "mpesa") =>
      (await send(staff, { gateway, text, anyway: true })).body.detail;
    expect(await refused(file("mpesa").replace("174379", "600123"))).toContain(
      "This is the statement of 600123, not of 174379",
    );
    expect(await refused(file("mpesa").replaceAll("2026-11-20", "2999-11-20"))).toMatch(/has not come yet/);
    expect(await refused("a,b\n1,2\n")).toContain("is this the right export");
    expect(await refused(file("stripe").replace("1450.00,56.05", "1450.001,56.05"), "stripe")).toMatch(
      /^Line 2: “1450.001”/,
    );
    expect((await send(staff, { gateway: "stripe", text: "x", account: "live:acct_unknown" })).status).toBe(422);
  });
  test("a statement without movements counts as read when it says of which days", async () => {
    const empty = file("stripe").split("\n")[0] ?? "";
    expect((await send(staff, { gateway: "stripe", text: empty })).status).toBe(422);
    const taken = await send(staff, { gateway: "stripe", text: empty, days: { from: "2026-01-02", to: "2026-01-02" } });
    expect(taken.body).toMatchObject({ lines: 0, from: "2026-01-02", unexplained: 0 });
  });
  test("who may not, may not", async () => {
    const seller = await shop.client().get("/api/staff/reports");
    expect(seller.status).toBe(401);
  });
});

describe("a switch of accounts", () => {
  const run = promisify(execFile);
  const check = (...args: string[]) =>
    run(process.execPath, ["scripts/switch-check.ts", ...args], {
      env: { ...process.env, DATABASE_URL: shop.databaseUrl },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );

  test("what is under way elsewhere is named, and refused unless forced", async () => {
    const { body: before } = await staff.get<SwitchView>("/api/staff/payments/switch");
    expect(before.left).toEqual([]);
    expect(await check()).toMatchObject({ code: 0 });

    const [orderId] = (
      await shop.rows<{ id: string }>("SELECT id FROM orders WHERE payment_status = 'refunded' LIMIT 1")
    ).map(({ id }) => id);
    await shop.rows(
      `INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at, superseded_at)
       SELECT 'pay_old', id, 'mpesa', 97, number || '-97', 'live', '600123', 'submitted', 100, currency, 1, 1 FROM orders WHERE id = ?`,
      [orderId ?? ""],
    );
    const { body } = await staff.get<SwitchView>("/api/staff/payments/switch");
    expect(body.left).toMatchObject([
      { gateway: "mpesa", mode: "live", account: "600123", attempts: 1, refunds: 0, disputes: 0 },
    ]);
    const refused = await check();
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("mpesa, live 600123: 1 payment without a final answer"),
    });
    expect(await check("--force")).toMatchObject({ code: 0 });
    const configured = body.configured.map(({ gateway, mode, account }) => `${gateway} ${mode} ${account}`).sort();
    const said = /Set up: (.*)\./.exec(refused.stdout)?.[1]?.split(", ").sort();
    expect(said).toEqual(configured);
  });
});
