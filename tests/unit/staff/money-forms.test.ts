import { describe, expect, test } from "vitest";
import type { BankDeskView, DeskLine, DeskProof } from "#domain/payments/bank-schema";
import type { RefundView } from "#domain/payments/money-schema";
import { outcomesOf, readFile } from "../../../src/islands/staff/bank/statement-lines.ts";
import { actInWords, linesFor, transferOf, typedFrom } from "../../../src/islands/staff/bank/typed-transfer.ts";
import { type RefundableOrder, refundOf, type TypedRefund } from "../../../src/islands/staff/money/refund-typed.ts";
import { outcomeSaid, readable } from "../../../src/islands/staff/payments/payment-words.ts";
import { barsOf } from "../../../src/islands/staff/reports/report-words.ts";
import { placeOf } from "../../../src/islands/staff/tasks/task-words.ts";

const proof = {
  currency: "KES",
  order: { id: "ord_1", number: "A7QK2MX", dueMinor: 2_390_000 },
} as unknown as DeskProof;
const line = (changes: Partial<DeskLine> = {}): DeskLine => ({
  id: "bli_1",
  accountId: "bac_1",
  bookedOn: "2026-11-20",
  amountMinor: 2_340_000,
  currency: "KES",
  narrative: "PESALINK A7QK2MX-1 GRACE",
  payer: "",
  bankRef: "FT1",
  source: "csv",
  state: "open",
  since: 0,
  enteredBy: "Wanjiru Kamau",
  matchedBy: null,
  note: "",
  order: null,
  suggestions: [],
  mayApprove: false,
  flags: [],
  ...changes,
});
const suggestion = (why: "reference" | "amount") => ({ order: proof.order, why }) as DeskLine["suggestions"][number];

describe("the bank desk", () => {
  const typed = { accountId: "bac_1", amount: "23,400.50", bankRef: " FT1 ", bookedOn: "2026-11-20", note: "" };

  test("what is typed from the statement may have cents", () => {
    expect(transferOf(typed, "KES")).toEqual({
      body: { accountId: "bac_1", amountMinor: 2_340_050, bankRef: "FT1", bookedOn: "2026-11-20", note: "" },
    });
  });

  test("what is missing is said by field", () => {
    const empty = { accountId: "", amount: "", bankRef: "", bookedOn: "", note: "" };
    expect(Object.keys((transferOf(empty, "KES") as { errors: object }).errors).sort()).toEqual([
      "accountId",
      "amountMinor",
      "bankRef",
      "bookedOn",
    ]);
  });

  test.each([
    [null, null, "Take the money"],
    [2_390_000, null, "Take KES\u00a023,900"],
    [2_340_000, null, "Take KES\u00a023,400 as part payment"],
    [2_400_000, null, "Take KES\u00a024,000, 100 too much"],
    [2_390_000, { KES: 2_000_000, NPR: 1, USD: 1 }, "Take KES\u00a023,900, a second person agrees"],
  ])("the button for %s says what will be true", (amountMinor, twoPeopleFrom, words) =>
    expect(actInWords(proof, amountMinor, twoPeopleFrom)).toBe(words),
  );

  test("a line of the statement fills the form, those that name the order first", () => {
    const other = line({ id: "bli_2", suggestions: [suggestion("amount")] });
    const named = line({ suggestions: [suggestion("reference")] });
    expect(linesFor(proof, [other, named, line({ id: "bli_3" })]).map(({ id }) => id)).toEqual(["bli_1", "bli_2"]);
    expect(typedFrom(named)).toMatchObject({ amount: "23,400", bankRef: "FT1", bookedOn: "2026-11-20" });
  });

  test("a statement is read before it is sent, and afterwards each line has its end", () => {
    const csv = [
      '"Date","Value Date","Reference","Narrative","Debit","Credit","Balance"',
      '"20/11/2026","20/11/2026","FT1","PESALINK A7QK2MX-1","","23,400.00","1.00"',
      '"20/11/2026","20/11/2026","FT2","PESALINK KARIBU","","10.00","2.00"',
      '"20/11/2026","20/11/2026","FT3","PESALINK B","","20.00","2.00"',
      '"20/11/2026","20/11/2026","FT4","LEDGER FEE","5.00","","2.00"',
    ].join("\n");
    const file = readFile({ profile: "ke", currency: "KES" }, "nov.csv", csv);
    if ("problem" in file) throw new Error(file.problem);
    expect(file).toMatchObject({ debits: 1, totalMinor: 2_343_000, from: "2026-11-20", to: "2026-11-20" });

    const desk = {
      open: [
        line({ suggestions: [suggestion("reference")] }),
        line({ id: "bli_2", bankRef: "FT2", amountMinor: 1_000, narrative: "PESALINK KARIBU" }),
      ],
      waiting: [],
    } as unknown as BankDeskView;
    expect(outcomesOf(file, "bac_1", desk).map(({ line: { bankRef }, outcome }) => [bankRef, outcome])).toEqual([
      ["FT2", "unknown"],
      ["FT1", "suggestion"],
      ["FT3", "booked"],
    ]);
  });

  test("a file that is no statement is refused with its line", () => {
    expect(readFile({ profile: "ke", currency: "KES" }, "x.csv", "a,b\n1,2")).toMatchObject({
      problem: expect.stringMatching(/^Line 1: /),
    });
  });
});

describe("giving money back", () => {
  const order = {
    currency: "KES",
    subtotalMinor: 500_000,
    discountMinor: 50_000,
    deliveryMinor: 25_000,
    taxMinor: 0,
    taxInclusive: true,
    totalMinor: 475_000,
    lines: [
      { id: "lin_a", quantity: 2, unitMinor: 200_000, productName: "Basket", variantName: "" },
      { id: "lin_b", quantity: 1, unitMinor: 100_000, productName: "Mugs", variantName: "" },
    ],
    money: { captures: [{ attemptId: "pay_1", leftMinor: 475_000 }], refunds: [] as RefundView[] },
  } as unknown as RefundableOrder;
  const typed: TypedRefund = {
    scope: "all",
    purpose: "return",
    amount: "",
    quantities: {},
    withDelivery: false,
    attemptId: "",
    byHand: false,
    reason: "It came back broken.",
  };

  test("all of it names no amount", () => {
    expect(refundOf(order, typed)).toEqual({
      amountMinor: 475_000,
      body: { purpose: "return", byHand: false, reason: "It came back broken." },
    });
  });

  test("a part may not be more than what is left", () => {
    expect(refundOf(order, { ...typed, scope: "part", amount: "4,750" })).toMatchObject({
      body: { amountMinor: 475_000 },
    });
    expect(refundOf(order, { ...typed, scope: "part", amount: "4,751" })).toMatchObject({
      errors: { amountMinor: "At most KES\u00a04,750." },
    });
  });

  test("pieces go back with their share of the discount, delivery only when asked", () => {
    const pieces = { ...typed, scope: "pieces", quantities: { lin_a: "1", lin_b: "" } } as const;
    expect(refundOf(order, pieces)).toMatchObject({
      amountMinor: 180_000,
      body: { lines: [{ lineId: "lin_a", quantity: 1 }] },
    });
    expect(refundOf(order, { ...pieces, withDelivery: true })).toMatchObject({ amountMinor: 205_000 });
  });

  test("a piece does not go back twice", () => {
    const refunds = [{ status: "done", lines: [{ lineId: "lin_b", quantity: 1 }] }] as unknown as RefundView[];
    const once = { ...order, money: { ...order.money, refunds } };
    expect(refundOf(once, { ...typed, scope: "pieces", quantities: { lin_b: "1" } })).toMatchObject({
      errors: { lin_b: "Only 0 of this can still go back." },
    });
  });

  test("without a reason, or a piece, nothing goes back", () => {
    expect(refundOf(order, { ...typed, scope: "pieces", reason: " " })).toMatchObject({
      errors: { reason: expect.any(String), lines: "Choose at least one piece." },
    });
  });
});

describe("what is shown of the wire and of a day", () => {
  test("an answer's status stands apart from its body, which is indented where it is JSON", () => {
    expect(readable('200 {"ResultCode":"0"}')).toEqual({ status: "200", text: '{\n  "ResultCode": "0"\n}' });
    expect(readable("no answer")).toEqual({ status: null, text: "no answer" });
    expect(readable('500 {"cut off')).toEqual({ status: "500", text: '{"cut off' });
  });

  test("an outcome nobody has words for is said as it is", () => expect(outcomeSaid("some-thing")).toBe("some thing"));

  test("each class of a day has one bar, the longest of them is whole", () => {
    const figure = { kind: "capture", currency: "KES", count: 1, theirsMinor: 100, oursMinor: 0 } as const;
    expect(
      barsOf(
        [
          { ...figure, class: "matched", theirsMinor: 400, oursMinor: 400, count: 4 },
          { ...figure, class: "unexplained" },
          { ...figure, class: "fee", currency: "USD" },
        ],
        "KES",
      ),
    ).toEqual([
      { name: "unexplained", count: 1, amountMinor: 100, share: 25 },
      { name: "matched", count: 4, amountMinor: 400, share: 100 },
    ]);
  });

  test.each([
    ["refund", "ref_1", "/staff/orders/ord_1#ref_1"],
    ["order", "ord_1", "/staff/orders/ord_1#money"],
    ["attempt", "pay_1", "/staff/payments/pay_1"],
    ["proof", "prf_1", "/staff/bank?slip=prf_1"],
    ["statement", "mpesa/2026-11-20", "/staff/reports/daily?gateway=mpesa&day=2026-11-20"],
    ["callback", "paypal/inb_1", "/staff/payments/callbacks?gateway=paypal&state=applied#inb_1"],
    ["mismatch", "mis_1", "/staff/payments/unallocated#mis_1"],
  ] as const)("a task about a %s leads to where it is ended", (kind, id, href) =>
    expect(placeOf({ about: { kind, id }, order: { id: "ord_1", number: "A7QK2MX" } })).toBe(href),
  );
});
