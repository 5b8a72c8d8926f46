import { beforeEach, expect, test, vi } from "vitest";
import { bodyOf, chosen, tryOf } from "#stores/checkout";
import { changesBetween } from "../../../src/islands/checkout/changes.ts";
import { check, placeErrors } from "../../../src/islands/checkout/check.ts";
import { quoteView } from "./quote-view.ts";

const amina = { name: "Amina Otieno", phone: "0712 345 678", street: "Jacaranda Court B4", region: "Nairobi" };

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

test("the number to charge follows the contact phone until another is written", () => {
  expect(chosen(amina, quoteView()).paymentPhone).toBe("0712 345 678");
  expect(chosen({ ...amina, paymentPhone: "0722 000 111" }, quoteView()).paymentPhone).toBe("0722 000 111");
});

test("what was chosen and is offered no more gives way to the first", () => {
  expect(chosen({ deliveryMethodId: "dlv_gone" }, quoteView()).delivery?.id).toBe("dlv_rider");
});

test("the order says where to only if it must be brought, and which number only if one is charged", () => {
  const brought = bodyOf(amina, quoteView());
  const collected = bodyOf({ ...amina, deliveryMethodId: "dlv_shop", paymentMethod: "on-delivery" }, quoteView());

  expect(brought).toMatchObject({ address: { street: "Jacaranda Court B4" }, paymentPhone: "0712 345 678" });
  expect(collected).not.toHaveProperty("address");
  expect(collected).not.toHaveProperty("paymentPhone");
  expect(collected?.contact).toEqual({ name: "Amina Otieno", phone: "0712 345 678" });
});

test("a retry of the same contents repeats key and quote, even with a newer quote of the same total", () => {
  const first = tryOf(bodyOf(amina, quoteView())!, quoteView());
  const later = quoteView({ quote: "newer", quoteHash: "newer-hash" });

  expect(tryOf(bodyOf(amina, later)!, later)).toEqual(first);
  expect(first.key.length).toBeGreaterThan(32);
});

test("changed contents or another total are another order", () => {
  const first = tryOf(bodyOf(amina, quoteView())!, quoteView());
  const moved = tryOf(bodyOf({ ...amina, street: "Elsewhere 1" }, quoteView())!, quoteView());
  const dearer = quoteView();
  for (const { totals } of dearer.deliveryMethods) totals.totalMinor += 100;
  const second = tryOf(bodyOf(amina, dearer)!, dearer);

  expect(new Set([first.key, moved.key, second.key]).size).toBe(3);
});

test("a guest gives a phone or an e-mail address, and an address only for what is brought", () => {
  expect(check("contact", { name: "Amina" }, quoteView())).toHaveProperty("phone");
  expect(check("contact", { name: "Amina", email: "amina@example.co.ke" }, quoteView())).toEqual({});
  expect(check("contact", { ...amina, email: "amina@" }, quoteView())).toHaveProperty("email");
  expect(check("delivery", {}, quoteView())).toEqual({
    street: "Where should it go? Estate, building, house.",
    region: "Which county?",
  });
  expect(check("delivery", { deliveryMethodId: "dlv_shop" }, quoteView())).toEqual({});
  expect(check("payment", { paymentMethod: "on-delivery" }, quoteView())).toEqual({});
});

test("the server's errors go to their fields, and what belongs to none is kept", () => {
  const placed = placeErrors([
    { pointer: "/contact/phone", detail: "One digit short." },
    { pointer: "/contact/phone", detail: "Again." },
    { pointer: "/quoteHash", detail: "does not fit the quote" },
  ]);
  expect(placed).toEqual({ fields: { phone: "One digit short." }, rest: ["does not fit the quote"] });
});

test("what changed is told in sentences, and nothing else is", () => {
  expect(changesBetween(quoteView(), quoteView(), "dlv_rider")).toEqual([]);

  const after = quoteView();
  const [basket] = after.lines;
  if (basket) basket.unitMinor = 795_000;
  const [rider] = after.deliveryMethods;
  if (rider) rider.totals = { ...rider.totals, deliveryMinor: 30_000, totalMinor: 1_075_000 };
  expect(changesBetween(quoteView(), after, "dlv_rider")).toEqual([
    "“Kiondo market basket, Rust, medium” costs KES\u00a07,950 now; it was KES\u00a07,450.",
    "“Rider, Nairobi” costs KES\u00a0300 now; it was KES\u00a0250.",
    "To pay is KES\u00a010,750 now; it was KES\u00a010,200.",
  ]);
});
