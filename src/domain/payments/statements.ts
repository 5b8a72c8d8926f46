import type { Currency } from "../money.ts";
import { plainBankRef } from "./bank-reference.ts";
import { type CsvRow, readCsv } from "./csv.ts";

/** Money that came in, or went out, as a line of a bank's statement has it. */
export interface StatementLine {
  /** The line of the file it stands on. */
  readonly at: number;
  readonly bookedOn: string; // ISO date
  /** A–Z and 0–9 alone; `null` where the bank gave none. */
  readonly bankRef: string | null;
  readonly amountMinor: number;
  readonly narrative: string;
  readonly balanceMinor: number | null;
}

export interface Statement {
  readonly credits: readonly StatementLine[];
  /** How many lines are of money that went out, and those lines, their amounts above 0: for the daily report. */
  readonly debits: number;
  readonly out: readonly StatementLine[];
}
export interface StatementProblem {
  readonly problem: string;
  readonly at: number;
}

/** How one bank writes its export: the columns' names, its dates, and where an amount stands. */
interface Profile {
  readonly date: string;
  readonly readDate: (text: string) => string | null;
  readonly reference: string;
  readonly narrative: string;
  readonly balance: string;
  /** Two columns, or one that is signed. */
  readonly amount: { readonly credit: string; readonly debit: string } | { readonly signed: string };
  readonly currency?: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const iso = (year: string, month: string | number, day: string): string =>
  `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
const slashed = (text: string): string | null => {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  return day && month && year ? iso(year, month, day) : null;
};
const plain = (text: string): string | null => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);
const named = (text: string): string | null => {
  const [, day, month = "", year] = /^(\d{1,2})-([A-Z][a-z]{2})-(\d{4})$/.exec(text) ?? [];
  const place = MONTHS.indexOf(month);
  return day && year && place >= 0 ? iso(year, place + 1, day) : null;
};

const PROFILES = {
  ke: {
    date: "Date",
    readDate: slashed,
    reference: "Reference",
    narrative: "Narrative",
    balance: "Balance",
    amount: { credit: "Credit", debit: "Debit" },
  },
  np: {
    date: "Txn Date",
    readDate: plain,
    reference: "Txn Id",
    narrative: "Description",
    balance: "Balance",
    amount: { credit: "Deposit", debit: "Withdraw" },
  },
  us: {
    date: "Booking Date",
    readDate: named,
    reference: "Bank Reference",
    narrative: "Description",
    balance: "Balance",
    amount: { signed: "Amount" },
    currency: "Currency",
  },
} as const satisfies Record<string, Profile>;

export type StatementProfile = keyof typeof PROFILES;
export const isStatementProfile = (name: string): name is StatementProfile => Object.hasOwn(PROFILES, name);

/** Reads an export whole, or says what is wrong on which line: half a statement is none. */
export function readStatement(
  profile: StatementProfile,
  currency: Currency,
  csv: string,
): Statement | StatementProblem {
  const rows = readCsv(csv);
  if ("problem" in rows) return rows;
  const [head, ...body] = rows;
  if (!head) return { problem: "The file is empty.", at: 1 };
  const known: Profile = PROFILES[profile];
  const missing = columnsOf(known).find((name) => head.cells.filter((cell) => cell.trim() === name).length !== 1);
  if (missing)
    return {
      problem: `The first line must name the column “${missing}” once: is this the right account?`,
      at: head.at,
    };
  const credits: StatementLine[] = [];
  const out: StatementLine[] = [];
  for (const row of body) {
    const line = readLine(known, currency, head, row);
    if ("problem" in line) return line;
    if (line.amountMinor > 0) credits.push(line);
    else out.push({ ...line, amountMinor: -line.amountMinor });
  }
  return { credits, debits: out.length, out };
}

const columnsOf = ({ date, reference, narrative, balance, amount, currency }: Profile): string[] => [
  date,
  reference,
  narrative,
  balance,
  ...Object.values(amount),
  ...(currency ? [currency] : []),
];

function readLine(profile: Profile, currency: Currency, head: CsvRow, row: CsvRow): StatementLine | StatementProblem {
  const wrong = (problem: string): StatementProblem => ({ problem, at: row.at });
  if (row.cells.length !== head.cells.length)
    return wrong(`This line has ${row.cells.length} values, the first one names ${head.cells.length}.`);
  const cell = (name: string): string => row.cells[head.cells.findIndex((one) => one.trim() === name)]?.trim() ?? "";
  const bookedOn = profile.readDate(cell(profile.date));
  if (!bookedOn || !isDay(bookedOn)) return wrong(`“${cell(profile.date)}” is not a date of this bank.`);
  if (profile.currency && cell(profile.currency) !== currency)
    return wrong(`This line is in ${cell(profile.currency)}, the account in ${currency}.`);
  const amountMinor = amountOf(profile, cell);
  if (amountMinor === null) return wrong("The amount on this line cannot be read.");
  const balance = cell(profile.balance);
  const balanceMinor = balance === "" ? null : readMinor(balance);
  if (balance !== "" && balanceMinor === null) return wrong(`“${balance}” is not a balance.`);
  const narrative = cell(profile.narrative).slice(0, 500);
  return {
    at: row.at,
    bookedOn,
    bankRef: plainBankRef(cell(profile.reference)) || null,
    amountMinor,
    narrative,
    balanceMinor,
  };
}

/** Above 0: money that came in. `null`: not one amount. */
function amountOf({ amount }: Profile, cell: (name: string) => string): number | null {
  const readSide = (name: string): number | null => (cell(name) === "" ? 0 : readMinor(cell(name)));
  if ("signed" in amount) return readMinor(cell(amount.signed)) || null;
  const [credit, debit] = [readSide(amount.credit), readSide(amount.debit)];
  if (credit === null || debit === null || credit < 0 || debit < 0 || credit > 0 === debit > 0) return null;
  return credit - debit;
}

/** Minor units of `1,450.00`, `12,34,567.00` or `-1450.5`; all our currencies have two digits behind the point. */
function readMinor(text: string): number | null {
  const [, sign, whole, cents = ""] = /^(-?)(\d{1,3}(?:,\d{2,3})*|\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const minor = Number(whole.replaceAll(",", "")) * 100 + Number(cents.padEnd(2, "0"));
  return Number.isSafeInteger(minor) ? (sign && minor !== 0 ? -minor : minor) : null;
}

const isDay = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};
