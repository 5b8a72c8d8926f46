import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWorld } from "./world.ts";

test("initiate gives a pidx, a payment page of the simulator's own, and an end in Nepal's time", async () => {
  const { world, initiate } = await openKhalti();
  const { status, json } = await initiate();

  expect(status).toBe(200);
  expect(json).toEqual({
    pidx: expect.stringMatching(/^[A-Za-z0-9]{22}$/),
    payment_url: `${world.url}/khalti/pay/?pidx=${json.pidx}`,
    expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+05:45$/),
    expires_in: 3600,
  });
  const lifeMs = Date.parse(json.expires_at) - Date.now();
  expect(lifeMs).toBeGreaterThan(3_590_000);
  expect(lifeMs).toBeLessThanOrEqual(3_600_000);
});

test("without the key it is a 401, and with another's an invalid token", async () => {
  const { call } = await openKhalti();
  const none = await call("v2/epayment/initiate/", INITIATE, {});
  const other = await call("v2/epayment/initiate/", INITIATE, { authorization: "Key live_secret_key" });

  expect(none).toMatchObject({
    status: 401,
    json: { detail: "Authentication credentials were not provided.", status_code: 401 },
  });
  expect(other).toMatchObject({ status: 401, json: { detail: "Invalid token.", status_code: 401 } });
});

test.each([
  ["999 paisa", { amount: 999 }, "amount", "Amount should be greater than Rs. 10, that is 1000 paisa."],
  ["rupees with a fraction", { amount: 1450.5 }, "amount", "A valid integer is required."],
  ["an amount in words of a string", { amount: "145000" }, "amount", "A valid integer is required."],
  ["no order id", { purchase_order_id: undefined }, "purchase_order_id", "This field is required."],
  ["an empty order name", { purchase_order_name: "" }, "purchase_order_name", "This field may not be blank."],
  ["a return address that is none", { return_url: "/back" }, "return_url", "Enter a valid URL."],
  ["a phone with its country", { customer_info: { phone: "+9779800000001" } }, "phone", "Enter a valid phone number."],
  ["a breakdown of less", { amount_breakdown: [{ label: "a", amount: 1 }] }, "amount_breakdown", /mismatch/],
])("%s is refused by its field", async (_what, change, field, sentence) => {
  const { initiate } = await openKhalti();
  const matching = typeof sentence === "string" ? sentence : expect.stringMatching(sentence);
  expect(await initiate(change)).toEqual({
    status: 400,
    json: { [field]: [matching], error_key: "validation_error" },
  });
});

test("1000 paisa are accepted, and each initiate makes a new pidx", async () => {
  const { initiate } = await openKhalti();
  const one = await initiate({ amount: 1000 });
  const other = await initiate({ amount: 1000 });
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(one.json.pidx).not.toBe(other.json.pidx);
});

test("without its last slash an address redirects, so that a post becomes a get and is not allowed", async () => {
  const { world, call } = await openKhalti();
  const path = "/khalti/api/v2/epayment/lookup";
  const bare = await fetch(world.url + path, { method: "POST", redirect: "manual", headers: KEY, body: "{}" });

  expect([bare.status, bare.headers.get("location")]).toEqual([301, `${path}/`]);
  expect(await call("v2/epayment/lookup", { pidx: "any" })).toMatchObject({
    status: 405,
    json: { detail: 'Method "GET" not allowed.' },
  });
});

test("a payer who pays comes back with every key, and only lookup then knows the transaction", async () => {
  const khalti = await openKhalti();
  const { json } = await khalti.initiate();
  expect(await khalti.lookUp(json.pidx)).toEqual({
    status: 200,
    json: {
      pidx: json.pidx,
      total_amount: 145_000,
      status: "Initiated",
      transaction_id: null,
      fee: 0,
      refunded: false,
    },
  });

  const page = await (await fetch(json.payment_url)).text();
  expect(page).toContain('name="mpin"');
  expect(page).toContain("NPR 1,450");
  const back = await khalti.press(json.payment_url, "approve");
  const after = await khalti.lookUp(json.pidx);

  expect(after.json).toMatchObject({
    status: "Completed",
    transaction_id: expect.stringMatching(/^\w{22}$/),
    refunded: false,
  });
  const id = after.json.transaction_id;
  expect(`${back.origin}${back.pathname}`).toBe("http://127.0.0.1:8787/pay/khalti/return");
  expect(Object.fromEntries(back.searchParams)).toEqual({
    attempt: "pay_1",
    pidx: json.pidx,
    transaction_id: id,
    tidx: id,
    txnId: id,
    amount: "145000",
    total_amount: "145000",
    mobile: "98XXXXX001",
    status: "Completed",
    purchase_order_id: "pay_1",
    purchase_order_name: "Order A7QK2M",
  });
  expect(await (await fetch(json.payment_url)).text()).toContain("Nothing is left to decide here: Completed");
});

test("a canceled payment is told with HTTP 400 and the usual body, and its return has no transaction", async () => {
  const khalti = await openKhalti();
  const { json } = await khalti.initiate();
  const back = await khalti.press(json.payment_url, "cancel");

  expect(back.searchParams.get("status")).toBe("User canceled");
  expect(back.searchParams.get("transaction_id")).toBe("");
  expect(await khalti.lookUp(json.pidx)).toMatchObject({
    status: 400,
    json: { status: "User canceled", pidx: json.pidx, total_amount: 145_000 },
  });
});

test("a page expires by itself, sooner when the clock is scaled, and nobody can pay it then", async () => {
  const khalti = await openKhalti({ clockScale: 0.001 });
  await khalti.settings({ expiresInSeconds: 50 });
  const { json } = await khalti.initiate();
  await new Promise((resolve) => setTimeout(resolve, 60));

  expect(await khalti.lookUp(json.pidx)).toMatchObject({ status: 400, json: { status: "Expired" } });
  const decided = await khalti.decide(json.pidx, "approve");
  expect(decided).toMatchObject({ status: 409, json: { detail: expect.stringContaining('"Expired"') } });
});

test("who leaves is not heard of, and the page still pays; who types a wrong MPIN stays on it", async () => {
  const khalti = await openKhalti();
  const { json } = await khalti.initiate();
  const press = (fields: Record<string, string>) =>
    fetch(json.payment_url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });

  expect(await (await press({ decision: "ignore" })).text()).toContain("You left.");
  expect(await (await press({ decision: "approve", mpin: "2222" })).text()).toContain("is wrong");
  expect((await khalti.lookUp(json.pidx)).json.status).toBe("Initiated");
  expect((await khalti.press(json.payment_url, "approve")).searchParams.get("status")).toBe("Completed");
});

test("a pending payment is completed later, or fails", async () => {
  const khalti = await openKhalti();
  const [one, other] = [(await khalti.initiate()).json, (await khalti.initiate()).json];
  const back = await khalti.press(one.payment_url, "pending");
  await khalti.press(other.payment_url, "pending");
  expect(back.searchParams.get("status")).toBe("Pending");
  expect((await khalti.lookUp(one.pidx)).json).toMatchObject({ status: "Pending", transaction_id: null });

  expect((await khalti.act("complete", { pidx: one.pidx })).json.payment.state).toBe("paid");
  await khalti.act("fail", { pidx: other.pidx });
  expect((await khalti.lookUp(one.pidx)).json.status).toBe("Completed");
  expect(await khalti.lookUp(other.pidx)).toMatchObject({ status: 400, json: { status: "Expired" } });
  expect((await khalti.act("complete", { pidx: one.pidx })).status).toBe(409);
});

test("a payer may type anything over the return address, and Khalti still knows better", async () => {
  const khalti = await openKhalti();
  const { json } = await khalti.initiate();
  const forged = await khalti.act("return-url", {
    pidx: json.pidx,
    changes: { status: "Completed", amount: 1, tidx: null },
  });

  const url = new URL(forged.json.url);
  expect([url.searchParams.get("status"), url.searchParams.get("amount"), url.searchParams.has("tidx")]).toEqual([
    "Completed",
    "1",
    false,
  ]);
  expect((await khalti.lookUp(json.pidx)).json.status).toBe("Initiated");
});

test("an unknown pidx is not found, and a missing one is a field", async () => {
  const khalti = await openKhalti();
  expect(await khalti.lookUp("bZQLD9wRVWo4CdESSfuSsB")).toEqual({
    status: 404,
    json: { detail: "Not found.", error_key: "validation_error" },
  });
  expect((await khalti.call("v2/epayment/lookup/", {})).json).toEqual({
    pidx: ["This field is required."],
    error_key: "validation_error",
  });
});

test.each([
  ["lower", "user canceled"],
  ["upper", "USER CANCELED"],
  ["title", "User Canceled"],
])("the words may come in %s case", async (casing, word) => {
  const khalti = await openKhalti();
  await khalti.settings({ casing });
  const { json } = await khalti.initiate();
  await khalti.decide(json.pidx, "cancel");
  expect((await khalti.lookUp(json.pidx)).json.status).toBe(word);
});

test("what was paid may differ from what was asked, in every answer and in the books", async () => {
  const khalti = await openKhalti();
  await khalti.settings({ totalAmountOff: -100 });
  const { json } = await khalti.initiate();
  const back = await khalti.press(json.payment_url, "approve");

  expect(back.searchParams.get("total_amount")).toBe("144900");
  expect((await khalti.lookUp(json.pidx)).json).toMatchObject({ status: "Completed", total_amount: 144_900 });
  expect(await khalti.statement()).toMatchObject([{ kind: "capture", amount: 144_900 }]);
});

test("a refund is made without v2, in part and then in full, and the books number each", async () => {
  const khalti = await openKhalti();
  const { pidx, id } = await khalti.paid();
  const refund = (body?: object) => khalti.call(`merchant-transaction/${id}/refund/`, body);

  expect(await refund({ amount: 45_000 })).toEqual({ status: 200, json: { detail: "Transaction refund successful." } });
  expect((await khalti.lookUp(pidx)).json).toMatchObject({ status: "Partially Refunded", refunded: true });
  expect((await refund({ amount: 100_001 })).status).toBe(400);
  expect((await refund()).status).toBe(200);
  expect((await khalti.lookUp(pidx)).json.status).toBe("Refunded");
  expect(await refund()).toMatchObject({ status: 400, json: { detail: "Transaction already refunded." } });
  expect((await khalti.call(`v2/merchant-transaction/${id}/refund/`)).status).toBe(404);
  expect((await khalti.call("merchant-transaction/unknown/refund/")).status).toBe(404);
  expect(await khalti.statement()).toMatchObject([
    { kind: "capture", ref: pidx, ourRef: "pay_1", amount: 145_000, currency: "NPR", transactionId: id },
    { kind: "refund", ref: `${id}/1`, pidx, amount: 45_000 },
    { kind: "refund", ref: `${id}/2`, pidx, amount: 100_000 },
  ]);
});

test("a refund may be read in rupees, and a payment from a bank asks for a wallet's number", async () => {
  const khalti = await openKhalti();
  const { id } = await khalti.paid();
  await khalti.settings({ refundUnit: "rupees", paidFromBank: true });
  const refund = (body: object) => khalti.call(`merchant-transaction/${id}/refund/`, body);

  expect((await refund({ amount: "450.00" })).json).toHaveProperty("mobile");
  expect((await refund({ amount: "450.00", mobile: "9800000001" })).status).toBe(200);
  expect((await khalti.statement()).at(-1)).toMatchObject({ kind: "refund", amount: 45_000 });
});

test("its own fees, payouts and portal refunds are in the books of Kathmandu's day", async () => {
  const khalti = await openKhalti();
  const { pidx, id } = await khalti.paid();
  expect((await khalti.act("refund-in-portal", { pidx, amount: 5_000 })).json).toEqual({
    ref: `${id}/1`,
    amount: 5_000,
  });
  await khalti.act("fee", { amount: 2_900, at: "2026-01-10T18:20:00Z" });
  await khalti.act("payout", { amount: 100_000, at: "2026-01-10T18:10:00Z" });

  expect(await khalti.statement("2026-01-11")).toMatchObject([{ kind: "fee", amount: 2_900 }]);
  expect(await khalti.statement("2026-01-10")).toMatchObject([{ kind: "payout", amount: 100_000 }]);
});

test("payments decide themselves when told to, and faults strike the answers", async () => {
  const khalti = await openKhalti();
  await khalti.world.control("auto", { provider: "khalti", decision: "approve" });
  const fault = { provider: "khalti", phase: "create", fault: "timeout-after-effect", ms: 1 };
  await khalti.world.control("faults", fault);
  await expect(khalti.initiate()).rejects.toThrow();

  const { payments } = (await khalti.world.control("payments?provider=khalti")).json;
  expect(payments).toMatchObject([{ state: "paid", said: "Completed", reference: "pay_1" }]);
  await khalti.world.control("faults", { provider: "khalti", phase: "query", fault: "500" });
  expect((await khalti.lookUp(payments[0].id)).status).toBe(500);
  expect((await khalti.lookUp(payments[0].id)).status).toBe(200);
});

test("payments outlive a restart", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "simulators-")), "state.json");
  const before = await openKhalti({ stateFile });
  const { pidx, id } = await before.paid();
  await before.world.close();

  const after = await openKhalti({ stateFile });
  expect((await after.lookUp(pidx)).json).toMatchObject({ status: "Completed", transaction_id: id });
});

const KEY = { authorization: "Key duka-demo-khalti-key", "content-type": "application/json" };
const INITIATE = {
  return_url: "http://127.0.0.1:8787/pay/khalti/return?attempt=pay_1",
  website_url: "http://127.0.0.1:8787",
  amount: 145_000,
  purchase_order_id: "pay_1",
  purchase_order_name: "Order A7QK2M",
  customer_info: { name: "Sita", email: "sita@example.com", phone: "9800000001" },
};

async function openKhalti(options: { clockScale?: number; stateFile?: string } = {}) {
  const world = await openWorld(options);

  async function call(path: string, body?: object, headers: Record<string, string> = KEY) {
    const response = await fetch(`${world.url}/khalti/api/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: JSON.parse(await response.text()) };
  }

  async function press(address: string, decision: string): Promise<URL> {
    const body = new URLSearchParams({ decision });
    const response = await fetch(address, { method: "POST", redirect: "manual", body });
    return new URL(response.headers.get("location") ?? "");
  }

  const initiate = (changes: object = {}) => call("v2/epayment/initiate/", { ...INITIATE, ...changes });
  const lookUp = (pidx: string) => call("v2/epayment/lookup/", { pidx });
  return {
    world,
    call,
    press,
    initiate,
    lookUp,
    act: (action: string, body: object) => world.control("act", { provider: "khalti", action, ...body }),
    decide: (id: string, decision: string) => world.control("decide", { provider: "khalti", id, decision }),
    settings: (settings: object) => world.control("auto", { provider: "khalti", settings }),
    statement: async (day?: string) =>
      (await world.control(`statement?provider=khalti${day ? `&day=${day}` : ""}`)).json.lines,
    async paid() {
      const { json } = await initiate();
      await press(json.payment_url, "approve");
      return { pidx: json.pidx, id: (await lookUp(json.pidx)).json.transaction_id };
    },
  };
}
