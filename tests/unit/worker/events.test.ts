import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { claimCapture, readAttempt } from "#db/queries/attempts";
import { newId } from "#domain/ids";
import { audit } from "#scripts/audit";
import { Books, placeCommand } from "#tests/unit/db/books";
import type { Deps } from "#worker/deps";
import type { PaymentGateway, PaymentReport, ProviderEvent } from "#worker/payments/gateway";
import { applyEvent } from "#worker/webhooks/apply-event";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
  await books.run("INSERT INTO market_payment_methods (id, market_id, gateway) VALUES ('mpm_pp', 'ke', 'paypal')");
});
afterAll(() => books.close());
afterEach(async () => expect(await audit(books.db)).toEqual([]));

/** PayPal as the shop sees it, with the parts that a test needs. */
const paypal = (parts: Partial<PaymentGateway>) =>
  ({ code: "paypal", mode: "test", account: "174379", holdMs: 60_000, plan: [], ...parts }) as PaymentGateway;
const depsWith = (gateway: PaymentGateway, now = Date.now): Deps =>
  ({
    db: books.db,
    config: { sending: false, planScale: 0.001 },
    gateways: { get: () => gateway },
    now,
    later: () => undefined,
  }) as unknown as Deps;

/** An order whose payer is at PayPal. */
async function atPaypal() {
  const { payment, ...command } = placeCommand();
  const order = await books.place({ ...command, payment: { ...payment, gateway: "paypal", status: "submitted" } });
  const providerReference = newId("ref");
  await books.run("UPDATE payments SET provider_reference = ? WHERE id = ?", [providerReference, order.attemptId]);
  const attempt = async () => {
    const row = await readAttempt(books.db, order.attemptId);
    if (!row) throw new Error("no attempt");
    return row;
  };
  return { ...order, providerReference, attempt };
}

test("a decline told late leaves the next try alone, and only asks", async () => {
  const { attempt, attemptId, providerReference } = await atPaypal();
  const now = Date.now();
  expect(await claimCapture(books.db, await attempt(), now + 60_000, now)).toBe("ours"); // its answer is under way
  const calls: string[] = [];
  const say = (what: string, report: PaymentReport) => async () => {
    calls.push(what);
    return report;
  };
  const gateway = paypal({
    lookUp: say("asked", { status: "approved" }),
    capture: say("taken", { status: "silent" }),
  });
  const report = { status: "declined", code: "INSTRUMENT_DECLINED" } as const;
  const event: ProviderEvent = {
    id: "WH-1",
    what: "PAYMENT.CAPTURE.DECLINED",
    ours: true,
    news: { kind: "payment", providerReference, claimedAttemptId: attemptId, report },
  };

  expect(await applyEvent(depsWith(gateway), gateway, event)).toBe("asked");

  expect(await attempt()).toMatchObject({ status: "submitted", capturingAt: now, declines: 0 });
  expect(calls).toEqual(["asked"]);
});
