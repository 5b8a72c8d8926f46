import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { money } from "#domain/money";
import { MPESA } from "#tests/simulators/credentials";
import { callbackText } from "#tests/simulators/mpesa/callback";
import type { Push } from "#tests/simulators/mpesa/push";
import { openWorld } from "#tests/unit/simulators/world";
import type { MpesaConfig } from "#worker/config";
import { type Http, outbound } from "#worker/http";
import type { AccessToken, Tokens } from "#worker/objects/token-keeper";
import type { Addresses, Attempt, Wire } from "#worker/payments/gateway";
import { mpesa } from "#worker/payments/gateways/mpesa";
import { eastAfricaTime, password } from "#worker/payments/gateways/mpesa-door";

/** One token for the test, kept as the shop's keeper keeps it. */
function tokens(): Tokens & { present: AccessToken | null } {
  return {
    present: null,
    async get(mint, stale = null) {
      if (!this.present || this.present.value === stale) this.present = await mint();
      return this.present.value;
    },
  };
}

const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  id: "pay_1",
  orderId: "ord_1",
  gateway: "mpesa",
  reference: "A7QK2M9-1",
  account: MPESA.shortcode,
  amount: money(145_000, "KES"),
  phone: "+254712345678",
  providerReference: null,
  providerOther: null,
  wire: {},
  expiresAt: null,
  submittedAt: null,
  declines: 0,
  ...changes,
});

const addressesAt = (ear: string): Addresses => ({
  callback: `${ear}/webhooks/mk/${"ab".repeat(16)}`,
  back: `${ear}/pay/mk/x`,
  cancel: `${ear}/pay/mk/x/cancelled`,
  shop: ear,
});

/** The adapter against the simulated Daraja, over the shop's own door. */
async function open(changes: Partial<MpesaConfig> = {}) {
  const world = await openWorld();
  const config: MpesaConfig = {
    baseUrl: `${world.url}/mpesa`,
    consumerKey: MPESA.consumerKey,
    consumerSecret: MPESA.consumerSecret,
    shortCode: MPESA.shortcode,
    passkey: MPESA.passkey,
    merchantName: MPESA.merchantName,
    mode: "test",
    maxAmountMinor: 25_000_000,
    operator: null,
    c2b: false,
    partialReversals: false,
    ...changes,
  };
  const gateway = mpesa(config, outbound(new Set([new URL(world.url).host])), tokens(), 1);
  const wires: Wire[] = [];
  const log = (wire: Wire) => void wires.push(wire);
  return {
    ...world,
    gateway,
    wires,
    fault: (phase: string, fault: string, more: object = {}) =>
      world.control("faults", { provider: "mpesa", phase, fault, ...more }),
    send: (changes: Partial<Attempt> = {}) => gateway.open(attempt(changes), addressesAt(world.ear.url), log),
    ask: (providerReference: string | null) => gateway.lookUp(attempt({ providerReference }), log),
    decide: (decision: string) => world.control("decide", { provider: "mpesa", phone: "254712345678", decision }),
    pushes: async () => (await world.control("payments?provider=mpesa")).json.payments as Push[],
  };
}
const opened = async (shop: Awaited<ReturnType<typeof open>>): Promise<string> => {
  const answer = await shop.send();
  if (answer.status !== "open") throw new Error(`not open: ${JSON.stringify(answer)}`);
  return answer.providerReference;
};

describe("asking for money", () => {
  test("puts a prompt of whole shillings with our reference on the phone", async () => {
    const shop = await open();

    const answer = await shop.send();

    const [push] = await shop.pushes();
    expect(answer).toEqual({
      status: "open",
      providerReference: push?.checkoutRequestId,
      providerOther: push?.merchantRequestId,
    });
    expect(push).toMatchObject({ phone: "254712345678", amountShillings: 1_450, reference: "A7QK2M9-1" });
  });

  test("keeps a log of what went out and came back, without password or callback address", async () => {
    const shop = await open();
    await shop.send();

    expect(shop.wires).toHaveLength(1);
    expect(shop.wires[0]?.request).toContain('"Amount":1450');
    expect(shop.wires[0]?.request).not.toMatch(/webhooks|MTc0Mzc5/);
    expect(shop.wires[0]?.answer).toMatch(/^200 .*ws_CO_/);
  });

  test("goes on with a new token when another holder has made ours stale", async () => {
    const shop = await open();
    await opened(shop);
    await shop.decide("cancel");
    await shop.token(); // ends the one the adapter holds

    expect(await shop.send()).toMatchObject({ status: "open" });
  });

  test("of a number that is no Kenyan one, or none, sends nothing", async () => {
    const shop = await open();

    expect(await shop.send({ phone: "+447911123456" })).toEqual({ status: "refused", code: "bad-phone" });
    expect(await shop.send({ phone: null })).toEqual({ status: "refused", code: "bad-phone" });
    expect(await shop.pushes()).toEqual([]);
    expect(shop.gateway.checkPhone("+447911123456")).toContain("Kenyan numbers");
    expect(shop.gateway.checkPhone("+254712345678")).toBeNull();
  });

  test("for cents is refused before anything is sent, and never rounded", async () => {
    const shop = await open();

    expect(await shop.send({ amount: money(145_050, "KES") })).toEqual({ status: "refused", code: "cents" });
    expect(await shop.pushes()).toEqual([]);
  });

  test("while another prompt is open on that phone is refused as such", async () => {
    const shop = await open();
    await shop.send();
    expect(await shop.send()).toEqual({ status: "refused", code: "1001" });
  });

  test.each([
    ["a passkey that does not fit", { passkey: "0".repeat(64) }, "refused"],
    ["a short code nobody has", { shortCode: "600984" }, "refused"],
    ["a consumer secret that is wrong", { consumerSecret: "guess" }, "not-sent"],
  ])("with %s is refused, and nothing reaches the phone", async (_what, config, code) => {
    const shop = await open(config);

    expect(await shop.send()).toMatchObject({ status: "refused", code });
    expect(await shop.pushes()).toEqual([]);
  });

  test.each(["refused", "500", "429", "truncated", "html", "wrong-json"])(
    "without a token (%s) was not sent, and says so",
    async (fault) => {
      const shop = await open();
      await shop.fault("token", fault);
      expect(await shop.send()).toEqual({ status: "refused", code: "not-sent", trouble: true });
    },
  );

  test("that Daraja turns away for being busy was not sent", async () => {
    const shop = await open();
    await shop.fault("create", "429");
    expect(await shop.send()).toEqual({ status: "refused", code: "26", trouble: true });
  });

  test.each([
    ["a cut connection", "refused", {}],
    ["silence before the effect", "timeout-before-effect", { ms: 50 }],
    ["silence after the effect", "timeout-after-effect", { ms: 50 }],
    ["an internal error", "500", {}],
    ["half an answer", "truncated", {}],
    ["a page instead of an answer", "html", {}],
    ["an answer of other types", "wrong-json", {}],
    ["an answer of a megabyte", "huge", { bytes: 1_000_000 }],
    ["a small body that unpacks to two megabytes", "gzip-bomb", { bytes: 2_000_000 }],
  ])("answered by %s may have reached the phone: unknown, and never sent again", async (_what, fault, more) => {
    const shop = await open();
    await shop.fault("create", fault, more);

    expect(await shop.send()).toMatchObject({ status: "unknown" });

    const { json } = await shop.control("requests?provider=mpesa&path=processrequest");
    expect(json.requests).toHaveLength(1);
  });
});

describe("asking what became of it", () => {
  test("while it is undecided is waiting, whether Daraja says so as an error or as a result", async () => {
    const shop = await open();
    const reference = await opened(shop);

    expect(await shop.ask(reference)).toEqual({ status: "waiting" }); // 500.001.1001
    expect(await shop.ask(reference)).toEqual({ status: "waiting" }); // 4999
  });

  test("when it was approved is a capture of what we asked for, without a receipt", async () => {
    const shop = await open();
    const reference = await opened(shop);
    await shop.decide("approve");

    expect(await shop.ask(reference)).toEqual({
      status: "captured",
      captured: money(145_000, "KES"),
      providerRef: reference,
      occurredAt: expect.any(Number),
      receipt: null,
    });
  });

  test.each([
    ["cancel", "1032"],
    ["wrong-pin", "2001"],
    ["insufficient", "1"],
  ])("when the payer chose %s has failed with %s", async (decision, code) => {
    const shop = await open();
    const reference = await opened(shop);
    await shop.decide(decision);
    expect(await shop.ask(reference)).toEqual({ status: "failed", code });
  });

  test("about a payment Daraja knows to be paid may still say “being processed”, which is never a result", async () => {
    const shop = await open();
    await shop.control("auto", { provider: "mpesa", settings: { querySpuriousEvery: 1 } });
    const reference = await opened(shop);
    await shop.decide("approve");

    expect([(await shop.ask(reference)).status, (await shop.ask(reference)).status]).toEqual(["captured", "waiting"]);
  });

  test("about one it does not know, or without a reference of its own, decides nothing", async () => {
    const shop = await open();

    expect(await shop.ask("ws_CO_unknown")).toEqual({ status: "waiting" });
    expect(await shop.ask(null)).toEqual({ status: "silent" });
  });

  test.each(["refused", "truncated", "html", "wrong-json", "500", "429"])(
    "and hearing %s is not a decline",
    async (fault) => {
      const shop = await open();
      const reference = await opened(shop);
      await shop.decide("approve");
      await shop.fault("query", fault);

      expect(["silent", "waiting"]).toContain((await shop.ask(reference)).status);
      expect((await shop.ask(reference)).status).toBe("captured");
    },
  );

  /** The adapter over a door that answers this one body. */
  const answering = (body: unknown, status = 200) => {
    const http: Http = async (url) =>
      url.includes("/oauth/")
        ? { status: 200, text: '{"access_token":"t","expires_in":3599}' }
        : { status, text: typeof body === "string" ? body : JSON.stringify(body) };
    const config = { baseUrl: "http://daraja", shortCode: MPESA.shortcode, passkey: MPESA.passkey } as MpesaConfig;
    return mpesa(config, http, tokens(), 1).lookUp(attempt({ providerReference: "ws_CO_1" }), () => undefined);
  };
  const finished = {
    ResponseCode: "0",
    MerchantRequestID: "1",
    CheckoutRequestID: "ws_CO_1",
    ResultCode: "0",
    ResultDesc: "",
  };

  test.each<[string, unknown, object]>([
    [
      "a number where text is promised",
      { ...finished, ResponseCode: 0, ResultCode: 1032 },
      { status: "failed", code: "1032" },
    ],
    ["a code in letters", { ...finished, ResultCode: "SFC_IC0003" }, { status: "failed", code: "SFC_IC0003" }],
    ["no result code at all", { ...finished, ResultCode: undefined }, { status: "silent" }],
    ["a result code of null", { ...finished, ResultCode: null }, { status: "silent" }],
    ["a result code in a list", { ...finished, ResultCode: ["0"] }, { status: "silent" }],
    ["another payment's result", { ...finished, CheckoutRequestID: "ws_CO_2" }, { status: "silent" }],
    ["another response code", { ...finished, ResponseCode: "1" }, { status: "waiting" }],
    ["an error envelope under 200", { errorCode: "500.001.1001", errorMessage: "" }, { status: "waiting" }],
    ["null", "null", { status: "silent" }],
    ["nothing", "", { status: "silent" }],
  ])("an answer with %s is read as it should be", async (_what, body, report) => {
    expect(await answering(body)).toMatchObject(report);
  });

  test("whatever comes back, asking never throws, and only a zero for our own payment is money", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((text) => `{"ResponseCode":"0","CheckoutRequestID":"ws_CO_1","ResultCode":${text}}`),
        ),
        fc.constantFrom(200, 400, 404, 500),
        async (body, status) => {
          const report = await answering(body, status);
          if (report.status === "captured")
            expect(JSON.parse(body).ResultCode).toSatisfy((code) => code === "0" || code === 0);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe("a callback", () => {
  const gateway = mpesa(
    { shortCode: MPESA.shortcode } as MpesaConfig,
    async () => ({ status: 500, text: "" }),
    tokens(),
    1,
  );
  const read = (body: string) => gateway.readCallback?.(body);
  const push: Push = {
    checkoutRequestId: "ws_CO_20112026093001123712345678",
    merchantRequestId: "29115-34620561-1",
    phone: "254712345678",
    amountShillings: 1_450,
    reference: "A7QK2M9-1",
    description: "",
    callbackUrl: "",
    createdAt: "2026-11-20T06:30:00Z",
    expiresAt: "2026-11-20T06:31:00Z",
    state: "paid",
    ignored: false,
    outcome: "approve",
    decidedAt: "2026-11-20T06:30:42Z",
    receipt: "UKK41H6RN2",
    looks: 0,
    looksAfter: 0,
    callback: { state: "none", dueAt: null, statuses: [] },
  };
  const ids = { providerReference: push.checkoutRequestId, providerOther: push.merchantRequestId };
  const body = (changes: object) =>
    JSON.stringify({
      Body: {
        stkCallback: {
          MerchantRequestID: "29115-34620561-1",
          CheckoutRequestID: push.checkoutRequestId,
          ResultCode: 0,
          ...changes,
        },
      },
    });
  const items = (...list: object[]) => body({ CallbackMetadata: { Item: list } });

  test("of a success, Balance without a Value and all, claims its amount and receipt", () => {
    expect(callbackText(push)).toContain('{"Name":"Balance"}');
    expect(read(callbackText(push))).toEqual({
      ...ids,
      amount: money(145_000, "KES"),
      receipt: "UKK41H6RN2",
      saysPaid: true,
    });
  });

  test("of a failure has no metadata and claims nothing", () => {
    expect(read(callbackText({ ...push, outcome: "cancel" }))).toEqual({
      ...ids,
      amount: null,
      receipt: null,
      saysPaid: false,
    });
  });

  test("may have its code in letters, its items in any order, and its phone masked", () => {
    const claim = read(
      items(
        { Name: "PhoneNumber", Value: "2547***678" },
        { Name: "MpesaReceiptNumber", Value: "UKK41H6RN2" },
        { Name: "Amount", Value: "1450.00" },
      ),
    );

    expect(claim).toMatchObject({ amount: money(145_000, "KES"), receipt: "UKK41H6RN2" });
    expect(read(body({ ResultCode: "SFC_IC0003" }))).toMatchObject({ saysPaid: false, amount: null });
  });

  test.each([
    ["a word", "lots", null],
    ["a list", [1_450], null],
    ["null", null, null],
    ["more than numbers hold", 1e300, null],
    ["a fraction of a shilling", 10.5, money(1_050, "KES")],
    ["a negative sum", -3, money(-300, "KES")],
  ])("whose amount is %s claims what can be read of it", (_what, value, amount) => {
    expect(read(items({ Name: "Amount", Value: value }))?.amount).toEqual(amount);
  });

  test.each(["UKK41H6RN2\n", "<b>", "ukk41h6rn2", "", 7, null])("whose receipt is %j brings no receipt", (value) => {
    expect(read(items({ Name: "MpesaReceiptNumber", Value: value }))?.receipt).toBeNull();
  });

  test.each([
    "",
    "null",
    "[]",
    "{}",
    "not json",
    '{"Body":{}}',
    '{"Body":{"stkCallback":{"MerchantRequestID":"1"}}}',
    '{"Body":{"stkCallback":{"MerchantRequestID":1,"CheckoutRequestID":"a","ResultCode":0}}}',
    '{"Body":{"stkCallback":{"MerchantRequestID":"1","CheckoutRequestID":"","ResultCode":0}}}',
    '{"Body":{"stkCallback":{"MerchantRequestID":"1","CheckoutRequestID":"a","ResultCode":null}}}',
    `{"Body":{"stkCallback":{"MerchantRequestID":"1","CheckoutRequestID":"${"a".repeat(129)}","ResultCode":0}}}`,
  ])("that reads %j is not one of Daraja's", (text) => {
    expect(read(text)).toBeNull();
  });

  test("bent in any place never throws, and claims whole cents or nothing", () => {
    const genuine = callbackText(push);
    const bent = fc
      .tuple(fc.nat(genuine.length), fc.nat(6), fc.string({ maxLength: 6 }))
      .map(([at, cut, put]) => genuine.slice(0, at) + put + genuine.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: bent }, fc.string(), fc.json()), (text) => {
        const claim = read(text);
        if (claim?.amount && !Number.isSafeInteger(claim.amount.amountMinor)) throw new Error("not whole");
      }),
      { numRuns: 20_000 },
    );
  });
});

test("the published vector of the Password holds, and stamps are East Africa Time", () => {
  expect(password("174379", MPESA.passkey, "20261120093000")).toBe(
    "MTc0Mzc5YmZiMjc5ZjlhYTliZGJjZjE1OGU5N2RkNzFhNDY3Y2QyZTBjODkzMDU5YjEwZjc4ZTZiNzJhZGExZWQyYzkxOTIwMjYxMTIwMDkzMDAw",
  );
  expect(eastAfricaTime(Date.parse("2026-11-20T21:30:00Z"))).toBe("20261121003000");
});

test("a prompt on a phone cannot be recalled", async () => {
  const shop = await open();
  expect(await shop.gateway.withdraw(attempt({ providerReference: await opened(shop) }), () => {})).toBe("cannot");
});
