import type { PlacedView } from "#domain/checkout/schema";
import type { BankDeskView } from "#domain/payments/bank-schema";
import { importStatement, statementOf, transfer } from "#tests/support/bank";
import { expectSoundBooks } from "#tests/support/books";
import type { Client } from "#tests/support/client";
import { variantFor, WAYS } from "#tests/support/paying";
import { Shop } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const EACH = 10; // orders of every kind
const LARGE = 3_000_000; // KES 30,000: from here on two people
const KINDS = ["exact", "short", "excess", "two", "late", "wrong", "rivals", "own", "large"] as const;
type Kind = (typeof KINDS)[number];

export const proof: Proof = {
  shows:
    "a day of transfers (exact, short, too much, in two, late, wrong reference, two staff at once, own order, over the threshold; the same statement twice and overlapping) ends as it should",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ vars: { TWO_PEOPLE_FROM: `KES ${LARGE}`, MAX_OPEN_ORDERS: "50" } });
    try {
      const wanjiru = await shop.staff("wanjiru@duka.example");
      const brian = await shop.staff("brian@duka.example");
      const orders = await buyAll(shop);
      say(`${orders.length} orders wait for a transfer`);
      await letGo(shop, of(orders, "late"));
      await payAll(shop, orders);

      // One half of the statement, then all of it, then all of it again.
      const whole = await statementOf(shop, "KES");
      await importStatement(shop, wanjiru, "KES", firstHalf(whole));
      await importStatement(shop, wanjiru, "KES", whole);
      const again = await importStatement(shop, brian, "KES", whole);
      findings.expect(
        "lines added by the same statement again (0)",
        again.imported?.added ?? -1,
        again.imported?.added === 0,
      );
      const lines = await shop.one("SELECT count(*) FROM bank_lines");
      const credits = await theirs(shop);
      findings.expect(`lines taken in (${credits.length})`, lines, lines === credits.length);

      await judge(findings, shop, wanjiru, brian, orders);
      await importStatement(shop, wanjiru, "KES");
      await shop.round();
      await verdict(findings, shop, orders);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

interface Order extends PlacedView {
  readonly kind: Kind;
  readonly reference: string;
  readonly amount: number;
}
const of = (orders: readonly Order[], kind: Kind): Order[] => orders.filter((order) => order.kind === kind);

async function buyAll(shop: Shop): Promise<Order[]> {
  const way = WAYS["bank-transfer"];
  const variantId = await variantFor(shop, way);
  await shop.setStock(variantId, 10_000);
  const [price] = await shop.rows<{ amount_minor: number }>(
    "SELECT amount_minor FROM prices WHERE variant_id = ? AND currency = 'KES'",
    [variantId],
  );
  const many = Math.ceil(LARGE / (price?.amount_minor ?? LARGE));
  const wanted = KINDS.flatMap((kind) => Array.from({ length: EACH }, (_, n) => ({ kind, n })));
  return eachAtOnce(wanted, 6, async ({ kind, n }): Promise<Order> => {
    const placed = await shop.client().buy([{ variantId, quantity: kind === "large" ? many : 1 }], {
      method: "bank-transfer",
      delivery: "collect",
      name: `Payer ${kind} ${n}`,
      email: kind === "own" ? "wanjiru@duka.example" : `${kind}-${n}@example.co.ke`,
    });
    const [attempt] = await shop.rows<{ reference: string; amount_minor: number }>(
      "SELECT reference, amount_minor FROM payments WHERE id = ?",
      [placed.attemptId],
    );
    return { ...placed, kind, reference: attempt?.reference ?? "", amount: attempt?.amount_minor ?? 0 };
  });
}

/** Their time is over before the money comes. */
async function letGo(shop: Shop, orders: readonly Order[]): Promise<void> {
  for (const { orderId } of orders)
    await shop.db.client.execute({ sql: "UPDATE holds SET ends_at = 1 WHERE order_id = ?", args: [orderId] });
  await shop.round();
  await shop.round();
}

async function payAll(shop: Shop, orders: readonly Order[]): Promise<void> {
  for (const { kind, reference, amount, number } of orders) {
    const send = (more: { amount: number; reference: string }) => transfer(shop, { currency: "KES", ...more });
    if (kind === "short") await send({ amount: half(amount), reference });
    else if (kind === "excess") await send({ amount: amount + 50_000, reference });
    else if (kind === "two") {
      await send({ amount: half(amount), reference });
      await send({ amount: amount - half(amount), reference: number });
    } else if (kind === "wrong") await send({ amount, reference: `FOR ${number.slice(0, 4)} GOODS` });
    else if (kind === "rivals") await send({ amount, reference: `RIVALS ${number.slice(0, 3)}` });
    else await send({ amount, reference });
  }
}
const half = (amount: number): number => Math.floor(amount / 200) * 100;

/** A statement that ends in the middle of the day: the head, and the first half of its lines. */
function firstHalf(csv: string): string {
  const rows = csv.split("\r\n");
  return rows.slice(0, Math.ceil(rows.length / 2)).join("\r\n");
}

const desk = async (who: Client): Promise<BankDeskView> => (await who.get<BankDeskView>("/api/staff/bank")).body;

/** What people do at the desk, two of them. */
async function judge(findings: Findings, shop: Shop, wanjiru: Client, brian: Client, orders: readonly Order[]) {
  const { open } = await desk(wanjiru);
  const rivals = of(orders, "rivals");
  let won = 0;
  let told = 0;
  for (const [n, line] of open.entries()) {
    const mine = orders.find(
      ({ reference, number, kind }) =>
        line.narrative.replaceAll("-", "").includes(reference.replace("-", "")) ||
        line.narrative.includes(number) ||
        (kind === "wrong" && line.narrative.includes(`FOR ${number.slice(0, 4)} GOODS`)),
    );
    if (/RIVALS/.test(line.narrative)) {
      // Both say at the same instant whose it is: one for its payer, one for somebody else.
      const rightful =
        rivals.find(({ number }) => line.narrative.includes(number.slice(0, 3))) ?? rivals[n % rivals.length];
      const answers = await Promise.all([
        wanjiru.post(`/api/staff/bank/lines/${line.id}/match`, { orderNumber: rightful?.number }),
        brian.post(`/api/staff/bank/lines/${line.id}/match`, { orderNumber: rightful?.number }),
      ]);
      won += answers.some(({ status }) => status === 200) ? 1 : 0;
      told += answers.filter(({ status }) => status === 409 || status === 200).length === 2 ? 1 : 0;
    } else if (mine) {
      const answer = await wanjiru.post(`/api/staff/bank/lines/${line.id}/match`, { orderNumber: mine.number });
      if (answer.status !== 200) throw new Error(`${mine.kind}: ${answer.status} ${answer.text}`);
    }
  }
  findings.expect(
    `two staff at once: one booking each, both told (${EACH}, ${EACH})`,
    `${won}, ${told}`,
    won === EACH && told === EACH,
  );

  const waiting = (await desk(brian)).waiting;
  findings.expect(`wait for a second person: own and large (${2 * EACH})`, waiting.length, waiting.length === 2 * EACH);
  let refused = 0;
  for (const { id } of waiting) {
    // Wanjiru took in the statement and bought the own ones: she may agree to none of them.
    if ((await wanjiru.post(`/api/staff/bank/lines/${id}/approve`, {})).status === 403) refused += 1;
    const answer = await brian.post(`/api/staff/bank/lines/${id}/approve`, {});
    if (answer.status !== 200) throw new Error(`approve: ${answer.status} ${answer.text}`);
  }
  findings.expect(`refused to who asked or bought (${2 * EACH})`, refused, refused === 2 * EACH);
  await shop.round();
}

async function theirs(shop: Shop): Promise<{ amount: number }[]> {
  const { lines } = await shop.control<{ lines: { kind: string; amount: number; currency: string }[] }>(
    "statement?provider=bank",
  );
  return lines.filter(({ kind, currency }) => kind === "capture" && currency === "KES");
}

/** How each kind must end: payment, order, captures, open excess. */
const ENDS: Readonly<Record<Kind, string>> = {
  exact: "paid placed 1 0",
  short: "part-paid placed 1 0",
  excess: "overpaid placed 1 50000",
  two: "paid placed 2 0",
  late: "paid placed 1 0",
  wrong: "paid placed 1 0",
  rivals: "paid placed 1 0",
  own: "paid placed 1 0",
  large: "paid placed 1 0",
};

async function verdict(findings: Findings, shop: Shop, orders: readonly Order[]): Promise<void> {
  const rows = await shop.rows<{ id: string; ends: string }>(
    `SELECT o.id, o.payment_status || ' ' || o.order_status || ' ' || (SELECT count(*) FROM ledger l WHERE l.order_id = o.id AND l.kind = 'capture') || ' ' ||
       coalesce((SELECT sum(t.amount_minor) FROM staff_tasks t WHERE t.kind = 'refund-excess' AND t.subject = o.id AND t.state = 'open'), 0) AS ends FROM orders o`,
  );
  const ends = new Map(rows.map((row) => [row.id, row.ends]));
  for (const kind of KINDS) {
    const others = of(orders, kind).map(({ orderId }) => ends.get(orderId) ?? "gone");
    const wrong = others.filter((one) => one !== ENDS[kind]);
    findings.expect(
      `${kind}: end as “${ENDS[kind]}” (${EACH})`,
      wrong[0] ? `${EACH - wrong.length}, others ${wrong[0]}` : EACH,
      wrong.length === 0,
    );
  }
  const came = (await theirs(shop)).reduce((sum, { amount }) => sum + amount, 0);
  const booked = await shop.one(
    "SELECT sum(amount_minor) FROM ledger WHERE gateway = 'bank-transfer' AND kind = 'capture'",
  );
  findings.expect("came into the account = booked, minor units", `${came} = ${booked}`, came === booked);
  await expectSoundBooks(findings, shop);
}
