import { createHmac, randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { hashOf } from "#tests/simulators/airtel/callback";
import { AIRTEL, STRIPE } from "#tests/simulators/credentials";
import { callbackText } from "#tests/simulators/mpesa/callback";
import type { Push } from "#tests/simulators/mpesa/push";
import { transmissionHeaders } from "#tests/simulators/paypal/signature";
import { signatureHeader } from "#tests/simulators/stripe/signature";
import { eventAddress, eventOf, eventsOf, type SignedEvent, type Signing } from "#tests/support/events";
import { below, type Material, mutate, pick, type Random, randomFrom } from "#tests/support/mutations";
import { type Begun, backAddress, begin, decide, settleDown, variantFor, WAYS, type Way } from "#tests/support/paying";
import { Shop, type ShopOptions, until } from "#tests/support/shop";
import { agree, compareCaptures } from "#tests/support/statements";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const ATTEMPTS = 100; // of each provider; every second one is approved
const MUTATIONS = 10_000; // for each address
const HALF = MUTATIONS / 2;
const CONNECTIONS = 32;
const SEED = 20_261_121;
const PLAN_SCALE = 0.005;

/** One request that nobody would send. */
interface Shot {
  readonly kind: string;
  readonly url: string;
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** One address, and what is thrown at it: some before anything is decided or believed, the rest after. */
interface Target {
  readonly name: string;
  readonly way: Way;
  readonly options?: ShopOptions;
  /** Set-up, then two halves of shots. The first may book nothing. */
  load(shop: Shop, attempts: readonly Begun[], random: Random): Promise<Loaded>;
}
interface Loaded {
  readonly first: () => Promise<(n: number) => Shot>;
  readonly second: () => Promise<(n: number) => Shot>;
  /** What is true is told at last, where only a signed event tells it. */
  readonly truth?: () => Promise<void>;
}

const isApproved = (n: number): boolean => n % 2 === 0;
const none = Buffer.alloc(0);

/** Bodies that were the provider's, until somebody changed them. */
export const proof: Proof = {
  shows:
    "10,000 mutations at each of five addresses book every approved payment once at its own amount, nothing else, and no request is answered with a 5xx",
  async run(say) {
    const findings = new Findings();
    findings.note("seed", SEED);
    for (const [index, target] of TARGETS.entries()) {
      const shop = await Shop.open({ planScale: PLAN_SCALE, ...target.options });
      try {
        await attack(findings, shop, target, randomFrom(SEED + index), say);
      } finally {
        await shop.close();
      }
    }
    return findings.outcome();
  },
};

async function attack(
  findings: Findings,
  shop: Shop,
  target: Target,
  random: Random,
  say: (line: string) => void,
): Promise<void> {
  const { name, way } = target;
  await quiet(shop, way);
  const attempts = await open(shop, way);
  const loaded = await target.load(shop, attempts, random);
  say(`${name}: ${attempts.length} attempts are open`);
  const thrown = await throwAll(await loaded.first(), HALF);
  say(`${name}: the first ${HALF} are thrown`);
  await considered(shop);
  const early = await shop.one("SELECT count(*) FROM ledger");
  findings.expect(`${name}: booked by the first ${HALF}, before anything was true or signed (0)`, early, early === 0);
  thrown.push(...(await throwAll(await loaded.second(), HALF)));
  await loaded.truth?.();
  await settled(shop, way);
  table(findings, name, thrown, say);
  await books(findings, shop, target, attempts);
}

/** Providers keep their word to themselves: what arrives is what this proof sends. */
async function quiet(shop: Shop, { provider }: Way): Promise<void> {
  const settings: Record<string, object> = {
    mpesa: { deliverCallbacks: false, promptLifeSeconds: 36_000 },
    airtel: { deliverCallbacks: false, promptLifeSeconds: 36_000, inProgressMs: 0, hash: "transaction" },
    stripe: { deliverWebhooks: false },
    paypal: { deliverWebhooks: false },
  };
  if (settings[provider]) await shop.control("auto", { provider, settings: settings[provider] });
}

/** Orders of one to five pieces, so that another attempt's amount is mostly another amount. */
async function open(shop: Shop, way: Way): Promise<Begun[]> {
  const variantId = await variantFor(shop, way);
  if (way.kind === "physical") await shop.setStock(variantId, 10_000);
  return eachAtOnce(Array.from({ length: ATTEMPTS }), 8, (_, n) =>
    begin(shop, way, { variantId, quantity: 1 + (n % 5), email: `mutated-${n}@example.com` }),
  );
}

const decideAll = (shop: Shop, way: Way, attempts: readonly Begun[], otherwise: string): Promise<unknown> =>
  eachAtOnce(attempts, 8, (begun, n) => decide(shop, way, begun, isApproved(n) ? "approve" : otherwise));

interface Thrown {
  readonly kind: string;
  readonly status: number;
  /** What was said where it should not have happened. */
  readonly said: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const throwAll = (shotOf: (n: number) => Shot, count: number): Promise<Thrown[]> =>
  eachAtOnce(Array.from({ length: count }), CONNECTIONS, async (_, n) => {
    const shot = shotOf(n);
    const first = await send(shot);
    const answer = first.status === 0 ? await send(shot, false) : first; // a kept connection may have just been closed
    const isBroken = answer.status === 0 || answer.status >= 500;
    return { kind: shot.kind, ...answer, said: isBroken ? `${answer.said} to ${shot.bytes.toString("latin1")}` : "" };
  });

/** @returns the status, 0 where there was no answer */
function send(
  { url, method = "POST", headers, bytes }: Shot,
  over: Agent | false = agent,
): Promise<{ status: number; said: string }> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method, agent: over, headers: { ...headers, "Content-Length": bytes.length } });
    outgoing.on("response", (incoming) => {
      const status = incoming.statusCode ?? 0;
      let said = "";
      incoming.on("data", (chunk: Buffer) => {
        if (status >= 500) said += chunk.toString();
      });
      incoming.on("close", () => resolve({ status, said }));
    });
    outgoing.on("error", (error) => resolve({ status: 0, said: error.message }));
    outgoing.end(bytes);
  });
}

/** Everything that was kept has been looked into once; what was cut short after its answer is taken up by a round. */
const considered = (shop: Shop): Promise<unknown> =>
  until(
    "what came was considered",
    async () => {
      const waiting = await shop.one(
        "SELECT count(*) FROM webhook_inbox WHERE applied_at IS NULL AND authenticated = 1 AND tries = 0",
      );
      if (waiting > 0) await shop.round();
      return waiting === 0;
    },
    600_000,
    500,
  );

/** Rounds until every approved one is booked, every other has ended, and nothing waits. */
async function settled(shop: Shop, { method }: Way): Promise<void> {
  await until(
    "every attempt has ended",
    async () => {
      await shop.round();
      return (
        (await shop.one(
          "SELECT count(*) FROM payments WHERE gateway = ? AND status IN ('created', 'submitted', 'unknown')",
          [method],
        )) === 0
      );
    },
    300_000,
    300,
  ).catch(() => undefined); // the figures will say which have not
  await settleDown(shop, 900_000);
}

function table(findings: Findings, name: string, thrown: readonly Thrown[], say: (line: string) => void): void {
  const count = (all: readonly Thrown[]): string => {
    const counts = new Map<number, number>();
    for (const { status } of all) counts.set(status, (counts.get(status) ?? 0) + 1);
    return [...counts]
      .sort(([one], [other]) => one - other)
      .map(([status, times]) => `${status}: ${times}`)
      .join(", ");
  };
  for (const kind of [...new Set(thrown.map((one) => one.kind))].sort())
    say(`${name}: ${kind.padEnd(44)} ${count(thrown.filter((one) => one.kind === kind))}`);
  findings.expect(`${name}: mutations (${MUTATIONS})`, thrown.length, thrown.length === MUTATIONS);
  findings.note(`${name}: answers by status`, count(thrown));
  const broken = thrown.filter(({ status }) => status >= 500 || status === 0);
  const kinds = [...new Set(broken.map(({ kind, status }) => `${kind} → ${status}`))].join("; ");
  for (const { kind, status, said } of broken.slice(0, 10)) say(`${name}: ${kind} → ${status}: ${said.slice(0, 600)}`);
  findings.expect(
    `${name}: answers 5xx or none (0)`,
    broken.length === 0 ? 0 : `${broken.length} (${kinds})`,
    broken.length === 0,
  );
}

async function books(findings: Findings, shop: Shop, { name, way }: Target, attempts: readonly Begun[]): Promise<void> {
  const rows = await shop.rows<{
    id: string;
    status: string;
    order_status: string;
    amount_minor: number;
    facts: number;
    captures: number;
    booked: number;
  }>(
    `SELECT p.id, p.status, o.payment_status AS order_status, p.amount_minor,
       (SELECT count(*) FROM ledger l WHERE l.order_id = p.order_id AND l.kind NOT LIKE '%-contra') AS facts,
       (SELECT count(*) FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS captures,
       (SELECT coalesce(sum(l.amount_minor), 0) FROM ledger l WHERE l.attempt_id = p.id AND l.kind = 'capture') AS booked
     FROM payments p JOIN orders o ON o.id = p.order_id`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const paid = attempts.filter((_, n) => isApproved(n)).flatMap(({ attemptId }) => byId.get(attemptId) ?? []);
  const others = attempts.filter((_, n) => !isApproved(n)).flatMap(({ attemptId }) => byId.get(attemptId) ?? []);
  const half = ATTEMPTS / 2;
  const once = paid.filter(
    (one) => one.order_status === "paid" && one.captures === 1 && one.facts === 1 && one.booked === one.amount_minor,
  ).length;
  findings.expect(`${name}: approved, booked once at their own amount (${half})`, once, once === half);
  const untouched = others.filter((one) => one.facts === 0 && one.order_status === "unpaid").length;
  findings.expect(`${name}: not approved, 0 booked (${half})`, untouched, untouched === half);
  findings.note(`${name}: those are`, [...new Set(others.map(({ status }) => status))].sort().join(", "));
  const compared = await compareCaptures(shop, way);
  const said = `${compared.theirs}, ${compared.ours}, ${compared.same}`;
  findings.expect(
    `${name}: captures on the statement, in our ledger, the same (${half} each)`,
    said,
    agree(compared, half),
  );
  const mails = await shop.one("SELECT count(*) FROM outbox WHERE template = 'paid' AND channel = 'email'");
  findings.expect(`${name}: “paid” messages (${half})`, mails, mails === half);
  findings.note(`${name}: mismatch rows`, await shop.one("SELECT count(*) FROM mismatch"));
  const stray = await shop.one(
    "SELECT (SELECT count(*) FROM unallocated) + (SELECT count(*) FROM refunds) + (SELECT count(*) FROM disputes)",
  );
  findings.expect(`${name}: unallocated money, refunds, disputes (0)`, stray, stray === 0);
  const breaks = await shop.audit();
  findings.expect(`${name}: audit rows`, breaks.length, breaks.length === 0);
}

const JSON_TYPE = { "Content-Type": "application/json", "CF-Connecting-IP": "203.0.113.9" } as const;

/** Headers that say something else of the body than it is. */
const oddHeaders = (random: Random): Record<string, string> =>
  pick<Record<string, string>>(random, [
    { "Content-Type": "text/plain" },
    { "Content-Type": "application/x-www-form-urlencoded" },
    { "Content-Type": "multipart/form-data; boundary=x" },
    { "Content-Type": "application/json; charset=utf-16" },
    { "Content-Type": "" },
    { ...JSON_TYPE, "Content-Encoding": "gzip" },
    { ...JSON_TYPE, "Content-Encoding": "br" },
    { ...JSON_TYPE, Cookie: "session=x; ".repeat(200) },
    { ...JSON_TYPE, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "evil.example" },
    { ...JSON_TYPE, "X-HTTP-Method-Override": "DELETE" },
    { ...JSON_TYPE, Authorization: "Bearer x" },
    { ...JSON_TYPE, Origin: "null" },
    { ...JSON_TYPE, "Accept-Encoding": "identity;q=0" },
  ]);
const METHODS = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"] as const;

/** An address with something wrong in its last part. */
function oddPath(random: Random, url: string, other: string): string {
  const { origin, pathname } = new URL(url);
  const parts = pathname.split("/");
  const token = parts.pop() ?? "";
  const [id = "", version = "", mac = ""] = token.split(".");
  const place = below(random, token.length);
  const flipped = `${token.slice(0, place)}${pick(random, [..."0123456789abcdef"])}${token.slice(place + 1)}`;
  const last = pick(random, [
    flipped === token ? `${token}0` : flipped,
    token.slice(0, -1),
    `${token}.0`,
    `${id}.2.${mac}`,
    `${id}.${version}`,
    `${id}.${version}.${mac.toUpperCase()}x`,
    `${new URL(other).pathname.split("/").at(-1)?.split(".")[0]}.${version}.${mac}`,
    randomBytes(40).toString("hex"),
    "..%2f..%2fapi",
    "%00",
    "%ff",
    `${token}%0a`,
    `${token}/nothing`,
    "a".repeat(4_000),
    "",
  ]);
  return `${origin}${parts.join("/")}/${last}`;
}

// ── M-Pesa ──

const MPESA: Target = {
  name: "M-Pesa",
  way: WAYS.mpesa,
  async load(shop, attempts, random) {
    const { payments } = await shop.control<{ payments: Push[] }>("payments?provider=mpesa");
    const pushes = inOrder(attempts, payments, (push) => push.checkoutRequestId);
    const shotsOf = (bodyOf: (n: number) => string, urlOf: (n: number) => string) =>
      unsignedShots(random, bodyOf, urlOf, (bytes) => bytes);
    const claims = pushes.map((push, n) => [claimOf(push, `SKL${String(n).padStart(7, "0")}`), failureOf(push)]);
    return {
      first: async () =>
        shotsOf(
          (n) => pick(random, claims[n] ?? []),
          (n) => pushes[n]?.callbackUrl ?? "",
        ),
      second: async () => {
        await decideAll(shop, WAYS.mpesa, attempts, "cancel");
        const decided = await shop.control<{ payments: Push[] }>("payments?provider=mpesa");
        const ended = inOrder(attempts, decided.payments, (push) => push.checkoutRequestId);
        const genuine = ended.map((push, n) => (isApproved(n) ? callbackText(push) : failureOf(push)));
        return shotsOf(
          (n) => genuine[n] ?? "",
          (n) => pushes[n]?.callbackUrl ?? "",
        );
      },
    };
  },
};

const claimOf = (push: Push, receipt: string): string =>
  callbackText({ ...push, outcome: "approve", receipt, decidedAt: push.createdAt });
const failureOf = (push: Push): string => callbackText({ ...push, outcome: "cancel" });

function inOrder<T>(attempts: readonly Begun[], found: readonly T[], idOf: (one: T) => string): T[] {
  const byId = new Map(found.map((one) => [idOf(one), one]));
  return attempts.map(({ providerReference }) => {
    const one = byId.get(providerReference ?? "");
    if (!one) throw new Error(`the provider knows nothing of ${providerReference}`);
    return one;
  });
}

/** For each attempt in turn: mostly its changed body at the right address, else the body elsewhere or under other headers. */
function unsignedShots(
  random: Random,
  bodyOf: (n: number) => string,
  urlOf: (n: number) => string,
  finish: (bytes: Buffer, n: number) => Buffer,
): (n: number) => Shot {
  return (nth) => {
    const n = nth % ATTEMPTS;
    const far = below(random, ATTEMPTS);
    const [text, other, url] = [bodyOf(n), bodyOf(far), urlOf(n)];
    const draw = random();
    if (draw < 0.05)
      return {
        kind: "another address",
        url: oddPath(random, url, urlOf(far)),
        headers: JSON_TYPE,
        bytes: Buffer.from(text),
      };
    const { kind, bytes } = mutate(random, { text, other });
    if (draw < 0.08) return { kind: "another method", url, method: pick(random, METHODS), headers: JSON_TYPE, bytes };
    if (draw < 0.12) return { kind: "other headers", url, headers: oddHeaders(random), bytes: finish(bytes, nth) };
    if (draw < 0.16 && urlOf(far) !== url)
      return { kind: "at another attempt's address", url: urlOf(far), headers: JSON_TYPE, bytes };
    return { kind, url, headers: JSON_TYPE, bytes: finish(bytes, nth) };
  };
}

// ── Airtel ──

const AIRTEL_TARGET: Target = {
  name: "Airtel",
  way: WAYS.airtel,
  options: { vars: { AIRTEL_HASH_KEY: AIRTEL.hashKey } },
  async load(shop, attempts, random) {
    const { settings } = await shop.control<{ settings: { callbackUrl: string } }>("auto?provider=airtel");
    const claim = (id: string, moneyId: string) =>
      JSON.stringify({
        transaction: { id, message: "Paid", status_code: "TS", airtel_money_id: moneyId },
        hash: "",
      });
    const failure = (id: string) =>
      JSON.stringify({ transaction: { id, message: "Refused", status_code: "TF" }, hash: "" });
    const shotsOf = (bodies: readonly (readonly string[])[]) =>
      unsignedShots(
        random,
        (n) => hashed(Buffer.from(pick(random, bodies[n] ?? []))).toString("utf8"),
        () => settings.callbackUrl,
        (bytes, nth) => (nth % 2 === 0 ? hashed(bytes) : bytes), // every second one is hashed after it was changed
      );
    const ids = attempts.map(({ providerReference }) => providerReference ?? "");
    return {
      first: async () =>
        shotsOf(ids.map((id, n) => [claim(id, `MP261121.0900.L${String(n).padStart(5, "0")}`), failure(id)])),
      second: async () => {
        await decideAll(shop, WAYS.airtel, attempts, "cancel");
        const { payments } = await shop.control<{ payments: { id: string; airtelMoneyId: string | null }[] }>(
          "payments?provider=airtel",
        );
        const ended = inOrder(attempts, payments, ({ id }) => id);
        return shotsOf(ended.map(({ id, airtelMoneyId }) => [airtelMoneyId ? claim(id, airtelMoneyId) : failure(id)]));
      },
    };
  },
};

/** With the hash that Airtel would make for it, where it still has a transaction. */
function hashed(bytes: Buffer): Buffer {
  try {
    const body = JSON.parse(bytes.toString("utf8")) as { transaction?: unknown };
    const transaction = JSON.stringify(body.transaction);
    const hash = hashOf(transaction, "transaction", AIRTEL.hashKey);
    return Buffer.from(JSON.stringify({ ...body, hash }));
  } catch {
    return bytes;
  }
}

// ── Stripe and PayPal: first half unsigned, second half signed after the change ──

/** A genuine event, and what of it stays when it is signed again: whoever can sign is the provider, and what he calls his money is his to say. */
interface Genuine {
  readonly event: SignedEvent;
  readonly keep: readonly string[];
  /** The ids by which it names its attempt, as they stand in it. */
  readonly names: readonly string[];
}

const STRIPE_TARGET: Target = {
  name: "Stripe",
  way: WAYS.stripe,
  async load(shop, attempts, random) {
    await decideAll(shop, WAYS.stripe, attempts, "pending-failed");
    const genuine = await eachAtOnce(attempts, 8, (begun) => genuineOf(shop, "stripe", begun, /^checkout\.session/));
    const url = eventAddress(shop.url, "stripe");
    return signedTarget({
      provider: "stripe",
      random,
      url,
      genuine,
      spoil: (event, other) => spoiltStripe(random, event, other),
      sign: (bytes) => stripeHeaders(random, bytes),
      truth: (n) => post(url, genuine[n]?.[0]?.event),
    });
  },
};

const PAYPAL_TARGET: Target = {
  name: "PayPal",
  way: WAYS.paypal,
  async load(shop, attempts, random) {
    await decideAll(shop, WAYS.paypal, attempts, "pending");
    const approvals = await eachAtOnce(attempts, 8, (begun) => genuineOf(shop, "paypal", begun, /^CHECKOUT/));
    const url = eventAddress(shop.url, "paypal");
    const shared = {
      provider: "paypal" as const,
      random,
      url,
      spoil: (event: SignedEvent, other: SignedEvent) => spoiltPaypal(random, shop, event, other),
      sign: (bytes: Buffer) => paypalHeaders(shop, bytes),
    };
    const first = signedTarget({ ...shared, genuine: approvals });
    return {
      first: first.first,
      second: async () => {
        // The payers come back, PayPal takes the money, and its answer to us breaks off: it knows, and we do not.
        await shop.control("faults", { provider: "paypal", phase: "capture", fault: "truncated", times: ATTEMPTS });
        await eachAtOnce(attempts, 8, (begun) => fetch(backAddress(shop, WAYS.paypal, begun), { redirect: "manual" }));
        await shop.control("faults", undefined, "DELETE");
        await eachAtOnce(attempts, 8, async (begun, n) => {
          if (!isApproved(n)) await decide(shop, WAYS.paypal, begun, "pending-failed");
        });
        const captures = await eachAtOnce(attempts, 8, (begun) => genuineOf(shop, "paypal", begun, /^PAYMENT/));
        const genuine = captures.map((events, n) => [...events, ...(approvals[n] ?? [])]);
        return signedTarget({ ...shared, genuine }).second();
      },
    };
  },
};

async function genuineOf(shop: Shop, provider: Signing, begun: Begun, types: RegExp): Promise<Genuine[]> {
  const reference = begun.providerReference ?? "";
  const wanted = (await eventsOf(shop, provider, reference)).filter(({ type }) => types.test(type));
  return Promise.all(
    wanted.map(async ({ type }) => {
      const event = await eventOf(shop, provider, reference, type);
      const { data, resource } = JSON.parse(event.body) as {
        data?: { object: { payment_intent: string } };
        resource?: { id: string };
      };
      const money = data?.object.payment_intent ?? (type.startsWith("PAYMENT") ? resource?.id : undefined);
      return { event, keep: money ? [money] : [], names: [reference, begun.attemptId] };
    }),
  );
}

interface SignedParts {
  readonly provider: Signing;
  readonly random: Random;
  readonly url: string;
  /** By attempt. */
  readonly genuine: readonly (readonly Genuine[])[];
  readonly spoil: (event: SignedEvent, other: SignedEvent) => readonly [kind: string, headers: Record<string, string>];
  readonly sign: (bytes: Buffer) => Record<string, string>;
  readonly truth?: (n: number) => Promise<void>;
}

function signedTarget({ random, url, genuine, spoil, sign, truth }: SignedParts): Loaded {
  const chosen = (n: number): Genuine => pick(random, genuine[n] ?? []);
  /** Of another attempt with the same fate: a body that says "paid" of one that was not would be the provider's own word, once it is signed. */
  const alike = (n: number): Genuine => chosen((n + 2 * (1 + below(random, ATTEMPTS / 2 - 1))) % ATTEMPTS);
  const odd = (n: number, event: SignedEvent): Shot | null => {
    const draw = random();
    const bytes = Buffer.from(event.body);
    if (draw < 0.02)
      return { kind: "another method", url, method: pick(random, METHODS), headers: event.headers, bytes };
    if (draw < 0.04)
      return {
        kind: "another address",
        url: `${url}${pick(random, ["/", "/x", "/x/y", "x", "%00", `/${n}.1.0`])}`,
        headers: event.headers,
        bytes,
      };
    return null;
  };
  return {
    first: async () => (nth) => {
      const n = nth % ATTEMPTS;
      const { event } = chosen(n);
      const strange = odd(n, event);
      if (strange) return strange;
      if (random() < 0.4) {
        const [kind, headers] = spoil(event, chosen((n + 1) % ATTEMPTS).event);
        return { kind: `unsigned: ${kind}`, url, headers, bytes: Buffer.from(event.body) };
      }
      const other = chosen(below(random, ATTEMPTS)).event.body;
      const { kind, bytes } = mutate(random, { text: event.body, other });
      return { kind: `unsigned: ${kind}`, url, headers: event.headers, bytes };
    },
    second: async () => (nth) => {
      const n = nth % ATTEMPTS;
      const one = chosen(n);
      const two = alike(n);
      const fresh = (text: string) => text.replace(/"id":( ?)"(evt_|WH-)/, `"id":$1"$2m${nth}`); // an event of its own
      const material: Material = {
        text: fresh(one.event.body),
        other: two.event.body,
        keep: [...one.keep, ...two.keep],
      };
      const named = random() < 0.1 ? renamed(random, material.text, one, chosen(below(random, ATTEMPTS))) : null;
      const { kind, bytes } = named ?? mutate(random, material);
      return { kind: `signed: ${kind}`, url, headers: { ...one.event.headers, ...sign(bytes) }, bytes };
    },
    ...(truth && {
      truth: async () => {
        await eachAtOnce(genuine, 8, (_, n) => (isApproved(n) ? truth(n) : Promise.resolve()));
      },
    }),
  };
}

/** One of the ids by which a body names its attempt, wherever it stands, becomes another attempt's. */
function renamed(random: Random, text: string, one: Genuine, far: Genuine) {
  const which = below(random, one.names.length);
  const [ours = "", theirs = ""] = [one.names[which], far.names[which]];
  if (ours === theirs || !text.includes(ours)) return null;
  return { kind: "another attempt's reference", bytes: Buffer.from(text.replaceAll(ours, theirs)) };
}

async function post(url: string, event: SignedEvent | undefined): Promise<void> {
  if (!event) return;
  const answer = await fetch(url, { method: "POST", headers: event.headers, body: event.body });
  await answer.arrayBuffer();
}

const nowS = (): number => Math.floor(Date.now() / 1_000);

/** Signed now, in one of the ways a header may be written. */
function stripeHeaders(random: Random, bytes: Buffer): Record<string, string> {
  const body = bytes.toString("utf8");
  const header = signatureHeader(body, STRIPE.webhookSecret, nowS());
  const [t = "", v1 = ""] = header.split(",");
  const old = createHmac("sha256", "whsec_before").update("x").digest("hex");
  return {
    "Stripe-Signature": pick(random, [
      header,
      header,
      `${t}, ${v1}`,
      `${t},v1=${old},${v1}`,
      `${v1},${t}`,
      `${t},${v1},v2=x`,
    ]),
  };
}

/** The genuine body under a header that is not its own. */
function spoiltStripe(random: Random, { body }: SignedEvent, other: SignedEvent): [string, Record<string, string>] {
  const at = nowS();
  const right = signatureHeader(body, STRIPE.webhookSecret, at);
  const [, hex = ""] = /v1=([0-9a-f]+)/.exec(right) ?? [];
  const changed = hex.replace(/^./, (sign) => (sign === "0" ? "1" : "0"));
  const v0 = /v0=\w+/.exec(right)?.[0] ?? "";
  const kinds: Record<string, string | null> = {
    "wrong secret": signatureHeader(body, "whsec_another", at),
    "secret of the API": signatureHeader(body, STRIPE.secretKey, at),
    "old timestamp": signatureHeader(body, STRIPE.webhookSecret, at - 301 - below(random, 100_000)),
    "old signature, new timestamp": signatureHeader(body, STRIPE.webhookSecret, at - 400).replace(/t=\d+/, `t=${at}`),
    "another body's signature": signatureHeader(other.body, STRIPE.webhookSecret, at - 1).replace(v0, ""),
    "no header": null,
    "empty header": "",
    "no time": right.replace(/t=\d+,/, ""),
    "two times": `t=${at - 1},${right}`,
    "no number for a time": right.replace(
      /t=\d+/,
      pick(random, ["t=now", "t=", "t=-1", "t=1e9", "t=0x10", "t=NaN", `t=${"9".repeat(400)}`]),
    ),
    "time in milliseconds": right.replace(/t=\d+/, `t=${at * 1_000}`),
    "only the old scheme": `t=${at},${v0}`,
    "one digit changed": right.replace(hex, changed),
    "cut signature": right.replace(hex, hex.slice(0, below(random, 63))),
    "longer signature": right.replace(hex, `${hex}${hex}`),
    "capital letters": right.replace(hex, hex.toUpperCase().replace(/^\d+$/, "A")),
    "base64 instead": right.replace(hex, Buffer.from(hex, "hex").toString("base64")),
    "another header's name": null,
    "very long header": `t=${at},${"v1=00,".repeat(1_500)}`,
    rubbish: pick(random, [",,,", "=", "t,v1", "v1=", "{}", "t=1,v1=\u00ff", "%00", `t=${at};v1=${hex}`]),
  };
  const kind = pick(random, Object.keys(kinds));
  const header = kinds[kind];
  if (kind === "another header's name") return [kind, { ...JSON_TYPE, "X-Stripe-Signature": right }];
  // A signature of nothing but capitals or digits may happen to be the right one: then it is another digit that is wrong.
  const sure = header === right ? right.replace(hex, changed) : header;
  return [kind, sure === null || sure === undefined ? { ...JSON_TYPE } : { ...JSON_TYPE, "Stripe-Signature": sure }];
}

const paypalHeaders = (shop: Shop, bytes: Buffer): Record<string, string> =>
  transmissionHeaders(bytes.toString("utf8"), { origin: shop.simulatorsUrl, at: new Date() });

function spoiltPaypal(
  random: Random,
  shop: Shop,
  { body }: SignedEvent,
  other: SignedEvent,
): [string, Record<string, string>] {
  const origin = shop.simulatorsUrl;
  const right = transmissionHeaders(body, { origin, at: new Date() });
  const day = 86_400_000;
  const signature = right["PAYPAL-TRANSMISSION-SIG"] ?? "";
  const changed = Buffer.from(signature, "base64");
  const place = below(random, changed.length);
  changed[place] = (changed[place] ?? 0) ^ (1 << below(random, 8));
  const certificates = `${origin}/paypal/v1/notifications/certs`;
  const name = right["PAYPAL-CERT-URL"]?.split("/").at(-1) ?? "";
  const kinds: Record<string, Record<string, string>> = {
    "another webhook's id": transmissionHeaders(body, { origin, at: new Date(), webhookId: "WH-SOMEBODY-ELSE" }),
    "no webhook id": transmissionHeaders(body, { origin, at: new Date(), webhookId: "" }),
    "old time": transmissionHeaders(body, { origin, at: new Date(Date.now() - (4 + 300 * random()) * day - 60_000) }),
    "another time than was signed": {
      ...right,
      "PAYPAL-TRANSMISSION-TIME": new Date(Date.now() - 60_000).toISOString(),
    },
    "no time": {
      ...right,
      "PAYPAL-TRANSMISSION-TIME": pick(random, ["", "now", "0", "2026-13-45T99:99:99Z", "x".repeat(5_000)]),
    },
    "another transmission's id": {
      ...right,
      "PAYPAL-TRANSMISSION-ID": pick(random, ["1", "", "a|b", "../x", randomBytes(8).toString("hex")]),
    },
    "one bit of the signature": { ...right, "PAYPAL-TRANSMISSION-SIG": changed.toString("base64") },
    "another body's signature": {
      ...right,
      ...paypalHeaders(shop, Buffer.from(other.body)),
      "PAYPAL-TRANSMISSION-ID": "x",
    },
    "no signature": {
      ...right,
      "PAYPAL-TRANSMISSION-SIG": pick(random, ["", "x", "=", "A".repeat(344), "A".repeat(5_000)]),
    },
    "certificate that answers 404": {
      ...right,
      "PAYPAL-CERT-URL": `${certificates}/CERT-none-${below(random, 1_000)}`,
    },
    "certificate elsewhere": {
      ...right,
      "PAYPAL-CERT-URL": pick(random, [
        `https://evil.example/v1/notifications/certs/${name}`,
        `${origin}/v1/other/certs/${name}`,
        `${certificates}/${name}?x=1`,
        `${certificates}/${name}#x`,
        `${certificates}/../certs/../../secret`,
        `http://user:word@${new URL(origin).host}/paypal/v1/notifications/certs/${name}`,
        `https://api.paypal.com.evil.example/v1/notifications/certs/${name}`,
        `https://evil.example/api.paypal.com/v1/notifications/certs/${name}`,
        `https://evilpaypal.com/v1/notifications/certs/${name}`,
        `file:///v1/notifications/certs/${name}`,
        `data:text/plain,/v1/notifications/certs/${name}`,
        "http://169.254.169.254/v1/notifications/certs/x",
        "x",
        "",
        `${certificates}/${"x".repeat(5_000)}`,
      ]),
    },
    "certificate that is none": { ...right, "PAYPAL-CERT-URL": `${origin}/stripe/v1/notifications/certs/x` },
    "another algorithm": {
      ...right,
      "PAYPAL-AUTH-ALGO": pick(random, ["none", "", "SHA1withRSA", "sha256withrsa", "HS256"]),
    },
    "no headers at all": {},
    "one header missing": without(
      right,
      pick(
        random,
        Object.keys(right).filter((key) => /ID|TIME|SIG|URL|ALGO/.test(key)),
      ),
    ),
  };
  const kind = pick(random, Object.keys(kinds));
  return [kind, { ...JSON_TYPE, ...kinds[kind] }];
}

const without = (headers: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

// ── Khalti ──

const KHALTI_TARGET: Target = {
  name: "Khalti",
  way: WAYS.khalti,
  async load(shop, attempts, random) {
    const backs = attempts.map((begun) => backAddress(shop, WAYS.khalti, begun));
    const addresses = async (): Promise<string[]> => {
      const { payments } = await shop.control<{ payments: { id: string; comesBackTo: string }[] }>(
        "payments?provider=khalti",
      );
      return inOrder(attempts, payments, ({ id }) => id).map(({ comesBackTo }) => comesBackTo);
    };
    const shotsOf = (genuine: readonly string[]) => (nth: number) => {
      const n = nth % ATTEMPTS;
      const far = below(random, ATTEMPTS);
      return khaltiShot(random, backs[n] ?? "", genuine[n] ?? "", backs[far] ?? "", genuine[far] ?? "");
    };
    return {
      first: async () => {
        // Nobody has paid, and all say that they have.
        const open = await addresses();
        return shotsOf(open.map((url) => url.replace(/status=[^&]*/, "status=Completed")));
      },
      second: async () => {
        await decideAll(shop, WAYS.khalti, attempts, "cancel");
        return shotsOf(await addresses());
      },
    };
  },
};

function khaltiShot(random: Random, url: string, genuine: string, otherUrl: string, other: string): Shot {
  const headers = { "CF-Connecting-IP": "203.0.113.9", Accept: "text/html" };
  const shot = (kind: string, address: string, more: Partial<Shot> = {}): Shot => ({
    kind,
    url: address,
    method: "GET",
    headers,
    bytes: none,
    ...more,
  });
  const query = new URL(genuine).searchParams;
  const theirs = new URL(other).searchParams;
  const keys = [...query.keys()];
  const key = pick(random, keys);
  const draw = random();
  if (draw < 0.06) return shot("another address", oddPath(random, url, otherUrl));
  if (draw < 0.09)
    return shot("another method", `${url}?${query}`, { method: pick(random, ["POST", "PUT", "DELETE", "PATCH"]) });
  if (draw < 0.12) return shot("other headers", `${url}?${query}`, { headers: { ...oddHeaders(random), ...headers } });
  if (draw < 0.18) return shot("all of another attempt's keys", `${url}?${theirs}`);
  if (draw < 0.22) return shot("as if cancelled", `${url}/cancelled?${query}`);
  if (draw < 0.24) return shot("huge", `${url}?${query}&x=${"x".repeat(65_536 + below(random, 20_000))}`);
  if (draw < 0.3) return shot("raw text", `${url}?${pick(random, RAW)}${random() < 0.5 ? `&${query}` : ""}`);
  if (draw < 0.36) {
    query.append(key, random() < 0.5 ? (theirs.get(key) ?? "") : "0");
    return shot("a key twice", `${url}?${query}`);
  }
  if (draw < 0.42) {
    query.delete(key);
    return shot("a key removed", `${url}?${query}`);
  }
  if (draw < 0.52) {
    query.set(key, theirs.get(key) ?? "");
    return shot("another attempt's value", `${url}?${query}`);
  }
  // The rest as the bodies of others are changed: the keys as an object, and back.
  const { kind, bytes } = mutate(random, {
    text: JSON.stringify(Object.fromEntries(query)),
    other: JSON.stringify(Object.fromEntries(theirs)),
  });
  const text = bytes.toString("utf8").slice(0, 6_000);
  return shot(kind, `${url}?${asQuery(text)}`);
}
const RAW = [
  "%",
  "%ff",
  "%00",
  "pidx[]=1",
  "pidx[a]=1",
  "__proto__[x]=1",
  "__proto__=1",
  "constructor=1",
  "&&&",
  "=",
  "?",
  "pidx",
  "pidx=",
  "pidx=%0d%0aX:1",
  "pidx=..%2f..",
  "pidx=%F0%9F%92%B8",
  "total_amount=1e9",
  "total_amount=-1",
  "total_amount=99999999999999999999",
  "amount=NaN",
] as const;

/** Keys and values where it is still an object, else whatever there is. */
function asQuery(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null)
      return Object.entries(value)
        .map(([key, inner]) => `${encoded(key)}=${encoded(typeof inner === "string" ? inner : JSON.stringify(inner))}`)
        .join("&");
  } catch {
    // no JSON any more
  }
  return encoded(text);
}

/** Half a character cannot be written in an address. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

const TARGETS: readonly Target[] = [MPESA, AIRTEL_TARGET, STRIPE_TARGET, PAYPAL_TARGET, KHALTI_TARGET];
