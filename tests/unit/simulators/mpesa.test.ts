import { expect, test, vi } from "vitest";
import { passwordAt } from "#tests/simulators/mpesa/push-request";
import { readStamp, stamp } from "#tests/simulators/mpesa/stamp";
import { credentials, openWorld } from "./world.ts";

test("the Password is shortcode, passkey and timestamp in a row, in base64", () => {
  expect(passwordAt("20261120093000")).toBe(
    "MTc0Mzc5YmZiMjc5ZjlhYTliZGJjZjE1OGU5N2RkNzFhNDY3Y2QyZTBjODkzMDU5YjEwZjc4ZTZiNzJhZGExZWQyYzkxOTIwMjYxMTIwMDkzMDAw",
  );
});

test("stamps are East Africa Time, and only real moments are read", () => {
  expect(stamp(new Date("2026-11-20T21:30:00Z"))).toBe("20261121003000");
  expect(readStamp("20261121003000")).toEqual(new Date("2026-11-20T21:30:00Z"));
  expect(readStamp("20261131003000")).toBeUndefined();
});

test("a new token ends the former one, and a stale one is a 404", async () => {
  const world = await openWorld();
  const newer = await world.token();

  expect(await world.push()).toMatchObject({ status: 404, json: { errorCode: "404.001.03" } });
  expect(await world.push({}, newer)).toMatchObject({ status: 200, json: { ResponseCode: "0" } });
});

test("the token's life is a string, wrong credentials get an empty 400, and no authorisation a 404", async () => {
  const { url } = await openWorld();
  const generate = `${url}/mpesa/oauth/v1/generate?grant_type=client_credentials`;

  const good = await fetch(generate, { headers: { authorization: `Basic ${btoa("duka-demo-key:duka-demo-secret")}` } });
  const bad = await fetch(generate, { headers: { authorization: `Basic ${btoa("duka-demo-key:guess")}` } });
  const none = await fetch(`${url}/mpesa/mpesa/stkpush/v1/processrequest`, { method: "POST", body: "{}" });

  expect(await good.json()).toMatchObject({ expires_in: "3599" });
  expect([bad.status, await bad.text()]).toEqual([400, ""]);
  expect([none.status, await none.json()]).toMatchObject([404, { errorCode: "404.001.04" }]);
});

test.each([
  ["a fraction of a shilling", { Amount: 1450.5 }, "400.002.02", /Invalid Amount/],
  ["nothing", { Amount: 0 }, "400.002.02", /Invalid Amount/],
  ["more than a payment may be", { Amount: 250_001 }, "400.002.02", /Invalid Amount/],
  ["a phone without 254", { PhoneNumber: "0712345678" }, "400.002.02", /Invalid PhoneNumber/],
  ["a reference of 13 signs", { AccountReference: "A7QK2M-123456" }, "400.002.02", /Invalid AccountReference/],
  ["a description of 14 signs", { TransactionDesc: "Order A7QK2M-1" }, "400.002.02", /Invalid TransactionDesc/],
  ["an address elsewhere", { CallBackURL: "http://example.com/webhooks/mk/ab" }, "400.002.02", /Invalid CallBackURL/],
  ["an address that names M-Pesa", { CallBackURL: "http://127.0.0.1/mpesa/ab" }, "400.002.02", /Invalid CallBackURL/],
  ["another shortcode", { BusinessShortCode: 600984 }, "500.001.1001", /Merchant does not exist/],
  ["a Password of another moment", { Timestamp: stamp(new Date(0)) }, "500.001.1001", /Wrong credentials/],
  ["a stamp in UTC", credentials(stamp(new Date(Date.now() - 3 * 3_600_000))), "500.001.1001", /Wrong credentials/],
])("%s is refused", async (_what, change, errorCode, message) => {
  const world = await openWorld();
  const { json } = await world.push(change);
  expect(json).toMatchObject({ errorCode, errorMessage: expect.stringMatching(message) });
});

test("a second push to a phone with an open prompt cannot lock the subscriber; after the decision it can", async () => {
  const world = await openWorld();
  await world.push();

  const second = await world.push({ AccountReference: "A7QK2M-2" });
  await world.control("decide", { provider: "mpesa", phone: "254712345678", decision: "cancel" });
  const third = await world.push({ AccountReference: "A7QK2M-3" });

  expect(second).toMatchObject({ status: 500, json: { errorCode: "500.001.1001" } });
  expect(second.json.errorMessage).toMatch(/^Unable to lock subscriber/);
  expect(third.status).toBe(200);
});

test("an approved push is told once, with a receipt, and is a line of the day's statement", async () => {
  const world = await openWorld();
  const { json } = await world.push();
  await world.control("decide", { provider: "mpesa", reference: "A7QK2M-1", decision: "approve" });
  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));

  const [callback] = world.ear.heard;
  expect(callback?.headers).toMatchObject({
    businessshortcode: "174379",
    "content-type": "application/json;charset=UTF-8",
  });
  expect(callback?.body).toContain('"Amount","Value":1450.00}');
  expect(JSON.parse(callback?.body ?? "").Body.stkCallback).toMatchObject({
    CheckoutRequestID: json.CheckoutRequestID,
    ResultCode: 0,
    CallbackMetadata: {
      Item: [
        { Name: "Amount", Value: 1450 },
        { Name: "MpesaReceiptNumber", Value: expect.stringMatching(/^[A-Z0-9]{10}$/) },
        { Name: "Balance" },
        { Name: "TransactionDate", Value: expect.any(Number) },
        { Name: "PhoneNumber", Value: 254712345678 },
      ],
    },
  });
  const statement = await world.control(
    `statement?day=${new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10)}`,
  );
  expect(statement.json.lines).toMatchObject([
    {
      ourRef: "A7QK2M-1",
      kind: "capture",
      amount: 145_000,
      currency: "KES",
      checkoutRequestId: json.CheckoutRequestID,
    },
  ]);
  expect((await world.control("statement?day=2020-01-01")).json.lines).toEqual([]);
});

test.each([
  ["wrong-pin", "2001"],
  ["insufficient", "1"],
  ["cancel", "1032"],
] as const)("%s ends in %s, as a number in the callback and as a string in the query", async (decision, code) => {
  const world = await openWorld();
  const { json } = await world.push();
  await world.control("decide", { provider: "mpesa", checkoutRequestId: json.CheckoutRequestID, decision });
  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));

  const { stkCallback } = JSON.parse(world.ear.heard[0]?.body ?? "").Body;
  expect(stkCallback.ResultCode).toBe(Number(code));
  expect(stkCallback.CallbackMetadata).toBeUndefined();
  expect((await world.query(json.CheckoutRequestID)).json).toMatchObject({ ResponseCode: "0", ResultCode: code });
});

test("a prompt that nobody answers ends in 1037 after its life", async () => {
  const world = await openWorld({ clockScale: 1 / 300 }); // 200 ms
  const { json } = await world.push();
  await world.control("decide", { provider: "mpesa", phone: "254712345678", decision: "ignore" });
  expect((await world.control("payments")).json.payments).toMatchObject([{ state: "open", ignored: true }]);

  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
  expect((await world.query(json.CheckoutRequestID)).json.ResultCode).toBe("1037");
});

test("while undecided the first look is an error and the next a 4999; once decided the result comes at once", async () => {
  const world = await openWorld();
  const { json } = await world.push();

  const first = await world.query(json.CheckoutRequestID);
  const second = await world.query(json.CheckoutRequestID);
  await world.control("decide", { provider: "mpesa", phone: "254712345678", decision: "approve" });
  const third = await world.query(json.CheckoutRequestID);

  expect(first).toMatchObject({ status: 500, json: { errorCode: "500.001.1001", errorMessage: /being processed/ } });
  expect(second).toMatchObject({ status: 200, json: { ResponseCode: "0", ResultCode: "4999" } });
  expect(third).toMatchObject({ status: 200, json: { ResponseCode: "0", ResultCode: "0" } });
});

test("queryProcessingFirst hides a result from the first looks", async () => {
  const world = await openWorld();
  await world.control("auto", { provider: "mpesa", settings: { queryProcessingFirst: 2 } });
  const { json } = await world.push();
  await world.control("decide", { provider: "mpesa", phone: "254712345678", decision: "approve" });

  const looks = [];
  for (let look = 0; look < 3; look += 1) looks.push((await world.query(json.CheckoutRequestID)).json.ResultCode);

  expect(looks).toEqual([undefined, undefined, "0"]);
});

test("a transaction that nobody pushed does not exist", async () => {
  const world = await openWorld();
  const { json } = await world.query("ws_CO_1");
  expect(json).toMatchObject({ errorCode: "500.001.1001", errorMessage: "The transaction does not Exist" });
});

test("phones decide by themselves when told to, each in its own way", async () => {
  const world = await openWorld();
  await world.control("auto", { provider: "mpesa", decision: "approve", delayMs: 10 });
  await world.control("auto", { provider: "mpesa", decision: "cancel", delayMs: 0, phones: ["254711111111"] });
  await world.push();
  await world.push({ PhoneNumber: "254711111111" });

  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(2));
  const { payments } = (await world.control("payments")).json;
  expect(payments.map((one: { phone: string; outcome: string }) => [one.phone, one.outcome])).toEqual([
    ["254711111111", "cancel"],
    ["254712345678", "approve"],
  ]);
});

test("what has ended cannot be decided again", async () => {
  const world = await openWorld();
  await world.push();
  const body = { provider: "mpesa", phone: "254712345678", decision: "cancel" };
  await world.control("decide", body);
  expect(await world.control("decide", { ...body, decision: "approve" })).toMatchObject({ status: 409 });
  expect(await world.control("decide", { ...body, phone: "254700000000" })).toMatchObject({ status: 404 });
});
