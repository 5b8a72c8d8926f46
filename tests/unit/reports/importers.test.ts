import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ImportedLine, ImportedStatement } from "#domain/payments/statement-line";
import { readStatementFile } from "#worker/reports/importers/index";

type Gateway = Parameters<typeof readStatementFile>[0];
const file = (name: string): string => readFileSync(`tests/fixtures/statements/${name}.csv`, "utf8");
const read = (gateway: Gateway, text: string, more: { today?: string; simulated?: boolean } = {}): ImportedStatement =>
  readStatementFile(gateway, text, { today: more.today ?? "2026-11-21", simulated: more.simulated ?? false }).statement;
const linesOf = (gateway: Gateway, text = file(gateway)): readonly ImportedLine[] => {
  const statement = read(gateway, text);
  if ("problem" in statement) throw new Error(`line ${statement.at}: ${statement.problem}`);
  return statement.lines;
};
const short = (line: ImportedLine): string => `${line.kind} ${line.ref} ${line.amountMinor} ${line.currency}`;
const at = (iso: string): number => Date.parse(iso);

describe("M-Pesa's organisation statement", () => {
  test("payments, what they cost, reversals and settlements; what did not complete is none", () => {
    expect(linesOf("mpesa").map(short)).toEqual([
      "capture TKK41H6RN2 145000 KES",
      "fee TKK41H6RN2 800 KES",
      "refund TKK51J7SP3 145000 KES",
      "payout TKK61K8TQ4 9000000 KES",
      "other TKK71L9UR5 1250 KES",
    ]);
  });
  test("our reference, the receipt that was reversed, East African time, no whole telephone number", () => {
    const [paid, , back] = linesOf("mpesa");
    expect(paid).toMatchObject({ ourRef: "A7QK2M9-1", occurredAt: at("2026-11-20T06:30:42Z"), at: 7 });
    expect(back?.more).toMatchObject({ originalReceipt: "TKK41H6RN2" });
    expect(JSON.stringify(linesOf("mpesa"))).not.toContain("254712345678");
  });
  test("the reference is found in the details where no column has it", () => {
    const bare = file("mpesa").replaceAll(",A7QK2M9-1\n", ",\n");
    expect(linesOf("mpesa", bare)[0]?.ourRef).toBe("A7QK2M9-1");
  });
  test("it says whose it is", () => {
    expect(read("mpesa", file("mpesa"))).toMatchObject({ account: "174379" });
  });
});

describe("Airtel's transaction report", () => {
  test("columns in any order; a fee beside its payment; what failed is none", () => {
    expect(linesOf("airtel").map(short)).toEqual([
      "capture MP261120.1105.A12345 230000 KES",
      "fee MP261120.1105.A12345 2300 KES",
      "refund MP261120.1500.A12399 230000 KES",
      "payout MP261120.2359.S00001 5000000 KES",
    ]);
    expect(linesOf("airtel")[0]).toMatchObject({
      ourRef: "pay0123456789abcdef0123456789abcdef",
      occurredAt: at("2026-11-20T08:05:09Z"),
    });
    expect(linesOf("airtel")[2]?.more).toMatchObject({ of: "MP261120.1105.A12345" });
  });
});

describe("Khalti's transactions", () => {
  test("the pidx names a payment, a refund is the n-th of it; lakhs are read", () => {
    expect(linesOf("khalti").map(short)).toEqual([
      "capture bZQLD9wRVWo4CdESSfuSsB 123456750 NPR",
      "refund GFq9PFS7b2iYvL8Lir9oXe/1 50000 NPR",
      "refund GFq9PFS7b2iYvL8Lir9oXe/2 50000 NPR",
      "payout SETTLE0001 100000 NPR",
    ]);
    expect(linesOf("khalti")[0]?.occurredAt).toBe(at("2026-11-20T03:30:00Z"));
  });
});

describe("Stripe's itemized balance report", () => {
  test("the intent names a payment, the refund and the dispute themselves; fees have the balance's currency", () => {
    expect(linesOf("stripe").map(short)).toEqual([
      "capture pi_1AAA 145000 KES",
      "fee txn_1AAA 5605 KES",
      "capture pi_1BBB 129050 KES",
      "fee txn_1BBB 59 USD",
      "refund re_1CCC 45000 KES",
      "refund-undone re_1CCC 45000 KES",
      "chargeback dp_1EEE 100000 KES",
      "fee txn_1EEE 150000 KES",
      "payout po_1FFF 50000 KES",
      "other climorder_1 700 KES",
    ]);
  });
  test("a refund carries our own id, a payment its attempt", () => {
    const [paid, , , , back] = linesOf("stripe");
    expect([paid?.ourRef, back?.ourRef]).toEqual([
      "pay_00000000000000000000000000000001",
      "ref_00000000000000000000000000000001",
    ]);
  });
  test("a charge without its intent is refused by its line", () => {
    expect(read("stripe", file("stripe").replace(",pi_1AAA,ch_1AAA,pay", ",,ch_1AAA,pay"))).toEqual({
      problem: "A charge without its payment_intent_id: download the report with all columns.",
      at: 2,
    });
  });
});

describe("PayPal's activity download", () => {
  test("payments, refunds, what a dispute holds and gives back, withdrawals; what is pending is none", () => {
    expect(linesOf("paypal").map(short)).toEqual([
      "capture 3C679366HH908993F 11240 USD",
      "fee 3C679366HH908993F 412 USD",
      "refund 1JU08902781691411 1240 USD",
      "chargeback 9AB08902781691411 5000 USD",
      "chargeback-undone 9AC08902781691411 5000 USD",
      "payout 8AB08902781691411 100000 USD",
      "other 6AB08902781691411 100 USD",
    ]);
    expect(linesOf("paypal")[3]?.more).toMatchObject({ captureId: "3C679366HH908993F" });
  });
  test("dates are read as the account writes them, the month or the day first", () => {
    const may = (text: string) => text.replaceAll("20/11/2026", "05/11/2026");
    const day = (text: string, today: string): string | undefined => {
      const statement = read("paypal", text, { today });
      return "problem" in statement ? statement.problem : new Date(statement.lines[0]?.occurredAt ?? 0).toISOString();
    };
    expect(day(file("paypal"), "2026-11-21")).toBe("2026-11-20T09:30:42.000Z");
    expect(day(file("paypal").replaceAll("20/11/2026", "11/20/2026"), "2026-11-21")).toBe("2026-11-20T09:30:42.000Z");
    expect(day(may(file("paypal")), "2026-11-06")).toBe("2026-11-05T09:30:42.000Z");
    expect(day(may(file("paypal")), "2026-05-12")).toBe("2026-05-11T09:30:42.000Z");
  });
  test("a time zone that nobody knows is refused", () => {
    expect(read("paypal", file("paypal").replace('"UTC"', '"Mars"'))).toEqual({
      problem: "“Mars” is not a time zone this shop knows.",
      at: 2,
    });
  });
});

describe("what is not exact is refused with its line", () => {
  const amounts = ["1,450.005", "1 450.00", "1.450,00", "abc", "1e3", "--5", "99999999999999999.00"];
  test.each(amounts)("an amount written “%s”", (amount) => {
    const text = file("mpesa").replace('"1,450.00",,"101', `"${amount}",,"101`);
    expect(read("mpesa", text)).toMatchObject({ problem: expect.stringContaining(amount), at: 7 });
  });
  test.each(["2026-13-01 00:00:00", "2026-02-30 00:00", "yesterday", "2026-11-20 24:00:00"])(
    "a date written “%s”",
    (date) => {
      expect(read("mpesa", file("mpesa").replace("2026-11-20 09:30:42", date))).toMatchObject({
        problem: expect.stringContaining(date),
        at: 7,
      });
    },
  );
  test("a file that ends in the middle of a line", () => {
    const text = file("mpesa");
    expect(read("mpesa", text.slice(0, text.indexOf("Mystery")))).toMatchObject({ at: 12 });
  });
  test("another provider's export names the column that is missing", () => {
    expect(read("mpesa", file("stripe"))).toMatchObject({
      problem: expect.stringContaining("is this the right export"),
    });
    expect(read("stripe", "")).toMatchObject({ problem: "The file is empty." });
  });
  test("columns in another order change nothing", () => {
    const rows = file("stripe")
      .trim()
      .split("\n")
      .map((line) => line.split(",").toReversed().join(","));
    expect(linesOf("stripe", rows.join("\n"))).toEqual(linesOf("stripe"));
  });
});

describe("a simulator's statement", () => {
  const json = JSON.stringify({
    provider: "mpesa",
    day: "2026-11-20",
    lines: [
      {
        ref: "TKK41H6RN2",
        ourRef: "A7QK2M9-1",
        kind: "capture",
        amount: 145000,
        currency: "KES",
        at: "2026-11-20T06:30:42.000Z",
        checkoutRequestId: "ws_CO_1",
        phone: "254712345678",
      },
    ],
  });
  test("has the same shape, and hides telephones", () => {
    expect(read("mpesa", json, { simulated: true })).toEqual({
      days: { from: "2026-11-20", to: "2026-11-20" },
      lines: [
        {
          at: 1,
          ref: "TKK41H6RN2",
          ourRef: "A7QK2M9-1",
          kind: "capture",
          amountMinor: 145000,
          currency: "KES",
          occurredAt: at("2026-11-20T06:30:42Z"),
          more: { checkoutRequestId: "ws_CO_1", phone: "254712···678" },
        },
      ],
    });
  });
  test("is refused where the shop is open", () => {
    expect(read("mpesa", json)).toMatchObject({ problem: "This is no CSV. Export the statement as CSV." });
  });
  test("with half a cent is refused", () => {
    expect(read("mpesa", json.replace("145000", "1450.5"), { simulated: true })).toMatchObject({ at: 1 });
  });
});
