import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, type Fact, type Folded, fold } from "#domain/payments/fold";
import { FACT_KINDS, PAYMENT_STATUSES, type PaymentStatus } from "#domain/payments/names";

const fact = (kind: Fact["kind"], ref: string, amountMinor: number, gateway = "mpesa"): Fact => ({
  gateway,
  ref,
  kind,
  amountMinor,
});
const asked = (totalMinor: number, waitingOnProvider = 0, adjustments: Asked["adjustments"] = []): Asked => ({
  totalMinor,
  waitingOnProvider,
  adjustments,
});

describe("each value of the table is reached", () => {
  const cases: Record<PaymentStatus, [Fact[], Asked]> = {
    unpaid: [[], asked(100)],
    checking: [[], asked(100, 1)],
    "part-paid": [[fact("capture", "a", 40)], asked(100)],
    paid: [[fact("capture", "a", 100)], asked(100)],
    overpaid: [[fact("capture", "a", 100), fact("capture", "b", 100)], asked(100)],
    "part-refunded": [[fact("capture", "a", 100), fact("refund", "r", 30)], asked(100)],
    refunded: [[fact("capture", "a", 100), fact("refund", "r", 100)], asked(100)],
    disputed: [[fact("capture", "a", 100), fact("chargeback", "d", 100)], asked(100)],
  };
  test.each(PAYMENT_STATUSES)("%s", (status) => {
    expect(fold(...cases[status]).status).toBe(status);
  });
});

test("what is due is what lacks while the order waits for money, and nothing else ever is", () => {
  expect(fold([], asked(100)).dueMinor).toBe(100);
  expect(fold([], asked(100, 1)).dueMinor).toBe(100);
  expect(fold([fact("capture", "a", 40)], asked(100)).dueMinor).toBe(60);
  expect(fold([fact("capture", "a", 100), fact("refund", "r", 30)], asked(100)).dueMinor).toBe(0);
  expect(fold([fact("capture", "a", 130)], asked(100))).toMatchObject({ dueMinor: 0, excessMinor: 30 });
});

test("an order that costs nothing is paid without a fact", () => {
  expect(fold([], asked(0)).status).toBe("paid");
});

test("a refund and a chargeback that were undone are as if they had never been", () => {
  const paid = [fact("capture", "a", 100)];

  expect(fold([...paid, fact("refund", "r", 100), fact("refund-undone", "r", 100)], asked(100)).status).toBe("paid");
  expect(fold([...paid, fact("chargeback", "d", 100), fact("chargeback-undone", "d", 100)], asked(100)).status).toBe(
    "paid",
  );
});

test("a line added after a double payment was refunded reads part-refunded: staff ask for the difference", () => {
  const facts = [fact("capture", "a", 100), fact("capture", "b", 100), fact("refund", "r", 100)];

  expect(fold(facts, asked(100, 0, [{ id: "adj", amountMinor: 20 }])).status).toBe("part-refunded");
});

/** Twelve facts of one order: captures by several gateways, refunds, disputes and their undoing. */
const FACTS: readonly Fact[] = [
  fact("capture", "c1", 100),
  fact("capture", "c2", 60),
  fact("capture", "c1", 40, "on-delivery"),
  fact("refund", "r1", 100),
  fact("refund", "r2", 60),
  fact("refund", "r1", 30, "on-delivery"),
  fact("refund-undone", "r1", 100),
  fact("refund-undone", "r2", 60),
  fact("chargeback", "d1", 100),
  fact("chargeback", "d2", 60),
  fact("chargeback-undone", "d1", 100),
  fact("chargeback-undone", "d2", 60),
];
const SIDES: readonly Asked[] = [
  asked(100),
  asked(160, 1),
  asked(100, 0, [
    { id: "x", amountMinor: 60 },
    { id: "x", amountMinor: 60 },
  ]),
];

function* permutations(length: number): Generator<number[]> {
  if (length === 0) return yield [];
  for (const rest of permutations(length - 1))
    for (let at = 0; at < length; at++) yield [...rest.slice(0, at), length - 1, ...rest.slice(at)];
}
const ORDERS_OF_SIX = [...permutations(6)];

const same = (one: Folded, other: Folded): boolean =>
  one.status === other.status &&
  one.netMinor === other.netMinor &&
  one.dueMinor === other.dueMinor &&
  one.excessMinor === other.excessMinor &&
  one.capturedMinor === other.capturedMinor;

test("six facts fold to the same in all 720 orders, told once or several times", () => {
  expect(new Set(ORDERS_OF_SIX.map(String)).size).toBe(720);
  const reached = new Set<PaymentStatus>();
  let folded = 0;
  // Every 60th of the 12,376 multisets of six out of twelve, chosen with repetition: the repeated ones are duplicates.
  for (const [nth, picked] of multisets(FACTS.length, 6).entries()) {
    if (nth % 60 !== 0) continue;
    const told = picked.map((at) => FACTS[at] as Fact);
    for (const side of SIDES) {
      const first = fold(told, side);
      reached.add(first.status);
      for (const order of ORDERS_OF_SIX) {
        folded += 1;
        const again = fold(
          order.map((at) => told[at] as Fact),
          side,
        );
        if (!same(first, again)) throw new Error(`${JSON.stringify(told)} in the order ${order} reads ${again.status}`);
      }
    }
  }
  expect(folded).toBe(207 * 720 * SIDES.length);
  expect([...reached].sort()).toEqual([...PAYMENT_STATUSES].sort());
});

function multisets(of: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  const found: number[][] = [];
  for (let at = from; at < of; at++) for (const rest of multisets(of, size - 1, at)) found.push([at, ...rest]);
  return found;
}

const anyFact = fc.record({
  gateway: fc.constantFrom("mpesa", "on-delivery"),
  ref: fc.constantFrom("a", "b", "c", "d"),
  kind: fc.constantFrom(...FACT_KINDS),
  amountMinor: fc.integer({ min: 1, max: 1_000 }),
});
/** Equal gateway, ref and kind are one fact, so they have one amount. */
const told = fc
  .array(anyFact, { maxLength: 10 })
  .map((facts) => [...new Map(facts.map((one) => [`${one.gateway}|${one.ref}|${one.kind}`, one])).values()]);

test("shuffled and repeated at random, the same facts fold to the same", () => {
  fc.assert(
    fc.property(
      told,
      fc.array(fc.nat(), { maxLength: 20 }),
      fc.nat(1_500),
      fc.nat(2),
      (facts, draws, total, waiting) => {
        const again = [...facts, ...draws.flatMap((draw) => facts[draw % Math.max(1, facts.length)] ?? [])];
        const turn = (draws[0] ?? 0) % (again.length + 1);
        const turned = [...again.slice(turn), ...again.slice(0, turn)].reverse();
        expect(fold(turned, asked(total, waiting))).toEqual(fold(facts, asked(total, waiting)));
      },
    ),
    { numRuns: 10_000 },
  );
});

test("whatever is told, what is due and what is too much are never negative and never both", () => {
  fc.assert(
    fc.property(told, fc.nat(1_500), fc.nat(2), (facts, total, waiting) => {
      const { dueMinor, excessMinor } = fold(facts, asked(total, waiting));
      expect(dueMinor >= 0 && excessMinor >= 0 && (dueMinor === 0 || excessMinor === 0)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

test("the fold reads facts and attempts alone: one more pending attempt can only turn what lacks money into checking", () => {
  fc.assert(
    fc.property(told, fc.nat(1_500), (facts, total) => {
      const before = fold(facts, asked(total)).status;
      const after = fold(facts, asked(total, 1)).status;
      expect(after).toBe(before === "unpaid" || before === "part-paid" ? "checking" : before);
    }),
    { numRuns: 10_000 },
  );
});
