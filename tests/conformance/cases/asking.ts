import fc from "fast-check";
import { expect, vi } from "vitest";
import { money } from "#domain/money";
import { explainResult } from "#domain/payments/results";
import type { FaultName } from "#tests/simulators/core/faults";
import type { Bench } from "../bench.ts";
import type { Json } from "../conforming.ts";
import type { Case } from "./case.ts";

const NO_ANSWER = ["silent", "waiting"];

/** Paid, and the answer then goes wrong: the money is found by asking again. */
const silence = (what: string, fault: FaultName): Case => ({
  what: `hearing ${what} decides nothing, and the next answer counts`,
  async run(bench) {
    const { providerRef } = await bench.paid();
    await bench.fault("query", fault);
    expect(NO_ANSWER).toContain((await bench.look()).status);
    expect(await bench.look()).toMatchObject({ status: "captured", providerRef });
  },
});

/** A genuine answer about a paid payment, with one thing changed. */
async function hears(bench: Bench, change: ((answer: Json) => Json) | null) {
  if (!change) throw new Error("this provider has no such thing");
  await bench.paid();
  bench.bend("query", change);
  return bench.look();
}

/** What a provider says at last of a payment that nobody finishes. */
async function end(bench: Bench): Promise<string> {
  const ended = async () => expect((await bench.look()).status).toMatch(/^(failed|expired)$/);
  await vi.waitFor(ended, { timeout: 10_000, interval: 50 });
  const report = await bench.look();
  return "code" in report ? report.code : "";
}

const isExplained = (bench: Bench, code: string): boolean =>
  explainResult(bench.spec.code, code).title !== explainResult("", "").title;

export const asking = {
  waiting: {
    what: "while nobody has decided, it waits, however often we ask",
    async run(bench) {
      await bench.opened();
      for (const _ of [1, 2, 3]) expect(await bench.look()).toEqual({ status: "waiting" });
    },
  },
  captured: {
    what: "approved, it is captured: our amount in our currency, under the name that the books use",
    async run(bench) {
      const began = Date.now();
      const report = await bench.paid();
      expect(report.captured).toEqual(bench.attempt.amount);
      expect(report.providerRef).toMatch(bench.habits.captureRef);
      expect(report.occurredAt).toBeGreaterThan(began - 2_000); // clocks of whole seconds
      expect(report.occurredAt).toBeLessThan(Date.now() + 2_000);
      expect(await bench.moved("capture")).toMatchObject([{ amount: report.captured.amountMinor }]);
    },
  },
  again: {
    what: "asked again, it is the same money under the same name",
    async run(bench) {
      const { providerRef, captured } = await bench.paid();
      for (const _ of [1, 2, 3])
        expect(await bench.look()).toMatchObject({ status: "captured", providerRef, captured });
      expect(await bench.moved("capture")).toHaveLength(1);
    },
  },
  declined: {
    what: "a decline is an answer with a reason that we can explain",
    async run(bench) {
      await bench.opened();
      await bench.decide(bench.habits.decline?.decision ?? "");
      const report = await bench.settle();
      expect(report).toMatchObject({ status: bench.habits.decline?.report });
      if ("code" in report) expect(isExplained(bench, report.code)).toBe(true);
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  cancelled: {
    what: "called off by the payer, it has failed with a reason that we can explain",
    async run(bench) {
      await bench.opened();
      await bench.decide(bench.habits.cancel?.decision ?? "");
      const report = await bench.look();
      expect(report).toMatchObject({ status: "failed" });
      if (report.status === "failed") expect(isExplained(bench, report.code)).toBe(true);
    },
  },
  pending: {
    what: "a payer who has done his part is pending, and captured when the money comes",
    async run(bench) {
      await bench.opened();
      await bench.decide(bench.habits.pending?.decision ?? "");
      expect((await bench.settle()).status).toBe("pending");
      expect((await bench.look()).status).toBe("pending");
      await bench.habits.pending?.complete(bench);
      expect(await bench.look()).toMatchObject({ status: "captured", captured: bench.attempt.amount });
    },
  },
  "pending-failed": {
    what: "what was pending and came to nothing has failed, and moved nothing",
    async run(bench) {
      await bench.opened();
      await bench.decide(bench.habits.pending?.decision ?? "");
      expect((await bench.settle()).status).toBe("pending");
      await bench.habits.pending?.fail(bench);
      expect((await bench.look()).status).toMatch(/^(failed|expired)$/);
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  "other-id": {
    what: "another payment's answer says nothing of ours",
    async run(bench) {
      await bench.paid();
      await bench.look();
      const theirs = bench.said("query");
      bench.fresh();
      await bench.opened();
      bench.answer("query", theirs);
      expect(NO_ANSWER).toContain((await bench.look()).status);
    },
  },
  "other-attempt": {
    what: "an answer that names another attempt of ours says nothing of this one",
    run: async (bench) => expect(await hears(bench, bench.habits.bent.attempt)).toEqual({ status: "silent" }),
  },
  "other-amount": {
    what: "another amount is reported as it is, for the books to refuse: one more, one less, a hundred times",
    async run(bench) {
      const { amountMinor, currency } = bench.attempt.amount;
      const { amount } = bench.habits.bent;
      await bench.paid();
      for (const other of [amountMinor + 1, amountMinor - 1, amountMinor * 100, 1]) {
        bench.bend("query", (answer) => amount?.(answer, other));
        expect(await bench.look()).toMatchObject({ status: "captured", captured: money(other, currency) });
      }
    },
  },
  "no-amount": {
    what: "what is no whole number of minor units is no amount, and so no answer",
    async run(bench) {
      const { badAmounts, putAmount } = bench.habits.bent;
      await bench.paid();
      for (const amount of badAmounts) {
        bench.bend("query", (answer) => putAmount?.(answer, amount));
        expect(NO_ANSWER, JSON.stringify(amount)).toContain((await bench.look()).status);
      }
    },
  },
  "other-currency": {
    what: "another currency of ours is reported as it is, and one that we do not have is no answer",
    async run(bench) {
      const { currency } = bench.habits.bent;
      await bench.paid();
      bench.bend("query", (answer) => currency?.(answer, "NPR"));
      expect(await bench.look()).toMatchObject({ status: "captured", captured: { currency: "NPR" } });
      bench.bend("query", (answer) => currency?.(answer, "EUR"));
      expect(NO_ANSWER).toContain((await bench.look()).status);
    },
  },
  "other-merchant": {
    what: "money of another merchant is not ours",
    run: async (bench) => expect(await hears(bench, bench.habits.bent.merchant)).toEqual({ status: "silent" }),
  },
  "other-mode": {
    what: "money of the other mode, test or live, is not ours",
    run: async (bench) => expect(await hears(bench, bench.habits.bent.mode)).toEqual({ status: "silent" }),
  },
  "unknown-status": {
    what: "a status that nobody has heard of is held: neither paid nor failed",
    run: async (bench) => expect(NO_ANSWER).toContain((await hears(bench, bench.habits.bent.status)).status),
  },
  "nobody-knows": {
    what: "a name that the provider does not know yet decides nothing",
    async run(bench) {
      await bench.opened();
      bench.attempt = { ...bench.attempt, providerReference: bench.habits.nobodys.reference };
      expect(NO_ANSWER).toContain((await bench.look()).status);
    },
  },
  forgotten: {
    what: "a name that it still does not know after its own time is the end, with a reason",
    async run(bench) {
      await bench.opened();
      bench.attempt = { ...bench.attempt, providerReference: bench.habits.nobodys.reference };
      const late = bench.rebuilt({ planScale: 0 });
      const report = await late.lookUp(bench.attempt, bench.log);
      expect(report).toEqual({ status: bench.habits.forgets, code: "not-found" });
    },
  },
  nameless: {
    what: "without a name of the provider's nothing is asked and nothing is known",
    async run(bench) {
      expect(await bench.look()).toEqual({ status: "silent" });
      expect(bench.sentFor("query")).toEqual([]);
    },
  },
  "garbled-anywhere": {
    what: "a paid answer bent in any place never throws, and is whole minor units under a name, or nothing",
    async run(bench) {
      await bench.paid();
      await bench.look();
      const genuine = bench.said("query");
      const bent = fc
        .tuple(fc.nat(genuine.length), fc.nat(8), fc.string({ maxLength: 6 }))
        .map(([at, cut, put]) => genuine.slice(0, at) + put + genuine.slice(at + cut));
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: bent }, fc.json(), fc.string()), async (text) => {
          bench.answer("query", text);
          const report = await bench.look();
          if (report.status !== "captured") return;
          expect(Number.isSafeInteger(report.captured.amountMinor)).toBe(true);
          expect(report.captured.amountMinor).toBeGreaterThanOrEqual(0);
          expect(report.providerRef).not.toBe("");
        }),
        { numRuns: 300 },
      );
    },
  },
  cut: silence("a cut connection", "refused"),
  silence: silence("nothing", "timeout-after-effect"),
  "error-500": silence("of an internal error", "500"),
  "error-429": silence("“too many requests”", "429"),
  truncated: silence("half an answer", "truncated"),
  "wrong-types": silence("an answer of other types than promised", "wrong-json"),
  html: silence("a page", "html"),
  huge: silence("an answer larger than any", "huge"),
  bomb: silence("a small answer that unpacks to twenty megabytes", "gzip-bomb"),
  slow: {
    what: "an answer that takes too long is not waited for, and decides nothing",
    async run(bench) {
      await bench.paid();
      bench.patienceMs = 300;
      await bench.fault("query", "slow");
      const began = performance.now();
      expect(NO_ANSWER).toContain((await bench.look()).status);
      expect(performance.now() - began).toBeLessThan(1_300);
      bench.patienceMs = undefined;
      expect((await bench.look()).status).toBe("captured");
    },
  },
} as const satisfies Record<string, Case>;

/** These stand where the providers' clocks are fast. */
export const ending = {
  "left-alone": {
    what: "left alone it waits, and ends by the provider's own clock with a reason that we can explain",
    async run(bench) {
      await bench.opened();
      expect(NO_ANSWER).toContain((await bench.look()).status);
      expect(isExplained(bench, await end(bench))).toBe(true);
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  "left-midway": {
    what: "a payer who began and went away is waited for until that same end",
    async run(bench) {
      await bench.opened();
      await bench.decide("ignore");
      expect(NO_ANSWER).toContain((await bench.look()).status);
      expect(isExplained(bench, await end(bench))).toBe(true);
      await expect(bench.decide("approve")).rejects.toThrow();
    },
  },
  "ended-withdrawn": {
    what: "what has ended there is withdrawn without another word",
    async run(bench) {
      await bench.opened();
      await end(bench);
      expect(await bench.gateway.withdraw(bench.attempt, bench.log)).toBe("withdrawn");
    },
  },
} as const satisfies Record<string, Case>;
