import { expect, test } from "vitest";
import { wordsIn } from "../../../src/islands/staff/console-words.ts";
import { addressOf, isWordy, readQuery, without, writeQuery } from "../../../src/islands/staff/order-query.ts";

const read = (text: string) => readQuery(new URLSearchParams(text));

test("an address says only what restricts", () => {
  expect(addressOf(read(""))).toBe("/staff/orders");
  expect(addressOf(read("view=open&method=&payment=paid&from=2026-02-31"))).toBe("/staff/orders?payment=paid");
  expect(addressOf(read("search=+0712+345&view=all"))).toBe("/staff/orders?view=all&search=0712+345");
});

test("what the API would refuse is left out", () => {
  expect(read("view=late&method=cheque&fulfilment=lost&cursor=1;drop")).toEqual({ view: "open" });
});

test("a form's address is wordy until it says each thing once, and its short form is not", () => {
  for (const text of ["payment=", "payment=paid&method=", "view=late", "payment=paid&payment=paid", "colour=red"]) {
    const query = read(text);
    expect(isWordy(new URLSearchParams(text), query)).toBe(true);
    expect(isWordy(new URLSearchParams(addressOf(query).split("?")[1] ?? ""), query)).toBe(false);
  }
  expect(isWordy(new URLSearchParams("view=all&search=a%20b"), read("view=all&search=a%20b"))).toBe(false);
});

test("a word taken out leaves the others and begins the list anew", () => {
  const query = read(`view=all&payment=paid&method=mpesa&cursor=17|ord_${"0".repeat(32)}`);
  expect(query.cursor).toBeDefined();
  expect(addressOf(without(query, "payment"))).toBe("/staff/orders?view=all&method=mpesa");
});

test("the API is always told the view", () => {
  expect(writeQuery(read("")).toString()).toBe("view=open");
});

test("the filters read as a sentence", () => {
  const query = read("payment=part-paid&method=on-delivery&from=2026-11-01&search=Li");
  expect(wordsIn(query).map(({ text }) => text)).toEqual([
    "paid in part",
    "with cash at the door",
    "from 1 Nov 2026",
    "matching “Li”",
  ]);
});
