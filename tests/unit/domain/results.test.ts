import { describe, expect, test } from "vitest";
import { GATEWAY_CODES } from "#domain/payments/names";
import { explainResult } from "#domain/payments/results";
import { AIRTEL } from "#domain/payments/results/airtel";
import { BANK_TRANSFER } from "#domain/payments/results/bank-transfer";
import { KHALTI } from "#domain/payments/results/khalti";
import { MPESA } from "#domain/payments/results/mpesa";
import { OURS } from "#domain/payments/results/ours";
import { PAYPAL } from "#domain/payments/results/paypal";
import { STRIPE } from "#domain/payments/results/stripe";

const TABLES = {
  mpesa: MPESA,
  airtel: AIRTEL,
  paypal: PAYPAL,
  stripe: STRIPE,
  khalti: KHALTI,
  "bank-transfer": BANK_TRANSFER,
};
const all = Object.entries(TABLES).flatMap(([gateway, table]) => Object.keys(table).map((code) => [gateway, code]));

test.each([...all, ...Object.keys(OURS).map((code) => ["", code])] as [string, string][])(
  "%s %s says in whole sentences what happened, why, and what to do",
  (gateway, code) => {
    const { title, why, next, again } = explainResult(gateway, code);
    expect(title).toMatch(/^[A-Z].{8,55}[^.]$/);
    expect(why).toMatch(/^[A-Z].{8,}\.$/);
    expect(next).toMatch(/^[A-Z].{8,}\.$/);
    expect(typeof again).toBe("boolean");
  },
);

test("our own results mean the same for every gateway, whichever table it has", () => {
  const unknown = explainResult("mpesa", "no such code");
  for (const code of Object.keys(OURS))
    for (const gateway of [...GATEWAY_CODES, "constructor", ""])
      expect(explainResult(gateway, code)).not.toEqual(unknown);
  expect(explainResult("khalti", "expired").title).toBe("Khalti's page has closed");
  expect(explainResult("paypal", "lapsed")).toEqual(OURS.lapsed);
});

test("a code of one provider means nothing at another", () => {
  expect(explainResult("mpesa", "DP00800001002")).toEqual(explainResult("mpesa", "no such code"));
  expect(explainResult("__proto__", "toString")).toEqual(explainResult("mpesa", "no such code"));
});

test("whoever pays with a card that is lost, stolen or suspected is told no more than that it was declined", () => {
  for (const code of ["lost_card", "stolen_card", "fraudulent", "pickup_card"])
    expect(explainResult("stripe", code)).toEqual(explainResult("stripe", "generic_decline"));
});

describe("again or not", () => {
  test.each([
    ["airtel", "DP00800001002", true],
    ["airtel", "DP00800001004", false],
    ["airtel", "DP00800001007", true],
    ["airtel", "DP00800001008", true],
    ["airtel", "DP00800001009", false],
    ["airtel", "DP00800001010", false],
    ["airtel", "DP00800001026", false],
    ["airtel", "DP00800001029", true],
    ["airtel", "ESB000036", true],
    ["paypal", "INSTRUMENT_DECLINED", true],
    ["paypal", "PAYER_CANNOT_PAY", false],
    ["paypal", "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", true],
    ["paypal", "CURRENCY_NOT_SUPPORTED", false],
    ["stripe", "insufficient_funds", true],
    ["stripe", "amount_too_small", false],
    ["khalti", "user-canceled", true],
    ["bank-transfer", "unreadable", true],
    ["stripe", "session-expired", true],
  ])("%s %s: %s", (gateway, code, again) => {
    expect(explainResult(gateway, code).again).toBe(again);
  });
});
