import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOrderMoney, writeFolded } from "#db/queries/order-money";
import { newId } from "#domain/ids";
import { fold } from "#domain/payments/fold";
import { PAYMENT_STATUSES } from "#domain/payments/names";
import { audit } from "#scripts/audit";
import { Books } from "./books.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.close());

interface Told {
  readonly kind: "capture" | "refund" | "refund-undone" | "chargeback" | "chargeback-undone";
  readonly amountMinor: number;
}
const story = fc.record({
  facts: fc.array(
    fc.record({
      kind: fc.constantFrom<Told["kind"]>(
        "capture",
        "capture",
        "capture",
        "refund",
        "refund",
        "refund-undone",
        "chargeback",
        "chargeback-undone",
      ),
      amountMinor: fc.constantFrom(50_000, 100_000, 200_000),
    }),
    { maxLength: 6 },
  ),
  adjustment: fc.constantFrom(0, 0, 50_000, -50_000),
  pending: fc.constantFrom<null | "unknown" | "pending">(null, null, "unknown", "pending"),
});

/** Tells an order's story to the database. @returns the facts it took: it refuses a refund over the captures */
async function tell({ facts, adjustment, pending }: { facts: Told[]; adjustment: number; pending: string | null }) {
  const order = await books.place();
  await books.run("UPDATE payments SET status = 'failed' WHERE id = ?", [order.attemptId]);
  const taken: { gateway: string; ref: string; kind: Told["kind"]; amountMinor: number }[] = [];
  for (const { kind, amountMinor } of facts) {
    const attemptId = await books.attempt(order, { status: "captured", amount_minor: amountMinor });
    const ref = newId("ref");
    const fact = { kind, amount_minor: amountMinor, provider_ref: ref };
    const refused = await books.book({ ...order, attemptId }, fact).then(
      () => "",
      (error: unknown) => String(error),
    );
    if (refused === "") taken.push({ gateway: "mpesa", ref, kind, amountMinor });
    else expect(refused).toContain("E_REFUND_EXCEEDS");
  }
  if (adjustment !== 0)
    await books.insert("order_adjustments", {
      id: newId("adr"),
      order_id: order.orderId,
      label: "Line",
      amount_minor: adjustment,
      actor_id: "usr_wanjiru",
    });
  if (pending)
    await books.attempt(order, pending === "unknown" ? { status: "unknown" } : { status: "submitted", pending_at: 1 });
  return { order, taken };
}
const viewOf = async (orderId: string) =>
  (await books.rows("SELECT * FROM order_money WHERE order_id = ?", [orderId]))[0];

test("the view order_money, the shop's own reading and the fold say the same of any facts", async () => {
  const reached = new Set<string>();
  const check = async (told: { facts: Told[]; adjustment: number; pending: string | null }) => {
    const { order, taken } = await tell(told);
    const folded = fold(taken, {
      totalMinor: 200_000,
      adjustments: told.adjustment === 0 ? [] : [{ id: "line", amountMinor: told.adjustment }],
      waitingOnProvider: told.pending ? 1 : 0,
    });
    expect(await viewOf(order.orderId)).toMatchObject({
      value: folded.status,
      net_minor: folded.netMinor,
      total_minor: folded.totalMinor,
    });
    expect((await readOrderMoney(books.db, order.orderId))?.folded).toEqual(folded);
    reached.add(folded.status);
  };
  const always: [Told["kind"], number][][] = [
    [
      ["capture", 200_000],
      ["refund", 200_000],
    ],
    [
      ["capture", 200_000],
      ["refund", 100_000],
    ],
    [
      ["capture", 200_000],
      ["chargeback", 200_000],
    ],
    [
      ["capture", 200_000],
      ["capture", 200_000],
    ],
    [["capture", 200_000]],
    [["capture", 100_000]],
    [],
  ];
  for (const facts of always)
    await check({ facts: facts.map(([kind, amountMinor]) => ({ kind, amountMinor })), adjustment: 0, pending: null });
  await fc.assert(fc.asyncProperty(story, check), { numRuns: 60 });

  expect([...reached].sort()).toEqual([...PAYMENT_STATUSES].sort());
});

test("claims that nobody confirms change nothing: callbacks, mismatches, receipts and log lines are no facts", async () => {
  const { order } = await tell({ facts: [{ kind: "capture", amountMinor: 100_000 }], adjustment: 0, pending: null });
  const before = await viewOf(order.orderId);
  const claim = { gateway: "mpesa", attempt_id: order.attemptId };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("inbox", "mismatch", "receipt", "log"),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (what, amount) => {
        if (what === "inbox")
          await books.insert("webhook_inbox", {
            ...claim,
            id: newId("inb"),
            event_key: newId("key"),
            body: `{"Amount":${amount}}`,
            authenticated: 1,
            received_at: 1,
          });
        if (what === "mismatch")
          await books.insert("mismatch", {
            ...claim,
            id: newId("mis"),
            claimed_ref: newId("ref"),
            claimed_amount_minor: amount,
            claimed_currency: "KES",
            reason: "forged",
          });
        if (what === "receipt")
          await books.run("UPDATE payments SET claimed_receipt = ? WHERE id = ?", [newId("ref"), order.attemptId]);
        if (what === "log")
          await books.insert("payment_log", {
            ...claim,
            id: newId("log"),
            direction: "callback",
            what: "captured",
            amount_minor: amount,
            at: 1,
          });
        expect(await viewOf(order.orderId)).toEqual(before);
      },
    ),
    { numRuns: 30 },
  );
});

test("a fold that is written twice from one revision is written once, and a stale one is not written", async () => {
  const order = await books.place();
  const early = await readOrderMoney(books.db, order.orderId);
  await books.book(order);
  await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
  const late = await readOrderMoney(books.db, order.orderId);
  if (!early || !late) throw new Error("no such order");

  expect(await writeFolded(books.db, early, 1)).toBe("moved");
  expect(await writeFolded(books.db, late, 2)).toBe("written");
  await writeFolded(books.db, late, 3);

  expect(await books.rows("SELECT payment_status, paid_at FROM orders WHERE id = ?", [order.orderId])).toEqual([
    { payment_status: "paid", paid_at: 2 },
  ]);
  expect(await books.one("SELECT count(*) FROM outbox WHERE order_id = ? AND template = 'paid'", [order.orderId])).toBe(
    1,
  );
  expect(await books.one("SELECT state FROM holds WHERE order_id = ?", [order.orderId])).toBe("consumed");
});

test("a fold that comes after a newer fact does not call that fact folded", async () => {
  const order = await books.place();
  await books.book(order);
  await books.run("UPDATE payments SET status = 'captured' WHERE id = ?", [order.attemptId]);
  const money = await readOrderMoney(books.db, order.orderId);
  if (!money) throw new Error("no such order");
  expect(await writeFolded(books.db, money, 1)).toBe("written");
  await books.run("UPDATE orders SET money_rev = money_rev + 1 WHERE id = ?", [order.orderId]);

  expect(await writeFolded(books.db, money, 2)).toBe("moved");

  expect(await books.one("SELECT money_rev - folded_rev FROM orders WHERE id = ?", [order.orderId])).toBe(1);
});

test("each entry is sealed over the one before it, and an entry tampered with is named by the audit", async () => {
  const order = await books.place();
  const entry = await books.book(order);
  const chain = async () => (await audit(books.db)).filter(({ invariant }) => invariant === "chain");
  expect(await chain()).toEqual([]);

  const [trigger] = await books.rows<{ sql: string }>(
    "SELECT sql FROM sqlite_schema WHERE name = 'ledger_append_only_update'",
  );
  await books.run("DROP TRIGGER ledger_append_only_update");
  await books.run("UPDATE ledger SET recorded_at = recorded_at + 1 WHERE id = ?", [entry]);
  await books.run(trigger?.sql ?? "");

  expect(await chain()).toEqual([{ invariant: "chain", subject: entry, detail: expect.any(String) }]);
});

test("the seal is the plain SHA3-256 of the entry behind the seal before it", async () => {
  const rows = await books.rows<Record<string, unknown>>(
    "SELECT l.*, s.hash FROM ledger l JOIN ledger_seals s ON s.entry_id = l.id ORDER BY s.rowid LIMIT 2",
  );
  const fields = [
    "id",
    "tx_id",
    "order_id",
    "attempt_id",
    "gateway",
    "provider_ref",
    "kind",
    "amount_minor",
    "currency",
    "occurred_at",
    "recorded_at",
  ];
  const sealOf = (previous: string, row: Record<string, unknown> | undefined) =>
    createHash("sha3-256")
      .update([previous, ...fields.map((name) => row?.[name])].join("|"))
      .digest("hex");

  expect(rows[0]?.hash).toBe(sealOf("", rows[0]));
  expect(rows[1]?.hash).toBe(sealOf(String(rows[0]?.hash), rows[1]));
});
