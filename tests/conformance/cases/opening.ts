import { expect, vi } from "vitest";
import { money } from "#domain/money";
import { explainResult } from "#domain/payments/results";
import type { FaultName } from "#tests/simulators/core/faults";
import { type Bench, DEAD_END } from "../bench.ts";
import type { Case } from "./case.ts";

/** Sent again where that is allowed; what is there then, at most. */
async function goesOn(bench: Bench, most: number): Promise<void> {
  if (bench.gateway.mayOpenAgain) expect((await bench.open()).status).toBe("open");
  expect((await bench.there()).length).toBeLessThanOrEqual(most);
}

/** Nothing happened there: it is the provider's illness, never the end of the payment. */
const without = (what: string, fault: FaultName): Case => ({
  what: `${what} is the provider's illness, and nobody was asked for money`,
  async run(bench) {
    await bench.fault("create", fault);
    const opened = await bench.open();
    expect(["unknown", "refused"]).toContain(opened.status);
    expect(opened).toMatchObject({ trouble: true });
    expect(await bench.there()).toEqual([]);
    await goesOn(bench, 1);
  },
});

/** It may have happened: unknown, and never a refusal. */
const perhaps = (what: string, fault: FaultName): Case => ({
  what: `${what} leaves open whether somebody was asked: never a refusal, never thrown`,
  async run(bench) {
    await bench.fault("create", fault);
    expect(await bench.open()).toMatchObject({ status: "unknown" });
    expect(await bench.there()).toHaveLength(1);
    await goesOn(bench, bench.habits.keyHeader ? 1 : 2);
  },
});

/** Without a token nothing leaves the shop. */
const tokenless = (fault: FaultName, isIll: boolean): Case => ({
  what: `without a token (${fault}) nothing was sent, and that is known`,
  async run(bench) {
    await bench.fault("token", fault);
    const opened = await bench.open();
    expect(opened).toMatchObject({ status: "refused", code: "not-sent" });
    if (isIll) expect(opened).toMatchObject({ trouble: true });
    expect(bench.sentFor("create")).toEqual([]);
    expect((await bench.open()).status).toBe("open"); // a token that could not be had is asked for again
  },
});

export const opening = {
  named: {
    what: "a payment is open there once, under the name we keep, for exactly our amount",
    async run(bench) {
      const opened = await bench.opened();
      const { amountMinor: amount, currency } = bench.attempt.amount;
      expect(await bench.there()).toMatchObject([{ id: opened.providerReference, amount, currency, state: "open" }]);
    },
  },
  page: {
    what: "the payer goes on at the provider's own page, which lives for a while",
    async run(bench) {
      const { redirectUrl = "", expiresAt = Number.POSITIVE_INFINITY } = await bench.opened();
      expect(new URL(redirectUrl).host).toBe(new URL(bench.ground.url).host);
      expect(expiresAt).toBeGreaterThan(Date.now() + 60_000);
      expect((await fetch(redirectUrl)).status).toBe(200);
    },
  },
  script: {
    what: "an address that is no page is never given to a browser",
    async run(bench) {
      for (const url of ["javascript:alert(1)", "data:text/html,x", "/pay", ""]) {
        bench.bend("create", (answer) => bench.habits.bent.page?.(answer, url));
        bench.fresh();
        expect((await bench.open()).status).toBe("unknown");
      }
    },
  },
  amounts: {
    what: "an amount stands on the wire exactly, minor unit by minor unit",
    async run(bench) {
      for (const [amountMinor, onWire] of bench.habits.amounts) {
        bench.fresh({ amount: money(amountMinor, bench.habits.currency) });
        await bench.opened();
        expect(bench.sentFor("create").at(-1)?.body).toContain(onWire);
        expect((await bench.there())[0]?.amount).toBe(amountMinor);
      }
    },
  },
  fraction: {
    what: "cents that the provider does not have are refused with a reason: nothing is sent, nothing is rounded",
    async run(bench) {
      bench.fresh({ amount: money(bench.habits.fraction ?? 0, bench.habits.currency) });
      expect(await bench.open()).toEqual({ status: "refused", code: "cents" });
      expect(bench.sent).toEqual([]);
    },
  },
  extremes: {
    what: "the least and the most that the shop offers are taken; what the provider refuses is refused with a reason",
    async run(bench) {
      const { least, most, refusedAmounts, currency } = bench.habits;
      expect(bench.gateway.maxAmountMinor).toBe(most);
      expect(bench.gateway.minAmountMinor).toBeGreaterThanOrEqual(least);
      for (const amountMinor of [least, most]) {
        bench.fresh({ amount: money(amountMinor, currency) });
        await bench.opened();
        expect((await bench.there())[0]?.amount).toBe(amountMinor);
      }
      for (const amountMinor of refusedAmounts) {
        bench.fresh({ amount: money(amountMinor, currency) });
        const refused = await bench.open();
        expect(refused).toMatchObject({ status: "refused", code: expect.stringMatching(/./) });
        expect(await bench.there()).toEqual([]);
      }
    },
  },
  phones: {
    what: "a number goes out in the provider's own form; one that cannot be charged never does",
    async run(bench) {
      const { taken = [], refused = [] } = bench.habits.phones ?? {};
      for (const [phone, onWire] of taken) {
        bench.fresh({ phone });
        expect(bench.gateway.checkPhone(phone)).toBeNull();
        await bench.opened();
        expect(bench.sentFor("create").at(-1)?.body).toContain(onWire);
      }
      const before = bench.sent.length;
      for (const phone of refused) {
        bench.fresh({ phone });
        expect(bench.gateway.checkPhone(phone)).toContain("Kenyan numbers");
        expect(await bench.open()).toEqual({ status: "refused", code: "bad-phone" });
      }
      bench.fresh({ phone: null });
      expect(await bench.open()).toEqual({ status: "refused", code: "bad-phone" });
      expect(bench.sent).toHaveLength(before);
    },
  },
  "same-bytes": {
    what: "what is sent again are the same bytes under the same key",
    async run(bench) {
      await bench.opened();
      await new Promise((resolve) => setTimeout(resolve, 1_100)); // a clock of whole seconds has moved on
      await bench.open();
      const [first, second] = bench.sentFor("create");
      expect(second?.body).toBe(first?.body);
      expect(first?.body).not.toBe("");
      const { keyHeader } = bench.habits;
      if (keyHeader) {
        expect(first?.headers[keyHeader]).toContain(bench.attempt.id);
        expect(second?.headers[keyHeader]).toBe(first?.headers[keyHeader]);
      }
    },
  },
  once: {
    what: "sent three times at once and once more, it is one payment there under one name",
    async run(bench) {
      const all = await Promise.all([bench.open(), bench.open(), bench.open()]);
      const last = await bench.open();
      const there = await bench.there();
      expect(there).toHaveLength(1);
      for (const opened of [...all, last])
        if (opened.status === "open") expect(opened.providerReference).toBe(there[0]?.id);
      if (bench.gateway.mayOpenAgain) expect(last.status).toBe("open");
    },
  },
  "once-only": {
    what: "a prompt is never sent by itself a second time",
    async run(bench) {
      expect(bench.gateway.mayOpenAgain).toBe(false);
      await bench.fault("create", "timeout-after-effect");
      await bench.open();
      expect(bench.sentFor("create")).toHaveLength(1);
      expect(await bench.there()).toHaveLength(1);
    },
  },
  unreachable: {
    what: "where nobody listens, nothing was sent or nothing is known; it counts as illness",
    async run(bench) {
      const opened = await bench.open(bench.rebuilt({ url: `http://${DEAD_END}` }));
      expect(["unknown", "refused"]).toContain(opened.status);
      expect(opened).toMatchObject({ trouble: true });
      expect(await bench.there()).toEqual([]);
    },
  },
  cut: without("a connection that is cut", "refused"),
  "silence-before": without("silence before anything happened", "timeout-before-effect"),
  "error-500": without("an internal error", "500"),
  "error-429": without("“too many requests”", "429"),
  "silence-after": perhaps("silence after it happened", "timeout-after-effect"),
  truncated: perhaps("half an answer", "truncated"),
  "wrong-types": perhaps("an answer of other types than promised", "wrong-json"),
  html: perhaps("a page instead of an answer", "html"),
  huge: perhaps("an answer larger than any", "huge"),
  bomb: perhaps("a small answer that unpacks to twenty megabytes", "gzip-bomb"),
  slow: {
    what: "an answer that takes too long is not waited for",
    async run(bench) {
      await bench.opened(); // a token is at hand now
      bench.fresh();
      bench.patienceMs = 300;
      await bench.fault("create", "slow");
      const began = performance.now();
      expect(await bench.open()).toEqual({ status: "unknown", trouble: true });
      expect(performance.now() - began).toBeLessThan(1_300);
      expect(bench.sentFor("create").length).toBe(2);
      await vi.waitFor(async () => expect(await bench.there()).toHaveLength(1), 3_000); // it has its effect all the same
    },
  },
  "token-500": tokenless("500", true),
  "token-cut": tokenless("refused", true),
  "token-html": tokenless("html", false),
  "token-types": tokenless("wrong-json", false),
  stale: {
    what: "a token that has become stale is replaced once, and the request goes through",
    async run(bench) {
      const { stale } = bench.habits;
      await stale?.begin?.(bench);
      await bench.opened();
      await stale?.end(bench);
      bench.fresh();
      const before = bench.sentFor("token").length;
      expect((await bench.open()).status).toBe("open");
      expect(bench.sentFor("token")).toHaveLength(before + 1);
      expect(await bench.there()).toHaveLength(1);
      await stale?.end(bench);
      expect((await bench.look()).status).toBe("waiting");
    },
  },
  stranger: {
    what: "with a secret that is not ours it is refused for certain, and nothing is there",
    async run(bench) {
      const opened = await bench.open(bench.rebuilt({ isStranger: true }));
      expect(opened).toMatchObject({ status: "refused" });
      if (opened.status === "refused")
        expect(explainResult(bench.spec.code, opened.code).title).not.toBe("The payment did not go through");
      expect(await bench.there()).toEqual([]);
    },
  },
} as const satisfies Record<string, Case>;
