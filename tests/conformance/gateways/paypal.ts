import { PAYPAL } from "#tests/simulators/credentials";
import { paypal } from "#worker/payments/gateways/paypal/index";
import type { Bench } from "../bench.ts";
import type { Conforming, Json } from "../conforming.ts";

/** A message about our order by whoever sends it, saying that it was paid. */
async function tell(bench: Bench, changes: object, more: object = {}): Promise<unknown> {
  await bench.opened();
  const { amountMinor, currency } = bench.attempt.amount;
  const object = {
    id: "3C679366HH908993F",
    status: "COMPLETED",
    amount: { value: (amountMinor / 100).toFixed(2), currency_code: currency },
    custom_id: bench.attempt.id,
    supplementary_data: { related_ids: { order_id: bench.attempt.providerReference } },
    ...more,
  };
  return bench.act("send-event", { type: "PAYMENT.CAPTURE.COMPLETED", object, ...changes });
}

/** The order with its one capture changed. */
function withCapture(order: Json, change: (capture: Json) => Json): Json {
  const [unit] = order.purchase_units;
  const captures = (unit.payments?.captures ?? []).map(change);
  return { ...order, purchase_units: [{ ...unit, payments: { ...unit.payments, captures } }] };
}
const withAmount = (order: Json, amount: object): Json =>
  withCapture(order, (capture) => ({ ...capture, amount: { ...capture.amount, ...amount } }));

export const paypalConforms: Conforming = {
  code: "paypal",
  build: ({ url, http, tokens, planScale }, isStranger) =>
    paypal(
      {
        baseUrl: `${url}/paypal`,
        clientId: PAYPAL.clientId,
        clientSecret: isStranger ? "guessed" : PAYPAL.clientSecret,
        merchantId: PAYPAL.merchantId,
        webhookId: PAYPAL.webhookId,
        mode: "test",
        brandName: "Duka",
        certificateHost: new URL(url).host,
      },
      http,
      tokens,
      planScale,
    ),
  cannot: {
    "opening.fraction": "PayPal writes cents after a point, and we have no less than cents",
    "opening.phones": "PayPal asks for no phone",
    "opening.once-only": "a request with a key may be sent again",
    "asking.cancelled": "a payer who goes back leaves the order as it was: PayPal thinks nothing of it",
    "asking.other-mode": "PayPal's test and live orders are in different places, and an order does not say which",
    "withdrawing.silent": "PayPal's money comes only when we ask for it, and the books know whether we did",
    "refunding.whole-only": "PayPal gives back parts as well",
    "returning.claimed-amount": "PayPal's return address has no amount",
  },
  wire: {
    provider: "paypal",
    currency: "USD",
    amountMinor: 7_905,
    which: ({ id }) => ({ reference: id }),
    phases: {
      token: /\/v1\/oauth2\/token$/,
      create: /^POST .*\/v2\/checkout\/orders$/,
      capture: /\/capture$/,
      refund: /\/refund$/,
      query: /^GET .*\/v2\//,
    },
    settings: (earUrl) => ({ webhookUrl: `${earUrl}/paypal` }),
    fast: { settings: { approvalWindowSeconds: 2_000 }, planScale: 0.000_03 },
    amounts: [
      [1, '"value":"0.01"'],
      [10, '"value":"0.10"'],
      [7_905, '"value":"79.05"'],
      [123_456, '"value":"1234.56"'],
    ],
    fraction: null,
    least: 1,
    most: 1_000_000,
    refusedAmounts: [0],
    phones: null,
    keyHeader: "PayPal-Request-Id",
    stale: { end: (bench) => bench.act("expire-tokens") },
    decline: { decision: "decline", report: "declined" },
    cancel: null,
    pending: {
      decision: "pending",
      complete: (bench) => bench.act("complete-pending", { reference: bench.attempt.id }),
      fail: (bench) => bench.act("deny-pending", { reference: bench.attempt.id }),
    },
    captureRef: /^[A-Z0-9]{17}$/,
    nobodys: { reference: "5O190127TN364715T", capture: "3C679366HH908993F" },
    forgets: "expired",
    bent: {
      status: (order) => withCapture({ ...order, status: "DREAMING" }, (one) => ({ ...one, status: "DREAMING" })),
      amount: (order, amount) => withAmount(order, { value: (amount / 100).toFixed(2) }),
      badAmounts: ["79.055", "-3.00", "1e3", "79,05", "", 79.05, null, ["79.05"]],
      putAmount: (order, value) => withAmount(order, { value }),
      currency: (order, currency_code) => withAmount(order, { currency_code }),
      merchant: (order) => ({
        ...order,
        purchase_units: [{ ...order.purchase_units[0], payee: { merchant_id: "ANOTHERMERCH1" } }],
      }),
      mode: null,
      attempt: (order) => ({ ...order, purchase_units: [{ ...order.purchase_units[0], custom_id: "pay_another" }] }),
      page: (order, href) => ({ ...order, links: order.links.map((link: Json) => ({ ...link, href })) }),
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
      moneyKind: "PAYMENT.CAPTURE.COMPLETED",
      failing: "decline",
      wrong: {
        secret: (bench) => tell(bench, { webhookId: "WH-ANOTHER-1" }),
        age: (bench) => tell(bench, { time: new Date(Date.now() - 5 * 86_400_000).toISOString() }),
        account: (bench) => tell(bench, {}, { payee: { merchant_id: "ANOTHERMERCH1" } }),
        type: (bench) => tell(bench, { type: "PAYMENT.CAPTURE.DREAMT" }),
      },
    },
    secrets: [PAYPAL.clientSecret, btoa(`${PAYPAL.clientId}:${PAYPAL.clientSecret}`)],
  },
};
