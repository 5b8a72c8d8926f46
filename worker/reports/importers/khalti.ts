import { offsetOf } from "#domain/payments/days";
import type { LineKind } from "#domain/payments/report-schema";
import type { ImportedLine, Importer } from "#domain/payments/statement-line";
import { badAmount, badTime, maskPhone, named, readMinor, readTable, readTime } from "./table.ts";

/**
 * The transactions of Khalti's merchant console as CSV. What we expect: a head with `Transaction ID`, `Date`, `Type`, `Amount` (rupees,
 * as the console shows them) and `Status`; also used where they are there: `Pidx`, `Purchase Order ID` (ours), `Fee`, `Mobile`. A refund
 * has no number of its own: it is the n-th of its payment. Times are Nepal's. UNCONFIRMED: Khalti publishes no sample.
 */
export const readKhalti: Importer = (text) => {
  const refundsOf = new Map<string, number>();
  return readTable(text, {
    columns: {
      id: ["Transaction ID", "Idx", "Txn ID"],
      time: ["Date", "Created On", "Transaction Date"],
      type: ["Type", "Transaction Type"],
      amount: ["Amount", "Amount (Rs)", "Amount (NPR)"],
      status: ["Status", "State"],
    },
    also: {
      pidx: ["Pidx"],
      ours: ["Purchase Order ID", "Order ID", "Product Identity"],
      fee: ["Fee", "Charge", "Service Charge"],
      payer: ["Mobile", "User", "Customer"],
    },
    read(row) {
      if (!/^(completed|complete|success|successful|refunded|partially refunded)$/i.test(row.get("status"))) return [];
      const amount = readMinor(row.get("amount"));
      if (!amount) return badAmount(row.get("amount"));
      const occurredAt = readTime(row.get("time"), offsetOf("Asia/Kathmandu"));
      if (occurredAt === null) return badTime(row.get("time"));
      const [id, pidx] = [row.get("id"), row.get("pidx")];
      if (!/^[A-Za-z0-9_-]{4,64}$/.test(id)) return { problem: `“${id}” is not a transaction id of Khalti.` };
      const kind = kindOf(row.get("type"));
      const nth = (refundsOf.get(id) ?? 0) + 1;
      if (kind === "refund") refundsOf.set(id, nth);
      const shared = { at: row.at, currency: "NPR", occurredAt } as const;
      const line: ImportedLine = {
        ...shared,
        ref: kind === "refund" ? `${id}/${nth}` : pidx || id,
        ourRef: row.get("ours"),
        kind,
        amountMinor: Math.abs(amount),
        more: named({ pidx, transactionId: id, payer: maskPhone(row.get("payer")) }),
      };
      const fee = row.get("fee") === "" ? 0 : readMinor(row.get("fee"));
      if (fee === null) return badAmount(row.get("fee"));
      if (fee === 0) return [line];
      return [line, { ...shared, ref: line.ref, ourRef: "", kind: "fee", amountMinor: Math.abs(fee), more: {} }];
    },
  });
};

const KINDS: readonly [RegExp, LineKind][] = [
  [/refund/i, "refund"],
  [/charge|\bfees?\b|commission/i, "fee"],
  [/settle|withdraw|payout|bank/i, "payout"],
  [/payment|purchase|sale|merchant/i, "capture"],
];
const kindOf = (type: string): LineKind => KINDS.find(([words]) => words.test(type))?.[1] ?? "other";
