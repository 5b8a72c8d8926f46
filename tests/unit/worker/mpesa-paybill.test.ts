import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "#domain/errors";
import { money } from "#domain/money";
import { MPESA, MPESA_OPERATOR } from "#tests/simulators/credentials";
import { openWorld } from "#tests/unit/simulators/world";
import type { MpesaConfig } from "#worker/config";
import { outbound } from "#worker/http";
import type { Tokens } from "#worker/objects/token-keeper";
import { eastAfricaTime, mpesaDoor, readEastAfricaTime } from "#worker/payments/gateways/mpesa-door";
import { mpesaReversal } from "#worker/payments/gateways/mpesa-reversal";
import { readC2b, readPulled, readResult, readStatus } from "#worker/payments/mpesa/bodies";
import { registerPaybill } from "#worker/payments/mpesa/register";
import { anAttempt, aRefund, type Canned, canned } from "./canned.ts";

const NOW = Date.parse("2026-11-20T06:30:42Z");
const config = (changes: Partial<MpesaConfig> = {}): MpesaConfig => ({
  baseUrl: "https://daraja.example",
  consumerKey: MPESA.consumerKey,
  consumerSecret: MPESA.consumerSecret,
  shortCode: MPESA.shortcode,
  passkey: MPESA.passkey,
  merchantName: MPESA.merchantName,
  mode: "test",
  maxAmountMinor: 25_000_000,
  operator: MPESA_OPERATOR,
  c2b: true,
  partialReversals: false,
  ...changes,
});
const tokens: Tokens = { get: async (mint) => (await mint()).value };
const TOKEN = [200, { access_token: "t", expires_in: "3599" }] as const;

test("East Africa's clock is read back as it is written", () => {
  expect(readEastAfricaTime("20261120093042")).toBe(NOW);
  expect(readEastAfricaTime(20261120093042)).toBe(NOW);
  for (const bad of ["", "2026", "20261320093042", "20261120093042x"]) expect(readEastAfricaTime(bad)).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), (seconds) => {
      expect(readEastAfricaTime(eastAfricaTime(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});

describe("a confirmation's body", () => {
  const body = (changes: object = {}) =>
    JSON.stringify({
      TransactionType: "Pay Bill",
      TransID: "UKK41H6RN2",
      TransTime: "20261120093042",
      TransAmount: "1450.00",
      BusinessShortCode: "174379",
      BillRefNumber: "a7qk 2m9",
      MSISDN: "2547 ***** 678",
      FirstName: "WANJIKU",
      ...changes,
    });

  test("is read, with the payer as they hide him", () => {
    expect(readC2b(body())).toEqual({
      receipt: "UKK41H6RN2",
      amountMinor: 145_000,
      at: NOW,
      shortCode: "174379",
      reference: "a7qk 2m9",
      payer: "2547 ***** 678 WANJIKU",
    });
    expect(readC2b(body({ MSISDN: "254712345678" }))?.payer).toBe("254712···678 WANJIKU");
    expect(readC2b(body({ MSISDN: "a".repeat(64) }))?.payer).toBe("WANJIKU");
  });

  test.each([["-5"], [0], ["kettle"], [null], [{}]])("an amount of %j is none", (TransAmount) => {
    expect(readC2b(body({ TransAmount }))?.amountMinor).toBeNull();
  });

  test.each(["", "null", "[]", "{}", body({ TransID: "" }), body({ TransID: "A'; DROP" }), body({ TransID: 7 })])(
    "%j is none",
    (text) => {
      expect(readC2b(text)).toBeNull();
    },
  );

  test("bent in any place never throws", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("TransID", "TransAmount", "BillRefNumber", "MSISDN", "TransTime"),
        (value, name) => {
          readC2b(body({ [name]: value }));
          readResult(JSON.stringify({ Result: value }));
          readPulled(JSON.stringify({ ResponseCode: "1000", Response: value }), NOW);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("the answer to a status question", () => {
  const said = (parameters: Record<string, unknown> = {}, result: object = {}) =>
    readResult(
      JSON.stringify({
        Result: {
          ResultType: 0,
          ResultCode: 0,
          ResultDesc: "Fine",
          OriginatorConversationID: "1-1-1",
          ConversationID: "AG_1",
          TransactionID: "UKK0000000",
          ResultParameters: {
            ResultParameter: Object.entries({
              ReceiptNo: "UKK41H6RN2",
              TransactionStatus: "Completed",
              Amount: 1450,
              FinalisedTime: 20261120093042,
              DebitPartyName: "254712345678 - WANJIKU KAMAU",
              CreditPartyName: "174379 - DUKA LTD",
              ...parameters,
            }).map(([Key, Value]) => ({ Key, Value })),
          },
          ...result,
        },
      }),
    );
  const read = (parameters: Record<string, unknown> = {}, result: object = {}) => {
    const body = said(parameters, result);
    return body && readStatus(body, "UKK41H6RN2", "174379", NOW);
  };

  test("proves the money: how much, when, from whom", () => {
    expect(said()?.conversations).toEqual(["AG_1", "1-1-1"]);
    expect(read()).toEqual({
      receipt: "UKK41H6RN2",
      amountMinor: 145_000,
      at: NOW,
      phone: "+254712345678",
      payer: "254712···678 WANJIKU",
      reference: null,
    });
    expect(read({ Amount: "1450.00" })).toMatchObject({ amountMinor: 145_000 });
    expect(read({ DebitPartyName: "2547***678 - WANJIKU" })).toMatchObject({ phone: null });
  });

  test.each<[string, Record<string, unknown>, object, string]>([
    ["of another receipt", { ReceiptNo: "UKK41H6RN3" }, {}, "no-answer"],
    ["to another short code", { CreditPartyName: "600984 - SOMEBODY" }, {}, "not-ours"],
    ["to one that begins like ours", { CreditPartyName: "1743790 - SOMEBODY" }, {}, "not-ours"],
    ["to nobody", { CreditPartyName: "" }, {}, "not-ours"],
    ["that has failed", { TransactionStatus: "Failed" }, {}, "not-completed"],
    ["that waits", { TransactionStatus: "Pending" }, {}, "no-answer"],
    ["without a status", { TransactionStatus: undefined }, {}, "no-answer"],
    ["of no amount", { Amount: "kettle" }, {}, "no-answer"],
    ["of less than nothing", { Amount: -1450 }, {}, "no-answer"],
    ["that may not be asked for", {}, { ResultCode: 2001 }, "no-answer"],
    ["unknown to them", {}, { ResultCode: "R000002" }, "no-such-receipt"],
  ])("a payment %s", (_, parameters, result, expected) => {
    expect(read(parameters, result)).toBe(expected);
  });

  test("one parameter alone is an object, and is read", () => {
    const one = readResult(
      JSON.stringify({
        Result: {
          ResultCode: 2001,
          ConversationID: "AG_1",
          ResultParameters: { ResultParameter: { Key: "BOCompletedTime", Value: 1 } },
        },
      }),
    );
    expect(one).toMatchObject({ code: "2001", conversations: ["AG_1"], parameters: new Map([["BOCompletedTime", 1]]) });
    expect(readResult('{"Result":{"ResultCode":0}}')).toMatchObject({ conversations: [], transactionId: "" });
  });
});

describe("the list of what came in", () => {
  const item = (changes: object = {}) => ({
    transactionId: "UKK41H6RN2",
    trxDate: "2026-11-20T06:30:42Z",
    msisdn: 254712345678,
    transactiontype: "c2b-pay-bill-debit",
    billreference: "A7QK2M9-1",
    amount: "1450.00",
    ...changes,
  });
  const list = (value: unknown, name = "Response") =>
    JSON.stringify({ ResponseRefID: "1", ResponseCode: "1000", [name]: value });
  const proven = {
    receipt: "UKK41H6RN2",
    amountMinor: 145_000,
    at: NOW,
    phone: "+254712345678",
    payer: "254712···678",
    reference: "A7QK2M9-1",
  };

  test.each([
    ["as documented", list([item()])],
    ["a list in a list", list([[item()]])],
    ["under its other name", list([item()], "Transaction")],
  ])("is read %s", (_, text) => {
    expect(readPulled(text, NOW)).toEqual({ count: 1, money: [proven] });
  });

  test("counts what is no payment to us, and leaves it out", () => {
    const others = [
      item({ transactiontype: "b2c-payment" }),
      item({ amount: "x" }),
      item({ transactionId: "" }),
      null,
      7,
    ];
    expect(readPulled(list([item(), ...others]), NOW)).toMatchObject({ count: 6, money: [proven] });
  });

  test("nothing is an empty list; a refusal is none", () => {
    expect(readPulled('{"ResponseCode":"1001","Transaction":"[[]]"}', NOW)).toEqual({ count: 0, money: [] });
    for (const text of ['{"errorCode":"400.001"}', "<html>", "[]", '{"ResponseCode":"500"}'])
      expect(readPulled(text, NOW)).toBeNull();
  });
});

describe("registering", () => {
  const door = (url: string, changes: Partial<MpesaConfig> = {}) => {
    const present = config({ baseUrl: `${url}/mpesa`, ...changes });
    return { present, door: mpesaDoor(present, outbound(new Set([new URL(url).host])), tokens) };
  };

  test("is done once; Pull with it where a number is nominated", async () => {
    const world = await openWorld();
    await world.control("auto", { provider: "mpesa", settings: { c2bUrlsOnce: true } });
    const plain = door(world.url);
    const pulling = door(world.url, { pull: { number: "254712000111", verb: "POST" } });
    const addressOf = (kind: string) => `${world.ear.url}/hooks/${kind}`;

    expect(await registerPaybill(plain.present, plain.door, addressOf)).toEqual({ c2b: "registered", pull: "off" });
    expect(await registerPaybill(pulling.present, pulling.door, addressOf)).toEqual({
      c2b: "already-registered",
      pull: "registered",
    });
    expect(await registerPaybill(pulling.present, pulling.door, addressOf)).toEqual({
      c2b: "already-registered",
      pull: "already-registered",
    });
  });

  test("says in M-Pesa's words why it is refused", async () => {
    const world = await openWorld();
    const { present, door: shut } = door(world.url);
    const refused = registerPaybill(present, shut, (kind) => `http://mpesa.example/${kind}`);
    await expect(refused).rejects.toThrow(/Invalid ConfirmationURL.*400\.002\.02/);
    await expect(refused).rejects.toBeInstanceOf(DomainError);
  });

  test("an internal error is not taken for “already registered”; silence says to try again", async () => {
    const answer = async (said: Canned) => {
      const { http } = canned({ "GET /oauth": TOKEN, "POST /mpesa/c2b/v2/registerurl": said });
      return registerPaybill(config(), mpesaDoor(config(), http, tokens), (kind) => `https://duka.example/${kind}`);
    };
    await expect(
      answer([500, { errorCode: "500.003.1001", errorMessage: "Internal Server Error" }]),
    ).rejects.toMatchObject({ code: "not-configured" });
    await expect(answer("silence")).rejects.toMatchObject({ code: "gateway-unreachable" });
    expect(
      await answer([500, { errorCode: "500.003.1001", errorMessage: "URLs are already registered" }]),
    ).toMatchObject({ c2b: "already-registered" });
  });
});

test("the list may be asked for by GET as well", async () => {
  const world = await openWorld();
  const present = config({ baseUrl: `${world.url}/mpesa`, pull: { number: "254712000111", verb: "GET" } });
  const door = mpesaDoor(present, outbound(new Set([new URL(world.url).host])), tokens);
  await registerPaybill(present, door, (kind) => `${world.ear.url}/hooks/${kind}`);
  await world.payByHand();

  const day = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const query = {
    ShortCode: MPESA.shortcode,
    StartDate: day(Date.now() - 3_600_000),
    EndDate: day(Date.now() + 4 * 3_600_000),
    OffSetValue: "0",
  };
  const reply = await door.get("/pulltransactions/v1/query", query);

  expect(readPulled(reply.text, Date.now())).toMatchObject({
    count: 1,
    money: [{ amountMinor: 145_000, reference: "A7QK2M" }],
  });
});

describe("a reversal", () => {
  const ask = (said: Canned, attempt: object = { receipt: "UKK41H6RN2" }, changes: Partial<MpesaConfig> = {}) => {
    const world = canned({ "GET /oauth": TOKEN, "POST /mpesa/reversal/v1/request": said });
    const present = config(changes);
    const refunding = mpesaReversal(present, mpesaDoor(present, world.http, tokens), 1);
    const refund = aRefund("ws_CO_1", 145_000, "KES", { isWhole: true });
    const sent = refunding?.send(
      { ...refund, amount: money(145_000, "KES") },
      anAttempt("mpesa", 145_000, "KES", { providerReference: "ws_CO_1", ...attempt }),
      "https://duka.example/webhooks/mk/token/result",
      world.log,
    );
    return { ...world, refunding, sent };
  };
  const ACCEPTED = [200, { OriginatorConversationID: "1-1-1", ConversationID: "AG_1", ResponseCode: "0" }] as const;

  test("goes out under the receipt, once, and waits for its result", async () => {
    const { sent, asked, wires, refunding } = ask(ACCEPTED);
    expect(await sent).toEqual({ status: "pending", providerRef: null, providerOther: "AG_1" });
    expect(JSON.parse(asked.at(-1)?.body ?? "")).toMatchObject({
      CommandID: "TransactionReversal",
      TransactionID: "UKK41H6RN2",
      Amount: 1450,
      ReceiverParty: MPESA.shortcode,
      RecieverIdentifierType: "11",
      ResultURL: "https://duka.example/webhooks/mk/token/result",
      QueueTimeOutURL: "https://duka.example/webhooks/mk/token/timeout",
    });
    expect(JSON.stringify(wires)).not.toMatch(/token|credential/i);
    expect(refunding).toMatchObject({ amounts: "full", isKeyed: false });
  });

  test.each<[string, Canned, object]>([
    [
      "an envelope that names our mistake",
      [400, { errorCode: "400.002.02", errorMessage: "Bad Request - Invalid Amount" }],
      { status: "refused", code: "refused" },
    ],
    [
      "no more requests",
      [429, { errorCode: "500.003.02", errorMessage: "Spike Arrest Violation" }],
      { status: "refused", code: "refused" },
    ],
    [
      "an internal error",
      [500, { errorCode: "500.003.1001", errorMessage: "Internal Server Error" }],
      { status: "unknown" },
    ],
    ["a page", [200, "<html>"], { status: "unknown" }],
    ["silence", "silence", { status: "unknown" }],
  ])("%s", async (_, said, expected) => {
    expect(await ask(said).sent).toEqual(expected);
  });

  test("without a receipt, a token or an operator nothing is sent", async () => {
    expect(await ask(ACCEPTED, { receipt: null }).sent).toEqual({ status: "refused", code: "no-receipt" });
    const { http } = canned({ "GET /oauth": [400, ""] });
    const refunding = mpesaReversal(config(), mpesaDoor(config(), http, tokens), 1);
    const attempt = anAttempt("mpesa", 100, "KES", { receipt: "UKK41H6RN2" });
    expect(await refunding?.send(aRefund("ws_CO_1", 100, "KES"), attempt, "https://x/result", () => {})).toEqual({
      status: "refused",
      code: "not-sent",
    });
    expect(mpesaReversal(config({ operator: null }), mpesaDoor(config(), http, tokens), 1)).toBeUndefined();
  });

  test("of money that was booked under its receipt needs no other", async () => {
    const world = canned({ "GET /oauth": TOKEN, "POST /mpesa/reversal/v1/request": ACCEPTED });
    const refunding = mpesaReversal(config({ partialReversals: true }), mpesaDoor(config(), world.http, tokens), 1);
    await refunding?.send(
      aRefund("UKK41H6RN2", 100, "KES"),
      anAttempt("mpesa", 100, "KES"),
      "https://x/result",
      world.log,
    );
    expect(JSON.parse(world.asked.at(-1)?.body ?? "")).toMatchObject({ TransactionID: "UKK41H6RN2", Amount: 1 });
    expect(refunding?.amounts).toBe("any");
  });
});
