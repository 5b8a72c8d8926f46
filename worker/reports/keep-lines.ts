import { addLines, linesStanding, type NewLine, type StandingLine } from "#db/queries/statements";
import { formatMoney, money } from "#domain/money";
import type { LineKind, StatementGateway, StatementView } from "#domain/payments/report-schema";
import type { ImportedLine } from "#domain/payments/statement-line";
import type { Deps } from "../deps.ts";

export type DatedLine = ImportedLine & { readonly day: string };

const AT_ONCE = 500;
/** Several of these may bear the number of one payment: what it cost, and the tax on that. */
const SHARED: readonly LineKind[] = ["fee", "payout", "debit"];

type Twin = Pick<StandingLine, "account" | "amountMinor" | "currency">;
const nameOf = ({ kind, ref }: { readonly kind: string; readonly ref: string }): string => `${kind} ${ref}`;

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
    const refs = some.map(({ ref }) => ref);
    const standing = new Map<string, Twin>();
    for (const one of await linesStanding(deps.db, gateway, refs)) standing.set(nameOf(one), one);
    const fresh: NewLine[] = [];
    for (const { at: place, ...line } of some) {
      const twin = standing.get(nameOf(line));
      if (!twin) {
        standing.set(nameOf(line), { ...line, account });
        fresh.push(line);
        continue;
      }
      const { amountMinor, currency } = twin;
      if (amountMinor === line.amountMinor && currency === line.currency && twin.account === account) continue;
      const again = { ...line, ref: `${line.ref}#${line.amountMinor}` };
      if (SHARED.includes(line.kind)) {
        fresh.push(again);
        continue;
      }
      const was = `${amountMinor} ${currency}${twin.account === account ? "" : ` on ${twin.account}`}`;
      differing.push({
        line: place,
        ref: line.ref,
        detail: `${line.ref} is ${formatMoney(money(line.amountMinor, line.currency))} here; before it was ${was} (minor units).`,
      });
      fresh.push({ ...again, more: { ...line.more, sameAs: line.ref, wasMinor: amountMinor } });
    }
    added += await addLines(deps.db, gateway, account, fresh);
  }
  return { added, differing };
}
