import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askingTransfer, attemptFor, suggestOrders, type TransferAttempt } from "#domain/payments/bank-booking";
import { numbersIn, ordinalIn, plainBankRef, plainReference } from "#domain/payments/bank-reference";

const LETTERS = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
const number = fc.array(fc.constantFrom(...LETTERS), { minLength: 7, maxLength: 7 }).map((all) => all.join(""));
const ordinal = fc.integer({ min: 1, max: 99 });
/** Words without a digit in them: they cannot lengthen an ordinal. */
const words = fc.array(fc.constantFrom("JANE", "WANJIKU", "PESALINK", "RENT", "Ksh", "/RFB/", "..", " "), {
  maxLength: 4,
});

/** What people and banks do to a reference on its way. */
const mangled = (text: string) =>
  fc
    .tuple(
      fc.array(fc.constantFrom("", "", "", " ", "-", "/", "."), { minLength: text.length, maxLength: text.length }),
      fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }),
      fc.boolean(),
    )
    .map(([gaps, swaps, lower]) => {
      const written = [...text].map((letter, at) => {
        const misread = { "0": "O", "1": at % 2 === 0 ? "I" : "l" }[letter];
        return (swaps[at] && misread ? misread : letter) + gaps[at];
      });
      return lower ? written.join("").toLowerCase() : written.join("");
    });

describe("a reference", () => {
  test("is found wherever a bank puts it, however it is written, and its ordinal with it", () => {
    const narrative = fc
      .tuple(number, ordinal, words, words)
      .chain(([n, o, before, after]) =>
        mangled(`${n}${o}`).map((text) => ({ n, o, text: `${before.join(" ")} ${text} ${after.join(" ")}` })),
      );
    fc.assert(
      fc.property(narrative, ({ n, o, text }) => {
        expect(numbersIn(text)).toContain(n);
        expect(ordinalIn(text, n, [o])).toBe(o);
      }),
    );
  });

  test("that is the bare number names the order alone", () => {
    fc.assert(
      fc.property(number, words, (n, before) => {
        expect(ordinalIn(`${before.join(" ")} ${n}`, n, [1, 2])).toBeNull();
      }),
    );
  });

  test("that is not there is not found", () => {
    fc.assert(
      fc.property(number, fc.string({ maxLength: 60 }), (n, text) => {
        fc.pre(!plainReference(text).includes(n));
        expect(ordinalIn(text, n, [1, 2, 12])).toBeUndefined();
        expect(numbersIn(text)).not.toContain(n);
      }),
    );
  });

  test.each([
    ["PESALINK A7QK2M9-2 JANE", 2],
    ["pesalink a7qk2m9 - 2 jane", 2],
    ["MPS A7QK2M92", 2],
    ["A7QK2M9-12 X", 12],
    ["A7QK2M9-1 2 KIDS", 12], // the longer of two that fit
    ["A7QK2M9-3", null],
    ["A7QK2M9", null],
    ["A7QK2M8-2", undefined],
    ["A7QK2M", undefined],
    ["", undefined],
  ] as const)("%j names the attempt %s", (text, expected) => {
    expect(ordinalIn(text, "A7QK2M9", [1, 2, 12])).toBe(expected);
  });

  test("with an O for a nought and an I for a one is read as it was meant", () => {
    expect(ordinalIn("PESALINK AOQKIM9-L", "A0QK1M9", [1])).toBe(1);
    expect(plainReference("o0 iIl1-")).toBe("001111");
  });

  test("of a bank keeps its own letters", () => {
    expect(plainBankRef("ft26-325/oil")).toBe("FT26325OIL");
  });

  test("is looked for among few windows: none with a U, none twice", () => {
    expect(numbersIn("AAAAAAAAA")).toEqual(["AAAAAAA"]);
    expect(numbersIn("KIASHARU")).toEqual(["K1ASHAR"]);
    expect(numbersIn("short")).toEqual([]);
  });
});

const attempt = (ordinal: number, changes: Partial<TransferAttempt> = {}): TransferAttempt => ({
  id: `pay_${ordinal}`,
  gateway: "bank-transfer",
  ordinal,
  status: "submitted",
  amountMinor: 1_000,
  supersededAt: null,
  ...changes,
});

describe("a transfer captures", () => {
  test("the asking attempt when it is just that much, whichever was named", () => {
    const attempts = [attempt(3), attempt(2, { status: "withdrawn" }), attempt(1, { status: "withdrawn" })];
    expect(attemptFor(attempts, 1_000, 1)?.id).toBe("pay_3");
    expect(askingTransfer(attempts)?.id).toBe("pay_3");
  });

  test("one that has ended, the named before the newest, when none asks for just that much", () => {
    const attempts = [
      attempt(3, { amountMinor: 400 }),
      attempt(2, { status: "expired" }),
      attempt(1, { status: "withdrawn" }),
    ];
    expect(attemptFor(attempts, 1_000, 1)?.id).toBe("pay_1");
    expect(attemptFor(attempts, 1_000, null)?.id).toBe("pay_2");
  });

  test("none that has its money, that is another way's, or that asked for another amount", () => {
    const attempts = [attempt(3, { gateway: "mpesa" }), attempt(2, { status: "captured" }), attempt(1)];
    expect(attemptFor(attempts, 999, 1)).toBeNull();
    expect(attemptFor(attempts.slice(0, 2), 1_000, 2)).toBeNull();
  });
});

test("orders are suggested for just their amount and currency, people named in the narrative first", () => {
  const awaiting = [
    { orderId: "a", amountMinor: 1_000, currency: "KES", names: ["Brian Kiptoo"] },
    { orderId: "b", amountMinor: 1_000, currency: "KES", names: ["Amina Otieno", "Juma"] },
    { orderId: "c", amountMinor: 1_000, currency: "NPR", names: ["Amina Otieno"] },
    { orderId: "d", amountMinor: 2_000, currency: "KES", names: ["Amina Otieno"] },
  ];
  const suggested = suggestOrders({ amountMinor: 1_000, currency: "KES", text: "PESALINK OTIENO A." }, awaiting);
  expect(suggested).toEqual([
    { orderId: "b", why: "amount-and-name" },
    { orderId: "a", why: "amount" },
  ]);
});
