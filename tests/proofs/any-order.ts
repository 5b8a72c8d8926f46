import { type Fact, fold } from "#domain/payments/fold";
import { FACT_KINDS } from "#domain/payments/names";
import { type Begun, backAddress, begin, decide, settleDown, variantFor, WAYS } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const PLAN_SCALE = 0.002;
const READS = ["frozen", "down"] as const;

/** Six events of one payment: paid, refunded whole, that refund failed, a part refunded, disputed, won. */
export const proof: Proof = {
  shows:
    "six events of one payment in all 720 orders, each with a duplicate, at Stripe and PayPal, reads frozen or down: one value, one set of facts",
  async run(say) {
    const findings = new Findings();
    foldAlone(findings, say);
    for (const name of ["stripe", "paypal"] as const) {
      for (const reads of READS) {
        const shop = await Shop.open({ planScale: PLAN_SCALE });
        try {
          await allOrders(findings, shop, name, reads, say);
        } finally {
          await shop.close();
        }
      }
    }
    return findings.outcome();
  },
};

interface Payment {
  readonly begun: Begun;
  readonly orderId: string;
  readonly events: readonly string[]; // in the order they happened
}

async function allOrders(
  findings: Findings,
  shop: Shop,
  name: "stripe" | "paypal",
  reads: (typeof READS)[number],
  say: (line: string) => void,
): Promise<void> {
  const way = WAYS[name];
  const orders = permutations([0, 1, 2, 3, 4, 5]);
  await shop.control("auto", { provider: name, settings: { deliverWebhooks: false } });
  const variantId = await variantFor(shop, way);
  if (way.kind === "physical") await shop.setStock(variantId, orders.length + 10);
  const payments = await eachAtOnce(orders, 8, (_, n) => makeHistory(shop, name, variantId, n));
  say(`${name}, reads ${reads}: ${payments.length} payments have their six events`);
  if (reads === "down") await shop.control("auto", { provider: name, settings: { readsDown: true } });

  for (let step = 0; step < 7; step++) {
    await eachAtOnce(payments, 10, async ({ events }, n) => {
      const order = orders[n] as number[];
      // The seventh is one of them again: which one goes round with the payments.
      const eventId = events[step < 6 ? (order[step] as number) : n % 6] as string;
      if (reads === "frozen") await shop.control("act", { provider: name, action: "freeze", eventId });
      await deliver(shop, name, eventId);
    });
    await applied(shop);
    say(`${name}, reads ${reads}: event ${step + 1} of 7 is in`);
  }
  if (reads === "frozen") {
    // Time goes on in the end: whoever had to wait for an answer gets one of the last moment.
    await eachAtOnce(payments, 16, ({ events }) =>
      shop.control("act", { provider: name, action: "freeze", eventId: events[5] }),
    );
  }
  const rounds = await settleDown(shop, 300_000);
  await verdict(findings, shop, `${name}, reads ${reads}`, payments, rounds);
}

/** A payment that was paid, refunded, and so on; the shop has heard nothing of it. */
async function makeHistory(shop: Shop, name: "stripe" | "paypal", variantId: string, n: number): Promise<Payment> {
  const way = WAYS[name];
  const begun = await begin(shop, way, { variantId, email: `order-${n}@example.com` });
  const act = <T>(action: string, more: object = {}) =>
    shop.control<T>("act", { provider: name, action, id: begun.providerReference, ...more });
  await decide(shop, way, begun, "approve");
  if (name === "paypal") await capturedAtPaypal(shop, begun);
  const amount = await shop.one("SELECT amount_minor FROM payments WHERE id = ?", [begun.attemptId]);
  const { refund } = await act<{ refund: { id: string } }>("refund");
  await shop.control("act", { provider: name, action: "fail-refund", refundId: refund.id });
  await act("refund", { amount: Math.floor(amount / 400) * 100 });
  const { dispute } = await act<{ dispute: { id?: string; dispute_id?: string } }>("dispute", { amount: 1_000 });
  await shop.control("act", { provider: name, action: "dispute-won", disputeId: dispute.id ?? dispute.dispute_id });
  return { begun, orderId: begun.placed.orderId, events: await sixEvents(shop, name, begun) };
}

/** PayPal takes money only when asked: a returning browser makes us ask, and the answer never arrives whole. */
async function capturedAtPaypal(shop: Shop, begun: Begun): Promise<void> {
  await shop.control("faults", { provider: "paypal", phase: "capture", fault: "truncated" });
  await fetch(backAddress(shop, WAYS.paypal, begun), { redirect: "manual" });
}

const WANTED = {
  stripe: [
    "checkout.session.completed",
    "refund.created",
    "refund.failed",
    "refund.created",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
  ],
  paypal: [
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.REFUND.FAILED",
    "PAYMENT.CAPTURE.REFUNDED",
    "CUSTOMER.DISPUTE.CREATED",
    "CUSTOMER.DISPUTE.RESOLVED",
  ],
};

/** The ids of the six events, as they happened. */
async function sixEvents(shop: Shop, name: "stripe" | "paypal", begun: Begun): Promise<string[]> {
  const { payments } = await shop.control<{ payments: { events: { id: string; type: string }[] }[] }>(
    `payments?provider=${name}&id=${begun.providerReference}`,
  );
  const left = [...(payments[0]?.events ?? [])];
  return WANTED[name].map((type) => {
    const at = left.findIndex((event) => event.type === type);
    if (at < 0) throw new Error(`no ${type} among ${JSON.stringify(payments[0]?.events)}`);
    const [event] = left.splice(at, 1);
    return event?.id ?? "";
  });
}

async function deliver(shop: Shop, name: "stripe" | "paypal", eventId: string): Promise<void> {
  const path = { stripe: "st", paypal: "pp" }[name];
  const { body, headers } = await shop.control<{ body: string; headers: Record<string, string> }>("act", {
    provider: name,
    action: "event",
    eventId,
  });
  // A full database answers 503, and the provider comes again, as they do.
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`${shop.url}/webhooks/${path}`, { method: "POST", headers, body });
    if (answer.status === 200) return;
    if (answer.status !== 503 || tries === 10)
      throw new Error(`${name} ${eventId}: ${answer.status} ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 300 * tries));
  }
}

/** Every event that came has been tried once: right after its answer, or by a round where the database was full just then. */
async function applied(shop: Shop): Promise<void> {
  const untried = () =>
    shop.one("SELECT count(*) FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND tries = 0");
  let looks = 0;
  await until(
    "every event was tried",
    async () => {
      if (looks++ % 20 === 19) await shop.round();
      return (await untried()) === 0;
    },
    300_000,
    250,
  );
}

async function verdict(
  findings: Findings,
  shop: Shop,
  what: string,
  payments: readonly Payment[],
  rounds: number,
): Promise<void> {
  const values = await shop.rows<{ status: string; n: number }>(
    "SELECT payment_status AS status, count(*) AS n FROM orders GROUP BY payment_status",
  );
  const said = values.map(({ status, n }) => `${n} ${status}`).join(", ");
  findings.expect(
    `${what}: values (720 part-refunded)`,
    said,
    values.length === 1 && values[0]?.status === "part-refunded" && values[0].n === payments.length,
  );
  const sets = await shop.rows<{ facts: string; n: number }>(
    `SELECT facts, count(*) AS n FROM (SELECT order_id, group_concat(kind || ' ' || amount_minor, ', ') AS facts FROM
       (SELECT * FROM ledger WHERE kind NOT LIKE '%-contra' ORDER BY order_id, kind, amount_minor) GROUP BY order_id) GROUP BY facts`,
  );
  findings.note(`${what}: the facts`, sets[0]?.facts ?? "none");
  findings.expect(
    `${what}: sets of facts (1)`,
    sets.length,
    sets.length === 1 && sets[0]?.facts.split(", ").length === 6,
  );
  const mails = await shop.one("SELECT count(*) FROM outbox WHERE template = 'paid'");
  findings.expect(`${what}: “paid” messages (720)`, mails, mails === payments.length);
  findings.note(`${what}: rounds until nothing waited`, rounds);
  const breaks = await shop.audit();
  findings.expect(`${what}: audit rows`, breaks.length, breaks.length === 0);
}

const EVERY = 12; // of the 720 orders, one in so many is told to the fold alone: it has a unit test of its own for all of them

/** The fold over every multiset of six facts out of twelve, with part-payments and adjustment lines. */
function foldAlone(findings: Findings, say: (line: string) => void): void {
  const facts: Fact[] = FACT_KINDS.flatMap((kind) => [
    { gateway: "stripe", ref: "a", kind, amountMinor: 600 },
    { gateway: "stripe", ref: "b", kind, amountMinor: 400 },
  ]).concat([
    { gateway: "mpesa", ref: "c", kind: "capture", amountMinor: 1_000 },
    { gateway: "mpesa", ref: "c", kind: "refund", amountMinor: 1_000 },
  ]);
  const orders = permutations([0, 1, 2, 3, 4, 5]).filter((_, at) => at % EVERY === 0);
  const sides = [
    { totalMinor: 1_000, adjustments: [], waitingOnProvider: 0 },
    { totalMinor: 1_000, adjustments: [], waitingOnProvider: 1 },
    { totalMinor: 1_000, adjustments: [{ id: "adj", amountMinor: -400 }], waitingOnProvider: 0 },
    {
      totalMinor: 1_000,
      adjustments: [
        { id: "adj", amountMinor: 600 },
        { id: "adj", amountMinor: 600 },
      ],
      waitingOnProvider: 0,
    },
  ];
  const reached = new Set<string>();
  let folded = 0;
  let different = 0;
  for (const multiset of multisets(facts, 6)) {
    for (const side of sides) {
      const first = fold(multiset, side);
      reached.add(first.status);
      for (const order of orders) {
        folded += 1;
        const told = fold(
          order.map((at) => multiset[at] as Fact),
          side,
        );
        if (told.status !== first.status || told.netMinor !== first.netMinor || told.excessMinor !== first.excessMinor)
          different += 1;
      }
    }
  }
  say(`the fold alone: ${folded} deliveries`);
  findings.note("fold alone: deliveries", folded);
  findings.expect("fold alone: values that differ", different, different === 0);
  findings.expect("fold alone: values reached (8)", reached.size, reached.size === 8);
}

function* multisets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) return yield [];
  for (let at = from; at < items.length; at++)
    for (const rest of multisets(items, size - 1, at)) yield [items[at] as T, ...rest];
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
