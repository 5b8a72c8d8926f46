import { expect } from "vitest";
import type { Bench } from "../bench.ts";
import type { Case } from "./case.ts";

const withdraw = (bench: Bench) => bench.gateway.withdraw(bench.attempt, bench.log);

export const withdrawing = {
  unpaid: {
    what: "what nobody has paid is withdrawn, and takes no money afterwards; or it says that it cannot be",
    async run(bench) {
      const { wire } = bench.spec;
      if (wire) await bench.opened();
      const expected = wire?.withdraw.unpaid ?? "withdrawn";
      expect(await withdraw(bench)).toBe(expected);
      if (!wire || expected === "cannot") return;
      await bench.decide("approve").catch(() => undefined);
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  paid: {
    what: "what was paid is never withdrawn: it says so, or that it cannot",
    async run(bench) {
      await bench.paid();
      expect(await withdraw(bench)).toBe(bench.habits.withdraw.paid);
    },
  },
  pending: {
    what: "what the payer has done his part for cannot be withdrawn",
    async run(bench) {
      await bench.opened();
      await bench.decide(bench.habits.pending?.decision ?? "");
      await bench.settle();
      expect(await withdraw(bench)).toBe("cannot");
    },
  },
  silent: {
    what: "silence after the payer paid is no proof that nothing was paid",
    async run(bench) {
      await bench.paid();
      await bench.fault("query", "timeout-before-effect");
      expect(await withdraw(bench)).toBe("cannot");
    },
  },
  unsent: {
    what: "what was never opened leaves nothing to withdraw, and throws nothing",
    run: async (bench) => expect(["withdrawn", "cannot"]).toContain(await withdraw(bench)),
  },
} as const satisfies Record<string, Case>;
