import { describe, expect, test } from "vitest";
import { money } from "#domain/money";
import { PAYPAL, STRIPE } from "#tests/simulators/credentials";
import { openWorld } from "#tests/unit/simulators/world";
import { type Http, outbound } from "#worker/http";
import type { Attempt, PaymentGateway, Refund } from "#worker/payments/gateway";
import { paypal } from "#worker/payments/gateways/paypal/index";
import { stripe } from "#worker/payments/gateways/stripe/index";
import { ADDRESSES, anAttempt, aRefund } from "./canned.ts";

const log = () => undefined;
const BOTH = ["stripe", "paypal"] as const;
type Name = (typeof BOTH)[number];

function gatewayFor(name: Name, url: string, http: Http): PaymentGateway {
  if (name === "stripe") {
    const webhookSecret = { current: STRIPE.webhookSecret, previous: undefined };
    const { secretKey, account } = STRIPE;
    const config = {
      baseUrl: `${url}/stripe`,
      secretKey,
      webhookSecret,
      account,
      mode: "test",
      minAmountMinor: 0,
    } as const;
    return stripe(config, http, 1);
  }
  let present: string | null = null;
  const tokens: Parameters<typeof paypal>[2] = {
    async get(mint, stale = null) {
      if (present === null || present === stale) present = (await mint()).value;
      return present;
    },
  };
  const mine = { ...PAYPAL, baseUrl: `${url}/paypal`, mode: "test", brandName: "Duka" } as const;
  return paypal({ ...mine, certificateHost: new URL(url).host }, http, tokens, 1);
}

/** One adapter before its simulated provider, and what the provider told the shop. */
async function open(name: Name, settings: object = {}) {
  const { url, ear, control } = await openWorld();
  await control("auto", { provider: name, settings: { webhookUrl: `${ear.url}/webhooks`, ...settings } });
  const gateway = gatewayFor(name, url, outbound(new Set([new URL(url).host])));
  const born = anAttempt(name, 7_905, "USD", { id: `pay_${name}` });
  let attempt: Attempt = { ...born, wire: gateway.prepare(born, ADDRESSES, Date.now()) };
  const start = async () => {
    const opened = await gateway.open(attempt, ADDRESSES, log);
    if (opened.status === "open") attempt = { ...attempt, ...opened, submittedAt: Date.now() };
    return opened;
  };
  return {
    url,
    ear,
    control,
    gateway,
    start,
    attempt: () => attempt,
    decide: (decision: string) => control("decide", { provider: name, reference: attempt.id, decision, wait: true }),
    act: (action: string, more: object) => control("act", { provider: name, action, ...more }),
    look: () => gateway.lookUp(attempt, log),
    take: () => gateway.capture?.(attempt, log) ?? gateway.lookUp(attempt, log),
    async paid() {
      await start();
      await this.decide("approve");
      const report = await this.take();
      if (report.status !== "captured") throw new Error(`not captured: ${JSON.stringify(report)}`);
      return report;
    },
    /** What the events say that came so far, each verified. */
    async told() {
      await expect.poll(() => ear.heard.length).toBeGreaterThan(0);
      return Promise.all(
        ear.heard.map(async ({ headers, body }) => {
          const known = new Headers(headers as Record<string, string>);
          return { signature: await gateway.verifyEvent?.({ headers: known, body }), ...gateway.readEvent?.(body) };
        }),
      );
    },
  };
}

describe.each(BOTH)("the simulated %s", (name) => {
  test("takes our request, twice the same, and its payer's money", async () => {
    const shop = await open(name);

    const first = await shop.start();
    expect(first).toMatchObject({ status: "open", redirectUrl: expect.stringContaining(shop.url) });
    expect(await shop.start()).toMatchObject({ providerReference: shop.attempt().providerReference });
    expect(await shop.look()).toEqual({ status: "waiting" });

    await shop.decide("approve");
    const report = await shop.take();
    expect(report).toMatchObject({ status: "captured", captured: money(7_905, "USD") });
    expect(await shop.look()).toMatchObject({ status: "captured" });
    expect(await shop.gateway.withdraw(shop.attempt(), log)).toBe("captured");
    if (report.status === "captured")
      expect(await shop.gateway.attemptOfCapture?.(report.providerRef, log)).toBe(shop.attempt().id);
  });

  test("tells of that money by events that bear its signature, with the same facts", async () => {
    const shop = await open(name);
    const { providerRef, captured } = await shop.paid();

    await expect
      .poll(async () => (await shop.told()).map(({ news }) => news))
      .toContainEqual(
        expect.objectContaining({
          kind: "payment",
          providerReference: shop.attempt().providerReference,
          claimedAttemptId: shop.attempt().id,
          report: expect.objectContaining({ status: "captured", providerRef, captured }),
        }),
      );
    for (const { signature, ours } of await shop.told()) expect([signature, ours]).toEqual(["signed", true]);
  });

  test("lets a page be withdrawn that nobody has paid on", async () => {
    const shop = await open(name);
    await shop.start();
    expect(await shop.gateway.withdraw(shop.attempt(), log)).toBe("withdrawn");
  });

  test("hears of a wait, and of its end", async () => {
    const shop = await open(name);
    await shop.start();
    await shop.decide("pending");
    expect((await shop.take()).status).toBe("pending");
    expect(await shop.gateway.withdraw(shop.attempt(), log)).toBe("cannot");

    await shop.decide("pending-failed");
    expect((await shop.look()).status).toBe("failed");
  });

  test.each(["succeeded", "pending", "failed"])("gives back in parts, under one key (%s)", async (refundMode) => {
    const shop = await open(name, { refundMode });
    const { providerRef } = await shop.paid();
    const refund: Refund = aRefund(providerRef, 500, "USD", { id: `ref_${"0".repeat(32)}` });
    const { refunds } = shop.gateway;

    const sent = await refunds?.send(refund, shop.attempt(), "", log);
    expect(await refunds?.send(refund, shop.attempt(), "", log)).toEqual(sent);
    const list = await refunds?.list?.(providerRef, shop.attempt(), log);

    const status = { succeeded: "done", pending: "pending", failed: "failed" }[refundMode];
    expect(sent?.status).toBe(refundMode === "succeeded" ? "done" : "pending");
    expect(list).toEqual([
      expect.objectContaining({ captureRef: providerRef, ourId: refund.id, amount: money(500, "USD"), status }),
    ]);
    const known = { ...refund, providerReference: list?.[0]?.providerRef ?? "" };
    expect(await refunds?.lookUp?.(known, shop.attempt(), log)).toEqual(list?.[0]);
    expect(await refunds?.lookUp?.(refund, shop.attempt(), log)).toEqual(list?.[0]);
  });

  test("tells of refunds and disputes in words we understand", async () => {
    const shop = await open(name);
    const { providerRef } = await shop.paid();
    await shop.act("refund", { id: providerRef, amount: 100 });
    const { json } = await shop.act("dispute", { id: providerRef, amount: 700 });
    const disputeId = json.dispute.dispute_id ?? json.dispute.id;
    await shop.act("dispute-won", { disputeId });

    const news = (await shop.told()).flatMap(({ news }) => (news ? [news] : []));
    const refund = expect.objectContaining({ captureRef: providerRef, amount: money(100, "USD"), status: "done" });
    expect(news).toContainEqual({ kind: "refund", report: refund });
    const disputes = news.flatMap((one) => (one.kind === "dispute" ? [one.report] : []));
    for (const one of disputes) expect(one).toMatchObject({ providerRef: disputeId, captureRef: providerRef });
    expect(disputes.some(({ money }) => money === "held")).toBe(true);
    const newest = disputes.toSorted((a, b) => a.updatedAt - b.updatedAt || a.rank - b.rank).at(-1);
    expect(newest).toMatchObject({ money: "returned", isOpen: false, amount: money(700, "USD") });
  });
});

test("a payer's bank that says no leaves the PayPal order open for another try", async () => {
  const shop = await open("paypal");
  await shop.start();
  await shop.decide("decline");
  expect(await shop.look()).toEqual({ status: "approved" });
  expect(await shop.take()).toEqual({ status: "declined", code: "INSTRUMENT_DECLINED" });
});

test("a webhook whose certificate is nowhere is not PayPal's", async () => {
  const shop = await open("paypal", { certificate404: true });
  await shop.start();
  await shop.decide("approve");
  expect((await shop.told())[0]?.signature).toBe("unsigned");
});
