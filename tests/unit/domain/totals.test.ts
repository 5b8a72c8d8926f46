import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveryPrice, type PricedLine, taxName, totals } from "#domain/checkout/totals";

const line = fc.record({ unitMinor: fc.nat(50_000_000), quantity: fc.integer({ min: 1, max: 1_000 }) });
const order = fc.record({
  lines: fc.array(line, { maxLength: 6 }),
  delivery: fc.nat(10_000_000),
  basisPoints: fc.integer({ min: 0, max: 10_000 }),
  inclusive: fc.boolean(),
  discountShare: fc.integer({ min: 0, max: 100 }),
});
const subtotal = (lines: readonly PricedLine[]) => lines.reduce((sum, one) => sum + one.unitMinor * one.quantity, 0);

test("every sum is a whole number that is not negative, and the parts add up to the total", () => {
  fc.assert(
    fc.property(order, ({ lines, delivery, basisPoints, inclusive, discountShare }) => {
      const discount = Math.floor((subtotal(lines) * discountShare) / 100);
      const sums = totals(lines, delivery, { basisPoints, inclusive }, discount);
      const { subtotalMinor, discountMinor, deliveryMinor, taxMinor, totalMinor } = sums;
      if (!Object.values(sums).every((sum) => Number.isSafeInteger(sum) && sum >= 0)) throw new Error("not whole");
      if (discountMinor > subtotalMinor) throw new Error("the discount is more than the goods");
      const parts = subtotalMinor - discountMinor + deliveryMinor + (inclusive ? 0 : taxMinor);
      if (parts !== totalMinor) throw new Error(`${parts} is not ${totalMinor}`);
      if (inclusive && taxMinor > totalMinor) throw new Error("more tax than money");
    }),
    { numRuns: 100_000 },
  );
});

test("neither the order of lines nor splitting one changes a sum", () => {
  fc.assert(
    fc.property(order, fc.nat(), fc.nat(), (asked, turn, cut) => {
      const { lines, delivery, basisPoints, inclusive } = asked;
      const turned = [
        ...lines.slice(turn % (lines.length + 1)),
        ...lines.slice(0, turn % (lines.length + 1)),
      ].reverse();
      const split = turned.flatMap((one) => {
        const first = cut % one.quantity;
        return first === 0
          ? [one]
          : [
              { ...one, quantity: first },
              { ...one, quantity: one.quantity - first },
            ];
      });
      const rule = { basisPoints, inclusive };
      expect(totals(split, delivery, rule)).toEqual(totals(lines, delivery, rule));
    }),
    { numRuns: 20_000 },
  );
});

describe("tax", () => {
  const lines = [{ unitMinor: 116_000, quantity: 1 }];

  test("in the price is the part of it that is tax, and adds nothing", () => {
    expect(totals(lines, 0, { basisPoints: 1_600, inclusive: true })).toEqual({
      subtotalMinor: 116_000,
      discountMinor: 0,
      deliveryMinor: 0,
      taxMinor: 16_000,
      totalMinor: 116_000,
    });
  });

  test("on the price is added to goods less discount plus delivery", () => {
    expect(
      totals([{ unitMinor: 10_000, quantity: 3 }], 5_000, { basisPoints: 1_300, inclusive: false }, 10_000),
    ).toEqual({
      subtotalMinor: 30_000,
      discountMinor: 10_000,
      deliveryMinor: 5_000,
      taxMinor: 3_250,
      totalMinor: 28_250,
    });
  });

  test("is the exact share rounded half up, checked in whole numbers", () => {
    fc.assert(
      fc.property(order, ({ lines: some, delivery, basisPoints, inclusive }) => {
        const { subtotalMinor, taxMinor } = totals(some, delivery, { basisPoints, inclusive });
        const whole = BigInt(inclusive ? 10_000 + basisPoints : 10_000);
        const exact = BigInt(subtotalMinor + delivery) * BigInt(basisPoints);
        const off = 2n * (BigInt(taxMinor) * whole - exact); // between −whole (out) and +whole (in): half goes up
        if (!(off > -whole && off <= whole)) throw new Error(`${taxMinor} is not the nearest`);
      }),
      { numRuns: 20_000 },
    );
  });

  test.each([
    [1_600, "VAT, 16 %"],
    [750, "VAT, 7.5 %"],
    [0, ""],
  ])("of %i basis points is called “%s”", (basisPoints, name) => {
    expect(taxName({ basisPoints })).toBe(name);
  });
});

test.each<[string, PricedLine[], number, number]>([
  ["a fraction of a cent", [{ unitMinor: 0.5, quantity: 1 }], 0, 0],
  ["a negative delivery", [{ unitMinor: 100, quantity: 1 }], -1, 0],
  ["a discount over the goods", [{ unitMinor: 100, quantity: 1 }], 0, 101],
  ["a sum past safe integers", [{ unitMinor: Number.MAX_SAFE_INTEGER, quantity: 2 }], 0, 0],
])("%s is a mistake and not a rounding", (_what, lines, delivery, discount) => {
  expect(() => totals(lines, delivery, { basisPoints: 1_600, inclusive: true }, discount)).toThrow(RangeError);
});

test("delivery costs its price below the threshold and nothing from it on", () => {
  const rider = { amountMinor: 25_000, freeFromMinor: 1_500_000 };

  expect([1_499_999, 1_500_000].map((goods) => deliveryPrice(rider, goods))).toEqual([25_000, 0]);
  expect(deliveryPrice({ amountMinor: 25_000, freeFromMinor: null }, 1e12)).toBe(25_000);
});
