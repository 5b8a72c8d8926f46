import { expect } from "vitest";
import { money } from "#domain/money";
import type { Bench } from "../bench.ts";
import type { Case } from "./case.ts";

const everything = (bench: Bench): string =>
  bench.wires.map(({ request, answer }) => `${request}\n${answer}`).join("\n");

/** What the payment log keeps, which staff read. */
export const telling = {
  secrets: {
    what: "the log of a whole life, from request to refund, has no key, no token, no payer's page and no whole number",
    async run(bench) {
      const { redirectUrl } = await bench.opened();
      await bench.look();
      await bench.decide("approve");
      const report = await bench.settle();
      if (report.status !== "captured") throw new Error(JSON.stringify(report));
      await bench.gateway.withdraw(bench.attempt, bench.log);
      if (bench.gateway.refunds) {
        const [there] = await bench.there();
        bench.attempt = { ...bench.attempt, receipt: (there?.receipt as string | undefined) ?? null };
        await bench.giveBack(bench.refundOf(report));
      }
      const said = everything(bench).replaceAll(bench.attempt.providerReference ?? "?", "…"); // M-Pesa's own name for it ends in the payer's number
      const bearers = bench.sent.flatMap(({ headers }) => /^Bearer (.+)$/.exec(headers.Authorization ?? "")?.[1] ?? []);
      const phone = bench.attempt.phone?.slice(-9);
      const addresses = Object.values(bench.addresses).filter((one) => one !== bench.addresses.shop);
      for (const secret of [...bench.habits.secrets, ...bearers, ...addresses, redirectUrl, phone])
        if (secret) expect(said).not.toContain(secret);
      expect(said).not.toMatch(/Bearer|Basic [A-Za-z0-9+/]/);
      expect(bench.wires.length).toBeGreaterThanOrEqual(2);
    },
  },
  facts: {
    what: "the log says what was asked for and what came back: amount, names, status",
    async run(bench) {
      const [amountMinor, onWire] = bench.habits.amounts[0] ?? [1, ""];
      bench.fresh({ amount: money(amountMinor, bench.habits.currency) });
      await bench.opened();
      const [wire] = bench.wires;
      expect(wire?.request).toContain(onWire);
      expect(wire?.answer).toMatch(/^20[01] /);
      expect(everything(bench)).toContain(bench.attempt.providerReference ?? "?");
    },
  },
  silence: {
    what: "a request that got no answer is in the log as that",
    async run(bench) {
      await bench.fault("create", "timeout-after-effect");
      await bench.open();
      expect(bench.wires.at(-1)).toMatchObject({ request: expect.stringMatching(/./), answer: "no answer" });
      expect(bench.wires.at(-1)?.request).not.toContain(bench.attempt.phone?.slice(-9) ?? "+254");
    },
  },
  short: {
    what: "the log keeps no more than a page of any answer, however large",
    async run(bench) {
      await bench.opened();
      bench.answer("query", JSON.stringify({ status: "x".repeat(100_000), id: "y".repeat(100_000) }));
      await bench.look();
      for (const { answer } of bench.wires) expect(answer.length).toBeLessThan(2_100);
    },
  },
} as const satisfies Record<string, Case>;
