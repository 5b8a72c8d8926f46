import { expect } from "vitest";
import { CURRENCIES } from "#domain/money";
import { takesAmount } from "#worker/payments/gateway";
import type { Case } from "./case.ts";

/** What every way to pay says of itself. */
export const manners = {
  words: {
    what: "it has words for the shopper and a neutral name in its addresses",
    async run({ gateway }) {
      for (const word of [
        gateway.words.name,
        gateway.words.hint,
        gateway.words.button,
        gateway.merchantName,
        gateway.account,
      ])
        expect(word.length).toBeGreaterThan(1);
      expect(gateway.path).toMatch(/^[a-z]{2}$/);
      expect(gateway.words.asksPhone).toBe(gateway.manner === "push");
    },
  },
  limits: {
    what: "its limits are whole minor units of currencies that the shop has",
    async run({ gateway }) {
      expect(gateway.currencies.length).toBeGreaterThan(0);
      for (const currency of gateway.currencies) expect(CURRENCIES).toContain(currency);
      expect(Number.isSafeInteger(gateway.minAmountMinor) && gateway.minAmountMinor >= 0).toBe(true);
      expect(Number.isSafeInteger(gateway.maxAmountMinor)).toBe(true);
      expect(gateway.maxAmountMinor).toBeGreaterThan(gateway.minAmountMinor);
      const [currency = "KES"] = gateway.currencies;
      const takes = (amountMinor: number) => takesAmount(gateway, amountMinor, currency);
      const least = Math.max(gateway.minAmountMinor, gateway.stepMinor);
      expect([takes(0), takes(least), takes(gateway.maxAmountMinor + gateway.stepMinor)]).toEqual([true, true, false]);
      expect(takes(least + 1)).toBe(gateway.stepMinor === 1);
    },
  },
  plan: {
    what: "it is asked by a plan that rises over a day at least, or by none where nobody can be asked",
    async run({ gateway }) {
      expect([...gateway.plan].sort((a, b) => a - b)).toEqual([...gateway.plan]);
      if (gateway.callsNobody) expect(gateway.plan).toEqual([]);
      else expect(gateway.plan.at(-1)).toBeGreaterThanOrEqual(24 * 3_600_000);
      expect(new Set(gateway.plan).size).toBe(gateway.plan.length);
    },
  },
  hold: {
    what: "goods are held for the payer as long as the payment can still be made",
    async run({ gateway }) {
      if (gateway.manner === "door") expect(gateway.holdMs).toBeNull();
      else expect(gateway.holdMs).toBeGreaterThanOrEqual(gateway.promptMs + 60_000);
      expect(gateway.againMs === 0).toBe(gateway.manner !== "push");
    },
  },
  phone: {
    what: "a phone is asked for where one is charged, and a foreign one is told so at once",
    async run({ gateway }) {
      const said = gateway.checkPhone("+447911123456");
      if (gateway.words.asksPhone) expect(said).toMatch(/^[A-Z].*\.$/);
      else expect(said).toBeNull();
    },
  },
  quiet: {
    what: "preparing a request sends nothing; where nobody is called, nothing ever is",
    async run(bench) {
      const { gateway, attempt, addresses } = bench;
      const now = Date.now();
      const wire = gateway.prepare(attempt, addresses, now);
      expect(JSON.parse(JSON.stringify(wire))).toEqual(wire); // it is stored as JSON
      expect(gateway.prepare(attempt, addresses, now)).toEqual(wire);
      if (gateway.callsNobody) {
        expect((await bench.open()).status).toBe("refused");
        expect(await bench.look()).toEqual({ status: "waiting" });
      }
      expect(bench.sent).toEqual([]);
    },
  },
} as const satisfies Record<string, Case>;
