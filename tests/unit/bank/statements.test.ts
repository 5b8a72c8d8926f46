import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bankAccounts } from "#db/seed/bank-accounts";
import { readCsv } from "#domain/payments/csv";
import { isStatementProfile, readStatement } from "#domain/payments/statements";
import { addBankDays, bankDay } from "#domain/payments/transfer-days";
import { ACCOUNTS } from "#tests/simulators/bank/accounts";
import { toCsv } from "#tests/simulators/bank/csv";
import type { BookedEntry } from "#tests/simulators/bank/ledger";

const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe("CSV", () => {
  test("is read back as it was written, whatever stands in it", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", " ", "é"), maxLength: 8 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.boolean(), (rows, end, last) => {
        const text = rows.map((row) => row.map(quoted).join(",")).join(end) + (last ? end : "");
        const read = readCsv(text);
        expect("problem" in read ? read : read.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  test("takes bare values, empty ones, a byte order mark and empty lines", () => {
    expect(readCsv("\uFEFFa,b,\r\n\r\n,,c\n")).toEqual([
      { at: 1, cells: ["a", "b", ""] },
      { at: 3, cells: ["", "", "c"] },
    ]);
    expect(readCsv("")).toEqual([]);
  });

  test.each([
    ['a,"b', 1],
    ['x\na,"b"c', 2],
    ['a,b"c', 1],
    ["a\rb", 1],
  ])("refuses %j, naming the line", (text, at) => {
    expect(readCsv(text)).toMatchObject({ problem: expect.any(String), at });
  });
});

const entry = (changes: Partial<BookedEntry>): BookedEntry => ({
  id: "T000001",
  kind: "capture",
  currency: "KES",
  amount: 145_000,
  charges: 0,
  bankRef: "FT26-1",
  reference: "A7QK2M9-1",
  payer: "Jane",
  narrative: 'PESALINK A7QK2M9-1 JANE "JW" W',
  at: "2026-11-20T21:30:00.000Z",
  of: null,
  balance: 123_456_789,
  ...changes,
});

describe.each([
  ["KES", "ke", "2026-11-21"],
  ["NPR", "np", "2026-11-21"],
  ["USD", "us", "2026-11-21"],
] as const)("the export of the %s account", (currency, profile, day) => {
  test("gives each credit with its day, reference, amount and balance, and counts what went out", () => {
    const csv = toCsv(currency, [
      entry({ currency }),
      entry({ currency, kind: "fee", amount: 5_000 }),
      entry({ currency, bankRef: null, amount: 12_345_678 }),
    ]);
    const line = { bookedOn: day, narrative: entry({}).narrative, balanceMinor: 123_456_789 };
    expect(readStatement(profile, currency, csv)).toEqual({
      debits: 1,
      out: [{ ...line, at: 3, bankRef: "FT261", amountMinor: 5_000 }],
      credits: [
        { ...line, at: 2, bankRef: "FT261", amountMinor: 145_000 },
        { ...line, at: 4, bankRef: null, amountMinor: 12_345_678 },
      ],
    });
  });

  test("is refused whole when a line cannot be read, or when it is another account's", () => {
    const good = toCsv(currency, [entry({ currency }), entry({ currency })]);
    const other = (["KES", "NPR", "USD"] as const).find((one) => one !== currency) ?? "KES";
    const bent = {
      "a date of another bank": good.replace(/21[-/](11|Nov)[-/]2026|2026-11-21/, "11.21.26"),
      "a day that is none": good
        .replaceAll("21/11/", "31/02/")
        .replaceAll("21-Nov", "31-Feb")
        .replaceAll("11-21", "02-31"),
      "an amount in words": good.replace("1,450.00", "much").replace('"1450.00"', '"much"'),
      "a line cut short": good.slice(0, -30),
      "another account's": toCsv(other, [entry({ currency: other })]),
      "no head": good.split("\r\n").slice(1).join("\r\n"),
      nothing: "",
    };
    for (const [what, csv] of Object.entries(bent)) {
      expect(csv, what).not.toBe(good);
      expect(readStatement(profile, currency, csv), what).toMatchObject({
        problem: expect.any(String),
        at: expect.any(Number),
      });
    }
  });
});

test("a line with money on both sides, on none, or less than nothing is refused", () => {
  const head = "Date,Value Date,Reference,Narrative,Debit,Credit,Balance\n";
  const row = (debit: string, credit: string) => `${head}21/11/2026,21/11/2026,R,N,${debit},${credit},1.00\n`;
  for (const csv of [row("1.00", "1.00"), row("", ""), row("0.00", "0.00"), row("", "-5.00"), row("", "1.005")])
    expect(readStatement("ke", "KES", csv)).toMatchObject({
      problem: "The amount on this line cannot be read.",
      at: 2,
    });
  expect(readStatement("ke", "KES", row("0.00", "1450"))).toMatchObject({ credits: [{ amountMinor: 145_000 }] });
});

test("a dollar line in another currency is refused", () => {
  const csv = toCsv("USD", [entry({ currency: "USD" })]).replace('"USD"', '"KES"');
  expect(readStatement("us", "USD", csv)).toMatchObject({ problem: "This line is in KES, the account in USD." });
});

test("the demo shop's accounts are the simulated banks' own, and every export of theirs can be read", () => {
  const plain = ({
    currency,
    bankName,
    branch,
    accountName,
    accountNumber,
    swift,
  }: (typeof ACCOUNTS)[number] | (typeof bankAccounts)[number]) => ({
    currency,
    bankName,
    branch,
    accountName,
    accountNumber,
    swift,
  });
  expect(bankAccounts.map(plain)).toEqual(ACCOUNTS.map(plain));
  for (const { profile } of bankAccounts) expect(isStatementProfile(profile)).toBe(true);
  expect(isStatementProfile("constructor")).toBe(false);
});

describe("days on which banks work", () => {
  const iso = (at: number) => new Date(at).toISOString();
  test("pass over the weekend of the country the account is in", () => {
    const friday = Date.parse("2026-11-20T09:00:00Z");
    expect(iso(addBankDays(friday, 3, "KES"))).toBe("2026-11-25T09:00:00.000Z");
    expect(iso(addBankDays(friday, 3, "USD"))).toBe("2026-11-25T09:00:00.000Z");
    expect(iso(addBankDays(friday, 3, "NPR"))).toBe("2026-11-24T09:00:00.000Z"); // Saturday alone is free there
  });
  test("are the account's own, not Greenwich's", () => {
    expect(bankDay(Date.parse("2026-11-20T21:30:00Z"), "KES")).toBe("2026-11-21");
    expect(bankDay(Date.parse("2026-11-20T18:30:00Z"), "NPR")).toBe("2026-11-21");
  });
});
