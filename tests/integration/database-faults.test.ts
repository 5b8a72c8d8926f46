import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DbProxy, type Fate } from "#tests/support/db-proxy";
import { Shop, until } from "#tests/support/shop";

const proxy = new DbProxy();
let shop: Shop;
let variantId: string;
beforeAll(async () => {
  shop = await Shop.open({ between: proxy.open });
  [variantId = ""] = await shop.variants();
});
afterEach(() => proxy.calm());
afterAll(async () => {
  await shop.close();
  await proxy.close();
});

/** The answers of the first so many round trips with these words meet this fate. */
function strike(fate: Fate, where: "beforeServer" | "beforeAnswer", words: string[], times = 1): () => number {
  let struck = 0;
  proxy[where] = (exchange) => {
    if (struck >= times || !exchange.has(...words)) return "pass";
    struck += 1;
    return fate;
  };
  return () => struck;
}

const pushes = async (reference: string): Promise<number> => {
  const { requests } = await shop.control<{ requests: { body: { AccountReference?: string } }[] }>(
    "requests?provider=mpesa&path=processrequest",
  );
  return requests.filter(({ body }) => body.AccountReference === reference).length;
};
const oneLine = () => [{ variantId, quantity: 1 }];
const promptOut = (number: string, ordinal = 1) =>
  until("the prompt is out", async () => (await pushes(`${number}-${ordinal}`)) > 0);

test("the answer of a committed order is lost: the order is found, not doubled, and its prompt goes out at once", async () => {
  const struck = strike("drop", "beforeAnswer", ["INSERT INTO placements"]);
  const placed = await shop.client().buy(oneLine(), { phone: "0712000001" });
  expect(struck()).toBe(1);
  expect(await shop.one("SELECT count(*) FROM orders WHERE contact_name = 'Amina Otieno'")).toBe(1);
  await promptOut(placed.number);
  expect(await pushes(`${placed.number}-1`)).toBe(1);
});

test("the answer to “this sending is ours” is lost: the prompt still goes out, once", async () => {
  const struck = strike("drop", "beforeAnswer", ["UPDATE payments SET status = 'submitted'"]);
  const placed = await shop.client().buy(oneLine(), { phone: "0712000002" });
  await promptOut(placed.number);
  expect(struck()).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 500)); // a second prompt would have gone out by now
  expect(await pushes(`${placed.number}-1`)).toBe(1);
});

test("the answer of a further attempt is lost: it is found, and its prompt goes out", async () => {
  const guest = shop.client();
  const placed = await guest.buy(oneLine(), { phone: "0712000003" });
  await promptOut(placed.number);
  await shop.control("decide", { provider: "mpesa", phone: "254712000003", decision: "cancel" });
  await until("the first has failed", async () => (await guest.payment(placed.token)).state === "failed");

  const struck = strike("drop", "beforeAnswer", ["INSERT INTO placements"]);
  const again = await guest.post<{ attemptId: string }>(
    `/api/orders/${placed.token}/payments`,
    { paymentMethod: "mpesa", paymentPhone: "0712000003" },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  expect([struck(), again.status]).toEqual([1, 201]);
  await promptOut(placed.number, 2);
  expect(await shop.one("SELECT count(*) FROM payments WHERE order_id = ?", [placed.orderId])).toBe(2);
});

test("the answer to “this look is ours” is lost: the provider is asked all the same", async () => {
  const guest = shop.client();
  const placed = await guest.buy(oneLine(), { phone: "0712000004" });
  await promptOut(placed.number);
  await until("its reference is kept", async () =>
    shop.one("SELECT provider_reference FROM payments WHERE id = ?", [placed.attemptId]),
  );
  const struck = strike("drop", "beforeAnswer", ["SET last_look_at"]);
  await shop.control("decide", { provider: "mpesa", phone: "254712000004", decision: "approve" });
  await until("the page says paid", async () => (await guest.payment(placed.token)).state === "paid");
  expect(struck()).toBe(1);
});

test("a crowded database turns requests away: they are sent again, and the shopper does not notice", async () => {
  const struck = strike("crowded", "beforeServer", [], 4);
  const placed = await shop.client().buy(oneLine(), { phone: "0712000005" });
  expect(struck()).toBe(4);
  await promptOut(placed.number);
});

test("a connection that breaks before a read arrives is tried once more", async () => {
  const struck = strike("drop", "beforeServer", ["market_payment_methods"]);
  await shop.client().quote(oneLine());
  expect(struck()).toBe(1);
});

test("a receipt that a later callback of the same attempt brings takes the place of one nobody proved", async () => {
  const guest = shop.client();
  const placed = await guest.buy(oneLine(), { phone: "0712000006" });
  await promptOut(placed.number);
  const push = await until("its reference is kept", async () => {
    const { payments } = await shop.control<{
      payments: {
        callbackUrl: string;
        checkoutRequestId: string;
        merchantRequestId: string;
        amountShillings: number;
      }[];
    }>("payments?provider=mpesa&phone=254712000006");
    const kept = await shop.one("SELECT provider_reference FROM payments WHERE id = ?", [placed.attemptId]);
    return kept ? payments[0] : null;
  });
  const Item = [
    { Name: "Amount", Value: push.amountShillings },
    { Name: "MpesaReceiptNumber", Value: "FORGED0001" },
  ];
  const stkCallback = {
    MerchantRequestID: push.merchantRequestId,
    CheckoutRequestID: push.checkoutRequestId,
    ResultCode: 0,
    CallbackMetadata: { Item },
  };
  await fetch(push.callbackUrl, { method: "POST", body: JSON.stringify({ Body: { stkCallback } }) });
  await shop.control("decide", { provider: "mpesa", phone: "254712000006", decision: "approve" });
  const paid = await until("the page says paid", async () => {
    const view = await guest.payment(placed.token);
    return view.state === "paid" ? view : null;
  });
  const { lines } = await shop.control<{ lines: { ref: string; phone: string }[] }>("statement?provider=mpesa");
  expect(paid.attempt?.receipt).toBe(lines.find((line) => line.phone === "254712000006")?.ref);
});

test("and the books balance", async () => {
  await until("all is folded", async () => (await shop.audit()).length === 0, 5_000);
});
