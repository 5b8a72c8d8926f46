import { createSign, type KeyObject, randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { money } from "#domain/money";
import type { PaypalConfig } from "#worker/config";
import type { Attempt } from "#worker/payments/gateway";
import { paypal } from "#worker/payments/gateways/paypal/index";
import { ADDRESSES, anAttempt, aRefund, type Canned, canned } from "./canned.ts";
import { selfSigned } from "./self-signed.ts";

const NOW = Date.now();
const HOUR = 3_600_000;
const ORDER = "5O190127TN364715T";
const CAPTURE = "3C679366HH908993F";
const config: PaypalConfig = {
  baseUrl: "https://api-m.sandbox.paypal.com",
  clientId: "client",
  clientSecret: "very-secret",
  merchantId: "DUKAMERCHANT1",
  webhookId: "WH-OURS-1",
  mode: "test",
  brandName: "Duka",
  certificateHost: undefined,
};
type Answers = Parameters<typeof canned>[0];

/** The adapter before a PayPal that answers by heart. Tokens are kept as the shop's keeper keeps them. */
function open(answers: Answers = {}, changes: Partial<PaypalConfig> = {}, scale = 1) {
  let minted = 0;
  const token: Canned = [200, { access_token: "A21AA", expires_in: 32_400 }];
  const door = canned({ "POST /v1/oauth2/token": token, ...answers });
  let present: string | null = null;
  const tokens: Parameters<typeof paypal>[2] = {
    async get(mint, stale = null) {
      if (present === null || present === stale) present = `${(await mint()).value}${++minted}`;
      return present;
    },
  };
  const calls = () => door.asked.filter(({ url }) => url.pathname !== "/v1/oauth2/token");
  return { ...door, calls, gateway: paypal({ ...config, ...changes }, door.http, tokens, scale) };
}

const prepared = (changes: Partial<Attempt> = {}): Attempt => {
  const attempt = anAttempt("paypal", 7_905, "USD", changes);
  return { ...attempt, wire: open().gateway.prepare(attempt, ADDRESSES, NOW) };
};
const submitted = prepared({ providerReference: ORDER, submittedAt: NOW });

const created = (rel = "payer-action") => ({
  id: ORDER,
  status: "PAYER_ACTION_REQUIRED",
  links: [
    { href: `https://api-m.sandbox.paypal.com/v2/checkout/orders/${ORDER}`, rel: "self", method: "GET" },
    { href: `https://www.sandbox.paypal.com/checkoutnow?token=${ORDER}`, rel, method: "GET" },
  ],
});
const capture = (changes: object = {}) => ({
  id: CAPTURE,
  status: "COMPLETED",
  final_capture: true,
  amount: { currency_code: "USD", value: "79.05" },
  custom_id: "pay_01",
  invoice_id: "pay_01",
  create_time: "2026-11-20T06:30:42Z",
  ...changes,
});
const order = (status: string, captures: object[] = [], unit: object = {}) => ({
  id: ORDER,
  status,
  payer: { email_address: "buyer@example.com" },
  purchase_units: [
    {
      reference_id: "default",
      custom_id: "pay_01",
      payee: { email_address: "merchant@example.com", merchant_id: "DUKAMERCHANT1" },
      ...(captures.length > 0 && { payments: { captures } }),
      ...unit,
    },
  ],
});
const problem = (name: string, issue?: string) => ({
  name,
  message: "no",
  debug_id: "90957fca61718",
  ...(issue && { details: [{ issue }] }),
});
const issue = (code: string): Canned => [422, problem("UNPROCESSABLE_ENTITY", code)];
const NOT_FOUND: Canned = [404, problem("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID")];
const captured = {
  status: "captured",
  captured: money(7_905, "USD"),
  providerRef: CAPTURE,
  providerOther: CAPTURE,
  occurredAt: Date.parse("2026-11-20T06:30:42Z"),
  receipt: null,
};

describe("an order", () => {
  test("is made under our key, with one exact amount in text and the attempt's id in it", async () => {
    const { gateway, asked, calls, log } = open({ "POST /v2/checkout/orders": [201, created()] });

    const opened = await gateway.open(prepared(), ADDRESSES, log);

    expect(opened).toEqual({
      status: "open",
      providerReference: ORDER,
      providerOther: null,
      redirectUrl: `https://www.sandbox.paypal.com/checkoutnow?token=${ORDER}`,
    });
    expect(asked[0]?.headers.Authorization).toBe(`Basic ${btoa("client:very-secret")}`);
    expect(calls()[0]?.headers).toMatchObject({ Authorization: "Bearer A21AA1", "PayPal-Request-Id": "pay_01/create" });
    expect(JSON.parse(calls()[0]?.body ?? "")).toEqual({
      intent: "CAPTURE",
      purchase_units: [
        {
          custom_id: "pay_01",
          invoice_id: "pay_01",
          description: "Order A7QK2M9",
          amount: { currency_code: "USD", value: "79.05" },
        },
      ],
      payment_source: {
        paypal: {
          experience_context: {
            brand_name: "Duka",
            shipping_preference: "NO_SHIPPING",
            user_action: "PAY_NOW",
            payment_method_preference: "IMMEDIATE_PAYMENT_REQUIRED",
            return_url: ADDRESSES.back,
            cancel_url: ADDRESSES.cancel,
          },
        },
      },
    });
  });

  test("may have its page under the older name of the link", async () => {
    const { gateway, log } = open({ "POST /v2/checkout/orders": [200, created("approve")] });
    expect(await gateway.open(prepared(), ADDRESSES, log)).toMatchObject({ status: "open", providerReference: ORDER });
  });

  test("is asked for again with the same bytes under the same key, whatever has been configured since", async () => {
    const first = open({ "POST /v2/checkout/orders": "silence" });
    const second = open({ "POST /v2/checkout/orders": "silence" }, { brandName: "Duka and daughters" });
    const stored: Attempt = { ...prepared(), wire: JSON.parse(JSON.stringify(prepared().wire)) };

    await first.gateway.open(stored, ADDRESSES, first.log);
    await second.gateway.open(stored, { ...ADDRESSES, back: "https://moved.example" }, second.log);

    expect(second.calls()).toEqual(first.calls());
  });

  test("goes on with a new token when ours turns out stale, once", async () => {
    const stale: Canned = [401, problem("AUTHENTICATION_FAILURE")];
    const answer = ({ headers }: { headers: Readonly<Record<string, string>> }): Canned =>
      headers.Authorization === "Bearer A21AA1" ? stale : [201, created()];
    const once = open({ "POST /v2/checkout/orders": answer });
    const always = open({ "POST /v2/checkout/orders": stale });

    expect(await once.gateway.open(prepared(), ADDRESSES, once.log)).toMatchObject({ status: "open" });
    expect(await always.gateway.open(prepared(), ADDRESSES, always.log)).toEqual({
      status: "refused",
      code: "refused",
    });
    expect(always.calls()).toHaveLength(2);
  });

  test.each<[string, Canned]>([
    ["no answer", "silence"],
    ["wrong credentials", [401, { error: "invalid_client" }]],
    ["half an answer", [200, '{"access_to']],
    ["a token that never lives", [200, { access_token: "A", expires_in: 0 }]],
  ])("was not sent when there was no token (%s)", async (_what, token) => {
    const { gateway, calls, log } = open({ "POST /v1/oauth2/token": token });
    expect(await gateway.open(prepared(), ADDRESSES, log)).toEqual({
      status: "refused",
      code: "not-sent",
      trouble: true,
    });
    expect(calls()).toEqual([]);
  });

  test.each<[string, Canned, object]>([
    ["no answer", "silence", { status: "unknown", trouble: true }],
    ["an internal error", [500, problem("INTERNAL_SERVER_ERROR")], { status: "unknown", trouble: true }],
    ["too many requests", [429, problem("RATE_LIMIT_REACHED")], { status: "unknown", trouble: true }],
    ["half an answer", [201, '{"id":"5O1'], { status: "unknown", trouble: true }],
    ["an order without a page", [201, { ...created(), links: [] }], { status: "unknown", trouble: true }],
    [
      "a page that is no address",
      [201, { id: ORDER, links: [{ rel: "approve", href: "javascript:1" }] }],
      { status: "unknown", trouble: true },
    ],
    [
      "an id that would lead elsewhere",
      [201, { ...created(), id: "../payments" }],
      { status: "unknown", trouble: true },
    ],
    ["the same request still under way", [409, problem("RESOURCE_CONFLICT")], { status: "unknown", trouble: false }],
    [
      "an account that may not",
      issue("PAYEE_ACCOUNT_RESTRICTED"),
      { status: "refused", code: "PAYEE_ACCOUNT_RESTRICTED" },
    ],
    ["a mistake of ours", [400, problem("INVALID_REQUEST", "MISSING")], { status: "refused", code: "refused" }],
  ])("that is answered by %s", async (_what, answer, outcome) => {
    const { gateway, log } = open({ "POST /v2/checkout/orders": answer });
    expect(await gateway.open(prepared(), ADDRESSES, log)).toEqual(outcome);
  });

  test("leaves a log with neither secrets, page, addresses nor the payer in it, but with PayPal's name for the request", async () => {
    const { gateway, wires, log } = open({
      "POST /v2/checkout/orders": [201, created(), "debug-1"],
      "GET /v2/checkout/orders": [200, order("COMPLETED", [capture()])],
    });

    await gateway.open(prepared(), ADDRESSES, log);
    await gateway.lookUp(submitted, log);

    expect(wires[0]).toMatchObject({
      what: "create-order",
      answer: expect.stringMatching(/^201 debug-1 .*5O190127TN/),
    });
    expect(wires[0]?.request).toContain('"value":"79.05"');
    expect(wires[1]?.answer).toContain(CAPTURE);
    expect(JSON.stringify(wires)).not.toMatch(
      /very-secret|A21AA|duka\.example|checkoutnow|buyer@|merchant@|back-token/,
    );
  });

  test.each([
    [1, "0.01"],
    [100, "1.00"],
    [7_905, "79.05"],
    [123_456_789, "1234567.89"],
  ])("of %i cents is written %s", async (minor, value) => {
    const { gateway, calls, log } = open({ "POST /v2/checkout/orders": "silence" });
    await gateway.open({ ...prepared(), amount: money(minor, "USD") }, ADDRESSES, log);
    expect(calls()[0]?.body).toContain(`"value":"${value}"`);
  });
});

describe("asking what became of it", () => {
  const ask = async (answer: Canned, attempt: Attempt = submitted, scale = 1) => {
    const { gateway, log } = open({ [`GET /v2/checkout/orders/${ORDER}`]: answer }, {}, scale);
    return gateway.lookUp(attempt, log);
  };
  const done = (changes: object, unit: object = {}) => order("COMPLETED", [capture(changes)], unit);
  const declined = { status: "DECLINED", status_details: { reason: "OTHER" } };

  test.each<[string, object, object]>([
    ["that nobody has looked at", order("CREATED"), { status: "waiting" }],
    ["that waits for the payer", order("PAYER_ACTION_REQUIRED"), { status: "waiting" }],
    ["that is approved", order("APPROVED"), { status: "approved" }],
    ["that is void", order("VOIDED"), { status: "expired", code: "voided" }],
    ["in a state nobody has heard of", order("THINKING"), { status: "waiting" }],
    ["that was paid", done({}), captured],
    [
      "paid and given back in part since",
      done({ status: "PARTIALLY_REFUNDED", update_time: "2026-11-21T00:00:00Z" }),
      captured,
    ],
    ["paid and given back since", done({ status: "REFUNDED" }), captured],
    [
      "paid after it had to wait",
      done({ update_time: "2026-11-21T00:00:00Z" }),
      { ...captured, occurredAt: Date.parse("2026-11-21T00:00:00Z") },
    ],
    [
      "whose capture waits",
      done({ status: "PENDING", status_details: { reason: "PENDING_REVIEW" } }),
      { status: "pending", providerOther: CAPTURE },
    ],
    ["that is complete, though its capture was declined", done(declined), { status: "failed", code: "OTHER" }],
    ["that is complete, though its capture failed", done({ status: "FAILED" }), { status: "failed", code: "FAILED" }],
    ["approved again after a declined capture", order("APPROVED", [capture(declined)]), { status: "approved" }],
    ["whose second try worked", order("COMPLETED", [capture({ ...declined, id: "DECLINED1" }), capture()]), captured],
    [
      "of another amount",
      done({ amount: { currency_code: "USD", value: "1.00" } }),
      { ...captured, captured: money(100, "USD") },
    ],
    ["that says it is complete and shows nothing", order("COMPLETED"), { status: "silent" }],
    ["of another attempt", done({ custom_id: "pay_02" }), { status: "silent" }],
    ["of another attempt's order", order("APPROVED", [], { custom_id: "pay_02" }), { status: "silent" }],
    ["of nobody's", done({ custom_id: undefined }, { custom_id: undefined }), { status: "silent" }],
    ["for another merchant", done({ payee: { merchant_id: "OTHER" } }), { status: "silent" }],
    ["for another merchant's order", order("APPROVED", [], { payee: { merchant_id: "OTHER" } }), { status: "silent" }],
    ["with another id", { ...done({}), id: "OTHER" }, { status: "silent" }],
    ["with an amount that is a number", done({ amount: { currency_code: "USD", value: 79.05 } }), { status: "silent" }],
    ["with a tenth of a cent", done({ amount: { currency_code: "USD", value: "79.055" } }), { status: "silent" }],
    ["with an amount below zero", done({ amount: { currency_code: "USD", value: "-79.05" } }), { status: "silent" }],
    [
      "with a currency we do not have",
      done({ amount: { currency_code: "EUR", value: "79.05" } }),
      { status: "silent" },
    ],
  ])("hears of an order %s", async (_what, body, report) => {
    expect(await ask([200, body])).toEqual(report);
  });

  test.each<[string, Canned]>([
    ["nothing", "silence"],
    ["an internal error", [500, ""]],
    ["half an answer", [200, '{"id":"5O1']],
    ["null", [200, "null"]],
    ["a broken door", [404, "<html>"]],
    ["that the token is wrong", [401, problem("AUTHENTICATION_FAILURE")]],
  ])("and hearing %s decides nothing", async (_what, answer) => {
    expect(await ask(answer, { ...submitted, submittedAt: NOW - 4 * HOUR })).toEqual({ status: "silent" });
  });

  test("about an order PayPal does not know ends it only when PayPal's own time is over", async () => {
    const sent = (ago: number): Attempt => ({ ...submitted, submittedAt: NOW - ago });
    expect(await ask(NOT_FOUND, sent(2.9 * HOUR))).toEqual({ status: "silent" });
    expect(await ask(NOT_FOUND, sent(3.1 * HOUR))).toEqual({ status: "expired", code: "not-found" });
    expect(await ask(NOT_FOUND, sent(20_000), 0.001)).toEqual({ status: "expired", code: "not-found" });
  });

  test("before its reference is known asks nobody", async () => {
    const { gateway, asked, log } = open();
    expect(await gateway.lookUp(prepared(), log)).toEqual({ status: "silent" });
    expect(asked).toEqual([]);
  });

  test("never throws, and finds money only in a capture that is ours and complete", async () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom("COMPLETED", "PENDING", "pay_01", CAPTURE));
    const shape = fc.dictionary(fc.constantFrom(...Object.keys(capture()), "payee"), member);
    await fc.assert(
      fc.asyncProperty(shape, fc.dictionary(fc.constantFrom("id", "status"), member), async (changes, top) => {
        const one: Record<string, unknown> = capture(changes);
        const report = await ask([200, { ...order("COMPLETED", [one]), ...top }]);
        if (report.status !== "captured") return;
        expect(one).toMatchObject({ custom_id: "pay_01" });
        expect(["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"]).toContain(one.status);
        expect(one.amount).toEqual({ currency_code: "USD", value: "79.05" });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("taking what was approved", () => {
  const take = async (answer: Canned, read: Canned = "silence", attempt = submitted) => {
    const door = open({ [`POST /v2/checkout/orders/${ORDER}/capture`]: answer, "GET /v2/checkout/orders": read });
    return { report: await door.gateway.capture?.(attempt, door.log), asked: door.calls() };
  };

  test("asks for the whole answer, under a key that counts the declines", async () => {
    const { report, asked } = await take([201, order("COMPLETED", [capture()])], "silence", {
      ...submitted,
      declines: 2,
    });

    expect(report).toEqual(captured);
    expect(asked[0]).toMatchObject({ method: "POST", body: "{}" });
    expect(asked[0]?.headers).toMatchObject({
      "PayPal-Request-Id": "pay_01/capture/2",
      Prefer: "return=representation",
      "Content-Type": "application/json",
    });
  });

  test.each<[string, Canned, object]>([
    ["a replay of the answer", [200, order("COMPLETED", [capture()])], captured],
    [
      "a capture that waits",
      [201, order("COMPLETED", [capture({ status: "PENDING" })])],
      { status: "pending", providerOther: CAPTURE },
    ],
    [
      "a capture that was declined",
      [201, order("COMPLETED", [capture({ status: "DECLINED" })])],
      { status: "failed", code: "DECLINED" },
    ],
    ["a bank that says no", issue("INSTRUMENT_DECLINED"), { status: "declined", code: "INSTRUMENT_DECLINED" }],
    ["a payer who has not finished", issue("ORDER_NOT_APPROVED"), { status: "waiting" }],
    ["a payer who must do more", issue("PAYER_ACTION_REQUIRED"), { status: "waiting" }],
    ["an account that cannot pay", issue("PAYER_CANNOT_PAY"), { status: "failed", code: "PAYER_CANNOT_PAY" }],
    [
      "too many tries",
      issue("MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"),
      { status: "failed", code: "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED" },
    ],
    ["our own account's trouble", issue("PAYEE_ACCOUNT_INVALID"), { status: "failed", code: "PAYEE_ACCOUNT_INVALID" }],
    ["an issue nobody has heard of", issue("MERCURY_IN_RETROGRADE"), { status: "silent" }],
    ["no answer", "silence", { status: "silent" }],
    ["an internal error", [500, problem("INTERNAL_SERVER_ERROR")], { status: "silent" }],
    ["too many requests", [429, problem("RATE_LIMIT_REACHED")], { status: "silent" }],
    ["an answer without the money in it", [201, { id: ORDER, status: "COMPLETED" }], { status: "silent" }],
    ["an order that is not known yet", NOT_FOUND, { status: "silent" }],
  ])("may meet %s", async (_what, answer, outcome) => {
    expect((await take(answer)).report).toEqual(outcome);
  });

  test.each(["ORDER_ALREADY_CAPTURED", "DUPLICATE_INVOICE_ID"])(
    "that was taken before (%s) reads the order",
    async (code) => {
      expect((await take(issue(code), [200, order("COMPLETED", [capture()])])).report).toEqual(captured);
      expect((await take(issue(code))).report).toEqual({ status: "silent" });
    },
  );
});

test.each<[string, Canned, string]>([
  ["an open one, which we never take from now on", [200, order("APPROVED")], "withdrawn"],
  ["one nobody answers for", "silence", "withdrawn"],
  ["one that was taken by a request whose answer was lost", [200, order("COMPLETED", [capture()])], "captured"],
  ["one whose money is on its way", [200, order("COMPLETED", [capture({ status: "PENDING" })])], "cannot"],
])("an order is withdrawn: %s", async (_what, answer, outcome) => {
  const { gateway, log } = open({ "GET /v2/checkout/orders": answer });
  expect(await gateway.withdraw(submitted, log)).toBe(outcome);
});

describe("giving money back", () => {
  const up = (id: string) => [{ rel: "up", href: `https://api-m.sandbox.paypal.com/v2/payments/captures/${id}` }];
  const made = (changes: object = {}) => ({
    id: "1JU08902781691411",
    status: "COMPLETED",
    amount: { currency_code: "USD", value: "5.00" },
    custom_id: "ref_01",
    create_time: "2026-11-20T07:00:00Z",
    update_time: "2026-11-22T07:00:00Z",
    links: up(CAPTURE),
    ...changes,
  });
  const report = {
    providerRef: "1JU08902781691411",
    captureRef: CAPTURE,
    ourId: "ref_01",
    amount: money(500, "USD"),
    status: "done",
    occurredAt: Date.parse("2026-11-20T07:00:00Z"),
  };
  const later = Date.parse("2026-11-22T07:00:00Z");
  const refund = aRefund(CAPTURE, 500, "USD");
  const refunding = (answers: Answers) => {
    const { gateway, ...door } = open(answers);
    if (!gateway.refunds) throw new Error("no refunds");
    return { ...door, refunds: gateway.refunds };
  };
  const ofOrder = (refunds: object[]) => order("COMPLETED", [], { payments: { captures: [capture()], refunds } });

  test("is asked for in part, under our key, and carries our id", async () => {
    const { refunds, calls, log } = refunding({ [`POST /v2/payments/captures/${CAPTURE}/refund`]: [201, made()] });

    const sent = await refunds.send(refund, submitted, "", log);

    expect(sent).toEqual({ status: "done", providerRef: report.providerRef, occurredAt: report.occurredAt });
    expect(calls()[0]?.headers).toMatchObject({
      "PayPal-Request-Id": "ref_01/refund",
      Prefer: "return=representation",
    });
    expect(JSON.parse(calls()[0]?.body ?? "")).toEqual({
      amount: { currency_code: "USD", value: "5.00" },
      custom_id: "ref_01",
    });
  });

  test.each<[string, Canned, object]>([
    ["pending", [201, made({ status: "PENDING" })], { status: "pending", providerRef: report.providerRef }],
    [
      "failed at once: it is asked about",
      [201, made({ status: "FAILED" })],
      { status: "pending", providerRef: report.providerRef },
    ],
    ["refused", issue("CAPTURE_FULLY_REFUNDED"), { status: "refused", code: "CAPTURE_FULLY_REFUNDED" }],
    ["of a capture PayPal does not know", NOT_FOUND, { status: "refused", code: "INVALID_RESOURCE_ID" }],
    ["not answered", "silence", { status: "unknown" }],
    ["answered in halves", [201, '{"id":'], { status: "unknown" }],
    ["answered by an ill PayPal", [500, problem("INTERNAL_SERVER_ERROR")], { status: "unknown" }],
    [
      "turned away at the door, as an earlier sending may not have been",
      [401, problem("AUTHENTICATION_FAILURE")],
      { status: "unknown" },
    ],
    ["answered by a page of something before it", [404, "<html>"], { status: "unknown" }],
  ])("may be %s", async (_what, answer, outcome) => {
    const { refunds, log } = refunding({ "POST /v2/payments/captures": answer });
    expect(await refunds.send(refund, submitted, "", log)).toEqual(outcome);
  });

  test("is not sent again past the life of its key when PayPal has it, or says nothing", async () => {
    const old = { ...refund, submittedAt: NOW - 6 * HOUR };
    const after = (read: Canned) =>
      refunding({ "GET /v2/checkout/orders": read, "POST /v2/payments": [201, made({ id: "SECOND1" })] });
    const known = after([200, ofOrder([made()])]);
    const silent = after("silence");
    const unknown = after([200, ofOrder([])]);

    expect(await known.refunds.send(old, submitted, "", known.log)).toMatchObject({ providerRef: report.providerRef });
    expect(await silent.refunds.send(old, submitted, "", silent.log)).toEqual({ status: "unknown" });
    expect([...known.calls(), ...silent.calls()].map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(await unknown.refunds.send(old, submitted, "", unknown.log)).toMatchObject({ providerRef: "SECOND1" });
  });

  test.each<[string, object, object | string]>([
    ["done", {}, report],
    ["pending", { status: "PENDING" }, { ...report, status: "pending", occurredAt: later }],
    [
      "failed",
      { status: "FAILED", status_details: { reason: "ECHECK" } },
      { ...report, status: "failed", code: "ECHECK", occurredAt: later },
    ],
    ["cancelled", { status: "CANCELLED" }, { ...report, status: "failed", code: "CANCELLED", occurredAt: later }],
    ["in a state nobody has heard of", { status: "DREAMING" }, "silent"],
    ["of another capture", { links: up("OTHER1") }, "silent"],
    ["another refund", { id: "OTHER1" }, "silent"],
    ["of half a cent", { amount: { currency_code: "USD", value: "0.005" } }, "silent"],
  ])("can be asked about: %s", async (_what, changes, outcome) => {
    const { refunds, log } = refunding({ [`GET /v2/payments/refunds/${report.providerRef}`]: [200, made(changes)] });
    expect(await refunds.lookUp?.({ ...refund, providerReference: report.providerRef }, submitted, log)).toEqual(
      outcome,
    );
  });

  test("whose answer was lost is found in its order by our own id", async () => {
    const others = [made({ id: "OTHER1", custom_id: undefined }), made({ id: "OTHER2", links: up("OTHER") }), made()];
    const { refunds, log } = refunding({ "GET /v2/checkout/orders": [200, ofOrder(others)] });

    expect(await refunds.lookUp?.(refund, submitted, log)).toEqual(report);
    expect(await refunds.lookUp?.({ ...refund, id: "ref_02" }, submitted, log)).toBe("waiting");
    expect(await refunds.list?.(CAPTURE, submitted, log)).toEqual([
      { ...report, providerRef: "OTHER1", ourId: null },
      report,
    ]);
  });

  test("lists nothing, rather than too little, when the order is not told whole", async () => {
    const list = async (answer: Canned) => {
      const { refunds, log } = refunding({ "GET /v2/checkout/orders": answer });
      return refunds.list?.(CAPTURE, submitted, log);
    };
    expect(await list("silence")).toBeNull();
    expect(await list([200, ofOrder([made({ status: "DREAMING" })])])).toBeNull();
    expect(await list([200, { ...ofOrder([]), id: "OTHER" }])).toBeNull();
    expect(await list([200, ofOrder([])])).toEqual([]);
  });
});

test.each<[string, Canned, string | null]>([
  ["of ours", [200, capture()], "pay_01"],
  ["without an id of ours", [200, capture({ custom_id: undefined })], ""],
  ["of another merchant", [200, capture({ payee: { merchant_id: "OTHER" } })], ""],
  ["that PayPal does not know", NOT_FOUND, ""],
  ["that is another", [200, capture({ id: "OTHER" })], null],
  ["that nobody answers for", "silence", null],
  ["behind a broken door", [404, "<html>"], null],
])("the attempt of a capture %s", async (_what, answer, attempt) => {
  const { gateway, log } = open({ [`GET /v2/payments/captures/${CAPTURE}`]: answer });
  expect(await gateway.attemptOfCapture?.(CAPTURE, log)).toBe(attempt);
});

describe("a signature", () => {
  const genuine = selfSigned();
  const body = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}';
  const HOST = "https://api.sandbox.paypal.com";
  const FOLDER = "/v1/notifications/certs/";
  const fresh = () => `${HOST}${FOLDER}CERT-${randomUUID()}`; // certificates are kept by their address
  const signed = (text: string, changes: Record<string, string> = {}, key: KeyObject = genuine.key) => {
    const id = changes["paypal-transmission-id"] ?? randomUUID();
    const time = changes["paypal-transmission-time"] ?? new Date().toISOString().replace(/\.\d+/, "");
    const message = [id, time, changes.webhook ?? config.webhookId, crc32(text)].join("|");
    return {
      "paypal-transmission-id": id,
      "paypal-transmission-time": time,
      "paypal-transmission-sig": createSign("RSA-SHA256").update(message).sign(key, "base64"),
      "paypal-cert-url": fresh(),
      "paypal-auth-algo": "SHA256withRSA",
      "paypal-auth-version": "v2",
      ...changes,
    };
  };
  const verify = async (
    headers: Record<string, string>,
    { text = body, answer = [200, genuine.pem] as Canned, changes = {} as Partial<PaypalConfig>, scale = 1 } = {},
  ) => {
    const { gateway, asked } = open({ "GET /": answer }, changes, scale);
    return { outcome: await gateway.verifyEvent?.({ headers: new Headers(headers), body: text }), asked };
  };

  test("is made over the CRC of the published vectors", () => {
    expect(crc32("123456789")).toBe(3_421_780_262);
    expect(crc32(body)).toBe(2_325_436_976);
  });

  test("over time, webhook and raw body counts, by a certificate that is fetched once", async () => {
    const headers = signed(body);
    const first = await verify(headers);
    const second = await verify(signed(body, { "paypal-cert-url": headers["paypal-cert-url"] }), { answer: "silence" });

    expect([first.outcome, second.outcome]).toEqual(["signed", "signed"]);
    expect(first.asked.map(({ url }) => url.href)).toEqual([headers["paypal-cert-url"]]);
    expect(second.asked).toEqual([]);
  });

  test("over letters beyond ASCII and escaped slashes counts by their bytes", async () => {
    const text = '{"name":"Chai ya asubuhi, \u00e9\u0928\u0947\ud83e\uded6","href":"https:\\/\\/x"}';
    expect((await verify(signed(text), { text })).outcome).toBe("signed");
  });

  test("of three days ago counts, for so long they are sent again", async () => {
    const time = new Date(NOW - 72 * HOUR).toISOString();
    expect((await verify(signed(body, { "paypal-transmission-time": time }))).outcome).toBe("signed");
  });

  test.each<[string, Record<string, string>, string?]>([
    ["of another body", {}, `${body} `],
    ["of the body written anew", {}, JSON.stringify(JSON.parse(body), null, 1)],
    ["for another app's webhook", { webhook: "WH-THEIRS" }],
  ])("%s does not count", async (_what, changes, text) => {
    expect((await verify(signed(body, changes), { text: text ?? body })).outcome).toBe("unsigned");
  });

  test.each<[string, Record<string, string>]>([
    ["without any header", Object.fromEntries(Object.keys(signed(body)).map((name) => [name, ""]))],
    ["by another algorithm", { "paypal-auth-algo": "SHA1withRSA" }],
    ["five days old", { "paypal-transmission-time": new Date(NOW - 120 * HOUR).toISOString() }],
    ["of no time", { "paypal-transmission-time": "yesterday" }],
    ["whose id has a bar in it", { "paypal-transmission-id": "a|b" }],
    ["that is no base64", { "paypal-transmission-sig": "!".repeat(344) }],
    ["that is too short", { "paypal-transmission-sig": "AAAA" }],
    ["by an address of somebody else's", { "paypal-cert-url": `https://evil.example${FOLDER}CERT-1` }],
    ["by an address that ends alike", { "paypal-cert-url": `https://notpaypal.com${FOLDER}CERT-1` }],
    ["by an address that begins alike", { "paypal-cert-url": `${HOST}.evil.example${FOLDER}CERT-1` }],
    ["by an address with a name before it", { "paypal-cert-url": `${HOST}@evil.example${FOLDER}CERT-1` }],
    ["by an address that is not encrypted", { "paypal-cert-url": `http://api.sandbox.paypal.com${FOLDER}CERT-1` }],
    ["by an address in another folder", { "paypal-cert-url": `${HOST}/upload/CERT-1` }],
    ["by an address that climbs out of the folder", { "paypal-cert-url": `${HOST}${FOLDER}../../../upload` }],
    ["by an address with an escaped slash", { "paypal-cert-url": `${HOST}${FOLDER}..%2f..%2fupload` }],
    ["by an address with a question", { "paypal-cert-url": `${HOST}${FOLDER}CERT-1?then=https://evil.example` }],
    ["by an address below another", { "paypal-cert-url": `${HOST}/upload${FOLDER}CERT-1` }],
    [
      "by an address of PayPal's that keeps no certificates",
      { "paypal-cert-url": `https://x.paypal.com${FOLDER}CERT-1` },
    ],
    ["by an address of the other mode", { "paypal-cert-url": `https://api.paypal.com${FOLDER}CERT-1` }],
    ["by an address of this machine", { "paypal-cert-url": `https://127.0.0.1${FOLDER}CERT-1` }],
    ["by no address", { "paypal-cert-url": "CERT-1" }],
  ])("%s does not, and nobody is asked", async (_what, changes) => {
    expect(await verify({ ...signed(body), ...changes })).toEqual({ outcome: "unsigned", asked: [] });
  });

  test("by a simulator counts where its host is configured, and there alone", async () => {
    const url = `http://localhost:8790/paypal${FOLDER}CERT-${randomUUID()}`;
    const changes = { certificateHost: "localhost:8790" };
    const headers = signed(body, { "paypal-cert-url": url });

    expect(await verify(headers)).toEqual({ outcome: "unsigned", asked: [] });
    expect(await verify(signed(body), { changes })).toEqual({ outcome: "unsigned", asked: [] });
    expect((await verify({ ...headers, "paypal-cert-url": url.replace("8790", "8791") }, { changes })).outcome).toBe(
      "unsigned",
    );
    expect((await verify(headers, { changes })).outcome).toBe("signed");
  });

  test.each<[string, Parameters<typeof selfSigned>[0]]>([
    ["that has ended", { to: NOW - 1_000 }],
    ["whose time has not come", { from: NOW + HOUR }],
    ["for something else of PayPal's", { name: "www.paypal.com" }],
    ["of somebody else", { name: "messageverificationcerts.evil.example" }],
    ["whose name ends alike", { name: "messageverificationcerts.notpaypal.com" }],
    ["with a key of another kind", { kind: "ec" }],
  ])("by a certificate %s does not", async (_what, parts) => {
    const { pem, key } = selfSigned(parts);
    const signer = parts?.kind === "ec" ? genuine.key : key;
    expect((await verify(signed(body, {}, signer), { answer: [200, pem] })).outcome).toBe("unsigned");
  });

  test("by a key that is not the certificate's does not", async () => {
    expect((await verify(signed(body, {}, selfSigned().key))).outcome).toBe("unsigned");
  });

  test.each<[string, Canned]>([
    ["no answer", "silence"],
    ["an internal error", [503, ""]],
    ["too many requests", [429, ""]],
    ["a redirect", [302, ""]],
    ["half a certificate", [200, genuine.pem.slice(0, 200)]],
    ["a certificate of 17 kB", [200, genuine.pem + " ".repeat(17_000)]],
  ])("whose certificate is not to be had (%s) cannot be told now", async (_what, answer) => {
    const headers = signed(body);
    expect((await verify(headers, { answer })).outcome).toBe("no-certificate");
    expect(await verify(headers)).toEqual({ outcome: "no-certificate", asked: [] }); // for a minute nobody asks again
  });

  test("whose certificate does not exist does not count, and nobody asks again for a minute", async () => {
    const headers = signed(body);
    expect((await verify(headers, { answer: [404, ""] })).outcome).toBe("unsigned");
    expect(await verify(headers)).toEqual({ outcome: "unsigned", asked: [] });
  });

  test("whose certificate could not be had is checked when the minute is over", async () => {
    const headers = signed(body);
    expect((await verify(headers, { answer: "silence", scale: 0 })).outcome).toBe("no-certificate");
    expect((await verify(headers)).outcome).toBe("signed");
  });
});

describe("an event", () => {
  const AT = "2026-11-20T06:30:45.000Z";
  const event = (event_type: string, resource: unknown, more: object = {}) =>
    JSON.stringify({ id: "WH-58D3-8HN6", event_version: "1.0", create_time: AT, event_type, resource, ...more });
  const read = (body: string) => open().gateway.readEvent?.(body);
  const news = (type: string, resource: unknown) => read(event(type, resource))?.news;
  const told = (changes: object = {}) =>
    capture({
      supplementary_data: { related_ids: { order_id: ORDER } },
      payee: { merchant_id: "DUKAMERCHANT1" },
      ...changes,
    });

  test.each<[string, object, object]>([
    ["CHECKOUT.ORDER.APPROVED", order("APPROVED"), { status: "approved" }],
    [
      "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
      { order_id: ORDER, purchase_units: [{ custom_id: "pay_01" }] },
      { status: "expired", code: "approval-reversed" },
    ],
    ["PAYMENT.CAPTURE.COMPLETED", told(), captured],
    ["PAYMENT.CAPTURE.PENDING", told({ status: "PENDING" }), { status: "pending", providerOther: CAPTURE }],
    ["PAYMENT.CAPTURE.DENIED", told({ status: "DECLINED" }), { status: "declined", code: "DECLINED" }],
    ["PAYMENT.CAPTURE.DECLINED", told({ status: "DECLINED" }), { status: "declined", code: "DECLINED" }],
    ["PAYMENT.CAPTURE.COMPLETED", told({ status: "DREAMING" }), { status: "waiting" }],
  ])("%s is news of the order it names", (type, resource, report) => {
    expect(read(event(type, resource))).toEqual({
      id: "WH-58D3-8HN6",
      what: type,
      ours: true,
      news: { kind: "payment", providerReference: ORDER, claimedAttemptId: "pay_01", report },
    });
  });

  test("of a capture that names no order is bound by the capture itself", () => {
    expect(news("PAYMENT.CAPTURE.COMPLETED", capture())).toMatchObject({ providerReference: CAPTURE });
  });

  test.each<[string, unknown]>([
    [
      "PAYMENT.CAPTURE.REVERSED",
      { id: "REV1", status: "COMPLETED", amount: { currency_code: "USD", value: "5.00" }, links: [] },
    ],
    ["PAYMENT.CAPTURE.COMPLETED", told({ amount: { currency_code: "EUR", value: "5.00" } })],
    ["PAYMENT.CAPTURE.REFUNDED", told()],
    ["CUSTOMER.DISPUTE.CREATED", { dispute_id: "PP-D-1" }],
    ["BILLING.PLAN.CREATED", {}],
  ])("%s of which nothing can be booked is kept, and changes nothing", (type, resource) => {
    expect(news(type, resource)).toEqual({ kind: "other" });
  });

  test.each<[string, unknown, boolean]>([
    ["our own", told(), true],
    ["one that names no payee", capture(), true],
    ["another merchant's capture", told({ payee: { merchant_id: "OTHER" } }), false],
    ["another merchant's order", order("APPROVED", [], { payee: { merchant_id: "OTHER" } }), false],
    ["another merchant's dispute", { disputed_transactions: [{ seller: { merchant_id: "OTHER" } }] }, false],
  ])("%s is told apart", (_what, resource, ours) => {
    expect(read(event("PAYMENT.CAPTURE.COMPLETED", resource))?.ours).toBe(ours);
  });

  test.each([
    ["PAYMENT.CAPTURE.REFUNDED", "COMPLETED", "done"],
    ["PAYMENT.REFUND.PENDING", "PENDING", "pending"],
    ["PAYMENT.REFUND.FAILED", "FAILED", "failed"],
  ])("%s is news of a refund, whose capture a link names", (type, status, outcome) => {
    const refund = {
      id: "1JU08902781691411",
      status,
      amount: { currency_code: "USD", value: "5.00" },
      custom_id: "ref_01",
      create_time: AT,
      links: [{ rel: "up", href: `https://api-m.sandbox.paypal.com/v2/payments/captures/${CAPTURE}` }],
    };
    const report = {
      providerRef: "1JU08902781691411",
      captureRef: CAPTURE,
      ourId: "ref_01",
      amount: money(500, "USD"),
      status: outcome,
      ...(outcome === "failed" && { code: "FAILED" }),
      occurredAt: Date.parse(AT),
    };
    expect(news(type, refund)).toEqual({ kind: "refund", report });
    const madeElsewhere = { ...refund, custom_id: "A7QK2M9" };
    expect(news(type, madeElsewhere)).toEqual({ kind: "refund", report: { ...report, ourId: null } });
  });

  describe("of a dispute", () => {
    const dispute = (stage: string | undefined, status: string, outcome_code?: string) => ({
      dispute_id: "PP-D-4012",
      status,
      dispute_life_cycle_stage: stage,
      dispute_amount: { currency_code: "USD", value: "79.05" },
      disputed_transactions: [{ seller_transaction_id: CAPTURE, seller: { merchant_id: "DUKAMERCHANT1" } }],
      update_time: AT,
      seller_response_due_date: "2026-12-01T00:00:00.000Z",
      ...(outcome_code && { dispute_outcome: { outcome_code } }),
    });
    const told = (type: string, object: object) => {
      const found = news(`CUSTOMER.DISPUTE.${type}`, object);
      if (found?.kind !== "dispute") throw new Error("no dispute");
      return found.report;
    };

    test("names the capture, the day and the provider's word", () => {
      expect(told("CREATED", dispute("CHARGEBACK", "WAITING_FOR_SELLER_RESPONSE"))).toMatchObject({
        providerRef: "PP-D-4012",
        captureRef: CAPTURE,
        amount: money(7_905, "USD"),
        state: "WAITING_FOR_SELLER_RESPONSE",
        updatedAt: Date.parse(AT),
        dueBy: Date.parse("2026-12-01T00:00:00.000Z"),
      });
    });

    test.each<[string | undefined, string, string | undefined, string, boolean]>([
      ["INQUIRY", "OPEN", undefined, "none", true],
      [undefined, "OPEN", undefined, "none", true],
      ["INQUIRY", "RESOLVED", "CANCELED_BY_BUYER", "none", false],
      ["INQUIRY", "RESOLVED", "RESOLVED_SELLER_FAVOUR", "none", false],
      ["INQUIRY", "RESOLVED", "RESOLVED_BUYER_FAVOUR", "held", false],
      ["CHARGEBACK", "UNDER_REVIEW", undefined, "held", true],
      ["PRE_ARBITRATION", "OPEN", undefined, "held", true],
      ["CHARGEBACK", "RESOLVED", "RESOLVED_BUYER_FAVOUR", "held", false],
      ["CHARGEBACK", "RESOLVED", "RESOLVED_SELLER_FAVOUR", "returned", false],
      ["ARBITRATION", "RESOLVED", "RESOLVED_WITH_PAYOUT", "returned", false],
      ["CHARGEBACK", "RESOLVED", "CANCELED_BY_BUYER", "returned", false],
    ])("at %s, %s (%s): %s", (stage, status, outcome, money, isOpen) => {
      expect(told("UPDATED", dispute(stage, status, outcome))).toMatchObject({ money, isOpen });
    });

    test("ranks what happens at one moment by how far along it is", () => {
      const ranks = [
        told("CREATED", dispute("INQUIRY", "OPEN")),
        told("UPDATED", dispute("INQUIRY", "OPEN")),
        told("UPDATED", dispute("CHARGEBACK", "OPEN")),
        told("RESOLVED", dispute("INQUIRY", "RESOLVED")),
        told("RESOLVED", dispute("CHARGEBACK", "RESOLVED")),
      ].map(({ rank }) => rank);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(new Set(ranks).size).toBe(ranks.length);
    });
  });

  test.each(["", "null", "[]", "{}", "not json", '{"id":"WH-1"}', event("X", null), event("X", []), event("", {})])(
    "that reads %j is none",
    (text) => {
      expect(read(text)).toBeNull();
    },
  );

  test("bent in any place never throws, and tells of whole cents or nothing", () => {
    const genuine = event("PAYMENT.CAPTURE.COMPLETED", told());
    const bent = fc
      .tuple(fc.nat(genuine.length), fc.nat(6), fc.string({ maxLength: 6 }))
      .map(([at, cut, put]) => genuine.slice(0, at) + put + genuine.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: bent }, fc.json()), (text) => {
        const found = read(text);
        if (found?.news.kind !== "payment" || found.news.report.status !== "captured") return;
        expect(Number.isSafeInteger(found.news.report.captured.amountMinor)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});

test("a browser that comes back names its order, as a claim", () => {
  const { gateway } = open();
  const back = (query: string) => gateway.readReturn?.(new URLSearchParams(query));
  expect(back(`token=${ORDER}&PayerID=X`)).toEqual({ providerReference: ORDER, amount: null });
  expect(back("token=../../v1")).toEqual({ providerReference: null, amount: null });
  expect(back("")).toEqual({ providerReference: null, amount: null });
});

test("asks by a plan that one number shortens, just after PayPal's own end among others", () => {
  const plan = open({}, {}, 0.001).gateway.plan;
  expect(plan.slice(0, 8)).toEqual([60, 120, 300, 900, 1_800, 3_600, 7_200, 11_100]);
  expect(plan.at(-1)).toBe(7 * 24 * 3_600);
});
