import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readAttempt } from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { recordDispute } from "#db/queries/disputes";
import { captureByRef } from "#db/queries/ledger";
import { readDeskRefund } from "#db/queries/order-desk";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { audit } from "#scripts/audit";
import { Books, placeCommand } from "#tests/unit/db/books";
import type { Deps } from "#worker/deps";
import type { PaymentGateway, Refunding } from "#worker/payments/gateway";
import { refold } from "#worker/payments/refold";
import { isForPerson } from "#worker/payments/staff/what-may-be-done";
import { refundRound } from "#worker/schedule/refund-round";

const NOW = Date.now();
const HOUR = 3_600_000;
const ACCOUNT = "174379";
const TOTAL = 200_000;

let books: Books;
beforeAll(async () => {
  books = await Books.open("paypal");
});
afterAll(() => books.close());
afterEach(async () => expect(await audit(books.db)).toEqual([]));

let asked: string[] = [];
const refunding: Refunding = {
  amounts: "any",
  isKeyed: true,
  plan: [60_000, 30 * 24 * HOUR],
  async send({ id }) {
    asked.push(`send ${id}`);
    return { status: "unknown" };
  },
  async lookUp({ id }) {
    asked.push(`look up ${id}`);
    return "waiting";
  },
};
/** The shop as it is set up now: PayPal under this account, able to give money back or not. */
function shopWith(account: string, refunds: Refunding | null = refunding): Deps {
  asked = [];
  const gateway = { code: "paypal", path: "pp", mode: "test", account, ...(refunds && { refunds }) } as PaymentGateway;
  return {
    db: books.db,
    config: { sending: true, planScale: 1, shopUrl: "https://duka.example", callbackSecret: { current: "a secret" } },
    gateways: { get: () => gateway, accounts: [{ gateway: "paypal", mode: "test", account }] },
    now: () => NOW,
    later: (work: Promise<unknown>) => void work.catch(() => undefined),
  } as unknown as Deps;
}

const settling = (): Deps =>
  ({ db: books.db, config: { sending: false }, now: Date.now, later: () => undefined }) as unknown as Deps;

/** A refund of an order paid at PayPal, an hour old. */
async function refundThatIs(
  status: "approved" | "submitted" | "unknown",
  changes: Record<string, unknown> = {},
  account = ACCOUNT,
) {
  const { payment, messages, ...command } = placeCommand();
  const order = await books.place({
    ...command,
    messages: [],
    payment: { ...payment, gateway: "paypal", account, status: "submitted" },
  });
  const attempt = await readAttempt(books.db, order.attemptId);
  const providerRef = newId("ref");
  if (attempt)
    await bookCapture(
      books.db,
      attempt,
      { txId: newId("txn"), providerRef, occurredAt: 1, receipt: null, actor: "provider", actorId: null },
      2,
    );
  await refold(settling(), order.orderId);
  const capture = await captureByRef(books.db, "paypal", providerRef);
  if (!capture) throw new Error("no capture");
  const id = newId("ref");
  const sent = status === "approved" ? {} : { submitted_at: NOW - HOUR, last_look_at: NOW - HOUR };
  await books.insert("refunds", {
    id,
    order_id: order.orderId,
    capture_id: capture.id,
    gateway: "paypal",
    amount_minor: TOTAL,
    currency: "KES",
    purpose: "return",
    reason: "Came back",
    status,
    created_at: NOW - HOUR,
    updated_at: NOW - HOUR,
    ...sent,
    ...changes,
  });
  const tasks = () =>
    books.rows<{ detail: string }>(
      "SELECT detail FROM staff_tasks WHERE kind = 'refund-unresolved' AND subject = ? AND state = 'open'",
      [id],
    );
  const isPersons = async (deps: Deps) => {
    const refund = await readDeskRefund(books.db, id);
    return refund !== null && isForPerson(deps, refund);
  };
  const dispute = async (state: "open" | "lost" | "won") => {
    const report = { providerRef: `PP-D-${id}`, amount: money(TOTAL, "KES"), state, rank: 1, dueBy: null };
    await recordDispute(
      books.db,
      capture,
      {
        ...report,
        isOpen: state === "open",
        money: state === "won" ? "returned" : "held",
        updatedAt: state === "open" ? 1 : 2,
      },
      NOW,
    );
    await refold(settling(), order.orderId);
  };
  return { id, orderId: order.orderId, tasks, isPersons, dispute };
}

test.each<[string, () => Deps]>([
  ["whose account has been switched", () => shopWith("another")],
  ["whose gateway cannot give back any more", () => shopWith(ACCOUNT, null)],
])("a refund under way %s is a person's, with a task", async (_what, setUp) => {
  const deps = setUp();
  for (const status of ["approved", "submitted", "unknown"] as const) {
    const refund = await refundThatIs(status, status === "approved" ? {} : { next_look_at: NOW - 60_000 });
    const before = await refund.isPersons(shopWith(ACCOUNT));

    await refundRound(deps);
    await refundRound(deps);

    expect([status, before, await refund.isPersons(deps)]).toEqual([status, false, true]);
    expect([status, await refund.tasks()]).toEqual([
      status,
      [{ detail: expect.stringContaining("not set up to give back any more") }],
    ]);
    expect(asked).toEqual([]);
  }
});

test("refunds of an account that has been switched keep nobody else's from being asked about", async () => {
  const { orderId } = await refundThatIs("submitted", { amount_minor: 100 }, "before");
  await books.run(
    `INSERT INTO refunds (id, order_id, capture_id, gateway, amount_minor, currency, purpose, reason, status, submitted_at, last_look_at, next_look_at)
     WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 250)
     SELECT 'ref_' || n, order_id, id, gateway, 100, currency, 'return', 'Came back', 'submitted', 1, 1, 1 FROM ledger, n WHERE order_id = ? AND kind = 'capture'`,
    [orderId],
  );
  const unanswered = await refundThatIs("unknown");
  const due = await refundThatIs("submitted", { next_look_at: NOW - 1, provider_reference: newId("ref") });

  await refundRound(shopWith(ACCOUNT));

  expect(asked).toEqual(expect.arrayContaining([`send ${unanswered.id}`, `look up ${due.id}`]));
  expect(await due.tasks()).toEqual([]);
});

test("a refund without an answer is not sent again while its payment is disputed", async () => {
  const refund = await refundThatIs("unknown");
  await refund.dispute("open");

  await refundRound(shopWith(ACCOUNT));
  expect(asked).not.toContain(`send ${refund.id}`);

  await refund.dispute("won");
  await refundRound(shopWith(ACCOUNT));
  expect(asked).toContain(`send ${refund.id}`);
});

test("a refund that was agreed to waits for the end of a dispute; once that is lost it is a person's to refuse", async () => {
  const refund = await refundThatIs("approved");
  await refund.dispute("open");
  await refundRound(shopWith(ACCOUNT));
  expect(await refund.tasks()).toEqual([]);

  await refund.dispute("lost");
  await refundRound(shopWith(ACCOUNT));
  await refundRound(shopWith(ACCOUNT));

  expect(asked).not.toContain(`send ${refund.id}`);
  expect(await refund.tasks()).toEqual([{ detail: expect.stringContaining("refuse") }]);
});
