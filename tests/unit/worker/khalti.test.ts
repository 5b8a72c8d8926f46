import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "#domain/errors";
import { money } from "#domain/money";
import { KHALTI } from "#tests/simulators/credentials";
import { openWorld } from "#tests/unit/simulators/world";
import type { KhaltiConfig } from "#worker/config";
import { type Answer, type Http, outbound } from "#worker/http";
import type { Addresses, Attempt, Refund, Wire } from "#worker/payments/gateway";
import { khalti } from "#worker/payments/gateways/khalti";

const PIDX = "bZQLD9wRVWo4CdESSfuSsB";
const BASE = "https://dev.khalti.example/api/v2";
const MINUTE = 60_000;

const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  id: "pay_9f86d081884c7d659a2feaa0c55ad015",
  orderId: "ord_1",
  gateway: "khalti",
  reference: "A7QK2M9-1",
  account: KHALTI.account,
  amount: money(145_000, "NPR"),
  phone: null,
  providerReference: PIDX,
  providerOther: null,
  wire: {},
  expiresAt: null,
  submittedAt: Date.now(),
  declines: 0,
  ...changes,
});
const aRefund = (changes: Partial<Refund> = {}): Refund => ({
  id: "ref_1",
  amount: money(145_000, "NPR"),
  capture: { providerRef: PIDX, amount: money(145_000, "NPR") },
  isWhole: true,
  reason: "",
  providerReference: null,
  providerOther: null,
  submittedAt: Date.now(),
  ...changes,
});
const addresses: Addresses = {
  callback: "",
  back: "https://duka.example/pay/kh/pay_9f86.1.secret",
  cancel: "",
  shop: "https://duka.example",
};

const SILENCE = "silence";
type Reply = Answer | typeof SILENCE;
const reply = (body: unknown, status = 200): Answer => ({
  status,
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const PAGE = {
  pidx: PIDX,
  payment_url: `https://test-pay.khalti.example/?pidx=${PIDX}`,
  expires_at: "2026-11-20T16:26:16.471649+05:45",
  expires_in: 1800,
};
const found = (status: unknown, more: object = {}, http = 200): Answer =>
  reply({ pidx: PIDX, total_amount: 145_000, status, transaction_id: null, fee: 0, refunded: false, ...more }, http);
const completed = found("Completed", { transaction_id: "GFq9PFS7b2iYvL8Lir9oXe" });
const unknownPidx = reply({ detail: "Not found.", error_key: "validation_error" }, 404);

/** The adapter over a door that gives these answers, the last one for ever. */
function open(answers: Reply[] = [reply(PAGE)], config: Partial<KhaltiConfig> = {}, planScale = 1) {
  const sent: { url: string; method: string | undefined; headers: Record<string, string>; body: string | undefined }[] =
    [];
  const queue = [...answers];
  const http: Http = async (url, { method, headers = {}, body }) => {
    sent.push({ url, method, headers, body });
    const next = queue.length > 1 ? queue.shift() : queue[0];
    if (!next || next === SILENCE) throw new DomainError("gateway-unreachable", "No answer.");
    return next;
  };
  const whole: KhaltiConfig = {
    baseUrl: BASE,
    secretKey: KHALTI.secretKey,
    account: KHALTI.account,
    mode: "test",
    maxAmountMinor: 20_000_000,
    refundUnit: "paisa",
    ...config,
  };
  const gateway = khalti(whole, http, planScale);
  const wires: Wire[] = [];
  const log = (wire: Wire) => void wires.push(wire);
  return {
    gateway,
    sent,
    wires,
    send: (changes: Partial<Attempt> = {}) =>
      gateway.open(attempt({ providerReference: null, ...changes }), addresses, log),
    ask: (changes: Partial<Attempt> = {}) => gateway.lookUp(attempt(changes), log),
    withdraw: () => gateway.withdraw(attempt(), log),
    giveBack: (refund: Partial<Refund> = {}, changes: Partial<Attempt> = { providerOther: "GFq9" }) =>
      gateway.refunds?.send(aRefund(refund), attempt(changes), "", log),
    askRefund: (refund: Partial<Refund> = {}) => gateway.refunds?.lookUp?.(aRefund(refund), attempt(), log),
  };
}

describe("asking for money", () => {
  test("opens a page for paisa, under our attempt's id, with our key", async () => {
    const shop = open();

    const answer = await shop.send();

    expect(answer).toEqual({
      status: "open",
      providerReference: PIDX,
      providerOther: null,
      redirectUrl: PAGE.payment_url,
      expiresAt: Date.parse("2026-11-20T10:41:16.471Z"),
    });
    expect(shop.sent[0]).toMatchObject({
      url: `${BASE}/epayment/initiate/`,
      method: "POST",
      headers: { Authorization: `Key ${KHALTI.secretKey}`, "Content-Type": "application/json" },
    });
    expect(JSON.parse(shop.sent[0]?.body ?? "")).toEqual({
      return_url: addresses.back,
      website_url: "https://duka.example",
      amount: 145_000,
      purchase_order_id: "pay_9f86d081884c7d659a2feaa0c55ad015",
      purchase_order_name: "Order A7QK2M9-1",
    });
  });

  test("stores nothing, for a further sending is a page of its own", () => {
    const shop = open();
    expect(shop.gateway.prepare(attempt(), addresses, 0)).toEqual({});
    expect(shop.gateway.mayOpenAgain).toBe(true);
  });

  test("keeps a log without key, without the page's address and without ours", async () => {
    const shop = open([reply({ ...PAGE, mobile: "9812345678" })]);
    await shop.send();
    expect(shop.wires).toHaveLength(1);
    expect(shop.wires[0]?.request).toContain('"amount":145000');
    expect(shop.wires[0]?.answer).toContain(PIDX);
    expect(JSON.stringify(shop.wires)).not.toMatch(/1\.secret|test-pay|duka-demo-khalti-key|9812345678/);
  });

  test("takes the time left where no end is stated, and does without both", async () => {
    const { expires_at: _, ...left } = PAGE;
    const answer = await open([reply(left)]).send();
    expect(answer).toMatchObject({ status: "open", expiresAt: expect.closeTo(Date.now() + 1_800_000, -4) });
    expect(await open([reply({ ...left, expires_in: null })]).send()).not.toHaveProperty("expiresAt");
    expect(await open([reply({ ...PAGE, expires_at: "soon" })]).send()).toMatchObject({
      expiresAt: expect.closeTo(Date.now() + 1_800_000, -4),
    });
  });

  test.each<[string, Reply]>([
    ["a field that is wrong", reply({ amount: ["Amount should be …"], error_key: "validation_error" }, 400)],
    ["a key that is wrong", reply({ detail: "Invalid token.", status_code: 401 }, 401)],
    ["an address that is not there", reply({ detail: "Not found." }, 404)],
  ])("and hearing of %s is refused", async (_what, answer) => {
    expect(await open([answer]).send()).toEqual({ status: "refused", code: "refused", trouble: false });
  });

  test.each<[string, Reply, object]>([
    ["silence", SILENCE, { status: "unknown", trouble: true }],
    ["an internal error", reply("<html>", 500), { status: "unknown", trouble: true }],
    ["a time-out", reply("", 408), { status: "unknown", trouble: true }],
    ["too many", reply({ detail: "throttled" }, 429), { status: "refused", code: "busy", trouble: true }],
    ["half an answer", reply('{"pidx":"a'), { status: "unknown", trouble: false }],
    ["a page without a name", reply({ ...PAGE, pidx: "" }), { status: "unknown", trouble: false }],
    ["no address", reply({ ...PAGE, payment_url: "/pay" }), { status: "unknown", trouble: false }],
    [
      "a script for an address",
      reply({ ...PAGE, payment_url: "javascript:alert(1)" }),
      { status: "unknown", trouble: false },
    ],
    [
      "an address without TLS",
      reply({ ...PAGE, payment_url: "http://pay.example/" }),
      { status: "unknown", trouble: false },
    ],
    ["a redirect", reply("", 301), { status: "unknown", trouble: false }],
  ])("answered by %s has shown nobody a page", async (_what, answer, opened) => {
    expect(await open([answer]).send()).toEqual(opened);
  });
});

describe("asking what became of it", () => {
  test("when it was paid is a capture of what Khalti says was paid", async () => {
    const shop = open([completed]);
    expect(await shop.ask()).toEqual({
      status: "captured",
      captured: money(145_000, "NPR"),
      providerRef: PIDX,
      providerOther: "GFq9PFS7b2iYvL8Lir9oXe",
      occurredAt: expect.any(Number),
      receipt: "GFq9PFS7b2iYvL8Lir9oXe",
    });
    expect(shop.sent[0]).toMatchObject({ url: `${BASE}/epayment/lookup/`, body: `{"pidx":"${PIDX}"}` });
    expect(await open([found("completed", { total_amount: 100 })]).ask()).toMatchObject({
      status: "captured",
      captured: money(100, "NPR"),
      receipt: null,
    });
  });

  test.each<[string, Answer, object]>([
    ["Refunded", found("Refunded"), { status: "captured", captured: money(145_000, "NPR") }],
    ["Partially refunded", found("Partially refunded"), { status: "captured", captured: money(145_000, "NPR") }],
    ["COMPLETED", found("COMPLETED"), { status: "captured" }],
    ["Pending", found("Pending"), { status: "pending" }],
    ["Initiated", found("Initiated"), { status: "waiting" }],
    ["Expired under 400", found("Expired", {}, 400), { status: "expired", code: "expired" }],
    ["User canceled under 400", found("User Canceled", {}, 400), { status: "failed", code: "user-canceled" }],
    ["a word nobody has seen", found("On hold"), { status: "waiting" }],
    ["no amount", found("Completed", { total_amount: null }), { status: "silent" }],
    ["an amount in text", found("Completed", { total_amount: "145000" }), { status: "silent" }],
    ["a fraction of a paisa", found("Completed", { total_amount: 1450.5 }), { status: "silent" }],
    ["another payment's success", found("Completed", { pidx: "other" }), { status: "silent" }],
    ["a success under an internal error", found("Completed", {}, 500), { status: "silent" }],
    ["a status in a list", found(["Completed"]), { status: "silent" }],
    ["a wrong key", reply({ detail: "Invalid token." }, 401), { status: "silent" }],
    ["too many", reply({ detail: "Request was throttled." }, 429), { status: "silent" }],
    ["a page", reply("<html>"), { status: "silent" }],
    ["null", reply("null"), { status: "silent" }],
  ])("and hearing %s is read as it should be", async (_what, answer, report) => {
    expect(await open([answer]).ask()).toMatchObject(report);
  });

  test("and hearing nothing is not a decline; without a name nobody is asked", async () => {
    expect(await open([SILENCE]).ask()).toEqual({ status: "silent" });
    const shop = open();
    expect(await shop.ask({ providerReference: null })).toEqual({ status: "silent" });
    expect(shop.sent).toEqual([]);
  });

  test("and being told that nobody knows it decides nothing before every page has closed", async () => {
    const at = (ageMs: number, scale = 1) => open([unknownPidx], {}, scale).ask({ submittedAt: Date.now() - ageMs });
    expect(await at(69 * MINUTE)).toEqual({ status: "silent" });
    expect(await at(70 * MINUTE)).toEqual({ status: "expired", code: "not-found" });
    expect(await at(7 * MINUTE, 0.1)).toEqual({ status: "expired", code: "not-found" });
    expect(await open([unknownPidx]).ask({ submittedAt: null })).toEqual({ status: "silent" });
  });

  test("begins after ten seconds and goes on for a day", () => {
    const { plan } = open().gateway;
    expect(plan.slice(0, 11).map((at) => at / 1_000)).toEqual([
      10, 30, 60, 120, 300, 600, 1200, 1800, 2700, 3600, 4200,
    ]);
    expect(plan.at(-1)).toBe(24 * 60 * MINUTE);
  });

  test("whatever comes back, nothing throws, and only our own completed payment is money", async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"pidx":"${PIDX}","status":"Completed","total_amount":${text}}`),
      fc.json().map((text) => `{"pidx":"${PIDX}","status":${text},"total_amount":1}`),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 400, 404, 500), async (text, status) => {
        const report = await open([{ text, status }]).ask();
        if (report.status === "captured") expect(report.captured.amountMinor).toBe(JSON.parse(text).total_amount);
        expect((await open([{ text, status }]).send()).status).not.toBe("open");
        expect((await open([{ text, status }]).giveBack())?.status).not.toBe("done");
        await open([{ text, status }]).askRefund();
      }),
      { numRuns: 1_000 },
    );
  });
});

test.each<[string, Reply, string]>([
  ["paid", completed, "captured"],
  ["expired", found("Expired", {}, 400), "withdrawn"],
  ["cancelled", found("User canceled", {}, 400), "withdrawn"],
  ["open", found("Initiated"), "cannot"],
  ["pending", found("Pending"), "cannot"],
  ["not to be heard of", SILENCE, "cannot"],
])("a page that is %s ends so: its address still pays while it is open", async (_what, answer, ending) => {
  expect(await open([answer]).withdraw()).toBe(ending);
});

describe("a browser that comes back", () => {
  const read = (query: string) => open().gateway.readReturn?.(new URLSearchParams(query));

  test("claims a payment and an amount, and no more", () => {
    expect(read(`pidx=${PIDX}&status=Completed&total_amount=145000&amount=1`)).toEqual({
      providerReference: PIDX,
      amount: money(145_000, "NPR"),
    });
    expect(read(`pidx=${PIDX}&amount=145000`)?.amount).toEqual(money(145_000, "NPR"));
  });

  test.each([
    "",
    "pidx=&total_amount=",
    "pidx=a%20b&total_amount=1e3",
    "pidx=<b>&amount=-5",
    "message=failed&amount=1.5",
  ])("with “%s” claims nothing", (query) => {
    expect(read(query)).toEqual({ providerReference: null, amount: null });
  });
});

describe("giving back", () => {
  const ok = reply({ detail: "Transaction refund successful." });

  test("all of it is an empty request beside the versioned part, under the id of the money", async () => {
    const shop = open([ok]);
    expect(await shop.giveBack()).toEqual({ status: "done", providerRef: "ref_1", occurredAt: expect.any(Number) });
    expect(shop.sent[0]).toMatchObject({
      url: "https://dev.khalti.example/api/merchant-transaction/GFq9/refund/",
      method: "POST",
      body: undefined,
    });
  });

  test.each([
    ["paisa", 5_000, '{"amount":5000}'],
    ["rupees", 5_000, '{"amount":50.00}'],
    ["rupees", 14_505, '{"amount":145.05}'],
    ["rupees", 7, '{"amount":0.07}'],
  ] as const)("a part is written in %s: %i is %s", async (refundUnit, amountMinor, body) => {
    const shop = open([ok], { refundUnit });
    await shop.giveBack({ amount: money(amountMinor, "NPR"), isWhole: false });
    expect(shop.sent[0]?.body).toBe(body);
  });

  test("asks for the id of the money where it was not kept, and sends nothing without one", async () => {
    const shop = open([completed, ok]);
    expect(await shop.giveBack({}, {})).toMatchObject({ status: "done" });
    expect(shop.sent[1]?.url).toContain("/GFq9PFS7b2iYvL8Lir9oXe/refund/");

    for (const answer of [SILENCE, unknownPidx, found("Completed")] as const) {
      const without = open([answer]);
      expect(await without.giveBack({}, {})).toEqual({ status: "refused", code: "not-sent" });
      expect(without.sent).toHaveLength(1);
    }
  });

  test.each<[string, Reply, object]>([
    ["silence", SILENCE, { status: "unknown" }],
    ["an internal error", reply({ detail: "successful" }, 500), { status: "unknown" }],
    ["a page", reply("<html>success</html>"), { status: "unknown" }],
    ["another sentence", reply({ detail: "Transaction is being processed." }), { status: "unknown" }],
    ["a redirect", reply("", 301), { status: "unknown" }],
    [
      "a field that is wrong",
      reply({ amount: ["…"], error_key: "validation_error" }, 400),
      { status: "refused", code: "validation_error" },
    ],
    ["a wrong key", reply({ detail: "Invalid token." }, 401), { status: "refused", code: "refused" }],
    ["an error key that is none", reply({ error_key: "<b>" }, 400), { status: "refused", code: "refused" }],
    ["too many", reply("", 429), { status: "refused", code: "busy" }],
  ])("and hearing %s is read as it should be, and never sent again", async (_what, answer, sent) => {
    const shop = open([answer]);
    expect(await shop.giveBack()).toEqual(sent);
    expect(shop.sent).toHaveLength(1);
  });

  const part = { amount: money(5_000, "NPR"), isWhole: false };
  test.each<[string, Reply, Partial<Refund>, unknown]>([
    ["all is back", found("Refunded"), {}, expect.objectContaining({ status: "done", amount: money(145_000, "NPR") })],
    [
      "all is back, and so this part",
      found("REFUNDED"),
      part,
      expect.objectContaining({ status: "done", amount: part.amount }),
    ],
    ["a part is back, and all was asked for", found("Partially Refunded"), {}, "waiting"],
    ["some part is back, perhaps this one", found("Partially Refunded"), part, "waiting"],
    ["nothing is back", completed, {}, "waiting"],
    ["nothing is known", unknownPidx, {}, "silent"],
    ["nothing", SILENCE, {}, "silent"],
  ])("asked about when %s", async (_what, answer, refund, report) => {
    expect(await open([answer]).askRefund(refund)).toEqual(report);
  });

  test("that is done goes into the books under our own id", async () => {
    expect(await open([found("Refunded")]).askRefund()).toEqual({
      providerRef: "ref_1",
      captureRef: PIDX,
      ourId: "ref_1",
      amount: money(145_000, "NPR"),
      status: "done",
      occurredAt: expect.any(Number),
    });
  });
});

test("the simulated Khalti and this adapter understand each other from the page to the last paisa given back", async () => {
  const world = await openWorld();
  const config = {
    baseUrl: `${world.url}/khalti/api/v2`,
    ...KHALTI,
    mode: "test",
    maxAmountMinor: 1e7,
    refundUnit: "paisa",
  } as const;
  const gateway = khalti(config, outbound(new Set([new URL(world.url).host])), 1);
  const log = () => undefined;
  const opened = await gateway.open(attempt({ providerReference: null }), addresses, log);
  if (opened.status !== "open") throw new Error(`not open: ${JSON.stringify(opened)}`);
  const { providerReference } = opened;
  const live = attempt({ providerReference });
  expect(opened.redirectUrl).toContain(providerReference);
  expect(opened.expiresAt).toBeGreaterThan(Date.now() + 3_500_000);
  expect(await gateway.lookUp(live, log)).toEqual({ status: "waiting" });
  expect(await gateway.withdraw(live, log)).toBe("cannot");

  await world.control("decide", { provider: "khalti", id: providerReference, decision: "approve" });
  const report = await gateway.lookUp(live, log);
  expect(report).toMatchObject({ status: "captured", captured: live.amount, providerRef: providerReference });

  const capture = { providerRef: providerReference, amount: live.amount };
  const refunds = gateway.refunds;
  const part = aRefund({ capture, amount: money(5_000, "NPR"), isWhole: false });
  expect(await refunds?.send(part, live, "", log)).toMatchObject({ status: "done", providerRef: "ref_1" });
  expect(await refunds?.lookUp?.(part, live, log)).toBe("waiting");
  const rest = aRefund({ id: "ref_2", capture, amount: money(140_000, "NPR"), isWhole: false });
  expect(await refunds?.send(rest, live, "", log)).toMatchObject({ status: "done", providerRef: "ref_2" });
  expect(await refunds?.lookUp?.(rest, live, log)).toMatchObject({ status: "done", ourId: "ref_2" });
  expect(await gateway.lookUp(live, log)).toMatchObject({ status: "captured", captured: live.amount });
});
