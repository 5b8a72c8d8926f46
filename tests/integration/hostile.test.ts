import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { StaffOrderView } from "#domain/orders/schema";
import { eventAddress, eventOf, eventsOf } from "#tests/support/events";
import { backAddress, begin, decide, settleDown, variantFor, WAYS } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ planScale: 0.02 });
});
afterAll(() => shop.close());
afterEach(async () => expect(await shop.audit()).toEqual([]));

test("half a letter in one order's name refuses nobody beside it", async () => {
  const [variantId = ""] = await shop.variants(20);
  const bodies = await Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      const guest = shop.client();
      const quote = await guest.quote([{ variantId, quantity: 1 }]);
      return {
        guest,
        body: guest.orderBody(quote, {
          method: "on-delivery",
          name: at === 5 ? "A\ud800" : "Amina",
          email: `n${at}@example.co.ke`,
        }),
      };
    }),
  );
  const answers = await Promise.all(bodies.map(({ guest, body }) => guest.place(body)));
  expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 12 }, () => 201));
});

test("a signed event with a byte before it that is not seen is not what was signed", async () => {
  for (const name of ["stripe", "paypal"] as const) {
    const way = WAYS[name];
    await shop.control("auto", { provider: name, settings: { deliverWebhooks: false } });
    const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: `mark-${name}@example.com` });
    await decide(shop, way, begun, "approve");
    const [event] = await eventsOf(shop, name, begun.providerReference ?? "");
    const { body, headers } = await eventOf(shop, name, begun.providerReference ?? "", event?.type ?? "");
    const send = (text: string) => fetch(eventAddress(shop.url, name), { method: "POST", headers, body: text });

    expect([name, (await send(`\uFEFF${body}`)).status]).toEqual([name, 400]);
    expect([name, (await send(body)).status]).toEqual([name, 200]);
    await until("it is paid", async () => {
      await shop.round();
      return (
        (await shop.one<string>("SELECT payment_status FROM orders WHERE id = ?", [begun.placed.orderId])) === "paid"
      );
    });
  }
});

test("an approval that is told after its try was declined is no new approval", async () => {
  const way = WAYS.paypal;
  await shop.control("auto", { provider: "paypal", settings: { deliverWebhooks: false } });
  const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: "declined@example.com" });
  const back = () => fetch(backAddress(shop, way, begun), { redirect: "manual" });
  const tries = () =>
    shop.rows<{ status: string; declines: number }>("SELECT status, declines FROM payments WHERE id = ?", [
      begun.attemptId,
    ]);
  await decide(shop, way, begun, "decline");
  await back();
  await until("it is declined", async () => (await tries())[0]?.declines === 1);

  const approved = await eventOf(shop, "paypal", begun.providerReference ?? "", "CHECKOUT.ORDER.APPROVED");
  const { status } = await fetch(eventAddress(shop.url, "paypal"), { ...approved, method: "POST" });
  await settleDown(shop);

  expect([status, await tries()]).toEqual([200, [{ status: "submitted", declines: 1 }]]);
  await decide(shop, way, begun, "approve");
  await back();
  await until("it is paid", async () => (await tries())[0]?.status === "captured");
  await settleDown(shop);
});

test("half a letter elsewhere is answered, never with a 500", async () => {
  const guest = shop.client();
  for (const [path, body] of [
    ["/api/quote", { market: "ke\udfff", lines: [{ variantId: "var_1", quantity: 1 }] }],
    ["/api/session", { email: "a\ud800@example.com", password: "x" }],
    ["/api/order-links", { number: "A7QK2M9", contact: "a\ud800@example.com" }],
  ] as const) {
    expect([path, (await guest.post(path, body)).status < 500]).toEqual([path, true]);
  }
});

test("cookies, forms and headers that make no sense are answered, never with a 500", async () => {
  const guest = shop.client();
  const statuses = [
    (await guest.send("GET", "/api/session", { headers: { Cookie: "a=50%" } })).status,
    (await guest.send("GET", "/staff", { headers: { Cookie: "__Host-session=%E0%A4%A" } })).status,
    (await guest.send("POST", "/cart/lines", { rawBody: "x", headers: { "Content-Type": "text/plain" } })).status,
    (await guest.send("POST", "/checkout", { rawBody: "x", headers: { "Content-Type": "text/plain" } })).status,
    (await guest.send("POST", "/market", { rawBody: "{", headers: { "Content-Type": "application/json" } })).status,
    (
      await guest.send("GET", "/checkout", {
        headers: { "x-refused-form": '{"values":{},"errors":[1,null],"message":1}' },
      })
    ).status,
    (await guest.send("GET", "/sign-in", { headers: { "x-page-says": '{"errors":1}' } })).status,
    (await guest.send("GET", "/%E0%A4%A")).status,
  ];
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});

test("goods are with the rider, the shopper tries M-Pesa and it fails: cash can be taken all the same", async () => {
  const [variantId = ""] = await shop.variants(20);
  const guest = shop.client();
  const placed = await guest.buy([{ variantId, quantity: 1 }], { method: "on-delivery", email: "rider@example.co.ke" });
  const staff = await shop.staff();
  await staff.post(
    `/api/staff/orders/${placed.orderId}/shipments`,
    { carrier: "Rider Joseph" },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  await guest.post(
    `/api/orders/${placed.token}/payments`,
    { paymentMethod: "mpesa", paymentPhone: "0722000111" },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  await until("the prompt is out", () =>
    shop.one("SELECT count(*) FROM payments WHERE order_id = ? AND provider_reference IS NOT NULL", [placed.orderId]),
  );

  await shop.control("decide", { provider: "mpesa", phone: "254722000111", decision: "cancel" });
  await until("the prompt has failed", () =>
    shop.one("SELECT count(*) FROM payments WHERE order_id = ? AND status = 'failed'", [placed.orderId]),
  );

  const order = await staff.get<StaffOrderView>(`/api/staff/orders/${placed.orderId}`);
  expect(order.body.actions).toContain("record-money");
  const cash = await staff.post<StaffOrderView>(
    `/api/staff/orders/${placed.orderId}/receipts`,
    { amountMinor: order.body.totalMinor },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  expect([cash.status, cash.body.statuses.payment]).toEqual([201, "paid"]);
});

test("a success told after the attempt had failed is not forgotten while the provider cannot say", async () => {
  const [variantId = ""] = await shop.variants(20);
  const guest = shop.client();
  const placed = await guest.buy([{ variantId, quantity: 1 }], { phone: "0722000222", email: "late@example.co.ke" });
  const reference = await until("the prompt is out", () =>
    shop.one<string | null>("SELECT provider_reference FROM payments WHERE id = ?", [placed.attemptId]),
  );
  const { payments } = await shop.control<{
    payments: { callbackUrl: string; merchantRequestId: string; amountShillings: number }[];
  }>("payments?provider=mpesa&phone=254722000222");
  await shop.control("auto", { provider: "mpesa", decision: null, settings: { deliverCallbacks: false } });
  // Our own books say failed (an early time-out of the network); the shopper's phone still pays.
  await shop.db.client.execute({
    sql: "UPDATE payments SET status = 'failed', result_code = '1037', next_look_at = NULL WHERE id = ?",
    args: [placed.attemptId],
  });
  await shop.control("decide", { provider: "mpesa", phone: "254722000222", decision: "approve" });
  await shop.control("faults", { provider: "mpesa", phase: "query", fault: "500", times: 1 });
  const body = {
    Body: {
      stkCallback: {
        MerchantRequestID: payments[0]?.merchantRequestId,
        CheckoutRequestID: reference,
        ResultCode: 0,
        ResultDesc: "The service request is processed successfully.",
        CallbackMetadata: {
          Item: [
            { Name: "Amount", Value: payments[0]?.amountShillings },
            { Name: "MpesaReceiptNumber", Value: "UKLATE0001" },
          ],
        },
      },
    },
  };
  expect(
    (
      await fetch(payments[0]?.callbackUrl ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      })
    ).status,
  ).toBe(200);

  await until("the next rounds ask again and book it", async () => {
    await shop.db.client.execute("UPDATE webhook_inbox SET received_at = received_at - 20000 WHERE applied_at IS NULL");
    await shop.round();
    return shop.one("SELECT count(*) FROM ledger WHERE attempt_id = ? AND kind = 'capture'", [placed.attemptId]);
  });
  await until("the order is paid", () =>
    shop.one("SELECT count(*) FROM orders WHERE id = ? AND payment_status = 'paid'", [placed.orderId]),
  );
});
