import { describe, expect, test } from "vitest";
import { explainResult } from "#domain/payments/results";
import { AIRTEL } from "#domain/payments/results/airtel";
import { BANK_TRANSFER } from "#domain/payments/results/bank-transfer";
import { KHALTI } from "#domain/payments/results/khalti";
import { MPESA } from "#domain/payments/results/mpesa";
import { ne } from "#domain/payments/results/ne/index";
import { OURS } from "#domain/payments/results/ours";
import { PAYPAL } from "#domain/payments/results/paypal";
import { STRIPE } from "#domain/payments/results/stripe";
import { sw } from "#domain/payments/results/sw/index";

const TABLES = {
  mpesa: MPESA,
  airtel: AIRTEL,
  paypal: PAYPAL,
  stripe: STRIPE,
  khalti: KHALTI,
  "bank-transfer": BANK_TRANSFER,
};
const ALL = [...Object.entries(TABLES), ["", OURS] as const].flatMap(([gateway, table]) =>
  Object.keys(table).map((code) => [gateway, code] as const),
);
const NAMES = /M-Pesa|Airtel(?: Money)?|PayPal|Stripe|Khalti|Safaricom/g;
const END = { sw: /^[A-Z].{6,}\.$/, ne: /^[\u0900-\u097FA-Z].{5,}।$/ };

describe.each([
  ["sw", sw],
  ["ne", ne],
] as const)("%s", (locale, said) => {
  test("explains every code that English explains, and no other", () => {
    for (const [gateway, table] of Object.entries(TABLES))
      expect(Object.keys(said.gateways[gateway] ?? {}).sort()).toEqual(Object.keys(table).sort());
    expect(Object.keys(said.ours).sort()).toEqual(Object.keys(OURS).sort());
  });

  test.each(ALL)("%s %s says what happened, why, and what to do next", (gateway, code) => {
    const english = explainResult(gateway, code);
    const words = explainResult(gateway, code, locale);
    expect(words.again).toBe(english.again);
    for (const part of ["title", "why", "next"] as const) expect(words[part]).not.toBe(english[part]);
    expect(words.title).toMatch(/^.{7,60}[^.।]$/);
    expect(words.why).toMatch(END[locale]);
    expect(words.next).toMatch(END[locale]);
    // Amounts of time and numbers to call are the same in each.
    expect(digits(words)).toEqual(digits(english));
    if (locale === "ne") expect(words.title + words.why + words.next).not.toMatch(/[०-९]/);
  });

  test("who took the money or refused it has the same name as in English", () => {
    for (const [gateway, code] of ALL) {
      const name = new Set(whole(explainResult(gateway, code)).match(NAMES));
      const here = whole(explainResult(gateway, code, locale));
      for (const one of name) expect(here, `${gateway} ${code}`).toContain(one);
    }
  });

  test("two codes that are told apart in English are told apart here", () => {
    for (const [gateway, table] of Object.entries(TABLES)) {
      const codes = Object.keys(table);
      const kinds = (of: (code: string) => unknown) => new Set(codes.map((code) => JSON.stringify(of(code)))).size;
      expect(
        kinds((code) => explainResult(gateway, code, locale)),
        gateway,
      ).toBeGreaterThanOrEqual(kinds((code) => explainResult(gateway, code)));
    }
  });

  test("a code nobody has seen gets the general answer of the same language", () => {
    for (const code of ["77777", "", "constructor", "__proto__"])
      expect(explainResult("mpesa", code, locale)).toEqual({ ...said.unknown, again: true });
    expect(explainResult("__proto__", "toString", locale)).toEqual({ ...said.unknown, again: true });
  });
});

const whole = ({ title, why, next }: { title: string; why: string; next: string }) => `${title} ${why} ${next}`;
const digits = (words: { title: string; why: string; next: string }) => whole(words).match(/\d+/g);
