import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CURRENCIES, type Currency, formatAmount, formatMoney, money, parseAmount, wholeUnits } from "#domain/money";

const amounts = fc.maxSafeInteger();

describe.each(CURRENCIES)("%s", (currency) => {
  test("whatever amount is written is read back the same", () => {
    fc.assert(
      fc.property(amounts, (amountMinor) => {
        const written = formatAmount(money(amountMinor, currency));
        expect(parseAmount(written, currency)?.amountMinor).toBe(amountMinor === 0 ? 0 : amountMinor);
      }),
      { numRuns: 20_000, examples: [[0], [1], [-1], [99], [100], [100_000], [Number.MAX_SAFE_INTEGER]] },
    );
  });

  test("plain forms people type are the same amount as the written one", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), fc.nat(99), (whole, cents) => {
        const typed = cents === 0 ? String(whole) : `${whole}.${String(cents).padStart(2, "0")}`;
        expect(parseAmount(` ${typed} `, currency)).toEqual(money(whole * 100 + cents, currency));
      }),
      { numRuns: 5_000 },
    );
  });

  test("reading never throws and never invents a fraction, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const read = parseAmount(typed, currency);
        expect(read === null || Number.isSafeInteger(read.amountMinor)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  test("whole units times a hundred are the amount again, and cents are refused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (amountMinor) => {
        if (amountMinor % 100 === 0) expect(wholeUnits(money(amountMinor, currency)) * 100).toBe(amountMinor);
        else expect(() => wholeUnits(money(amountMinor, currency))).toThrow(RangeError);
      }),
      { numRuns: 20_000 },
    );
  });
});

test.each<[number, Currency, string]>([
  [125_000, "KES", "KES 1,250"],
  [7_910, "USD", "USD 79.10"],
  [5, "NPR", "NPR 0.05"],
  [-125_050, "KES", "KES −1,250.50"],
  [0, "USD", "USD 0"],
  [123_456_789_000, "KES", "KES 1,234,567,890"],
])("%i minor units of %s are written “%s”", (amountMinor, currency, written) => {
  expect(formatMoney({ amountMinor, currency })).toBe(written);
});

test.each([
  "",
  " ",
  "1.2.3",
  "1,25",
  "12,50.0",
  "1.234",
  "1e3",
  "0x10",
  "１２",
  "NaN",
  "--1",
  "+5",
  "1 250",
  "9".repeat(17),
])("“%s” is no amount", (typed) => {
  expect(parseAmount(typed, "KES")).toBeNull();
});

test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is not in minor units", (amountMinor) => {
  expect(() => money(amountMinor, "KES")).toThrow(RangeError);
});
