import { expect, vi } from "vitest";
import { money } from "#domain/money";
import { explainResult } from "#domain/payments/results";
import type { FaultName } from "#tests/simulators/core/faults";
import type { Bench } from "../bench.ts";
import type { RefundHabits } from "../conforming.ts";
import type { Case } from "./case.ts";

function habits(bench: Bench): RefundHabits {
  if (!bench.habits.refunds) throw new Error(`${bench.spec.code} gives nothing back by itself.`);
  return bench.habits.refunds;
}

const PATIENCE = { timeout: 5_000, interval: 20 };

/** What went back by now; a provider may take a moment. */
const wentBack = (bench: Bench, amounts: readonly number[]) =>
  vi.waitFor(async () => expect((await bench.moved("refund")).map(({ amount }) => amount)).toEqual(amounts), PATIENCE);

/** The request to give back goes wrong so: never “done”, and a refusal only where nothing can have happened. */
const goesWrong = (what: string, fault: FaultName, hasEffect: boolean): Case => ({
  what: `${what} leaves open whether it went back${hasEffect ? "" : ", or it is known that it did not"}`,
  async run(bench) {
    const paid = await bench.paid();
    await bench.fault("refund", fault);
    const sent = await bench.giveBack(bench.refundOf(paid));
    expect(hasEffect ? ["unknown"] : ["unknown", "refused"]).toContain(sent.status);
    await wentBack(bench, hasEffect ? [paid.captured.amountMinor] : []);
  },
});

export const refunding = {
  whole: {
    what: "the whole goes back: exactly what was captured",
    async run(bench) {
      const paid = await bench.paid();
      expect((await bench.giveBack(bench.refundOf(paid))).status).toBe(habits(bench).sent);
      await wentBack(bench, [paid.captured.amountMinor]);
    },
  },
  part: {
    what: "a part goes back to the minor unit, and a further part under a name of its own",
    async run(bench) {
      expect(bench.gateway.refunds?.amounts).toBe("any");
      const paid = await bench.paid();
      const [one, other] = [bench.refundOf(paid, 101), bench.refundOf(paid, 299)];
      const first = await bench.giveBack(one);
      const second = await bench.giveBack(other);
      expect([first.status, second.status]).toEqual(["done", "done"]);
      if (first.status === "done" && second.status === "done") expect(first.providerRef).not.toBe(second.providerRef);
      await wentBack(bench, [101, 299]);
    },
  },
  "whole-only": {
    what: "gives back whole payments only, and says so",
    run: async (bench) => expect(bench.gateway.refunds?.amounts).toBe("full"),
  },
  once: {
    what: "sent twice, it goes back once",
    async run(bench) {
      const paid = await bench.paid();
      const refund = bench.refundOf(paid);
      const first = await bench.giveBack(refund);
      const second = await bench.giveBack(refund);
      if (bench.gateway.refunds?.isKeyed) expect(second).toEqual(first);
      await wentBack(bench, [paid.captured.amountMinor]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await wentBack(bench, [paid.captured.amountMinor]);
    },
  },
  "part-once": {
    what: "a part sent twice under its key goes back once, and under another key twice",
    async run(bench) {
      expect(bench.gateway.refunds?.isKeyed).toBe(true);
      const paid = await bench.paid();
      const refund = bench.refundOf(paid, 500);
      expect(await bench.giveBack(refund)).toEqual(await bench.giveBack(refund));
      await wentBack(bench, [500]);
      await bench.giveBack(bench.refundOf(paid, 500));
      await wentBack(bench, [500, 500]);
    },
  },
  "lost-and-found": {
    what: "when the answer is lost, asking finds it by our own name for it",
    async run(bench) {
      const paid = await bench.paid();
      const refund = bench.refundOf(paid);
      await bench.fault("refund", "timeout-after-effect");
      expect(await bench.giveBack(refund)).toEqual({ status: "unknown" });
      expect(await bench.askOf(refund)).toMatchObject({
        status: "done",
        ourId: refund.id,
        captureRef: paid.providerRef,
        amount: refund.amount,
      });
    },
  },
  "not-found": {
    what: "a refund that never arrived is not reported as one: asking waits",
    async run(bench) {
      const paid = await bench.paid();
      expect(await bench.askOf(bench.refundOf(paid))).toBe("waiting");
    },
  },
  "silent-look": {
    what: "hearing nothing about a refund decides nothing",
    async run(bench) {
      const paid = await bench.paid();
      const refund = bench.refundOf(paid);
      await bench.giveBack(refund);
      for (const fault of ["500", "html", "truncated", "wrong-json", "timeout-before-effect"] as const) {
        await bench.fault("query", fault);
        expect(await bench.askOf(refund), fault).toBe("silent");
      }
    },
  },
  refused: {
    what: "more than was captured is refused with a reason that staff can read, and nothing moves",
    async run(bench) {
      const paid = await bench.paid();
      await bench.giveBack(bench.refundOf(paid));
      const more = await bench.giveBack(bench.refundOf(paid));
      expect(more.status).toBe("refused");
      if (more.status === "refused")
        expect(explainResult(bench.spec.code, more.code).title).not.toBe(explainResult("", "").title);
      await wentBack(bench, [paid.captured.amountMinor]);
    },
  },
  pending: {
    what: "a refund that waits is pending under the provider's name, then done",
    async run(bench) {
      await bench.habit({ refundMode: "pending" });
      const paid = await bench.paid();
      const refund = bench.refundOf(paid, 500);
      const sent = await bench.giveBack(refund);
      if (sent.status !== "pending" || sent.providerRef === null) throw new Error(JSON.stringify(sent));
      const known = { ...refund, providerReference: sent.providerRef };
      expect(await bench.askOf(known)).toMatchObject({ status: "pending", providerRef: sent.providerRef });
      await habits(bench).settle?.(bench, sent.providerRef);
      expect(await bench.askOf(known)).toMatchObject({ status: "done", amount: money(500, paid.captured.currency) });
    },
  },
  "failed-later": {
    what: "a refund that fails after it was done is reported as failed, with a reason",
    async run(bench) {
      const paid = await bench.paid();
      const refund = bench.refundOf(paid);
      const sent = await bench.giveBack(refund);
      if (sent.status !== "done") throw new Error(JSON.stringify(sent));
      await habits(bench).fail?.(bench, sent.providerRef);
      const report = await bench.askOf({ ...refund, providerReference: sent.providerRef });
      expect(report).toMatchObject({
        status: "failed",
        providerRef: sent.providerRef,
        code: expect.stringMatching(/./),
      });
    },
  },
  elsewhere: {
    what: "a refund made in the provider's own pages is in the list, and bears no name of ours",
    async run(bench) {
      const paid = await bench.paid();
      const ours = bench.refundOf(paid, 200);
      await bench.giveBack(ours);
      await habits(bench).elsewhere?.(bench, paid.providerRef, 300);
      const list = (await bench.listOf(paid.providerRef)) ?? [];
      expect(
        list.map(({ ourId, amount }) => [ourId, amount.amountMinor]).sort((a, b) => Number(a[1]) - Number(b[1])),
      ).toEqual([
        [ours.id, 200],
        [null, 300],
      ]);
      for (const one of list) expect(one.captureRef).toBe(paid.providerRef);
    },
  },
  "other-capture": {
    what: "a refund of another payment is never taken for this one's",
    async run(bench) {
      const theirs = await bench.paid();
      const sent = await bench.giveBack(bench.refundOf(theirs));
      if (sent.status !== "done") throw new Error(JSON.stringify(sent));
      bench.fresh();
      const ours = bench.refundOf(await bench.paid());
      expect(await bench.askOf({ ...ours, providerReference: sent.providerRef })).toBe("silent");
      expect(await bench.askOf(ours)).toBe("waiting");
    },
  },
  "whose-money": {
    what: "the provider knows whose its money is: our attempt's, nobody's, or no answer",
    async run(bench) {
      const { providerRef } = await bench.paid();
      const whose = (ref: string) => bench.gateway.attemptOfCapture?.(ref, bench.log);
      expect(await whose(providerRef)).toBe(bench.attempt.id);
      expect(await whose(bench.habits.nobodys.capture)).toBe("");
      await bench.fault("query", "500");
      expect(await whose(providerRef)).toBeNull();
    },
  },
  cut: goesWrong("a cut connection", "refused", false),
  "silence-before": goesWrong("silence before anything happened", "timeout-before-effect", false),
  "error-500": goesWrong("an internal error", "500", false),
  "error-429": goesWrong("“too many requests”", "429", false),
  "silence-after": goesWrong("silence after it happened", "timeout-after-effect", true),
  truncated: goesWrong("half an answer", "truncated", true),
  "wrong-types": goesWrong("an answer of other types", "wrong-json", true),
  html: goesWrong("a page", "html", true),
  huge: goesWrong("an answer larger than any", "huge", true),
} as const satisfies Record<string, Case>;
