import { expect, test, vi } from "vitest";
import { MPESA_OPERATOR } from "#tests/simulators/credentials";
import { openWorld } from "./world.ts";

type Changes = Record<string, unknown>;

async function operated(changes: object = {}) {
  const world = await openWorld();
  await world.control("auto", { provider: "mpesa", settings: { resultDelayMs: 0, ...changes } });
  const receipt: string = (await world.payByHand()).json.payment.receipt;
  const common = {
    Initiator: MPESA_OPERATOR.initiator,
    SecurityCredential: MPESA_OPERATOR.securityCredential,
    TransactionID: receipt,
    ResultURL: `${world.ear.url}/hooks/result`,
    QueueTimeOutURL: `${world.ear.url}/hooks/timeout`,
    Remarks: "order A7QK2M",
    Occasion: "check",
  };
  const results = () => world.ear.heard.map(({ path, body }) => ({ path, result: JSON.parse(body).Result }));
  return {
    ...world,
    receipt,
    results,
    async result() {
      await vi.waitFor(() => expect(world.ear.heard.length).toBeGreaterThan(0));
      const { body = "" } = world.ear.heard.shift() ?? {};
      return JSON.parse(body).Result;
    },
    status: (more: Changes = {}) =>
      world.daraja("mpesa/transactionstatus/v1/query", {
        ...common,
        CommandID: "TransactionStatusQuery",
        PartyA: "174379",
        IdentifierType: "4",
        ...more,
      }),
    reverse: (more: Changes = {}) =>
      world.daraja("mpesa/reversal/v1/request", {
        ...common,
        CommandID: "TransactionReversal",
        Amount: 1450,
        ReceiverParty: "174379",
        RecieverIdentifierType: "11",
        ...more,
      }),
    async refunds() {
      const { lines } = (await world.control("statement")).json;
      return lines.filter((line: { kind: string }) => line.kind === "refund");
    },
  };
}

/** Keys and values of a result's list. */
const parameters = (result: { ResultParameters: { ResultParameter: { Key: string; Value: unknown }[] } }) =>
  Object.fromEntries(result.ResultParameters.ResultParameter.map(({ Key, Value }) => [Key, Value]));

test("a status query is accepted at once and answered at ResultURL under the same conversation", async () => {
  const world = await operated();
  const { status, json } = await world.status();
  const result = await world.result();

  expect([status, json]).toMatchObject([200, { ResponseCode: "0", ConversationID: expect.stringMatching(/^AG_/) }]);
  expect(result).toMatchObject({
    ResultType: 0,
    ResultCode: 0,
    OriginatorConversationID: json.OriginatorConversationID,
    ConversationID: json.ConversationID,
    ReferenceData: { ReferenceItem: { Key: "Occasion", Value: "check" } },
  });
  expect(parameters(result)).toMatchObject({
    ReceiptNo: world.receipt,
    TransactionStatus: "Completed",
    Amount: 1450,
    DebitPartyName: "254712345678 - WANJIKU",
    CreditPartyName: "174379 - DUKA LTD",
    FinalisedTime: expect.any(Number),
  });
});

test("a receipt that nobody has is a result of its own, with one parameter that is no list", async () => {
  const world = await operated();
  await world.status({ TransactionID: "UKL0000000" });
  expect(await world.result()).toMatchObject({
    ResultCode: "R000002",
    ResultParameters: { ResultParameter: { Key: "BOCompletedTime" } },
  });
});

test("a full reversal moves the money once; a second one has been reversed already", async () => {
  const world = await operated();
  const { json } = await world.reverse();
  const first = await world.result();
  await world.reverse();
  const second = await world.result();

  expect(first).toMatchObject({ ResultCode: 0, ConversationID: json.ConversationID });
  expect(parameters(first)).toMatchObject({ Amount: 1450, OriginalTransactionID: world.receipt, Charge: 0 });
  expect(second.ResultCode).toBe("R000001");
  expect(await world.refunds()).toMatchObject([
    { ref: first.TransactionID, originalReceipt: world.receipt, amount: 145_000, ourRef: "A7QK2M", by: "api" },
  ]);
});

test.each([
  ["of an unknown receipt", { TransactionID: "UKL0000000" }, "R000002"],
  ["of a part", { Amount: 450 }, 2028],
  ["of more than was paid", { Amount: 2000 }, 2028],
  ["by another initiator", { Initiator: "somebody" }, 21],
  ["with another credential", { SecurityCredential: "guess" }, 2001],
])("a reversal %s is accepted and then refused", async (_what, changes, code) => {
  const world = await operated();
  expect((await world.reverse(changes)).status).toBe(200);
  expect((await world.result()).ResultCode).toBe(code);
  expect(await world.refunds()).toEqual([]);
});

test.each(["1", "11", "8006"])("a reversal ends in %s where the setting says so", async (reversalOutcome) => {
  const world = await operated({ reversalOutcome });
  await world.reverse();
  expect((await world.result()).ResultCode).toBe(Number(reversalOutcome));
  expect(await world.refunds()).toEqual([]);
});

test("with partial reversals, parts are given back until nothing is left", async () => {
  const world = await operated({ partialReversals: true });
  const codes = [];
  for (const Amount of [450, 1000, 1]) {
    await world.reverse({ Amount });
    codes.push((await world.result()).ResultCode);
  }
  expect(codes).toEqual([0, 0, "R000001"]);
});

test.each([
  [{ RecieverIdentifierType: "4" }, /RecieverIdentifierType/],
  [{ Amount: 10.5 }, /Amount/],
  [{ Remarks: "" }, /Remarks/],
  [{ ReceiverParty: "600984" }, /ReceiverParty/],
  [{ ResultURL: "http://example.com/r" }, /ResultURL/],
  [{ CommandID: "Reverse" }, /CommandID/],
])("a reversal with %o is refused at once", async (changes, message) => {
  const world = await operated();
  expect(await world.reverse(changes)).toMatchObject({
    status: 400,
    json: { errorCode: "400.002.02", errorMessage: expect.stringMatching(message) },
  });
});

test("an answer that is lost after the effect leaves one reversal, found by its conversation or by its refusal", async () => {
  const world = await operated();
  await world.control("faults", { provider: "mpesa", phase: "refund", fault: "timeout-after-effect", ms: 20 });
  await expect(world.reverse()).rejects.toThrow("fetch failed");
  const { ConversationID, TransactionID } = await world.result();

  await world.status({ TransactionID: undefined, OriginalConversationID: ConversationID });
  expect(parameters(await world.result())).toMatchObject({ ReceiptNo: TransactionID, TransactionStatus: "Completed" });
  expect(await world.refunds()).toHaveLength(1);
});

test.each([
  [{}, 0],
  [{ effect: true }, 1],
])("a queue that times out (%o) tells only QueueTimeOutURL, with %i reversals done", async (more, count) => {
  const world = await operated();
  await world.control("faults", { provider: "mpesa", phase: "refund", fault: "queue-timeout", ...more });
  expect((await world.reverse()).status).toBe(200);
  await vi.waitFor(() => expect(world.results()).toMatchObject([{ path: "/hooks/timeout" }]));
  expect(await world.refunds()).toHaveLength(count);
});

test.each([
  ["drop", 0],
  ["duplicate", 2],
])("a result can suffer a %s and then comes %i times", async (fault, times) => {
  const world = await operated();
  await world.control("faults", { provider: "mpesa", phase: "callback", fault, kind: "reversal" });
  await world.reverse();
  await world.status();
  await vi.waitFor(() => expect(world.results()).toHaveLength(times + 1));
});

test("staff reverse in the portal: the books have it and the shop heard nothing", async () => {
  const world = await operated();
  const act = { provider: "mpesa", action: "reverse-in-portal", receipt: world.receipt };
  const first = await world.control("act", act);
  const second = await world.control("act", act);

  expect(first.json.reversal).toMatchObject({ originalReceipt: world.receipt, by: "portal" });
  expect(second).toMatchObject({ status: 409, json: { detail: `${world.receipt} has been reversed already.` } });
  expect(await world.refunds()).toMatchObject([{ by: "portal", amount: 145_000 }]);
  expect(world.ear.heard).toEqual([]);
});

test("fees and payouts are lines of the statement", async () => {
  const world = await operated();
  await world.control("act", { provider: "mpesa", action: "fee", amountShillings: 7.5 });
  await world.control("act", { provider: "mpesa", action: "payout", amountShillings: 1000 });
  expect((await world.control("statement")).json.lines).toMatchObject([
    { kind: "capture", amount: 145_000 },
    { kind: "fee", amount: 750 },
    { kind: "payout", amount: 100_000 },
  ]);
});
