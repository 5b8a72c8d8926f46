import { wallClock } from "../core/wall-clock.ts";
import { accountIn, type BankAccount, type Profile } from "./accounts.ts";
import { bare, grouped, groupedAsInNepal } from "./amounts.ts";
import { type BookedEntry, isCredit } from "./ledger.ts";

interface CsvProfile {
  readonly head: readonly string[];
  readonly row: (entry: BookedEntry, day: string) => readonly string[];
}

/** Three banks, three habits: day first with grouped thousands, ISO days with lakhs, and one signed amount without groups. */
const PROFILES: Record<Profile, CsvProfile> = {
  ke: {
    head: ["Date", "Value Date", "Reference", "Narrative", "Debit", "Credit", "Balance"],
    row: (entry, day) => [
      slashed(day),
      slashed(day),
      entry.bankRef ?? "",
      entry.narrative,
      isCredit(entry) ? "" : grouped(entry.amount),
      isCredit(entry) ? grouped(entry.amount) : "",
      grouped(entry.balance),
    ],
  },
  np: {
    head: ["Txn Date", "Txn Id", "Description", "Withdraw", "Deposit", "Balance"],
    row: (entry, day) => [
      day,
      entry.bankRef ?? "",
      entry.narrative,
      groupedAsInNepal(isCredit(entry) ? 0 : entry.amount),
      groupedAsInNepal(isCredit(entry) ? entry.amount : 0),
      groupedAsInNepal(entry.balance),
    ],
  },
  usd: {
    head: ["Booking Date", "Value Date", "Description", "Bank Reference", "Currency", "Amount", "Balance"],
    row: (entry, day) => [
      named(day),
      named(day),
      entry.narrative,
      entry.bankRef ?? "",
      entry.currency,
      bare(isCredit(entry) ? entry.amount : -entry.amount),
      bare(entry.balance),
    ],
  },
};

/** The account's export: every value quoted, lines ended as on Windows. */
export function toCsv(currency: BankAccount["currency"], entries: readonly BookedEntry[]): string {
  const { profile, timeZone } = accountIn(currency);
  const { head, row } = PROFILES[profile];
  const rows = entries.map((entry) => row(entry, wallClock(new Date(entry.at), timeZone).slice(0, 10)));
  return [head, ...rows].map((values) => `${values.map(quoted).join(",")}\r\n`).join("");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `21/11/2026` */
const slashed = (day: string): string => day.split("-").reverse().join("/");

/** `21-Nov-2026` */
const named = (day: string): string => `${day.slice(8)}-${MONTHS[Number(day.slice(5, 7)) - 1]}-${day.slice(0, 4)}`;

const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
