import { eventOf, type Signing, sendEvent } from "#tests/support/events";
import { type Begun, backAddress, begin, decide, settleDown, variantFor, WAYS, type Way } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { agree, compareCaptures } from "#tests/support/statements";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const PAIRS = 10;
const PLAN_SCALE = 0.002;
const REPEATS = 3; // the same thing again is the same claim

/** What the payer really pays, and what he would like to have paid, in minor units. */
interface Sums {
  readonly cheap: number;
  readonly dear: number;
}
const HUNDRED: Sums = { cheap: 100_00, dear: 100_000_00 };
const TEN: Sums = { cheap: 10_00, dear: 10_000_00 }; // PayPal takes at most US$10,000 in one payment

interface Trick {
  readonly name: string;
  readonly way: Way;
  readonly sums: Sums;
  present(shop: Shop, pair: Pair, n: number): Promise<void>;
}
interface Pair {
  readonly cheap: Begun;
  readonly dear: Begun;
}

const TRICKS: readonly Trick[] = [
  {
    name: "Khalti, 100.00 for 100,000.00, return address",
    way: WAYS.khalti,
    sums: HUNDRED,
    present: comeBackFromKhalti,
  },
  {
    name: "Stripe, 100.00 for 100,000.00, return address",
    way: WAYS.stripe,
    sums: HUNDRED,
    present: comeBack("session_id"),
  },
  { name: "Stripe, 100.00 for 100,000.00, signed event", way: WAYS.stripe, sums: HUNDRED, present: signedByStripe },
  { name: "PayPal, 10.00 for 10,000.00, return address", way: WAYS.paypal, sums: TEN, present: comeBack("token") },
  { name: "PayPal, 10.00 for 10,000.00, signed event", way: WAYS.paypal, sums: TEN, present: signedByPaypal },
];

/** A payment that was made, shown for another that was not. */
export const proof: Proof = {
  shows:
    "a cheap payment's reference presented for a dear order, by its return address or in a signed event, leaves the dear one unpaid with one mismatch, and pays the cheap one once",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: PLAN_SCALE });
    try {
      for (const provider of ["stripe", "paypal"])
        await shop.control("auto", { provider, settings: { deliverWebhooks: false } });
      for (const trick of TRICKS) {
        const pairs = await pairsFor(shop, trick);
        await eachAtOnce(pairs, 4, async (pair, n) => {
          await decide(shop, trick.way, pair.cheap, "approve");
          for (let time = 0; time < REPEATS; time++) await trick.present(shop, pair, n);
        });
        await lookAgain(shop, trick, pairs);
        say(`${trick.name}: ${pairs.length} presented`);
        await verdict(findings, shop, trick, pairs);
      }
      for (const way of [WAYS.khalti, WAYS.stripe, WAYS.paypal]) {
        const paid = PAIRS * TRICKS.filter((trick) => trick.way === way).length;
        const compared = await compareCaptures(shop, way);
        const said = `${compared.theirs}, ${compared.ours}, ${compared.same}`;
        findings.expect(
          `${way.provider}: captures on its statement, in our ledger, the same (${paid} each)`,
          said,
          agree(compared, paid),
        );
      }
      const breaks = await shop.audit();
      findings.expect("audit rows", breaks.length, breaks.length === 0);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

/** Two orders for each pair, their pages open at the provider: the same thing, bought before and after its price was changed. */
async function pairsFor(shop: Shop, { name, way, sums }: Trick): Promise<Pair[]> {
  const variantId = await variantFor(shop, way);
  if (way.kind === "physical") await shop.setStock(variantId, 1_000);
  const key = name.replace(/\W+/g, "-").toLowerCase();
  const buy = async (which: "cheap" | "dear"): Promise<Begun[]> => {
    await setPrice(shop, way, variantId, sums[which]);
    return eachAtOnce(Array.from({ length: PAIRS }), 4, (_, n) =>
      begin(shop, way, { variantId, email: `${key}-${n}-${which}@example.com` }),
    );
  };
  const cheap = await buy("cheap");
  const dear = await buy("dear");
  return cheap.map((one, n) => ({ cheap: one, dear: dear[n] as Begun }));
}

const setPrice = (shop: Shop, { market }: Way, variantId: string, amountMinor: number) =>
  shop.db.client.execute({
    sql: "UPDATE prices SET amount_minor = ?, compare_at_minor = NULL WHERE variant_id = ? AND currency = (SELECT currency FROM markets WHERE id = ?)",
    args: [amountMinor, variantId, market],
  });

/** The dear order's own way back, with the cheap payment's reference on it. */
function comeBack(key: string): Trick["present"] {
  return async (shop, { cheap, dear }) => {
    const way = key === "token" ? WAYS.paypal : WAYS.stripe;
    await visit(backAddress(shop, way, dear, `?${key}=${cheap.providerReference}`));
  };
}

/** All of Khalti's keys as they were; half of the time the payer types the dear sum over the amounts. */
async function comeBackFromKhalti(shop: Shop, { cheap, dear }: Pair, n: number): Promise<void> {
  const sum = String(HUNDRED.dear);
  const typed = { amount: sum, total_amount: sum, purchase_order_id: dear.attemptId };
  const { url } = await shop.control<{ url: string }>("act", {
    provider: "khalti",
    action: "return-url",
    pidx: cheap.providerReference,
    changes: n % 2 === 0 ? {} : typed,
  });
  await visit(backAddress(shop, WAYS.khalti, dear, new URL(url).search));
}

async function visit(address: string): Promise<void> {
  const { status } = await fetch(address, { redirect: "manual" });
  if (status !== 303) throw new Error(`the way back answered ${status}`);
}

/** The cheap session, completed and paid; its reference and metadata are the dear attempt's. */
async function signedByStripe(shop: Shop, { cheap, dear }: Pair): Promise<void> {
  const type = "checkout.session.completed";
  const session = await objectOf(shop, "stripe", cheap, type);
  const object = { ...session, client_reference_id: dear.attemptId, metadata: { attempt_id: dear.attemptId } };
  await tell(shop, "stripe", type, object);
}

/** The cheap order; its custom id is the dear attempt's. Half of the time the approval says so, else the capture. */
async function signedByPaypal(shop: Shop, { cheap, dear }: Pair, n: number): Promise<void> {
  if (n % 2 === 0) {
    const type = "CHECKOUT.ORDER.APPROVED";
    const order = await objectOf(shop, "paypal", cheap, type);
    const units = order.purchase_units as object[];
    const named = { custom_id: dear.attemptId, invoice_id: dear.attemptId };
    return tell(shop, "paypal", type, { ...order, purchase_units: units.map((unit) => ({ ...unit, ...named })) });
  }
  const type = "PAYMENT.CAPTURE.COMPLETED";
  await capturedUnheard(shop, cheap);
  const capture = await objectOf(shop, "paypal", cheap, type);
  await tell(shop, "paypal", type, { ...capture, custom_id: dear.attemptId, invoice_id: dear.attemptId });
}

/** PayPal takes money only when asked: the cheap order's payer comes back, and PayPal's answer to us breaks off. */
async function capturedUnheard(shop: Shop, cheap: Begun): Promise<void> {
  const captures = await shop.one("SELECT count(*) FROM payments WHERE id = ? AND capturing_at IS NOT NULL", [
    cheap.attemptId,
  ]);
  if (captures > 0) return;
  await shop.control("faults", { provider: "paypal", phase: "capture", fault: "truncated" });
  await visit(backAddress(shop, WAYS.paypal, cheap));
}

async function objectOf(shop: Shop, provider: Signing, { providerReference }: Begun, type: string) {
  const { body } = await eventOf(shop, provider, providerReference ?? "", type);
  const event = JSON.parse(body) as { data?: { object: object }; resource?: object };
  return (event.data?.object ?? event.resource) as Record<string, unknown>;
}

async function tell(shop: Shop, provider: Signing, type: string, object: object): Promise<void> {
  const { status, text } = await sendEvent(shop, provider, { type, object });
  if (status !== 200) throw new Error(`${provider}'s event was answered ${status} ${text}`);
}

/** Whoever could ask, asks: the waiting page of either order, both ways back, the rounds. */
async function lookAgain(shop: Shop, { way }: Trick, pairs: readonly Pair[]): Promise<void> {
  await eachAtOnce(pairs, 4, async ({ cheap, dear }) => {
    for (const { placed } of [cheap, dear]) await shop.client().payment(placed.token);
    await visit(backAddress(shop, way, dear));
    await visit(backAddress(shop, way, cheap));
  });
  await until(
    "the cheap ones are paid",
    async () => {
      await settleDown(shop);
      const marks = pairs.map(() => "?").join(", ");
      const ids = pairs.map(({ cheap }) => cheap.placed.orderId);
      return (
        (await shop.one(`SELECT count(*) FROM orders WHERE payment_status = 'paid' AND id IN (${marks})`, ids)) ===
        pairs.length
      );
    },
    60_000,
  );
}

interface Standing {
  readonly status: string;
  readonly total: number;
  readonly captures: number;
  readonly captured: number;
  readonly mismatches: number;
  readonly tasks: number;
  readonly mails: number;
}

async function standingOf(shop: Shop, { placed }: Begun): Promise<Standing> {
  const [row] = await shop.rows<Standing>(
    `SELECT o.payment_status AS status, o.total_minor AS total,
       (SELECT count(*) FROM ledger l WHERE l.order_id = o.id AND l.kind = 'capture') AS captures,
       (SELECT coalesce(sum(l.amount_minor), 0) FROM ledger l WHERE l.order_id = o.id AND l.kind = 'capture') AS captured,
       (SELECT count(*) FROM mismatch m JOIN payments p ON p.id = m.attempt_id WHERE p.order_id = o.id) AS mismatches,
       (SELECT count(*) FROM staff_tasks t WHERE t.order_id = o.id AND t.kind = 'mismatch' AND t.state = 'open') AS tasks,
       (SELECT count(*) FROM outbox x WHERE x.order_id = o.id AND x.template = 'paid' AND x.channel = 'email') AS mails
     FROM orders o WHERE o.id = ?`,
    [placed.orderId],
  );
  if (!row) throw new Error(`order ${placed.number} is gone`);
  return row;
}

async function verdict(findings: Findings, shop: Shop, { name, sums }: Trick, pairs: readonly Pair[]): Promise<void> {
  const dear = await Promise.all(pairs.map((pair) => standingOf(shop, pair.dear)));
  const cheap = await Promise.all(pairs.map((pair) => standingOf(shop, pair.cheap)));
  const count = (all: readonly Standing[], fits: (one: Standing) => boolean) => all.filter(fits).length;

  const unpaid = count(dear, (one) => one.status === "unpaid" && one.captures === 0 && one.total === sums.dear);
  findings.expect(`${name}: dear orders unpaid (${PAIRS})`, unpaid, unpaid === PAIRS);
  const rows = dear.map((one) => one.mismatches);
  findings.expect(
    `${name}: with one mismatch row and one task (${PAIRS})`,
    rows.every((n) => n === 1) ? PAIRS : rows.join(" "),
    dear.every((one) => one.mismatches === 1 && one.tasks === 1 && one.mails === 0),
  );
  const once = count(
    cheap,
    (one) =>
      one.status === "paid" &&
      one.total === sums.cheap &&
      one.captures === 1 &&
      one.captured === sums.cheap &&
      one.mismatches === 0 &&
      one.mails === 1,
  );
  findings.expect(`${name}: cheap orders paid once (${PAIRS})`, once, once === PAIRS);
}
