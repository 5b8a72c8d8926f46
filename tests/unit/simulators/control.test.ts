import { expect, test } from "vitest";
import { openWorld } from "./world.ts";

test("deciding answers at once; with wait it answers when the shop has been told", async () => {
  const world = await openWorld();
  await world.control("faults", { provider: "mpesa", phase: "callback", fault: "late", ms: 100 });
  await world.push();
  const decide = { provider: "mpesa", reference: "A7QK2M-1", decision: "approve" };
  const { json } = await world.control("decide", { ...decide, wait: true });
  expect(json.payment).toMatchObject({ state: "paid", callback: { state: "delivered", statuses: [200] } });

  await world.control("faults", { provider: "mpesa", phase: "callback", fault: "late", ms: 60_000 });
  await world.push();
  expect((await world.control("decide", decide)).json.payment).toMatchObject({
    state: "paid",
    callback: { state: "waiting" },
  });
});

test("a payment is shown with what every provider shows beside M-Pesa's own words", async () => {
  const world = await openWorld();
  const { json } = await world.push();
  expect((await world.control(`payments?provider=mpesa&id=${json.CheckoutRequestID}`)).json.payments).toMatchObject([
    {
      id: json.CheckoutRequestID,
      checkoutRequestId: json.CheckoutRequestID,
      reference: "A7QK2M-1",
      amount: 145_000,
      amountShillings: 1450,
      currency: "KES",
      state: "open",
      page: "/phone?number=254712345678",
    },
  ]);
});

test.each([
  ["decide", { provider: "mpesa", decision: "approve" }, /say which payment/],
  ["decide", { provider: "sms", id: "1", decision: "approve" }, /provider/],
  ["decide", { provider: "mpesa", id: "1", decision: "maybe" }, /decision/],
  ["auto", { provider: "mpesa" }, /give a decision, settings, or both/],
  ["auto", { provider: "mpesa", settings: { promptLifeSeconds: -1 } }, /settings\/promptLifeSeconds/],
  ["auto", { provider: "mpesa", settings: { colour: "red" } }, /settings: .*colour/],
  ["act", { provider: "mpesa", action: "dance" }, /action/],
  ["faults", { provider: "mpesa", phase: "create", fault: "reordered", decision: "maybe" }, /no decision "maybe"/],
])("%s %o is a 400 that says why", async (path, body, detail) => {
  const world = await openWorld();
  const { status, json } = await world.control(path, body);
  expect([status, json]).toMatchObject([400, { detail: expect.stringMatching(detail) }]);
});

test("settings that are refused leave the others as they were", async () => {
  const world = await openWorld();
  const settings = { promptLifeSeconds: 7, queryErrorsFirst: -1 };
  await world.control("auto", { provider: "mpesa", settings });
  expect((await world.control("auto?provider=mpesa")).json.settings.promptLifeSeconds).toBe(60);
});
