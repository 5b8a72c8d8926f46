import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type Visit, visit } from "#tests/support/browser";
import { buyByMpesa, fillCheckout, onThePhone, putIntoCart } from "#tests/support/purchase";
import { Shop } from "#tests/support/shop";

let shop: Shop;
let browser: Browser;
beforeAll(async () => {
  [shop, browser] = await Promise.all([Shop.open({ planScale: 0.05 }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

const visible = (page: Page, name: RegExp) => page.getByRole("button", { name }).locator("visible=true").first();
/** How far the page can be pushed sideways: a phone-sized one must not. */
const sideways = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

/** A guest's way from home to a checkout that is filled in. */
async function atCheckout(phone?: string): Promise<Visit> {
  const guest = await visit(browser);
  await putIntoCart(guest.page, shop.url);
  await guest.page.goto(`${shop.url}/checkout`);
  await fillCheckout(guest.page, {
    name: "Amina Otieno",
    email: "amina.otieno@example.co.ke",
    ...(phone ? { phone } : {}),
  });
  return guest;
}

/** Staff sign in, find an order by its number, hand it to a rider, and see that it is on its way. @returns the browser's complaints */
async function shipAsStaff(number: string): Promise<string[]> {
  const { page, context, complaints } = await visit(browser, { width: 1280, height: 900 });
  await page.goto(`${shop.url}/staff/orders?view=all&search=${number}`);
  await page.getByLabel(/e-?mail/i).fill("wanjiru@duka.example");
  await page.getByLabel(/password/i).fill("karibu-duka");
  await page.getByRole("button", { name: /sign in|log in/i }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/staff"));
  await page.goto(`${shop.url}/staff/orders?view=all&search=${number}`);
  await page.getByRole("rowheader", { name: number }).getByRole("link").click();
  await page.waitForURL(/\/staff\/orders\/ord_/, { waitUntil: "load" });
  await page.getByRole("button", { name: /^ship/i }).first().click();
  await page.getByLabel(/who carries/i).fill("Rider Joseph");
  await page.getByLabel(/tracking/i).fill("R-17");
  await page
    .getByRole("button", { name: /ship|hand over/i })
    .last()
    .click();
  await page
    .getByText(/handed to rider joseph/i)
    .first()
    .waitFor();
  await context.close();
  return complaints;
}

test("a guest on a phone buys by M-Pesa and sees it paid without reloading; staff sign in and ship it", async () => {
  const sale = await buyByMpesa(browser, { shopUrl: shop.url, phoneUrl: shop.simulatorsUrl });

  expect(sale).toMatchObject({ reloads: 0, complaints: [], number: expect.stringMatching(/^[0-9A-Z]{7}$/) });
  expect(sale.apiCalls).toBeLessThanOrEqual(2);
  expect(await shipAsStaff(sale.number)).toEqual([]);
  const { page, context, complaints } = await visit(browser);
  await page.goto(sale.orderUrl);
  await page
    .getByText(/handed to rider joseph/i)
    .first()
    .waitFor();
  expect(await sideways(page)).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
  expect(await shop.audit()).toEqual([]);
});

test("a payment cancelled on the phone says so, is sent again to the same number, and is paid", async () => {
  const phone = "0712 345 601";
  const guest = await atCheckout(phone);
  const { page } = guest;
  await visible(page, /^pay .*m.pesa/i).click();
  await page.getByRole("heading", { name: /look at your phone/i }).waitFor();
  await onThePhone(guest, shop.simulatorsUrl, phone, "Cancel");
  await page.getByRole("heading", { name: /you cancelled the payment/i }).waitFor();
  await page.getByText(/no money has left your phone/i).waitFor();
  expect(await sideways(page)).toBe(0);

  await page.getByRole("button", { name: /try m.pesa again/i }).click();
  await page.getByRole("heading", { name: /look at your phone/i }).waitFor();
  await onThePhone(guest, shop.simulatorsUrl, phone, "Approve");

  await page.getByRole("heading", { name: /asante/i }).waitFor();
  expect(guest.complaints).toEqual([]);
  expect(await shop.rows("SELECT status FROM payments WHERE phone = '+254712345601' ORDER BY ordinal")).toEqual([
    { status: "failed" },
    { status: "captured" },
  ]);
  await guest.context.close();
});

test("an order to be paid at the door is placed without a prompt, and staff hand it to a rider", async () => {
  const { page, context, complaints } = await atCheckout();
  await visible(page, /pay at the door/i).click();
  await page.getByRole("heading", { name: /ordered, thank you|asante/i }).waitFor();
  const [order] = await shop.rows<{ number: string; id: string }>(
    "SELECT o.number, o.id FROM orders o JOIN payments p ON p.order_id = o.id WHERE p.gateway = 'on-delivery' ORDER BY o.created_at DESC LIMIT 1",
  );
  expect(complaints).toEqual([]);
  expect(await sideways(page)).toBe(0);
  await context.close();

  expect(await shipAsStaff(order?.number ?? "")).toEqual([]);

  expect(
    await shop.rows("SELECT order_status, payment_status, fulfilment_status FROM orders WHERE id = ?", [
      order?.id ?? "",
    ]),
  ).toEqual([{ order_status: "placed", payment_status: "unpaid", fulfilment_status: "shipped" }]);
});

test("a slip in the form is said beside its field, and nothing that was typed is lost", async () => {
  const { page, context, complaints } = await atCheckout("0712 345 60");

  await visible(page, /^pay .*m.pesa/i).click();

  await page
    .getByText(/one digit (too )?short/i)
    .first()
    .waitFor();
  expect(
    await page
      .getByLabel(/number to charge/i)
      .first()
      .inputValue(),
  ).toBe("0712 345 60");
  expect(
    await page
      .getByLabel(/^your name/i)
      .first()
      .inputValue(),
  ).toBe("Amina Otieno");
  expect(
    await page
      .getByLabel(/e-?mail/i)
      .first()
      .inputValue(),
  ).toBe("amina.otieno@example.co.ke");
  expect(new URL(page.url()).pathname).toBe("/checkout");
  expect(complaints).toEqual([]);
  await context.close();
});

test("without JavaScript a good goes into the cart by its form, and the cart shows it", async () => {
  const { page, context, complaints } = await visit(browser, { script: false });
  await page.goto(`${shop.url}/products/kiondo-market-basket`);

  await page
    .getByRole("button", { name: /add to cart/i })
    .first()
    .click();

  await page.waitForURL(/\/cart/);
  await page
    .getByText(/kiondo market basket/i)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});
