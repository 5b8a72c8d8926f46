import { STATEMENT_GATEWAYS, type StatementGateway } from "#domain/payments/report-schema";
import { MPESA } from "#tests/simulators/credentials";
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
import { asText, dailyReport, type SimulatedLine, send, statementLines, takeIn, today } from "#tests/support/reports";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const PROVIDERS = ["mpesa", "airtel", "stripe", "paypal", "khalti"] as const;
type Provider = (typeof PROVIDERS)[number];

/** How many pay by each method, and what the last of them do instead of paying. */
const PAYERS: Readonly<Record<WayName, { readonly paying: number; readonly leaving: readonly string[] }>> = {
  mpesa: { paying: 11, leaving: ["cancel", "wrong-pin"] },
  airtel: { paying: 9, leaving: ["wrong-pin"] },
  stripe: { paying: 10, leaving: ["cancel"] },
  paypal: { paying: 9, leaving: ["cancel"] },
  khalti: { paying: 8, leaving: ["cancel"] },
  "bank-transfer": { paying: 7, leaving: [] },
};

export const proof: Proof = {
  shows:
    "a day over six providers (callbacks lost, late, doubled; refunds by us and in their portals; disputes, fees, payouts, stray money) ends at 0 unexplained; then planted lines are named, and nothing else is",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({
      planScale: 0.01,
      vars: { TWO_PEOPLE_FROM: "KES 100000000", MPESA_C2B: "on", MPESA_PULL_NUMBER: "254712000111" },
    });
    try {
      const staff = await prepare(shop);
      const sales = await payAll(shop, say);
      await goBack(shop, staff, sales);
      await disputesFeesAndStrays(shop, sales);
      await settleDown(shop);
      say("refunds, disputes, fees, payouts and strays are made");
      await takeAllIn(shop, staff);
      await rounds(shop, 4);
      await takeAllIn(shop, staff); // what a first statement made us ask about has been answered
      await report(findings, shop, staff);
      await plant(findings, shop, staff, sales, say);
      await expectSoundBooks(findings, shop);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

interface Sale extends Begun {
  readonly name: WayName;
  readonly orderId: string;
  readonly decision: string;
  /** A transfer of less than was asked for: it waits for a person. */
  readonly isShort: boolean;
}

async function prepare(shop: Shop): Promise<Client> {
  await shop.control("auto", { provider: "airtel", settings: { inProgressMs: 0, promptLifeSeconds: 60_000 } });
  await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 60_000 } });
  const staff = await shop.staff();
  await staff.post("/api/staff/mpesa/registration", { shortCode: MPESA.shortcode });
  for (const way of Object.values(WAYS))
    if (way.kind === "physical") await shop.setStock(await variantFor(shop, way), 1_000);
  return staff;
}

/** Everybody buys and decides, while callbacks are lost, late and doubled. */
async function payAll(shop: Shop, say: (line: string) => void): Promise<Sale[]> {
  const wanted = Object.entries(PAYERS).flatMap(([name, { paying, leaving }]) =>
    [...Array.from({ length: paying }, () => "approve"), ...leaving].map((decision) => ({
      name: name as WayName,
      decision,
    })),
  );
  for (const provider of ["mpesa", "airtel", "stripe", "paypal"]) {
    const fault = (name: string, more: object) =>
      shop.control("faults", { provider, phase: "callback", fault: name, ...more });
    await fault("drop", { times: 4 });
    await fault("late", { times: 2, ms: 1_500 });
    await fault("duplicate", { times: 3, copies: 3 });
  }
  const sales = await eachAtOnce(wanted, 5, async ({ name, decision }, n): Promise<Sale> => {
    const way = WAYS[name];
    const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: `payer-${n}@example.com` });
    const isShort = name === "bank-transfer" && n % 3 === 0;
    const sale = { ...begun, name, decision, isShort, orderId: begun.placed.orderId };
    await payOne(shop, sale, n);
    return sale;
  });
  await shop.control("faults", undefined, "DELETE");
  const paying = sales.filter(({ decision, isShort }) => decision === "approve" && !isShort);
  await until(
    "whoever paid is paid for",
    async () => {
      await shop.round();
      await importStatement(shop, await shop.staff(), "KES");
      return (
        (await shop.one("SELECT count(*) FROM orders WHERE payment_status IN ('paid', 'overpaid', 'part-paid')")) >=
        paying.length
      );
    },
    120_000,
    700,
  );
  say(`${sales.length} attempts, ${paying.length} of them paid`);
  return sales;
}

async function payOne(shop: Shop, sale: Sale, n: number): Promise<void> {
  const way = WAYS[sale.name];
  if (sale.name !== "bank-transfer") {
    await decide(shop, way, sale, sale.decision);
    // Half of those who pay on a page close the browser there.
    if (way.provider !== "mpesa" && way.provider !== "airtel" && n % 2 === 0)
      await fetch(backAddress(shop, way, sale), { redirect: "manual" });
    return;
  }
  const [attempt] = await shop.rows<{ reference: string; amount_minor: number }>(
    "SELECT reference, amount_minor FROM payments WHERE id = ?",
    [sale.attemptId],
  );
  const amount = (attempt?.amount_minor ?? 0) - (sale.isShort ? 10_000 : 0);
  await transfer(shop, { amount, currency: "KES", reference: attempt?.reference ?? "" });
}

const act = <T>(shop: Shop, provider: string, action: string, more: object): Promise<T> =>
  shop.control<T>("act", { provider, action, ...more });

/** Nobody tells the shop of what happens inside. */
async function unheard<T>(shop: Shop, provider: string, work: () => Promise<T>): Promise<T> {
  await shop.control("faults", { provider, phase: "callback", fault: "drop", times: 50 });
  const done = await work();
  await shop.control("faults", undefined, "DELETE");
  return done;
}

const paidBy = (sales: readonly Sale[], name: WayName): Sale[] =>
  sales.filter((sale) => sale.name === name && sale.decision === "approve" && !sale.isShort);

/** Two refunds by us and two in the portal for each provider, and one by hand from the bank. */
async function goBack(shop: Shop, staff: Client, sales: readonly Sale[]): Promise<void> {
  const parts = { mpesa: null, airtel: null, stripe: 500, paypal: 100, khalti: 1_500 };
  for (const name of PROVIDERS) {
    const [first, second, third, fourth] = paidBy(sales, name);
    for (const [sale, amountMinor] of [[first, parts[name]] as const, [second, null] as const])
      await refund(staff, sale, amountMinor === null ? {} : { amountMinor });
    for (const sale of [third, fourth]) await inPortal(shop, name, sale);
  }
  const [transferred] = paidBy(sales, "bank-transfer");
  const orderId = transferred?.orderId ?? "";
  await refund(staff, transferred, {});
  const [row] = await shop.rows<{ id: string; amount_minor: number; provider_ref: string }>(
    "SELECT r.id, r.amount_minor, c.provider_ref FROM refunds r JOIN ledger c ON c.id = r.capture_id WHERE r.order_id = ?",
    [orderId],
  );
  const { line } = await act<{ line: { ref: string } }>(shop, "bank", "return", {
    ref: row?.provider_ref.split("/")[1],
    amount: row?.amount_minor,
  });
  await staff.post(`/api/staff/refunds/${row?.id}/completion`, { reference: line.ref.split("/")[1] });
  await rounds(shop, 3);
}

async function refund(staff: Client, sale: Sale | undefined, more: object): Promise<void> {
  const answer = await staff.post(
    `/api/staff/orders/${sale?.orderId}/refunds`,
    { purpose: "return", reason: "Came back from the customer", ...more },
    { "Idempotency-Key": crypto.randomUUID() },
  );
  if (answer.status !== 201) throw new Error(`refund of ${sale?.name}: ${answer.status} ${answer.text}`);
}

async function inPortal(shop: Shop, name: Provider, sale: Sale | undefined): Promise<void> {
  const id = sale?.providerReference;
  const lines = await statementLines(shop, name);
  const receipt = lines.find(({ checkoutRequestId }) => checkoutRequestId === id)?.ref;
  const [action, which] = {
    mpesa: ["reverse-in-portal", { receipt }],
    airtel: ["refund-in-portal", { id }],
    stripe: ["refund", { id, amount: 700 }],
    paypal: ["refund", { id, amount: 300 }],
    khalti: ["refund-in-portal", { pidx: id, amount: 2_500 }],
  }[name] as [string, object];
  const work = () => act(shop, name, action, which);
  await (name === "stripe" || name === "paypal" ? unheard(shop, name, work) : work());
}

async function disputesFeesAndStrays(shop: Shop, sales: readonly Sale[]): Promise<void> {
  for (const name of ["stripe", "paypal"] as const) {
    const [, , , , fifth, sixth] = paidBy(sales, name);
    await unheard(shop, name, () => act(shop, name, "dispute", { id: fifth?.providerReference }));
    const { dispute } = await act<{ dispute: { id?: string; dispute_id?: string } }>(shop, name, "dispute", {
      id: sixth?.providerReference,
    });
    const disputeId = dispute.id ?? dispute.dispute_id;
    await unheard(shop, name, () => act(shop, name, "dispute-won", { disputeId }));
  }
  await act(shop, "mpesa", "fee", { amountShillings: 34 });
  await act(shop, "mpesa", "payout", { amountShillings: 5_000 });
  for (const [name, currency] of [
    ["airtel", null],
    ["khalti", null],
    ["stripe", "KES"],
    ["paypal", "USD"],
  ] as const) {
    const more = currency ? { currency } : {};
    await act(shop, name, "fee", { amount: 1_234, ...more });
    await act(shop, name, "payout", { amount: 250_000, ...more });
  }
  await act(shop, "bank", "fee", { amount: 5_000, currency: "KES" });
  await act(shop, "bank", "payout", { amount: 100_000, currency: "KES" });
  await transfer(shop, { amount: 33_300, currency: "KES", reference: "school fees" });
  // By hand at the paybill: for an order whose prompt was cancelled (nobody is told), and for nothing that is ours.
  const [cancelled] = sales.filter(({ name, decision }) => name === "mpesa" && decision === "cancel");
  const owed = await shop.one("SELECT total_minor FROM orders WHERE id = ?", [cancelled?.orderId ?? ""]);
  const byHand = (reference: string, amountShillings: number) =>
    act(shop, "mpesa", "pay-by-hand", { reference, amountShillings, phone: "254712999888", wait: true });
  await unheard(shop, "mpesa", () => byHand(cancelled?.placed.number ?? "", owed / 100));
  await byHand("HELLO", 120);
}

async function takeAllIn(shop: Shop, staff: Client): Promise<void> {
  for (const name of PROVIDERS) await takeIn(shop, staff, name);
  await importStatement(shop, staff, "KES");
}

async function rounds(shop: Shop, count: number): Promise<void> {
  await shop.rounds(count);
  await settleDown(shop);
}

const WAY: Readonly<Record<string, number>> = {
  capture: 1,
  refund: -1,
  "refund-undone": 1,
  chargeback: -1,
  "chargeback-undone": 1,
};

async function report(findings: Findings, shop: Shop, staff: Client): Promise<void> {
  let entries = 0;
  for (const gateway of STATEMENT_GATEWAYS) {
    const day = await dailyReport(staff, gateway);
    entries += day.entries.length;
    const count = (name: string) => day.entries.filter((entry) => entry.class === name).length;
    const classes = [...new Set(day.entries.map((entry) => entry.class))].map((name) => `${count(name)} ${name}`);
    findings.note(`${gateway}: entries`, classes.join(", "));
    findings.expect(
      `${gateway}: unexplained (0)`,
      day.unexplained,
      day.unexplained === 0 && count("unexplained") === 0,
    );
    if (gateway === "bank-transfer") continue;
    // Conservation: the report's two sums are the simulator's own and the ledger's own, and differ by what its entries say.
    const lines = await statementLines(shop, gateway);
    const theirs = lines.reduce((sum, { kind, amount }) => sum + (WAY[kind] ?? 0) * amount, 0);
    const ours = await shop.one(
      "SELECT coalesce(sum(CASE WHEN kind IN ('capture', 'refund-undone', 'chargeback-undone') THEN amount_minor ELSE -amount_minor END), 0) FROM ledger WHERE gateway = ? AND kind NOT LIKE '%-contra'",
      [gateway],
    );
    const [total] = day.totals;
    const named = day.entries.reduce((sum, entry) => sum + entry.differenceMinor, 0);
    findings.expect(
      `${gateway}: theirs, ours, difference named by its entries (minor units)`,
      `${total?.theirsMinor}, ${total?.oursMinor}, ${named}`,
      total?.theirsMinor === theirs && total.oursMinor === ours && named === theirs - ours,
    );
  }
  findings.note("entries over all providers", entries);
  const pulled = await shop.one("SELECT count(*) FROM statement_imports WHERE source = 'pull'");
  findings.expect("yesterday's M-Pesa, read by Pull (1)", pulled, pulled === 1);
  const strays = await shop.one("SELECT count(*) FROM unallocated WHERE state = 'open'");
  findings.expect("strays kept as unallocated, each with its task (1)", strays, strays === 1);
  const byHand = await shop.one(
    "SELECT count(*) FROM ledger l JOIN payments p ON p.id = l.attempt_id WHERE l.gateway = 'mpesa' AND l.kind = 'capture' AND l.provider_ref = p.receipt",
  );
  findings.expect("payments by hand that only a statement told of, booked on their order (1)", byHand, byHand === 1);
}

/** Three lines that do not fit, and money that is nobody's. Each is named on its provider's day, and nothing else is. */
async function plant(
  findings: Findings,
  shop: Shop,
  staff: Client,
  sales: readonly Sale[],
  say: (line: string) => void,
): Promise<void> {
  const at = new Date().toISOString();
  // A capture nobody knows, on an attempt of ours that Stripe itself calls expired.
  const [left] = sales.filter(({ name, decision }) => name === "stripe" && decision === "cancel");
  const unknown: SimulatedLine = {
    ref: "pi_planted0000000000000001",
    ourRef: left?.attemptId ?? "",
    kind: "capture",
    amount: 123_400,
    currency: "KES",
    at,
  };
  await takeIn(shop, staff, "stripe", (lines) => [...lines, unknown]);
  // A refund of another amount than the one that is in both books.
  const refunds = (await statementLines(shop, "paypal")).filter(({ kind }) => kind === "refund");
  const changed = refunds[0];
  await takeIn(shop, staff, "paypal", (lines) =>
    lines.map((line) =>
      line.kind === "refund" && line.ref === changed?.ref ? { ...line, amount: line.amount + 1 } : line,
    ),
  );
  // One of ours that is missing on theirs.
  const way = WAYS.airtel;
  const begun = await begin(shop, way, { variantId: await variantFor(shop, way), email: "missing@example.com" });
  await decide(shop, way, begun, "approve");
  const missing = await until("it is booked", () =>
    shop.one<string>("SELECT provider_ref FROM ledger WHERE attempt_id = ? AND kind = 'capture'", [begun.attemptId]),
  );
  await takeIn(shop, staff, "airtel", (lines) => lines.filter(({ ref }) => ref !== missing));
  // And money of which nothing is ours.
  const stray = { ...unknown, ref: "aStrangersPidx00000001", ourRef: "", currency: "NPR", amount: 4_400 };
  const khalti = await send(staff, {
    gateway: "khalti",
    text: asText([...(await statementLines(shop, "khalti")), stray]),
  });
  await rounds(shop, 1);

  const wanted: Partial<Record<StatementGateway, string>> = {
    stripe: `not-ours ${unknown.ref}`,
    paypal: `twice ${changed?.ref}#${(changed?.amount ?? 0) + 1}`,
    airtel: `not-theirs ${missing}`,
  };
  let named = 0;
  for (const gateway of STATEMENT_GATEWAYS) {
    const { entries } = await dailyReport(staff, gateway);
    const found = entries.filter((entry) => entry.class === "unexplained");
    const words = found.map(({ why, theirs, ours }) => `${why} ${theirs?.ref ?? ours?.ref}`).join(", ");
    findings.expect(`${gateway}: named`, words || "nothing", words === (wanted[gateway] ?? ""));
    named += found.length;
    for (const { sentence, order } of found) say(`${gateway}${order ? `, order ${order.number}` : ""}: ${sentence}`);
  }
  findings.expect("planted lines that are named, of 3", named, named === 3);
  const tasks = await shop.rows<{ subject: string }>(
    "SELECT subject FROM staff_tasks WHERE kind = 'unexplained' AND state = 'open' ORDER BY subject",
  );
  const days = ["airtel", "paypal", "stripe"].map((gateway) => `${gateway}/${today(gateway as Provider)}`).join(", ");
  const open = tasks.map(({ subject }) => subject).join(", ");
  findings.expect("tasks, one for each of their days", open, open === days);
  findings.expect(
    "the stranger's money is unallocated",
    khalti.body.done.unallocated,
    khalti.body.done.unallocated === 1 && khalti.body.unexplained === 0,
  );
}
