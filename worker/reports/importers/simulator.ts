import { z } from "zod";
import { CURRENCIES } from "#domain/money";
import type { ImportedLine, ImportedStatement } from "#domain/payments/statement-line";
import { maskPhone } from "./table.ts";

/** The simulated providers' statement, `GET /_control/statement?provider=&day=` (tests/simulators/core/provider.ts): for trying out only. */
const statement = z.object({
  day: z.iso.date().nullable().default(null),
  lines: z.array(
    z
      .object({
        ref: z.string().min(1).max(200),
        ourRef: z.string().max(200),
        kind: z.enum(["capture", "refund", "refund-undone", "chargeback", "chargeback-undone", "fee", "payout"]),
        amount: z.int().positive(),
        currency: z.enum(CURRENCIES),
        at: z.iso.datetime({ offset: true }),
      })
      .catchall(z.union([z.string().max(500), z.number()])),
  ),
});

export function readSimulator(text: string): ImportedStatement {
  const read = statement.safeParse(parse(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    return { problem: `${issue?.path.join("/") || "the file"}: ${issue?.message ?? "not a statement"}`, at: 1 };
  }
  const { day, lines } = read.data;
  return { lines: lines.map(asLine), ...(day && { days: { from: day, to: day } }) };
}

function asLine(
  { ref, ourRef, kind, amount, currency, at, ...more }: z.output<typeof statement>["lines"][number],
  place: number,
): ImportedLine {
  const shown = Object.entries(more).map(([name, value]) => [
    name,
    HIDDEN.has(name) ? maskPhone(String(value)) : value,
  ]);
  return {
    at: place + 1,
    ref,
    ourRef,
    kind,
    amountMinor: amount,
    currency,
    occurredAt: Date.parse(at),
    more: Object.fromEntries(shown),
  };
}
const HIDDEN = new Set(["phone", "msisdn", "payer"]);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
