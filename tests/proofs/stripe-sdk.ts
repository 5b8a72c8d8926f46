import Stripe from "stripe";
import { STRIPE } from "#tests/simulators/credentials";
import { eventAddress, eventOf, type SignedEvent } from "#tests/support/events";
import { type Begun, begin, decide, settleDown, variantFor, WAYS } from "#tests/support/paying";
import { Shop } from "#tests/support/shop";
import { agree, compareCaptures } from "#tests/support/statements";
import { eachAtOnce, Findings, type Proof } from "./proof.ts";

const ORDERS = 20;
const OLDEST_S = 300; // Stripe's own tolerance, and ours

/** Stripe's own client, which knows nothing of this shop and its simulator. */
export const proof: Proof = {
  shows:
    "Stripe's own SDK signs what our webhook accepts, and works against the simulator; a wrong secret, an old signature and somebody else's events book nothing",
  async run(say) {
    const findings = new Findings();
    const shop = await Shop.open();
    try {
      await shop.control("auto", { provider: "stripe", settings: { deliverWebhooks: false } });
      const { hostname: host, port } = new URL(shop.simulatorsUrl);
      const sdk = new Stripe(STRIPE.secretKey, {
        host,
        port,
        protocol: "http",
        maxNetworkRetries: 0,
        telemetry: false,
      });
      const paid = await paidOrders(shop);
      say(`${paid.length} orders are paid at Stripe; the shop has not heard of it`);
      await refusals(findings, shop, sdk, paid);
      await strangers(findings, shop, sdk, paid);
      await acceptance(findings, shop, sdk, paid);
      await whatSimulatorSigns(findings, shop, sdk, paid);
      say("the webhook was held against the SDK; now the simulator");
      await theSimulator(findings, shop, sdk);
      const breaks = await shop.audit();
      findings.expect("audit rows", breaks.length, breaks.length === 0);
    } finally {
      await shop.close();
    }
    return findings.outcome();
  },
};

interface Paid {
  readonly begun: Begun;
  /** The body of the event that says so, with Stripe's own line breaks. */
  readonly body: string;
}

async function paidOrders(shop: Shop): Promise<Paid[]> {
  const way = WAYS.stripe;
  const variantId = await variantFor(shop, way);
  await shop.setStock(variantId, ORDERS);
  return eachAtOnce(Array.from({ length: ORDERS }), 4, async (_, n) => {
    const begun = await begin(shop, way, { variantId, email: `sdk-${n}@example.com` });
    await decide(shop, way, begun, "approve");
    return { begun, body: (await completed(shop, begun)).body };
  });
}

const completed = (shop: Shop, { providerReference }: Begun): Promise<SignedEvent> =>
  eventOf(shop, "stripe", providerReference ?? "", "checkout.session.completed");

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function post(shop: Shop, body: string, header: string | null): Promise<Answer> {
  const answer = await fetch(eventAddress(shop.url, "stripe"), {
    method: "POST",
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      ...(header === null ? {} : { "Stripe-Signature": header }),
    },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

const nowS = (): number => Math.floor(Date.now() / 1_000);
type Signer = { readonly payload: string; readonly secret?: string; readonly timestamp?: number };
const headerOf = (sdk: Stripe, { payload, secret = STRIPE.webhookSecret, timestamp = nowS() }: Signer): string =>
  sdk.webhooks.generateTestHeaderString({ payload, secret, timestamp });

/** Signed with the SDK, but not by Stripe, not now, or not this. */
async function refusals(findings: Findings, shop: Shop, sdk: Stripe, paid: readonly Paid[]): Promise<void> {
  const other = (text: string) => text.replace('"payment_status": "paid"', '"payment_status": "free"');
  const kinds: Record<string, (body: string) => [string, string | null]> = {
    "a wrong secret": (body) => [body, headerOf(sdk, { payload: body, secret: "whsec_of_another_endpoint" })],
    "the secret without its prefix": (body) => [
      body,
      headerOf(sdk, { payload: body, secret: STRIPE.webhookSecret.replace("whsec_", "") }),
    ],
    "a signature of 301 s ago": (body) => [body, headerOf(sdk, { payload: body, timestamp: nowS() - OLDEST_S - 1 })],
    "a signature of a year ago": (body) => [body, headerOf(sdk, { payload: body, timestamp: nowS() - 31_536_000 })],
    "another scheme": (body) => [
      body,
      sdk.webhooks.generateTestHeaderString({ payload: body, secret: STRIPE.webhookSecret, scheme: "v0" }),
    ],
    "an old signature with a new time": (body) => [
      body,
      headerOf(sdk, { payload: body, timestamp: nowS() - 3_600 }).replace(/^t=\d+/, `t=${nowS()}`),
    ],
    "another body": (body) => [other(body), headerOf(sdk, { payload: body })],
    "the same JSON in other bytes": (body) => [JSON.stringify(JSON.parse(body)), headerOf(sdk, { payload: body })],
    "no signature": (body) => [body, null],
  };
  for (const [kind, make] of Object.entries(kinds)) {
    const answers = await eachAtOnce(paid, 4, ({ body }) => post(shop, ...make(body)));
    const refused = answers.filter(({ status }) => status >= 400 && status < 500).length;
    findings.expect(`${kind}: refused with 4xx (${ORDERS})`, refused, refused === ORDERS);
  }
  await nothingBooked(findings, shop, "after the refused ones");
  const kept = await shop.one("SELECT count(*) FROM webhook_inbox");
  findings.expect("refused ones kept in the inbox (0)", kept, kept === 0);
}

/** Stripe signs events for whoever is connected to the account: each is answered, counted, and changes nothing. */
async function strangers(findings: Findings, shop: Shop, sdk: Stripe, paid: readonly Paid[]): Promise<void> {
  type Event = { id: string; data: { object: Record<string, unknown> } } & Record<string, unknown>;
  const kinds: Record<string, (event: Event, n: number) => unknown> = {
    "a session that is not ours": (event, n) => ({
      ...event,
      data: {
        object: { ...event.data.object, id: `cs_test_somebody_elses_${n}`, client_reference_id: null, metadata: {} },
      },
    }),
    "another account": (event) => ({ ...event, account: "acct_somebodyElse" }),
    livemode: (event) => ({ ...event, livemode: true }),
  };
  for (const [kind, change] of Object.entries(kinds)) {
    const word = kind.replaceAll(" ", "_");
    const answers = await eachAtOnce(paid, 4, ({ body }, n) => {
      const event = { ...(JSON.parse(body) as Event), id: `evt_${word}_${n}` };
      const payload = JSON.stringify(change(event, n));
      return post(shop, payload, headerOf(sdk, { payload }));
    });
    await settleDown(shop);
    const heard = answers.filter(({ status }) => status === 200).length;
    findings.expect(`${kind}: answered 200 (${ORDERS})`, heard, heard === ORDERS);
    const counted = await shop.one(
      "SELECT count(*) FROM webhook_inbox WHERE event_key LIKE ? AND outcome = 'not-ours' AND applied_at IS NOT NULL",
      [`evt_${word}_%`],
    );
    findings.expect(`${kind}: counted as not ours (${ORDERS})`, counted, counted === ORDERS);
  }
  await nothingBooked(findings, shop, "after those of others");
}

async function nothingBooked(findings: Findings, shop: Shop, when: string): Promise<void> {
  const booked = await shop.one("SELECT count(*) FROM ledger");
  const moved = await shop.one("SELECT count(*) FROM payments WHERE status <> 'submitted'");
  const claims = await shop.one("SELECT count(*) FROM mismatch");
  findings.expect(
    `booked, attempts moved, mismatches ${when} (0, 0, 0)`,
    `${booked}, ${moved}, ${claims}`,
    booked + moved + claims === 0,
  );
}

/** The SDK's signature over Stripe's body, up to its tolerance, is taken; the same again changes nothing. */
async function acceptance(findings: Findings, shop: Shop, sdk: Stripe, paid: readonly Paid[]): Promise<void> {
  const ages = [0, 1, OLDEST_S - 30, -60]; // seconds; a clock of theirs may be ahead
  const answers = await eachAtOnce(paid, 4, ({ body }, n) =>
    post(shop, body, headerOf(sdk, { payload: body, timestamp: nowS() - (ages[n % ages.length] ?? 0) })),
  );
  const again = await eachAtOnce(paid, 4, ({ body }) => post(shop, body, headerOf(sdk, { payload: body })));
  const taken = [...answers, ...again].filter(({ status }) => status === 200).length;
  findings.expect(`signed by the SDK, each twice: answered 200 (${2 * ORDERS})`, taken, taken === 2 * ORDERS);
  await settleDown(shop);
  const orders = await shop.one("SELECT count(*) FROM orders WHERE payment_status = 'paid'");
  findings.expect(`orders paid by them (${ORDERS})`, orders, orders === ORDERS);
  const compared = await compareCaptures(shop, WAYS.stripe);
  const said = `${compared.theirs}, ${compared.ours}, ${compared.same}`;
  findings.expect(`captures on the statement, in our ledger, the same (${ORDERS} each)`, said, agree(compared, ORDERS));
  const mails = await shop.one("SELECT count(*) FROM outbox WHERE template = 'paid'");
  findings.expect(`“paid” messages (${ORDERS})`, mails, mails === ORDERS);
}

/** The SDK's own check, over what the simulator signs. */
async function whatSimulatorSigns(findings: Findings, shop: Shop, sdk: Stripe, paid: readonly Paid[]): Promise<void> {
  const verdicts = await eachAtOnce(paid, 4, async ({ begun }) => {
    const { body, headers } = await completed(shop, begun);
    const event = sdk.webhooks.constructEvent(body, headers["Stripe-Signature"] ?? "", STRIPE.webhookSecret);
    const refused = throws(() => sdk.webhooks.constructEvent(body, headers["Stripe-Signature"] ?? "", "whsec_other"));
    return (
      event.type === "checkout.session.completed" &&
      event.data.object.id === begun.providerReference &&
      event.data.object.amount_total !== null &&
      refused
    );
  });
  const good = verdicts.filter(Boolean).length;
  findings.expect(`events of the simulator that the SDK believes (${ORDERS})`, good, good === ORDERS);
}

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof Stripe.errors.StripeSignatureVerificationError;
  }
}

/** What a merchant does with the SDK, against the simulator: each line is a sentence that holds or does not. */
async function theSimulator(findings: Findings, shop: Shop, sdk: Stripe): Promise<void> {
  const expiresAt = nowS() + 31 * 60; // a repeat must be the same to the last sign
  const params = (amount: number, reference: string): Stripe.Checkout.SessionCreateParams => ({
    mode: "payment",
    success_url: "https://shop.example/back?session_id={CHECKOUT_SESSION_ID}",
    cancel_url: "https://shop.example/back/cancelled",
    client_reference_id: reference,
    metadata: { attempt_id: reference },
    payment_intent_data: { metadata: { attempt_id: reference } },
    expires_at: expiresAt,
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "kes", unit_amount: amount, product_data: { name: "Order A7QK2M9" } },
      },
    ],
  });
  const { sessions } = sdk.checkout;
  const made = await sessions.create(params(150_000, "ref-1"), { idempotencyKey: "sdk/1" });
  const held: Record<string, boolean> = {};
  held["creates a session with a page"] =
    made.object === "checkout.session" && made.status === "open" && made.url?.startsWith("http") === true;
  held["of the sum asked for"] =
    made.amount_total === 150_000 && made.currency === "kes" && made.payment_status === "unpaid";
  held["says which request it was"] =
    /^req_/.test(made.lastResponse.requestId) && made.lastResponse.apiVersion === sdk.getApiField("version");
  const repeated = await sessions.create(params(150_000, "ref-1"), { idempotencyKey: "sdk/1" });
  held["the same key is the same session"] = repeated.id === made.id;
  held["the same key with other parameters is StripeIdempotencyError"] =
    (await errorOf(() => sessions.create(params(160_000, "ref-1"), { idempotencyKey: "sdk/1" }))) ===
    "StripeIdempotencyError";
  const read = await sessions.retrieve(made.id);
  held["reads it back"] =
    read.id === made.id && read.client_reference_id === "ref-1" && read.metadata?.attempt_id === "ref-1";
  held["another id is StripeInvalidRequestError"] =
    (await errorOf(() => sessions.retrieve("cs_test_none"))) === "StripeInvalidRequestError";
  held["too small a sum is StripeInvalidRequestError"] =
    (await errorOf(() => sessions.create(params(100, "ref-2")))) === "StripeInvalidRequestError";
  const { hostname: host, port } = new URL(shop.simulatorsUrl);
  const stranger = new Stripe("sk_test_somebody", { host, port, protocol: "http", maxNetworkRetries: 0 });
  held["another key is StripeAuthenticationError"] =
    (await errorOf(() => stranger.checkout.sessions.retrieve(made.id))) === "StripeAuthenticationError";

  await shop.control("decide", { provider: "stripe", id: made.id, decision: "approve", wait: true });
  const paid = await sessions.retrieve(made.id, { expand: ["payment_intent"] });
  const intent = typeof paid.payment_intent === "object" ? paid.payment_intent : null;
  held["a paid session has its intent, expanded"] =
    paid.status === "complete" &&
    paid.payment_status === "paid" &&
    intent?.status === "succeeded" &&
    intent.amount_received === 150_000;
  held["the intent carries our reference"] = intent?.metadata.attempt_id === "ref-1";
  held["what is paid cannot be expired"] =
    (await errorOf(() => sessions.expire(made.id))) === "StripeInvalidRequestError";
  const refund = await sdk.refunds.create(
    { payment_intent: intent?.id ?? "", amount: 50_000, metadata: { refund_id: "ours" } },
    { idempotencyKey: "sdk/refund" },
  );
  held["gives a part back"] =
    refund.status === "succeeded" && refund.amount === 50_000 && refund.metadata?.refund_id === "ours";
  held["reads the refund"] = (await sdk.refunds.retrieve(refund.id)).id === refund.id;
  const listed = await sdk.refunds.list({ payment_intent: intent?.id ?? "" });
  held["lists it under its intent"] = listed.data.length === 1 && listed.data[0]?.id === refund.id;
  held["more than is left is StripeInvalidRequestError"] =
    (await errorOf(() => sdk.refunds.create({ payment_intent: intent?.id ?? "", amount: 150_000 }))) ===
    "StripeInvalidRequestError";

  const left = await sessions.create(params(90_000, "ref-3"));
  const ended = await sessions.expire(left.id);
  held["expires what nobody paid"] = ended.status === "expired" && ended.url === null;
  const events = await sdk.events.list({
    types: ["checkout.session.completed", "checkout.session.expired"],
    limit: 100,
  });
  const told = events.data.map((event) => (event.data.object as { id: string }).id);
  held["lists the events of both"] = told.includes(made.id) && told.includes(left.id);
  const types = new Set<string>();
  for await (const event of sdk.events.list({ limit: 10 })) types.add(event.type); // page by page
  held["pages through all events"] = types.has("refund.created") && types.has("checkout.session.completed");
  const busy = await withFault(shop, "429", () => errorOf(() => sessions.retrieve(made.id)));
  held["too many requests is StripeRateLimitError"] = busy === "StripeRateLimitError";
  const ill = await withFault(shop, "500", () => errorOf(() => sessions.retrieve(made.id)));
  held["an internal error is StripeAPIError"] = ill === "StripeAPIError";
  const silent = await withFault(shop, "refused", () => errorOf(() => sessions.retrieve(made.id)));
  held["no connection is StripeConnectionError"] = silent === "StripeConnectionError";

  const names = Object.keys(held);
  const broken = names.filter((name) => !held[name]);
  findings.expect(
    `sentences about the simulator that hold for the SDK (${names.length})`,
    broken.length === 0 ? names.length : `${names.length - broken.length}; not so: ${broken.join("; ")}`,
    broken.length === 0,
  );
}

async function withFault<T>(shop: Shop, fault: string, work: () => Promise<T>): Promise<T> {
  // A connection that breaks off is tried once more by the SDK, whatever it was told of retries.
  await shop.control("faults", { provider: "stripe", phase: "query", fault, times: fault === "refused" ? 2 : 1 });
  return work();
}

/** The SDK's name for what went wrong; "" when nothing did. */
const errorOf = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => "",
    (error: unknown) => (error instanceof Stripe.errors.StripeError ? error.type : String(error)),
  );
