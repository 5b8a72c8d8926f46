import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CallbackView, HealthView, LogDetailView, LogView } from "#domain/payments/staff-schema";
import { eachAtOnce } from "#tests/proofs/proof";
import type { Client, Problem } from "#tests/support/client";
import { demoSecret } from "#tests/support/demo-secrets";
import { Shop, until } from "#tests/support/shop";
import { makeToken } from "#worker/tokens";
import { newPhone, Phone, seen } from "./desk.ts";

let shop: Shop;
let phone: Phone;
let achieng: Client;
let wanjiru: Client;
let variants: string[];
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.01 });
  phone = new Phone(shop);
  achieng = await shop.staff("achieng@duka.example");
  wanjiru = await shop.staff("wanjiru@duka.example");
  variants = await shop.variants(10, 12);
  for (const variantId of variants) await shop.setStock(variantId, 200);
});
afterAll(async () => {
  expect(await shop.audit()).toEqual([]);
  await shop.close();
});

const log = async (query = ""): Promise<LogView> => {
  const { status, body, text } = await wanjiru.get<LogView>(`/api/staff/payments/log?${query}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return body;
};
const detail = async (attemptId: string) =>
  (await wanjiru.get<LogDetailView>(`/api/staff/payments/log/${attemptId}`)).body;
const replay = (who: Client, id: string | undefined) =>
  who.post<{ outcome: string; callback: CallbackView } & Problem>(`/api/staff/payments/callbacks/${id}/replay`, {});
let nth = 0;
async function payBy(decision: "approve" | "cancel", email = `log${++nth}@example.co.ke`) {
  const own = newPhone();
  const guest = shop.client();
  const placed = await guest.buy([{ variantId: variants[nth % variants.length] ?? "", quantity: 1 }], {
    phone: own,
    email,
  });
  await phone.decide(own, decision);
  const view = await seen(guest, placed.token, decision === "approve" ? "paid" : "failed");
  await until("its callback is applied", () =>
    shop.one("SELECT count(*) FROM webhook_inbox WHERE attempt_id = ? AND applied_at IS NOT NULL", [placed.attemptId]),
  );
  return { ...placed, guest, own, view };
}

describe("the payment log", () => {
  let paid: Awaited<ReturnType<typeof payBy>>;
  let failed: Awaited<ReturnType<typeof payBy>>;
  let cash: { number: string; attemptId: string };
  beforeAll(async () => {
    paid = await payBy("approve");
    failed = await payBy("cancel");
    cash = await shop
      .client()
      .buy([{ variantId: variants[9] ?? "", quantity: 1 }], { method: "on-delivery", email: "c@example.co.ke" });
  });
  const ids = async (query: string) => (await log(query)).rows.map(({ id }) => id);

  test("has every try to collect money, newest first, with what became of it in words", async () => {
    const { rows, total } = await log();

    expect(rows.map(({ id }) => id)).toEqual([cash.attemptId, failed.attemptId, paid.attemptId]);
    expect(total).toBe(3);
    expect(rows[1]).toMatchObject({
      status: "failed",
      resultCode: "1032",
      result: { title: "You cancelled the payment" },
      methodName: "M-Pesa",
      mode: "test",
      order: { number: failed.number },
    });
    expect(rows[2]?.lines).toBeGreaterThanOrEqual(4);
  });

  test("is narrowed by way, outcome and days", async () => {
    expect(await ids("gateway=mpesa")).toEqual([failed.attemptId, paid.attemptId]);
    expect(await ids("status=captured")).toEqual([paid.attemptId]);
    const today = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
    expect(await ids(`from=${today}&to=${today}`)).toHaveLength(3);
    expect(await ids("to=2024-01-01")).toEqual([]);
    for (const query of ["gateway=shells", "status=fine", "from=today", "cursor=x"])
      expect([query, (await wanjiru.get(`/api/staff/payments/log?${query}`)).status]).toEqual([query, 422]);
  });

  test("finds a payment by whatever is on a paper or read out", async () => {
    const receipt = paid.view.attempt?.receipt ?? "";
    const [row] = await shop.rows<{ reference: string; provider_reference: string }>(
      "SELECT reference, provider_reference FROM payments WHERE id = ?",
      [paid.attemptId],
    );
    for (const typed of [
      paid.number,
      paid.number.toLowerCase(),
      row?.reference ?? "",
      receipt,
      receipt.toLowerCase(),
      row?.provider_reference ?? "",
      paid.own,
      `0${paid.own.slice(4)}`,
      paid.own.slice(-4),
    ])
      expect([typed, await ids(`search=${encodeURIComponent(typed)}`)]).toEqual([typed, [paid.attemptId]]);
    for (const typed of ["%", "' OR 1=1 --", "000", "nobody@example.co.ke"])
      expect([typed, await ids(`search=${encodeURIComponent(typed)}`)]).toEqual([typed, []]);
  });

  test("goes on page by page without losing or repeating one", async () => {
    const some = { variantId: variants[8] ?? "", quantity: 1 };
    await eachAtOnce(Array.from({ length: 52 }), 6, (_, at) =>
      shop.client().buy([some], { method: "on-delivery", email: `page${at}@example.co.ke` }),
    );
    await shop.db.client.execute(
      "UPDATE payments SET created_at = (SELECT max(created_at) FROM payments) WHERE gateway = 'on-delivery'",
    );
    const first = await log();

    const second = await log(`cursor=${encodeURIComponent(first.nextCursor ?? "")}`);

    const shown = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(first.rows).toHaveLength(50);
    expect(new Set(shown).size).toBe(55);
    expect([shown.length, second.nextCursor, second.total]).toEqual([55, null, 55]);
  });

  test("opens into every request, answer and callback, without a secret, a link or a whole number", async () => {
    const { attempt, lines, callbacks } = await detail(paid.attemptId);

    expect(attempt).toMatchObject({
      id: paid.attemptId,
      status: "captured",
      account: expect.any(String),
      mayResolve: false,
      waiting: null,
    });
    expect(lines.map(({ direction, what }) => `${direction} ${what}`)).toEqual(
      expect.arrayContaining(["transition submitted", "request stk-push", "answer stk-push", "transition captured"]),
    );
    expect(callbacks).toMatchObject([
      { authenticated: true, outcome: "asked", mayReplay: true, reference: attempt.reference },
    ]);
    const { text } = await wanjiru.get(`/api/staff/payments/log/${paid.attemptId}`);
    expect(text).not.toContain(paid.own.slice(1));
    expect(text).not.toMatch(/\.\d\.[0-9a-f]{64}/);
    expect(text).not.toMatch(/Bearer|Basic |\\?"Password\\?":\\?"[^…]/);
    expect((await wanjiru.get(`/api/staff/payments/log/pay_${"0".repeat(32)}`)).status).toBe(404);
  });
});

describe("a stored request", () => {
  test("is applied again with its recorded verdict, changes nothing that stands, and is written down", async () => {
    const { attemptId, orderId } = await payBy("approve");
    const [callback] = (await detail(attemptId)).callbacks;
    const facts = () => shop.one("SELECT count(*) FROM ledger WHERE order_id = ?", [orderId]);
    const before = await facts();

    const again = await replay(achieng, callback?.id);

    expect([again.status, again.body.outcome]).toEqual([201, "asked"]);
    expect(await facts()).toBe(before);
    expect((await detail(attemptId)).lines.at(-1)).toMatchObject({
      what: "applied again",
      payload: expect.stringContaining("by Achieng Odhiambo: asked"),
    });
  });

  test("brings in money whose work was cut short", async () => {
    const own = newPhone();
    const guest = shop.client();
    const { attemptId, token } = await guest.buy([{ variantId: variants[3] ?? "", quantity: 1 }], { phone: own });
    await phone.fault("query", "timeout-before-effect", { times: 50 });
    await phone.decide(own, "approve");
    await until("it is stored", () => shop.one("SELECT count(*) FROM webhook_inbox WHERE attempt_id = ?", [attemptId]));
    await shop.control("faults", undefined, "DELETE");
    const { callbacks } = await detail(attemptId);

    expect((await replay(achieng, callbacks[0]?.id)).status).toBe(201);

    await seen(guest, token, "paid");
  });

  test("that proved nothing is shown and never applied, and one that is forgotten neither", async () => {
    const own = newPhone();
    const { attemptId } = await shop.client().buy([{ variantId: variants[5] ?? "", quantity: 1 }], { phone: own });
    await phone.prompt(own);
    await until("it has its name", () =>
      shop.one<string>("SELECT provider_reference FROM payments WHERE id = ?", [attemptId]),
    );
    const token = makeToken(demoSecret("CALLBACK_SECRET"), "callback", attemptId);
    const forged = JSON.stringify({
      Body: {
        stkCallback: { MerchantRequestID: "1", CheckoutRequestID: "ws_CO_other", ResultCode: 0, ResultDesc: "paid" },
      },
    });
    expect((await shop.client().send("POST", `/webhooks/mk/${token}`, { rawBody: forged })).status).toBe(404);

    const { body } = await wanjiru.get<{ rows: CallbackView[] }>("/api/staff/payments/callbacks?state=refused");
    expect(body.rows[0]).toMatchObject({ attemptId, authenticated: false, outcome: "other-attempt", mayReplay: false });
    const refused = await replay(achieng, body.rows[0]?.id);
    expect([refused.status, refused.body.authenticated]).toEqual([409, false]);

    const old = (
      await wanjiru.get<{ rows: CallbackView[] }>("/api/staff/payments/callbacks?state=applied&gateway=mpesa")
    ).body.rows[0];
    await shop.db.client.execute({ sql: "UPDATE webhook_inbox SET body = '' WHERE id = ?", args: [old?.id ?? ""] });
    expect((await replay(achieng, old?.id)).status).toBe(409);
    await phone.decide(own, "cancel");
  });

  test("is applied again by an admin alone", async () => {
    const { rows } = (await wanjiru.get<{ rows: CallbackView[] }>("/api/staff/payments/callbacks")).body;

    expect((await replay(wanjiru, rows[0]?.id)).status).toBe(403);
  });
});

test("the health of the ways to pay: what is there, in which mode, open or closed, and what is under way", async () => {
  const own = newPhone();
  await shop.client().buy([{ variantId: variants[6] ?? "", quantity: 1 }], { phone: own });
  await phone.prompt(own);
  await shop.db.client.execute({
    sql: "INSERT INTO gateway_health (id, failures, closed_until) VALUES ('stripe', ?, ?) ON CONFLICT (id) DO UPDATE SET failures = excluded.failures, closed_until = excluded.closed_until",
    args: [JSON.stringify([Date.now()]), Date.now() + 30_000],
  });

  const { body } = await wanjiru.get<HealthView>("/api/staff/payments/health");

  const of = (code: string) => body.gateways.find((one) => one.code === code);
  expect(body.sending).toBe(true);
  expect(body.gateways.map(({ code }) => code)).toEqual([
    "mpesa",
    "airtel",
    "paypal",
    "stripe",
    "khalti",
    "bank-transfer",
    "on-delivery",
  ]);
  expect(of("mpesa")).toMatchObject({
    isPresent: true,
    mode: "test",
    account: expect.any(String),
    state: "open",
    inFlight: { attempts: 1, oldest: expect.any(Number) },
    underOtherAccount: 0,
    lastCaptureAt: expect.any(Number),
  });
  expect(of("stripe")).toMatchObject({ state: "closed", failures: [expect.any(Number)] });
  await shop.db.client.execute("UPDATE gateway_health SET closed_until = NULL WHERE id = 'stripe'");
  await phone.decide(own, "cancel");
});
