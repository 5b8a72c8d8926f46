import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PlacedView } from "#domain/checkout/schema";
import type { Client } from "#tests/support/client";
import { DbProxy, type Exchange } from "#tests/support/db-proxy";
import { Shop, until } from "#tests/support/shop";
import { Findings, type Proof } from "./proof.ts";

const SEEDS = 5;
const MOST_ROUNDS = 3;
const PAGE = resolve(import.meta.dirname, "../../docs/kill-points.md");
const DAY_MS = 24 * 3_600_000;
type Say = (line: string) => void;

/** Killed in the middle of a sale. */
export const proof: Proof = {
  shows: `SIGKILL at the worst moments of a sale, ${SEEDS} times each: every one ends as docs/kill-points.md says, nothing lost, doubled or silent`,
  async run(say) {
    const findings = new Findings();
    for (const moment of MOMENTS) await tryMoment(findings, moment, say);
    return findings.outcome();
  },
};

interface Moment {
  readonly name: string;
  /** Small enough that the plan's looks, or its end, come within seconds. */
  readonly planScale: number;
  /** Arms what kills; called before the order is placed. */
  readonly arm: (scene: Scene) => void | Promise<void>;
  /** When the payer approves, so that the one callback meets a living Worker or none. */
  readonly payer: "before the kill" | "while it is down" | "after the restart" | "when the prompt comes";
}

const LOOKS_SOON = 0.01;
const PLAN_ENDS_SOON = 0.0002; // a day is 17 s

const MOMENTS: readonly Moment[] = [
  {
    name: "order-committed",
    planScale: LOOKS_SOON,
    payer: "when the prompt comes",
    arm: (scene) => scene.killAt("beforeAnswer", (exchange) => exchange.has("INSERT INTO placements")),
  },
  { name: "request-sent, callback lost", planScale: PLAN_ENDS_SOON, payer: "while it is down", arm: killWhenPushed },
  { name: "request-sent, callback later", planScale: LOOKS_SOON, payer: "after the restart", arm: killWhenPushed },
  { name: "answer-read, callback lost", planScale: PLAN_ENDS_SOON, payer: "while it is down", arm: killWhenAnswered },
  { name: "answer-read, callback later", planScale: LOOKS_SOON, payer: "after the restart", arm: killWhenAnswered },
  {
    name: "callback-arrived",
    planScale: LOOKS_SOON,
    payer: "before the kill",
    arm: (scene) => scene.killAt("beforeServer", (exchange) => exchange.has("INSERT INTO webhook_inbox")),
  },
  {
    name: "callback-kept",
    planScale: LOOKS_SOON,
    payer: "before the kill",
    arm: (scene) => scene.killAt("beforeServer", (exchange) => exchange.has("INSERT INTO ledger")),
  },
  {
    name: "money-booked",
    planScale: LOOKS_SOON,
    payer: "before the kill",
    arm: (scene) => scene.killAt("beforeAnswer", (exchange) => exchange.has("INSERT INTO ledger")),
  },
];

/** The simulator takes the request and says nothing; the Worker dies while it waits. */
async function killWhenPushed(scene: Scene): Promise<void> {
  await scene.shop.control("faults", { provider: "mpesa", phase: "create", fault: "timeout-after-effect" });
  const phone = scene.phone;
  void until("the provider has the request", async () => (await scene.pushes(phone)).length > 0, 15_000, 20)
    .then(() => new Promise((resolve) => setTimeout(resolve, 40 * scene.seed)))
    .then(() => scene.kill());
}

function killWhenAnswered(scene: Scene): void {
  scene.killAt("beforeServer", (exchange) => exchange.has("SET provider_reference = coalesce("));
}

interface Push {
  readonly phone: string;
  readonly reference: string;
  readonly checkoutRequestId: string;
}

/** One shop, in which one sale after another is cut short. */
class Scene {
  readonly shop: Shop;
  readonly #proxy: DbProxy;
  seed = 0;
  #killed: Promise<void> = Promise.resolve();
  #died: () => void = () => undefined;

  constructor(shop: Shop, proxy: DbProxy) {
    this.shop = shop;
    this.#proxy = proxy;
  }

  get phone(): string {
    return `2547${40_000_000 + this.seed}`;
  }

  begin(seed: number): void {
    this.seed = seed;
    this.#killed = new Promise((resolve) => {
      this.#died = resolve;
    });
  }

  /** Kills when such a round trip is about to reach the database, or when its answer is about to leave it. */
  killAt(where: "beforeServer" | "beforeAnswer", fits: (exchange: Exchange) => boolean): void {
    let isDone = false;
    this.#proxy[where] = async (exchange) => {
      if (isDone || !fits(exchange)) return "pass";
      isDone = true;
      await this.kill();
      return "drop";
    };
  }

  async kill(): Promise<void> {
    await this.shop.killWorkers();
    this.#proxy.calm();
    this.#died();
  }

  async untilKilled(): Promise<void> {
    const late = new Promise<never>((_, fail) =>
      setTimeout(() => fail(new Error("nothing was killed")), 20_000).unref(),
    );
    await Promise.race([this.#killed, late]);
  }

  async pushes(phone?: string): Promise<Push[]> {
    return (await this.shop.control<{ payments: Push[] }>(`payments?provider=mpesa${phone ? `&phone=${phone}` : ""}`))
      .payments;
  }

  approve = (phone: string): Promise<unknown> =>
    this.shop.control("decide", { provider: "mpesa", phone, decision: "approve" });
}

interface Sale {
  readonly seed: number;
  readonly email: string;
  readonly phone: string;
  readonly placed: PlacedView | null;
}

async function tryMoment(findings: Findings, moment: Moment, say: Say): Promise<void> {
  const proxy = new DbProxy();
  const shop = await Shop.open({ planScale: moment.planScale, between: proxy.open });
  try {
    const scene = new Scene(shop, proxy);
    const sales: Sale[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) sales.push(await oneSale(scene, moment, seed));
    const rounds = await recover(scene, moment);
    const ends = new Set<string>();
    for (const sale of sales) ends.add(await endOf(findings, scene, moment, sale));
    const found = [...ends].join(" / ");
    const written = endsWritten().get(moment.name);
    say(`${moment.name}: killed ${sales.length} times, ${rounds} rounds: ${found}`);
    findings.expect(`${moment.name} (as written)`, found, found === written);
    await wholeBooks(findings, scene, moment);
  } finally {
    await shop.close();
    await proxy.close();
  }
}

/** An order, the kill, the payer's part, the restart; a shopper whose request broke off presses again, if they are still there. */
async function oneSale(scene: Scene, moment: Moment, seed: number): Promise<Sale> {
  const { shop } = scene;
  scene.begin(seed);
  const phone = scene.phone;
  const email = `shopper-${seed}@example.co.ke`;
  const [variantId = ""] = (await shop.variants(5, SEEDS)).slice(seed - 1);
  const client = shop.client();
  const quote = await client.quote([{ variantId, quantity: 1 + (seed % 3) }]);
  const body = client.orderBody(quote, { phone: `+${phone}`, email });
  const key = crypto.randomUUID();
  await moment.arm(scene);

  let placed = await tryToPlace(client, body, key);
  if (moment.payer === "before the kill") {
    const kept = "SELECT count(*) FROM payments WHERE phone = ? AND provider_reference IS NOT NULL";
    await until("the prompt's reference is kept", async () => (await shop.one(kept, [`+${phone}`])) === 1);
    await scene.approve(phone);
  }
  await scene.untilKilled();
  if (moment.payer === "while it is down") await scene.approve(phone);
  await shop.startWorkers();
  if (moment.payer === "after the restart") await scene.approve(phone);
  if (placed === null && seed <= 3) placed = await tryToPlace(client, body, key);
  return { seed, email, phone, placed };
}

async function tryToPlace(client: Client, body: unknown, key: string): Promise<PlacedView | null> {
  const reply = await client.place(body, key).catch(() => null);
  return reply?.status === 201 ? reply.body : null;
}

/** What runs by itself: time, and the cron. @returns the rounds it took */
async function recover(scene: Scene, moment: Moment): Promise<number> {
  const { shop } = scene;
  if (moment.payer === "when the prompt comes")
    await shop.control("auto", { provider: "mpesa", decision: "approve", delayMs: 200 });
  await sleep(Math.max(16_000, moment.planScale === PLAN_ENDS_SOON ? DAY_MS * PLAN_ENDS_SOON + 1_000 : 0));
  let rounds = 0;
  while (rounds < MOST_ROUNDS) {
    rounds += 1;
    await shop.round();
    await sleep(1_500);
    const due = await shop.one<number | null>(
      "SELECT max(next_at) FROM outbox WHERE state = 'pending' AND channel <> 'publish'",
    );
    if (due === null && (await settled(shop))) break;
    if (rounds < MOST_ROUNDS) await sleep(Math.max(0, (due ?? 0) - Date.now() + 200));
  }
  return rounds;
}

const settled = async (shop: Shop): Promise<boolean> =>
  (await shop.one(
    `SELECT count(*) FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.folded_rev <> o.money_rev
       OR (p.status <> 'captured' AND NOT EXISTS (SELECT 1 FROM staff_tasks t WHERE t.subject = p.id AND t.state = 'open'))`,
  )) === 0;

interface Row {
  readonly order_id: string;
  readonly number: string;
  readonly status: string;
  readonly payment_status: string;
  readonly receipt: string | null;
  readonly tasks: number;
}

/** Where a sale ended, in the words of the page; what must hold of each sale whatever its end is checked on the way. */
async function endOf(findings: Findings, scene: Scene, moment: Moment, sale: Sale): Promise<string> {
  const { shop } = scene;
  const fail = (words: string) => findings.failures.push(`${moment.name}, seed ${sale.seed}: ${words}`);
  const rows = await shop.rows<Row>(
    `SELECT o.id AS order_id, o.number, p.status, o.payment_status, p.receipt,
       (SELECT count(*) FROM staff_tasks t WHERE t.order_id = o.id AND t.state = 'open') AS tasks
     FROM orders o JOIN payments p ON p.order_id = o.id WHERE o.contact_email = ?`,
    [sale.email],
  );
  const [row] = rows;
  if (!row || rows.length !== 1) {
    fail(`${rows.length} orders with an attempt`);
    return "no order";
  }
  if (sale.placed && sale.placed.number !== row.number) fail("the shopper was told another order");
  const pushes = await scene.pushes(sale.phone);
  if (pushes.length !== 1) fail(`${pushes.length} prompts`);
  await onceEach(scene, sale, row.payment_status === "paid" ? ["Your order", "Paid"] : ["Your order"], fail);
  if (sale.placed) {
    const { state } = await shop.client().payment(sale.placed.token);
    if (state !== row.payment_status) fail(`the page says ${state}`);
  }
  return `attempt ${row.status}, payment ${row.payment_status}, ${row.receipt ? "receipt shown" : "no receipt"}, ${row.tasks > 0 ? "task for staff" : "no task"}`;
}

async function onceEach(
  scene: Scene,
  { email }: Sale,
  subjects: readonly string[],
  fail: (words: string) => void,
): Promise<void> {
  const { messages } = await scene.shop.control<{ messages: { subject: string }[] }>(
    `messages?channel=email&to=${encodeURIComponent(email)}`,
  );
  const sent = messages.map(({ subject }) => subjects.find((begin) => subject.startsWith(begin)) ?? subject).sort();
  if (sent.join() !== [...subjects].sort().join()) fail(`mails: ${sent.join(", ") || "none"}`);
}

/** Every shilling the provider took is in the books, or is a task of its amount; and the audit. */
async function wholeBooks(findings: Findings, { shop }: Scene, moment: Moment): Promise<void> {
  const { lines } = await shop.control<{ lines: { checkoutRequestId: string; ourRef: string; amount: number }[] }>(
    "statement?provider=mpesa",
  );
  const booked = await shop.rows<{ provider_ref: string; amount_minor: number }>(
    "SELECT provider_ref, amount_minor FROM ledger WHERE kind = 'capture'",
  );
  const asked = await shop.rows<{ reference: string; amount_minor: number }>(
    "SELECT p.reference, t.amount_minor FROM staff_tasks t JOIN payments p ON p.id = t.subject WHERE t.kind = 'attempt-unresolved' AND t.state = 'open'",
  );
  const lost = lines.filter(
    (line) =>
      !booked.some((one) => one.provider_ref === line.checkoutRequestId && one.amount_minor === line.amount) &&
      !asked.some((one) => one.reference === line.ourRef && one.amount_minor === line.amount),
  ).length;
  const doubled =
    booked.length - lines.filter((line) => booked.some((one) => one.provider_ref === line.checkoutRequestId)).length;
  const breaks = await shop.audit();
  const value = `${lines.length} paid, ${booked.length} booked, ${lost} lost, ${doubled} doubled, audit ${breaks.length}`;
  findings.expect(
    `${moment.name}: provider and books`,
    value,
    lines.length === SEEDS && lost === 0 && doubled === 0 && breaks.length === 0,
  );
  findings.failures.push(
    ...breaks.map(({ invariant, subject, detail }) => `${moment.name}: ${invariant} ${subject} ${detail}`),
  );
}

/** The last column of the page's table, by the first. */
function endsWritten(): Map<string, string> {
  const rows = readFileSync(join(PAGE), "utf8").matchAll(/^\| *([^|]+?) *\|[^|]*\|[^|]*\| *([^|]+?) *\|$/gm);
  return new Map([...rows].map(([, moment = "", end = ""]) => [moment, end]));
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
