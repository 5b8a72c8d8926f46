import { describe, expect, test } from "vitest";
import { demoVars } from "#scripts/settings";
import { readConfig } from "#worker/config";
import type { Bindings } from "#worker/env";

const demo = demoVars({
  shopUrl: "http://localhost:8787/",
  databaseUrl: "http://127.0.0.1:8880",
  simulatorsUrl: "http://127.0.0.1:8790",
});
const live = {
  ...demo,
  SHOP_ENV: "production",
  SHOP_URL: "https://duka.example",
  DATABASE_URL: "https://duka.turso.io",
  DATABASE_AUTH_TOKEN: "token",
  QUOTE_SECRET: "0f1e2d3c4b5a69788796a5b4c3d2e1f0aa",
  LINK_SECRET: "1f1e2d3c4b5a69788796a5b4c3d2e1f0aa",
  CALLBACK_SECRET: "2f1e2d3c4b5a69788796a5b4c3d2e1f0aa",
  MPESA_BASE_URL: "https://api.safaricom.co.ke",
  MPESA_SHORT_CODE: "4012345",
  MPESA_MODE: "live",
  AIRTEL_BASE_URL: "https://openapi.airtelkenya.com",
  AIRTEL_CLIENT_ID: "6f1e2d3c",
  AIRTEL_MODE: "live",
  PAYPAL_BASE_URL: "https://api-m.paypal.com",
  PAYPAL_CLIENT_ID: "AXy1",
  PAYPAL_MODE: "live",
  PAYPAL_CERTIFICATE_HOST: "",
  STRIPE_BASE_URL: "https://api.stripe.com",
  STRIPE_SECRET_KEY: "rk_live_1",
  STRIPE_MODE: "live",
  KHALTI_BASE_URL: "https://khalti.com/api/v2",
  KHALTI_SECRET_KEY: "8b1e",
  KHALTI_MODE: "live",
  DOCUMENT_SECRET: "3f1e2d3c4b5a69788796a5b4c3d2e1f0aa",
  MAIL_BASE_URL: "https://api.resend.com",
  SMS_BASE_URL: "https://api.africastalking.com",
};
const read = (vars: Record<string, string | undefined>) => readConfig(vars as unknown as Bindings);
const refused = (vars: Record<string, string | undefined>): string => {
  try {
    read(vars);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("taken as it is");
};
const without = (vars: Record<string, string>, ...names: string[]) =>
  Object.fromEntries(Object.entries(vars).filter(([name]) => !names.includes(name)));
const GROUPS = {
  mpesa: [
    "MPESA_BASE_URL",
    "MPESA_CONSUMER_KEY",
    "MPESA_CONSUMER_SECRET",
    "MPESA_SHORT_CODE",
    "MPESA_PASSKEY",
    "MPESA_MODE",
  ],
  airtel: ["AIRTEL_BASE_URL", "AIRTEL_CLIENT_ID", "AIRTEL_CLIENT_SECRET", "AIRTEL_ACCOUNT", "AIRTEL_MODE"],
  paypal: [
    "PAYPAL_BASE_URL",
    "PAYPAL_CLIENT_ID",
    "PAYPAL_CLIENT_SECRET",
    "PAYPAL_MERCHANT_ID",
    "PAYPAL_WEBHOOK_ID",
    "PAYPAL_MODE",
  ],
  stripe: ["STRIPE_BASE_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_ACCOUNT", "STRIPE_MODE"],
  khalti: ["KHALTI_BASE_URL", "KHALTI_SECRET_KEY", "KHALTI_ACCOUNT", "KHALTI_MODE"],
  mail: ["MAIL_BASE_URL", "MAIL_API_KEY", "MAIL_FROM"],
  sms: ["SMS_BASE_URL", "SMS_USERNAME", "SMS_API_KEY"],
} as const;

test("the demo shop's variables are complete, and so are a production's", () => {
  expect(read(demo)).toMatchObject({
    env: "dev",
    shopUrl: "http://localhost:8787",
    planScale: 1,
    sending: true,
    maxOpenOrders: 5,
    desks: 1,
  });
  expect(read(live).mpesa).toMatchObject({ mode: "live", shortCode: "4012345", maxAmountMinor: 25_000_000 });
});

describe("a variable that is missing is named", () => {
  test.each(["SHOP_ENV", "SHOP_URL", "DATABASE_URL", "QUOTE_SECRET", "LINK_SECRET", "CALLBACK_SECRET"])(
    "%s",
    (name) => {
      expect(refused(without(demo, name))).toBe(`The configuration name ${name} is not set.`);
      expect(refused({ ...demo, [name]: "  " })).toBe(`The configuration name ${name} is not set.`);
    },
  );

  test.each(Object.values(GROUPS).flat())("%s, when others of its group are set", (name) => {
    expect(refused(without(demo, name))).toBe(
      `The configuration name ${name} is not set, though others of its group are.`,
    );
  });

  test("SHOP_ENV that is none of the three", () => {
    expect(refused({ ...demo, SHOP_ENV: "staging" })).toContain("SHOP_ENV is not dev, preview or production");
  });

  test.each(["QUOTE_SECRET", "LINK_SECRET", "CALLBACK_SECRET"])("%s that is too short", (name) => {
    expect(refused({ ...demo, [name]: "short" })).toContain(`${name} is shorter than 32 characters`);
  });
});

test.each(Object.entries(GROUPS))("without any of its variables, %s is simply not there", (group, names) => {
  expect(read(without(demo, ...names))).toMatchObject({ [group]: null });
});

test("a secret may have the one before it beside it", () => {
  expect(read({ ...demo, LINK_SECRET_PREVIOUS: "before" }).linkSecret.previous).toBe("before");
  expect(read(demo).linkSecret.previous).toBeUndefined();
});

describe("test and live never mix", () => {
  test.each([
    ["the live address in test mode", { MPESA_BASE_URL: "https://api.safaricom.co.ke" }, "MPESA_MODE is test"],
    ["a test address in live mode", { MPESA_MODE: "live" }, "MPESA_MODE is live"],
    [
      "the public test paybill in live mode",
      { MPESA_MODE: "live", MPESA_BASE_URL: "https://api.safaricom.co.ke" },
      "MPESA_MODE is live",
    ],
    [
      "Airtel's live address in test mode",
      { AIRTEL_BASE_URL: "https://openapi.airtelkenya.com" },
      "AIRTEL_MODE is test",
    ],
    ["PayPal's sandbox in live mode", { PAYPAL_MODE: "live" }, "PAYPAL_MODE is live"],
    ["a live card key in test mode", { STRIPE_SECRET_KEY: "sk_live_1" }, "STRIPE_MODE does not belong"],
    ["a test card key in live mode", { STRIPE_MODE: "live" }, "STRIPE_MODE does not belong"],
    ["Khalti's live address in test mode", { KHALTI_BASE_URL: "https://khalti.com/api/v2" }, "KHALTI_MODE is test"],
    ["a mode that is neither", { MPESA_MODE: "sandbox" }, "MPESA_MODE is not one of test, live"],
  ])("%s", (_what, changes, words) => {
    expect(refused({ ...demo, ...changes })).toContain(words);
  });
});

test("amounts from which two people are asked are read per currency, and refused when they are none", () => {
  expect(read({ ...demo, TWO_PEOPLE_FROM: "KES 100000, USD 5000" }).twoPeopleFrom).toEqual({
    KES: 100_000,
    NPR: 5_000_000,
    USD: 5_000,
  });
  expect(refused({ ...demo, TWO_PEOPLE_FROM: "a lot" })).toContain("TWO_PEOPLE_FROM is not written like");
  expect(refused({ ...demo, AIRTEL_MAX_AMOUNT_MINOR: "ten" })).toContain("AIRTEL_MAX_AMOUNT_MINOR is not an amount");
});

describe("production refuses, by name,", () => {
  test.each([
    ["SHOP_URL", "http://duka.example"],
    ["SHOP_URL", "https://localhost"],
    ["DATABASE_URL", "http://127.0.0.1:8880"],
    ["MAIL_BASE_URL", "http://127.0.0.1:8790/mail"],
    ["SMS_BASE_URL", "http://127.0.0.1:8790/sms"],
    ["QUOTE_SECRET", "demo-quote-secret-for-a-laptop-only-0001"],
    ["LINK_SECRET", "change-me-change-me-change-me-change-me"],
    ["CALLBACK_SECRET", "example-example-example-example-example"],
    ["DOCUMENT_SECRET", "demo-document-secret-for-a-laptop-only-4"],
    ["STRIPE_BASE_URL", "http://127.0.0.1:8790/stripe"],
    ["PAYPAL_CERTIFICATE_HOST", "127.0.0.1:8790"],
    ["PLAN_SCALE", "0.1"],
    ["SENDING", "paused"],
    ["DATABASE_AUTH_TOKEN", ""],
  ])("%s=%s", (name, value) => {
    expect(refused({ ...live, [name]: value })).toContain(`The configuration name ${name} `);
  });

  test("test keys, and a shop that cannot write mails", () => {
    expect(refused({ ...live, MPESA_MODE: "test", MPESA_BASE_URL: "https://sandbox.safaricom.co.ke" })).toContain(
      "MPESA_MODE is test",
    );
    expect(refused(without(live, ...GROUPS.mail))).toContain("MAIL_BASE_URL is not set");
  });
});
