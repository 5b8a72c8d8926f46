import type { Currency } from "#domain/money";
import type { BankDeskView, DeskLine } from "#domain/payments/bank-schema";
import { isStatementProfile, readStatement, type StatementLine } from "#domain/payments/statements";

export interface ReadFile {
  readonly name: string;
  readonly csv: string;
  readonly credits: readonly StatementLine[];
  readonly debits: number;
  readonly totalMinor: number;
  /** First and last day of what came in; empty where nothing did. */
  readonly from: string;
  readonly to: string;
}

/** Reads a bank's export in the browser, by the rules the server goes by: what is wrong is said before anything is sent. */
export function readFile(
  { profile, currency }: { profile: string; currency: Currency },
  name: string,
  csv: string,
): ReadFile | { problem: string } {
  if (!isStatementProfile(profile)) return { problem: "Nobody knows how this bank writes its statements." };
  const read = readStatement(profile, currency, csv);
  if ("problem" in read) return { problem: `Line ${read.at}: ${read.problem}` };
  const { credits, debits } = read;
  const days = credits.map(({ bookedOn }) => bookedOn).sort();
  const totalMinor = credits.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return { name, csv, credits, debits, totalMinor, from: days[0] ?? "", to: days.at(-1) ?? "" };
}

export type LineOutcome = "booked" | "waiting" | "suggestion" | "unknown";

export interface ReadLine {
  readonly line: StatementLine;
  readonly outcome: LineOutcome;
  /** As the desk has it, while a person has to look at it. */
  readonly onDesk: DeskLine | null;
}

/** What became of each line of a file: what is on the desk no more has been booked, now or before. */
export function outcomesOf(file: Pick<ReadFile, "credits">, accountId: string, desk: BankDeskView): ReadLine[] {
  const left = [...desk.waiting, ...desk.open].filter((line) => line.accountId === accountId);
  const rows = file.credits.map((line): ReadLine => {
    const at = left.findIndex((one) => isSame(one, line));
    const onDesk = at === -1 ? null : (left.splice(at, 1)[0] ?? null);
    return { line, onDesk, outcome: outcomeOf(onDesk) };
  });
  return rows.sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || a.line.at - b.line.at);
}

/** What asks for a person comes first. */
const ORDER: readonly LineOutcome[] = ["unknown", "suggestion", "waiting", "booked"];

function outcomeOf(line: DeskLine | null): LineOutcome {
  if (!line) return "booked";
  if (line.state === "waiting") return "waiting";
  return line.suggestions.length > 0 ? "suggestion" : "unknown";
}

const isSame = (one: DeskLine, line: StatementLine): boolean =>
  one.bookedOn === line.bookedOn &&
  one.amountMinor === line.amountMinor &&
  (line.bankRef !== null && one.bankRef === line.bankRef ? true : one.narrative === line.narrative);
