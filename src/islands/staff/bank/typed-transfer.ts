import type { Currency } from "#domain/money";
import type { DeskLine, DeskProof } from "#domain/payments/bank-schema";
import { amount, cash } from "../../words.ts";
import { amountOf } from "../cash.ts";
import type { ApproveProofBody } from "../money-api.ts";

/** A transfer as it stands on the statement, typed by a person. */
export interface TypedTransfer {
  readonly accountId: string;
  readonly amount: string;
  readonly bankRef: string;
  readonly bookedOn: string;
  readonly note: string;
}

/** What is sent to the API, or what is wrong by field. */
export function transferOf(
  typed: TypedTransfer,
  currency: Currency,
): { body: ApproveProofBody } | { errors: Readonly<Record<string, string>> } {
  const read = amountOf(typed.amount, currency, {
    missing: "The amount, as the statement has it.",
    notAbove0: "Only money that came in is taken here.",
    wholeShillings: false,
  });
  const bankRef = typed.bankRef.trim();
  const errors = {
    ...("error" in read ? { amountMinor: read.error } : {}),
    ...(bankRef.length < 3 ? { bankRef: "The bank’s reference, as the statement has it." } : {}),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(typed.bookedOn) ? {} : { bookedOn: "The day on the statement." }),
    ...(typed.accountId ? {} : { accountId: "Which account did it come to?" }),
  };
  if ("error" in read || Object.keys(errors).length > 0) return { errors };
  const { accountId, bookedOn } = typed;
  return { body: { accountId, amountMinor: read.amountMinor, bankRef, bookedOn, note: typed.note.trim() } };
}

/** What the main button does, in the words of what will be true afterwards. */
export function actInWords(
  { order, currency }: Pick<DeskProof, "order" | "currency">,
  amountMinor: number | null,
  twoPeopleFrom: Readonly<Record<Currency, number>> | null,
): string {
  if (amountMinor === null) return "Take the money";
  const sum = cash(amountMinor, currency);
  if (twoPeopleFrom && amountMinor >= twoPeopleFrom[currency]) return `Take ${sum}, a second person agrees`;
  if (amountMinor < order.dueMinor) return `Take ${sum} as part payment`;
  if (amountMinor > order.dueMinor) return `Take ${sum}, ${amount(amountMinor - order.dueMinor, currency)} too much`;
  return `Take ${sum}`;
}

/** Lines of the statement that may be this transfer: those its reference names first. */
export const linesFor = (
  { order, currency }: Pick<DeskProof, "order" | "currency">,
  open: readonly DeskLine[],
): DeskLine[] =>
  open
    .flatMap((line) => {
      const found = line.currency === currency && line.suggestions.find((one) => one.order.id === order.id);
      return found && line.bankRef !== null ? [{ line, by: found.why === "reference" ? 0 : 1 }] : [];
    })
    .sort((a, b) => a.by - b.by)
    .slice(0, 3)
    .map(({ line }) => line);

/** What is typed for one when a line of the statement is taken over. */
export const typedFrom = (line: DeskLine): TypedTransfer => ({
  accountId: line.accountId,
  amount: amount(line.amountMinor, line.currency),
  bankRef: line.bankRef ?? "",
  bookedOn: line.bookedOn,
  note: "",
});
