import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derivedPrice } from "#domain/catalogue/derived-price";
import { addWorkingDays } from "#domain/fulfilment/delivery-days";
import { CURRENCIES, money } from "#domain/money";

describe("a derived price", () => {
  test.each([
    [250_000, "USD", 7_740, 1_940], // 19.35, to ten cents
    [250_000, "NPR", 1_090_000, 272_500],
    [150, "NPR", 1_000_000, 200], // half goes up
    [149, "NPR", 1_000_000, 100],
    [100, "USD", 7_740, 10], // never free
    [0, "USD", 7_740, 0],
  ] as const)("of %i KES cents in %s at %i millionths is %i", (amountMinor, to, rate, expected) => {
    expect(derivedPrice(money(amountMinor, "KES"), to, rate)).toEqual(money(expected, to));
  });

  test("looks like a price, is off by at most half a step, and costs something unless it is free", () => {
    const step = { KES: 100, NPR: 100, USD: 10 };
    fc.assert(
      fc.property(
        fc.nat(100_000_000_000),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.constantFrom(...CURRENCIES),
        (amountMinor, rate, to) => {
          const { amountMinor: derived } = derivedPrice(money(amountMinor, "KES"), to, rate);
          expect(derived % step[to]).toBe(0);
          expect(derived > 0).toBe(amountMinor > 0);
          const exact = Number((BigInt(amountMinor) * BigInt(rate)) / 1_000_000n);
          expect(Math.abs(derived - exact)).toBeLessThanOrEqual(derived === step[to] ? step[to] : step[to] / 2 + 1);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

describe("a day of delivery", () => {
  const nairobi = (at: number) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: "Africa/Nairobi", weekday: "short", day: "numeric" }).format(at);

  test.each([
    ["2026-11-20T09:00:00Z", 1, "Sat 21"],
    ["2026-11-20T09:00:00Z", 2, "Mon 23"],
    ["2026-11-21T09:00:00Z", 1, "Mon 23"],
    ["2026-11-22T09:00:00Z", 1, "Mon 23"],
    ["2026-11-20T22:00:00Z", 1, "Mon 23"], // already Saturday in Nairobi
    ["2026-11-20T09:00:00Z", 0, "Fri 20"],
    ["2026-11-20T09:00:00Z", 12, "Fri 4"],
  ])("%s and %i working days are %s", (from, days, expected) => {
    expect(nairobi(addWorkingDays(Date.parse(from), days, "Africa/Nairobi"))).toBe(
      expected.replace(/^(\w+) (\d+)$/, "$1 $2"),
    );
  });

  test("is never a Sunday and never before the day it is counted from", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.7e12, max: 2e12 }), fc.integer({ min: 1, max: 14 }), (from, days) => {
        const at = addWorkingDays(from, days, "Africa/Nairobi");
        expect(nairobi(at)).not.toMatch(/Sun/);
        expect(at - from).toBeGreaterThanOrEqual(days * 86_400_000);
      }),
      { numRuns: 1_000 },
    );
  });
});
