import { accountName } from "#db/queries/accounts";
import { namesKnown } from "#db/queries/statement-names";
import { accountsOf, recordImport } from "#db/queries/statements";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { dayIn, daysBetween, endOfDay, isDay, plusDays, zoneOf } from "#domain/payments/days";
import type { StatementView } from "#domain/payments/report-schema";
import type { Deps } from "../deps.ts";
import { actOnLines } from "./act-on-lines.ts";
import { nothingDone } from "./done.ts";
import { type ImportedGateway, readStatementFile } from "./importers/index.ts";
import { type DatedLine, keepLines } from "./keep-lines.ts";
import { keepDays, workOut } from "./work-out.ts";

const MOST_LINES = 20_000;
const MOST_DAYS = 92;
const AT_ONCE = 500;
const ENOUGH_TO_JUDGE = 3; // payments in a file, before it can be told that it is of another shop

export interface Upload {
  readonly gateway: ImportedGateway;
  readonly text: string;
  readonly days?: { readonly from: string; readonly to: string } | undefined;
  readonly account?: string | undefined;
  readonly anyway: boolean;
}

/**
 * Takes in a provider's statement: keeps its lines, does what those without a counterpart call for, and works its days out anew. The same
 * file, or one that overlaps it, adds nothing twice.
 * @throws {DomainError} file-refused (naming the line), method-unavailable
 */
export async function takeStatement(deps: Deps, upload: Upload, userId: string): Promise<StatementView> {
  const { gateway, text } = upload;
  const zone = zoneOf(gateway);
  const now = deps.now();
  const today = dayIn(zone, now);
  const account = await accountFor(deps, upload);
  const { statement, source } = readStatementFile(gateway, text, {
    today,
    simulated: deps.config.env !== "production",
  });
  if ("problem" in statement) throw refused(statement.problem, statement.at);
  if (statement.account !== undefined && statement.account !== account.split(":")[1])
    throw refused(`This is the statement of ${statement.account}, not of ${account.split(":")[1]}.`, 1);
  if (statement.lines.length > MOST_LINES) throw refused(`At most ${MOST_LINES} lines at once: export fewer days.`, 1);

  const lines = statement.lines.map((line) => ({ ...line, day: dayIn(zone, line.occurredAt) }));
  const future = lines.find(({ day }) => day > plusDays(today, 1));
  if (future) throw refused(`${future.day} has not come yet.`, future.at);
  const days = spanOf(lines, upload.days ?? statement.days, today);
  if (!upload.anyway) await needOurs(deps, gateway, lines);

  const { added, differing } = await keepLines(deps, gateway, account, lines);
  const all = Array.from({ length: daysBetween(days.from, days.to) + 1 }, (_, at) => plusDays(days.from, at));
  await recordImport(
    deps.db,
    {
      ...days,
      id: newId("imp"),
      gateway,
      account,
      source,
      coversUntil: Math.min(now, endOfDay(zone, days.to)),
      lines: lines.length,
      added,
      importedBy: userId,
    },
    all,
    now,
  );

  const present = deps.gateways.get(gateway);
  const done = present
    ? await actOnLines(deps, present, await workOut(deps, gateway, days.from, days.to), days, userId)
    : nothingDone();
  const rows = await keepDays(deps, await workOut(deps, gateway, days.from, days.to), all);
  return {
    gateway,
    ...days,
    lines: lines.length,
    added,
    known: lines.length - added,
    differing,
    done,
    unexplained: rows.reduce((sum, { unexplained }) => sum + unexplained, 0),
    days: rows.map(({ day, unexplained }) => ({ day, unexplained })),
  };
}

const refused = (problem: string, line: number) =>
  new DomainError("file-refused", `Line ${line}: ${problem}`, {
    line,
    errors: [{ pointer: "/text", detail: problem }],
  });

/** The account that is configured, or one that payments of ours went to before. @throws {DomainError} method-unavailable, file-refused */
async function accountFor(deps: Deps, { gateway, account }: Upload): Promise<string> {
  const present = deps.gateways.get(gateway);
  if (account === undefined) {
    if (present) return accountName(present);
    throw new DomainError("method-unavailable", "This way of paying is not set up: say which account the file is of.");
  }
  const known = [...(present ? [accountName(present)] : []), ...(await accountsOf(deps.db, gateway))];
  if (known.includes(account)) return account;
  throw refused(`No payment of ours went to the account “${account}”.`, 1);
}

/** The days a statement is of: what it was asked for, widened by what stands on it. @throws {DomainError} file-refused */
function spanOf(
  lines: readonly DatedLine[],
  asked: { readonly from: string; readonly to: string } | undefined,
  today: string,
): { readonly from: string; readonly to: string } {
  const days = [...lines.map(({ day }) => day), ...(asked ? [asked.from, asked.to] : [])].sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined)
    throw refused("There are no movements in it. Say which days it is of, so that they count as read.", 1);
  if (!isDay(from) || !isDay(to) || to > plusDays(today, 1)) throw refused(`${to} has not come yet.`, 1);
  if (daysBetween(from, to) >= MOST_DAYS)
    throw refused(`At most ${MOST_DAYS} days at once, this has ${daysBetween(from, to) + 1}.`, 1);
  return { from, to };
}

/** A file in which nothing is ours is another shop's, or of a test account. @throws {DomainError} file-refused */
async function needOurs(deps: Deps, gateway: ImportedGateway, lines: readonly DatedLine[]): Promise<void> {
  const captures = lines.filter(({ kind }) => kind === "capture").slice(0, AT_ONCE);
  if (captures.length < ENOUGH_TO_JUDGE) return;
  const names = captures.flatMap(({ ref, ourRef, more }) => [ref, ourRef, ...Object.values(more).map(String)]);
  const known = await namesKnown(deps.db, gateway, [...new Set(names.filter((name) => name !== ""))]);
  if (known === 0)
    throw refused(
      `None of its ${captures.length} payments is one of ours. Is it of the right account? If so, send it again with “anyway”.`,
      captures[0]?.at ?? 1,
    );
}
