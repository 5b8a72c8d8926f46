import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { totals } from "#domain/checkout/totals";
import type { Currency } from "#domain/money";
import {
  amountOfDelivery,
  amountOfPieces,
  type FrozenOrder,
  type Pieces,
  smallestMinor,
  splitOver,
} from "#domain/payments/refund-amounts";
import { normalReference } from "#domain/payments/typed-reference";

const order = fc
  .record({
    currency: fc.constantFrom<Currency>("KES", "NPR", "USD"),
    lines: fc.array(fc.record({ units: fc.nat(90_000), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    delivery: fc.nat(900),
    basisPoints: fc.integer({ min: 0, max: 2_500 }),
    share: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ currency, lines, delivery, basisPoints, share }): FrozenOrder => {
    const inclusive = currency !== "USD";
    const priced = lines.map(({ units, quantity }, at) => ({ id: `lin_${at}`, quantity, unitMinor: units * 100 }));
    const goods = priced.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0);
    const discount = Math.floor((goods * share) / 10_000) * 100;
    return {
      currency,
      taxInclusive: inclusive,
      lines: priced,
      ...totals(priced, delivery * 100, { basisPoints, inclusive }, discount),
    };
  });

/** The pieces of an order one by one, in some order of their own. */
const onePieceAtATime = ({ lines }: FrozenOrder, turn: number): Pieces[] => {
  const pieces = lines.flatMap(({ id, quantity }) =>
    Array.from({ length: quantity }, () => ({ lineId: id, quantity: 1 })),
  );
  return pieces.map((_, at) => pieces[(at * 7 + turn) % pieces.length] ?? { lineId: "", quantity: 0 });
};

test("in whatever steps the pieces go back, with delivery they are the total to the last cent", () => {
  fc.assert(
    fc.property(order, fc.integer({ min: 2, max: 4 }), (frozen, stride) => {
      const pieces = frozen.lines.flatMap(({ id, quantity }) => {
        const first = Math.min(quantity, stride);
        return [
          { lineId: id, quantity: first },
          ...(quantity > first ? [{ lineId: id, quantity: quantity - first }] : []),
        ];
      });
      let sum = amountOfDelivery(frozen);
      pieces.forEach((piece, at) => {
        const amount = amountOfPieces(frozen, [piece], pieces.slice(0, at));
        if (amount < 0 || amount % smallestMinor(frozen.currency) !== 0) throw new Error(`${amount} cannot go back`);
        sum += amount;
      });
      const nothingPriced = frozen.subtotalMinor === 0;
      const expected = nothingPriced ? amountOfDelivery(frozen) : frozen.totalMinor;
      if (sum !== expected) throw new Error(`${sum} is not ${expected}`);
    }),
    { numRuns: 20_000 },
  );
});

test("together or one by one is the same sum", () => {
  fc.assert(
    fc.property(order, fc.nat(40), (frozen, turn) => {
      const pieces = onePieceAtATime(frozen, turn);
      const distinct = frozen.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
      const sane = frozen.lines.every(
        ({ id, quantity }) => pieces.filter(({ lineId }) => lineId === id).length === quantity,
      );
      fc.pre(sane);
      const single = pieces.reduce((sum, piece, at) => sum + amountOfPieces(frozen, [piece], pieces.slice(0, at)), 0);
      expect(single).toBe(amountOfPieces(frozen, distinct, []));
    }),
    { numRuns: 2_000 },
  );
});

describe("a piece carries its share", () => {
  const frozen: FrozenOrder = {
    currency: "KES",
    subtotalMinor: 300_000,
    discountMinor: 30_000,
    deliveryMinor: 20_000,
    taxMinor: 40_000,
    taxInclusive: true,
    totalMinor: 290_000,
    lines: [
      { id: "a", quantity: 2, unitMinor: 100_000 },
      { id: "b", quantity: 1, unitMinor: 100_000 },
    ],
  };

  test("of the discount", () => {
    expect(amountOfPieces(frozen, [{ lineId: "a", quantity: 1 }], [])).toBe(90_000);
    expect(amountOfPieces(frozen, [{ lineId: "b", quantity: 1 }], [{ lineId: "a", quantity: 2 }])).toBe(90_000);
  });

  test("of tax that was added to the price, delivery its own", () => {
    const taxed = { ...frozen, taxInclusive: false, taxMinor: 46_400, totalMinor: 336_400 };

    expect(amountOfDelivery(taxed)).toBe(23_200);
    expect(
      amountOfPieces(
        taxed,
        [
          { lineId: "a", quantity: 2 },
          { lineId: "b", quantity: 1 },
        ],
        [],
      ),
    ).toBe(313_200);
  });

  test("and nothing, where nothing was paid or the line is not in the order", () => {
    expect(amountOfPieces(frozen, [{ lineId: "c", quantity: 1 }], [])).toBe(0);
    expect(amountOfPieces({ ...frozen, subtotalMinor: 0, lines: [] }, [{ lineId: "a", quantity: 1 }], [])).toBe(0);
  });
});

describe("an amount is taken from payments in their order", () => {
  const payments = [{ leftMinor: 300 }, { leftMinor: 0 }, { leftMinor: 500 }];

  test.each([
    [100, [100]],
    [300, [300]],
    [301, [300, 1]],
    [800, [300, 500]],
  ])("%i as %j", (amount, parts) => {
    expect(splitOver(payments, amount)?.map((part) => part.amountMinor)).toEqual(parts);
  });

  test("and from none where they do not hold so much", () => {
    expect(splitOver(payments, 801)).toBeNull();
    expect(splitOver([], 1)).toBeNull();
  });
});

test("the same reference typed twice is the same, and capitals count only where a provider's do", () => {
  expect(normalReference("mpesa", " qkj4 abc12x ")).toBe("QKJ4 ABC12X");
  expect(normalReference("bank-transfer", "ft-26/11  0042")).toBe("FT-26/11 0042");
  expect(normalReference("stripe", "pi_3NabC")).toBe("pi_3NabC");
});
