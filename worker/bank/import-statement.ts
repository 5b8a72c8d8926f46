import { atomically } from "#db/atomically";
import { mayBelongTo } from "#db/queries/bank-bookings";
import {
  addBankLines,
  type BankAccountRow,
  type BankLineRow,
  bankLinesKnown,
  type NewBankLine,
  readBankAccount,
  type TransferOrder,
  transferOrders,
} from "#db/queries/bank-lines";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { isAsAsked } from "#domain/payments/bank-booking";
import { numbersIn, ordinalIn } from "#domain/payments/bank-reference";
import type { BankDeskView } from "#domain/payments/bank-schema";
import { isStatementProfile, readStatement, type StatementLine } from "#domain/payments/statements";
import { bankDay } from "#domain/payments/transfer-days";
import type { Deps } from "../deps.ts";
import { keepBankStatement } from "../reports/bank-statement.ts";
import { bookLine, type Outcome } from "./book-line.ts";
import { lineHashes } from "./line-hash.ts";

const MOST_LINES = 5_000;
const AT_ONCE = 500; // lines added and looked at in one go
const MOST_BOOKED = 150; // in one request; the round goes on with the others

/**
 * Takes in a statement as the bank exports it. The same file, or one that overlaps it, adds nothing twice. What names one order and is
 * just what it was asked for is booked at once; the rest is for people.
 * @throws {DomainError} not-found, file-refused (naming the line)
 */
export async function importStatement(
  deps: Deps,
  accountId: string,
  csv: string,
  userId: string,
): Promise<NonNullable<BankDeskView["imported"]>> {
  const account = await readBankAccount(deps.db, accountId);
  if (!account || !isStatementProfile(account.profile)) throw new DomainError("not-found", "There is no such account.");
  const statement = readStatement(account.profile, account.currency, csv);
  if ("problem" in statement) throw refused(statement.problem, statement.at);
  const { credits, debits } = statement;
  if (credits.length > MOST_LINES) throw refused(`At most ${MOST_LINES} lines at once: export fewer days.`, 1);
  const tomorrow = bankDay(deps.now() + 86_400_000, account.currency);
  const future = credits.find(({ bookedOn }) => bookedOn > tomorrow);
  if (future) throw refused(`${future.bookedOn} has not come yet.`, future.at);

  const count = { credits: credits.length, debits, known: 0, added: 0, booked: 0, waiting: 0, open: 0 };
  const hashOf = lineHashes("credit");
  for (let at = 0; at < credits.length; at += AT_ONCE) {
    const keyed = credits.slice(at, at + AT_ONCE).map((line) => ({ line, hash: hashOf(line) }));
    const lines = await takeIn(deps, account, keyed, userId);
    count.added += lines.added;
    const outcomes = await bookExact(deps, lines.open, userId, MOST_BOOKED - count.booked);
    count.booked += outcomes.filter((one) => one === "booked").length;
    count.waiting += outcomes.filter((one) => one === "waiting").length;
    count.open += outcomes.filter((one) => one === "left").length;
  }
  await keepBankStatement(deps, account, statement, count.added, userId);
  return { ...count, known: count.credits - count.added };
}

const refused = (problem: string, line: number) =>
  new DomainError("file-refused", `Line ${line}: ${problem}`, { line, errors: [{ pointer: "/csv", detail: problem }] });

interface Keyed {
  readonly line: StatementLine;
  readonly hash: string;
}

/** Adds what is not there yet. @returns how many, and which lines of the file are open */
async function takeIn(
  deps: Deps,
  account: BankAccountRow,
  keyed: readonly Keyed[],
  userId: string,
): Promise<{ added: number; open: BankLineRow[] }> {
  const keys = keyed.flatMap(({ line, hash }) => (line.bankRef ? [line.bankRef, hash] : [hash]));
  const standing = await bankLinesKnown(deps.db, account.id, keys);
  const fresh: NewBankLine[] = [];
  for (const { line, hash } of keyed) {
    const { at: _at, ...rest } = line;
    if (isAmong(standing, hash)) continue;
    const twin =
      line.bankRef === null ? undefined : [...standing, ...fresh].find(({ bankRef }) => bankRef === line.bankRef);
    if (twin && isSame(twin, line)) continue;
    const known = { ...rest, id: newId("bli"), payer: "" };
    fresh.push(
      twin // a reference that the bank has used for other money too: nothing is dropped, and a person looks
        ? { ...known, key: hash, bankRef: null, note: `The bank has used the reference ${line.bankRef} twice` }
        : { ...known, key: line.bankRef ?? hash, note: "" },
    );
  }
  const added = await addBankLines(deps.db, account, fresh, "csv", userId, deps.now());
  const all = await bankLinesKnown(deps.db, account.id, keys);
  return { added, open: all.filter(({ state }) => state === "open") };
}

const isAmong = (lines: readonly BankLineRow[], hash: string): boolean => lines.some(({ key }) => key === hash);

/**
 * Whether it is the same movement of money under one reference. A line typed from the statement is known by its amount; one that was
 * imported by the balance behind it, or where there is none by what the bank wrote.
 */
function isSame(standing: BankLineRow | NewBankLine, line: StatementLine): boolean {
  if (standing.amountMinor !== line.amountMinor) return false;
  if ("source" in standing && standing.source === "typed") return true;
  if (standing.bookedOn !== line.bookedOn) return false;
  const hasBalance = standing.balanceMinor !== null && line.balanceMinor !== null;
  return hasBalance ? standing.balanceMinor === line.balanceMinor : standing.narrative === line.narrative;
}

/** Books the lines that name one order and are just what it was asked for. One that names an order without fitting keeps it as a suggestion. */
export async function bookExact(
  deps: Deps,
  lines: readonly BankLineRow[],
  userId: string,
  most: number,
): Promise<Outcome[]> {
  const untouched = lines.filter(({ note }) => note === ""); // a person has said something about the others
  const numbers = [...new Set(untouched.flatMap(({ narrative }) => numbersIn(narrative)))];
  const orders = numbers.length === 0 ? [] : await transferOrders(deps.db, { numbers }, userId);
  const outcomes: Outcome[] = lines.filter(({ note }) => note !== "").map(() => "left");
  let booked = 0;
  for (const line of untouched) {
    const meant = namedBy(line, orders);
    const isExact = meant !== null && isAsAsked(meant.order, line.amountMinor, meant.ordinal) && booked < most;
    const outcome = isExact ? await tryBooking(deps, line, meant, userId) : "left";
    if (outcome === "booked") booked += 1;
    if (outcome === "left" && meant && line.orderId !== meant.order.id)
      await atomically(deps.db, [mayBelongTo(line.id, meant.order.id)]);
    outcomes.push(outcome);
  }
  return outcomes;
}

interface Meant {
  readonly order: TransferOrder;
  readonly ordinal: number | null;
}

/** The one order a line names, in its currency. */
function namedBy(line: BankLineRow, orders: readonly TransferOrder[]): Meant | null {
  const named = orders.flatMap((order) => {
    const ordinals = order.attempts.map(({ ordinal }) => ordinal);
    const ordinal = order.currency === line.currency ? ordinalIn(line.narrative, order.number, ordinals) : undefined;
    return ordinal === undefined ? [] : [{ order, ordinal }];
  });
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Somebody may be quicker; that is no reason to stop an import. */
const tryBooking = (deps: Deps, line: BankLineRow, { order, ordinal }: Meant, userId: string): Promise<Outcome> =>
  bookLine(deps, line.id, { orderId: order.id, actorId: userId, how: "import", named: ordinal, note: "" }).catch(
    (error: unknown) => {
      if (error instanceof DomainError && (error.code === "already-recorded" || error.code === "busy")) return "left";
      throw error;
    },
  );
