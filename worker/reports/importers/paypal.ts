import { plusDays } from "#domain/payments/days";
import type { LineKind } from "#domain/payments/report-schema";
import type { ImportContext, ImportedLine, Importer } from "#domain/payments/statement-line";
import { badAmount, badTime, named, readCurrency, readMinor, readTable, readTime } from "./table.ts";

/**
 * PayPal's activity download as CSV (Activity → Download, “All transactions”, “Balance affecting”, in English). What we expect: `Date`,
 * `Time`, `TimeZone`, `Type`, `Status`, `Currency`, `Gross`, `Fee`, `Transaction ID`; also used: `Reference Txn ID`, `Custom Number`
 * (our attempt), `Invoice Number`, `Balance Impact`. Dates are written in the account's own way, with the month or the day first: the
 * one reading that fits the whole file and lies nearest to today counts. Amounts are signed as the balance moved.
 */
export const readPaypal: Importer = (text, context) => {
  const order = dateOrder(text, context);
  return readTable(text, {
    columns: {
      date: ["Date"],
      time: ["Time"],
      zone: ["TimeZone", "Time Zone"],
      type: ["Type"],
      status: ["Status"],
      currency: ["Currency"],
      gross: ["Gross"],
      id: ["Transaction ID"],
    },
    also: {
      fee: ["Fee", "Fees"],
      about: ["Reference Txn ID"],
      custom: ["Custom Number"],
      invoice: ["Invoice Number", "Invoice ID"],
      impact: ["Balance Impact"],
    },
    read(row) {
      if (!MOVED.test(row.get("status")) || /^memo$/i.test(row.get("impact"))) return [];
      const amount = readMinor(row.get("gross"));
      if (amount === null) return badAmount(row.get("gross"));
      if (amount === 0) return [];
      const fee = row.get("fee") === "" || row.get("fee") === "..." ? 0 : readMinor(row.get("fee"));
      if (fee === null) return badAmount(row.get("fee"));
      const currency = readCurrency(row.get("currency"));
      if (!currency) return { problem: `This shop keeps no books in “${row.get("currency")}”.` };
      const zone = row.get("zone").toUpperCase();
      const east = Object.hasOwn(ZONES, zone) ? ZONES[zone] : undefined;
      if (east === undefined) return { problem: `“${row.get("zone")}” is not a time zone this shop knows.` };
      const when = `${isoDate(row.get("date"), order)} ${row.get("time")}`;
      const occurredAt = readTime(when, east * 60);
      if (occurredAt === null) return badTime(`${row.get("date")} ${row.get("time")}`);
      const ref = row.get("id");
      if (!/^[A-Z0-9]{10,40}$/.test(ref)) return { problem: `“${ref}” is not a transaction id of PayPal.` };
      const kind = kindOf(row.get("type"), amount > 0);
      const shared = { at: row.at, ref, currency, occurredAt };
      const isBack = kind !== "capture" && kind !== "fee" && kind !== "payout";
      const line: ImportedLine = {
        ...shared,
        // A dispute's money stands under a number of the movement's own; its capture says whose it is.
        ourRef: row.get("custom") || row.get("invoice"),
        kind,
        amountMinor: Math.abs(amount),
        more: named({ type: row.get("type"), captureId: isBack ? row.get("about") : "" }),
      };
      if (fee === 0) return [line];
      return [line, { ...shared, ourRef: "", kind: "fee", amountMinor: Math.abs(fee), more: {} }];
    },
  });
};

const MOVED = /^(completed|refunded|partially refunded|reversed|held|placed|cleared)$/i; // what happened to it later does not undo that it came

const KINDS: readonly { readonly cameIn?: boolean; readonly words: RegExp; readonly kind: LineKind }[] = [
  { words: /chargeback fee|dispute fee|\bfee\b/i, kind: "fee" },
  { words: /currency conversion/i, kind: "payout" },
  { cameIn: false, words: /payment refund/i, kind: "refund" },
  { cameIn: true, words: /refund (reversal|cancel)|cancel\w* refund|return\w* refund/i, kind: "refund-undone" },
  { cameIn: false, words: /chargeback|payment reversal|hold on balance for dispute|dispute/i, kind: "chargeback" },
  { cameIn: true, words: /chargeback|reversal|cancell?ation of hold|dispute/i, kind: "chargeback-undone" },
  { words: /withdraw|transfer|payout/i, kind: "payout" },
  { cameIn: true, words: /payment|checkout|purchase/i, kind: "capture" },
];
const kindOf = (type: string, isIn: boolean): LineKind =>
  KINDS.find(({ cameIn, words }) => (cameIn ?? isIn) === isIn && words.test(type))?.kind ?? "other";

type Order = "month-first" | "day-first";

/** Which of the two readings of "05/11/2026" fits every date of the file, none of them in the future; the nearer to today, where both do. */
function dateOrder(text: string, { today }: ImportContext): Order {
  const dates = [...text.matchAll(/^"?(\d{1,2}\/\d{1,2}\/\d{4})"?,/gm)].map(([, date = ""]) => date);
  const newest = (order: Order): string => {
    const days = dates.map((date) => isoDate(date, order));
    const fits = days.every((day) => readTime(day, 0) !== null && day <= plusDays(today, 1));
    return fits ? (days.toSorted().at(-1) ?? "") : "";
  };
  return newest("day-first") > newest("month-first") ? "day-first" : "month-first";
}

function isoDate(text: string, order: Order): string {
  const [, one = "", other = "", year = ""] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (!year) return text;
  const [month, day] = order === "month-first" ? [one, other] : [other, one];
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Hours east of Greenwich, by the names PayPal writes. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  "GMT+3": 3,
  "GMT+03:00": 3,
  EAT: 3,
  PST: -8,
  PDT: -7,
  EST: -5,
  EDT: -4,
  CET: 1,
  CEST: 2,
  BST: 1,
};
