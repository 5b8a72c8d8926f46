import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { PAYPAL } from "#tests/simulators/credentials";
import { rawMember } from "#tests/simulators/paypal/raw-member";
import { signedMessage } from "#tests/simulators/paypal/signature";
import { isSigned, openPaypal, orderBody } from "./paypal-world.ts";
import { listen } from "./world.ts";

const inUsd = (value: string) => ({ amount: { currency_code: "USD", value } });

test("what is signed has the documentation's checksum", () => {
  expect(crc32("123456789")).toBe(3_421_780_262);
  const body = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}';
  expect(signedMessage({ id: "t", time: "2026-11-20T06:30:45Z", webhookId: "WH-DUKA" }, body)).toBe(
    "t|2026-11-20T06:30:45Z|WH-DUKA|2325436976",
  );
});

test.each([
  ['{"a":1, "event" : {"x":"}\\"", "y":[1.0, {}]} ,"b":2}', '{"x":"}\\"", "y":[1.0, {}]}'],
  ['{"other":{"event":1},"event":"a,b"}', '"a,b"'],
  ['{"event":1.0}', "1.0"],
  ['{"a":"event"}', undefined],
])("a member of %s is cut out as it was sent", (json, raw) => {
  expect(rawMember(json, "event")).toBe(raw);
});

describe("a token", () => {
  test("is for the client alone, and says how long it lives", async () => {
    const { mint } = await openPaypal();
    expect(await mint()).toMatchObject({
      status: 200,
      json: { token_type: "Bearer", expires_in: 32_400, access_token: expect.stringMatching(/^A21AA/) },
    });
    expect(await mint("guess")).toEqual({
      status: 401,
      json: { error: "invalid_client", error_description: "Client Authentication failed" },
    });
    expect((await mint(undefined, "password")).status).toBe(400);
  });

  test("that is missing, foreign or old is a 401", async () => {
    const world = await openPaypal();
    expect(await world.create({}, { authorization: "" })).toMatchObject({
      status: 401,
      json: { name: "AUTHENTICATION_FAILURE" },
    });
    expect(await world.create({}, { authorization: "Bearer A21AA" })).toMatchObject({
      status: 401,
      json: { error: "invalid_token" },
    });
    await world.act("expire-tokens");
    expect(await world.create()).toMatchObject({ status: 401, json: { error: "invalid_token" } });
  });
});

describe("an order", () => {
  test("asked for in the new way waits for the payer's action", async () => {
    const { url, create } = await openPaypal();
    const { status, json, headers } = await create();
    expect(status).toBe(201);
    expect(headers.get("paypal-debug-id")).toMatch(/^[0-9a-f]{13}$/);
    expect(json).toEqual({
      id: expect.stringMatching(/^[A-Z0-9]{17}$/),
      status: "PAYER_ACTION_REQUIRED",
      payment_source: { paypal: {} },
      links: [
        { href: `${url}/paypal/v2/checkout/orders/${json.id}`, rel: "self", method: "GET" },
        { href: `${url}/paypal/pay/${json.id}`, rel: "payer-action", method: "GET" },
      ],
    });
  });

  test("asked for in the old way, or where the setting says so, is to be approved", async () => {
    const world = await openPaypal();
    const { payment_source, ...body } = orderBody();
    const old = { ...body, application_context: payment_source.paypal.experience_context };
    const { json } = await world.call("POST", "/v2/checkout/orders", old);
    await world.settings({ linkShape: "approve" });
    const forced = await world.create();
    expect([json.status, json.links[1].rel, forced.json.status, forced.json.links[1].rel]).toEqual([
      "CREATED",
      "approve",
      "CREATED",
      "approve",
    ]);
  });

  test("reads whole, and comes whole when preferred", async () => {
    const { create, get } = await openPaypal();
    const { json } = await create({}, { prefer: "return=representation" });
    expect(json).toMatchObject({
      intent: "CAPTURE",
      purchase_units: [{ reference_id: "default", custom_id: "pay_01JC", payee: { merchant_id: PAYPAL.merchantId } }],
    });
    expect((await get(`/v2/checkout/orders/${json.id}`)).json).toEqual(json);
    expect(await get("/v2/checkout/orders/5O190127TN364715T")).toMatchObject({
      status: 404,
      json: { name: "RESOURCE_NOT_FOUND" },
    });
  });

  test.each([
    ["a number for an amount", { amount: { currency_code: "USD", value: 11.24 } }, 400, "INVALID_PARAMETER_SYNTAX"],
    ["an amount in words", inUsd("11,24"), 400, "INVALID_PARAMETER_SYNTAX"],
    ["no amount", { amount: undefined }, 400, "MISSING_REQUIRED_PARAMETER"],
    ["a long custom_id", { custom_id: "x".repeat(128) }, 400, "INVALID_STRING_LENGTH"],
    ["shillings", { amount: { currency_code: "KES", value: "1450.00" } }, 422, "CURRENCY_NOT_SUPPORTED"],
    ["rupees of Nepal", { amount: { currency_code: "NPR", value: "1450.00" } }, 422, "CURRENCY_NOT_SUPPORTED"],
    ["a third decimal", inUsd("11.245"), 422, "DECIMAL_PRECISION"],
    ["half a yen", { amount: { currency_code: "JPY", value: "10.5" } }, 422, "DECIMALS_NOT_SUPPORTED"],
    ["nothing", inUsd("0.00"), 422, "CANNOT_BE_ZERO_OR_NEGATIVE"],
    ["a negative amount", inUsd("-3.00"), 422, "CANNOT_BE_NEGATIVE"],
    [
      "parts that do not add up",
      {
        amount: {
          currency_code: "USD",
          value: "11.24",
          breakdown: { item_total: { currency_code: "USD", value: "11.00" } },
        },
      },
      422,
      "AMOUNT_MISMATCH",
    ],
    [
      "items of another sum",
      {
        amount: {
          currency_code: "USD",
          value: "11.24",
          breakdown: { item_total: { currency_code: "USD", value: "11.24" } },
        },
        items: [{ name: "A kettle", quantity: "2", unit_amount: { currency_code: "USD", value: "5.00" } }],
      },
      422,
      "ITEM_TOTAL_MISMATCH",
    ],
  ])("of %s is refused", async (_what, unit, status, issue) => {
    const { create } = await openPaypal();
    const answer = await create(unit);
    expect([answer.status, answer.json.details[0].issue]).toEqual([status, issue]);
    expect(answer.json.name).toBe(status === 400 ? "INVALID_REQUEST" : "UNPROCESSABLE_ENTITY");
  });

  test("needs a request id, and a body that is JSON", async () => {
    const { call } = await openPaypal();
    expect(await call("POST", "/v2/checkout/orders", orderBody())).toMatchObject({
      status: 400,
      json: { details: [{ issue: "PAYPAL_REQUEST_ID_REQUIRED" }] },
    });
    expect(await call("POST", "/v2/checkout/orders", "{", {})).toMatchObject({
      status: 400,
      json: { details: [{ issue: "MALFORMED_REQUEST_JSON" }] },
    });
    expect((await call("POST", "/v2/checkout/orders", "{}", { "content-type": "text/plain" })).status).toBe(415);
  });

  test("under the same request id is the same order, now with a 200", async () => {
    const world = await openPaypal();
    const id = { "paypal-request-id": "pay_01JC/create" };
    const first = await world.create({}, id);
    const second = await world.create({}, id);
    expect([second.status, second.json]).toEqual([200, first.json]);
    expect((await world.control("payments?provider=paypal")).json.payments).toHaveLength(1);
  });

  test("in flight under the same request id is a conflict", async () => {
    const world = await openPaypal();
    const id = { "paypal-request-id": "pay_01JC/create" };
    await world.control("faults", { provider: "paypal", phase: "create", fault: "slow", ms: 400 });
    const running = world.create({}, id);
    await vi.waitFor(async () => {
      const { requests } = (await world.control("requests?provider=paypal&path=/v2/checkout/orders")).json;
      expect(requests).toMatchObject([{ status: null }]);
    });
    const second = await world.create({}, id);
    const first = await running;
    expect([first.status, second.status, second.json.name]).toEqual([201, 409, "RESOURCE_CONFLICT"]);
  });

  test("with an invoice that was paid before is refused", async () => {
    const { create, paid } = await openPaypal();
    await paid();
    expect(await create()).toMatchObject({ status: 422, json: { details: [{ issue: "DUPLICATE_INVOICE_ID" }] } });
    expect((await create({ invoice_id: "pay_02" })).status).toBe(201);
  });

  test("that nobody captures in time is gone, and an approval is taken back", async () => {
    const world = await openPaypal({ clockScale: 0.00003 });
    await world.settings({ tokenLifeSeconds: 32_400_000 });
    const fresh = { authorization: `Bearer ${(await world.mint()).json.access_token}` };
    const { json } = await world.create({}, fresh);
    await world.decide(json.id, "approve");
    await vi.waitFor(() =>
      expect(world.types()).toEqual(["CHECKOUT.ORDER.APPROVED", "CHECKOUT.PAYMENT-APPROVAL.REVERSED"]),
    );
    expect((await world.call("GET", `/v2/checkout/orders/${json.id}`, undefined, fresh)).status).toBe(404);
    expect((await world.capture(json.id, fresh)).status).toBe(404);
  });
});

describe("a capture", () => {
  test("of an approved order is the money", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    await world.decide(json.id, "approve");
    expect((await world.get(`/v2/checkout/orders/${json.id}`)).json).toMatchObject({
      status: "APPROVED",
      payer: { payer_id: expect.any(String) },
    });
    const { status, json: order } = await world.capture(json.id);

    expect([status, order.status]).toEqual([201, "COMPLETED"]);
    const [capture] = order.purchase_units[0].payments.captures;
    expect(capture).toMatchObject({
      status: "COMPLETED",
      final_capture: true,
      amount: { currency_code: "USD", value: "11.24" },
      custom_id: "pay_01JC",
      invoice_id: "pay_01JC",
    });
    expect((await world.get(`/v2/payments/captures/${capture.id}`)).json).toMatchObject({
      id: capture.id,
      supplementary_data: { related_ids: { order_id: json.id } },
    });
    expect(await world.lines()).toMatchObject([
      { ref: capture.id, ourRef: "pay_01JC", kind: "capture", amount: 1124, currency: "USD", orderId: json.id },
    ]);
    await vi.waitFor(() => expect(world.types()).toEqual(["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]));
    expect(world.events()[1]).toMatchObject({
      id: expect.stringMatching(/^WH-\w{17}-\w{17}$/),
      event_version: "1.0",
      resource_type: "capture",
      resource: { id: capture.id, status: "COMPLETED", supplementary_data: { related_ids: { order_id: json.id } } },
    });
  });

  test("is the same under the same request id, and refused under another", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    await world.decide(json.id, "approve");
    const id = { "paypal-request-id": "pay_01JC/capture/0" };
    const first = await world.capture(json.id, id);
    const again = await world.capture(json.id, id);
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect(await world.capture(json.id)).toMatchObject({
      status: 422,
      json: { details: [{ issue: "ORDER_ALREADY_CAPTURED" }] },
    });
    expect(await world.lines()).toHaveLength(1);
  });

  test("of an order that nobody approved is refused", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    expect(await world.capture(json.id)).toMatchObject({
      status: 422,
      json: { name: "UNPROCESSABLE_ENTITY", details: [{ issue: "ORDER_NOT_APPROVED" }] },
    });
  });

  test("with a declined instrument is refused once, and then succeeds on the same order", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    await world.decide(json.id, "decline");
    const id = { "paypal-request-id": "pay_01JC/capture/0" };
    const declined = await world.capture(json.id, id);
    expect(declined).toMatchObject({
      status: 422,
      json: {
        details: [{ issue: "INSTRUMENT_DECLINED" }],
        links: expect.arrayContaining([{ href: `${world.url}/paypal/pay/${json.id}`, rel: "redirect", method: "GET" }]),
      },
    });
    expect((await world.shown(json.id)).state).toBe("open");
    expect(await world.capture(json.id, id)).toMatchObject({ status: 422, json: declined.json });
    await world.decide(json.id, "approve");
    expect(await world.capture(json.id, { "paypal-request-id": "pay_01JC/capture/1" })).toMatchObject({
      status: 201,
      json: { status: "COMPLETED" },
    });
  });

  test("may need the payer once more", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    await world.decide(json.id, "payer-action");
    const refused = await world.capture(json.id);
    expect(refused.json.details[0].issue).toBe("PAYER_ACTION_REQUIRED");
    expect(refused.json.links).toContainEqual(expect.objectContaining({ rel: "payer-action" }));
    expect((await world.get(`/v2/checkout/orders/${json.id}`)).json.status).toBe("PAYER_ACTION_REQUIRED");
    await world.decide(json.id, "approve");
    expect((await world.capture(json.id)).status).toBe(201);
  });

  test("may be declined inside a completed order", async () => {
    const world = await openPaypal();
    await world.settings({ deniedEvent: "PAYMENT.CAPTURE.DECLINED" });
    const { json } = await world.create();
    await world.decide(json.id, "capture-declined");
    const { status, json: order } = await world.capture(json.id);
    expect([status, order.status, order.purchase_units[0].payments.captures[0].status]).toEqual([
      201,
      "COMPLETED",
      "DECLINED",
    ]);
    await vi.waitFor(() => expect(world.types()).toContain("PAYMENT.CAPTURE.DECLINED"));
    expect(await world.lines()).toEqual([]);
    expect((await world.create()).status).toBe(201);
  });

  test.each([
    ["complete-pending", "COMPLETED", "PAYMENT.CAPTURE.COMPLETED", 1],
    ["deny-pending", "DECLINED", "PAYMENT.CAPTURE.DENIED", 0],
  ])("that is pending ends by %s", async (action, status, type, lines) => {
    const world = await openPaypal();
    await world.settings({ pendingReason: "ECHECK" });
    const { json } = await world.create();
    await world.decide(json.id, "pending");
    const [pending] = (await world.capture(json.id)).json.purchase_units[0].payments.captures;
    expect(pending).toMatchObject({ status: "PENDING", status_details: { reason: "ECHECK" } });
    expect(await world.lines()).toEqual([]);
    await world.act(action, { id: json.id });

    expect((await world.get(`/v2/payments/captures/${pending.id}`)).json.status).toBe(status);
    expect(world.types()).toEqual(["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.PENDING", type]);
    expect(await world.lines()).toHaveLength(lines);
  });

  test("answers any issue that the sandbox's mock header names", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    const mock = { "paypal-mock-response": '{"mock_application_codes":"PAYER_CANNOT_PAY"}' };
    expect(await world.capture(json.id, mock)).toMatchObject({
      status: 422,
      json: { details: [{ issue: "PAYER_CANNOT_PAY" }] },
    });
  });
});

describe("the approval page", () => {
  test("sends the payer back with token and PayerID, and afterwards only to the shop", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    const page = `${world.url}/paypal/pay/${json.id}`;
    expect(await (await fetch(page)).text()).toContain("USD 11.24");
    const pressed = await world.press(json.id, "approve");
    expect([pressed.status, pressed.headers.get("location")]).toEqual([
      303,
      `http://127.0.0.1:8787/back?attempt=1&token=${json.id}&PayerID=QYR5Z8XDVJNXQ`,
    ]);
    expect(await (await fetch(page)).text()).toContain("Nothing is left to decide here: APPROVED");
  });

  test("leads back without paying, and asks again after a decline", async () => {
    const world = await openPaypal();
    const { json } = await world.create();
    expect((await world.press(json.id, "cancel")).headers.get("location")).toBe(
      `http://127.0.0.1:8787/checkout?token=${json.id}`,
    );
    await world.press(json.id, "decline");
    await world.capture(json.id);
    expect(await (await fetch(`${world.url}/paypal/pay/${json.id}`)).text()).toContain("Choose another way to pay.");
  });

  test("can hold the payer until the shop has heard", async () => {
    const world = await openPaypal();
    await world.settings({ webhookFirst: true, webhookDelayMs: 80 });
    const { json } = await world.create();
    await world.press(json.id, "approve");
    expect(world.types()).toEqual(["CHECKOUT.ORDER.APPROVED"]);
  });

  test("is pressed by nobody when orders approve themselves", async () => {
    const world = await openPaypal();
    await world.control("auto", { provider: "paypal", decision: "approve", delayMs: 10 });
    await world.create();
    await vi.waitFor(() => expect(world.types()).toEqual(["CHECKOUT.ORDER.APPROVED"]));
  });
});

describe("a refund", () => {
  test("is given in parts up to the whole, and marks the capture", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const part = await world.refund(captureId, inUsd("5.00"), { prefer: "return=representation" });
    const status = async () => (await world.get(`/v2/payments/captures/${captureId}`)).json.status;
    expect(part).toMatchObject({
      status: 201,
      json: { status: "COMPLETED", amount: { currency_code: "USD", value: "5.00" } },
    });
    expect(part.json.links).toContainEqual({
      href: `${world.url}/paypal/v2/payments/captures/${captureId}`,
      rel: "up",
      method: "GET",
    });
    expect(await status()).toBe("PARTIALLY_REFUNDED");

    const rest = await world.refund(captureId);
    expect(Object.keys(rest.json)).toEqual(["id", "status", "links"]);
    expect(await status()).toBe("REFUNDED");
    expect(await world.refund(captureId)).toMatchObject({
      status: 422,
      json: { details: [{ issue: "CAPTURE_FULLY_REFUNDED" }] },
    });
    expect((await world.get(`/v2/payments/refunds/${rest.json.id}`)).json.amount.value).toBe("6.24");
    await vi.waitFor(() =>
      expect(world.types().slice(2)).toEqual(["PAYMENT.CAPTURE.REFUNDED", "PAYMENT.CAPTURE.REFUNDED"]),
    );
    expect(world.events()[2]).toMatchObject({ resource_type: "refund", resource: { id: part.json.id } });
    expect((await world.lines()).map(({ kind, ref, amount }) => [kind, ref, amount])).toEqual([
      ["capture", captureId, 1124],
      ["refund", part.json.id, 500],
      ["refund", rest.json.id, 624],
    ]);
  });

  test("is the same under the same request id", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const id = { "paypal-request-id": "ref_1" };
    const first = await world.refund(captureId, inUsd("5.00"), id);
    expect(await world.refund(captureId, inUsd("5.00"), id)).toMatchObject({ status: 200, json: first.json });
    expect(await world.lines()).toHaveLength(2);
  });

  test.each([
    ["too much", inUsd("11.25"), "REFUND_AMOUNT_EXCEEDED"],
    ["another currency", { amount: { currency_code: "EUR", value: "5.00" } }, "REFUND_CAPTURE_CURRENCY_MISMATCH"],
  ])("of %s is refused", async (_what, body, issue) => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    expect((await world.refund(captureId, body)).json.details[0].issue).toBe(issue);
  });

  test("may be pending, settle, and fail after all", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    await world.settings({ refundMode: "pending" });
    const { json } = await world.refund(captureId);
    expect(json.status).toBe("PENDING");
    await world.act("settle-refund", { refundId: json.id });
    expect((await world.get(`/v2/payments/refunds/${json.id}`)).json.status).toBe("COMPLETED");
    await world.act("fail-refund", { refundId: json.id });

    expect((await world.get(`/v2/payments/refunds/${json.id}`)).json.status).toBe("FAILED");
    expect((await world.get(`/v2/payments/captures/${captureId}`)).json.status).toBe("COMPLETED");
    expect(world.types().slice(2)).toEqual(["PAYMENT.CAPTURE.REFUNDED", "PAYMENT.REFUND.FAILED"]);
    expect((await world.lines()).map(({ kind }) => kind)).toEqual(["capture", "refund", "refund-undone"]);
  });

  test("made at paypal.com carries nothing of ours", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const { refund } = await world.act("refund", { captureId, amount: 500 });
    expect(refund).toMatchObject({ amount: { value: "5.00" } });
    expect(refund).not.toHaveProperty("custom_id");
    expect(world.types()).toContain("PAYMENT.CAPTURE.REFUNDED");
  });
});

describe("a dispute", () => {
  test("holds the money, and winning it gives it back", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const { dispute } = await world.act("dispute", { captureId });
    expect(dispute).toMatchObject({
      dispute_life_cycle_stage: "CHARGEBACK",
      dispute_state: "REQUIRED_ACTION",
      dispute_amount: { currency_code: "USD", value: "11.24" },
      disputed_transactions: [{ seller_transaction_id: captureId, custom: "pay_01JC" }],
    });
    expect((await world.refund(captureId)).json.details[0].issue).toBe("REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK");
    const { items } = (await world.get(`/v1/customer/disputes?disputed_transaction_id=${captureId}`)).json;
    expect(items.map((one: { dispute_id: string }) => one.dispute_id)).toEqual([dispute.dispute_id]);
    await world.act("dispute-won", { disputeId: dispute.dispute_id });

    expect((await world.get(`/v1/customer/disputes/${dispute.dispute_id}`)).json).toMatchObject({
      status: "RESOLVED",
      dispute_outcome: { outcome_code: "RESOLVED_SELLER_FAVOUR" },
    });
    expect(world.types().slice(2)).toEqual(["CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.RESOLVED"]);
    expect(world.events()[2]).toMatchObject({ resource_type: "dispute" });
    expect((await world.lines()).slice(1)).toMatchObject([
      { kind: "chargeback", ref: dispute.dispute_id, amount: 1124 },
      { kind: "chargeback-undone", ref: dispute.dispute_id, amount: 1124 },
    ]);
  });

  test("that only asks moves no money until it is a claim", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const { dispute } = await world.act("dispute", { captureId, inquiry: true });
    expect([dispute.dispute_life_cycle_stage, (await world.lines()).length]).toEqual(["INQUIRY", 1]);
    await world.act("dispute-escalate", { disputeId: dispute.dispute_id });
    await world.act("dispute-lost", { disputeId: dispute.dispute_id });
    expect(world.types().slice(2)).toEqual([
      "CUSTOMER.DISPUTE.CREATED",
      "CUSTOMER.DISPUTE.UPDATED",
      "CUSTOMER.DISPUTE.RESOLVED",
    ]);
    expect((await world.lines()).slice(1)).toMatchObject([{ kind: "chargeback" }]);
  });

  test("that only asks and is lost is paid then", async () => {
    const world = await openPaypal();
    const { captureId } = await world.paid();
    const { dispute } = await world.act("dispute", { captureId, inquiry: true });
    await world.act("dispute-lost", { disputeId: dispute.dispute_id });
    expect((await world.lines()).slice(1)).toMatchObject([{ kind: "chargeback", ref: dispute.dispute_id }]);
  });

  test("and the reversal that follows it are the same money; a reversal without one is its own", async () => {
    const world = await openPaypal();
    const disputed = await world.paid();
    const { dispute } = await world.act("dispute", disputed);
    await world.act("reverse", { captureId: disputed.captureId });
    const reversed = await world.paid({ invoice_id: "pay_02" });
    await world.act("reverse", { captureId: reversed.captureId });

    const taken = (await world.lines()).filter(({ kind }) => kind === "chargeback");
    expect(taken.map(({ ref }) => ref)).toEqual([dispute.dispute_id, reversed.captureId]);
    const last = world.events().at(-1);
    expect([last.event_type, last.resource.links.find((link: { rel: string }) => link.rel === "up").href]).toEqual([
      "PAYMENT.CAPTURE.REVERSED",
      `${world.url}/paypal/v2/payments/captures/${reversed.captureId}`,
    ]);
  });
});

describe("webhooks", () => {
  test("are signed with the key of the certificate they name", async () => {
    const world = await openPaypal();
    await world.paid();
    await vi.waitFor(() => expect(world.ear.heard).toHaveLength(2));
    for (const heard of world.ear.heard) {
      expect(heard.headers).toMatchObject({
        "paypal-auth-algo": "SHA256withRSA",
        "paypal-auth-version": "v2",
        "paypal-transmission-time": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        "paypal-cert-url": expect.stringMatching(`^${world.url}/paypal/v1/notifications/certs/`),
      });
      expect(await isSigned(heard)).toBe(true);
    }
  });

  test("are verified by postback over the very text, and over no other", async () => {
    const world = await openPaypal();
    await world.paid();
    await vi.waitFor(() => expect(world.ear.heard).toHaveLength(2));
    const [heard] = world.ear.heard;
    const { headers, body = "" } = heard ?? {};
    const ask = (raw: string, webhookId: string = PAYPAL.webhookId) => {
      const rest = {
        auth_algo: headers?.["paypal-auth-algo"],
        cert_url: headers?.["paypal-cert-url"],
        transmission_id: headers?.["paypal-transmission-id"],
        transmission_sig: headers?.["paypal-transmission-sig"],
        transmission_time: headers?.["paypal-transmission-time"],
        webhook_id: webhookId,
      };
      return world.call(
        "POST",
        "/v1/notifications/verify-webhook-signature",
        `${JSON.stringify(rest).slice(0, -1)},"webhook_event":${raw}}`,
      );
    };
    expect((await ask(body)).json).toEqual({ verification_status: "SUCCESS" });
    expect((await ask(JSON.stringify(JSON.parse(body)))).json).toEqual({ verification_status: "FAILURE" });
    expect((await ask(body, "WEBHOOK_ID")).json).toEqual({ verification_status: "FAILURE" });
  });

  test("can lack their certificate", async () => {
    const world = await openPaypal();
    await world.settings({ certificate404: true });
    const { json } = await world.create();
    await world.decide(json.id, "approve");
    expect((await fetch(String(world.ear.heard[0]?.headers["paypal-cert-url"]))).status).toBe(404);
  });

  test("are tried again until there is a 2xx, and are listed", async () => {
    const world = await openPaypal({ clockScale: 0.01 });
    const ear = await listen([503, 500]);
    await world.settings({ webhookUrl: `${ear.url}/webhooks/pp` });
    const { json } = await world.create();
    await world.decide(json.id, "approve");
    expect(ear.heard).toHaveLength(3);
    const { events } = (await world.get("/v1/notifications/webhooks-events?event_type=CHECKOUT.ORDER.APPROVED")).json;
    expect(events).toEqual([JSON.parse(ear.heard[0]?.body ?? "")]);
    expect((await world.call("POST", `/v1/notifications/webhooks-events/${events[0].id}/resend`)).status).toBe(202);
    await vi.waitFor(() => expect(ear.heard).toHaveLength(4));
  });

  test("can be made up: for another webhook, forged, or with another certificate", async () => {
    const world = await openPaypal();
    const made = { type: "PAYMENT.CAPTURE.COMPLETED", object: { id: "3C679366HH908993F", status: "COMPLETED" } };
    const sent = await world.act("send-event", made);
    await world.act("send-event", { ...made, webhookId: "WH-ELSE" });
    await world.act("send-event", { ...made, forged: true });
    await world.act("send-event", { ...made, certUrl: "https://evil.example/cert.pem", time: "2026-01-01T00:00:00Z" });

    expect(sent).toMatchObject({ status: 200, eventId: expect.stringMatching(/^WH-/) });
    expect(await Promise.all(world.ear.heard.slice(0, 3).map(isSigned))).toEqual([true, false, false]);
    expect(world.ear.heard[3]?.headers).toMatchObject({
      "paypal-cert-url": "https://evil.example/cert.pem",
      "paypal-transmission-time": "2026-01-01T00:00:00Z",
    });
  });

  test("can be had unsent, and time can stand still at one of them", async () => {
    const world = await openPaypal();
    const { id, captureId } = await world.paid();
    await world.act("refund", { captureId, amount: 500 });
    const [approved, captured] = world.events();
    const { body, headers } = await world.act("event", { eventId: captured.id });
    expect([body === world.ear.heard[1]?.body, await isSigned({ body, headers })]).toEqual([true, true]);

    await world.act("freeze", { eventId: captured.id });
    expect((await world.get(`/v2/payments/captures/${captureId}`)).json.status).toBe("COMPLETED");
    await world.act("freeze", { eventId: approved.id });
    expect((await world.get(`/v2/checkout/orders/${id}`)).json.status).toBe("APPROVED");
    expect((await world.get(`/v2/payments/captures/${captureId}`)).status).toBe(404);
    await world.act("freeze", { eventId: null });
    expect((await world.get(`/v2/payments/captures/${captureId}`)).json.status).toBe("PARTIALLY_REFUNDED");
  });

  test.each(["unpaid", "other-ids", "unknown-path"])(
    "are forged by the fault (%s), and never with the key",
    async (variant) => {
      const world = await openPaypal();
      await world.control("faults", { provider: "paypal", phase: "callback", fault: "forged", variant });
      const { json } = await world.create();
      await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
      const [forged] = world.ear.heard;
      const { resource } = world.events()[0];
      expect([
        resource.status,
        resource.supplementary_data.related_ids.order_id === json.id,
        forged?.path === "/webhooks/pp",
      ]).toEqual(["COMPLETED", variant !== "other-ids", variant !== "unknown-path"]);
      expect(forged && (await isSigned(forged))).toBe(false);
      expect(await world.lines()).toEqual([]);
    },
  );

  test("with a wrong amount are signed all the same; reads know better", async () => {
    const world = await openPaypal();
    await world.settings({ enabledEvents: ["PAYMENT.CAPTURE.COMPLETED"] });
    await world.control("faults", { provider: "paypal", phase: "callback", fault: "wrong-amount", by: 100 });
    const { captureId } = await world.paid();
    await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
    const [heard] = world.ear.heard;
    expect([world.events()[0].resource.amount.value, heard && (await isSigned(heard))]).toEqual(["111.24", true]);
    expect((await world.get(`/v2/payments/captures/${captureId}`)).json.amount.value).toBe("11.24");
  });

  test("may be there before the answer of create, or never come", async () => {
    const world = await openPaypal();
    await world.control("faults", { provider: "paypal", phase: "create", fault: "reordered" });
    const { json } = await world.create();
    expect([json.status, world.types()]).toEqual(["PAYER_ACTION_REQUIRED", ["CHECKOUT.ORDER.APPROVED"]]);
    await world.settings({ deliverWebhooks: false });
    await world.capture(json.id);
    expect((await world.shown(json.id)).events).toContainEqual(
      expect.objectContaining({ type: "PAYMENT.CAPTURE.COMPLETED", state: "dropped" }),
    );
    expect(world.ear.heard).toHaveLength(1);
  });
});

test("a capture that happened although nobody heard is found under its request id", async () => {
  const world = await openPaypal();
  const { json } = await world.create();
  await world.decide(json.id, "approve");
  await world.control("faults", { provider: "paypal", phase: "capture", fault: "timeout-after-effect", ms: 30 });
  const id = { "paypal-request-id": "pay_01JC/capture/0" };
  await expect(world.capture(json.id, id)).rejects.toThrow("fetch failed");
  expect(await world.capture(json.id, id)).toMatchObject({ status: 200, json: { status: "COMPLETED" } });
  expect(await world.lines()).toHaveLength(1);
});

test("reads can be down while everything else goes on, and faults speak as PayPal does", async () => {
  const world = await openPaypal();
  const { json } = await world.create();
  await world.settings({ readsDown: true });
  expect(await world.get(`/v2/checkout/orders/${json.id}`)).toMatchObject({
    status: 503,
    json: { name: "SERVICE_UNAVAILABLE" },
  });
  await world.decide(json.id, "approve");
  await world.control("faults", { provider: "paypal", phase: "capture", fault: "500" });
  expect(await world.capture(json.id)).toMatchObject({
    status: 500,
    json: { name: "INTERNAL_SERVER_ERROR", debug_id: expect.any(String) },
  });
  expect((await world.capture(json.id)).status).toBe(201);
});

test("fees and payouts are lines of the statement, by days in UTC", async () => {
  const world = await openPaypal();
  const { captureId } = await world.paid();
  await world.act("fee", { captureId, amount: 79, at: "2026-01-01T23:59:59.000Z" });
  await world.act("payout", { amount: 1000, at: "2026-01-02T00:00:00.000Z" });
  const day = (await world.control("statement?provider=paypal&day=2026-01-01")).json;
  expect(day).toMatchObject({
    timeZone: "UTC",
    lines: [{ kind: "fee", amount: 79, currency: "USD", ourRef: "pay_01JC" }],
  });
});

test("a restart forgets nothing: tokens, orders, what was captured under which id", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "paypal-")), "state.json");
  const before = await openPaypal({ stateFile });
  const id = { "paypal-request-id": "pay_02/create" };
  const { json } = await before.create({ invoice_id: "pay_02" }, id);
  await before.paid();
  await before.close();

  const after = await openPaypal({ stateFile });
  const old = { authorization: `Bearer ${before.token}` };
  expect((await after.create({}, { ...old, ...id })).json).toEqual(json);
  expect((await after.create({}, old)).json.details[0].issue).toBe("DUPLICATE_INVOICE_ID");
  await after.decide(json.id, "approve");
  expect((await after.capture(json.id, old)).status).toBe(201);
  expect(await after.lines()).toHaveLength(2);
  await after.control("reset", {});
  expect(await after.lines()).toEqual([]);
});
