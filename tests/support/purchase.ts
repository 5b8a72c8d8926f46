import type { Browser, Page } from "playwright-core";
import { type Visit, visit } from "./browser.ts";

export interface Sale {
  readonly number: string;
  readonly orderUrl: string;
  /** How often the waiting page was loaded again between the prompt and "paid". */
  readonly reloads: number;
  /** Requests to /api between loading the checkout and the waiting page. */
  readonly apiCalls: number;
  readonly complaints: readonly string[];
}

/** A guest on a phone-sized screen: home, a good, the cart, checkout by M-Pesa, approved on the simulated phone, until the page says paid. */
export async function buyByMpesa(
  browser: Browser,
  { shopUrl, phoneUrl, phone = "0712 345 678" }: { shopUrl: string; phoneUrl: string; phone?: string },
): Promise<Sale> {
  const { page, context, complaints } = await visit(browser);
  await putIntoCart(page, shopUrl);
  const calls: string[] = [];
  const count = (url: string) => url.includes("/api/") && calls.push(url);
  await page.goto(`${shopUrl}/cart`);
  await page
    .getByRole("link", { name: /check out/i })
    .first()
    .waitFor();
  page.on("request", (request) => count(request.url()));
  await page
    .getByRole("link", { name: /check out/i })
    .first()
    .click();
  await fillCheckout(page, { name: "Amina Otieno", email: "amina.otieno@example.co.ke", phone });
  await page
    .getByRole("button", { name: /^pay .*m.pesa/i })
    .locator("visible=true")
    .first()
    .click();
  await page.waitForURL(/\/orders\/.+\/payment/);
  const apiCalls = calls.filter((url) => !/\/api\/orders\/[^/]+/.test(url)).length;

  await page.getByRole("heading", { name: /look at your phone/i }).waitFor();
  let reloads = -1; // the first load counts none
  page.on("load", () => (reloads += 1));
  reloads = 0;
  const handset = await context.newPage();
  await handset.goto(`${phoneUrl}/phone?number=254${phone.replace(/\D/g, "").replace(/^0/, "")}`);
  await handset.getByRole("button", { name: "Approve" }).first().click();
  await handset.close();
  await page.getByRole("heading", { name: /asante/i }).waitFor({ timeout: 30_000 });
  const number = /Order\s*([0-9A-Z]{7})/.exec((await page.locator("header").first().textContent()) ?? "")?.[1] ?? "";
  const orderUrl = page.url().replace(/\/payment$/, "");
  await context.close();
  return { number, orderUrl, reloads, apiCalls, complaints };
}

/** From home to a good in stock, into the cart. */
export async function putIntoCart(page: Page, shopUrl: string): Promise<void> {
  await page.goto(shopUrl);
  await page
    .getByRole("link", { name: /kiondo market basket/i })
    .first()
    .click();
  await page.waitForURL(/\/products\//);
  await page
    .getByRole("button", { name: /add to cart/i })
    .locator("visible=true")
    .first()
    .click();
  await page.getByRole("link", { name: /cart/i }).filter({ hasText: "1" }).first().waitFor();
}

/** Contact and the way of paying; collecting at the shop asks for no address. */
export async function fillCheckout(page: Page, who: { name: string; email: string; phone?: string }): Promise<void> {
  await page.getByLabel(/name/i).first().fill(who.name);
  await page
    .getByLabel(/e-?mail/i)
    .first()
    .fill(who.email);
  await page
    .getByLabel(/collect at/i)
    .first()
    .check();
  if (who.phone) {
    await page
      .getByLabel(/m.pesa/i)
      .first()
      .check();
    await page
      .getByLabel(/number to charge/i)
      .first()
      .fill(who.phone);
  } else {
    await page
      .getByLabel(/at the door/i)
      .first()
      .check();
  }
}

/** Somebody of the staff at a desk, signed in. */
export async function signInAsStaff(browser: Browser, shopUrl: string): Promise<Visit> {
  const desk = await visit(browser, { width: 1280, height: 900 });
  const { page } = desk;
  await page.goto(`${shopUrl}/staff`);
  await page.getByLabel(/e-?mail/i).fill("wanjiru@duka.example");
  await page.getByLabel(/password/i).fill("karibu-duka");
  await page.getByRole("button", { name: /sign in|log in/i }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/staff"));
  return desk;
}

/** Staff sign in, find the order by its number and hand it to a rider. @returns whether the page says so */
export async function shipAsStaff(
  browser: Browser,
  { shopUrl, number }: { shopUrl: string; number: string },
): Promise<boolean> {
  const { page, context } = await signInAsStaff(browser, shopUrl);
  await page.goto(`${shopUrl}/staff/orders?view=all&search=${number}`);
  await page.getByRole("rowheader", { name: number }).getByRole("link").click();
  await page.getByRole("button", { name: /^ship/i }).first().click();
  await page.getByLabel(/carrier|who carries/i).fill("Rider Joseph");
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
  return true;
}

/** What a guest wants: where it goes, how it is paid, and from which phone where one is asked for. */
export interface Wish {
  readonly market: "ke" | "np" | "world";
  readonly way: RegExp;
  readonly phone?: string;
}

/** A guest's order from home to the press of the last button: collected where that is offered, else brought. */
export async function orderBy(page: Page, shopUrl: string, { market, way, phone }: Wish): Promise<void> {
  await page.context().addCookies([{ name: "market", value: market, url: shopUrl }]);
  await putIntoCart(page, shopUrl);
  await page.goto(`${shopUrl}/checkout`);
  await page.getByLabel(/your name/i).fill("Amina Otieno");
  await page.getByLabel(/e-?mail/i).fill("amina.otieno@example.co.ke");
  if (market === "world") {
    await page.getByLabel(/estate/i).fill("14 Rosebery Avenue");
    await page.getByLabel(/region/i).fill("London, United Kingdom");
  } else await page.getByRole("radio", { name: /collect at/i }).check();
  await page.getByRole("radio", { name: way }).check();
  if (phone)
    await page
      .getByLabel(/number to charge/i)
      .locator("visible=true")
      .fill(phone);
  await page
    .getByRole("button", { name: /^(pay|order)/i })
    .locator("visible=true")
    .first()
    .click();
}

/** The one of that name that is seen: a page may have it once for phones and once for desks. */
export const button = (page: Page, name: RegExp) => page.getByRole("button", { name }).locator("visible=true").first();

/** The payer's bank: sends the money as the payment page says, and gives a picture of the slip. */
export async function payAtBank({ page, context }: Visit): Promise<Buffer> {
  const [bank] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: /open the test bank/i }).click(),
  ]);
  await button(bank, /^send$/i).click();
  const picture = await bank.getByRole("link", { name: "picture" }).getAttribute("href");
  const slip = new URL(picture ?? "", bank.url());
  await bank.close();
  return Buffer.from(await (await fetch(slip)).arrayBuffer());
}

/** What the person holding the simulated phone presses. */
export async function onThePhone(
  { context }: Visit,
  simulatorsUrl: string,
  phone: string,
  press: string,
): Promise<void> {
  const handset = await context.newPage();
  await handset.goto(`${simulatorsUrl}/phone?number=254${phone.replace(/\D/g, "").slice(1)}`);
  await handset.getByRole("button", { name: press }).first().click();
  await handset.close();
}
