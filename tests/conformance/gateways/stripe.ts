import { STRIPE } from "#tests/simulators/credentials";
import { stripe } from "#worker/payments/gateways/stripe/index";
import type { Bench } from "../bench.ts";
import type { Conforming } from "../conforming.ts";

const NO_TOKEN = "Stripe has a key, and no token that could be missing or stale";

/** A message about our session by whoever sends it, saying that it was paid. */
async function tell(bench: Bench, changes: object): Promise<unknown> {
  await bench.opened();
  const { amountMinor, currency } = bench.attempt.amount;
  const object = {
    object: "checkout.session",
    id: bench.attempt.providerReference,
    status: "complete",
    payment_status: "paid",
    amount_total: amountMinor,
    currency: currency.toLowerCase(),
    livemode: false,
    client_reference_id: bench.attempt.id,
    payment_intent: "pi_3QnobodysMoney",
  };
  return bench.act("send-event", { type: "checkout.session.completed", object, ...changes });
}

export const stripeConforms: Conforming = {
  code: "stripe",
  build: ({ url, http, planScale }, isStranger) =>
    stripe(
      {
        baseUrl: `${url}/stripe`,
        secretKey: isStranger ? "sk_test_guessed" : STRIPE.secretKey,
        webhookSecret: { current: STRIPE.webhookSecret, previous: undefined },
        account: STRIPE.account,
        mode: "test",
        minAmountMinor: 50,
      },
      http,
      planScale,
    ),
  cannot: {
    "opening.fraction": "Stripe counts in minor units, as we do",
    "opening.phones": "Stripe asks for no phone",
    "opening.once-only": "a request with a key may be sent again",
    "opening.token-500": NO_TOKEN,
    "opening.token-cut": NO_TOKEN,
    "opening.token-html": NO_TOKEN,
    "opening.token-types": NO_TOKEN,
    "opening.stale": NO_TOKEN,
    "asking.declined": "a declined card leaves the page open for another: only the payer is told",
    "asking.cancelled": "a payer who goes back leaves the page open: Stripe thinks nothing of it",
    "asking.other-merchant": "Stripe's key reads its own account's sessions only, and a session names none",
    "asking.forgotten": "Stripe keeps its sessions: one that it does not know never was",
    taking: "Stripe takes the money itself when the payer agrees",
    "refunding.whole-only": "Stripe gives back parts as well",
    "returning.claimed-amount": "Stripe's return address has no amount",
  },
  wire: {
    provider: "stripe",
    currency: "USD",
    amountMinor: 7_905,
    which: ({ id }) => ({ reference: id }),
    phases: {
      create: /^POST .*\/v1\/checkout\/sessions$/,
      expire: /\/expire$/,
      refund: /^POST .*\/v1\/refunds$/,
      query: /^GET /,
    },
    settings: (earUrl) => ({ webhookUrl: `${earUrl}/stripe` }),
    fast: { settings: {}, planScale: 1 },
    amounts: [
      [50, "[unit_amount]=50&"],
      [51, "[unit_amount]=51&"],
      [7_905, "[unit_amount]=7905&"],
      [1_234_567, "[unit_amount]=1234567&"],
    ],
    fraction: null,
    least: 50,
    most: 99_999_999,
    refusedAmounts: [49, 100_000_000],
    phones: null,
    keyHeader: "Idempotency-Key",
    stale: null,
    decline: null,
    cancel: null,
    pending: {
      decision: "pending",
      complete: (bench) => bench.decide("pending-paid"),
      fail: (bench) => bench.decide("pending-failed"),
    },
    captureRef: /^pi_\w{10,}$/,
    nobodys: { reference: `cs_test_${"a".repeat(58)}`, capture: "pi_3Qnobodys" },
    forgets: null,
    bent: {
      status: (answer) => ({ ...answer, payment_status: "dreaming" }),
      amount: (answer, amount) => ({ ...answer, amount_total: amount }),
      badAmounts: [10.5, "7905", -3, null, 1e300, [7_905]],
      putAmount: (answer, amount) => ({ ...answer, amount_total: amount }),
      currency: (answer, currency) => ({ ...answer, currency: currency.toLowerCase() }),
      merchant: null,
      mode: (answer) => ({ ...answer, livemode: true }),
      attempt: (answer) => ({ ...answer, client_reference_id: "pay_another" }),
      page: (answer, url) => ({ ...answer, url }),
    },
    withdraw: { unpaid: "withdrawn", paid: "captured" },
    refunds: {
      sent: "done",
      settle: (bench, refundId) => bench.act("settle-refund", { refundId }),
      fail: (bench, refundId) => bench.act("fail-refund", { refundId }),
      elsewhere: (bench, id, amount) => bench.act("refund", { id, amount }),
    },
    hears: {
      how: "news",
      moneyKind: "checkout.session.completed",
      failing: "decline",
      wrong: {
        secret: (bench) => tell(bench, { secret: "whsec_anothers" }),
        age: (bench) => tell(bench, { timestamp: Math.floor(Date.now() / 1_000) - 400 }),
        account: (bench) => tell(bench, { account: "acct_another" }),
        type: (bench) => tell(bench, { type: "checkout.session.dreamt" }),
      },
    },
    secrets: [STRIPE.secretKey, STRIPE.webhookSecret],
  },
};
