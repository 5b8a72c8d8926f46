import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, type Visit, visit } from "#tests/support/browser";
import { button, onThePhone, orderBy, payAtBank, type Wish } from "#tests/support/purchase";
import { Shop } from "#tests/support/shop";

let shop: Shop;
let browser: Browser;
beforeAll(async () => {
  [shop, browser] = await Promise.all([Shop.open({ planScale: 0.05, vars: { MPESA_C2B: "on" } }), openBrowser()]);
  await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0 } }); // it likes to think for three minutes
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

const heading = (page: Page, words: RegExp) => page.getByRole("heading", { level: 1, name: words });
const atProvider = (page: Page) => page.waitForURL((url) => url.origin === new URL(shop.simulatorsUrl).origin);
const sideways = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

async function order(wish: Wish, options?: Parameters<typeof visit>[1]): Promise<Visit> {
  const guest = await visit(browser, options);
  await orderBy(guest.page, shop.url, wish);
  return guest;
}

/** The order whose payment page this is: how its attempts went, by method. */
async function attemptsOf(page: Page): Promise<Record<string, string>[]> {
  const orderId = /\/orders\/(ord_[0-9a-f]+)/.exec(page.url())?.[1] ?? "";
  return shop.rows("SELECT gateway, status FROM payments WHERE order_id = ? ORDER BY ordinal", [orderId]);
}

test.each([
  ["Stripe's card page", { market: "ke", way: /^card/i }, /with this card/i],
  ["PayPal", { market: "world", way: /paypal/i }, /approve the payment/i],
  ["Khalti", { market: "np", way: /khalti/i }, /^pay$/i],
] satisfies [string, Wish, RegExp][])(
  "a guest is taken on to %s by itself, agrees there and comes back to paid",
  async (_page, wish, agree) => {
    const { page, context, complaints } = await order(wish);
    await atProvider(page);

    await button(page, agree).click();

    await heading(page, /asante/i).waitFor();
    await page.waitForURL(({ search }) => search === ""); // how one came back is said once
    expect(await attemptsOf(page)).toEqual([expect.objectContaining({ status: "captured" })]);
    expect(await sideways(page)).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test("Airtel Money is paid on the phone that was typed for it", async () => {
  const phone = "0733 123 456";
  const guest = await order({ market: "ke", way: /airtel/i, phone });
  await heading(guest.page, /look at your phone/i).waitFor();
  await guest.page.getByText(/airtel money pin/i).waitFor();

  await onThePhone(guest, shop.simulatorsUrl, phone, "Approve");

  await heading(guest.page, /asante/i).waitFor();
  expect(await attemptsOf(guest.page)).toEqual([{ gateway: "airtel", status: "captured" }]);
  expect(guest.complaints).toEqual([]);
  await guest.context.close();
});

test("whoever goes back is not sent away again; whoever cancels is told that nothing was taken, and pays another way", async () => {
  const guest = await order({ market: "ke", way: /^card/i });
  const { page } = guest;
  await atProvider(page);
  await page.goBack();
  await heading(page, /no payment from stripe yet/i).waitFor();
  await page.getByRole("link", { name: /go on to the card page/i }).click();
  await atProvider(page);

  await button(page, /back to duka/i).click();

  await heading(page, /you came back without paying/i).waitFor();
  await page
    .getByText(/nothing was taken/i)
    .first()
    .waitFor();
  await page.getByRole("radio", { name: /airtel/i }).check();
  await page
    .getByLabel(/number to charge/i)
    .locator("visible=true")
    .fill("0733 123 457");
  await button(page, /pay with airtel/i).click();
  await heading(page, /look at your phone/i).waitFor();
  await onThePhone(guest, shop.simulatorsUrl, "0733 123 457", "Approve");
  await heading(page, /asante/i).waitFor();
  expect(await attemptsOf(page)).toEqual([
    { gateway: "stripe", status: "withdrawn" },
    { gateway: "airtel", status: "captured" },
  ]);
  expect(guest.complaints).toEqual([]);
  await guest.context.close();
});

test("a card that PayPal refuses is told with its reason, and PayPal is still open", async () => {
  const { page, context } = await order({ market: "world", way: /paypal/i });
  await atProvider(page);

  await button(page, /declined card/i).click();

  await page.getByText("Declined", { exact: true }).waitFor();
  await page.getByRole("link", { name: /go on to paypal/i }).waitFor();
  expect(await attemptsOf(page)).toEqual([{ gateway: "paypal", status: "submitted" }]);
  await context.close();
});

/** Staff read the bank's statement. */
async function readStatement(): Promise<void> {
  const staff = await shop.staff();
  const csv = await (await fetch(`${shop.simulatorsUrl}/bank/statement.csv?currency=KES`)).text();
  const desk = await staff.get<{ accounts: { id: string; currency: string }[] }>("/api/staff/bank");
  const accountId = desk.body.accounts.find(({ currency }) => currency === "KES")?.id;
  expect((await staff.post("/api/staff/bank/statements", { accountId, csv })).status).toBe(200);
}

test("a bank's details are copied, a slip is sent, and when the money is on the statement the page says paid", async () => {
  const guest = await order({ market: "ke", way: /bank transfer/i });
  const { page, context } = guest;
  await heading(page, /send the money from your bank/i).waitFor();
  await page.waitForLoadState(); // a button before its script would do nothing
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy: Reference" }).press("Enter");
  await page.getByText("Reference: copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^[0-9A-Z]{7}-1$/);

  await page
    .getByLabel(/picture or pdf/i)
    .setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no slip") });
  await page.getByText(/neither a picture nor a pdf/i).waitFor();
  const slip = await payAtBank(guest);
  await page.getByLabel(/picture or pdf/i).setInputFiles({ name: "slip.png", mimeType: "image/png", buffer: slip });
  await button(page, /send the slip/i).click();
  await heading(page, /we have your slip/i).waitFor();
  await page.getByText("Being looked at").waitFor();
  expect(await sideways(page)).toBe(0);

  await readStatement();
  await page.evaluate("dispatchEvent(new Event('focus'))"); // looked at again

  await heading(page, /asante/i).waitFor();
  expect(guest.complaints).toEqual([]);
  await context.close();
});

test("without scripts the provider's page is reached by itself, and a slip goes up as a plain form", async () => {
  const guest = await order({ market: "ke", way: /bank transfer/i });
  const paymentUrl = guest.page.url();
  await heading(guest.page, /send the money/i).waitFor();
  const slip = await payAtBank(guest);
  const plain = await visit(browser, { script: false });
  await plain.page.goto(paymentUrl.includes("/payment") ? paymentUrl : guest.page.url());
  await plain.page.getByText(/say more about it/i).click();
  await plain.page.getByLabel(/amount you sent/i).fill("a lot");
  await plain.page
    .getByLabel(/picture or pdf/i)
    .setInputFiles({ name: "slip.png", mimeType: "image/png", buffer: slip });
  await button(plain.page, /send the slip/i).click();
  await plain.page.getByText(/write the amount like/i).waitFor();
  expect(await plain.page.getByLabel(/amount you sent/i).inputValue()).toBe("a lot");

  await plain.page.getByLabel(/amount you sent/i).fill("5,200");
  await plain.page
    .getByLabel(/picture or pdf/i)
    .setInputFiles({ name: "slip.png", mimeType: "image/png", buffer: slip });
  await button(plain.page, /send the slip/i).click();
  await heading(plain.page, /we have your slip/i).waitFor();
  await plain.page.getByText(/pay another way/i).click();
  await plain.page.getByRole("radio", { name: /^card/i }).check();
  await button(plain.page, /pay this way/i).click();
  await atProvider(plain.page);

  await guest.context.close();
  await plain.context.close();
});

test("whoever paid to the paybill by hand types M-Pesa's code beside a failed prompt", async () => {
  const phone = "0712 345 699";
  const guest = await order({ market: "ke", way: /m.pesa/i, phone });
  const { page } = guest;
  await heading(page, /look at your phone/i).waitFor();
  await onThePhone(guest, shop.simulatorsUrl, phone, "Cancel");
  await heading(page, /you cancelled the payment/i).waitFor();

  await page.getByText(/i have paid to the paybill/i).click();
  await page.getByLabel(/m.pesa code/i).fill("SKL4");
  await button(page, /look for it/i).click();
  await page.getByText(/this one has 4/i).waitFor();
  expect(await page.getByLabel(/m.pesa code/i).inputValue()).toBe("SKL4");
  await page.getByLabel(/m.pesa code/i).fill("skl4xq7p2m");
  await button(page, /look for it/i).click();
  await page.getByText(/we are asking m.pesa about SKL4XQ7P2M/i).waitFor();
  await guest.context.close();
});
