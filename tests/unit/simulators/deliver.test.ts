import { expect, onTestFinished, test, vi } from "vitest";
import { createCourier, type Delivery, untold } from "#tests/simulators/core/deliver";
import { createSimulation } from "#tests/simulators/core/simulation";
import { listen } from "./world.ts";

async function open(answers: number[] = []) {
  const simulation = createSimulation({ clockScale: 0.01 });
  const courier = createCourier(simulation, "stripe");
  onTestFinished(courier.stop);
  const ear = await listen(answers);
  const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
    url: `${ear.url}/webhooks/stripe`,
    text: '{"amount":1450}',
    told: untold(),
    ...changes,
  });
  const fault = (name: "late" | "drop" | "duplicate" | "truncated" | "wrong-amount", more = {}) =>
    simulation.faults.add({ provider: "stripe", phase: "callback", fault: name, left: 1, ...more });
  return { simulation, courier, ear, delivery, fault };
}

test("who insists on a 2xx tries again after each wait, with a signature of its own each time", async () => {
  const { courier, ear, delivery } = await open([500, 503]);
  let signed = 0;
  const headers = () => ({ "X-Signature": String(++signed) });
  const told = await courier.deliver(delivery({ headers, retries: [1000, 1000, 1000] }));

  expect(told).toEqual({ state: "delivered", dueAt: null, statuses: [500, 503, 200] });
  expect(ear.heard.map((one) => one.headers["x-signature"])).toEqual(["1", "2", "3"]);
});

test("after the last try it is given up", async () => {
  const { courier, delivery } = await open([500, 500]);
  expect(await courier.deliver(delivery({ retries: [100] }))).toMatchObject({ state: "failed", statuses: [500, 500] });
});

test("who tells once takes any answer for heard", async () => {
  const { courier, delivery } = await open([500]);
  expect(await courier.deliver(delivery())).toMatchObject({ state: "delivered", statuses: [500] });
});

test("nobody there is a 0, and another machine is not called", async () => {
  const { courier, delivery } = await open();
  expect(await courier.deliver(delivery({ url: "http://127.0.0.1:9/" }))).toMatchObject({ statuses: [0] });
  expect(await courier.deliver(delivery({ url: "http://192.0.2.1/" }))).toMatchObject({ state: "failed" });
});

test("a wrong amount is the caller's to write, and waits for one who can", async () => {
  const { courier, ear, delivery, fault } = await open();
  fault("wrong-amount", { by: 5 });
  await courier.deliver(delivery());
  await courier.deliver(delivery({ alter: (_text, { by = 1 }) => `{"amount":${1450 + by}}` }));
  expect(ear.heard.map((one) => one.body)).toEqual(['{"amount":1450}', '{"amount":1455}']);
});

test("a fault for one sort of callback lets the others pass", async () => {
  const { courier, delivery, fault } = await open();
  fault("drop", { kind: "charge.refunded" });
  expect(await courier.deliver(delivery({ kind: "charge.succeeded" }))).toMatchObject({ state: "delivered" });
  expect(await courier.deliver(delivery({ kind: "charge.refunded" }))).toMatchObject({ state: "dropped" });
});

test("what was late when everything stopped is taken up again and comes once", async () => {
  const { simulation, courier, ear, delivery, fault } = await open();
  fault("late", { ms: 60_000 });
  const late = delivery();
  const delivered = courier.deliver(late);
  expect(late.told).toMatchObject({ state: "waiting", dueAt: expect.any(String) });
  courier.stop();
  await delivered;

  late.told.dueAt = new Date(Date.now() + 20).toISOString();
  const after = createCourier(simulation, "stripe");
  onTestFinished(after.stop);
  after.resume(late);

  await vi.waitFor(() => expect(late.told.state).toBe("delivered"));
  expect(ear.heard).toHaveLength(1);
});
