import { expect, test, vi } from "vitest";
import { openWorld } from "./world.ts";

const approve = { provider: "mpesa", phone: "254712345678", decision: "approve" };
const mpesaFault = (phase: string, fault: string, more: Record<string, unknown> = {}) => ({
  provider: "mpesa",
  phase,
  fault,
  ...more,
});

test("a dropped callback is never delivered, and the query still tells", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("callback", "drop"));
  const { json } = await world.push();
  await world.control("decide", approve);

  expect((await world.query(json.CheckoutRequestID)).json.ResultCode).toBe("0");
  expect((await world.control("payments")).json.payments).toMatchObject([{ callback: { state: "dropped" } }]);
  expect(world.ear.heard).toEqual([]);
});

test("a duplicate is the same bytes twice", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("callback", "duplicate"));
  await world.push();
  await world.control("decide", approve);

  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(2));
  expect(world.ear.heard[0]?.body).toBe(world.ear.heard[1]?.body);
});

test("a late callback comes after its wait, and the query has told before", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("callback", "late", { ms: 150 }));
  const { json } = await world.push();
  await world.control("decide", approve);

  expect((await world.query(json.CheckoutRequestID)).json.ResultCode).toBe("0");
  expect(world.ear.heard).toEqual([]);
  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
});

test("a reordered callback is there before the answer of create", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", "reordered"));
  const { status } = await world.push();
  expect([status, world.ear.heard.length]).toEqual([200, 1]);
});

test.each([
  [{}, "1451.00"],
  [{ by: -1 }, "1449.00"],
  [{ amount: 10.5 }, "10.5"],
  [{ amount: "1450" }, '"1450"'],
])("a wrong amount %o reads %s", async (more, value) => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("callback", "wrong-amount", more));
  await world.push();
  await world.control("decide", approve);
  await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));
  expect(world.ear.heard[0]?.body).toContain(`{"Name":"Amount","Value":${value}}`);
});

test.each(["unpaid", "other-ids", "unknown-path"])(
  "a forged callback (%s) claims money that nobody paid",
  async (variant) => {
    const world = await openWorld();
    await world.control("faults", mpesaFault("callback", "forged", { variant }));
    const { json } = await world.push();
    await vi.waitFor(() => expect(world.ear.heard).toHaveLength(1));

    const [forged] = world.ear.heard;
    const { stkCallback } = JSON.parse(forged?.body ?? "").Body;
    expect(stkCallback.ResultCode).toBe(0);
    expect(stkCallback.CheckoutRequestID === json.CheckoutRequestID).toBe(variant !== "other-ids");
    expect(forged?.path.endsWith("ab".repeat(16))).toBe(variant !== "unknown-path");
    expect((await world.control("statement")).json.lines).toEqual([]);
  },
);

test.each([
  ["refused", 0],
  ["timeout-before-effect", 0],
  ["timeout-after-effect", 1],
] as const)("%s on create leaves no answer and %i prompts", async (fault, prompts) => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", fault, { ms: 30 }));

  await expect(world.push()).rejects.toThrow("fetch failed");

  expect((await world.control("payments")).json.payments).toHaveLength(prompts);
  const { requests } = (await world.control("requests?provider=mpesa&path=processrequest")).json;
  expect(requests).toMatchObject([{ method: "POST", status: 0, fault, body: { AccountReference: "A7QK2M-1" } }]);
});

test("500 and 429 are Daraja's own words, with nothing done", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", "500"));
  await world.control("faults", mpesaFault("create", "429"));

  expect(await world.push()).toMatchObject({ status: 500, json: { errorCode: "500.003.1001" } });
  expect(await world.push()).toMatchObject({ status: 429, json: { errorCode: "500.003.02" } });
  expect(await world.push()).toMatchObject({ status: 200 });
});

test("a slow answer is right, only late", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", "slow", { ms: 120 }));
  const started = performance.now();
  expect(await world.push()).toMatchObject({ status: 200, json: { ResponseCode: "0" } });
  expect(performance.now() - started).toBeGreaterThan(110);
});

test("a wrong JSON answer parses and has no promised type; the prompt is on the phone", async () => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", "wrong-json"));
  expect((await world.push()).json.ResponseCode).toEqual(["0"]);
  expect((await world.control("payments")).json.payments).toHaveLength(1);
});

test.each(["truncated", "html"])("a %s answer is not JSON", async (fault) => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("create", fault));
  await expect(world.push()).rejects.toThrow();
});

test.each(["huge", "gzip-bomb"])("a %s answer has as many bytes as asked", async (fault) => {
  const world = await openWorld();
  await world.control("faults", mpesaFault("token", fault, { bytes: 300_000 }));
  const response = await fetch(`${world.url}/mpesa/oauth/v1/generate?grant_type=client_credentials`, {
    headers: { authorization: `Basic ${btoa("duka-demo-key:duka-demo-secret")}` },
  });
  expect((await response.text()).length).toBe(300_000);
});

test.each([
  [mpesaFault("send", "500"), /no phase "send"/],
  [mpesaFault("create", "drop"), /suits callback, not create/],
  [{ provider: "mail", phase: "send", fault: "reordered" }, /suits create, not send/],
  [mpesaFault("create", "gremlins"), /fault/],
])("an order that cannot be is a 400 that says why", async (body, detail) => {
  const world = await openWorld();
  const { status, json } = await world.control("faults", body);
  expect([status, json]).toMatchObject([400, { type: "about:blank", detail: expect.stringMatching(detail) }]);
});

test("a control body of the wrong shape is a problem that points at each member", async () => {
  const world = await openWorld();
  const { status, json } = await world.control("decide", { provider: "mpesa", phone: 1, decision: "maybe" });
  expect(status).toBe(400);
  expect(json.errors.map((error: { pointer: string }) => error.pointer)).toEqual(["/phone", "/decision"]);
});
