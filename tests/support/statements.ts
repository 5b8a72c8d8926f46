import type { Way } from "./paying.ts";
import type { Shop } from "./shop.ts";

interface Line {
  readonly ref: string;
  readonly kind: string;
  readonly amount: number;
  readonly currency: string;
  readonly checkoutRequestId?: string;
}

/** The captures of one provider's statement beside those of our ledger. */
export interface Compared {
  readonly theirs: number;
  readonly ours: number;
  /** How many are the same money: reference, amount and currency. */
  readonly same: number;
}

/** Whether both sides have so many captures, and the same ones. */
export const agree = ({ theirs, ours, same }: Compared, expected: number): boolean =>
  theirs === expected && ours === expected && same === expected;

export async function compareCaptures(shop: Shop, { method, provider }: Way): Promise<Compared> {
  const { lines } = await shop.control<{ lines: Line[] }>(`statement?provider=${provider}`);
  const captures = lines.filter(({ kind }) => kind === "capture");
  const theirs = new Set(captures.map((line) => textOf(nameOf(line, provider), line.amount, line.currency)));
  const ours = await shop.rows<{ provider_ref: string; amount_minor: number; currency: string }>(
    "SELECT provider_ref, amount_minor, currency FROM ledger WHERE gateway = ? AND kind = 'capture'",
    [method],
  );
  const same = ours.filter((fact) => theirs.has(textOf(fact.provider_ref, fact.amount_minor, fact.currency))).length;
  return { theirs: captures.length, ours: ours.length, same };
}

/** Our books call an M-Pesa payment by the request it answered; every other by the provider's name for the money. */
const nameOf = (line: Line, provider: string): string =>
  provider === "mpesa" ? (line.checkoutRequestId ?? line.ref) : line.ref;

const textOf = (ref: string, amount: number, currency: string): string => `${ref} ${amount} ${currency}`;
