import { describe, expect, test } from "vitest";
import { GATEWAY_CODES } from "#domain/payments/names";
import { en } from "#domain/sentences/en";
import { sentencesOf } from "#domain/sentences/languages";
import { waySaid } from "#domain/sentences/ways";
import { FOR_STAFF } from "#worker/orders/views";

/** Every sentence by its path, with a mark in each place. */
function leaves(value: unknown, path = ""): [string, string][] {
  if (typeof value === "function") return [[path, String(value(marks))]];
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}
const marks = new Proxy({}, { get: (_, name) => `«${String(name)}»` });
const places = (text: string): string[] => [...new Set(text.match(/«\w+»/g))].sort();

const ENGLISH = Object.fromEntries(leaves(en).filter(([path]) => !FOR_STAFF.has(path.replace("/event/", ""))));
/** Names, and sentences that say nothing but what stands in their places. */
const SAME = /^\/method\/(mpesa|airtel|paypal|khalti)$|^\/mail\/delivery$|^\/mail\/paid\/greeting$/;

describe.each(["sw", "ne"] as const)("%s", (locale) => {
  const said = Object.fromEntries(leaves(sentencesOf(locale)));

  test("has every sentence of English that a shopper reads, and no other", () => {
    expect(Object.keys(said).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  test.each(Object.entries(ENGLISH))("%s", (path, english) => {
    const text = said[path] ?? "";
    expect(places(text)).toEqual(places(english));
    expect(text.trim()).toBe(text);
    if (!SAME.test(path)) expect(text).not.toBe(english);
    if (english !== "") expect(text).not.toBe("");
    expect(text).not.toMatch(/undefined|[०-९]/);
  });

  test("names every way to pay, and says what happens next", () => {
    for (const code of GATEWAY_CODES) {
      const { name, hint, button } = waySaid(locale, code);
      for (const words of [name, hint, button]) expect(words).toBeTruthy();
    }
  });
});

test("English ways to pay are said by the gateways themselves", () => {
  expect(waySaid("en", "mpesa")).toEqual({});
});

test("what a Nepali SMS says beside its link fits into one part of 70 characters", () => {
  const { sms } = sentencesOf("ne");
  const o = {
    number: "D-7K3M-9QX",
    total: "NPR 12,500",
    receipt: "SLK4T7P2QX",
    url: "",
    carrier: "Pathao",
    received: "NPR 1,250",
    rest: "NPR 250",
    amount: "NPR 12,500",
    method: sentencesOf("ne").method["bank-transfer"] ?? "",
  };
  for (const text of [
    sms.placed(o),
    sms.paid(o),
    sms.link(o),
    sms.shipped(o),
    sms.refunded(o),
    sms["proof-received"](o),
    sms["transfer-short"](o),
  ])
    expect(text.length, text).toBeLessThanOrEqual(70);
});
