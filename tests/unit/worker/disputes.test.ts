import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readAttempt } from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { audit } from "#scripts/audit";
import { Books, placeCommand } from "#tests/unit/db/books";
import type { Deps } from "#worker/deps";
import { applyDispute } from "#worker/payments/disputes";
import type { DisputeReport, PaymentGateway } from "#worker/payments/gateway";

let books: Books;
let deps: Deps;
beforeAll(async () => {
  books = await Books.open("paypal");
  deps = { db: books.db, config: { sending: false }, now: Date.now, later: () => undefined } as unknown as Deps;
});
afterAll(() => books.close());
afterEach(async () => expect(await audit(books.db)).toEqual([]));

const TOTAL = 200_000;

/** An order paid at PayPal. */
async function paidOrder() {
  const { payment, ...command } = placeCommand();
  const order = await books.place({ ...command, payment: { ...payment, gateway: "paypal", status: "submitted" } });
  const attempt = await readAttempt(books.db, order.attemptId);
  if (!attempt) throw new Error("no attempt");
  const captureRef = newId("ref");
  const capture = { txId: newId("txn"), providerRef: captureRef, occurredAt: 1, receipt: null };
  await bookCapture(books.db, attempt, { ...capture, actor: "provider", actorId: null }, 2);
  return { ...order, captureRef };
}

interface Told {
  readonly what: string;
  readonly report: (captureRef: string) => DisputeReport;
  /** What PayPal's list of the capture's disputes says when it is asked because of this one. */
  readonly listed?: (captureRef: string) => readonly DisputeReport[];
}
const base = (captureRef: string) => ({ captureRef, amount: money(TOTAL, "KES"), dueBy: null });
const stage = (name: string, state: string, funds: DisputeReport["money"], rank: number, isOpen = true) => {
  const report = (captureRef: string): DisputeReport => ({
    ...base(captureRef),
    providerRef: `PP-D-${captureRef}`,
    state,
    money: funds,
    isOpen,
    updatedAt: rank,
    rank,
  });
  return { what: name, report };
};
const inquiry = stage("inquiry", "OPEN", "none", 1);
const claim = stage("claim", "UNDER_REVIEW", "held", 2);
const won = stage("won", "RESOLVED_SELLER_FAVOUR", "returned", 3, false);
const lost = stage("lost", "RESOLVED_BUYER_FAVOUR", "held", 3, false);
const reversed = (list: string, listed: Told["listed"]): Told => ({
  what: `reversed, ${list}`,
  report: (captureRef) => ({
    ...base(captureRef),
    providerRef: captureRef,
    state: "REVERSED",
    money: "held",
    isOpen: false,
    updatedAt: 2,
    rank: 0,
  }),
  ...(listed && { listed }),
});
const lists = [
  reversed("no dispute listed", () => []),
  reversed("an inquiry listed", (ref) => [inquiry.report(ref)]),
  reversed("the claim listed", (ref) => [claim.report(ref)]),
];

async function tell(captureRef: string, { report, listed }: Told): Promise<string> {
  const disputesOf = async () => listed?.(captureRef) ?? [];
  return applyDispute(deps, { code: "paypal", disputesOf } as unknown as PaymentGateway, report(captureRef));
}
const sumOf = async (orderId: string) => {
  const rows = await books.rows<{ payment_status: string; taken: number }>(
    `SELECT payment_status, (SELECT coalesce(sum(CASE kind WHEN 'chargeback' THEN amount_minor ELSE -amount_minor END), 0) FROM ledger
       WHERE order_id = o.id AND kind IN ('chargeback', 'chargeback-undone')) AS taken FROM orders o WHERE id = ?`,
    [orderId],
  );
  return { status: rows[0]?.payment_status, taken: rows[0]?.taken };
};

test.each([
  ["won", won, { status: "paid", taken: 0 }],
  ["lost", lost, { status: "disputed", taken: TOTAL }],
])(
  "a dispute that is %s is one sum of money, whenever PayPal tells of its reversal, and however often",
  async (_how, end, sum) => {
    for (const [at, order] of lists.flatMap((reversal) => permutations<Told>([reversal, claim, end])).entries()) {
      const { orderId, captureRef } = await paidOrder();
      const all = at % 2 === 0 ? [inquiry, ...order] : [...order, inquiry];
      const told = all.map(({ what }) => what);

      for (const one of all) await tell(captureRef, one);
      expect([told, await sumOf(orderId)]).toEqual([told, sum]);
      for (const again of order) await tell(captureRef, again);
      expect([told, await sumOf(orderId)]).toEqual([told, sum]);
    }
  },
);

test("money taken back that no dispute explains stands for itself", async () => {
  for (const reversal of lists.slice(0, 2)) {
    const { orderId, captureRef } = await paidOrder();
    await tell(captureRef, inquiry);
    expect(await tell(captureRef, reversal)).toBe("dispute held");
    expect(await sumOf(orderId)).toEqual({ status: "disputed", taken: TOTAL });
  }
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
