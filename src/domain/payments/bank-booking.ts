import type { GatewayCode } from "./names.ts";

/** An attempt as far as a transfer is concerned. */
export interface TransferAttempt {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly ordinal: number;
  readonly status: string;
  readonly amountMinor: number;
  readonly supersededAt: number | null;
}

const asks = ({ gateway, status, supersededAt }: TransferAttempt): boolean =>
  gateway === "bank-transfer" && status === "submitted" && supersededAt === null;

/** The transfer that an order asks for now. */
export const askingTransfer = <T extends TransferAttempt>(attempts: readonly T[]): T | null =>
  attempts.find(asks) ?? null;

/**
 * The attempt that a transfer captures: the asking one of just this amount, else one that has ended without money, the one that was
 * named before the newest. `null`: the transfer is an attempt of its own.
 */
export function attemptFor<T extends TransferAttempt>(
  attempts: readonly T[],
  amountMinor: number,
  named: number | null,
): T | null {
  const fitting = attempts
    .filter((one) => one.gateway === "bank-transfer" && one.amountMinor === amountMinor && one.status !== "captured")
    .toSorted((one, other) => other.ordinal - one.ordinal);
  return fitting.find(asks) ?? fitting.find(({ ordinal }) => ordinal === named) ?? fitting[0] ?? null;
}

/**
 * Whether a transfer that names an order needs nobody's judgement: it is just what the order lacks, or just what the named attempt asked
 * for, even where another way has paid since (then it is an excess, and goes back by its task).
 */
export const isAsAsked = (
  { lacksMinor, attempts }: { readonly lacksMinor: number; readonly attempts: readonly TransferAttempt[] },
  amountMinor: number,
  named: number | null,
): boolean =>
  lacksMinor === amountMinor || (named !== null && attemptFor(attempts, amountMinor, named)?.ordinal === named);

/** What a line may belong to when nobody wrote a reference. */
export interface AwaitingTransfer {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** The buyer's name, and whoever a slip says has paid. */
  readonly names: readonly string[];
}

/** Orders that wait for just this amount, those whose people are named in the text first. Never more than a suggestion. */
export function suggestOrders(
  line: { readonly amountMinor: number; readonly currency: string; readonly text: string },
  awaiting: readonly AwaitingTransfer[],
): { orderId: string; why: "amount-and-name" | "amount" }[] {
  const words = wordsOf(line.text);
  return awaiting
    .filter(({ amountMinor, currency }) => amountMinor === line.amountMinor && currency === line.currency)
    .map(
      ({ orderId, names }) =>
        ({
          orderId,
          why: names.some((name) => [...wordsOf(name)].some((word) => words.has(word))) ? "amount-and-name" : "amount",
        }) as const,
    )
    .toSorted((one, other) => Number(other.why === "amount-and-name") - Number(one.why === "amount-and-name"))
    .slice(0, 3);
}

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .normalize("NFKD")
      .toUpperCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length >= 3),
  );
