import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { MPESA_OPERATOR } from "#tests/simulators/credentials";
import { startSimulators } from "#tests/simulators/server";
import { openWorld } from "./world.ts";

test("payments, the token and open prompts outlive a restart", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "simulators-")), "state.json");
  const before = await openWorld({ stateFile });
  const { json } = await before.push();
  await before.control("decide", { provider: "mpesa", phone: "254712345678", decision: "approve" });
  await before.push({ PhoneNumber: "254700000001" });
  await before.close();

  const after = await openWorld({ stateFile });
  expect((await after.control("statement")).json.lines).toMatchObject([{ checkoutRequestId: json.CheckoutRequestID }]);
  expect((await after.query(json.CheckoutRequestID)).json.ResultCode).toBe("0");
  expect(await after.push({ PhoneNumber: "254700000001" })).toMatchObject({ status: 500 });
});

test("a file from before providers saved parts of their own is still read", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "simulators-")), "state.json");
  const message = { id: "1", channel: "sms", from: "DUKA", to: ["+254712345678"], at: "2026-11-20T06:30:00Z" };
  await writeFile(stateFile, JSON.stringify({ token: null, pushes: [], messages: [message], mailAnswers: [] }));

  const world = await openWorld({ stateFile });
  expect((await world.control("messages")).json.messages).toMatchObject([{ id: "1" }]);
});

test("the paybill's registration, payments and reversals outlive a restart, and a result that was due still comes", async () => {
  const stateFile = join(await mkdtemp(join(tmpdir(), "simulators-")), "state.json");
  const before = await openWorld({ stateFile });
  await before.register();
  const { receipt } = (await before.payByHand()).json.payment;
  await before.control("act", { provider: "mpesa", action: "reverse-in-portal", receipt });
  await before.control("auto", { provider: "mpesa", settings: { resultDelayMs: 500 } });
  await before.daraja("mpesa/transactionstatus/v1/query", {
    Initiator: MPESA_OPERATOR.initiator,
    SecurityCredential: MPESA_OPERATOR.securityCredential,
    CommandID: "TransactionStatusQuery",
    TransactionID: receipt,
    PartyA: "174379",
    IdentifierType: "4",
    ResultURL: `${before.ear.url}/hooks/result`,
    QueueTimeOutURL: `${before.ear.url}/hooks/timeout`,
    Remarks: "check",
  });
  await before.close();

  const after = await openWorld({ stateFile });
  expect((await after.control("statement")).json.lines).toMatchObject([{ ref: receipt }, { originalReceipt: receipt }]);
  await vi.waitFor(() => expect(before.ear.heard.map(({ path }) => path)).toContain("/hooks/result"));
  await after.payByHand();
  expect(before.ear.heard.filter(({ path }) => path === "/hooks/confirmation")).toHaveLength(2);
});

test("a reset forgets everything", async () => {
  const world = await openWorld();
  await world.push();
  await world.control("reset", {});
  expect((await world.control("payments")).json.payments).toEqual([]);
  expect((await world.control("requests")).json.requests).toEqual([]);
});

test("a taken port is Node's own error", async () => {
  const { url } = await openWorld();
  await expect(startSimulators({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
