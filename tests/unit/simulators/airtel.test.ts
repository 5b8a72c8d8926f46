import { constants, createCipheriv, publicEncrypt, randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { callbackText, hashOf } from "#tests/simulators/airtel/callback";
import { openWorld } from "./world.ts";

const ID = "01JCZQ8W3E9M2V6T0A7QK2M1";
const COLLECT = {
  reference: "Order A7QK2M",
  subscriber: { country: "KE", currency: "KES", msisdn: "733123456" },
  transaction: { amount: 1450, country: "KE", currency: "KES", id: ID },
};

const VECTOR = '{"id":"ord_7QK2","message":"Paid KES 1500","status_code":"TS","airtel_money_id":"MP2611200900.A1"}';

test("the hash is over the transaction's own bytes, or over the body without it", () => {
  expect(hashOf(VECTOR, "transaction", "test-private-key")).toBe("nbKGbmwJRFSxkyTCmh8/kBSeFKFvMIIjCxmtE3VWuzg=");
  expect(hashOf(VECTOR, "body", "test-private-key")).toBe("t8mfUFET6Rl7ERrm1iP5V2CpuFKlNAlvtyDFLAAyijY=");
  expect(callbackText(VECTOR, "off", "test-private-key")).toBe(`{"transaction":${VECTOR}}`);
});

test("a token lives 180 seconds, said as a string; a new one does not end it, and a stale one is a 401", async () => {
  const airtel = await openAirtel();
  const { json } = await airtel.mint();
  expect(json).toEqual({ token_type: "bearer", access_token: expect.any(String), expires_in: "180" });
  await airtel.mint();
  expect((await airtel.collect()).status).toBe(200);

  await airtel.settings({ tokenLifeSeconds: 0.001, tokenLifeAsString: false });
  const short = (await airtel.mint()).json;
  expect(short.expires_in).toBe(0.001);
  await new Promise((resolve) => setTimeout(resolve, 10));
  const stale = await airtel.collect({}, { authorization: `Bearer ${short.access_token}` });
  expect(stale).toMatchObject({ status: 401, json: { error_description: "Invalid access token" } });
  expect(await airtel.mint({ client_secret: "guess" })).toMatchObject({
    status: 401,
    json: { error: "invalid_client" },
  });
});

test("an accepted collection has only sent a prompt", async () => {
  const airtel = await openAirtel();
  expect(await airtel.collect()).toEqual({
    status: 200,
    json: {
      data: { transaction: { id: "01JCZQ8W3E9M2V6T0A7QK2M1", status: "SUCCESS" } },
      status: {
        code: "200",
        message: "SUCCESS",
        result_code: "ESB000010",
        response_code: "DP00800001006",
        success: true,
      },
    },
  });
  await airtel.settings({ idIsFalse: true, successFlag: false });
  expect((await airtel.collect(transaction({ id: "B2" }))).json).toMatchObject({
    data: { transaction: { id: false } },
    status: { success: false, code: "200" },
  });
});

test.each([
  ["a reference with a hyphen", { reference: "A7QK2M-1" }, "ROUTER003"],
  ["a reference of 26 signs", { reference: "Order A7QK2M ".repeat(2) }, "ROUTER003"],
  ["a number with its country", { subscriber: { msisdn: "254733123456" } }, "ESB000033"],
  ["a number with a leading zero", { subscriber: { msisdn: "073312345" } }, "ESB000036"],
  ["another country", { subscriber: { msisdn: "733123456", country: "UG" } }, "ESB000034"],
  ["another currency", { subscriber: { msisdn: "733123456", currency: "USD" } }, "ESB000035"],
  ["cents", transaction({ amount: 1450.5 }), "ROUTER003"],
  ["an amount as a string", transaction({ amount: "1450" }), "ROUTER003"],
  ["nothing", transaction({ amount: 0 }), "DP00800001004"],
  ["an id with a hyphen", transaction({ id: "pay-1" }), "ROUTER003"],
])("%s is refused", async (_what, change, code) => {
  const airtel = await openAirtel();
  const { status, json } = await airtel.collect(change);
  expect([status, json.status.response_code ?? json.status.result_code]).toEqual([400, code]);
  expect(json.status.success).toBe(false);
});

test.each([
  ["no country", { "x-country": "" }, "ROUTER003"],
  ["another country", { "x-country": "UG" }, "ROUTER006"],
  ["no currency", { "x-currency": "" }, "ROUTER119"],
  ["another currency", { "x-currency": "USD" }, "ROUTER112"],
])("headers with %s are refused", async (_what, headers, code) => {
  const airtel = await openAirtel();
  expect((await airtel.collect({}, headers)).json.status.response_code).toBe(code);
});

test("the same id is a duplicate, whatever the amount", async () => {
  const airtel = await openAirtel();
  await airtel.collect();
  const again = await airtel.collect(transaction({ amount: 9 }));
  expect(again).toMatchObject({ status: 400, json: { status: { result_code: "ESB000041" } } });
});

test("an approved prompt is told once; the enquiry stays at TIP for its three minutes, and then says TS without an amount", async () => {
  const airtel = await openAirtel({ clockScale: 0.001 });
  await airtel.collect();
  await airtel.decide("approve");
  expect((await airtel.enquire()).json).toMatchObject({
    data: { transaction: { status: "TIP" } },
    status: { response_code: "DP00800001006" },
  });
  await new Promise((resolve) => setTimeout(resolve, 190));

  const { data, status } = (await airtel.enquire()).json;
  expect(status).toMatchObject({ response_code: "DP00800001001", result_code: "ESB000010" });
  expect(data.transaction).toEqual({
    airtel_money_id: expect.stringMatching(/^MP\d{6}\.\d{4}\.[A-Z]\d{5}$/),
    id: ID,
    message: "Paid KES 1,450 to DUKA LTD",
    status: "TS",
  });
  expect(airtel.heard()).toEqual([
    {
      transaction: {
        id: ID,
        message: "Paid KES 1,450 to DUKA LTD",
        status_code: "TS",
        airtel_money_id: data.transaction.airtel_money_id,
      },
    },
  ]);
  expect(await airtel.statement()).toMatchObject([
    { ref: data.transaction.airtel_money_id, ourRef: ID, kind: "capture", amount: 145_000, currency: "KES" },
  ]);
});

test.each([
  ["wrong-pin", "TF", "DP00800001002"],
  ["insufficient", "TF", "DP00800001007"],
  ["decline", "TF", "DP00800001009"],
  ["cancel", "TF", "DP00800001008"],
])("%s fails: the callback says TF without a money id, the enquiry says why", async (decision, status, code) => {
  const airtel = await openAirtel();
  await airtel.settings({ inProgressMs: 0, successFlag: false });
  await airtel.collect();
  await airtel.decide(decision);

  expect(airtel.heard()[0].transaction).toEqual({ id: ID, message: expect.any(String), status_code: "TF" });
  expect((await airtel.enquire()).json).toMatchObject({
    data: { transaction: { status } },
    status: { response_code: code, success: false },
  });
  expect(await airtel.statement()).toEqual([]);
});

test("an ignored prompt expires: TE in the enquiry, TF in the callback", async () => {
  const airtel = await openAirtel({ clockScale: 0.001 });
  await airtel.settings({ inProgressMs: 0, promptLifeSeconds: 50 });
  await airtel.collect();
  await airtel.decide("ignore");
  expect((await airtel.enquire()).json.data.transaction.status).toBe("TIP");
  await vi.waitFor(() => expect(airtel.heard()).toHaveLength(1));

  expect(airtel.heard()[0].transaction.status_code).toBe("TF");
  expect((await airtel.enquire()).json).toMatchObject({
    data: { transaction: { status: "TE" } },
    status: { response_code: "DP00800001029" },
  });
  expect((await airtel.decide("approve")).status).toBe(409);
});

test("an ambiguous one stays at TA and is not told, until somebody resolves it", async () => {
  const airtel = await openAirtel();
  await airtel.settings({ inProgressMs: 0 });
  await airtel.collect();
  await airtel.decide("ambiguous");
  expect((await airtel.enquire()).json.data.transaction.status).toBe("TA");
  expect(airtel.heard()).toEqual([]);
  expect((await airtel.decide("approve")).status).toBe(409);

  expect((await airtel.act("resolve", { id: ID, decision: "approve" })).json.payment.state).toBe("paid");
  expect(airtel.heard()).toMatchObject([{ transaction: { status_code: "TS" } }]);
  expect((await airtel.enquire()).json.data.transaction.status).toBe("TS");
});

test.each(["TIP", "TF"])("%s may be told before TS", async (intermediate) => {
  const airtel = await openAirtel();
  await airtel.settings({ intermediate });
  await airtel.collect();
  await airtel.decide("approve");
  expect(airtel.heard().map((body) => body.transaction.status_code)).toEqual([intermediate, "TS"]);
});

test.each(["transaction", "body"] as const)("with callback authentication the hash is over the %s", async (hash) => {
  const airtel = await openAirtel();
  await airtel.settings({ hash });
  await airtel.collect();
  await airtel.decide("approve");

  const raw = airtel.world.ear.heard[0]?.body ?? "";
  const [, text = "", sent] = /^\{"transaction":(\{.*\}),"hash":"(.*)"\}$/.exec(raw) ?? [];
  expect(sent).toBe(hashOf(text, hash, "duka-demo-airtel-hash-key"));
});

test("a refund is full, made by Airtel's id, and once; by our own id there is nothing", async () => {
  const airtel = await openAirtel();
  await airtel.collect();
  await airtel.decide("approve");
  const [{ ref }] = await airtel.statement();
  const refund = (airtel_money_id: string) =>
    airtel.call("standard/v1/payments/refund", { transaction: { airtel_money_id } });

  expect(await refund(ID)).toMatchObject({
    status: 404,
    json: { status: { response_code: "DP00800001025", result_code: "ESB000045" } },
  });
  const done = await refund(ref);
  expect(done.json).toMatchObject({ data: { transaction: { status: "SUCCESS" } } });
  expect((await refund(ref)).status).toBe(400);
  expect(await airtel.statement()).toMatchObject([
    { kind: "capture", ref },
    { kind: "refund", ref: done.json.data.transaction.airtel_money_id, ourRef: ID, of: ref, amount: 145_000 },
  ]);
});

test("an enquiry about an unknown id finds nothing", async () => {
  const airtel = await openAirtel();
  expect(await airtel.enquire("B2")).toMatchObject({
    status: 404,
    json: { status: { response_code: "DP00800001025", result_code: "ESB000045" } },
  });
});

test("with signing on, v2 takes exactly the bytes that were signed, and v1 takes nothing", async () => {
  const airtel = await openAirtel();
  expect((await airtel.call("merchant/v2/payments/", COLLECT)).status).toBe(404);
  await airtel.settings({ signing: true });
  const { key, valid_upto } = (await airtel.call("v1/rsa/encryption-keys")).json.data;
  expect(Date.parse(valid_upto)).toBeGreaterThan(Date.now());
  const headers = sign(JSON.stringify(COLLECT), key);

  const other = await airtel.call("merchant/v2/payments/", { ...COLLECT, reference: "Order B" }, headers);
  const unsigned = await airtel.call("merchant/v1/payments/", COLLECT, headers);
  expect([other, unsigned].map(({ json }) => json.status.response_code)).toEqual(["DP00800001026", "DP00800001026"]);
  expect((await airtel.call("merchant/v2/payments/", COLLECT, headers)).status).toBe(200);
});

test("certain numbers decide by themselves, are unknown, or wait for what all do", async () => {
  const airtel = await openAirtel();
  await airtel.settings({ byNumber: { "733000001": "wrong-pin", "733000002": "not-found" } });
  await airtel.world.control("auto", { provider: "airtel", decision: "approve", phones: ["254733000003"] });
  const to = (msisdn: string, id: string) => airtel.collect({ ...transaction({ id }), subscriber: { msisdn } });
  await to("733000001", "A1");
  expect((await to("733000002", "A2")).json.status.message).toBe("Msisdn Not Found");
  await to("733000003", "A3");
  await to("733000004", "A4");
  await vi.waitFor(() => expect(airtel.heard()).toHaveLength(2));

  const { payments } = (await airtel.world.control("payments?provider=airtel")).json;
  expect(payments).toMatchObject([
    { id: "A4", state: "open", page: "/phone?number=254733000004" },
    { id: "A3", state: "paid" },
    { id: "A1", state: "failed", said: "Incorrect Pin" },
  ]);
});

test("faults strike answers and callbacks, and a forged claim is signed with no key of ours", async () => {
  const airtel = await openAirtel();
  await airtel.settings({ hash: "transaction" });
  await airtel.fault({ phase: "create", fault: "timeout-after-effect", ms: 1 });
  await airtel.fault({ phase: "callback", fault: "forged" });
  await expect(airtel.collect()).rejects.toThrow();
  await vi.waitFor(() => expect(airtel.heard()).toHaveLength(1));
  const [claim] = airtel.heard();
  expect(claim.transaction).toMatchObject({ id: ID, status_code: "TS" });
  expect(claim.hash).not.toBe(hashOf(JSON.stringify(claim.transaction), "transaction", "duka-demo-airtel-hash-key"));
  expect(await airtel.statement()).toEqual([]);

  await airtel.fault({ phase: "callback", fault: "wrong-amount", by: 100 });
  await airtel.decide("approve");
  expect(airtel.heard()[1].transaction.message).toBe("Paid KES 1550 to DUKA LTD");
  await airtel.fault({ phase: "create", fault: "reordered", decision: "cancel" });
  await airtel.collect(transaction({ id: "B2" }));
  expect(airtel.heard()[2].transaction).toMatchObject({ id: "B2", status_code: "TF" });
  await airtel.fault({ phase: "query", fault: "429" });
  expect((await airtel.enquire()).status).toBe(429);
});

test("the prompt is on the same simulated phone as M-Pesa's, and is decided there", async () => {
  const airtel = await openAirtel();
  const { world } = airtel;
  await world.push({ PhoneNumber: "254733123456", PartyA: "254733123456" });
  await airtel.collect();
  const read = async () => (await fetch(`${world.url}/phone?number=0733123456`)).text();
  const press = (decision: string) =>
    fetch(`${world.url}/phone/decision`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ provider: "airtel", id: ID, decision }),
    });

  expect(await read()).toContain("Pay KES 1,450 to DUKA LTD for Order A7QK2M? Enter Airtel Money PIN:");
  expect((await press("leap")).status).toBe(400);
  expect((await press("approve")).status).toBe(303);
  await vi.waitFor(() => expect(airtel.heard()).toHaveLength(1));
  const after = await read();
  expect(after).toContain("Paid KES 1,450 to DUKA LTD. Order A7QK2M. TID MP");
  expect(after).toContain("Enter M-PESA PIN:");
});

test("its own fees, payouts and portal refunds are in the books of Nairobi's day", async () => {
  const airtel = await openAirtel();
  await airtel.collect();
  expect((await airtel.act("refund-in-portal", { id: ID })).status).toBe(409);
  await airtel.decide("approve");
  expect((await airtel.act("refund-in-portal", { id: ID })).json.payment.refund.airtelMoneyId).toMatch(/^RF/);
  await airtel.act("fee", { amount: 2_900, at: "2026-01-10T21:10:00Z" });
  await airtel.act("payout", { amount: 100_000, at: "2026-01-10T20:50:00Z" });

  expect(await airtel.statement("2026-01-11")).toMatchObject([{ kind: "fee", amount: 2_900 }]);
  expect(await airtel.statement("2026-01-10")).toMatchObject([{ kind: "payout", amount: 100_000 }]);
});

test("prompts, late callbacks and the portal's choices outlive a restart", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "simulators-")), "state.json");
  const before = await openAirtel({ stateFile });
  await before.settings({ hash: "body" });
  await before.collect();
  await before.collect(transaction({ id: "B2" }));
  await before.fault({ phase: "callback", fault: "late", ms: 300 });
  await before.world.control("decide", { provider: "airtel", id: ID, decision: "approve" });
  await before.world.close();
  expect(before.heard()).toEqual([]);

  const after = await openWorld({ stateFile });
  await vi.waitFor(() => expect(before.heard()).toHaveLength(1));
  expect(before.heard()[0]).toMatchObject({ transaction: { status_code: "TS" }, hash: expect.any(String) });
  await after.control("decide", { provider: "airtel", id: "B2", decision: "cancel", wait: true });
  expect(before.heard()).toHaveLength(2);
});

function transaction(changes: object) {
  return { transaction: { ...COLLECT.transaction, ...changes } };
}

/** As a merchant does it: the body under a new AES key, and that key under Airtel's. */
function sign(body: string, airtelKey: string): Record<string, string> {
  const [key, iv] = [randomBytes(32), randomBytes(16)];
  const cipher = createCipheriv("aes-256-cbc", key, iv);
  const lines = airtelKey.match(/.{1,64}/g)?.join("\n");
  const pem = `-----BEGIN PUBLIC KEY-----\n${lines}\n-----END PUBLIC KEY-----\n`;
  const secret = Buffer.from(`${key.toString("base64")}:${iv.toString("base64")}`);
  return {
    "x-signature": Buffer.concat([cipher.update(body), cipher.final()]).toString("base64"),
    "x-key": publicEncrypt({ key: pem, padding: constants.RSA_PKCS1_PADDING }, secret).toString("base64"),
  };
}

async function openAirtel(options: { clockScale?: number; stateFile?: string } = {}) {
  const world = await openWorld(options);

  async function call(path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${world.url}/airtel/${path}`, {
      headers: {
        authorization: `Bearer ${bearer}`,
        "x-country": "KE",
        "x-currency": "KES",
        "content-type": "application/json",
        ...headers,
      },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    return { status: response.status, json: JSON.parse(await response.text()) };
  }

  let bearer = "";
  const client = { client_id: "duka-demo-airtel-client", client_secret: "duka-demo-airtel-secret" };
  const mint = (changes: object = {}) =>
    call("auth/oauth2/token", { ...client, grant_type: "client_credentials", ...changes });
  bearer = (await mint()).json.access_token;

  const settings = (changes: object) => world.control("auto", { provider: "airtel", settings: changes });
  await settings({ callbackUrl: `${world.ear.url}/webhooks/am/${"ab".repeat(16)}` });
  return {
    world,
    call,
    mint,
    settings,
    collect: (changes: object = {}, headers: Record<string, string> = {}) =>
      call("merchant/v1/payments/", { ...COLLECT, ...changes }, headers),
    enquire: (id = ID) => call(`standard/v1/payments/${id}`),
    decide: (decision: string) => world.control("decide", { provider: "airtel", id: ID, decision, wait: true }),
    act: (action: string, body: object) => world.control("act", { provider: "airtel", action, ...body }),
    fault: (rule: object) => world.control("faults", { provider: "airtel", ...rule }),
    heard: () => world.ear.heard.map(({ body }) => JSON.parse(body)),
    statement: async (day?: string) =>
      (await world.control(`statement?provider=airtel${day ? `&day=${day}` : ""}`)).json.lines,
  };
}
