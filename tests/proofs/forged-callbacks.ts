import { randomBytes } from "node:crypto";
import { Shop, until } from "#tests/support/shop";
import { eachAtOnce, Findings, type Proof, percentile } from "./proof.ts";

const ATTEMPTS = 100;
const FORGED = 5_000;
const BEFORE_DECISIONS = 4_000;
const AT_ONCE = 32;

/** Callbacks that the provider never sent, by somebody who knows everything but the secret. */
export const proof: Proof = {
  shows:
    "5,000 forged callbacks book nothing, a wrong amount is one mismatch, and the true callback afterwards still counts",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open();
    try {
      await shop.control("auto", { provider: "mpesa", settings: { promptLifeSeconds: 3_600 } });
      const pushes = await openPrompts(shop);
      const storm = earlyFirst(
        shuffled(pushes.flatMap((push, n) => forgeriesFor(shop, push, pushes[(n + 1) % ATTEMPTS] ?? push))),
      );
      say(`${pushes.length} prompts are out; ${storm.length} forged callbacks`);
      findings.expect(`forged callbacks (${FORGED})`, storm.length, storm.length === FORGED);

      const early = await throwAll(storm.slice(0, BEFORE_DECISIONS));
      await new Promise((resolve) => setTimeout(resolve, 6_000)); // until what they made us ask has been answered
      const bookedEarly = await shop.one("SELECT count(*) FROM ledger");
      const movedEarly = await shop.one("SELECT count(*) FROM payments WHERE status <> 'submitted'");
      findings.expect(
        "booked, attempts moved before anybody decided (0, 0)",
        `${bookedEarly}, ${movedEarly}`,
        bookedEarly + movedEarly === 0,
      );

      const late = throwAll(storm.slice(BEFORE_DECISIONS));
      await eachAtOnce(pushes, 8, (push, n) =>
        shop.control("decide", {
          provider: "mpesa",
          checkoutRequestId: push.checkoutRequestId,
          decision: n % 2 === 0 ? "approve" : "cancel",
        }),
      );
      const thrown = [...early, ...(await late)];
      await until(
        "every true callback counted",
        async () =>
          (await shop.one(
            "SELECT count(*) FROM payments p JOIN orders o ON o.id = p.order_id WHERE p.status NOT IN ('captured', 'failed') OR o.folded_rev <> o.money_rev",
          )) === 0,
        60_000,
      );
      await until("every callback was considered", () => considered(shop), 90_000, 1_000);
      reactions(findings, thrown);
      await books(findings, shop, pushes);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

/** What was cut short after its answer is taken up by a round, once it has waited 15 seconds. */
async function considered(shop: Shop): Promise<boolean> {
  const waiting = "SELECT count(*) FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1";
  if ((await shop.one(waiting)) === 0) return true;
  await shop.round();
  return false;
}

interface Prompt {
  readonly checkoutRequestId: string;
  readonly merchantRequestId: string;
  readonly phone: string;
  readonly amountShillings: number;
  readonly reference: string;
  readonly callbackUrl: string;
  readonly orderToken: string;
}

/** An order for each phone, its prompt on the phone and its reference in our books. */
async function openPrompts(shop: Shop): Promise<Prompt[]> {
  const [variantId = ""] = await shop.variants(1, 1);
  await shop.setStock(variantId, ATTEMPTS);
  const tokens = new Map<string, string>();
  await eachAtOnce(Array.from({ length: ATTEMPTS }), 8, async (_, n) => {
    const phone = `2547${30_000_000 + n}`;
    const placed = await shop
      .client()
      .buy([{ variantId, quantity: 1 }], { phone: `+${phone}`, email: `p-${n}@example.co.ke` });
    tokens.set(phone, placed.token);
  });
  await until(
    "every prompt's reference is kept",
    async () => (await shop.one("SELECT count(*) FROM payments WHERE provider_reference IS NOT NULL")) === ATTEMPTS,
    60_000,
  );
  const { payments } = await shop.control<{ payments: Omit<Prompt, "orderToken">[] }>("payments?provider=mpesa");
  return payments.map((push) => ({ ...push, orderToken: tokens.get(push.phone) ?? "" }));
}

interface Forgery {
  readonly kind: string;
  readonly url: string;
  readonly body: string;
  /** What the shop should say: nothing here, not a body of theirs, or the neutral answer. */
  readonly expected: 200 | 400 | 404;
}

/** The amounts a claim may be wrong by, as they appear in the body: each is another number of shillings. */
const WRONG_AMOUNTS: Readonly<Record<string, (shillings: number) => number | string>> = {
  "one more": (shillings) => shillings + 1,
  "one less": (shillings) => shillings - 1,
  "a hundred times": (shillings) => shillings * 100,
  nothing: () => 0,
  negative: (shillings) => -shillings,
  "half a shilling more": (shillings) => shillings + 0.5,
  "a string": (shillings) => String(shillings + 2),
};

/** Fifty for each attempt. */
function forgeriesFor(shop: Shop, push: Prompt, other: Prompt): Forgery[] {
  const token = push.callbackUrl.split("/").at(-1) ?? "";
  const [id = "", , mac = ""] = token.split(".");
  const at = (path: string, name = "mk"): string => `${shop.url}/webhooks/${name}/${path}`;
  const body = success(push);
  const hex = (bytes: number): string => randomBytes(bytes).toString("hex");
  const list = (
    kind: string,
    expected: Forgery["expected"],
    tries: readonly { url?: string; body?: string }[],
  ): Forgery[] => tries.map((one) => ({ kind, expected, url: one.url ?? at(token), body: one.body ?? body }));
  const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const wrong = Object.values(WRONG_AMOUNTS).map((amount) => success(push, { amount: amount(push.amountShillings) }));
  return [
    ...list(
      "guessed path",
      404,
      times(7, () => ({ url: at(`pay_${hex(16)}.1.${hex(32)}`) })),
    ),
    ...list(
      "known id, guessed secret",
      404,
      times(4, () => ({ url: at(`${id}.1.${hex(32)}`) })),
    ),
    ...list("cut path", 404, [
      { url: at(token.slice(0, -1)) },
      { url: at(`${id}.1`) },
      { url: at(`${id}.1.${mac.slice(0, 32)}`) },
    ]),
    ...list("extended path", 404, [{ url: at(`${token}0`) }, { url: at(`${token}.0`) }, { url: at(`0${token}`) }]),
    ...list("another version, gateway or purpose", 404, [
      { url: at(`${id}.2.${mac}`) },
      { url: at(token, "od") },
      { url: at(token, "mpesa") },
      { url: at(push.orderToken) },
    ]),
    ...list(
      "another attempt's ids",
      404,
      times(5, (n) => ({ body: success(other, { receipt: receiptOf(push, n) }) })),
    ),
    ...list(
      "invented ids",
      404,
      times(3, () => ({ body: success({ ...push, checkoutRequestId: `ws_CO_${hex(10)}` }) })),
    ),
    ...list(
      "wrong amount",
      200,
      wrong.map((text) => ({ body: text })),
    ),
    ...list(
      "wrong amount again, other bytes",
      200,
      wrong.map((text) => ({ body: `${text}\n` })),
    ),
    ...list("success that nobody paid", 200, [{}, { body: success(push, { amount: String(push.amountShillings) }) }]),
    ...list("failure that nobody caused", 200, [{ body: failure(push) }]),
    ...list("no body of theirs", 400, [
      { body: "<!doctype html><h1>502</h1>" },
      { body: body.slice(0, body.length / 2) },
      { body: "[]" },
      { body: "" },
    ]),
  ];
}

const head = (push: Prompt, ResultCode: number) => ({
  MerchantRequestID: push.merchantRequestId,
  CheckoutRequestID: push.checkoutRequestId,
  ResultCode,
  ResultDesc: "…",
});
const receiptOf = (push: Prompt, n = 0): string => `UKX${String(n)}${push.phone.slice(-6)}`;

function success(push: Prompt, changes: { amount?: number | string; receipt?: string } = {}): string {
  const Item = [
    { Name: "Amount", Value: changes.amount ?? push.amountShillings },
    { Name: "MpesaReceiptNumber", Value: changes.receipt ?? receiptOf(push) },
    { Name: "PhoneNumber", Value: Number(push.phone) },
  ];
  return JSON.stringify({ Body: { stkCallback: { ...head(push, 0), CallbackMetadata: { Item } } } });
}
const failure = (push: Prompt): string => JSON.stringify({ Body: { stkCallback: head(push, 1032) } });

interface Thrown extends Forgery {
  readonly status: number;
  readonly ms: number;
}

const throwAll = (storm: readonly Forgery[]): Promise<Thrown[]> =>
  eachAtOnce(storm, AT_ONCE, async (forgery) => {
    const at = performance.now();
    const answer = await fetch(forgery.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "CF-Connecting-IP": "203.0.113.9" },
      body: forgery.body,
    });
    await answer.arrayBuffer();
    return { ...forgery, status: answer.status, ms: performance.now() - at };
  });

function reactions(findings: Findings, thrown: readonly Thrown[]): void {
  const counts = new Map<number, number>();
  for (const { status } of thrown) counts.set(status, (counts.get(status) ?? 0) + 1);
  findings.note(
    "answers by status",
    [...counts]
      .sort()
      .map(([status, count]) => `${status}: ${count}`)
      .join(", "),
  );
  const broken = thrown.filter(({ status }) => status >= 500).length;
  findings.expect("answers 5xx (0)", broken, broken === 0);
  const odd = thrown.filter(({ status, expected }) => status !== expected);
  const kinds = [...new Set(odd.map(({ kind, status }) => `${kind} → ${status}`))];
  findings.expect(
    "answered otherwise than meant (0)",
    odd.length === 0 ? 0 : `${odd.length} (${kinds.join("; ")})`,
    odd.length === 0,
  );
  findings.note(
    "p99 of an answer, ms",
    percentile(
      thrown.map(({ ms }) => ms),
      0.99,
    ).toFixed(0),
  );
}

async function books(findings: Findings, shop: Shop, pushes: readonly Prompt[]): Promise<void> {
  const approved = new Set(pushes.filter((_, n) => n % 2 === 0).map((push) => push.checkoutRequestId));
  const attempts = await shop.rows<{
    provider_reference: string;
    status: string;
    amount_minor: number;
    captures: number;
    booked: number;
    wrong: number;
    receipt: string | null;
  }>(
    `SELECT p.provider_reference, p.status, p.amount_minor, p.receipt,
       (SELECT count(*) FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS captures,
       (SELECT coalesce(sum(l.amount_minor), 0) FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS booked,
       (SELECT count(*) FROM mismatch m WHERE m.attempt_id = p.id) AS wrong
     FROM payments p`,
  );
  const paid = attempts.filter((one) => approved.has(one.provider_reference));
  const others = attempts.filter((one) => !approved.has(one.provider_reference));
  const once = paid.filter(
    (one) => one.status === "captured" && one.captures === 1 && one.booked === one.amount_minor,
  ).length;
  findings.expect(
    `approved on the phone: booked once, at the attempt's amount (${ATTEMPTS / 2})`,
    once,
    once === ATTEMPTS / 2,
  );
  const untouched = others.filter((one) => one.captures === 0 && one.status === "failed").length;
  findings.expect(`not approved: failed, 0 booked (${ATTEMPTS / 2})`, untouched, untouched === ATTEMPTS / 2);
  const kinds = Object.keys(WRONG_AMOUNTS).length;
  const rows = attempts.reduce((sum, one) => sum + one.wrong, 0);
  findings.expect(
    `mismatch rows, one for each wrong amount (${ATTEMPTS * kinds})`,
    rows,
    attempts.every((one) => one.wrong === kinds),
  );
  const tasks = await shop.one("SELECT count(*) FROM staff_tasks WHERE kind = 'mismatch' AND state = 'open'");
  findings.expect(`staff tasks for them, one an attempt (${ATTEMPTS})`, tasks, tasks === ATTEMPTS);

  const { lines } = await shop.control<{ lines: { ref: string; checkoutRequestId: string }[] }>(
    "statement?provider=mpesa",
  );
  const theirs = new Map(lines.map((line) => [line.checkoutRequestId, line.ref]));
  const right = paid.filter((one) => one.receipt !== null && one.receipt === theirs.get(one.provider_reference)).length;
  findings.note("receipt numbers shown that are the provider's, though a forged one came first", right);
  const breaks = await shop.audit();
  findings.expect("audit rows", breaks.length, breaks.length === 0);
}

/** Claims that fit in everything come before the payer has decided: afterwards the provider itself would confirm them. */
const earlyFirst = (storm: readonly Forgery[]): Forgery[] => [
  ...storm.filter(({ kind }) => DECISIVE.has(kind)),
  ...storm.filter(({ kind }) => !DECISIVE.has(kind)),
];
const DECISIVE = new Set(["success that nobody paid", "failure that nobody caused"]);

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: randomBytes(6).readUIntBE(0, 6) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
