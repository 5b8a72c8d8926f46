import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { openWorld } from "./world.ts";

const approve = { provider: "mpesa", phone: "254712345678", decision: "approve" };
const settings = (changes: object) => ({ provider: "mpesa", settings: changes });

async function listening(changes: object = {}) {
  const world = await openWorld();
  await world.control("auto", settings(changes));
  await world.register();
  const bodies = () => world.ear.heard.map(({ path, body }) => ({ path, body: JSON.parse(body) }));
  /** What came, in order: `stk`, `confirmation`, `validation`. */
  const order = () => world.ear.heard.map(({ path }) => (path.startsWith("/hooks/") ? path.slice(7) : "stk"));
  return { ...world, bodies, order };
}

test("an address is registered under its misspelt key; where it is once for good, the second is refused", async () => {
  const world = await openWorld();
  const first = await world.register();
  const second = await world.register();
  await world.control("auto", settings({ c2bUrlsOnce: true }));
  const third = await world.register();

  expect(first.json).toEqual({
    OriginatorCoversationID: expect.any(String),
    ResponseCode: "0",
    ResponseDescription: "Success",
  });
  expect(second.status).toBe(200);
  expect(third).toMatchObject({ status: 500, json: { errorCode: "500.003.1001", errorMessage: /already registered/ } });
});

test.each([
  [{ ShortCode: "600984" }, /ShortCode/],
  [{ ResponseType: "completed" }, /ResponseType/],
  [{ ConfirmationURL: "http://127.0.0.1/mpesa/c" }, /ConfirmationURL/],
  [{ ValidationURL: "http://example.com/v" }, /ValidationURL/],
])("registering %o is refused by the field's name", async (changes, message) => {
  const world = await openWorld();
  expect(await world.register(changes)).toMatchObject({
    status: 400,
    json: { errorCode: "400.002.02", errorMessage: expect.stringMatching(message) },
  });
});

test("a payment by hand moves the money and is confirmed in strings, with the payer masked", async () => {
  const world = await listening();
  const { json } = await world.payByHand({ reference: "a7qk 2m", firstName: "AMINA" });

  expect(json.payment).toMatchObject({ state: "paid", reference: "a7qk 2m", confirmation: { state: "delivered" } });
  expect(world.bodies()).toEqual([
    {
      path: "/hooks/confirmation",
      body: {
        TransactionType: "Pay Bill",
        TransID: json.payment.receipt,
        TransTime: expect.stringMatching(/^\d{14}$/),
        TransAmount: "1450.00",
        BusinessShortCode: "174379",
        BillRefNumber: "a7qk 2m",
        InvoiceNumber: "",
        OrgAccountBalance: "1450.00",
        ThirdPartyTransID: "",
        MSISDN: "2547 ***** 678",
        FirstName: "AMINA",
        MiddleName: "",
        LastName: "",
      },
    },
  ]);
  expect((await world.control("statement")).json.lines).toMatchObject([
    { ref: json.payment.receipt, ourRef: "a7qk 2m", kind: "capture", amount: 145_000 },
  ]);
});

test("version 1 hashes the payer's number", async () => {
  const world = await listening();
  await world.register({}, "v1");
  await world.payByHand();
  const hash = createHash("sha256").update("254712345678").digest("hex");
  expect(world.bodies()[0]?.body.MSISDN).toBe(hash);
});

test("validation is asked only where Safaricom enabled it, and what it returns is echoed", async () => {
  const world = await listening({ externalValidation: true });
  world.ear.says = (path) =>
    path.endsWith("validation") ? '{"ResultCode":"0","ResultDesc":"Accepted","ThirdPartyTransID":"ours-1"}' : "{}";
  await world.payByHand();

  const [validation, confirmation] = world.bodies();
  expect(world.order()).toEqual(["validation", "confirmation"]);
  expect(validation?.body).toMatchObject({ OrgAccountBalance: "", TransID: confirmation?.body.TransID });
  expect(confirmation?.body).toMatchObject({ OrgAccountBalance: "1450.00", ThirdPartyTransID: "ours-1" });
});

test("a rejection is honoured: no money, no confirmation", async () => {
  const world = await listening({ externalValidation: true });
  world.ear.says = () => '{"ResultCode":"C2B00012","ResultDesc":"Rejected"}';
  const { json } = await world.payByHand();

  expect(json.payment).toMatchObject({ state: "failed", rejection: "C2B00012" });
  expect(world.order()).toEqual(["validation"]);
  expect((await world.control("statement")).json.lines).toEqual([]);
});

test.each([
  ["Completed", "paid"],
  ["Cancelled", "failed"],
])("a silent validation means what was registered: %s is %s", async (responseType, state) => {
  const world = await listening({ externalValidation: true });
  await world.register({ ResponseType: responseType });
  world.ear.says = () => "<html>";
  expect((await world.payByHand()).json.payment.state).toBe(state);
});

test("the sandbox pays by hand when it is told to simulate", async () => {
  const world = await listening();
  const body = { ShortCode: "174379", CommandID: "CustomerPayBillOnline", Amount: 1450, Msisdn: "254708374149" };
  const without = await world.daraja("mpesa/c2b/v2/simulate", body);
  const paid = await world.daraja("mpesa/c2b/v2/simulate", { ...body, BillRefNumber: "A7QK2M" });

  expect(without).toMatchObject({ status: 400, json: { errorMessage: /BillRefNumber/ } });
  expect(paid).toMatchObject({ status: 200, json: { ResponseCode: "0" } });
  await vi.waitFor(() => expect(world.bodies()).toMatchObject([{ body: { BillRefNumber: "A7QK2M" } }]));
});

test.each([
  ["before", ["confirmation", "stk"]],
  ["between", ["stk", "confirmation"]],
  ["none", ["stk"]],
])("an STK payment is confirmed by C2B too, %s its callback", async (c2bConfirmations, order) => {
  const world = await listening({ c2bConfirmations });
  await world.push();
  await world.control("decide", { ...approve, wait: true });

  expect(world.order()).toEqual(order);
  const { lines } = (await world.control("statement")).json;
  expect(lines).toHaveLength(1);
  const confirmation = world.bodies().find(({ path }) => path === "/hooks/confirmation");
  if (confirmation) expect(confirmation.body).toMatchObject({ TransID: lines[0].ref, BillRefNumber: "A7QK2M-1" });
});

test("between: no query is answered before the confirmation is there", async () => {
  const world = await listening({ c2bConfirmations: "between", c2bDelayMs: 150 });
  const { json } = await world.push();
  await world.control("decide", approve);
  await vi.waitFor(() => expect(world.order()).toEqual(["stk"]));

  expect((await world.query(json.CheckoutRequestID)).json.ResultCode).toBe("0");
  expect(world.order()).toEqual(["stk", "confirmation"]);
});

test("after: the confirmation waits until a query has told the result", async () => {
  const world = await listening({ c2bConfirmations: "after" });
  const { json } = await world.push();
  await world.control("decide", { ...approve, wait: true });
  expect(world.order()).toEqual(["stk"]);

  await world.query(json.CheckoutRequestID);
  await vi.waitFor(() => expect(world.order()).toEqual(["stk", "confirmation"]));
});

test("a failed push is confirmed by nobody", async () => {
  const world = await listening({ c2bConfirmations: "before" });
  await world.push();
  await world.control("decide", { ...approve, decision: "cancel", wait: true });
  expect(world.order()).toEqual(["stk"]);
});

test("a callback is lost and the confirmation brings the receipt", async () => {
  const world = await listening();
  await world.control("faults", { provider: "mpesa", phase: "callback", fault: "drop", kind: "stk" });
  await world.push();
  await world.control("decide", { ...approve, wait: true });
  expect(world.order()).toEqual(["confirmation"]);
});

test("a confirmation can have a wrong amount", async () => {
  const world = await listening();
  await world.control("faults", {
    provider: "mpesa",
    phase: "callback",
    fault: "wrong-amount",
    kind: "c2b",
    amount: "1.00",
  });
  await world.payByHand();
  expect(world.bodies()[0]?.body.TransAmount).toBe("1.00");
});

test("a person pays by hand at a page, and finds it on the phone", async () => {
  const world = await listening();
  const pay = (fields: Record<string, string>) =>
    fetch(`${world.url}/mpesa/pay/by-hand`, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
  const wrong = await pay({ phone: "0712", reference: "A7QK2M", amount: "1450" });
  const paid = await pay({ phone: "0712 345 678", reference: "A7QK2M", amount: "1450" });

  expect([wrong.status, paid.status, paid.headers.get("location")]).toEqual([422, 303, "/phone?number=254712345678"]);
  const phone = await (await fetch(`${world.url}/phone?number=254712345678`)).text();
  expect(phone).toContain("Confirmed. Ksh1,450.00 sent to DUKA LTD for account A7QK2M");
  await vi.waitFor(() => expect(world.order()).toEqual(["confirmation"]));
});
