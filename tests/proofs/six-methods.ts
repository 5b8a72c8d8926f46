import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { openBrowser, type Visit, visit } from "#tests/support/browser";
import { button, onThePhone, orderBy, payAtBank, signInAsStaff, type Wish } from "#tests/support/purchase";
import { Shop } from "#tests/support/shop";
import { Findings, type Proof } from "./proof.ts";

const SHOTS = resolve(import.meta.dirname, "../../.cache/six-methods");
const PATIENCE_MS = 60_000;

/** One method as a payer meets it. */
interface Method {
  readonly name: string;
  readonly wish: Wish;
  /** Shop's page before the payer does anything, where it stays in the shop. */
  readonly asks?: RegExp;
  readonly pay: (payer: Payer) => Promise<void>;
  readonly cancel: (payer: Payer) => Promise<void>;
  /** What the shop's page says then; a transfer is left by choosing another way, so it says nothing new. */
  readonly says?: RegExp;
  /** What is chosen then, by its name on the payment page. */
  readonly instead: { readonly method: string; readonly way: RegExp };
}
interface Payer extends Visit {
  readonly shop: Shop;
  readonly browser: Browser;
  readonly phone: string;
}

let numbers = 0;
const numberOf = (prefix: string): string => `${prefix} ${String(100_000 + numbers++).replace(/(...)$/, " $1")}`;
const onPhone = (press: string) => (payer: Payer) => onThePhone(payer, payer.shop.simulatorsUrl, payer.phone, press);
const atProvider = async ({ page, shop }: Payer) => {
  await page.waitForURL((url) => url.origin === new URL(shop.simulatorsUrl).origin);
};
const press = (name: RegExp) => async (payer: Payer) => {
  await atProvider(payer);
  await button(payer.page, name).click();
};

const METHODS: readonly Method[] = [
  {
    name: "M-Pesa",
    wish: { market: "ke", way: /m.pesa/i, phone: "0712" },
    asks: /look at your phone/i,
    pay: onPhone("Approve"),
    cancel: onPhone("Cancel"),
    says: /you cancelled the payment/i,
    instead: { method: "Airtel Money", way: /airtel/i },
  },
  {
    name: "Airtel Money",
    wish: { market: "ke", way: /airtel/i, phone: "0733" },
    asks: /look at your phone/i,
    pay: onPhone("Approve"),
    cancel: onPhone("Cancel"),
    says: /the payment was refused/i,
    instead: { method: "M-Pesa", way: /m.pesa/i },
  },
  {
    name: "Stripe",
    wish: { market: "ke", way: /^card/i },
    pay: press(/with this card/i),
    cancel: press(/back to duka/i),
    says: /you came back without paying/i,
    instead: { method: "M-Pesa", way: /m.pesa/i },
  },
  {
    name: "PayPal",
    wish: { market: "world", way: /paypal/i },
    pay: press(/approve the payment/i),
    cancel: press(/cancel and go back/i),
    says: /you came back without paying/i,
    instead: { method: "Stripe", way: /^card/i },
  },
  {
    name: "Khalti",
    wish: { market: "np", way: /khalti/i },
    pay: press(/^pay$/i),
    cancel: press(/^cancel$/i),
    says: /without paying|cancelled/i,
    instead: { method: "Stripe", way: /^card/i },
  },
  {
    name: "bank transfer",
    wish: { market: "ke", way: /bank transfer/i },
    asks: /send the money from your bank/i,
    pay: payByTransfer,
    cancel: slipSentBack,
    says: /could not take your slip/i,
    instead: { method: "Stripe", way: /^card/i },
  },
];

/** What the issue of six methods comes down to: people pay with them. */
export const proof: Proof = {
  shows:
    "in a browser: a purchase by each of six methods; each of them cancelled and the order paid by another; a slip approved and one sent back at the desk",
  async run(say) {
    const findings = new Findings();
    rmSync(SHOTS, { recursive: true, force: true });
    mkdirSync(SHOTS, { recursive: true });
    const [shop, browser] = await Promise.all([Shop.open({ planScale: 0.05 }), openBrowser()]);
    try {
      await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0 } }); // it likes to think for three minutes
      for (const { id } of await shop.rows<{ id: string }>(
        "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id WHERE p.slug = 'kiondo-market-basket'",
      ))
        await shop.setStock(id, 100); // the one good of all twelve orders
      const complaints: string[] = [];
      for (const method of METHODS) {
        const bought = await buy(shop, browser, method);
        findings.expect(`${method.name}: bought by`, bought.attempts, bought.attempts === `${method.name} captured`);
        const again = await cancelAndPay(shop, browser, method);
        const [first = "", second] = again.attempts.split(", ");
        const isRight = first.startsWith(method.name) && !first.endsWith("captured");
        findings.expect(
          `${method.name}: given up, then paid by`,
          again.attempts,
          isRight && second === `${method.instead.method} captured`,
        );
        complaints.push(...bought.complaints, ...again.complaints);
        say(`${method.name}: bought; given up, and paid by ${method.instead.method}`);
      }
      findings.expect("complaints of the browser", complaints.join("; ") || "none", complaints.length === 0);
      const slips = await shop.rows<{ state: string; n: number }>(
        "SELECT state, count(*) AS n FROM bank_proofs GROUP BY state ORDER BY state",
      );
      const judged = slips.map(({ state, n }) => `${n} ${state}`).join(", ");
      findings.expect("slips judged at the desk (1 accepted, 1 rejected)", judged, judged === "1 accepted, 1 rejected");
      const breaks = await shop.audit();
      findings.expect("audit rows", breaks.length, breaks.length === 0);
      findings.note("screenshots to look at", SHOTS);
    } finally {
      await browser.close();
      await shop.close();
    }
    return findings.outcome();
  },
};

interface Bought {
  /** "Stripe withdrawn, M-Pesa captured". */
  readonly attempts: string;
  readonly complaints: readonly string[];
}

async function buy(shop: Shop, browser: Browser, method: Method): Promise<Bought> {
  const payer = await order(shop, browser, method);
  const file = method.name.replace(" ", "-").toLowerCase();
  if (method.asks) {
    await heading(payer.page, method.asks);
    await shoot(payer.page, `${file}-asks`);
  } else {
    await atProvider(payer);
    await shoot(payer.page, `${file}-their-page`);
  }
  await method.pay(payer);
  await heading(payer.page, /asante/i);
  await shoot(payer.page, `${file}-paid`);
  return ended(payer);
}

async function cancelAndPay(shop: Shop, browser: Browser, { instead, ...method }: Method): Promise<Bought> {
  const payer = await order(shop, browser, method);
  const { page } = payer;
  const file = method.name.replace(" ", "-").toLowerCase();
  if (method.asks) await heading(page, method.asks);
  await method.cancel(payer);
  if (method.says) await page.locator("main").getByText(method.says).first().waitFor({ timeout: PATIENCE_MS });
  await shoot(page, `${file}-given-up`);
  const fold = page.locator("details.fold:not([open]) > summary", { hasText: /another way/i });
  if (await fold.count()) await fold.first().click();
  await page.getByRole("radio", { name: instead.way }).check();
  const second = METHODS.find(({ name }) => name === instead.method) as Method;
  const phone = second.wish.phone ? numberOf(second.wish.phone) : "";
  if (phone)
    await page
      .getByLabel(/number to charge/i)
      .locator("visible=true")
      .fill(phone);
  await shoot(page, `${file}-another-way`);
  await page.locator("button.other-send").click();
  await second.pay({ ...payer, phone });
  await heading(page, /asante/i);
  return ended(payer);
}

async function order(shop: Shop, browser: Browser, { wish }: Pick<Method, "wish">): Promise<Payer> {
  const guest = await visit(browser);
  const phone = wish.phone ? numberOf(wish.phone) : "";
  await orderBy(guest.page, shop.url, { ...wish, ...(phone && { phone }) });
  return { ...guest, shop, browser, phone };
}

const CODES: Readonly<Record<string, string>> = {
  mpesa: "M-Pesa",
  airtel: "Airtel Money",
  stripe: "Stripe",
  paypal: "PayPal",
  khalti: "Khalti",
  "bank-transfer": "bank transfer",
};

async function ended({ page, context, shop, complaints }: Payer): Promise<Bought> {
  const orderId = /\/orders\/(ord_[0-9a-f]+)/.exec(page.url())?.[1] ?? "";
  const attempts = await shop.rows<{ gateway: string; status: string }>(
    "SELECT gateway, status FROM payments WHERE order_id = ? ORDER BY ordinal",
    [orderId],
  );
  await context.close();
  return { attempts: attempts.map(({ gateway, status }) => `${CODES[gateway]} ${status}`).join(", "), complaints };
}

const heading = (page: Page, name: RegExp) =>
  page.getByRole("heading", { level: 1, name }).waitFor({ timeout: PATIENCE_MS });

/** The slip goes up, staff find the line, type it and take the money. */
async function payByTransfer(payer: Payer): Promise<void> {
  const desk = await slipAtDesk(payer);
  const { page } = desk;
  const { lines } = await payer.shop.control<{ lines: { ref: string; amount: number; kind: string }[] }>(
    "statement?provider=bank",
  );
  const line = lines.filter(({ kind }) => kind === "capture").at(-1);
  await page.getByLabel(/^amount/i).fill(String((line?.amount ?? 0) / 100));
  await page.getByLabel(/bank’s reference/i).fill(line?.ref.split("/").at(-1) ?? ""); // without the account
  await page.getByLabel(/^day/i).fill(new Date().toLocaleDateString("en-CA", { timeZone: "Africa/Nairobi" }));
  await shoot(page, "desk-typed");
  await page.evaluate("document.activeElement?.blur()"); // keys act where nobody types
  await page.keyboard.press("a");
  await page.getByText(/^taken: /i).waitFor();
  await desk.context.close();
  await payer.page.evaluate("dispatchEvent(new Event('focus'))"); // looked at again
}

/** The slip goes up, staff do not find it on the statement and say so. */
async function slipSentBack(payer: Payer): Promise<void> {
  const desk = await slipAtDesk(payer);
  const { page } = desk;
  await page.keyboard.press("r");
  await page.getByLabel(/what is wrong/i).fill("The transfer is not on our statement.");
  await shoot(page, "desk-sends-back");
  await button(page, /^send it back$/i).click();
  await page.getByText(/^sent back: /i).waitFor();
  await desk.context.close();
  await payer.page.evaluate("dispatchEvent(new Event('focus'))");
}

async function slipAtDesk(payer: Payer): Promise<Visit> {
  const { page, shop, browser } = payer;
  const slip = await payAtBank(payer);
  await page.getByLabel(/picture or pdf/i).setInputFiles({ name: "slip.png", mimeType: "image/png", buffer: slip });
  await button(page, /send the slip/i).click();
  await heading(page, /we have your slip/i);
  await shoot(page, "bank-transfer-slip-sent");
  const desk = await signInAsStaff(browser, shop.url);
  await desk.page.goto(`${shop.url}/staff/bank`);
  await desk.page.getByRole("heading", { name: "Amina Otieno" }).waitFor();
  await desk.page.waitForLoadState("networkidle");
  return desk;
}

/** As a phone and as a desk see it, by day and by night. */
async function shoot(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const [width, height] of [
    [360, 740],
    [1280, 900],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}
