import { constants, createDecipheriv, createHmac, generateKeyPairSync, privateDecrypt } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "#domain/errors";
import { money } from "#domain/money";
import { explainResult } from "#domain/payments/results";
import { AIRTEL } from "#tests/simulators/credentials";
import { openWorld } from "#tests/unit/simulators/world";
import type { AirtelConfig } from "#worker/config";
import { type Answer, type Http, outbound } from "#worker/http";
import type { AccessToken, Tokens } from "#worker/objects/token-keeper";
import type { Addresses, Attempt, Refund, Wire } from "#worker/payments/gateway";
import { airtel } from "#worker/payments/gateways/airtel";
import { hashVariant, rawMember } from "#worker/payments/gateways/airtel-callback";

const HEX = "9f86d081884c7d659a2feaa0c55ad015";
const ID = `pay${HEX}`;
const MONEY_ID = "MP261120.0930.A12345";
const HOUR = 3_600_000;

const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  id: `pay_${HEX}`,
  orderId: "ord_1",
  gateway: "airtel",
  reference: "A7QK2M9-2",
  account: "duka-ke",
  amount: money(145_000, "KES"),
  phone: "+254733123456",
  providerReference: ID,
  providerOther: null,
  wire: { transactionId: ID },
  expiresAt: null,
  submittedAt: Date.now(),
  declines: 0,
  ...changes,
});
const refund: Refund = {
  id: "ref_1",
  amount: money(145_000, "KES"),
  capture: { providerRef: MONEY_ID, amount: money(145_000, "KES") },
  isWhole: true,
  reason: "",
  providerReference: null,
  providerOther: null,
  submittedAt: null,
};
const addresses: Addresses = { callback: "https://duka/cb", back: "", cancel: "", shop: "https://duka" };

const SILENCE = "silence";
type Reply = Answer | typeof SILENCE;
const reply = (body: unknown, status = 200): Answer => ({
  status,
  text: typeof body === "string" ? body : JSON.stringify(body),
});
const TOKEN = reply({ token_type: "bearer", access_token: "t1", expires_in: "180" });
/** Airtel's envelope with one of its codes. */
const coded = (code: string, status = 400, message = "", data = {}): Answer =>
  reply({ data, status: { code: String(status), message, response_code: code, success: false } }, status);
const collected = coded("DP00800001006", 200, "SUCCESS", { transaction: { id: false, status: "SUCCESS" } });
const enquired = (status: unknown, more: object = {}, code = "DP00800001001"): Answer =>
  coded(code, 200, "", { transaction: { id: ID, message: "Paid KES 1,450 to SHOP", status, ...more } });

/** One token for the test, kept as the shop's keeper keeps it. */
const keep = (): Tokens & { present: AccessToken | null } => ({
  present: null,
  async get(mint, stale = null) {
    if (!this.present || this.present.value === stale) this.present = await mint();
    return this.present.value;
  },
});

/** The adapter over a door that gives these answers, the last one for ever. */
function open(answers: { token?: Reply[]; keys?: Reply[]; main?: Reply[] } = {}, config: Partial<AirtelConfig> = {}) {
  const sent: { path: string; headers: Record<string, string>; text: string }[] = [];
  const baseUrl = `https://airtel-${Math.random()}.example`;
  const queues = { token: answers.token ?? [TOKEN], keys: answers.keys ?? [], main: answers.main ?? [collected] };
  const http: Http = async (url, { method = "GET", headers = {}, body = "" }) => {
    const path = url.slice(baseUrl.length);
    const queue = path.startsWith("/auth/") ? queues.token : path.startsWith("/v1/rsa/") ? queues.keys : queues.main;
    sent.push({ path: `${method} ${path}`, headers, text: body });
    const next = queue.length > 1 ? queue.shift() : queue[0];
    if (!next || next === SILENCE) throw new DomainError("gateway-unreachable", "No answer.");
    return next;
  };
  const keeper = keep();
  const whole: AirtelConfig = {
    baseUrl,
    clientId: "client",
    clientSecret: "very-secret",
    account: "duka-ke",
    mode: "test",
    maxAmountMinor: 15_000_000,
    merchantName: "DUKA LTD",
    hashKey: undefined,
    signing: false,
    ...config,
  };
  const gateway = airtel(whole, http, keeper, 1);
  const wires: Wire[] = [];
  const log = (wire: Wire) => void wires.push(wire);
  return {
    gateway,
    sent,
    wires,
    main: () => sent.filter(({ path }) => !/auth|rsa/.test(path)),
    token: () => keeper.present,
    send: (changes: Partial<Attempt> = {}) =>
      gateway.open(attempt({ providerReference: null, ...changes }), addresses, log),
    ask: (changes: Partial<Attempt> = {}) => gateway.lookUp(attempt(changes), log),
    giveBack: () => gateway.refunds?.send(refund, attempt(), "", log),
  };
}

describe("asking for money", () => {
  test("puts a prompt of whole shillings on the phone, under an id of ours in letters and digits", async () => {
    const shop = open();

    const answer = await shop.send();

    expect(answer).toEqual({ status: "open", providerReference: ID, providerOther: null });
    const [request] = shop.main();
    expect(request?.path).toBe("POST /merchant/v1/payments/");
    expect(request?.headers).toMatchObject({ Authorization: "Bearer t1", "X-Country": "KE", "X-Currency": "KES" });
    expect(JSON.parse(request?.text ?? "")).toEqual({
      reference: "Order A7QK2M9 2",
      subscriber: { country: "KE", currency: "KES", msisdn: "733123456" },
      transaction: { amount: 1_450, country: "KE", currency: "KES", id: ID },
    });
  });

  test("is prepared with that id alone, so that a repeat and an enquiry name the same payment", () => {
    const { gateway } = open();
    expect(gateway.prepare(attempt(), addresses, 0)).toEqual({ transactionId: ID });
    expect(gateway.mayOpenAgain).toBe(false);
  });

  test.each(["A7QK2M9-2", "A".repeat(40), "Ä/7_2"])("under %s has a reference that Airtel takes", async (reference) => {
    const shop = open();
    await shop.send({ reference });
    expect(JSON.parse(shop.main()[0]?.text ?? "").reference).toMatch(/^[A-Za-z0-9][A-Za-z0-9 ]{0,24}$/);
  });

  test("keeps a log without token, secret or whole number", async () => {
    const shop = open({
      main: [coded("DP00800001005", 400, "Msisdn 254733123456 Not Found at https://x.example/a?b")],
    });
    await shop.send();

    expect(shop.wires).toHaveLength(1);
    expect(shop.wires[0]?.request).toContain('"amount":1450');
    expect(shop.wires[0]?.request).toContain('"msisdn":"733···456"');
    expect(shop.wires[0]?.answer).toMatch(/^400 .*254733···456 Not Found at …/);
    expect(JSON.stringify(shop.wires)).not.toMatch(/very-secret|t1"|733123456/);
  });

  test("of a number that is no Kenyan one, or none, sends nothing", async () => {
    const shop = open();

    expect(await shop.send({ phone: "+447911123456" })).toEqual({ status: "refused", code: "bad-phone" });
    expect(await shop.send({ phone: null })).toEqual({ status: "refused", code: "bad-phone" });
    expect(shop.sent).toEqual([]);
    expect(shop.gateway.checkPhone("+9779812345678")).toContain("Kenyan numbers");
    expect(shop.gateway.checkPhone("+254733123456")).toBeNull();
  });

  test("for cents is refused before anything is sent, and never rounded", async () => {
    const shop = open();
    expect(await shop.send({ amount: money(145_050, "KES") })).toEqual({ status: "refused", code: "cents" });
    expect(shop.sent).toEqual([]);
  });

  test("that was sent before is open: the first is asked about, and no other id is tried", async () => {
    const shop = open({ main: [reply({ status: { result_code: "ESB000041", message: "exists" } }, 400)] });
    expect(await shop.send()).toEqual({ status: "open", providerReference: ID, providerOther: null });
    expect(shop.main()).toHaveLength(1);
  });

  test.each([
    ["DP00800001002"],
    ["DP00800001007"],
    ["DP00800001008"],
    ["DP00800001010"],
    ["DP00800001029"],
    ["ESB000011"],
    ["ESB000033"],
    ["ROUTER001"],
    ["ROUTER112"],
  ])("answered with %s is refused with it, whatever the flag of success says", async (code) => {
    const shop = open({ main: [reply({ status: { response_code: code, success: true } }, 400)] });
    expect(await shop.send()).toEqual({ status: "refused", code });
    expect(explainResult("airtel", code)).not.toEqual(explainResult("airtel", "nothing like it"));
  });

  test("of a number Airtel does not know says so, though the code means a missing PIN", async () => {
    const shop = open({ main: [coded("DP00800001005", 400, "Msisdn Not Found")] });
    expect(await shop.send()).toEqual({ status: "refused", code: "bad-phone" });
    expect(await open({ main: [coded("DP00800001005", 400, "Invalid PIN length")] }).send()).toEqual({
      status: "refused",
      code: "DP00800001005",
    });
  });

  test.each<[string, Reply, boolean]>([
    ["silence", SILENCE, true],
    ["a time-out of the gateway's", reply("", 408), true],
    ["a bad gateway's page", reply("<html>502</html>", 502), true],
    ["an internal error, whatever its code", coded("DP00800001002", 500), true],
    ["a router's time-out", coded("ROUTER117"), true],
    ["an ambiguous answer", coded("DP00800001000", 200), false],
    ["“timed out”", coded("DP00800001024"), false],
    ["“not found”, of something that is only now being made", coded("DP00800001025"), false],
    ["a generic code", coded("ESB000008"), false],
    ["a code nobody has seen", coded("DP00800009999"), false],
    ["“in process” under an error's status", coded("DP00800001006", 400), false],
    ["no code at all", reply({ status: { success: true } }), false],
    ["a page instead of an answer", reply("<html>"), false],
    ["codes of other types", reply({ status: { response_code: 7, result_code: ["ESB000011"] } }), false],
    ["a redirect", reply("", 302), false],
    ["nothing", reply(""), false],
  ])("answered by %s may have reached the phone: unknown, and never sent again", async (_what, answer, trouble) => {
    const shop = open({ main: [answer] });
    expect(await shop.send()).toEqual({ status: "unknown", trouble });
    expect(shop.main()).toHaveLength(1);
  });

  test("that is turned away for being one too many was not sent", async () => {
    expect(await open({ main: [reply("slow down", 429)] }).send()).toEqual({
      status: "refused",
      code: "busy",
      trouble: true,
    });
  });

  test.each<[string, Reply, boolean]>([
    ["silence", SILENCE, true],
    ["an internal error", reply("", 500), true],
    ["too many", reply("", 429), true],
    ["a secret that is wrong", reply({ error: "invalid_client" }, 401), false],
    ["half an answer", reply('{"access_tok'), false],
    ["an empty token", reply({ access_token: "", expires_in: 180 }), false],
  ])("without a token (%s) was not sent, and says so", async (_what, answer, trouble) => {
    const shop = open({ token: [answer] });
    expect(await shop.send()).toEqual({ status: "refused", code: "not-sent", trouble });
    expect(shop.main()).toEqual([]);
    expect(shop.wires[0]?.answer).toMatch(/^not sent/);
  });

  test.each([
    ["a 401", reply({ error: "invalid_token" }, 401)],
    ["words about the token", reply({ status: { message: "Invalid access token" } }, 400)],
  ])("with a token that is stale, which %s says, goes on once with a new one", async (_what, stale) => {
    const shop = open({ token: [TOKEN, reply({ access_token: "t2", expires_in: 3_600 })], main: [stale, collected] });

    expect(await shop.send()).toMatchObject({ status: "open" });
    expect(shop.main().map(({ headers }) => headers.Authorization)).toEqual(["Bearer t1", "Bearer t2"]);
    expect(shop.main()[0]?.text).toBe(shop.main()[1]?.text);
  });

  test("with a token that is never good enough is refused after two", async () => {
    const shop = open({ main: [reply({ error: "invalid_token" }, 401)] });
    expect(await shop.send()).toEqual({ status: "refused", code: "refused", trouble: false });
    expect(shop.main()).toHaveLength(2);
  });

  test.each([
    ["180", 180],
    [3_600, 3_600],
    [undefined, 180],
    ["soon", 180],
    [0, 180],
  ])("holds a token for as long as %j says", async (expires_in, seconds) => {
    const shop = open({ token: [reply({ access_token: "t", expires_in })] });
    await shop.send();
    expect((shop.token()?.expiresAt ?? 0) - Date.now()).toBeGreaterThan((seconds - 5) * 1_000);
    expect((shop.token()?.expiresAt ?? 0) - Date.now()).toBeLessThanOrEqual(seconds * 1_000);
  });
});

describe("asking what became of it", () => {
  test("asks by our id, the stored one or the one it was prepared with", async () => {
    const shop = open({ main: [enquired("TIP")] });
    await shop.ask({ providerReference: null });
    await shop.ask({ providerReference: "a/b", wire: {} });
    expect(shop.main().map(({ path }) => path)).toEqual([
      `GET /standard/v1/payments/${ID}`,
      "GET /standard/v1/payments/a%2Fb",
    ]);
  });

  test("when it was paid is a capture of what we asked for, under Airtel's name for the money", async () => {
    const paid = reply({
      data: { transaction: { airtel_money_id: MONEY_ID, id: ID, status: "TS" } },
      status: { code: "200", result_code: "ESB000010", success: false },
    });
    expect(await open({ main: [paid] }).ask()).toEqual({
      status: "captured",
      captured: money(145_000, "KES"),
      providerRef: MONEY_ID,
      providerOther: MONEY_ID,
      occurredAt: expect.any(Number),
      receipt: MONEY_ID,
    });
  });

  test.each<[string, Answer, object]>([
    ["a wrong PIN", enquired("TF", {}, "DP00800001002"), { status: "failed", code: "DP00800001002" }],
    ["a failure that the code calls a success", enquired("TF"), { status: "failed", code: "TF" }],
    ["a failure of an unknown kind", enquired("TF", {}, "DP00800007777"), { status: "failed", code: "TF" }],
    ["its time being over", enquired("TE", {}, "DP00800001029"), { status: "expired", code: "TE" }],
    ["“in progress”", enquired("TIP", {}, "DP00800001006"), { status: "waiting" }],
    ["“ambiguous”", enquired("TA", {}, "DP00800001000"), { status: "pending" }],
    ["a word nobody has seen", enquired("TC"), { status: "waiting" }],
    ["money without a name", enquired("TS"), { status: "pending" }],
    ["money with a name that is none", enquired("TS", { airtel_money_id: "<b>" }), { status: "pending" }],
    ["an id of false", enquired("TIP", { id: false }), { status: "waiting" }],
    ["another payment's success", enquired("TS", { id: "other", airtel_money_id: MONEY_ID }), { status: "silent" }],
    [
      "a success under an error's status",
      { ...enquired("TS", { airtel_money_id: MONEY_ID }), status: 500 },
      { status: "silent" },
    ],
    ["a refusal of the question", coded("ROUTER003"), { status: "silent" }],
    ["too many questions", reply("", 429), { status: "silent" }],
    ["a status of another type", enquired(["TS"], { airtel_money_id: MONEY_ID }), { status: "silent" }],
    ["a page", reply("<html>TS</html>"), { status: "silent" }],
    ["null", reply("null"), { status: "silent" }],
  ])("and hearing %s is read as it should be", async (_what, answer, report) => {
    expect(await open({ main: [answer] }).ask()).toEqual(report);
  });

  test.each<[string, Parameters<typeof open>[0]]>([
    ["silence", { main: [SILENCE] }],
    ["no token", { token: [SILENCE] }],
  ])("and hearing %s is not a decline", async (_what, answers) => {
    expect(await open(answers).ask()).toEqual({ status: "silent" });
  });

  test.each(["DP00800001025", "ESB000045"])("and hearing %s waits for an hour, then has failed", async (code) => {
    const shop = open({ main: [coded(code, 404)] });
    expect(await shop.ask({ submittedAt: Date.now() - HOUR + 5_000 })).toEqual({ status: "waiting" });
    expect(await shop.ask({ submittedAt: Date.now() - HOUR })).toEqual({ status: "failed", code: "not-found" });
    expect(await shop.ask({ submittedAt: null })).toEqual({ status: "waiting" });
  });

  test("happens not before three minutes, and for a day", () => {
    const { plan } = open().gateway;
    expect(plan.slice(0, 6).map((at) => at / 60_000)).toEqual([3, 5, 8, 15, 30, 60]);
    expect(plan.at(-1)).toBe(24 * HOUR);
  });

  test("whatever comes back, neither asking nor sending throws, and only TS for our own payment is money", async () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"data":{"transaction":{"id":"${ID}","status":"TS","airtel_money_id":${text}}}}`),
      fc.json().map((text) => `{"data":{"transaction":${text}},"status":${text}}`),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(200, 400, 404, 500), async (text, status) => {
        const report = await open({ main: [{ text, status }] }).ask();
        if (report.status === "captured") expect(JSON.parse(text).data.transaction.status).toBe("TS");
        expect((await open({ main: [{ text, status }] }).send()).status).not.toBe("open");
        expect((await open({ main: [{ text, status }] }).giveBack())?.status).not.toBe("done");
      }),
      { numRuns: 1_000 },
    );
  });
});

test("a prompt on a phone cannot be recalled", async () => {
  expect(await open().gateway.withdraw(attempt(), () => undefined)).toBe("cannot");
});

describe("giving back", () => {
  test("names the money as Airtel does, and takes Airtel's id of the refund", async () => {
    const done = coded("DP00800001001", 200, "", {
      transaction: { airtel_money_id: "RF261120.1000.B1", status: "SUCCESS" },
    });
    const shop = open({ main: [done] });

    expect(await shop.giveBack()).toEqual({
      status: "done",
      providerRef: "RF261120.1000.B1",
      occurredAt: expect.any(Number),
    });
    expect(shop.main()[0]).toMatchObject({
      path: "POST /standard/v1/payments/refund",
      text: `{"transaction":{"airtel_money_id":"${MONEY_ID}"}}`,
    });
  });

  test("is known by the payment's own id where the answer names none", async () => {
    const done = coded("DP00800001001", 200, "", { transaction: { status: "SUCCESS" } });
    expect(await open({ main: [done] }).giveBack()).toMatchObject({ status: "done", providerRef: MONEY_ID });
  });

  test.each<[string, Reply, object]>([
    ["silence", SILENCE, { status: "unknown" }],
    ["a time-out", reply("", 408), { status: "unknown" }],
    ["an internal error", coded("ESB000011", 504), { status: "unknown" }],
    ["an ambiguous code", coded("ESB000001"), { status: "unknown" }],
    ["“in process”", coded("DP00800001006", 200), { status: "unknown" }],
    ["a page", reply("<html>"), { status: "unknown" }],
    ["“failed”", coded("ESB000011"), { status: "refused", code: "ESB000011" }],
    ["“no such transaction”", coded("ESB000045", 404), { status: "refused", code: "ESB000045" }],
    ["“too many”", reply("", 429), { status: "refused", code: "busy" }],
  ])("and hearing %s is read as it should be, and never sent again", async (_what, answer, sent) => {
    const shop = open({ main: [answer] });
    expect(await shop.giveBack()).toEqual(sent);
    expect(shop.main()).toHaveLength(1);
  });

  test("without a token was not sent", async () => {
    expect(await open({ token: [SILENCE] }).giveBack()).toEqual({ status: "refused", code: "not-sent" });
  });

  test("is for the whole payment only, and nobody can be asked about it", () => {
    expect(open().gateway.refunds).toMatchObject({ amounts: "full", isKeyed: false, plan: [] });
  });
});

describe("signing", () => {
  const pair = () => generateKeyPairSync("rsa", { modulusLength: 1024 });
  const keyReply = ({ publicKey }: ReturnType<typeof pair>, more: object = {}) =>
    coded("DP00800001001", 200, "", {
      key_id: "1",
      key: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
      valid_upto: new Date(Date.now() + HOUR).toISOString(),
      ...more,
    });
  /** What Airtel reads out of the two headers. */
  const opened = ({ headers }: { headers: Record<string, string> }, { privateKey }: ReturnType<typeof pair>) => {
    const padding = constants.RSA_PKCS1_PADDING;
    const [key = "", iv = ""] = privateDecrypt(
      { key: privateKey, padding },
      Buffer.from(headers["x-key"] ?? "", "base64"),
    )
      .toString()
      .split(":");
    const decipher = createDecipheriv("aes-256-cbc", Buffer.from(key, "base64"), Buffer.from(iv, "base64"));
    return decipher.update(headers["x-signature"] ?? "", "base64", "utf8") + decipher.final("utf8");
  };

  test("is of the very bytes that are sent, to the second version of the address", async () => {
    const keys = pair();
    const shop = open({ keys: [keyReply(keys)] }, { signing: true });

    expect(await shop.send()).toMatchObject({ status: "open" });
    await shop.send();

    const [first, second] = shop.main();
    expect(first?.path).toBe("POST /merchant/v2/payments/");
    expect(first && opened(first, keys)).toBe(first?.text);
    expect(second?.headers["x-key"]).not.toBe(first?.headers["x-key"]);
    expect(shop.sent.filter(({ path }) => path.includes("rsa"))).toHaveLength(1);
  });

  test("is done for refunds and not for questions", async () => {
    const shop = open({ keys: [keyReply(pair())], main: [enquired("TIP")] }, { signing: true });
    await shop.ask();
    await shop.giveBack();
    expect(shop.main().map(({ path, headers }) => [path, "x-key" in headers])).toEqual([
      [`GET /standard/v1/payments/${ID}`, false],
      ["POST /standard/v2/payments/refund", true],
    ]);
  });

  test("that does not fit any more is done once again for a new key", async () => {
    const [old, present] = [pair(), pair()];
    const shop = open(
      { keys: [keyReply(old), keyReply(present)], main: [coded("DP00800001026"), collected] },
      { signing: true },
    );
    expect(await shop.send()).toMatchObject({ status: "open" });
    const [, last] = shop.main();
    expect(last && opened(last, present)).toBe(last?.text);
  });

  test("that never fits is refused", async () => {
    const shop = open({ keys: [keyReply(pair())], main: [coded("DP00800001026")] }, { signing: true });
    expect(await shop.send()).toEqual({ status: "refused", code: "DP00800001026" });
    expect(shop.main()).toHaveLength(2);
  });

  test.each<[string, Reply]>([
    ["silence", SILENCE],
    ["an error", reply("", 500)],
    ["no key", coded("DP00800001001", 200, "", {})],
    ["a key that is none", keyReply(pair(), { key: "A".repeat(100) })],
  ])("without a key (%s) is not possible, and nothing is sent", async (_what, answer) => {
    const shop = open({ keys: [answer] }, { signing: true });
    expect(await shop.send()).toMatchObject({ status: "refused", code: "not-sent" });
    expect(shop.main()).toEqual([]);
  });
});

describe("a callback", () => {
  const KEY = "test-private-key";
  const TRANSACTION = `{"id":"${ID}","message":"Paid KES 1500","status_code":"TS","airtel_money_id":"MP2611200900.A1"}`;
  const hashed = (text: string, key = KEY) => createHmac("sha256", key).update(text).digest("base64");
  const body = (hash?: string) => `{"transaction":${TRANSACTION}${hash === undefined ? "" : `,"hash":"${hash}"`}}`;
  const read = (text: string, hashKey: string | undefined = undefined) =>
    open({}, { hashKey }).gateway.readCallback?.(text);
  const of = (text: string, hashKey: string | undefined = undefined) =>
    open({}, { hashKey }).gateway.attemptInCallback?.(text);

  test("of a success claims its receipt, and no amount", () => {
    expect(read(body())).toEqual({
      providerReference: ID,
      providerOther: null,
      amount: null,
      receipt: "MP2611200900.A1",
      saysPaid: true,
    });
  });

  test.each(["TF", "TIP", "ts", "SUCCESS"])("of %s claims nothing, and is still about its payment", (status) => {
    const text = body().replace('"TS"', `"${status}"`);
    expect(read(text)).toMatchObject({ providerReference: ID, receipt: null, saysPaid: false });
    expect(of(text)).toBe(`pay_${HEX}`);
  });

  test("leads back to our attempt's id, and to none where the id is not one of ours", () => {
    expect(of(body())).toBe(`pay_${HEX}`);
    for (const id of ["ord_7QK2", `pay_${HEX}`, `ref${HEX}`, `${ID}0`, ID.toUpperCase()])
      expect(of(body().replace(ID, id))).toBeNull();
  });

  test("the documented hashes hold: over the transaction's bytes, and over the body without the hash", () => {
    const bytes = '{"id":"ord_7QK2","message":"Paid KES 1500","status_code":"TS","airtel_money_id":"MP2611200900.A1"}';
    const text = `{"transaction":${bytes}}`;
    expect(hashVariant(text, "nbKGbmwJRFSxkyTCmh8/kBSeFKFvMIIjCxmtE3VWuzg=", KEY)).toBe("transaction");
    expect(hashVariant(text, "t8mfUFET6Rl7ERrm1iP5V2CpuFKlNAlvtyDFLAAyijY=", KEY)).toBe("body");
  });

  test.each([
    ["over the transaction", hashed(TRANSACTION)],
    ["over the body", hashed(`{"transaction":${TRANSACTION}}`)],
  ])("with a hash %s is Airtel's", (_what, hash) => {
    expect(read(body(hash), KEY)).toMatchObject({ saysPaid: true });
    expect(of(body(hash), KEY)).toBe(`pay_${HEX}`);
  });

  test.each([
    ["by another key", hashed(TRANSACTION, "a guessed key")],
    ["of another transaction", hashed(TRANSACTION.replace("1500", "15"))],
    ["cut short", hashed(TRANSACTION).slice(0, -2)],
    ["that is empty", ""],
  ])("with a hash %s is nobody's", (_what, hash) => {
    expect(read(body(hash), KEY)).toBeNull();
    expect(of(body(hash), KEY)).toBeNull();
  });

  test("with a hash that is no text is nobody's; with none, or where we have no key, it may make us ask", () => {
    expect(read(`{"transaction":${TRANSACTION},"hash":7}`, KEY)).toBeNull();
    expect(read(body(), KEY)).toMatchObject({ saysPaid: true });
    expect(read(body("anything"))).toMatchObject({ saysPaid: true });
  });

  test("that is nested ten thousand deep is nobody's, with a hash or without", () => {
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const transaction = TRANSACTION.replace(/"message":"[^"]*"/, `"message":${deep}`);
    expect(transaction).toContain(deep);
    for (const hash of ["", `,"hash":"${hashed("another")}"`])
      expect(read(`{"transaction":${transaction}${hash}}`, KEY)).toBeNull();
  });

  test("whose hash is over one transaction cannot carry another in its place", () => {
    const forged = TRANSACTION.replace(ID, `pay${"0".repeat(32)}`);
    const hash = hashed(TRANSACTION);
    for (const text of [
      `{"transaction":${TRANSACTION},"transaction":${forged},"hash":"${hash}"}`,
      `{"transaction":${forged},"x":{"transaction":${TRANSACTION}},"hash":"${hash}"}`,
      `{"x":"\\"transaction\\":${TRANSACTION.replaceAll('"', '\\"')}","transaction":${forged},"hash":"${hash}"}`,
    ])
      expect(read(text, KEY)).toBeNull();
  });

  test("is hashed as it was written: its spaces, escapes and order count", () => {
    const spaced = '{ "status_code" : "TS",\n "id":"pay1", "message":"caf\\u00e9 \\"}{[" }';
    const text = `{ "hash" : "${hashed(spaced)}" , "transaction" : ${spaced} }`;
    expect(read(text, KEY)).toMatchObject({ providerReference: "pay1", saysPaid: true });
  });

  test("whatever an object holds, the text of a member is what JSON reads there", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(fc.string(), fc.constant("transaction")), fc.jsonValue()),
        fc.boolean(),
        (all, wide) => {
          const text = JSON.stringify({ ...all, transaction: all.transaction ?? 1 }, null, wide ? 2 : 0);
          const raw = rawMember(text, "transaction");
          if (JSON.stringify(JSON.parse(raw)) !== JSON.stringify(JSON.parse(text).transaction)) throw new Error(text);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test.each([
    "",
    "null",
    "[]",
    "{}",
    "not json",
    '{"transaction":{}}',
    '{"transaction":{"id":"","status_code":"TS"}}',
    '{"transaction":{"id":1,"status_code":"TS"}}',
    '{"transaction":{"id":"a","status_code":null}}',
    `{"transaction":{"id":"${"a".repeat(65)}","status_code":"TS"}}`,
  ])("that reads %j is not one of Airtel's", (text) => {
    expect(read(text)).toBeNull();
    expect(of(text)).toBeNull();
  });

  test("bent in any place never throws", () => {
    const genuine = body(hashed(TRANSACTION));
    const bent = fc
      .tuple(fc.nat(genuine.length), fc.nat(6), fc.string({ maxLength: 6 }))
      .map(([at, cut, put]) => genuine.slice(0, at) + put + genuine.slice(at + cut));
    const { gateway } = open({}, { hashKey: KEY });
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: bent }, fc.string(), fc.json()), (text) => {
        gateway.readCallback?.(text);
        gateway.attemptInCallback?.(text);
      }),
      { numRuns: 10_000 },
    );
  });
});

test.each([
  [false, "transaction"],
  [true, "body"],
] as const)(
  "the simulated Airtel and this adapter understand each other; requests signed: %s, callbacks hashed over the %s",
  async (signing, hash) => {
    const world = await openWorld();
    const callbackUrl = `${world.ear.url}/webhooks/am/token`;
    const settings = { callbackUrl, signing, hash, inProgressMs: 0, idIsFalse: true, successFlag: false };
    await world.control("auto", { provider: "airtel", settings });
    const config: AirtelConfig = {
      ...{ baseUrl: `${world.url}/airtel`, clientId: AIRTEL.clientId, clientSecret: AIRTEL.clientSecret },
      ...{ account: AIRTEL.account, mode: "test", maxAmountMinor: 1e7, merchantName: "DUKA LTD" },
      ...{ hashKey: AIRTEL.hashKey, signing },
    };
    const gateway = airtel(config, outbound(new Set([new URL(world.url).host])), keep(), 1);
    const log = () => undefined;
    const live = attempt();

    expect(await gateway.lookUp(live, log)).toEqual({ status: "waiting" });
    const opened = { status: "open", providerReference: ID, providerOther: null };
    expect(await gateway.open(live, addresses, log)).toEqual(opened);
    expect(await gateway.open(live, addresses, log)).toEqual(opened);
    expect(await gateway.lookUp(live, log)).toEqual({ status: "waiting" });

    await world.control("decide", { provider: "airtel", id: ID, decision: "approve", wait: true });
    const [heard] = world.ear.heard;
    const report = await gateway.lookUp(live, log);
    if (report.status !== "captured") throw new Error(`not captured: ${JSON.stringify(report)}`);
    expect(report).toMatchObject({ captured: live.amount, receipt: report.providerRef });
    expect(gateway.attemptInCallback?.(heard?.body ?? "")).toBe(live.id);
    expect(gateway.readCallback?.(heard?.body ?? "")).toMatchObject({ saysPaid: true, receipt: report.receipt });

    const back = { ...refund, capture: { ...refund.capture, providerRef: report.providerRef } };
    const done = await gateway.refunds?.send(back, live, "", log);
    expect(done).toMatchObject({ status: "done", providerRef: expect.stringMatching(/^RF/) });
    expect(await gateway.refunds?.send(back, live, "", log)).toEqual({ status: "refused", code: "ESB000011" });
  },
);
