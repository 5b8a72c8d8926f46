import { expect } from "vitest";
import type { FaultName } from "#tests/simulators/core/faults";
import type { Bench } from "../bench.ts";
import type { Case } from "./case.ts";

async function approved(bench: Bench): Promise<void> {
  await bench.opened();
  await bench.decide("approve");
  expect(await bench.look()).toEqual({ status: "approved" });
}

const take = (bench: Bench) => bench.gateway.capture?.(bench.attempt, bench.log);

/** The request to take the money is answered so: nothing is decided, and the same request again takes it once. */
const lost = (what: string, fault: FaultName): Case => ({
  what: `${what} when the money is asked for decides nothing; asked again it is taken once`,
  async run(bench) {
    await approved(bench);
    await bench.fault("capture", fault);
    expect(await take(bench)).toEqual({ status: "silent" });
    expect(await bench.settle()).toMatchObject({ status: "captured", captured: bench.attempt.amount });
    expect(await bench.moved("capture")).toHaveLength(1);
  },
});

/** Where money comes only when we ask for it. */
export const taking = {
  approved: {
    what: "approved is not paid: nothing moves until we ask, and then once, however often we do",
    async run(bench) {
      await approved(bench);
      expect(await bench.moved("capture")).toEqual([]);
      const all = await Promise.all([take(bench), take(bench), take(bench)]);
      expect(all.some((report) => report?.status === "captured")).toBe(true);
      expect(await take(bench)).toMatchObject({ status: "captured", captured: bench.attempt.amount });
      expect(await bench.moved("capture")).toHaveLength(1);
    },
  },
  early: {
    what: "asked for before the payer agreed, nothing moves and it waits",
    async run(bench) {
      await bench.opened();
      expect(await take(bench)).toEqual({ status: "waiting" });
      expect(await bench.moved("capture")).toEqual([]);
    },
  },
  "another-try": {
    what: "after a decline another try is a request of its own, and takes the money",
    async run(bench) {
      await bench.opened();
      await bench.decide("decline");
      expect((await bench.settle()).status).toBe("declined");
      expect(await bench.settle()).toMatchObject({ status: "captured", captured: bench.attempt.amount });
      const keys = bench.sentFor("capture").map(({ headers }) => headers[bench.habits.keyHeader ?? ""]);
      expect(new Set(keys).size).toBe(2);
    },
  },
  cut: lost("a cut connection", "refused"),
  "silence-before": lost("silence before anything happened", "timeout-before-effect"),
  "silence-after": lost("silence after it happened", "timeout-after-effect"),
  "error-500": lost("an internal error", "500"),
  "error-429": lost("“too many requests”", "429"),
  truncated: lost("half an answer", "truncated"),
  "wrong-types": lost("an answer of other types", "wrong-json"),
  html: lost("a page", "html"),
} as const satisfies Record<string, Case>;
