import { describe, expect, test } from "vitest";
import type { PaymentView } from "#domain/orders/schema";
import { counted, fill } from "#domain/sentences/fill";
import { paymentPages as say } from "#domain/sentences/payment-pages";
import { headingOf } from "../../../src/islands/payment/headings.ts";
import { mayGoAgain, othersOf } from "../../../src/islands/payment/PayAgain.tsx";
import { reloads } from "../../../src/islands/payment/plain-form.ts";
import { faultOfFile } from "../../../src/islands/payment/slip-file.ts";
import { deadlineThere, fileSize } from "../../../src/islands/words.ts";

type Attempt = NonNullable<PaymentView["attempt"]>;
const way = (code: Attempt["gateway"], manner: Attempt["manner"]) => ({
  code,
  name: code,
  hint: "",
  asksPhone: manner === "push",
  button: "",
  manner,
});
const attempt: Attempt = {
  id: "pay_1",
  gateway: "paypal",
  methodName: "PayPal",
  phone: null,
  reference: "A7QK2M1-1",
  amountMinor: 7_920,
  manner: "redirect",
  continueUrl: "https://pay.example/1",
  expiresAt: null,
  declines: 0,
  merchantName: "Duka",
  promptSecondsLeft: 0,
  againInSeconds: 0,
  result: null,
  resultCode: null,
  receipt: null,
};
const viewOf = (state: PaymentView["state"], change: Partial<Attempt> = {}): PaymentView => ({
  state,
  number: "A7QK2M1",
  currency: "KES",
  totalMinor: 7_920,
  dueMinor: 7_920,
  testMode: false,
  attempt: { ...attempt, ...change },
  methods: [way("mpesa", "push"), way("paypal", "redirect"), way("bank-transfer", "transfer")],
  oldLink: null,
  takesReceipts: false,
  paybill: null,
  holdEndsAt: null,
  orderUrl: "/orders/x",
  pollAfterMs: 5_000,
});

test("a sentence is filled at its places, and counted by the rules of its language", () => {
  expect(fill(say.payment.title, { heading: "Paid" })).toBe("Paid · Duka");
  expect(counted(say.waiting.secondsLeft, 1, "en-GB")).toBe("1 second left");
  expect(counted(say.waiting.secondsLeft, 118, "en-GB")).toBe("118 seconds left");
});

test("the heading says where the payer stands", () => {
  const at = (view: PaymentView, where?: "here" | "leaving" | "back" | "unpaid") =>
    headingOf({ view, say, ...(where && { where }) });
  expect(at(viewOf("redirect", { continueUrl: null }))).toBe("Opening PayPal…");
  expect(at(viewOf("redirect"), "leaving")).toBe("Opening PayPal…");
  expect(at(viewOf("redirect"), "here")).toBe("Go on to PayPal");
  expect(at(viewOf("redirect"), "unpaid")).toBe("You came back without paying");
  expect(at(viewOf("redirect", { gateway: "stripe" }), "back")).toBe("No payment from Stripe yet");
  const result = { title: "The card was declined", why: "", next: "", again: true };
  expect(at(viewOf("redirect", { declines: 1, result }), "back")).toBe("The card was declined");
});

describe("a page without scripts", () => {
  test("goes on to the provider once, within a second", () => {
    expect(reloads(viewOf("redirect", { continueUrl: null }), "here")).toBe("2");
    expect(reloads(viewOf("redirect"), "here")).toBe("1;url=https://pay.example/1");
  });
  test("stays where the payer has come back, and where something may be typed", () => {
    for (const where of ["back", "unpaid"] as const) expect(reloads(viewOf("redirect"), where)).toBeNull();
    for (const state of ["transfer", "failed", "part-paid", "paid"] as const)
      expect(reloads(viewOf(state), "here")).toBeNull();
  });
  test("looks again while it waits for an answer", () => {
    expect(reloads(viewOf("waiting"), "here")).toBe("5");
    expect(reloads(viewOf("checking"), "here")).toBe("5");
  });
});

describe("other ways to pay", () => {
  const codes = (view: PaymentView) => othersOf(view).map(({ code }) => code);

  test("do not name the page that is open, nor what has a button of its own", () => {
    expect(codes(viewOf("redirect"))).toEqual(["mpesa", "bank-transfer"]);
    expect(codes(viewOf("failed"))).toEqual(["mpesa", "bank-transfer"]);
    expect(codes(viewOf("part-paid"))).toEqual(["mpesa", "paypal", "bank-transfer"]);
  });
  test("name the same way where there is no button for it, or where another number may be charged", () => {
    const never = { title: "", why: "", next: "", again: false };
    expect(mayGoAgain(viewOf("failed", { result: never }))).toBe(false);
    expect(codes(viewOf("failed", { result: never }))).toContain("paypal");
    expect(codes(viewOf("failed", { gateway: "mpesa" }))).toContain("mpesa");
  });
});

describe("a slip that is chosen", () => {
  const upload = { types: ["image/jpeg", "image/png", "image/webp", "application/pdf"], maxBytes: 8_000_000 };
  const fault = (name: string, type: string, size = 1_000) => faultOfFile({ name, type, size }, upload, say.proof);

  test("may be a picture or a PDF, also where the browser knows no type", () => {
    expect(fault("slip.jpg", "image/jpeg")).toBeUndefined();
    expect(fault("slip.pdf", "application/pdf", 8_000_000)).toBeUndefined();
    expect(fault("slip", "")).toBeUndefined();
  });
  test("is refused beforehand with what to do instead", () => {
    expect(fault("IMG_1.HEIC", "")).toBe(say.proof.heic);
    expect(fault("IMG_1.jpg", "image/heif")).toBe(say.proof.heic);
    expect(fault("slip.docx", "application/msword")).toBe(say.proof.otherKind);
    expect(fault("slip.png", "image/png", 9_440_000)).toBe(
      "This file has 9.4 MB; we take up to 8 MB. A screenshot of it is smaller.",
    );
  });
});

test("sizes and deadlines are written for people anywhere", () => {
  expect([fileSize(1), fileSize(340_400), fileSize(8_000_000)]).toEqual(["1 kB", "340 kB", "8 MB"]);
  expect(deadlineThere(Date.parse("2030-11-25T08:40:00Z"), "Africa/Nairobi")).toBe(
    "11:40 on Monday 25 November, Nairobi time",
  );
});
