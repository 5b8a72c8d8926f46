import * as z from "zod";
import type { StatementLine } from "./provider.ts";
import type { Simulation } from "./simulation.ts";

const body = z.strictObject({
  /** Minor units. */
  amount: z.int().positive(),
  at: z.iso.datetime({ offset: true }).optional(),
});

/** Lines that a provider writes without the shop: its fees, and what it pays out to the shop's bank. */
export function createOwnLines({ now, keep }: Simulation, currency: StatementLine["currency"]) {
  let lines: StatementLine[] = [];

  const writes = (kind: "fee" | "payout") => async (given: Record<string, unknown>) => {
    const { amount, at } = body.parse(given);
    const ref = `${kind.toUpperCase()}${String(lines.length + 1).padStart(6, "0")}`;
    const line: StatementLine = {
      ref,
      ourRef: "",
      kind,
      amount,
      currency,
      at: new Date(at ?? now()).toISOString(),
    };
    lines.push(line);
    keep();
    return { line };
  };

  return {
    acts: { fee: writes("fee"), payout: writes("payout") },
    all: (): readonly StatementLine[] => lines,
    load(saved: readonly StatementLine[]): void {
      lines = [...saved];
    },
    reset(): void {
      lines = [];
    },
  };
}
