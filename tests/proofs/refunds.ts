import { importStatement, transfer } from "#tests/support/bank";
import { expectSoundBooks } from "#tests/support/books";
import type { Client } from "#tests/support/client";
import {
  type Begun,
  backAddress,
  begin,
  decide,
  settleDown,
  variantFor,
  WAYS,
  type WayName,
} from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

/** What goes wrong on the way back. */
const TROUBLES = [
  "answer-lost",
  "killed-after-sending",
  "two-staff-at-once",
  "report-before-answer",
  "done-then-failed",
  "dispute-between",
] as const;
type Trouble = (typeof TROUBLES)[number];

/** How many of each trouble, by method: 300 in all. Only Stripe and PayPal report, fail later, or know disputes. */
const WANTED: Readonly<Record<Trouble, Partial<Record<WayName, number>>>> = {
  "answer-lost": { stripe: 12, paypal: 12, khalti: 10, airtel: 8, mpesa: 8 },
  "killed-after-sending": { stripe: 12, paypal: 12, khalti: 10, airtel: 8, mpesa: 8 },
  "two-staff-at-once": { stripe: 10, paypal: 8, khalti: 8, airtel: 8, mpesa: 8, "bank-transfer": 8 },
  "report-before-answer": { stripe: 25, paypal: 25 },
  "done-then-failed": { stripe: 25, paypal: 25 },
  "dispute-between": { stripe: 25, paypal: 25 },
};
const PROVIDERS = ["stripe", "paypal", "khalti", "airtel", "mpesa"] as const;

export const proof: Proof = {
  shows:
    "300 refunds over all methods (answer lost, killed after sending, two staff at once, report before answer, done then failed, dispute between): each moved once, never over its capture, ledger = statement",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: 0.01, clockScale: 0.01, vars: { TWO_PEOPLE_FROM: "KES 100000000" } });
    try {
      await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0, promptLifeSeconds: 60_000 } });
      await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 60_000 } });
      const [one, two] = [await shop.staff("wanjiru@duka.example"), await shop.staff("brian@duka.example")];
      const paid = await buyAll(shop, one, say);
      for (const trouble of TROUBLES) {
        const cases = paid.filter((sale) => sale.trouble === trouble);
        await RUN[trouble](shop, cases, one, two);
        say(`${trouble}: ${cases.length} refunds`);
      }
      await byHandWhereNobodyKnows(findings, shop, one, say);
      await verdict(findings, shop, paid);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

interface Sale extends Begun {
  readonly name: WayName;
  readonly trouble: Trouble;
  readonly orderId: string;
}

async function buyAll(shop: Shop, staff: Client, say: (line: string) => void): Promise<Sale[]> {
  const wanted = TROUBLES.flatMap((trouble) =>
    Object.entries(WANTED[trouble]).flatMap(([name, times]) =>
      Array.from({ length: times }, () => ({ trouble, name: name as WayName })),
    ),
  );
  const variants = new Map<string, string>();
  for (const way of Object.values(WAYS)) {
    const variantId = await variantFor(shop, way);
    variants.set(way.method, variantId);
    if (way.kind === "physical") await shop.setStock(variantId, 2_000);
  }
  const sales = await eachAtOnce(wanted, 6, async ({ trouble, name }, n): Promise<Sale> => {
    const way = WAYS[name];
    const variantId = variants.get(way.method) ?? "";
    const begun = await begin(shop, way, { variantId, email: `sale-${n}@example.com` });
    if (name === "bank-transfer") {
      const [attempt] = await shop.rows<{ reference: string; amount_minor: number }>(
        "SELECT reference, amount_minor FROM payments WHERE id = ?",
        [begun.attemptId],
      );
      await transfer(shop, {
        amount: attempt?.amount_minor ?? 0,
        currency: "KES",
        reference: attempt?.reference ?? "",
      });
    } else {
      await decide(shop, way, begun, "approve");
      if (["paypal", "khalti", "stripe"].includes(name))
        await fetch(backAddress(shop, way, begun), { redirect: "manual" });
    }
    return { ...begun, trouble, name, orderId: begun.placed.orderId };
  });
  await importStatement(shop, staff, "KES");
  await until(
    "all are paid",
    async () => {
      await shop.round();
      return (await shop.one("SELECT count(*) FROM orders WHERE payment_status = 'paid'")) === sales.length;
    },
    120_000,
    500,
  );
  say(`${sales.length} orders are paid`);
  return sales;
}

const ask = (staff: Client, orderId: string, more: object = {}) =>
  staff.post<{ refunds?: { id: string; status: string }[]; type?: string }>(
    `/api/staff/orders/${orderId}/refunds`,
    { purpose: "return", reason: "Came back from the customer", ...more },
    { "Idempotency-Key": crypto.randomUUID() },
  );

async function granted(staff: Client, { orderId }: Sale, more: object = {}): Promise<void> {
  const answer = await ask(staff, orderId, more);
  if (answer.status !== 201) throw new Error(`refund: ${answer.status} ${answer.text}`);
}

const fault = (shop: Shop, provider: string, name: string, more: object = {}) =>
  shop.control("faults", { provider, phase: "refund", fault: name, ...more });

const sent = (shop: Shop, sales: readonly Sale[]): Promise<unknown> =>
  until(
    "every refund left the shop",
    async () =>
      (await shop.one(
        "SELECT count(*) FROM refunds r WHERE r.status IN ('requested', 'approved') AND r.order_id IN (SELECT value FROM json_each(?))",
        [JSON.stringify(sales.map(({ orderId }) => orderId))],
      )) === 0 || null,
    60_000,
    300,
  );

const RUN: Record<Trouble, (shop: Shop, sales: readonly Sale[], one: Client, two: Client) => Promise<void>> = {
  /** The provider does it, and nothing is heard. */
  async "answer-lost"(shop, sales, staff) {
    for (const sale of sales) {
      await fault(shop, WAYS[sale.name].provider, "timeout-after-effect", { ms: 30_000 });
    }
    await eachAtOnce(sales, 10, (sale) => granted(staff, sale));
    await sent(shop, sales);
    await new Promise((resolve) => setTimeout(resolve, 7_000)); // the deadline of a call
    await shop.control("faults", undefined, "DELETE");
    await rounds(shop, 6);
  },
  /** The Worker dies while the provider has the request. */
  async "killed-after-sending"(shop, sales, staff) {
    for (const provider of PROVIDERS) await fault(shop, provider, "slow", { ms: 4_000, times: sales.length });
    const answers = eachAtOnce(sales, 25, (sale) => granted(staff, sale).catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // the requests are at the provider, and not answered
    await shop.killWorkers();
    await answers;
    await shop.control("faults", undefined, "DELETE");
    await shop.startWorkers();
    // Whose request was cut off before it was written asks again, as a person would.
    await eachAtOnce(sales, 5, async (sale) => {
      if ((await shop.one("SELECT count(*) FROM refunds WHERE order_id = ?", [sale.orderId])) === 0)
        await granted(staff, sale);
    });
    await new Promise((resolve) => setTimeout(resolve, 12_000)); // what has no answer is sent again by a round after ten seconds
    await rounds(shop, 6);
  },
  /** Two people press at the same instant: the capture holds it once. */
  async "two-staff-at-once"(shop, sales, one, two) {
    await eachAtOnce(sales, 6, async ({ orderId }) => {
      const answers = await Promise.all([ask(one, orderId), ask(two, orderId)]);
      const taken = answers.filter(({ status }) => status === 201);
      const refused = answers.filter(({ status }) => status === 409);
      if (taken.length !== 1 || refused.length !== 1)
        throw new Error(
          `two at once: ${answers.map(({ status, text }) => `${status} ${text.slice(0, 200)}`).join(" | ")}`,
        );
    });
    await rounds(shop, 4);
  },
  /** The provider's event comes while its answer is still on the way. */
  async "report-before-answer"(shop, sales, staff) {
    for (const provider of ["stripe", "paypal"])
      await fault(shop, provider, "slow", { ms: 1_500, times: sales.filter(({ name }) => name === provider).length });
    await eachAtOnce(sales, 10, (sale) => granted(staff, sale));
    await sent(shop, sales);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // the slow answers have come
    await rounds(shop, 2);
  },
  /** It was done, and then it was not. What came back is given by hand. */
  async "done-then-failed"(shop, sales, staff) {
    await eachAtOnce(sales, 8, (sale) => granted(staff, sale));
    await sent(shop, sales);
    await rounds(shop, 2);
    await eachAtOnce(sales, 8, async (sale) => {
      const ref = await until("it is done", () =>
        shop.one<string>("SELECT provider_reference FROM refunds WHERE order_id = ? AND status = 'done'", [
          sale.orderId,
        ]),
      );
      await shop.control("act", { provider: sale.name, action: "fail-refund", refundId: ref });
    });
    await settled(shop);
    await eachAtOnce(sales, 8, async (sale, n) => {
      await granted(staff, sale, { byHand: true });
      const id = await shop.one<string>("SELECT id FROM refunds WHERE order_id = ? AND status = 'approved'", [
        sale.orderId,
      ]);
      const done = await staff.post(`/api/staff/refunds/${id}/completion`, { reference: `HAND-${sale.name}-${n}` });
      if (done.status !== 201) throw new Error(`by hand: ${done.status} ${done.text}`);
    });
  },
  /** Agreed to, then disputed, then won: it goes out only after that. */
  async "dispute-between"(shop, sales, staff) {
    const disputes = await eachAtOnce(sales, 8, async (sale) => {
      const { dispute } = await shop.control<{ dispute: { id?: string; dispute_id?: string } }>("act", {
        provider: sale.name,
        action: "dispute",
        id: sale.providerReference,
      });
      return { sale, disputeId: dispute.id ?? dispute.dispute_id ?? "" };
    });
    await settled(shop);
    await eachAtOnce(sales, 8, (sale) => ask(staff, sale.orderId));
    await rounds(shop, 3);
    const out = await shop.one(
      "SELECT count(*) FROM refunds WHERE status NOT IN ('approved', 'requested') AND order_id IN (SELECT value FROM json_each(?))",
      [JSON.stringify(sales.map(({ orderId }) => orderId))],
    );
    if (out > 0) throw new Error(`${out} refunds went out while the payment was disputed`);
    await eachAtOnce(disputes, 8, ({ sale, disputeId }) =>
      shop.control("act", { provider: sale.name, action: "dispute-won", disputeId }),
    );
    await settled(shop);
    // Where a dispute refused the request outright, staff ask once it is over.
    await eachAtOnce(sales, 8, async (sale) => {
      if ((await shop.one("SELECT count(*) FROM refunds WHERE order_id = ?", [sale.orderId])) === 0)
        await granted(staff, sale);
    });
    await new Promise((resolve) => setTimeout(resolve, 11_000)); // a refund that did not go out is sent by a round after ten seconds
    await rounds(shop, 4);
  },
};

/** A reversal's result bears a name that only the answer to our request told: where that was lost, it waits for a person. */
const settled = (shop: Shop): Promise<unknown> => settleDown(shop, 60_000, "gateway = 'mpesa' AND tries > 0");

async function rounds(shop: Shop, count: number): Promise<void> {
  await shop.rounds(count);
  await settled(shop);
}

/** A refund that has no key and that nobody answers for is a person's: it is looked up at the provider and its reference typed. */
async function byHandWhereNobodyKnows(findings: Findings, shop: Shop, staff: Client, say: (line: string) => void) {
  const open = await shop.rows<{ id: string; gateway: string }>(
    "SELECT id, gateway FROM refunds WHERE status IN ('submitted', 'unknown', 'approved') ORDER BY id",
  );
  const tasks = await shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'refund-unresolved' AND state = 'open'");
  findings.note("refunds that a person ended with a typed reference", open.length);
  findings.note("… of which a task told", tasks);
  await eachAtOnce(open, 4, async ({ id, gateway }, n) => {
    const done = await staff.post(`/api/staff/refunds/${id}/completion`, { reference: `FOUND-${gateway}-${n}` });
    if (done.status !== 201) throw new Error(`found: ${done.status} ${done.text}`);
  });
  if (open.length > 0) say(`${open.length} were looked up by a person`);
}

interface Line {
  readonly kind: string;
  readonly amount: number;
}

async function verdict(findings: Findings, shop: Shop, sales: readonly Sale[]): Promise<void> {
  findings.expect("refunds asked for (300)", sales.length, sales.length === 300);
  const values = await shop.rows<{ status: string; n: number }>(
    "SELECT payment_status AS status, count(*) AS n FROM orders GROUP BY payment_status",
  );
  findings.expect(
    "orders refunded (300)",
    values.map(({ status, n }) => `${n} ${status}`).join(", "),
    values.length === 1 && values[0]?.status === "refunded" && values[0].n === sales.length,
  );
  const over = await shop.one(
    "SELECT count(*) FROM (SELECT order_id FROM ledger GROUP BY order_id HAVING sum(CASE kind WHEN 'refund' THEN amount_minor WHEN 'refund-undone' THEN -amount_minor ELSE 0 END) > sum(CASE kind WHEN 'capture' THEN amount_minor ELSE 0 END))",
  );
  findings.expect("orders given back more than was paid", over, over === 0);
  for (const provider of PROVIDERS) await againstTheirs(findings, shop, provider, sales);
  await expectSoundBooks(findings, shop);
}

/** What the provider moved back against what the books say it did; money given by hand is no line of theirs. */
async function againstTheirs(
  findings: Findings,
  shop: Shop,
  provider: (typeof PROVIDERS)[number],
  sales: readonly Sale[],
) {
  const { lines } = await shop.control<{ lines: Line[] }>(`statement?provider=${provider}`);
  const net = (of: readonly Line[]) =>
    of.reduce(
      (sum, { kind, amount }) => sum + (kind === "refund" ? amount : kind === "refund-undone" ? -amount : 0),
      0,
    );
  const booked = await shop.rows<Line>(
    "SELECT kind, amount_minor AS amount FROM ledger WHERE gateway = ? AND kind IN ('refund', 'refund-undone') AND provider_ref NOT LIKE '%HAND-%'",
    [provider],
  );
  findings.expect(
    `${provider}: given back, theirs = ours`,
    `${net(lines)} = ${net(booked)}`,
    net(lines) === net(booked),
  );
  const theirs = lines.filter(({ kind }) => kind === "refund").length;
  const mine = sales.filter(({ name }) => name === provider).length;
  findings.expect(`${provider}: moved once each (${mine})`, theirs, theirs === mine);
}
