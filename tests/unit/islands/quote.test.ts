import { beforeEach, expect, test, vi } from "vitest";
import { $cart, clearCart, setQuantity } from "#stores/cart";
import { quoteView } from "./quote-view.ts";

const asked = vi.fn();
vi.stubGlobal("fetch", (path: string, init: RequestInit) => asked(path, JSON.parse(String(init.body)), init.signal));
const answer = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));
const { $quote, askQuote } = await import("#stores/quote");

beforeEach(() => {
  asked.mockReset();
  clearCart();
  $quote.set({ status: "unasked", view: null, problem: null, notices: [] });
});

test("the same cart is asked about once", async () => {
  asked.mockImplementation(() => answer(quoteView()));
  setQuantity("var_basket", 1);
  await Promise.all([askQuote("ke"), askQuote("ke")]);
  await askQuote("ke");

  expect(asked).toHaveBeenCalledTimes(1);
  expect($quote.get().status).toBe("ready");
});

test("a line that was left out goes from the cart with its sentence; one without a price here may come back elsewhere", async () => {
  const dropped = [
    { variantId: "var_lamp", reason: "gone" as const, sentence: "“Bedside lamp” is no longer sold." },
    { variantId: "var_tea", reason: "no-price" as const, sentence: "“Tea” has no price in KES yet." },
  ];
  asked.mockImplementation(() => answer(quoteView({ dropped })));
  setQuantity("var_basket", 1);
  setQuantity("var_lamp", 1);
  setQuantity("var_tea", 1);
  await askQuote("ke");
  await askQuote("ke");

  expect(Object.keys($cart.get()).sort()).toEqual(["var_basket", "var_tea"]);
  expect($quote.get().notices).toEqual(dropped.map(({ sentence }) => sentence));
  expect(asked).toHaveBeenCalledTimes(1);
});

test("when the shop is away the last prices stay, and asking again works", async () => {
  asked.mockImplementationOnce(() => answer(quoteView()));
  setQuantity("var_basket", 1);
  await askQuote("ke");
  asked.mockImplementationOnce(() => Promise.reject(new TypeError("offline")));
  setQuantity("var_basket", 2);
  await askQuote("ke");

  expect($quote.get()).toMatchObject({ status: "away", view: { quote: "opaque" } });
  asked.mockImplementationOnce(() => answer(quoteView()));
  await askQuote("ke");
  expect($quote.get().status).toBe("ready");
  expect($cart.get()).toEqual({ var_basket: 2 });
});
