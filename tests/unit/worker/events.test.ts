import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { claimCapture, readAttempt } from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { recordInbox, requestsWaiting } from "#db/queries/webhooks";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { audit } from "#scripts/audit";
import { Books, placeCommand } from "#tests/unit/db/books";
import type { Deps } from "#worker/deps";
import type { PaymentGateway, PaymentReport, ProviderEvent } from "#worker/payments/gateway";
import { refold } from "#worker/payments/refold";
import { applyEvent } from "#worker/webhooks/apply-event";
import { applyStored } from "#worker/webhooks/apply-stored";

vi.mock("cloudflare:workers", () => ({ DurableObject: class {} })); // there is none outside workerd

let books: Books;
beforeAll(async () => {
  books = await Books.open("paypal");
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

test("an event that could not be applied in seven days is a task that names it and its order", async () => {
  const { attempt, orderId } = await atPaypal();
  const captureRef = newId("ref");
  const capture = { txId: newId("txn"), providerRef: captureRef, occurredAt: 1, receipt: null };
  await bookCapture(books.db, await attempt(), { ...capture, actor: "provider", actorId: null }, 2);
  await refold(depsWith(paypal({})), orderId);
  const report = { providerRef: captureRef, captureRef, amount: money(200_000, "KES"), state: "REVERSED" };
  const reversal = { ...report, isOpen: false, money: "held", updatedAt: 1, rank: 0, dueBy: null } as const;
  const gateway = paypal({
    words: { name: "PayPal", hint: "", asksPhone: false, button: "" },
    readEvent: (id) => ({ id, what: "", ours: true, news: { kind: "dispute", report: reversal } }),
    disputesOf: async () => null, // PayPal lets us see no disputes
  });
  const received = Date.now();
  const event = { gateway: "paypal", eventKey: "WH-7", kind: "PAYMENT.CAPTURE.REVERSED", body: "WH-7" } as const;
  const kept = { id: newId("inb"), attempt: await attempt(), authenticated: true, outcome: null, now: received };
  await recordInbox(books.db, { ...event, ...kept });
  const round = async (days: number) => {
    const now = received + days * 24 * 3_600_000;
    const waiting = await requestsWaiting(books.db, now, now, 9);
    return Promise.all(
      waiting.map((stored) =>
        applyStored(
          depsWith(gateway, () => now),
          stored,
        ),
      ),
    );
  };
  const tasks = () =>
    books.rows("SELECT kind, subject, order_id, detail FROM staff_tasks WHERE detail LIKE '%WH-7%' AND state = 'open'");

  expect([await round(1), await tasks()]).toEqual([["later"], []]);
  expect([await round(8), await round(9)]).toEqual([["given-up"], []]);

  const detail = expect.stringMatching(/^PayPal .*PAYMENT\.CAPTURE\.REVERSED/);
  expect(await tasks()).toEqual([{ kind: "unexplained", subject: `paypal/${kept.id}`, order_id: orderId, detail }]);
});
