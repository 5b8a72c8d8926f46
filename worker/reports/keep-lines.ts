import { addLines, linesStanding, type NewLine } from "#db/queries/reports";
import { formatMoney, money } from "#domain/money";
import type { LineKind, StatementGateway, StatementView } from "#domain/payments/report-schema";
import type { ImportedLine } from "#domain/payments/statement-line";
import type { Deps } from "../deps.ts";

export type DatedLine = ImportedLine & { readonly day: string };

const AT_ONCE = 500;
/** Several of these may bear the number of one payment: what it cost, and the tax on that. */
const SHARED: readonly LineKind[] = ["fee", "payout", "debit"];

/**
 * Adds what is not there. A reference that stands there with another amount, or on another account, is neither dropped nor believed: the
 * line is kept beside the first, and unexplained.
 */
export async function keepLines(
  deps: Deps,
  gateway: StatementGateway,
  account: string,
  lines: readonly DatedLine[],
): Promise<{ added: number; differing: StatementView["differing"] }> {
  const differing: StatementView["differing"] = [];
  let added = 0;
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const some = lines.slice(at, at + AT_ONCE);
    const standing = new Map<string, { account: string; amountMinor: number; currency: string }>(
      (
        await linesStanding(
          deps.db,
          gateway,
          some.map(({ ref }) => ref),
        )
      ).map((one) => [`${one.kind} ${one.ref}`, one]),
    );
    const fresh: NewLine[] = [];
    for (const { at: place, ...line } of some) {
      const key = `${line.kind} ${line.ref}`;
      const twin = standing.get(key);
      if (!twin) standing.set(key, { ...line, account });
      if (
        !twin ||
        (twin.amountMinor === line.amountMinor && twin.currency === line.currency && twin.account === account)
      ) {
        if (!twin) fresh.push(line);
        continue;
      }
      const was = `${twin.amountMinor} ${twin.currency}${twin.account === account ? "" : ` on ${twin.account}`}`;
      const again = { ...line, ref: `${line.ref}#${line.amountMinor}` };
      if (SHARED.includes(line.kind)) {
        fresh.push(again);
        continue;
      }
      differing.push({
        line: place,
        ref: line.ref,
        detail: `${line.ref} is ${formatMoney(money(line.amountMinor, line.currency))} here; before it was ${was} (minor units).`,
      });
      fresh.push({ ...again, more: { ...line.more, sameAs: line.ref, wasMinor: twin.amountMinor } });
    }
    added += await addLines(deps.db, gateway, account, fresh);
  }
  return { added, differing };
}
