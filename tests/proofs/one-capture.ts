import { MPESA } from "#tests/simulators/credentials";
import { expectSoundBooks } from "#tests/support/books";
import { type Begun, begin, decide, settleDown, variantFor, WAYS } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

/** When the paybill confirms a payment by prompt that it also calls back about. */
const MOMENTS = { before: 34, between: 33, after: 33 } as const;
const PAYMENTS = 100;
const TWICE = 5;

export const proof: Proof = {
  shows:
    "100 payments by prompt on a paybill that confirms every payment, before, between and after callback and query: 100 captures, 100 receipts; then 5 who really pay twice",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: 0.05, clockScale: 0.05, vars: { MPESA_C2B: "on" } });
    try {
      const staff = await shop.staff();
      const registered = await staff.post("/api/staff/mpesa/registration", { shortCode: MPESA.shortcode });
      if (registered.status >= 300) throw new Error(`register: ${registered.status} ${registered.text}`);
      await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 6_000, queryErrorsFirst: 0 } });
      const variantId = await variantFor(shop, WAYS.mpesa);
      await shop.setStock(variantId, 1_000);

      const paid: Begun[] = [];
      for (const [moment, times] of Object.entries(MOMENTS)) {
        await shop.control("auto", { provider: "mpesa", settings: { c2bConfirmations: moment } });
        const sales = await eachAtOnce(Array.from({ length: times }), 6, async (_, n) => {
          const begun = await begin(shop, WAYS.mpesa, { variantId, email: `${moment}-${n}@example.co.ke` });
          await decide(shop, WAYS.mpesa, begun, "approve");
          return begun;
        });
        await confirmed(shop);
        paid.push(...sales);
        say(`confirmed ${moment} the rest: ${times} payments`);
      }
      await once(findings, shop);
      await twice(findings, shop, paid.slice(0, TWICE));
      await expectSoundBooks(findings, shop);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

/** Every confirmation is in and has been worked through. */
async function confirmed(shop: Shop): Promise<void> {
  await until(
    "all are paid and carry a receipt",
    async () => {
      await shop.round();
      return (
        (await shop.one(
          "SELECT count(*) FROM payments WHERE status IN ('submitted', 'unknown') OR (status = 'captured' AND receipt IS NULL)",
        )) === 0
      );
    },
    180_000,
    500,
  );
  await settleDown(shop, 120_000);
}

async function once(findings: Findings, shop: Shop): Promise<void> {
  const captures = await shop.one("SELECT count(*) FROM ledger WHERE kind = 'capture'");
  findings.expect(`captures (${PAYMENTS})`, captures, captures === PAYMENTS);
  const receipts = await shop.one(
    "SELECT count(DISTINCT receipt) FROM payments WHERE status = 'captured' AND receipt IS NOT NULL",
  );
  findings.expect(`receipts attached (${PAYMENTS})`, receipts, receipts === PAYMENTS);
  const { lines } = await shop.control<{ lines: { ref: string; kind: string }[] }>("statement?provider=mpesa");
  const known = new Set(
    (await shop.rows<{ receipt: string }>("SELECT receipt FROM payments WHERE receipt IS NOT NULL")).map(
      ({ receipt }) => receipt,
    ),
  );
  const theirs = lines.filter(({ kind }) => kind === "capture");
  const agreed = theirs.filter(({ ref }) => known.has(ref)).length;
  findings.expect(
    `receipts of M-Pesa's statement that we carry (${PAYMENTS} of ${PAYMENTS})`,
    `${agreed} of ${theirs.length}`,
    agreed === PAYMENTS && theirs.length === PAYMENTS,
  );
  const confirmations = await shop.one("SELECT count(*) FROM webhook_inbox WHERE kind = 'confirmation'");
  findings.note(
    "confirmations kept; a paybill confirms once, and one that meets a full shop is found by Pull",
    confirmations,
  );
  const tasks = await shop.one("SELECT count(*) FROM staff_tasks WHERE state = 'open'");
  findings.expect("open tasks, refunds among them (0)", tasks, tasks === 0);
  const stray = await shop.one("SELECT count(*) FROM unallocated");
  findings.expect("unallocated (0)", stray, stray === 0);
}

/** They go to the paybill and pay the same order once more. */
async function twice(findings: Findings, shop: Shop, sales: readonly Begun[]): Promise<void> {
  for (const [n, { placed, attemptId, phone }] of sales.entries()) {
    const [attempt] = await shop.rows<{ reference: string; amount_minor: number }>(
      "SELECT reference, amount_minor FROM payments WHERE id = ?",
      [attemptId],
    );
    await shop.control("act", {
      provider: "mpesa",
      action: "pay-by-hand",
      reference: n % 2 === 0 ? placed.number : attempt?.reference,
      amountShillings: (attempt?.amount_minor ?? 0) / 100,
      phone: phone?.replace("+", ""),
    });
  }
  await until(
    "each second payment has its task",
    async () => {
      await shop.round();
      return (
        (await shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'refund-excess' AND state = 'open'")) === TWICE
      );
    },
    180_000,
    500,
  );
  await settleDown(shop, 120_000);
  const tasks = await shop.rows<{ amount_minor: number; total_minor: number }>(
    "SELECT t.amount_minor, o.total_minor FROM staff_tasks t JOIN orders o ON o.id = t.subject WHERE t.kind = 'refund-excess' AND t.state = 'open'",
  );
  const whole = tasks.filter(({ amount_minor, total_minor }) => amount_minor === total_minor).length;
  findings.expect(
    `paid a second time by hand: excess tasks, each of the whole price (${TWICE})`,
    whole,
    whole === TWICE && tasks.length === TWICE,
  );
  const captures = await shop.one("SELECT count(*) FROM ledger WHERE kind = 'capture'");
  findings.expect(`captures then (${PAYMENTS + TWICE})`, captures, captures === PAYMENTS + TWICE);
}
