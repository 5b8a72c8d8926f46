import { h } from "preact";
import renderToString from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import type { OrderView, PaymentView } from "#domain/orders/schema";
import { explainResult } from "#domain/payments/results";
import type { Locale } from "#domain/sentences/locales";
import { orderWords, paymentWords } from "#domain/sentences/pages";
import { waySaid } from "#domain/sentences/ways";
import { OrderPage } from "../../../src/islands/order/OrderPage.tsx";
import { PaymentPage } from "../../../src/islands/payment/PaymentPage.tsx";

const NOW = Date.UTC(2026, 10, 21, 6, 0);

function payment(locale: Locale, state: PaymentView["state"], gateway: "mpesa" | "khalti"): PaymentView {
  const manner = gateway === "mpesa" ? "push" : "redirect";
  return {
    state,
    number: "D-7K3M-9QX",
    currency: "KES",
    totalMinor: 125_000,
    dueMinor: 125_000,
    testMode: false,
    attempt: {
      id: "pay_1",
      gateway,
      methodName: "",
      phone: gateway === "mpesa" ? "+254712345678" : null,
      reference: "7K3M9QX1",
      amountMinor: 125_000,
      manner,
      continueUrl: gateway === "khalti" ? "https://pay.example" : null,
      expiresAt: null,
      declines: 0,
      merchantName: "DUKA",
      promptSecondsLeft: 40,
      againInSeconds: 30,
      result: state === "failed" ? explainResult(gateway, "2001", locale) : null,
      resultCode: state === "failed" ? "2001" : null,
      receipt: null,
    },
    methods: [
      {
        code: "mpesa",
        name: "M-Pesa",
        hint: "",
        button: "",
        asksPhone: true,
        manner: "push",
        ...waySaid(locale, "mpesa"),
      },
    ],
    oldLink: null,
    takesReceipts: false,
    paybill: null,
    holdEndsAt: NOW + 900_000,
    orderUrl: "/orders/x",
    pollAfterMs: 2_000,
  };
}

const order = (locale: Locale): OrderView =>
  ({
    locale,
    number: "D-7K3M-9QX",
    placedAt: NOW,
    market: { id: "ke", timeZone: "Africa/Nairobi", locale: "en-KE" },
    currency: "KES",
    statuses: { order: "placed", payment: "unpaid", fulfilment: "unfulfilled", verification: "not-asked" },
    cancelReason: null,
    lines: [],
    subtotalMinor: 100_000,
    discountMinor: 0,
    deliveryMinor: 25_000,
    taxMinor: 17_241,
    taxInclusive: true,
    taxName: "",
    totalMinor: 125_000,
    dueMinor: 125_000,
    netMinor: 0,
    contact: { name: "Amina Otieno", email: null, phone: "+254712345678" },
    delivery: { name: "Boda", kind: "rider", from: NOW, by: NOW + 3 * 86_400_000 },
    address: null,
    payment: null,
    shipments: [],
    timeline: [],
    holdEndsAt: NOW + 900_000,
    paymentUrl: "/orders/x/payment",
  }) as unknown as OrderView;

/** What is read of a page, without the names, the letters of a keyboard, and M-Pesa's own prompt. */
function read(html: string): string {
  return html
    .replace(/<div class="prompt".*?<\/div>/s, "")
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(
      /M.Pesa|M-PESA|Khalti|DUKA|Duka|PIN|SMS|KES|Cancel|Amina|Otieno|Boda|Nairobi|Biashara Street|D-7K3M-9QX/g,
      "",
    );
}

const propsOf = (locale: Locale, initial: PaymentView) => ({
  token: "x",
  say: paymentWords(locale),
  initial,
  order: order(locale),
  transfer: null,
  cameBack: "here" as const,
  idempotencyKey: "k",
  refused: null,
  simulators: null,
});

const STATES = ["waiting", "checking", "failed", "paid", "cancelled", "part-paid", "at-the-door"] as const;
const PAGES = [...STATES.map((state) => [state, "mpesa"] as const), ["redirect", "khalti"] as const];

describe("a payment page", () => {
  test.each(PAGES)("%s by %s is drawn in one language", (state, gateway) => {
    const drawn = (locale: Locale) =>
      read(renderToString(h(PaymentPage, propsOf(locale, payment(locale, state, gateway)))));

    expect(drawn("ne")).not.toMatch(/[A-Za-z]{3,}/);
    expect(drawn("ne")).not.toMatch(/[०-९]/);
    expect(drawn("sw")).not.toMatch(/\b(the|and|you|your|is|paid|order|money|pay)\b/i);
    expect(drawn("en")).toMatch(/\b(the|and|you|your|is)\b/i);
  });
});

test("an order's page is drawn in one language", () => {
  const drawn = (locale: Locale) =>
    read(renderToString(h(OrderPage, { token: "x", say: orderWords(locale), initial: order(locale) })));

  expect(drawn("ne")).not.toMatch(/[A-Za-z]{3,}/);
  expect(drawn("sw")).not.toMatch(/\b(the|and|you|your|is|paid|order|money|pay)\b/i);
});
