import { callbackText } from "#tests/simulators/mpesa/callback";
import type { Push } from "#tests/simulators/mpesa/push";
import { eventAddress, eventOf } from "#tests/support/events";
import { type Begun, backAddress, begin, decide, settleDown, variantFor, WAYS, type Way } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { agree, compareCaptures } from "#tests/support/statements";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const ORDERS = 200;
const PLAN_SCALE = 0.02;
const AT_ONCE = 8; // so many races run side by side
const COURIER = { delivery: "courier" } as const; // PayPal's market knows no shop to collect at

/** Two hearers of one payment. Each goes to a Worker process of its own, at the same moment. */
interface Race {
  readonly name: string;
  readonly way: Way;
  readonly runners: (shop: Shop, begun: Begun) => Promise<readonly [Runner, Runner]>;
}
type Runner = () => Promise<number>; // the answer's status

const RACES: readonly Race[] = [
  { name: "Stripe: return page and webhook", way: WAYS.stripe, runners: returnAndEvent("checkout.session.completed") },
  {
    name: "PayPal: return page and webhook",
    way: { ...WAYS.paypal, kind: "physical" },
    runners: returnAndEvent("CHECKOUT.ORDER.APPROVED"),
  },
  { name: "M-Pesa: waiting page and callback", way: WAYS.mpesa, runners: pollAndMpesa },
  { name: "Airtel: waiting page and callback", way: WAYS.airtel, runners: pollAndAirtel },
  { name: "Khalti: two returns", way: WAYS.khalti, runners: twoReturns },
];

/** The shop hears of a payment twice at once. */
export const proof: Proof = {
  shows:
    "return page and webhook, waiting page and callback, or two returns at the same instant: 200 orders of each provider are paid, told and held once",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: PLAN_SCALE, workers: 2 });
    try {
      await quietProviders(shop);
      for (const race of RACES) {
        const orders = await paidUnheard(shop, race.way);
        say(`${race.name}: ${orders.length} are paid, and the shop has not heard of it`);
        const statuses = await eachAtOnce(orders, AT_ONCE, async (begun) => {
          const [one, other] = await race.runners(shop, begun);
          return Promise.all([one(), other()]);
        });
        await allTold(shop, race.way);
        await verdict(findings, shop, race, orders, statuses.flat());
      }
      await mails(findings, shop);
      const breaks = await shop.audit();
      findings.expect("audit rows", breaks.length, breaks.length === 0);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

/** Nobody calls by himself, but for PayPal's word that it took the money: it comes while we still read the answer that says the same. */
async function quietProviders(shop: Shop): Promise<void> {
  const settings = {
    stripe: { deliverWebhooks: false },
    paypal: {
      enabledEvents: ["PAYMENT.CAPTURE.COMPLETED"],
      webhookUrl: eventAddress(shop.urls[1] ?? "", "paypal"),
    },
    mpesa: { deliverCallbacks: false, promptLifeSeconds: 3_600 },
    airtel: { deliverCallbacks: false, promptLifeSeconds: 3_600, inProgressMs: 0 },
  };
  for (const [provider, habits] of Object.entries(settings)) await shop.control("auto", { provider, settings: habits });
}

/** Orders that are paid at the provider, each due to be looked at. */
async function paidUnheard(shop: Shop, way: Way): Promise<Begun[]> {
  const variantId = await variantFor(shop, way);
  await shop.setStock(variantId, 10 * ORDERS);
  const orders = await eachAtOnce(Array.from({ length: ORDERS }), AT_ONCE, async (_, n) => {
    const begun = await begin(shop, way, {
      variantId,
      email: `${way.method}-${n}@example.com`,
      ...(way.market === "world" ? COURIER : {}),
    });
    await decide(shop, way, begun, "approve");
    return begun;
  });
  await until(
    "every look is due",
    async () =>
      (await shop.one("SELECT count(*) FROM payments WHERE gateway = ? AND next_look_at > ?", [
        way.method,
        Date.now(),
      ])) === 0,
    60_000,
  );
  return orders;
}

const get =
  (url: string): Runner =>
  async () => {
    const answer = await fetch(url, { redirect: "manual" });
    await answer.arrayBuffer();
    return answer.status;
  };
const post =
  (url: string, body: string, headers: Record<string, string> = { "Content-Type": "application/json" }): Runner =>
  async () => {
    const answer = await fetch(url, { method: "POST", headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };

/** The same address at the other Worker. */
const otherWorker = (shop: Shop, url: string): string => url.replace(shop.url, shop.urls[1] ?? "");

function returnAndEvent(type: string): Race["runners"] {
  return async (shop, begun) => {
    const [name, key] = type.startsWith("checkout")
      ? (["stripe", "session_id"] as const)
      : (["paypal", "token"] as const);
    const { body, headers } = await eventOf(shop, name, begun.providerReference ?? "", type);
    const back = backAddress(shop, WAYS[name], begun, `?${key}=${begun.providerReference}`);
    return [get(back), post(eventAddress(shop.urls[1] ?? "", name), body, headers)];
  };
}

async function pollAndMpesa(shop: Shop, begun: Begun): Promise<readonly [Runner, Runner]> {
  const { payments } = await shop.control<{ payments: Push[] }>(
    `payments?provider=mpesa&id=${begun.providerReference}`,
  );
  const [push] = payments;
  if (!push) throw new Error("M-Pesa knows nothing of it");
  return [poll(shop, begun), post(otherWorker(shop, push.callbackUrl), callbackText({ ...push, outcome: "approve" }))];
}

async function pollAndAirtel(shop: Shop, begun: Begun): Promise<readonly [Runner, Runner]> {
  const { settings } = await shop.control<{ settings: { callbackUrl: string } }>("auto?provider=airtel");
  const { payments } = await shop.control<{ payments: { id: string; airtelMoneyId: string }[] }>(
    `payments?provider=airtel&id=${begun.providerReference}`,
  );
  const transaction = {
    id: begun.providerReference,
    message: "Paid",
    status_code: "TS",
    airtel_money_id: payments[0]?.airtelMoneyId,
  };
  return [poll(shop, begun), post(otherWorker(shop, settings.callbackUrl), JSON.stringify({ transaction }))];
}

const poll = (shop: Shop, { placed }: Begun): Runner => get(`${shop.url}/api/orders/${placed.token}/payment`);

async function twoReturns(shop: Shop, begun: Begun): Promise<readonly [Runner, Runner]> {
  const { url } = await shop.control<{ url: string }>("act", {
    provider: "khalti",
    action: "return-url",
    pidx: begun.providerReference,
  });
  const back = backAddress(shop, WAYS.khalti, begun, new URL(url).search);
  return [get(back), get(otherWorker(shop, back))];
}

/** Rounds on both Workers at once, until every order of theirs is settled and every message is out. */
async function allTold(shop: Shop, { method }: Way): Promise<void> {
  await until(
    "every one is paid",
    async () => {
      await Promise.all([settleDown(shop, 120_000), shop.round(1)]);
      return (
        (await shop.one("SELECT count(*) FROM payments WHERE gateway = ? AND status = 'captured'", [method])) === ORDERS
      );
    },
    120_000,
  );
}

async function verdict(
  findings: Findings,
  shop: Shop,
  { name, way }: Race,
  orders: readonly Begun[],
  statuses: readonly number[],
): Promise<void> {
  const broken = statuses.filter((status) => status >= 400 || status === 0).length;
  findings.expect(`${name}: answers that are no answer (0)`, broken, broken === 0);
  const ids = `(SELECT order_id FROM payments WHERE gateway = '${way.method}')`;
  const counts = {
    "orders paid": "SELECT count(*) FROM orders WHERE payment_status = 'paid' AND id IN",
    "transitions to captured": "SELECT count(*) FROM order_events WHERE kind = 'captured' AND order_id IN",
    captures: "SELECT count(*) FROM ledger WHERE kind = 'capture' AND order_id IN",
    "“paid” messages": "SELECT count(*) FROM outbox WHERE template = 'paid' AND channel = 'email' AND order_id IN",
    "holds used up": "SELECT count(*) FROM holds WHERE state = 'consumed' AND order_id IN",
    "pieces held, all in all": "SELECT sum(quantity) FROM holds WHERE order_id IN",
  };
  const found: number[] = [];
  for (const sql of Object.values(counts)) found.push(Number(await shop.one(`${sql} ${ids}`)));
  findings.expect(
    `${name}: ${Object.keys(counts).join(", ")} (${ORDERS} each)`,
    found.join(", "),
    orders.length === ORDERS && found.every((count) => count === ORDERS),
  );
  const reserved = await shop.one(
    `SELECT s.reserved - (SELECT coalesce(sum(l.quantity), 0) FROM order_lines l WHERE l.variant_id = s.variant_id AND l.order_id NOT IN ${ids}) FROM stock s WHERE s.variant_id = (SELECT variant_id FROM order_lines WHERE order_id IN ${ids} LIMIT 1)`,
  );
  findings.expect(`${name}: pieces promised on the shelf (${ORDERS})`, reserved, reserved === ORDERS);
  const asked = await shop.one(`SELECT sum(looks) FROM payments WHERE gateway = '${way.method}'`);
  const heard = await shop.one(`SELECT count(*) FROM webhook_inbox WHERE gateway = '${way.method}'`);
  findings.note(`${name}: looks taken, requests heard`, `${asked}, ${heard}`);
  const compared = await compareCaptures(shop, way);
  const said = `${compared.theirs}, ${compared.ours}, ${compared.same}`;
  findings.expect(
    `${name}: captures on the statement, in our ledger, the same (${ORDERS} each)`,
    said,
    agree(compared, ORDERS),
  );
}

/** What people got: one word of the money each. */
async function mails(findings: Findings, shop: Shop): Promise<void> {
  const { messages } = await shop.control<{ messages: { to: string[]; subject: string }[] }>(
    "messages?channel=email&limit=5000",
  );
  const told = messages.filter(({ subject }) => subject.startsWith("Paid")).flatMap(({ to }) => to);
  const all = RACES.length * ORDERS;
  const said = `${told.length}, ${new Set(told).size}`;
  findings.expect(`“paid” mails that arrived, to so many people (${all}, ${all})`, said, said === `${all}, ${all}`);
}
