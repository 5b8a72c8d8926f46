import { expect, test } from "vitest";
import type { OrderBundle } from "#db/queries/orders";
import type { Message } from "#db/queries/outbox";
import { composeMail, composeSms } from "#worker/notify/compose";

const PLACED_AT = Date.UTC(2026, 10, 21, 6, 0);
const bundle = (locale: string) =>
  ({
    order: {
      number: "D-7K3M-9QX",
      createdAt: PLACED_AT,
      marketTimeZone: "Africa/Nairobi",
      locale,
      currency: "KES",
      contactName: "Amina Otieno",
      totalMinor: 125_000,
      deliveryMinor: 25_000,
      deliveryName: "Rider",
      deliveryBy: Date.UTC(2026, 10, 24, 9, 0),
    },
    lines: [{ quantity: 2, productName: "Kettle", variantName: "", totalMinor: 100_000 }],
    attempts: [{ gateway: "mpesa", status: "captured", phone: "+254712345678", receipt: "SLK4T7P2QX" }],
    holdEndsAt: PLACED_AT + 15 * 60_000,
    netMinor: 125_000,
  }) as unknown as OrderBundle;
const message = (template: string) =>
  ({
    id: "m",
    template,
    recipient: "amina@example.co.ke",
    payload: { carrier: "G4S", tracking: "" },
  }) as unknown as Message;

test.each([
  ["en", "Your order D-7K3M-9QX", "Hello Amina Otieno,", "Rider: by Tuesday", "until 09:15."],
  ["sw", "Oda yako D-7K3M-9QX", "Habari Amina Otieno,", "Rider: ifikapo Jumanne", "hadi 09:15."],
  ["ne", "तपाईंको अर्डर D-7K3M-9QX", "नमस्ते Amina Otieno,", "मङ्गल", "09:15 सम्म"],
  ["xx", "Your order D-7K3M-9QX", "Hello Amina Otieno,", "Rider: by Tuesday", "until 09:15."],
])("an order placed in %s is written about in it", (locale, subject, greeting, day, time) => {
  const mail = composeMail(message("placed"), bundle(locale), "https://duka.example/orders/x");

  expect(mail.subject).toBe(subject);
  for (const words of [greeting, day, time, "KES 1,250"]) expect(mail.text).toContain(words);
  expect(mail.text).not.toMatch(/undefined|[०-९]/);
});

test("an SMS speaks the order's language too", () => {
  const url = "https://duka.example/orders/x";
  expect(composeSms(message("paid"), bundle("sw"), url)).toBe(
    "Duka: tumepokea KES 1,250, risiti SLK4T7P2QX. Oda D-7K3M-9QX: https://duka.example/orders/x",
  );
  expect(composeSms(message("shipped"), bundle("ne"), url)).toBe(
    "Duka: D-7K3M-9QX बाटोमा छ (G4S)। https://duka.example/orders/x",
  );
});
