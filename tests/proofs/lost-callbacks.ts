import type { PlacedView } from "#domain/checkout/schema";
import { MPESA_PLAN } from "#domain/payments/plan";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof, percentile } from "./proof.ts";

const PAYMENTS = 100;
const PLAN_SCALE = 0.2;
const BEING_PROCESSED_FIRST = 1; // looks that learn nothing yet
const POLL_MS = 1_000;
/** When the plan looks, after sending: the first look that can know it, and the one after that. */
const KNOWING_MS = (MPESA_PLAN[BEING_PROCESSED_FIRST] ?? 0) * PLAN_SCALE;
const NEXT_MS = (MPESA_PLAN[BEING_PROCESSED_FIRST + 1] ?? 0) * PLAN_SCALE;

/** Not one callback arrives. */
export const proof: Proof = {
  shows:
    "every callback is lost and the first look says “being processed”: 100 approved payments are all paid, none twice",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: PLAN_SCALE });
    try {
      await shop.control("auto", {
        provider: "mpesa",
        decision: "approve",
        delayMs: 200,
        settings: { deliverCallbacks: false, queryErrorsFirst: 0, queryProcessingFirst: BEING_PROCESSED_FIRST },
      });
      const [variantId = ""] = await shop.variants(1, 1);
      await shop.setStock(variantId, PAYMENTS);
      const pages: Promise<number>[] = [];
      const phones = await eachAtOnce(Array.from({ length: PAYMENTS }), 8, async (_, n) => {
        const { placed, phone } = await buy(shop, variantId, n);
        if (n % 2 === 0) pages.push(waitOnPage(shop, placed)); // the others close theirs
        return n % 2 === 0 ? [phone] : [];
      });
      say(`${PAYMENTS} orders placed; ${pages.length} pages wait, the others were closed`);
      const waits = await Promise.all(pages);
      findings.expect("waiting pages that say paid (50)", waits.length, waits.length === PAYMENTS / 2);
      findings.note(
        "a page learns it after the look that could know it, ms: median",
        percentile(waits, 0.5).toFixed(0),
      );
      const slowest = Math.max(...waits);
      findings.expect(
        `… slowest (before the next look would be due: ${NEXT_MS - KNOWING_MS})`,
        slowest.toFixed(0),
        slowest <= NEXT_MS - KNOWING_MS,
      );
      const looks = Math.max(...(await looksOf(shop, phones.flat())));
      findings.expect(
        `most looks any of them took (${BEING_PROCESSED_FIRST + 1})`,
        looks,
        looks === BEING_PROCESSED_FIRST + 1,
      );

      const rounds = await roundsUntilPaid(shop);
      findings.note("rounds of the cron for those without a page", rounds);
      await books(findings, shop);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

async function buy(shop: Shop, variantId: string, n: number): Promise<{ placed: PlacedView; phone: string }> {
  const phone = `2547${String(20_000_000 + n)}`;
  const placed = await shop
    .client()
    .buy([{ variantId, quantity: 1 }], { phone: `+${phone}`, email: `payer-${n}@example.co.ke` });
  return { placed, phone };
}

/** Polls as a waiting page does. @returns how long after the plan's first look that could know it the page said paid */
async function waitOnPage(shop: Shop, { token, attemptId }: PlacedView): Promise<number> {
  const page = shop.client();
  await until("the page says paid", async () => (await page.payment(token)).state === "paid", 60_000, POLL_MS);
  const paidAt = Date.now();
  const sentAt = await shop.one("SELECT submitted_at FROM payments WHERE id = ?", [attemptId]);
  return paidAt - (Number(sentAt) + KNOWING_MS);
}

async function looksOf(shop: Shop, wanted: readonly string[]): Promise<number[]> {
  const { payments } = await shop.control<{ payments: { phone: string; looks: number }[] }>("payments?provider=mpesa");
  const phones = new Set(wanted);
  return payments.filter(({ phone }) => phones.has(phone)).map(({ looks }) => looks);
}

async function roundsUntilPaid(shop: Shop): Promise<number> {
  let rounds = 0;
  await until(
    "every order is paid",
    async () => {
      rounds += 1;
      await shop.round();
      return (await shop.one("SELECT count(*) FROM orders WHERE payment_status <> 'paid'")) === 0;
    },
    60_000,
    500,
  );
  return rounds;
}

/** What the books say, beside what the provider says. */
async function books(findings: Findings, shop: Shop): Promise<void> {
  const paid = await shop.one("SELECT count(*) FROM orders WHERE payment_status = 'paid'");
  findings.expect(`orders paid (${PAYMENTS})`, paid, paid === PAYMENTS);
  const captures = await shop.rows<{ provider_ref: string; amount_minor: number }>(
    "SELECT provider_ref, amount_minor FROM ledger WHERE kind = 'capture'",
  );
  const { lines } = await shop.control<{ lines: { checkoutRequestId: string; amount: number }[] }>(
    "statement?provider=mpesa",
  );
  const theirs = new Map(lines.map((line) => [line.checkoutRequestId, line.amount]));
  const agreed = captures.filter((one) => theirs.get(one.provider_ref) === one.amount_minor).length;
  findings.expect(`captures booked (${PAYMENTS})`, captures.length, captures.length === PAYMENTS);
  findings.expect(
    "captures that agree with the provider's statement",
    agreed,
    agreed === PAYMENTS && lines.length === PAYMENTS,
  );
  const sum = captures.reduce((total, one) => total + one.amount_minor, 0);
  const due = await shop.one("SELECT sum(total_minor) FROM orders");
  findings.expect("sum of captures, of totals, minor units", `${sum}, ${due}`, sum === due);

  const mails = await until("every mail is out", async () => {
    await shop.round();
    const { messages } = await shop.control<{ messages: { to: string[]; subject: string }[] }>(
      "messages?channel=email&limit=5000",
    );
    return messages.length >= 2 * PAYMENTS ? messages : null;
  });
  const told = mails.filter(({ subject }) => subject.startsWith("Paid")).flatMap(({ to }) => to);
  findings.expect(
    `“paid” mails, to so many people (${PAYMENTS}, ${PAYMENTS})`,
    `${told.length}, ${new Set(told).size}`,
    told.length === PAYMENTS && new Set(told).size === PAYMENTS,
  );
  const breaks = await shop.audit();
  findings.expect("audit rows", breaks.length, breaks.length === 0);
}
