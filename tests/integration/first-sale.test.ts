import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffOrderView } from "#domain/orders/schema";
import { Shop, until } from "#tests/support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

test("a guest buys by M-Pesa, staff ship the order, and the books balance", async () => {
  const [first = "", second = ""] = await shop.variants();
  const guest = shop.client();

  const placed = await guest.buy(
    [
      { variantId: first, quantity: 2 },
      { variantId: second, quantity: 1 },
    ],
    { phone: "0712 345 678" },
  );
  await until(
    "the prompt is on the phone",
    async () =>
      (await shop.control<{ payments: unknown[] }>("payments?provider=mpesa&phone=254712345678")).payments.length === 1,
  );
  expect((await guest.payment(placed.token)).state).toBe("waiting");
  await shop.control("decide", { provider: "mpesa", phone: "254712345678", decision: "approve" });
  const paid = await until("the page says paid", async () => {
    const view = await guest.payment(placed.token);
    return view.state === "paid" && view.attempt?.receipt ? view : null;
  });
  expect(paid.attempt?.receipt).toMatch(/^[A-Z0-9]{10}$/);

  const staff = await shop.staff();
  const shipped = await staff.post<StaffOrderView>(
    `/api/staff/orders/${placed.orderId}/shipments`,
    {
      carrier: "Rider Joseph",
      trackingNumber: "R-17",
    },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  expect(shipped.status).toBe(201);
  expect(shipped.body.statuses).toEqual({
    order: "placed",
    payment: "paid",
    fulfilment: "shipped",
    verification: "not-asked",
  });
  expect(await shop.audit()).toEqual([]);
});

test("placed and paid are two mails, each sent once", async () => {
  const subjects = await until("both mails are there", async () => {
    const { messages } = await shop.control<{ messages: { subject: string }[] }>("messages?channel=email");
    return messages.length >= 3 ? messages.map((message) => message.subject) : null;
  });
  expect(subjects.filter((subject) => subject.startsWith("Your order"))).toHaveLength(1);
  expect(subjects.filter((subject) => subject.startsWith("Paid"))).toHaveLength(1);
  expect(subjects.filter((subject) => subject.startsWith("On its way"))).toHaveLength(1);
});
