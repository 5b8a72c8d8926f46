import { expect, test } from "vitest";
import { stamp } from "#tests/simulators/mpesa/stamp";
import { openWorld } from "./world.ts";

const HOUR_MS = 60 * 60 * 1000;

/** `2026-11-19 00:00:00` in East Africa Time, so many hours from now. */
function inHours(hours: number): string {
  return stamp(new Date(Date.now() + hours * HOUR_MS)).replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3 $4:$5:$6");
}

const window = (more: object = {}) => ({
  ShortCode: "174379",
  StartDate: inHours(-24),
  EndDate: inHours(1),
  OffSetValue: "0",
  ...more,
});

async function pulling() {
  const world = await openWorld();
  const register = () =>
    world.daraja("pulltransactions/v1/register", {
      ShortCode: "174379",
      RequestType: "Pull",
      NominatedNumber: "254722000000",
      CallBackURL: `${world.ear.url}/hooks/pull`,
    });
  return { ...world, register, query: (body: object) => world.daraja("pulltransactions/v1/query", body) };
}

test("a shortcode is registered once, and without it nothing can be pulled", async () => {
  const world = await pulling();
  const before = await world.query(window());
  const first = await world.register();
  const second = await world.register();

  expect(before).toMatchObject({ status: 400, json: { errorCode: "400.001" } });
  expect([first.json.ResponseStatus, second.json.ResponseStatus]).toEqual(["1000", "1001"]);
});

test("every payment is pulled, pushed or by hand, and an empty window says so in its own way", async () => {
  const world = await pulling();
  await world.register();
  const empty = await world.query(window());
  await world.push();
  await world.control("decide", { provider: "mpesa", phone: "254712345678", decision: "approve" });
  const { payment } = (await world.payByHand()).json;
  const full = await world.query(window());

  expect(empty.json).toMatchObject({ ResponseCode: "1001", Transaction: "[[]]" });
  expect(full.json).toMatchObject({ ResponseCode: "1000" });
  expect(full.json.Response).toEqual([
    expect.objectContaining({ billreference: "A7QK2M-1", transactiontype: "c2b-pay-bill-debit" }),
    {
      transactionId: payment.receipt,
      trxDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      msisdn: 254712345678,
      sender: "MPESA",
      transactiontype: "c2b-pay-bill-debit",
      billreference: "A7QK2M",
      amount: "1450.00",
      organizationname: "DUKA LTD",
    },
  ]);
});

test("a long list comes in pages, by either verb", async () => {
  const world = await pulling();
  await world.control("auto", { provider: "mpesa", settings: { pullPageSize: 2 } });
  await world.register();
  for (const reference of ["A", "B", "C"]) await world.payByHand({ reference });

  const first = await world.query(window());
  const response = await fetch(
    `${world.url}/mpesa/pulltransactions/v1/query?${new URLSearchParams(window({ OffSetValue: "2" }) as Record<string, string>)}`,
    { headers: { authorization: `Bearer ${world.bearer}` } },
  );

  expect(first.json.Response).toMatchObject([{ billreference: "A" }, { billreference: "B" }]);
  expect(await response.json()).toMatchObject({ Response: [{ billreference: "C" }] });
});

test.each([
  [{ ShortCode: "600984" }, "400.001"],
  [{ StartDate: "yesterday" }, "400.002.02"],
  [{ EndDate: inHours(-30) }, "400.002.02"],
  [{ OffSetValue: "-1" }, "400.002.02"],
])("a window with %o is refused", async (changes, errorCode) => {
  const world = await pulling();
  await world.register();
  expect(await world.query(window(changes))).toMatchObject({ status: 400, json: { errorCode } });
});

test("a stale token has a code of Pull's own", async () => {
  const world = await pulling();
  const { status, json } = await world.daraja("pulltransactions/v1/query", window(), "stale");
  expect([status, json]).toMatchObject([401, { errorCode: "401.001" }]);
});

test("pull has its faults", async () => {
  const world = await pulling();
  await world.control("faults", { provider: "mpesa", phase: "pull", fault: "500" });
  expect((await world.register()).status).toBe(500);
});
