import { describe, expect, test } from "vitest";
import { paymentPages } from "#domain/sentences/payment-pages";
import { paymentPagesNe } from "#domain/sentences/payment-pages-ne";
import { paymentPagesSw } from "#domain/sentences/payment-pages-sw";

const leaves = (value: unknown, path = ""): [string, string][] =>
  typeof value === "string"
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
const places = (text: string): string[] => [...(text.match(/\{\w+\}/g) ?? [])].sort();

const ENGLISH = leaves(paymentPages);
/** Names, M-Pesa's own prompt, and sentences that are nothing but their places. */
const SAME =
  /^\/(way|who|page)\/(mpesa|airtel|paypal|khalti|stripe)$|^\/waiting\/prompt(Words|Cancel|Send)$|^\/payment\/title$|^\/days\/(stamp|nearDeadline|deadline)$|^\/redirect\/open$|^\/again\/later$/;

describe.each([
  ["sw", paymentPagesSw],
  ["ne", paymentPagesNe],
] as const)("%s", (locale, pages) => {
  const said = Object.fromEntries(leaves(pages));

  test("has every sentence of English and no other", () => {
    expect(Object.keys(said).sort()).toEqual(ENGLISH.map(([path]) => path).sort());
  });

  test.each(ENGLISH)("%s", (path, english) => {
    const text = said[path] ?? "";
    expect(text).not.toBe("");
    expect(places(text)).toEqual(places(english));
    if (!SAME.test(path)) expect(text).not.toBe(english);
    // Amounts and numbers are copied into phones and bank forms.
    expect(text).not.toMatch(/[०-९]/);
    if (/[.।]$/.test(english)) expect(text).toMatch(/[.।]$/);
  });

  test("counts by its own rules", () => {
    expect(new Intl.PluralRules(said["/locale"]).resolvedOptions().locale).toMatch(locale);
  });
});
