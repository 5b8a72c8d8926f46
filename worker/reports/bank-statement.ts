import type { BankAccountRow } from "#db/queries/bank-lines";
import { recordImport } from "#db/queries/statements";
import { newId } from "#domain/ids";
import { daysBetween, endOfDay, plusDays, zoneOf } from "#domain/payments/days";
import type { Statement } from "#domain/payments/statements";
import { lineHashes } from "../bank/line-hash.ts";
import type { Deps } from "../deps.ts";
import { type DatedLine, keepLines } from "./keep-lines.ts";

const MOST_DAYS = 92; // days further back are worked out when somebody looks at them

/**
 * What the daily report needs of a bank's statement beside the money that came in: that these days were read, and what left the account,
 * for refunds that were made by hand.
 */
export async function keepBankStatement(
  deps: Deps,
  account: BankAccountRow,
  { credits, out }: Statement,
  added: number,
  userId: string,
): Promise<void> {
  const booked = [...credits, ...out].map(({ bookedOn }) => bookedOn).sort();
  const [from, to] = [booked[0], booked.at(-1)];
  if (from === undefined || to === undefined) return;
  const gateway = "bank-transfer";
  const { accountNumber, currency } = account;
  const hashOf = lineHashes("debit");
  const lines = out.map(
    (line): DatedLine => ({
      at: line.at,
      ref: `${accountNumber}/${line.bankRef ?? hashOf(line)}`,
      ourRef: "",
      kind: "debit",
      amountMinor: line.amountMinor,
      currency,
      occurredAt: Date.parse(`${line.bookedOn}T12:00:00Z`),
      more: { narrative: line.narrative },
      day: line.bookedOn,
    }),
  );
  await keepLines(deps, gateway, accountNumber, lines);
  const now = deps.now();
  const first = daysBetween(from, to) < MOST_DAYS ? from : plusDays(to, 1 - MOST_DAYS);
  await recordImport(
    deps.db,
    {
      id: newId("imp"),
      gateway,
      account: accountNumber,
      source: "bank-desk",
      from,
      to,
      coversUntil: Math.min(now, endOfDay(zoneOf(gateway, currency), to)),
      lines: booked.length,
      added,
      importedBy: userId,
    },
    Array.from({ length: daysBetween(first, to) + 1 }, (_, at) => plusDays(first, at)),
    now,
  );
}
