import { offsetOf } from "#domain/payments/days";
import type { LineKind } from "#domain/payments/report-schema";
import type { Importer } from "#domain/payments/statement-line";
import { badAmount, badTime, maskPhone, named, readMinor, readTable, readTime } from "./table.ts";

/**
 * The organisation statement of the M-Pesa portal as CSV (Organization Portal → Transactions → Export). What we expect: some lines about
 * the organisation ("Short Code,600984"), then a head with `Receipt No.`, `Completion Time`, `Details`, `Transaction Status`, `Paid In`
 * and `Withdrawn`; also used where they are there: `Reason Type`, `Other Party Info`, `Linked Transaction ID`, `A/C No.`. Times are East
 * African without an offset. A payment and what it cost share one receipt. UNCONFIRMED: all of it is from exports that others published.
 */
export const readMpesa: Importer = (text) => {
  const read = readTable(text, {
    columns: {
      receipt: ["Receipt No.", "Receipt"],
      time: ["Completion Time", "Completed", "Transaction Date"],
      details: ["Details", "Description"],
      status: ["Transaction Status", "Status"],
      paidIn: ["Paid In", "Credit"],
      withdrawn: ["Withdrawn", "Paid Out", "Debit"],
    },
    also: {
      reason: ["Reason Type", "Transaction Type"],
      party: ["Other Party Info", "Opposite Party"],
      linked: ["Linked Transaction ID", "Linked Transaction"],
      account: ["A/C No.", "Account No", "Account Number", "Bill Reference"],
    },
    read(row) {
      if (!/^completed$/i.test(row.get("status"))) return []; // nothing moved
      const amount = amountOf(row.get("paidIn"), row.get("withdrawn"));
      if (typeof amount === "string") return badAmount(amount);
      const occurredAt = readTime(row.get("time"), offsetOf("Africa/Nairobi"));
      if (occurredAt === null) return badTime(row.get("time"));
      const ref = row.get("receipt");
      if (!/^[A-Z0-9]{6,20}$/.test(ref)) return { problem: `“${ref}” is not a receipt number of M-Pesa.` };
      const details = row.get("details");
      const kind = kindOf(`${row.get("reason")} ${details}`, amount > 0);
      const [, typed = ""] = /\bAcc(?:ount)?\.?\s*(?:No\.?)?\s*:?\s*([\w-]+)/i.exec(details) ?? [];
      const [, reversed] = /\b(?:of|original)\D{0,20}\b((?=[A-Z0-9]*\d)[A-Z0-9]{10})\b/.exec(details) ?? [];
      const isFee = kind === "fee";
      return [
        {
          at: row.at,
          ref,
          ourRef: isFee ? "" : row.get("account") || typed,
          kind,
          amountMinor: Math.abs(amount),
          currency: "KES",
          occurredAt,
          more: named({
            details: maskPhone(details).slice(0, 200),
            payer: isFee ? "" : maskPhone(row.get("party")).slice(0, 100),
            originalReceipt: kind === "refund" ? row.get("linked") || reversed : "",
          }),
        },
      ];
    },
  });
  const [, account] = /^"?short ?code:?"?\s*[,:]\s*"?(\d{5,7})"?/im.exec(text) ?? [];
  return "problem" in read || !account ? read : { ...read, account };
};

/** Above 0: it came in. A text: what cannot be read. Money out is written with or without its sign. */
function amountOf(paidIn: string, withdrawn: string): number | string {
  const [came, went] = [paidIn, withdrawn].map((text) => (text === "" || text === "-" ? 0 : readMinor(text)));
  if (came === null || came === undefined || came < 0) return paidIn;
  if (went === null || went === undefined) return withdrawn;
  if (came > 0 === (went !== 0)) return `${paidIn} and ${withdrawn}`;
  return came > 0 ? came : -Math.abs(went);
}

const KINDS: readonly { readonly cameIn: boolean; readonly words: RegExp; readonly kind: LineKind }[] = [
  { cameIn: false, words: /revers/i, kind: "refund" },
  { cameIn: false, words: /charge|\bfees?\b|tariff|excise/i, kind: "fee" },
  { cameIn: false, words: /settle|withdraw|transfer|\bbank\b|b2c|business payment|pay(ment)? to/i, kind: "payout" },
  { cameIn: true, words: /revers|refund/i, kind: "other" }, // a reversal taken back: for a person
  { cameIn: true, words: /pay ?bill|buy goods|merchant|customer|c2b|pay(ment)? from|received from/i, kind: "capture" },
];

const kindOf = (text: string, cameIn: boolean): LineKind =>
  KINDS.find((one) => one.cameIn === cameIn && one.words.test(text))?.kind ?? "other";
