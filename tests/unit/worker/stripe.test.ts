import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { money } from "#domain/money";
import type { StripeConfig } from "#worker/config";
import type { Attempt } from "#worker/payments/gateway";
import { stripe } from "#worker/payments/gateways/stripe/index";
import { ADDRESSES, anAttempt, aRefund, type Canned, canned } from "./canned.ts";

const NOW = Date.parse("2026-11-21T06:30:00.700Z");
const SECRET = "whsec_test_secret";
const KEY = "sk_test_51SecretOfOurs";
const config: StripeConfig = {
  baseUrl: "https://api.stripe.com",
  secretKey: KEY,
  webhookSecret: { current: SECRET, previous: "whsec_the_one_before" },
  account: "acct_duka",
  mode: "test",
  minAmountMinor: 10_000,
};

function open(answers: Parameters<typeof canned>[0] = {}, changes: Partial<StripeConfig> = {}) {
  const door = canned(answers);
  return { ...door, gateway: stripe({ ...config, ...changes }, door.http, 1) };
}

/** An attempt as it is stored before its request leaves. */
const prepared = (changes: Partial<Attempt> = {}): Attempt => {
  const attempt = anAttempt("stripe", 145_000, "KES", changes);
  return { ...attempt, wire: open().gateway.prepare(attempt, ADDRESSES, NOW) };
};
const submitted = prepared({ providerReference: "cs_test_a1", submittedAt: NOW });

const session = (changes: object = {}) => ({
  id: "cs_test_a1",
  object: "checkout.session",
  url: "https://checkout.stripe.com/c/pay/cs_test_a1#secret",
  status: "open",
  payment_status: "unpaid",
  amount_total: 145_000,
  currency: "kes",
  client_reference_id: "pay_01",
  payment_intent: null,
  expires_at: 1_795_170_600,
  customer_details: { email: "amina@example.com" },
  metadata: { attempt_id: "pay_01" },
  livemode: false,
  ...changes,
});
const intent = { id: "pi_3Q", status: "succeeded", created: 1_795_168_000 };
const paid = { status: "complete", payment_status: "paid", payment_intent: intent };
const error = (code: string, type = "invalid_request_error") => ({ error: { type, code, message: `no: ${KEY}` } });

describe("a page to pay on", () => {
  test("is asked for under our key, for one line with the order's total, in the pinned version", async () => {
    const { gateway, asked, log } = open({ "POST /v1/checkout/sessions": [200, session()] });

    const opened = await gateway.open(prepared(), ADDRESSES, log);

    expect(opened).toEqual({
      status: "open",
      providerReference: "cs_test_a1",
      providerOther: null,
      redirectUrl: "https://checkout.stripe.com/c/pay/cs_test_a1#secret",
      expiresAt: 1_795_170_600_000,
    });
    expect(asked[0]?.headers).toMatchObject({
      Authorization: `Bearer ${KEY}`,
      "Stripe-Version": "2026-10-28.endive",
      "Idempotency-Key": "pay_01/create",
      "Content-Type": "application/x-www-form-urlencoded",
    });
    expect(asked[0]?.body).toContain("line_items[0][price_data][currency]=kes&"); // the brackets as they are
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      mode: "payment",
      success_url: "https://duka.example/pay/xx/back-token?session_id={CHECKOUT_SESSION_ID}",
      cancel_url: "https://duka.example/pay/xx/back-token/cancelled",
      "line_items[0][price_data][currency]": "kes",
      "line_items[0][price_data][unit_amount]": "145000",
      "line_items[0][price_data][product_data][name]": "Order A7QK2M9",
      "line_items[0][quantity]": "1",
      client_reference_id: "pay_01",
      "metadata[attempt_id]": "pay_01",
      "payment_intent_data[metadata][attempt_id]": "pay_01",
      expires_at: String(Math.floor(NOW / 1_000) + 31 * 60),
      "allowed_payment_method_types[0]": "card",
      "adaptive_pricing[enabled]": "false",
    });
  });

  test("is asked for again with the same bytes, whatever the time and the shop's address are by then", async () => {
    const { gateway, asked, log } = open({ "POST /v1/checkout/sessions": "silence" });
    const stored: Attempt = { ...prepared(), wire: JSON.parse(JSON.stringify(prepared().wire)) };

    await gateway.open(stored, ADDRESSES, log);
    await gateway.open(stored, { ...ADDRESSES, back: "https://moved.example" }, log);

    expect(asked[1]).toEqual(asked[0]);
  });

  test("leaves a log with neither key, page, addresses nor the payer in it, but with Stripe's own name for the request", async () => {
    const { gateway, wires, log } = open({
      "POST /v1/checkout/sessions": [200, session(), "req_abc"],
      "GET /v1/checkout/sessions": [400, error("parameter_invalid")],
    });

    await gateway.open(prepared(), ADDRESSES, log);
    await gateway.lookUp(submitted, log);

    expect(wires[0]).toMatchObject({
      what: "create-session",
      answer: expect.stringMatching(/^200 req_abc .*cs_test_a1/),
    });
    expect(wires[0]?.request).toContain("line_items[0][price_data][unit_amount]=145000");
    expect(JSON.stringify(wires)).not.toMatch(/sk_test|duka\.example|checkout\.stripe\.com|amina@|back-token/);
  });

  test.each<[string, Canned, object]>([
    ["no answer", "silence", { status: "unknown", trouble: true }],
    ["an internal error", [500, error("", "api_error")], { status: "unknown", trouble: true }],
    ["a page of something before it", [503, "<html>"], { status: "unknown", trouble: true }],
    ["too many requests", [429, error("rate_limit")], { status: "unknown", trouble: true }],
    ["half an answer", [200, '{"id":"cs_te'], { status: "unknown", trouble: true }],
    ["an answer of other types", [200, { id: 7, url: [] }], { status: "unknown", trouble: true }],
    ["a page that is no address", [200, session({ url: "javascript:alert(1)" })], { status: "unknown", trouble: true }],
    ["a redirect", [302, ""], { status: "unknown", trouble: true }],
    [
      "the same request still under way",
      [409, error("idempotency_key_in_use", "idempotency_error")],
      { status: "unknown", trouble: false },
    ],
    ["too small an amount", [400, error("amount_too_small")], { status: "refused", code: "amount_too_small" }],
    ["a mistake of ours", [400, error("parameter_unknown")], { status: "refused", code: "refused" }],
    ["a wrong key", [401, error("")], { status: "refused", code: "refused" }],
    ["other bytes under that key", [400, error("", "idempotency_error")], { status: "refused", code: "refused" }],
  ])("that is answered by %s", async (_what, answer, outcome) => {
    const { gateway, log } = open({ "POST /v1/checkout/sessions": answer });
    expect(await gateway.open(prepared(), ADDRESSES, log)).toEqual(outcome);
  });
});

describe("asking what became of it", () => {
  const ask = async (answer: Canned, changes: Partial<StripeConfig> = {}) => {
    const { gateway, log } = open({ "GET /v1/checkout/sessions/cs_test_a1": answer }, changes);
    return gateway.lookUp(submitted, log);
  };
  const captured = {
    status: "captured",
    captured: money(145_000, "KES"),
    providerRef: "pi_3Q",
    providerOther: "pi_3Q",
    occurredAt: 1_795_168_000_000,
    receipt: null,
  };
  const bounced = { ...intent, status: "requires_payment_method", last_payment_error: { code: "card_declined" } };

  test.each<[string, object, object]>([
    ["an open page", {}, { status: "waiting" }],
    ["a page that has ended", { status: "expired" }, { status: "expired", code: "session-expired" }],
    ["a paid one", paid, captured],
    [
      "a paid one whose intent is only named",
      { ...paid, payment_intent: "pi_3Q" },
      { ...captured, occurredAt: expect.any(Number) },
    ],
    ["a paid one with capitals", { ...paid, currency: "KES" }, captured],
    ["another amount", { ...paid, amount_total: 100 }, { ...captured, captured: money(100, "KES") }],
    ["another currency of ours", { ...paid, currency: "npr" }, { ...captured, captured: money(145_000, "NPR") }],
    [
      "money that is still on its way",
      { ...paid, payment_status: "unpaid", payment_intent: { ...intent, status: "processing" } },
      { status: "pending", providerOther: "pi_3Q" },
    ],
    [
      "money that bounced",
      { ...paid, payment_status: "unpaid", payment_intent: bounced },
      { status: "failed", code: "card_declined" },
    ],
    ["a currency we do not have", { ...paid, currency: "jpy" }, { status: "silent" }],
    ["a fraction of a cent", { ...paid, amount_total: 145_000.5 }, { status: "silent" }],
    ["an amount in text", { ...paid, amount_total: "145000" }, { status: "silent" }],
    ["a paid one without an intent", { ...paid, payment_intent: null }, { status: "silent" }],
    ["nothing to pay", { ...paid, payment_status: "no_payment_required" }, { status: "silent" }],
    ["another session", { ...paid, id: "cs_test_a2" }, { status: "silent" }],
    ["another attempt", { ...paid, client_reference_id: "pay_02" }, { status: "silent" }],
    ["live money", { ...paid, livemode: true }, { status: "silent" }],
    ["a state nobody has heard of", { status: "thinking" }, { status: "silent" }],
  ])("and hearing of %s", async (_what, changes, report) => {
    expect(await ask([200, session(changes)])).toEqual(report);
  });

  test.each<[string, Canned]>([
    ["nothing", "silence"],
    ["not found", [404, error("resource_missing")]],
    ["an internal error", [500, ""]],
    ["half an answer", [200, '{"id":"cs_te']],
    ["a wrong key", [401, error("")]],
    ["null", [200, "null"]],
  ])("and hearing %s decides nothing", async (_what, answer) => {
    expect(await ask(answer)).toEqual({ status: "silent" });
  });

  test("of a live shop hears only of live money", async () => {
    expect((await ask([200, session({ ...paid, livemode: true })], { mode: "live" })).status).toBe("captured");
    expect((await ask([200, session(paid)], { mode: "live" })).status).toBe("silent");
  });

  test("before its reference is known asks nobody", async () => {
    const { gateway, asked, log } = open();
    expect(await gateway.lookUp(prepared(), log)).toEqual({ status: "silent" });
    expect(asked).toEqual([]);
  });

  test("never throws, and finds money only where all of id, attempt, mode and state agree", async () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom("paid", "complete", "kes", "pi_1", true, false, 5));
    const shape = fc.dictionary(fc.constantFrom(...Object.keys(session())), member);
    await fc.assert(
      fc.asyncProperty(fc.oneof(shape, fc.jsonValue()), async (changes) => {
        const body = { ...session(paid), ...(changes as object) };
        const report = await ask([200, body]);
        if (report.status !== "captured") return;
        expect(body).toMatchObject({
          id: "cs_test_a1",
          client_reference_id: "pay_01",
          livemode: false,
          payment_status: "paid",
        });
        expect(report.captured.amountMinor).toBe(body.amount_total);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("withdrawing a page", () => {
  const withdraw = async (expire: Canned, read: Canned = "silence", attempt = submitted) => {
    const { gateway, log } = open({ "POST /v1/checkout/sessions/cs_test_a1/expire": expire, "GET /v1/checkout": read });
    return gateway.withdraw(attempt, log);
  };
  const tooLate: Canned = [400, error("")];

  test.each<[string, Canned, Canned, string]>([
    ["that Stripe ends", [200, session({ status: "expired" })], "silence", "withdrawn"],
    ["that has been paid", tooLate, [200, session(paid)], "captured"],
    ["whose money is on its way", tooLate, [200, session({ ...paid, payment_status: "unpaid" })], "cannot"],
    ["that has ended already", tooLate, [200, session({ status: "expired" })], "withdrawn"],
    ["that is open all the same", [500, ""], [200, session()], "cannot"],
    ["while nobody answers", "silence", "silence", "cannot"],
    ["and hearing nonsense", [200, "ok"], [200, "ok"], "cannot"],
  ])("%s", async (_what, expire, read, outcome) => {
    expect(await withdraw(expire, read)).toBe(outcome);
  });

  test("whose making is under way cannot be done; before anything was sent there is nothing to do", async () => {
    expect(await withdraw("silence", "silence", prepared({ submittedAt: NOW }))).toBe("cannot");
    expect(await withdraw("silence", "silence", prepared())).toBe("withdrawn");
  });
});

describe("giving money back", () => {
  const made = (changes: object = {}) => ({
    id: "re_1",
    object: "refund",
    status: "succeeded",
    amount: 5_000,
    currency: "kes",
    created: 1_795_169_000,
    payment_intent: "pi_3Q",
    charge: "ch_1",
    metadata: { refund_id: "ref_01" },
    ...changes,
  });
  const report = {
    providerRef: "re_1",
    captureRef: "pi_3Q",
    ourId: "ref_01",
    amount: money(5_000, "KES"),
    status: "done",
    occurredAt: 1_795_169_000_000,
  };
  const refund = aRefund("pi_3Q", 5_000, "KES");
  const refunding = (answers: Parameters<typeof canned>[0]) => {
    const { gateway, ...door } = open(answers);
    if (!gateway.refunds) throw new Error("no refunds");
    return { ...door, refunds: gateway.refunds };
  };
  const send = async (answer: Canned) => {
    const { refunds, log } = refunding({ "POST /v1/refunds": answer });
    return refunds.send(refund, submitted, "", log);
  };

  test("is asked for under our key, and the refund carries our id", async () => {
    const { refunds, asked, log } = refunding({ "POST /v1/refunds": [200, made()] });

    const sent = await refunds.send(refund, submitted, "", log);

    expect(sent).toEqual({ status: "done", providerRef: "re_1", occurredAt: 1_795_169_000_000 });
    expect(asked[0]?.headers["Idempotency-Key"]).toBe("ref_01/refund");
    expect(asked[0]?.body).toBe("payment_intent=pi_3Q&amount=5000&metadata[refund_id]=ref_01");
  });

  test.each<[string, Canned, object]>([
    ["pending", [200, made({ status: "pending" })], { status: "pending", providerRef: "re_1" }],
    ["waiting for the payer", [200, made({ status: "requires_action" })], { status: "pending", providerRef: "re_1" }],
    [
      "failed at once: it is asked about",
      [200, made({ status: "failed" })],
      { status: "pending", providerRef: "re_1" },
    ],
    ["refused", [400, error("charge_already_refunded")], { status: "refused", code: "charge_already_refunded" }],
    ["refused without a code", [400, error("")], { status: "refused", code: "refused" }],
    ["not answered", "silence", { status: "unknown" }],
    ["answered in halves", [200, '{"id":"re_'], { status: "unknown" }],
    ["answered by an ill Stripe", [500, error("", "api_error")], { status: "unknown" }],
    ["still under way", [409, error("", "idempotency_error")], { status: "unknown" }],
    ["under a key of other bytes, which may be a refund", [400, error("", "idempotency_error")], { status: "unknown" }],
    ["turned away at the door, as an earlier sending may not have been", [401, error("")], { status: "unknown" }],
  ])("may be %s", async (_what, answer, outcome) => {
    expect(await send(answer)).toEqual(outcome);
  });

  test("is not sent again past the life of its key when Stripe has it, or says nothing", async () => {
    const old = { ...refund, submittedAt: Date.now() - 21 * 3_600_000 };
    const list = (answer: Canned) =>
      refunding({ "GET /v1/refunds": answer, "POST /v1/refunds": [200, made({ id: "re_2" })] });
    const known = list([200, { data: [made()], has_more: false }]);
    const silent = list("silence");
    const unknown = list([200, { data: [], has_more: false }]);

    expect(await known.refunds.send(old, submitted, "", known.log)).toMatchObject({ providerRef: "re_1" });
    expect(await silent.refunds.send(old, submitted, "", silent.log)).toEqual({ status: "unknown" });
    expect([...known.asked, ...silent.asked].map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(await unknown.refunds.send(old, submitted, "", unknown.log)).toMatchObject({ providerRef: "re_2" });
  });

  test.each<[string, object, object | string]>([
    ["done", {}, report],
    ["pending", { status: "pending" }, { ...report, status: "pending" }],
    [
      "failed",
      { status: "failed", failure_reason: "lost_or_stolen_card" },
      { ...report, status: "failed", code: "lost_or_stolen_card" },
    ],
    ["canceled", { status: "canceled" }, { ...report, status: "failed", code: "canceled" }],
    ["in a state nobody has heard of", { status: "dreaming" }, "silent"],
    ["of another payment", { payment_intent: "pi_4" }, "silent"],
    ["another refund", { id: "re_9" }, "silent"],
    ["of half a cent", { amount: 0.5 }, "silent"],
  ])("can be asked about: %s", async (_what, changes, outcome) => {
    const { refunds, log } = refunding({ "GET /v1/refunds/re_1": [200, made(changes)] });
    expect(await refunds.lookUp?.({ ...refund, providerReference: "re_1" }, submitted, log)).toEqual(outcome);
  });

  test("whose answer was lost is found among all of that payment by our own id", async () => {
    const others = { data: [made({ id: "re_7", metadata: {} }), made()], has_more: false };
    const { refunds, asked, log } = refunding({ "GET /v1/refunds": [200, others] });

    expect(await refunds.lookUp?.(refund, submitted, log)).toEqual(report);
    expect(await refunds.lookUp?.({ ...refund, id: "ref_02" }, submitted, log)).toBe("waiting");
    expect(asked[0]?.url.search).toBe("?payment_intent=pi_3Q&limit=100");
  });

  test("lists all of one payment's, or none when the list is not whole", async () => {
    const list = async (answer: Canned) => {
      const { refunds, log } = refunding({ "GET /v1/refunds": answer });
      return refunds.list?.("pi_3Q", submitted, log);
    };
    expect(await list([200, { data: [made({ metadata: {} })], has_more: false }])).toEqual([
      { ...report, ourId: null },
    ]);
    expect(await list([200, { data: [made()], has_more: true }])).toBeNull();
    expect(await list([200, { data: [{}], has_more: false }])).toBeNull();
    expect(await list("silence")).toBeNull();
  });
});

test.each<[string, Canned, string | null]>([
  ["of ours", [200, { id: "pi_3Q", livemode: false, metadata: { attempt_id: "pay_01" } }], "pay_01"],
  ["of nobody's", [200, { id: "pi_3Q", livemode: false, metadata: {} }], ""],
  ["of the other mode", [200, { id: "pi_3Q", livemode: true, metadata: { attempt_id: "pay_01" } }], ""],
  ["that Stripe does not know", [404, error("resource_missing")], ""],
  ["that is another", [200, { id: "pi_4", livemode: false, metadata: {} }], null],
  ["that nobody answers for", "silence", null],
  ["behind a broken door", [404, "<html>"], null],
])("the attempt of an intent %s", async (_what, answer, attempt) => {
  const { gateway, log } = open({ "GET /v1/payment_intents/pi_3Q": answer });
  expect(await gateway.attemptOfCapture?.("pi_3Q", log)).toBe(attempt);
});

describe("a signature", () => {
  const body = '{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}';
  const VECTOR = "ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08"; // gateways/stripe.md, §7.1
  const v1 = (t: number | string, secret = SECRET, text = body) =>
    createHmac("sha256", secret).update(`${t}.${text}`).digest("hex");
  const now = Math.floor(Date.now() / 1_000);
  const verify = (header: string | null, text = body, changes: Partial<StripeConfig> = {}) => {
    const headers = new Headers(header === null ? {} : { "Stripe-Signature": header });
    return open({}, changes).gateway.verifyEvent?.({ headers, body: text });
  };

  test("fits the published vector, which is too old by now", async () => {
    expect(v1(1_700_000_000)).toBe(VECTOR);
    expect(await verify(`t=1700000000,v1=${VECTOR}`)).toBe("unsigned");
  });

  test.each<[string, string]>([
    ["over the time and the raw body", `t=${now},v1=${v1(now)}`],
    ["beside one that nobody is to believe", `t=${now},v1=${v1(now)},v0=${"0".repeat(64)}`],
    ["beside one by another secret", `t=${now},v1=${v1(now, "whsec_x")},v1=${v1(now)}`],
    ["by the secret before", `t=${now},v1=${v1(now, "whsec_the_one_before")}`],
    ["some minutes old", `t=${now - 240},v1=${v1(now - 240)}`],
    ["by a clock that is ahead", `t=${now + 900},v1=${v1(now + 900)}`],
    ["with room around its parts", `t=${now}, v1=${v1(now)}`],
  ])("%s counts", async (_what, header) => {
    expect(await verify(header)).toBe("signed");
  });

  test.each<[string, string | null, string?]>([
    ["that is missing", null],
    ["that is empty", ""],
    ["without a time", `v1=${v1("")}`],
    ["with two times", `t=${now},t=${now},v1=${v1(now)}`],
    ["with a time in words", `t=now,v1=${v1("now")}`],
    ["with a negative time", `t=-1,v1=${v1(-1)}`],
    ["only under v0", `t=${now},v0=${v1(now)}`],
    ["by another secret", `t=${now},v1=${v1(now, "whsec_x")}`],
    ["by an empty secret", `t=${now},v1=${v1(now, "")}`],
    ["of another time", `t=${now},v1=${v1(now - 1)}`],
    ["six minutes old", `t=${now - 360},v1=${v1(now - 360)}`],
    ["of another body", `t=${now},v1=${v1(now)}`, `${body} `],
    ["of the body written anew", `t=${now},v1=${v1(now)}`, JSON.stringify(JSON.parse(body), null, 1)],
    ["that is cut short", `t=${now},v1=${v1(now).slice(0, 63)}`],
    ["in capitals", `t=${now},v1=${v1(now).toUpperCase()}`],
  ])("%s does not", async (_what, header, text) => {
    expect(await verify(header, text)).toBe("unsigned");
  });

  test("by an empty secret counts for nothing where no secret is kept from before", async () => {
    const header = `t=${now},v1=${v1(now, "")}`;
    expect(await verify(header, body, { webhookSecret: { current: SECRET, previous: "" } })).toBe("unsigned");
  });
});

describe("an event", () => {
  const CREATED = 1_795_167_042;
  const event = (type: string, object: unknown, more: object = {}) =>
    JSON.stringify({
      id: "evt_1Q",
      object: "event",
      type,
      created: CREATED,
      livemode: false,
      data: { object },
      ...more,
    });
  const read = (body: string, changes: Partial<StripeConfig> = {}) => open({}, changes).gateway.readEvent?.(body);
  const news = (type: string, object: unknown) => read(event(type, object))?.news;
  const { livemode: _, ...told } = session({ ...paid, payment_intent: "pi_3Q" }); // as in the documentation, without its mode
  const captured = {
    status: "captured",
    captured: money(145_000, "KES"),
    providerRef: "pi_3Q",
    providerOther: "pi_3Q",
    occurredAt: CREATED * 1_000,
    receipt: null,
  };

  test.each<[string, object, object]>([
    ["checkout.session.completed", told, captured],
    [
      "checkout.session.completed",
      { ...told, payment_status: "unpaid" },
      { status: "pending", providerOther: "pi_3Q" },
    ],
    ["checkout.session.async_payment_succeeded", told, captured],
    [
      "checkout.session.async_payment_failed",
      { ...told, payment_status: "unpaid" },
      { status: "failed", code: "payment-failed" },
    ],
    ["checkout.session.expired", session({ status: "expired" }), { status: "expired", code: "session-expired" }],
    ["checkout.session.completed", { ...told, currency: "jpy" }, { status: "waiting" }],
  ])("%s is news of the session it names", (type, object, report) => {
    expect(read(event(type, object))).toEqual({
      id: "evt_1Q",
      what: type,
      ours: true,
      news: { kind: "payment", providerReference: "cs_test_a1", claimedAttemptId: "pay_01", report },
    });
  });

  test.each([
    ["payment_intent.payment_failed", { id: "pi_3Q", metadata: { attempt_id: "pay_01" } }],
    ["payment_intent.succeeded", { id: "pi_3Q", metadata: { attempt_id: "pay_01" } }],
    ["charge.refunded", { id: "ch_1", payment_intent: "pi_3Q", refunded: true }],
    ["checkout.session.completed", { id: "cs_test_a1" }],
    ["checkout.session.completed", null],
    ["refund.created", { id: "re_1" }],
    ["charge.dispute.created", { id: "du_1", amount: 5, currency: "kes", status: "lost", payment_intent: null }],
  ])("%s of which nothing can be booked is kept, and changes nothing", (type, object) => {
    expect(news(type, object)).toEqual({ kind: "other" });
  });

  test.each<[string, object, Partial<StripeConfig>, boolean]>([
    ["our own", {}, {}, true],
    ["our own, named", { account: "acct_duka" }, {}, true],
    ["another account's", { account: "acct_other" }, {}, false],
    ["live in a shop that tries", { livemode: true }, {}, false],
    ["live in a live shop", { livemode: true }, { mode: "live" }, true],
    ["a try in a live shop", {}, { mode: "live" }, false],
  ])("%s is told apart", (_what, more, changes, ours) => {
    expect(read(event("checkout.session.completed", told, more), changes)?.ours).toBe(ours);
  });

  test.each([
    ["refund.created", "pending", "pending"],
    ["refund.updated", "succeeded", "done"],
    ["refund.failed", "failed", "failed"],
  ])("%s books by the refund's own id", (type, status, outcome) => {
    const refund = {
      id: "re_1",
      status,
      amount: 5_000,
      currency: "kes",
      created: CREATED - 60,
      payment_intent: "pi_3Q",
      metadata: { refund_id: "ref_01" },
      failure_reason: "expired_or_canceled_card",
    };
    expect(news(type, refund)).toEqual({
      kind: "refund",
      report: {
        providerRef: "re_1",
        captureRef: "pi_3Q",
        ourId: "ref_01",
        amount: money(5_000, "KES"),
        status: outcome,
        ...(outcome === "failed" && { code: "expired_or_canceled_card" }),
        occurredAt: CREATED * 1_000,
      },
    });
  });

  describe("of a dispute", () => {
    const taken = { amount: -145_000, created: 100 };
    const back = { amount: 144_990, created: 200 }; // at another rate
    const dispute = (status: string, balance_transactions?: object[]) => ({
      id: "du_1",
      amount: 145_000,
      currency: "kes",
      status,
      payment_intent: "pi_3Q",
      evidence_details: { due_by: 1_796_000_000 },
      balance_transactions,
    });
    const told = (type: string, object: object) => {
      const found = news(`charge.dispute.${type}`, object);
      if (found?.kind !== "dispute") throw new Error("no dispute");
      return found.report;
    };

    test("names the payment, the day and the provider's word", () => {
      expect(told("created", dispute("needs_response", []))).toMatchObject({
        providerRef: "du_1",
        captureRef: "pi_3Q",
        amount: money(145_000, "KES"),
        state: "needs_response",
        isOpen: true,
        money: "none",
        updatedAt: CREATED * 1_000,
        dueBy: 1_796_000_000_000,
      });
    });

    test.each<[string, string, object[] | undefined, string, boolean]>([
      ["funds_withdrawn", "needs_response", undefined, "held", true],
      ["created", "needs_response", [taken], "held", true],
      ["updated", "under_review", [taken], "held", true],
      ["updated", "needs_response", [], "none", true],
      ["funds_reinstated", "won", [taken, back], "returned", false],
      ["closed", "won", undefined, "returned", false],
      ["updated", "under_review", [back, taken], "returned", true],
      ["closed", "lost", undefined, "held", false],
      ["created", "warning_needs_response", [], "none", true],
      ["closed", "warning_closed", [], "none", false],
      ["closed", "prevented", [], "none", false],
    ])("%s (%s, %j): %s", (type, status, transactions, money, isOpen) => {
      expect(told(type, dispute(status, transactions))).toMatchObject({ money, isOpen });
    });

    test("ranks what happens within one second by how far along it is", () => {
      const ranks = [
        told("created", dispute("warning_needs_response")),
        told("created", dispute("needs_response")),
        told("updated", dispute("needs_response")),
        told("funds_withdrawn", dispute("needs_response")),
        told("closed", dispute("lost")),
        told("funds_reinstated", dispute("won")),
        told("closed", dispute("won")),
      ].map(({ rank }) => rank);
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(new Set(ranks).size).toBe(ranks.length);
    });
  });

  test.each([
    "",
    "null",
    "[]",
    "{}",
    "not json",
    '{"id":"evt_1"}',
    '{"id":"","type":"x","created":1,"livemode":false,"data":{}}',
    event("x", {}, { created: 1.5 }),
  ])("that reads %j is none", (text) => {
    expect(read(text)).toBeNull();
  });

  test("bent in any place never throws, and tells of whole cents or nothing", () => {
    const genuine = event("checkout.session.completed", told);
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

test("a browser that comes back names its session, as a claim", () => {
  const { gateway } = open();
  const read = (query: string) => gateway.readReturn?.(new URLSearchParams(query));
  expect(read("session_id=cs_test_a1B2")).toEqual({ providerReference: "cs_test_a1B2", amount: null });
  expect(read("session_id={CHECKOUT_SESSION_ID}")).toEqual({ providerReference: null, amount: null });
  expect(read("session_id=cs_../../refunds")).toEqual({ providerReference: null, amount: null });
  expect(read("")).toEqual({ providerReference: null, amount: null });
});

test("asks by a plan that one number shortens, at the end of the page among others", () => {
  const { plan } = stripe(config, open().http, 0.001);
  expect(plan.slice(0, 5)).toEqual([60, 120, 300, 900, 1_920]);
  expect(plan.at(-1)).toBe(7 * 24 * 3_600);
});
