import type { Page } from "playwright-core";
import type { PlacedView } from "#domain/checkout/schema";
import { openBrowser, visit } from "#tests/support/browser";
import type { Client, Problem, Reply } from "#tests/support/client";
import { DbProxy } from "#tests/support/db-proxy";
import { fillCheckout, putIntoCart } from "#tests/support/purchase";
import { Shop, until } from "#tests/support/shop";
import { Findings, type Proof } from "./proof.ts";

const MOST_MS = 3_000;
type Say = (line: string) => void;
const PAGES = [
  "/",
  "/categories/jewellery",
  "/products/kiondo-market-basket",
  "/products/never-was-here",
  "/categories/never-was-here",
] as const;
const WRITTEN = { name: "Njeri Wambui", email: "njeri@example.co.ke", phone: "0712 000 777" };

/** The database is away. */
export const proof: Proof = {
  shows:
    "sqld stopped or frozen: pages stay, checkout says 503 in under 3 s and keeps what was typed; afterwards the same key is one order",
  async run(say) {
    const findings = new Findings();
    await stopped(findings, say);
    await frozen(findings, say);
    return findings.outcome();
  },
};

async function stopped(findings: Findings, say: Say): Promise<void> {
  const shop = await Shop.open();
  const browser = await openBrowser();
  try {
    const guest = shop.client();
    const [variantId = ""] = await shop.variants();
    const lines = [{ variantId, quantity: 1 }];
    const body = guest.orderBody(await guest.quote(lines), { phone: "0712000776" });
    const key = crypto.randomUUID();
    const { page, context } = await visit(browser);
    await putIntoCart(page, shop.url);
    await page.goto(`${shop.url}/checkout`);
    await fillCheckout(page, WRITTEN);

    await shop.stopDatabase();
    say("the database is stopped");
    await pagesStay(findings, shop, "stopped");
    await writesSayNo(findings, guest, lines, body, key, "stopped");
    await checkoutKeeps(findings, page);
    await shop.startDatabase();
    say("it runs again");

    await afterwards(findings, shop, guest, body, key);
    await pressAgain(findings, shop, page);
    await context.close();

    const breaks = await shop.audit();
    findings.expect("afterwards: audit rows", breaks.length, breaks.length === 0);
  } finally {
    await browser.close();
    await shop.close();
  }
}

/** Connections open and nothing is ever answered: a deadline has to end the wait. */
async function frozen(findings: Findings, say: Say): Promise<void> {
  const proxy = new DbProxy();
  const shop = await Shop.open({ between: proxy.open });
  try {
    const guest = shop.client();
    const [variantId = ""] = await shop.variants();
    const lines = [{ variantId, quantity: 1 }];
    const body = guest.orderBody(await guest.quote(lines), { phone: "0712000775" });
    const key = crypto.randomUUID();
    proxy.beforeServer = () => new Promise(() => undefined);
    say("the database is frozen: connections open and nothing is answered");
    await pagesStay(findings, shop, "frozen");
    await writesSayNo(findings, guest, lines, body, key, "frozen");
    proxy.calm();
    const placed = await guest.place(body, key);
    const orders = await shop.one("SELECT count(*) FROM orders");
    findings.expect(
      "thawed: the same key, orders (201, 1)",
      `${placed.status}, ${orders}`,
      placed.status === 201 && orders === 1,
    );
    const breaks = await shop.audit();
    findings.expect("thawed: audit rows", breaks.length, breaks.length === 0);
  } finally {
    await shop.close();
    await proxy.close();
  }
}

async function pagesStay(findings: Findings, shop: Shop, how: string): Promise<void> {
  const statuses: number[] = [];
  for (const path of PAGES) statuses.push((await shop.client().get(path)).status);
  findings.expect(
    `${how}: home, category, product, two unknown (200 200 200 404 404)`,
    statuses.join(" "),
    statuses.join(" ") === "200 200 200 404 404",
  );
}

async function writesSayNo(
  findings: Findings,
  guest: Client,
  lines: readonly { variantId: string; quantity: number }[],
  body: unknown,
  key: string,
  how: string,
): Promise<void> {
  await saysNo(findings, `${how}: order`, () => guest.place(body, key));
  await saysNo(findings, `${how}: order again at once`, () => guest.place(body, key));
  await saysNo(findings, `${how}: quote`, () => guest.post("/api/quote", { market: "ke", lines }));
}

async function saysNo(
  findings: Findings,
  name: string,
  ask: () => Promise<Reply<Partial<PlacedView> & Problem>>,
): Promise<void> {
  const at = performance.now();
  const reply = await ask();
  const ms = performance.now() - at;
  const type = reply.headers.get("Content-Type") ?? "";
  const wait = reply.headers.get("Retry-After");
  const isSound =
    reply.status === 503 &&
    type.startsWith("application/problem+json") &&
    Number(wait) > 0 &&
    reply.body.type.endsWith("/database-away");
  findings.expect(
    `${name} (503, a problem, Retry-After, under ${MOST_MS} ms)`,
    `${reply.status} ${reply.body?.type?.split("/").at(-1)}, Retry-After ${wait}, ${ms.toFixed(0)} ms`,
    isSound && ms < MOST_MS,
  );
}

/** The button is pressed while nothing can be written: the page says so, and everything typed stands where it stood. */
async function checkoutKeeps(findings: Findings, page: Page): Promise<void> {
  const at = performance.now();
  await payButton(page).click();
  await page
    .getByText(/nothing you wrote is lost/i)
    .first()
    .waitFor({ timeout: 10_000 });
  const ms = performance.now() - at;
  findings.expect(`browser: told that nothing is lost, ms (under ${MOST_MS})`, ms.toFixed(0), ms < MOST_MS);
  const kept = await written(page);
  findings.expect(
    "browser: what was typed",
    JSON.stringify(kept),
    kept.name === WRITTEN.name && kept.email === WRITTEN.email && kept.phone === WRITTEN.phone,
  );
  findings.expect(
    "browser: still at the checkout",
    new URL(page.url()).pathname,
    new URL(page.url()).pathname === "/checkout",
  );
}

const payButton = (page: Page) =>
  page
    .getByRole("button", { name: /^pay .*m.pesa/i })
    .locator("visible=true")
    .first();

const written = async (page: Page) => ({
  name: await page.getByLabel(/name/i).first().inputValue(),
  email: await page
    .getByLabel(/e-?mail/i)
    .first()
    .inputValue(),
  phone: await page
    .getByLabel(/number to charge/i)
    .first()
    .inputValue(),
});

async function afterwards(findings: Findings, shop: Shop, guest: Client, body: unknown, key: string): Promise<void> {
  const first = await guest.place(body, key);
  const second = await guest.place(body, key);
  findings.expect(
    "afterwards: the same request, twice (201 201, one body)",
    `${first.status} ${second.status}, ${first.text === second.text ? "one body" : "two bodies"}`,
    first.status === 201 && second.status === 201 && first.text === second.text,
  );
  const orders = await shop.one("SELECT count(*) FROM orders WHERE id = ?", [first.body.orderId]);
  const all = await shop.one("SELECT count(*) FROM orders");
  findings.expect("afterwards: orders (1)", all, orders === 1 && all === 1);
  await until(
    "the prompt is out",
    async () =>
      (await shop.control<{ payments: unknown[] }>("payments?provider=mpesa&phone=254712000776")).payments.length === 1,
  );
  await shop.control("decide", { provider: "mpesa", phone: "254712000776", decision: "approve" });
  const paid = await until("it is paid", async () => (await guest.payment(first.body.token)).state === "paid");
  findings.expect("afterwards: paid", paid ? "yes" : "no", paid);
}

/** The shopper presses once more, and the order is placed. */
async function pressAgain(findings: Findings, shop: Shop, page: Page): Promise<void> {
  await payButton(page).click();
  await page.waitForURL(/\/orders\/.+\/payment/);
  const orders = await shop.one("SELECT count(*) FROM orders WHERE contact_email = ?", [WRITTEN.email]);
  findings.expect("browser: pressed again, orders (1)", orders, orders === 1);
}
