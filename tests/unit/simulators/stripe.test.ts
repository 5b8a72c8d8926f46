import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { STRIPE } from "#tests/simulators/credentials";
import { readForm } from "#tests/simulators/stripe/form";
import { signatureHeader } from "#tests/simulators/stripe/signature";
import { isSigned, openStripe, SESSION } from "./stripe-world.ts";
import { listen } from "./world.ts";

const inMinutes = (minutes: number) => String(Math.floor(Date.now() / 1000) + minutes * 60);

test("a form's brackets become objects and lists", () => {
  expect(
    readForm("a=1&line_items[0][quantity]=1&line_items[1][quantity]=2&metadata[0x]=b&expand[]=url&expand[]=x"),
  ).toEqual({
    a: "1",
    line_items: [{ quantity: "1" }, { quantity: "2" }],
    metadata: { "0x": "b" },
    expand: ["url", "x"],
  });
  expect(readForm("created%5Bgte%5D=5")).toEqual({ created: { gte: "5" } });
});

test("the signature is that of the documentation's vector", () => {
  const body = '{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}';
  expect(signatureHeader(body, "whsec_test_secret", 1_700_000_000)).toContain(
    "t=1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08,v0=",
  );
});

describe("a session", () => {
  test("is open, unpaid and without an intent, and has its page", async () => {
    const { url, create, get } = await openStripe();
    const { status, json, headers } = await create({ expires_at: inMinutes(31) });

    expect(status).toBe(200);
    expect(headers.get("request-id")).toMatch(/^req_\w{14}$/);
    expect(json).toMatchObject({
      id: expect.stringMatching(/^cs_test_\w{58}$/),
      object: "checkout.session",
      url: `${url}/stripe/pay/${json.id}`,
      status: "open",
      payment_status: "unpaid",
      mode: "payment",
      amount_subtotal: 145_000,
      amount_total: 145_000,
      currency: "kes",
      client_reference_id: "pay_01JC",
      metadata: { attempt_id: "pay_01JC" },
      payment_intent: null,
      livemode: false,
    });
    expect((await get(`checkout/sessions/${json.id}`)).json).toEqual(json);
  });

  test("is there for the SDK too, which can be given a host but no path", async () => {
    const { url } = await openStripe();
    const response = await fetch(`${url}/v1/checkout/sessions`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${STRIPE.secretKey}:`)}`, "stripe-version": "2026-10-28.endive" },
      body: new URLSearchParams(SESSION as Record<string, string>),
    });
    expect([response.status, response.headers.get("stripe-version")]).toEqual([200, "2026-10-28.endive"]);
  });

  test("needs the key", async () => {
    const { create } = await openStripe();
    const wrong = await create({}, { authorization: "Bearer sk_test_guess" });
    expect(wrong).toMatchObject({
      status: 401,
      json: { error: { message: expect.stringMatching(/^Invalid API Key provided: sk_test_/) } },
    });
    expect(await create({}, { authorization: "" })).toMatchObject({ status: 401 });
  });

  test.each([
    [
      "payment_method_types, as in almost every tutorial",
      { "payment_method_types[0]": "card" },
      "parameter_unknown",
      "payment_method_types",
    ],
    [
      "an unknown member deep inside",
      { "payment_intent_data[colour]": "red" },
      "parameter_unknown",
      "payment_intent_data[colour]",
    ],
    ["no success_url", { success_url: undefined }, "parameter_missing", "success_url"],
    [
      "no unit amount",
      { "line_items[0][price_data][unit_amount]": undefined },
      "parameter_missing",
      "line_items[0][price_data][unit_amount]",
    ],
    [
      "a fraction",
      { "line_items[0][price_data][unit_amount]": "1450.5" },
      "parameter_invalid_integer",
      "line_items[0][price_data][unit_amount]",
    ],
    ["too little", { "line_items[0][price_data][unit_amount]": "100" }, "amount_too_small", undefined],
    ["nine digits", { "line_items[0][price_data][unit_amount]": "100000000" }, "amount_too_large", undefined],
    [
      "another currency",
      { "line_items[0][price_data][currency]": "xau" },
      undefined,
      "line_items[0][price_data][currency]",
    ],
    ["a subscription", { mode: "subscription" }, undefined, "mode"],
    ["the former name of the hosted page", { ui_mode: "hosted" }, undefined, "ui_mode"],
    ["an address that is none", { success_url: "back" }, "url_invalid", "success_url"],
    ["201 signs of reference", { client_reference_id: "x".repeat(201) }, undefined, "client_reference_id"],
    ["29 minutes", { expires_at: inMinutes(29) }, "parameter_invalid_integer", "expires_at"],
    [
      "exactly 30 minutes by the shop's clock",
      { expires_at: inMinutes(30) },
      "parameter_invalid_integer",
      "expires_at",
    ],
    ["25 hours", { expires_at: inMinutes(25 * 60) }, "parameter_invalid_integer", "expires_at"],
  ])("with %s is refused", async (_what, changes, code, param) => {
    const { create } = await openStripe();
    const { status, json } = await create(changes);
    expect([status, json.error.type, json.error.code, json.error.param]).toEqual([
      400,
      "invalid_request_error",
      code,
      param,
    ]);
  });

  test("that nobody knows is a 404, and JSON is not read", async () => {
    const { url, get } = await openStripe();
    expect(await get("checkout/sessions/cs_test_x")).toMatchObject({
      status: 404,
      json: { error: { code: "resource_missing" } },
    });
    const response = await fetch(`${url}/stripe/v1/checkout/sessions`, {
      method: "POST",
      headers: { authorization: `Bearer ${STRIPE.secretKey}`, "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(400);
  });

  test("dies on the simulators' clock, and the shop is told", async () => {
    const world = await openStripe({ clockScale: 0.0001 });
    const { json } = await world.create({ expires_at: inMinutes(31) });
    await vi.waitFor(() => expect(world.types()).toEqual(["checkout.session.expired"]));
    expect((await world.get(`checkout/sessions/${json.id}`)).json).toMatchObject({ status: "expired", url: null });
    expect((await world.decide(json.id, "approve")).status).toBe(409);
  });

  test("is expired on request, but not once it is complete", async () => {
    const world = await openStripe();
    const open = await world.create();
    const { id } = await world.paid();

    expect(await world.post(`checkout/sessions/${open.json.id}/expire`)).toMatchObject({
      status: 200,
      json: { status: "expired" },
    });
    expect(await world.post(`checkout/sessions/${id}/expire`)).toMatchObject({
      status: 400,
      json: { error: { message: expect.stringContaining("status of `complete`") } },
    });
  });
});

describe("an Idempotency-Key", () => {
  const key = { "idempotency-key": "pay_01JC/create" };

  test("has the same answer again, and refuses other parameters", async () => {
    const { create, control } = await openStripe();
    const first = await create({}, key);
    const second = await create({}, key);
    const other = await create({ client_reference_id: "pay_02" }, key);

    expect(second.json).toEqual(first.json);
    expect([second.headers.get("idempotent-replayed"), second.headers.get("original-request")]).toEqual([
      "true",
      first.headers.get("request-id"),
    ]);
    expect(other).toMatchObject({ status: 400, json: { error: { type: "idempotency_error" } } });
    expect((await control("payments?provider=stripe")).json.payments).toHaveLength(1);
  });

  test("in flight is a 409", async () => {
    const { create, control } = await openStripe();
    await control("faults", { provider: "stripe", phase: "create", fault: "slow", ms: 400 });
    const running = create({}, key);
    await vi.waitFor(async () => {
      const { requests } = (await control("requests?provider=stripe&path=/v1/checkout/sessions")).json;
      expect(requests).toMatchObject([{ status: null }]);
    });
    const second = await create({}, key);
    const first = await running;
    expect([first.status, second.status, second.json.error.code]).toEqual([200, 409, "idempotency_key_in_use"]);
  });

  test("finds what was done although nobody heard the answer", async () => {
    const { create, control } = await openStripe();
    await control("faults", { provider: "stripe", phase: "create", fault: "timeout-after-effect", ms: 30 });
    await expect(create({}, key)).rejects.toThrow("fetch failed");
    const again = await create({}, key);
    const { payments } = (await control("payments?provider=stripe")).json;
    expect(payments.map((one: { id: string }) => one.id)).toEqual([again.json.id]);
  });

  test("of what was refused is free again", async () => {
    const { create } = await openStripe();
    expect((await create({ mode: "setup" }, key)).status).toBe(400);
    expect((await create({}, key)).status).toBe(200);
  });
});

describe("a payer", () => {
  test("who pays makes the session complete and paid; one signed event says so", async () => {
    const world = await openStripe();
    const { id, intent } = await world.paid();

    expect(world.types()).toEqual(["checkout.session.completed"]);
    const [heard] = world.ear.heard;
    expect(heard && isSigned(heard)).toBe(true);
    const event = JSON.parse(heard?.body ?? "");
    expect(event).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      object: "event",
      api_version: "2026-10-28.endive",
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      data: {
        object: { id, status: "complete", payment_status: "paid", amount_total: 145_000, payment_intent: intent },
      },
    });
    expect(event).not.toHaveProperty("account");
    expect((await world.get(`payment_intents/${intent}`)).json).toMatchObject({
      status: "succeeded",
      amount_received: 145_000,
      metadata: { attempt_id: "pay_01JC" },
    });
    expect((await world.get(`checkout/sessions/${id}`, { "expand[]": "payment_intent" })).json.payment_intent.id).toBe(
      intent,
    );
    expect(await world.lines()).toMatchObject([
      { ref: intent, ourRef: "pay_01JC", kind: "capture", amount: 145_000, currency: "KES", session: id },
    ]);
    expect((await world.decide(id, "approve")).status).toBe(409);
  });

  test("whose card is declined may try another one", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    await world.decide(json.id, "decline");

    expect((await world.get(`checkout/sessions/${json.id}`)).json).toMatchObject({
      status: "open",
      payment_intent: null,
    });
    const { type, data } = JSON.parse(world.ear.heard[0]?.body ?? "");
    expect([type, data.object.last_payment_error.code]).toEqual(["payment_intent.payment_failed", "card_declined"]);
    await world.decide(json.id, "approve");
    expect((await world.get(`checkout/sessions/${json.id}`)).json).toMatchObject({
      payment_status: "paid",
      payment_intent: data.object.id,
    });
  });

  test("whom the bank asks first may say yes or no", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    await world.decide(json.id, "3ds");
    const asked = (await world.control(`payments?provider=stripe&id=${json.id}`)).json.payments[0];
    await world.decide(json.id, "decline");
    const failed = (await world.control(`payments?provider=stripe&id=${json.id}`)).json.payments[0];
    await world.decide(json.id, "3ds");
    await world.decide(json.id, "approve");

    expect([asked.state, asked.intentStatus]).toEqual(["open", "requires_action"]);
    expect([failed.state, failed.said]).toEqual(["open", expect.stringMatching(/^We are unable to authenticate/)]);
    expect((await world.get(`checkout/sessions/${json.id}`)).json.payment_status).toBe("paid");
  });

  test.each([
    ["pending-paid", "checkout.session.async_payment_succeeded", "paid"],
    ["pending-failed", "checkout.session.async_payment_failed", "unpaid"],
  ])("who pays by a slow way is complete and unpaid, then %s", async (decision, type, payment_status) => {
    const world = await openStripe();
    const { json } = await world.create();
    await world.decide(json.id, "pending");
    const first = JSON.parse(world.ear.heard[0]?.body ?? "");
    expect([first.type, first.data.object.status, first.data.object.payment_status]).toEqual([
      "checkout.session.completed",
      "complete",
      "unpaid",
    ]);
    expect((await world.decide(json.id, "approve")).status).toBe(409);

    await world.decide(json.id, decision);
    expect(world.types()).toContain(type);
    expect((await world.get(`checkout/sessions/${json.id}`)).json).toMatchObject({
      status: "complete",
      payment_status,
    });
    expect(await world.lines()).toHaveLength(payment_status === "paid" ? 1 : 0);
  });

  test("who goes away changes nothing", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    await world.decide(json.id, "leave");
    await world.decide(json.id, "cancel");
    expect((await world.get(`checkout/sessions/${json.id}`)).json.status).toBe("open");
    expect(world.ear.heard).toEqual([]);
  });

  test("decides without being asked when told to", async () => {
    const world = await openStripe();
    await world.control("auto", { provider: "stripe", decision: "approve", delayMs: 10 });
    await world.create();
    await vi.waitFor(() => expect(world.types()).toEqual(["checkout.session.completed"]));
  });
});

describe("the hosted page", () => {
  test("sends who paid back with the session's id, and afterwards has nothing left to decide", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    const page = await (await fetch(json.url)).text();
    const pressed = await world.press(json.id, { decision: "approve", card: "4242 4242 4242 4242" });

    expect(page).toContain("KES 1,450");
    expect([pressed.status, pressed.headers.get("location")]).toEqual([
      303,
      `http://127.0.0.1:8787/back?session=${json.id}`,
    ]);
    expect(await (await fetch(json.url)).text()).toContain("Nothing is left to decide");
  });

  test.each([
    ["4000 0000 0000 9995", "Your card has insufficient funds."],
    ["4000 0000 0000 0069", "Your card has expired."],
    ["4111 1111 1111 1111", "in test mode"],
    ["4242 4242 4242 4241", "Your card number is incorrect."],
  ])("knows the test card %s", async (card, words) => {
    const world = await openStripe();
    const { json } = await world.create();
    const pressed = await world.press(json.id, { decision: "approve", card });
    const page = pressed.status === 303 ? await fetch(pressed.headers.get("location") ?? "") : pressed;
    expect(await page.text()).toContain(words);
  });

  test("takes a card through its bank", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    await world.press(json.id, { decision: "approve", card: "4000 0082 6000 3178" });
    expect(await (await fetch(json.url)).text()).toContain("Yes, it is me");
    await world.press(json.id, { decision: "approve" });
    expect(await (await fetch(json.url)).text()).toContain("Your card has insufficient funds.");
  });

  test("can hold the payer until the shop has heard", async () => {
    const world = await openStripe();
    await world.settings({ webhookFirst: true, webhookDelayMs: 80 });
    const { json } = await world.create();
    await world.press(json.id, { decision: "approve" });
    expect(world.types()).toEqual(["checkout.session.completed"]);
  });

  test("leads back without paying", async () => {
    const world = await openStripe();
    const { json } = await world.create();
    expect((await world.press(json.id, { decision: "cancel" })).headers.get("location")).toBe(SESSION.cancel_url);
    expect((await world.press("cs_test_x", { decision: "cancel" })).status).toBe(404);
  });
});

describe("a refund", () => {
  test("is given up to what was paid, and is told and booked", async () => {
    const world = await openStripe();
    const { intent } = await world.paid();
    const part = await world.post("refunds", {
      payment_intent: intent,
      amount: "45000",
      "metadata[refund_id]": "ref_1",
      reason: "requested_by_customer",
    });
    const rest = await world.post("refunds", { payment_intent: intent });
    const more = await world.post("refunds", { payment_intent: intent });

    expect(part.json).toMatchObject({
      object: "refund",
      status: "succeeded",
      amount: 45_000,
      payment_intent: intent,
      metadata: { refund_id: "ref_1" },
    });
    expect(rest.json.amount).toBe(100_000);
    expect([more.status, more.json.error.code]).toEqual([400, "charge_already_refunded"]);
    expect(
      (await world.get("refunds", { payment_intent: intent })).json.data.map((one: { id: string }) => one.id),
    ).toEqual([rest.json.id, part.json.id]);
    expect((await world.get(`refunds/${part.json.id}`)).json).toEqual(part.json);
    await vi.waitFor(() => expect(world.types().slice(1)).toEqual(["refund.created", "refund.created"]));
    expect((await world.lines()).map(({ kind, ref, amount }) => [kind, ref, amount])).toEqual([
      ["capture", intent, 145_000],
      ["refund", part.json.id, 45_000],
      ["refund", rest.json.id, 100_000],
    ]);
  });

  test("of too much, or of what was not paid, is refused", async () => {
    const world = await openStripe();
    const { intent } = await world.paid();
    expect(await world.post("refunds", { payment_intent: intent, amount: "145001" })).toMatchObject({
      status: 400,
      json: { error: { param: "amount" } },
    });
    expect(await world.post("refunds", { payment_intent: "pi_x" })).toMatchObject({
      status: 400,
      json: { error: { code: "resource_missing" } },
    });
    expect(await world.post("refunds")).toMatchObject({ status: 400 });
  });

  test("succeeds now and fails later", async () => {
    const world = await openStripe();
    const { intent } = await world.paid();
    const { json } = await world.post("refunds", { payment_intent: intent });
    await world.act("fail-refund", { refundId: json.id });

    expect((await world.get(`refunds/${json.id}`)).json).toMatchObject({
      status: "failed",
      failure_reason: "lost_or_stolen_card",
    });
    expect(world.types().slice(1)).toEqual(["refund.created", "refund.updated", "refund.failed"]);
    expect((await world.lines()).map(({ kind }) => kind)).toEqual(["capture", "refund", "refund-undone"]);
    expect((await world.post("refunds", { payment_intent: intent })).status).toBe(200);
  });

  test("may be pending until it is settled", async () => {
    const world = await openStripe();
    const { intent } = await world.paid();
    await world.settings({ refundMode: "pending" });
    const { json } = await world.post("refunds", { payment_intent: intent });
    expect(json.status).toBe("pending");
    await world.act("settle-refund", { refundId: json.id });
    expect((await world.get(`refunds/${json.id}`)).json.status).toBe("succeeded");
  });

  test("made in the dashboard carries nothing of ours", async () => {
    const world = await openStripe();
    const { id, intent } = await world.paid();
    const { refund } = await world.act("refund", { id, amount: 5000 });
    expect(refund).toMatchObject({ payment_intent: intent, amount: 5000, metadata: {} });
    expect(world.types()).toContain("refund.created");
  });
});

describe("a dispute", () => {
  test("takes the money, and winning it gives it back", async () => {
    const world = await openStripe();
    const { intent } = await world.paid();
    const { dispute } = await world.act("dispute", { paymentIntent: intent });
    expect(dispute).toMatchObject({
      object: "dispute",
      amount: 145_000,
      payment_intent: intent,
      status: "needs_response",
      metadata: {},
    });
    expect(await world.post("refunds", { payment_intent: intent })).toMatchObject({
      json: { error: { code: "charge_disputed" } },
    });
    await world.act("dispute-won", { disputeId: dispute.id });

    expect((await world.get(`disputes/${dispute.id}`)).json).toMatchObject({
      status: "won",
      balance_transactions: [{ amount: -145_000 }, { amount: 145_000 }],
    });
    expect((await world.get("disputes", { payment_intent: intent })).json.data).toHaveLength(1);
    expect(world.types().slice(1)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.funds_reinstated",
      "charge.dispute.updated",
      "charge.dispute.closed",
    ]);
    expect((await world.lines()).slice(1)).toMatchObject([
      { kind: "chargeback", ref: dispute.id, amount: 145_000 },
      { kind: "chargeback-undone", ref: dispute.id, amount: 145_000 },
    ]);
  });

  test("that only asks moves no money until it is more than that", async () => {
    const world = await openStripe();
    const { id } = await world.paid();
    const { dispute } = await world.act("dispute", { id, inquiry: true, amount: 100_000 });
    expect([dispute.status, dispute.balance_transactions, (await world.lines()).length]).toEqual([
      "warning_needs_response",
      [],
      1,
    ]);
    await world.act("dispute-escalate", { disputeId: dispute.id });
    await world.act("dispute-lost", { disputeId: dispute.id });
    expect((await world.get(`disputes/${dispute.id}`)).json.status).toBe("lost");
    expect((await world.lines()).slice(1)).toMatchObject([{ kind: "chargeback", amount: 100_000 }]);
    expect(
      (await world.control("act", { provider: "stripe", action: "dispute-won", disputeId: dispute.id })).status,
    ).toBe(409);
  });
});

describe("events", () => {
  test("are listed, those that the endpoint never asked for too", async () => {
    const world = await openStripe();
    await world.paid();
    const { json } = await world.get("events", { "created[gte]": inMinutes(-1) });
    expect(json.data.map((one: { type: string }) => one.type)).toEqual([
      "checkout.session.completed",
      "payment_intent.succeeded",
    ]);
    expect((await world.get("events", { type: "payment_intent.succeeded", limit: "1" })).json.data).toHaveLength(1);
    expect((await world.get(`events/${json.data[0].id}`)).json).toEqual(json.data[0]);
  });

  test("are tried again until there is a 2xx", async () => {
    const world = await openStripe({ clockScale: 0.001 });
    const ear = await listen([500, 302]);
    await world.settings({ webhookUrl: `${ear.url}/webhooks/st` });
    await world.paid();
    expect(ear.heard.map(({ body }) => body)).toEqual(Array(3).fill(ear.heard[0]?.body));
    expect(ear.heard.every(isSigned)).toBe(true);
  });

  test("can be made up, of another account, with another's secret, or too old", async () => {
    const world = await openStripe();
    const object = { object: "checkout.session", id: "cs_test_x", payment_status: "paid" };
    const sent = await world.act("send-event", {
      type: "checkout.session.completed",
      object,
      account: "acct_else",
      livemode: true,
      timestamp: 1_700_000_000,
    });
    await world.act("send-event", { type: "checkout.session.completed", object, secret: "whsec_guess" });

    expect(sent).toMatchObject({ status: 200, eventId: expect.stringMatching(/^evt_/) });
    const [own, forged] = world.ear.heard;
    expect(own?.headers["stripe-signature"]).toMatch(/^t=1700000000,/);
    expect(JSON.parse(own?.body ?? "")).toMatchObject({ account: "acct_else", livemode: true, data: { object } });
    expect([own && isSigned(own), forged && isSigned(forged)]).toEqual([true, false]);
  });

  test("can be had unsent, and sent again", async () => {
    const world = await openStripe();
    await world.paid();
    const eventId = JSON.parse(world.ear.heard[0]?.body ?? "").id;
    const { body, headers } = await world.act("event", { eventId });
    expect(body).toBe(world.ear.heard[0]?.body);
    expect(isSigned({ body, headers: { "stripe-signature": headers["Stripe-Signature"] } })).toBe(true);
    expect(await world.act("resend", { eventId })).toMatchObject({ status: 200 });
    expect(world.ear.heard).toHaveLength(2);
  });

  test("can make time stand still: reads answer what was true then", async () => {
    const world = await openStripe();
    const { id, intent } = await world.paid();
    const { dispute } = await world.act("dispute", { id });
    await world.act("dispute-won", { disputeId: dispute.id });
    const idOf = (type: string) =>
      JSON.parse(world.ear.heard.find(({ body }) => JSON.parse(body).type === type)?.body ?? "{}").id;

    await world.act("freeze", { eventId: idOf("charge.dispute.created") });
    expect((await world.get(`disputes/${dispute.id}`)).json).toMatchObject({ status: "needs_response" });
    await world.act("freeze", { eventId: idOf("checkout.session.completed") });
    expect((await world.get(`disputes/${dispute.id}`)).status).toBe(404);
    expect((await world.get("disputes", { payment_intent: intent })).json.data).toEqual([]);
    await world.act("freeze", { eventId: null });
    expect((await world.get(`disputes/${dispute.id}`)).json.status).toBe("won");
  });

  test.each(["unpaid", "other-ids", "unknown-path"])(
    "are forged by the fault (%s), and never with the secret",
    async (variant) => {
      const world = await openStripe();
      await world.control("faults", { provider: "stripe", phase: "callback", fault: "forged", variant });
      const { json } = await world.create();
      await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
      const [forged] = world.ear.heard;
      const { object } = JSON.parse(forged?.body ?? "").data;
      expect([object.payment_status, object.id === json.id, forged?.path === "/webhooks/st"]).toEqual([
        "paid",
        variant !== "other-ids",
        variant !== "unknown-path",
      ]);
      expect(forged && isSigned(forged)).toBe(false);
      expect(await world.lines()).toEqual([]);
    },
  );

  test("with a wrong amount are signed all the same; reads know better", async () => {
    const world = await openStripe();
    await world.settings({ enabledEvents: ["checkout.session.completed"] });
    await world.control("faults", { provider: "stripe", phase: "callback", fault: "wrong-amount", by: 100 });
    const { json } = await world.create();
    await world.decide(json.id, "approve");
    const [heard] = world.ear.heard;
    expect(JSON.parse(heard?.body ?? "").data.object.amount_total).toBe(145_100);
    expect(heard && isSigned(heard)).toBe(true);
    expect((await world.get(`checkout/sessions/${json.id}`)).json.amount_total).toBe(145_000);
  });

  test("may be there before the answer of create", async () => {
    const world = await openStripe();
    await world.control("faults", { provider: "stripe", phase: "create", fault: "reordered" });
    const { json } = await world.create();
    expect([json.status, world.types()]).toEqual(["open", ["checkout.session.completed"]]);
  });

  test("of one sort may be lost while the others come", async () => {
    const world = await openStripe();
    const { id } = await world.paid();
    await world.control("faults", {
      provider: "stripe",
      phase: "callback",
      fault: "drop",
      kind: "charge.dispute.funds_withdrawn",
    });
    await world.act("dispute", { id });
    expect(world.types().slice(1)).toEqual(["charge.dispute.created"]);
  });

  test("may never come", async () => {
    const world = await openStripe();
    await world.settings({ deliverWebhooks: false });
    const { id } = await world.paid();
    expect(world.ear.heard).toEqual([]);
    expect((await world.control(`payments?provider=stripe&id=${id}`)).json.payments[0].events).toContainEqual(
      expect.objectContaining({ type: "checkout.session.completed", state: "dropped" }),
    );
  });
});

test("reads can be down while everything else goes on, and faults speak as Stripe does", async () => {
  const world = await openStripe();
  const { id } = await world.paid();
  await world.settings({ readsDown: true });
  expect(await world.get(`checkout/sessions/${id}`)).toMatchObject({
    status: 503,
    json: { error: { type: "api_error" } },
  });
  expect((await world.create()).status).toBe(200);
  await world.control("faults", { provider: "stripe", phase: "create", fault: "429" });
  expect(await world.create()).toMatchObject({ status: 429, json: { error: { code: "rate_limit" } } });
});

test("fees and payouts are lines of the statement, by days in UTC", async () => {
  const world = await openStripe();
  const { id } = await world.paid();
  await world.act("fee", { id, amount: 4350, at: "2026-01-01T23:59:59.000Z" });
  await world.act("payout", { amount: 100_000, currency: "KES", at: "2026-01-02T00:00:00.000Z" });
  const day = (await world.control("statement?provider=stripe&day=2026-01-01")).json;
  expect(day).toMatchObject({
    timeZone: "UTC",
    lines: [{ kind: "fee", amount: 4350, currency: "KES", ourRef: "pay_01JC" }],
  });
});

test("settings that do not fit are refused by name", async () => {
  const world = await openStripe();
  expect(await world.settings({ webhookUrl: "http://192.0.2.1/" })).toMatchObject({
    status: 400,
    json: { errors: [{ pointer: "/settings/webhookUrl" }] },
  });
});

test("a restart forgets nothing: what was paid, which keys were used, which session is still open", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "stripe-")), "state.json");
  const key = { "idempotency-key": "k" };
  const before = await openStripe({ stateFile });
  const { json } = await before.create({}, key);
  const { intent } = await before.paid();
  await before.close();

  const after = await openStripe({ stateFile });
  expect((await after.create({}, key)).json).toEqual(json);
  expect((await after.get(`payment_intents/${intent}`)).json.status).toBe("succeeded");
  expect((await after.get("events")).json.data).toHaveLength(2);
  await after.decide(json.id, "approve");
  expect(await after.lines()).toHaveLength(2);
  await after.control("reset", {});
  expect(await after.lines()).toEqual([]);
});
