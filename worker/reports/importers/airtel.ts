import { offsetOf } from "#domain/payments/days";
import type { LineKind } from "#domain/payments/report-schema";
import type { ImportedLine, Importer } from "#domain/payments/statement-line";
import { badAmount, badTime, maskPhone, named, readMinor, readTable, readTime } from "./table.ts";

/**
 * The transaction report of Airtel's merchant portal as CSV. What we expect: a head with `Transaction ID` (Airtel's own: the
 * airtel_money_id), `Transaction Date`, `Transaction Type`, `Amount` and `Status`; also used where they are there: `External ID` (ours),
 * `Sender MSISDN`, `Original Transaction ID` (of a refund), `Charges`. Times are East African, amounts in shillings, their kind in words
 * beside them. UNCONFIRMED: Airtel publishes no sample; other names of a column are added to the list below.
 */
export const readAirtel: Importer = (text) =>
  readTable(text, {
    columns: {
      id: ["Transaction ID", "Airtel Money ID", "Txn ID"],
      time: ["Transaction Date", "Transaction Date Time", "Date", "Transfer Date"],
      type: ["Transaction Type", "Service Type", "Type"],
      amount: ["Amount", "Transaction Amount"],
      status: ["Status", "Transaction Status"],
    },
    also: {
      ours: ["External ID", "Partner Transaction ID", "External Reference", "Reference ID"],
      payer: ["Sender MSISDN", "Customer MSISDN", "Msisdn"],
      original: ["Original Transaction ID", "Original Txn ID"],
      fee: ["Charges", "Fee", "Service Charge"],
    },
    read(row) {
      if (!/^(success(ful)?|ts|completed|transaction success)$/i.test(row.get("status"))) return [];
      const amount = readMinor(row.get("amount"));
      if (!amount) return badAmount(row.get("amount"));
      const occurredAt = readTime(row.get("time"), offsetOf("Africa/Nairobi"));
      if (occurredAt === null) return badTime(row.get("time"));
      const ref = row.get("id");
      if (!/^[A-Za-z0-9._-]{4,64}$/.test(ref)) return { problem: `“${ref}” is not a transaction id of Airtel.` };
      const kind = kindOf(row.get("type"));
      const shared = { at: row.at, ref, currency: "KES", occurredAt } as const;
      const line: ImportedLine = {
        ...shared,
        ourRef: row.get("ours"),
        kind,
        amountMinor: Math.abs(amount),
        more: named({
          type: row.get("type"),
          payer: maskPhone(row.get("payer")),
          of: kind === "refund" ? row.get("original") : "",
        }),
      };
      const fee = row.get("fee") === "" ? 0 : readMinor(row.get("fee"));
      if (fee === null) return badAmount(row.get("fee"));
      if (fee === 0) return [line];
      return [line, { ...shared, ourRef: "", kind: "fee", amountMinor: Math.abs(fee), more: {} }];
    },
  });

const KINDS: readonly [RegExp, LineKind][] = [
  [/refund|revers/i, "refund"],
  [/charge|\bfees?\b|commission/i, "fee"],
  [/settle|withdraw|payout|disburse|bank|sweep/i, "payout"],
  [/collect|merchant|payment|c2b|push/i, "capture"],
];
const kindOf = (type: string): LineKind => KINDS.find(([words]) => words.test(type))?.[1] ?? "other";
