import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attemptReference, newOrderNumber } from "#domain/ids";
import {
  belonging,
  judgePayment,
  type PaybillAttempt,
  type PaybillMoney,
  type PaybillOrder,
  readBillReference,
  readReceiptCode,
} from "#domain/payments/paybill";

const SENT = Date.parse("2026-11-20T09:30:00Z");
const prompt = (changes: Partial<PaybillAttempt> = {}): PaybillAttempt => ({
  id: "pay_1",
  gateway: "mpesa",
  ordinal: 1,
  status: "submitted",
  amountMinor: 145_000,
  phone: "+254712345678",
  providerReference: "ws_CO_1",
  receipt: null,
  claimedReceipt: null,
  submittedAt: SENT,
  supersededAt: null,
  ...changes,
});
const money = (changes: Partial<PaybillMoney> = {}): PaybillMoney => ({
  receipt: "UKK41H6RN2",
  amountMinor: 145_000,
  ordinal: 1,
  phone: null,
  at: SENT + 20_000,
  ...changes,
});

describe("what a payer types as the account", () => {
  test.each([
    ["A7QK2M9", "A7QK2M9", null],
    ["a7qk2m9-2", "A7QK2M9", 2],
    [" a7q k2m9 / 12 ", "A7QK2M9", 12],
    ["A7QK2M92", "A7QK2M9", 2],
    ["a7qkoil-1", "A7QK011", 1],
  ])("%j is order %s", (typed, number, ordinal) => {
    expect(readBillReference(typed)).toEqual({ number, ordinal });
  });

  test.each(["", "A7QK2M", "kettle for amina", "A7QK2M9-AB", "A7QK2M9-12345", "A7QKU2M", "１２３４５６７"])(
    "%j is no order's number",
    (typed) => {
      expect(readBillReference(typed)).toBeNull();
    },
  );

  test("every number and every reference of ours is read back, whatever is put between its letters", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom("", " ", "-", ".", "/"), (ordinal, between) => {
        const number = newOrderNumber();
        const typed = [...attemptReference(number, ordinal).toLowerCase()].join(between);
        expect(readBillReference(typed)).toEqual({ number, ordinal });
      }),
    );
  });
});

test.each([
  ["ukk41h6rn2", "UKK41H6RN2"],
  [" UKK41 H6RN2 ", "UKK41H6RN2"],
  ["UKK41H6RN", null],
  ["UKK41H6RN22", null],
  ["1234567890", null],
  ["UKK41H6RN'", null],
])("the receipt %j reads as %j", (typed, read) => {
  expect(readReceiptCode(typed)).toBe(read);
});

describe("one payment, one capture", () => {
  const what = (attempts: PaybillAttempt[], changes: Partial<PaybillMoney> = {}) =>
    belonging(attempts, money(changes)).what;

  test.each<[string, Partial<PaybillAttempt>, string]>([
    ["carries this receipt", { status: "captured", receipt: "UKK41H6RN2" }, "same"],
    ["has not been sent", { status: "created", submittedAt: null, providerReference: null }, "wait"],
    ["is on the phone", {}, "wait"],
    ["was sent a moment ago", { providerReference: null }, "wait"],
    ["has no answer yet, but a name", { status: "unknown" }, "wait"],
    ["was paid and lacks its receipt", { status: "captured" }, "attach"],
    ["was paid under another receipt", { status: "captured", receipt: "UKK41H6RN9" }, "another"],
    ["never got a name", { status: "unknown", providerReference: null }, "capture"],
    ["was named by this very receipt before", { status: "unknown", providerReference: "UKK41H6RN2" }, "capture"],
    ["failed", { status: "failed" }, "another"],
    ["is another way of paying", { gateway: "stripe" }, "another"],
    ["asked for another amount", { amountMinor: 100_000 }, "another"],
    ["has another ordinal", { ordinal: 2 }, "another"],
  ])("a prompt that %s: %s", (_, changes, expected) => {
    expect(what([prompt(changes)])).toBe(expected);
  });

  test("a prompt that has ended without money is named, so that it is asked about once more", () => {
    expect(belonging([prompt({ status: "failed" })], money())).toMatchObject({ doubt: { id: "pay_1" } });
    expect(belonging([prompt({ status: "captured", receipt: "UKK41H6RN9" })], money())).toMatchObject({ doubt: null });
  });

  test("a bare number is a payment by hand, though a prompt of that amount is out", () => {
    expect(what([prompt()], { ordinal: null })).toBe("another");
  });

  test("a callback that claimed the receipt says whose it is, whatever was typed", () => {
    expect(what([prompt({ claimedReceipt: "UKK41H6RN2" })], { ordinal: null })).toBe("wait");
  });

  describe("where nobody knows what was typed", () => {
    const blind = { ordinal: undefined, phone: "+254712345678" };
    test.each<[string, Partial<PaybillAttempt>, Partial<PaybillMoney>, string]>([
      ["of that phone, amount and minute", {}, {}, "wait"],
      ["of that phone, paid without a receipt", { status: "captured" }, {}, "attach"],
      ["of that phone, without a name", { status: "unknown", providerReference: null }, {}, "capture"],
      ["of another phone", { phone: "+254712345679" }, {}, "another"],
      ["of a phone nobody knows", {}, { phone: null }, "another"],
      ["of an hour before", { submittedAt: SENT - 3_600_000 }, {}, "another"],
      ["of an hour after", { submittedAt: SENT + 3_600_000 }, {}, "another"],
    ])("a prompt %s", (_, changes, known, expected) => {
      expect(what([prompt(changes)], { ...blind, ...known })).toBe(expected);
    });

    test("of two prompts the one that is still open is meant", () => {
      const two = [prompt({ status: "captured", receipt: "UKK41H6RN9" }), prompt({ id: "pay_2", ordinal: 2 })];
      expect(belonging(two, money(blind))).toMatchObject({ what: "wait", attempt: { id: "pay_2" } });
    });
  });
});

describe("a payment that is about to be made", () => {
  const order = (changes: Partial<PaybillOrder> = {}): PaybillOrder => ({
    currency: "KES",
    orderStatus: "placed",
    paymentStatus: "unpaid",
    dueMinor: 145_000,
    attempts: [],
    ...changes,
  });
  const pay = (amountMinor: number | null, ordinal: number | null = null) => ({ amountMinor, ordinal });

  test.each<[string, ReturnType<typeof pay>, PaybillOrder | null, string]>([
    ["of what is due", pay(145_000), order(), "0"],
    ["of a part", pay(100_000), order(), "0"],
    ["of too much", pay(145_100), order(), "C2B00013"],
    ["of cents", pay(144_950), order(), "C2B00013"],
    ["of nothing", pay(0), order(), "C2B00013"],
    ["of less than nothing", pay(-100), order(), "C2B00013"],
    ["of an amount nobody can read", pay(null), order(), "C2B00013"],
    ["for no order", pay(145_000), null, "C2B00012"],
    ["for a cancelled order", pay(145_000), order({ orderStatus: "cancelled" }), "C2B00012"],
    ["for an order in dollars", pay(100), order({ currency: "USD" }), "C2B00012"],
    ["for an order that is paid", pay(145_000), order({ paymentStatus: "paid", dueMinor: 0 }), "C2B00013"],
    ["by a prompt of ours", pay(145_000, 1), order({ dueMinor: 0, attempts: [prompt()] }), "0"],
    [
      "by a prompt that was given up, for an order paid since",
      pay(145_000, 1),
      order({ dueMinor: 0, attempts: [prompt({ supersededAt: SENT })] }),
      "C2B00013",
    ],
    ["by a prompt, of another amount", pay(145_100, 1), order({ attempts: [prompt()] }), "C2B00013"],
  ])("%s", (_, said, known, code) => {
    expect(judgePayment(said, known)).toBe(code);
  });
});
