import { expectSoundBooks } from "#tests/support/books";
import { type Begun, begin, settleDown, variantFor, WAYS, type Way, type WayName } from "#tests/support/paying";
import { Shop, until } from "#tests/support/shop";
import { agree, compareCaptures } from "#tests/support/statements";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const EACH = 100; // payments by one provider in one half
const TRANSFERS = 100;
const PLAN_SCALE = 0.02;
const AT_ONCE = 8;
const PROVIDERS = ["mpesa", "airtel", "stripe", "paypal", "khalti"] as const satisfies readonly WayName[];
const HALF = EACH * PROVIDERS.length;
const ALL = 2 * HALF + TRANSFERS;
type Say = (line: string) => void;

/** No callback is to be relied on: none comes, or all come wrongly, and no browser ever returns. */
export const proof: Proof = {
  shows:
    "1,000 payments over five providers, without one callback and then with late, doubled, reordered and broken ones, and 100 bank transfers: all settle unattended, each side effect once",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open({ planScale: PLAN_SCALE, clockScale: PLAN_SCALE });
    try {
      const began = performance.now();
      await payersPay(shop);
      await dropped(findings, shop, say);
      await wrongly(findings, shop, say);
      await transfers(findings, shop, say);
      findings.note("rounds and payers took, s", ((performance.now() - began) / 1_000).toFixed(0));
      await books(findings, shop);
      await sideEffects(findings, shop);
      await rebuilt(findings, shop);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

/** Whoever gets a prompt or a page pays. Prompts live long enough for a loaded machine, and no habit makes looks useless. */
async function payersPay(shop: Shop): Promise<void> {
  const settings: Record<string, object> = {
    mpesa: { promptLifeSeconds: 3_600 },
    airtel: { promptLifeSeconds: 3_600 },
    khalti: { expiresInSeconds: 36_000 },
  };
  for (const provider of PROVIDERS)
    await shop.control("auto", {
      provider,
      decision: "approve",
      delayMs: 300,
      ...(settings[provider] ? { settings: settings[provider] } : {}),
    });
}

/** The first half: nobody ever calls. */
async function dropped(findings: Findings, shop: Shop, say: Say): Promise<void> {
  await telling(shop, false);
  const [placed, rounds] = await Promise.all([buyOfEach(shop, "dropped"), untilSettled(shop, HALF)]);
  say(`${placed} paid for, and every callback was dropped`);
  const heard = await shop.one("SELECT count(*) FROM webhook_inbox");
  findings.expect("first half: callbacks that arrived (0)", heard, heard === 0);
  findings.note("first half: rounds until all were paid", rounds);
}

/** Khalti calls nobody. */
const CALLING = ["mpesa", "airtel", "stripe", "paypal"] as const;
const CALLBACKS = [
  { fault: "late", ms: 1_500 },
  { fault: "duplicate", copies: 3 },
  { fault: "truncated" },
  { fault: "late", ms: 4_000 },
  { fault: "drop" },
  { fault: "wrong-json" },
  { fault: "late", ms: 400 },
  { fault: "duplicate", copies: 5 },
] as const;

/** The second half: three of four callbacks come late, several times, cut, as other JSON, or not; the fourth before the answer it belongs to. */
async function wrongly(findings: Findings, shop: Shop, say: Say): Promise<void> {
  await telling(shop, true);
  const early = EACH / 4; // M-Pesa is silent for ever where both its answer and its callback are lost: that is no chaos, but its protocol
  for (const provider of CALLING) {
    for (let n = 0; n < 2 * EACH; n++)
      await shop.control("faults", { provider, phase: "callback", ...CALLBACKS[n % CALLBACKS.length] });
  }
  const spoilt = EACH - early;
  let [placed, rounds] = await Promise.all([
    buyOfEach(shop, "wrongly", spoilt),
    untilSettled(shop, (EACH + spoilt) * PROVIDERS.length),
  ]);
  say(`${placed} paid for, their callbacks late, doubled, cut or lost`);
  await shop.control("faults", undefined, "DELETE");
  for (const provider of CALLING)
    await shop.control("faults", { provider, phase: "create", fault: "reordered", times: early });
  [placed, rounds] = await Promise.all([
    buyOfEach(shop, "before", early),
    untilSettled(shop, 2 * HALF).then((more) => rounds + more),
  ]);
  say(`${placed} paid for, their callbacks before the answer they belong to`);
  await new Promise((resolve) => setTimeout(resolve, 5_000)); // what was late is here, too
  await settleDown(shop, 120_000);
  const heard = await shop.one("SELECT count(*) FROM webhook_inbox");
  findings.expect("second half: different callbacks that arrived (more than 0)", heard, heard > 0);
  findings.note("second half: rounds until all were paid", rounds);
}

async function telling(shop: Shop, isOn: boolean): Promise<void> {
  for (const provider of ["mpesa", "airtel"])
    await shop.control("auto", { provider, settings: { deliverCallbacks: isOn } });
  for (const provider of ["stripe", "paypal"])
    await shop.control("auto", { provider, settings: { deliverWebhooks: isOn } });
}

/** @returns how many were placed */
async function buyOfEach(shop: Shop, part: string, each = EACH): Promise<number> {
  const variants = new Map<WayName, string>();
  for (const name of PROVIDERS) {
    const variantId = await variantFor(shop, WAYS[name]);
    variants.set(name, variantId);
    if (WAYS[name].kind === "physical") await shop.setStock(variantId, 10_000);
  }
  const wanted = Array.from({ length: each * PROVIDERS.length }, (_, n) => ({
    name: PROVIDERS[n % PROVIDERS.length] as (typeof PROVIDERS)[number],
    n,
  }));
  const begun = await eachAtOnce(wanted, AT_ONCE, ({ name, n }) =>
    begin(shop, WAYS[name], { variantId: variants.get(name) ?? "", email: `${part}-${n}@example.com` }),
  );
  return begun.length;
}

/** Nothing but rounds, while buyers still come: no page polls, no browser returns, nobody helps. */
async function untilSettled(shop: Shop, orders: number): Promise<number> {
  let rounds = 0;
  await until(
    `${orders} orders are paid`,
    async () => {
      rounds += 1;
      await shop.round();
      return (await shop.one("SELECT count(*) FROM orders WHERE payment_status = 'paid'")) === orders;
    },
    600_000,
    1_000,
  );
  return rounds;
}

/** Money sent from banks by hand: the statement tells, and the same statement again tells nothing new. */
async function transfers(findings: Findings, shop: Shop, say: Say): Promise<void> {
  const way = WAYS["bank-transfer"];
  const variantId = await variantFor(shop, way);
  await shop.setStock(variantId, 10_000);
  const orders = await eachAtOnce(Array.from({ length: TRANSFERS }), AT_ONCE, (_, n) =>
    begin(shop, way, { variantId, email: `transfer-${n}@example.com` }),
  );
  await eachAtOnce(orders, 4, (begun) => send(shop, begun));
  const staff = await shop.staff();
  const accountId = await shop.one<string>("SELECT id FROM bank_accounts WHERE currency = 'KES'");
  const csv = await (await fetch(`${shop.simulatorsUrl}/bank/statement.csv?currency=KES`)).text();
  const booked: string[] = [];
  for (let time = 0; time < 2; time++) {
    const { status, body, text } = await staff.post<{ imported?: { added: number; booked: number } }>(
      "/api/staff/bank/statements",
      { accountId, csv },
    );
    if (status !== 200 || !body.imported) throw new Error(`the import answered ${status} ${text}`);
    booked.push(`${body.imported.added} new, ${body.imported.booked} booked`);
  }
  say(`${orders.length} bank transfers imported`);
  const wanted = `${TRANSFERS} new, ${TRANSFERS} booked; 0 new, 0 booked`;
  findings.expect(`the statement imported twice (${wanted})`, booked.join("; "), booked.join("; ") === wanted);
  await settleDown(shop, 120_000);
}

async function send(shop: Shop, { attemptId }: Begun): Promise<void> {
  const [attempt] = await shop.rows<{ reference: string; amount_minor: number; currency: string }>(
    "SELECT reference, amount_minor, currency FROM payments WHERE id = ?",
    [attemptId],
  );
  if (!attempt) throw new Error(`attempt ${attemptId} is gone`);
  const { reference, amount_minor: amount, currency } = attempt;
  await shop.control("act", { provider: "bank", action: "transfer", reference, amount, currency });
}

/** Ours beside theirs, provider by provider. */
async function books(findings: Findings, shop: Shop): Promise<void> {
  const ways: [Way, number][] = PROVIDERS.map((name) => [WAYS[name], 2 * EACH]);
  for (const [way, expected] of [...ways, [WAYS["bank-transfer"], TRANSFERS] as const]) {
    const compared = await compareCaptures(shop, way);
    const said = `${compared.theirs}, ${compared.ours}, ${compared.same}`;
    findings.expect(
      `${way.provider}: captures on its statement, in our ledger, the same (${expected} each)`,
      said,
      agree(compared, expected),
    );
  }
  const totals = await shop.rows<{ currency: string; due: number; got: number }>(
    `SELECT o.currency, sum(o.total_minor) AS due, (SELECT sum(l.amount_minor) FROM ledger l WHERE l.currency = o.currency AND l.kind = 'capture') AS got
     FROM orders o GROUP BY o.currency ORDER BY o.currency`,
  );
  findings.expect(
    "totals of the orders = captured, minor units",
    totals.map(({ currency, due, got }) => `${currency} ${due} = ${got}`).join(", "),
    totals.length === 3 && totals.every(({ due, got }) => due === got),
  );
  const others = await shop.one(
    "SELECT (SELECT count(*) FROM mismatch) + (SELECT count(*) FROM unallocated) + (SELECT count(*) FROM staff_tasks WHERE kind IN ('attempt-unresolved', 'unfulfillable', 'refund-excess'))",
  );
  findings.expect("mismatches, unallocated money, tasks about payments (0)", others, others === 0);
}

async function sideEffects(findings: Findings, shop: Shop): Promise<void> {
  const counts = {
    "orders paid": "SELECT count(*) FROM orders WHERE payment_status = 'paid'",
    attempts: "SELECT count(*) FROM payments",
    "transitions to captured": "SELECT count(*) FROM order_events WHERE kind = 'captured'",
    captures: "SELECT count(*) FROM ledger WHERE kind = 'capture'",
    "“paid” messages": "SELECT count(*) FROM outbox WHERE template = 'paid' AND channel = 'email'",
  };
  const found: number[] = [];
  for (const sql of Object.values(counts)) found.push(await shop.one(sql));
  findings.expect(
    `${Object.keys(counts).join(", ")} (${ALL} each)`,
    found.join(", "),
    found.every((count) => count === ALL),
  );
  const { messages } = await shop.control<{ messages: { to: string[]; subject: string }[] }>(
    "messages?channel=email&limit=5000",
  );
  const told = messages.filter(({ subject }) => subject.startsWith("Paid")).flatMap(({ to }) => to);
  const mails = `${told.length}, ${new Set(told).size}`;
  findings.expect(`“paid” mails that arrived, to so many people (${ALL}, ${ALL})`, mails, mails === `${ALL}, ${ALL}`);
  const physical = await shop.one("SELECT count(*) FROM order_lines WHERE kind <> 'digital'");
  const consumed = await shop.one("SELECT count(*) FROM holds WHERE state = 'consumed'");
  const holds = await shop.one("SELECT count(*) FROM holds");
  const promised = await shop.one("SELECT sum(reserved) FROM stock");
  const stock = `${consumed}, ${holds}, ${promised}`;
  findings.expect(
    `holds used up, holds, pieces promised (${physical} each)`,
    stock,
    stock === `${physical}, ${physical}, ${physical}`,
  );
}

async function rebuilt(findings: Findings, shop: Shop): Promise<void> {
  await expectSoundBooks(findings, shop);
  await settleDown(shop);
  const again = await shop.one("SELECT count(*) FROM outbox WHERE template = 'paid' AND channel = 'email'");
  findings.expect(`“paid” messages after that (${ALL})`, again, again === ALL);
  const after = await shop.audit();
  findings.expect("audit rows after that", after.length, after.length === 0);
}
