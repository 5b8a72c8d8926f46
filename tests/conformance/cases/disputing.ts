import { expect, vi } from "vitest";
import { money } from "#domain/money";
import type { DisputeReport } from "#worker/payments/gateway";
import type { Bench } from "../bench.ts";
import type { Case } from "./case.ts";

/** A paid payment that its payer disputes; what is told of it then, the oldest first. */
async function disputed(bench: Bench, how: { amount?: number; inquiry?: boolean } = {}) {
  const { providerRef, captured } = await bench.paid();
  const { dispute } = await bench.act("dispute", { id: providerRef, ...how });
  const disputeId: string = dispute.dispute_id ?? dispute.id;

  async function told(): Promise<DisputeReport[]> {
    const all = await Promise.all(bench.heard().map((heard) => bench.understand(heard)));
    return all.flatMap((one) =>
      one.how === "news" && one.event.news.kind === "dispute" ? [one.event.news.report] : [],
    );
  }
  /** Whatever the order in which it was told: the greater pair of time and rank stands. */
  const stands = async () => (await told()).sort((a, b) => a.updatedAt - b.updatedAt || a.rank - b.rank).at(-1);
  const becomes = (what: Partial<DisputeReport>) =>
    vi.waitFor(
      async () => expect(await stands()).toMatchObject({ providerRef: disputeId, captureRef: providerRef, ...what }),
      {
        timeout: 5_000,
        interval: 20,
      },
    );
  return { disputeId, captured, told, becomes };
}

/** A payer asks the provider for the money back. */
export const disputing = {
  held: {
    what: "a dispute is told with the money it holds, by the provider's name and the money's",
    async run(bench) {
      const { becomes } = await disputed(bench, { amount: 700 });
      await becomes({ money: "held", isOpen: true, amount: money(700, bench.habits.currency) });
    },
  },
  whole: {
    what: "a dispute of all of it is of exactly what was captured",
    async run(bench) {
      const { becomes, captured } = await disputed(bench);
      await becomes({ money: "held", amount: captured });
    },
  },
  inquiry: {
    what: "a question about a payment moves no money",
    async run(bench) {
      const { becomes, told } = await disputed(bench, { inquiry: true });
      await becomes({ money: "none", isOpen: true });
      for (const report of await told()) expect(report.money).toBe("none");
    },
  },
  won: {
    what: "won, the money is ours again, in whatever order it is told",
    async run(bench) {
      const { becomes, disputeId } = await disputed(bench);
      await bench.act("dispute-won", { disputeId });
      await becomes({ money: "returned", isOpen: false });
    },
  },
  lost: {
    what: "lost, the money stays away, and it is over",
    async run(bench) {
      const { becomes, disputeId } = await disputed(bench);
      await bench.act("dispute-lost", { disputeId });
      await becomes({ money: "held", isOpen: false });
    },
  },
} as const satisfies Record<string, Case>;
