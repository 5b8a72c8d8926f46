import type { LineKind } from "#domain/payments/report-schema";
import type { ImportedLine, Importer } from "#domain/payments/statement-line";
import { badAmount, badTime, named, readCurrency, readMinor, readTable, readTime } from "./table.ts";

/**
 * Stripe's report “Balance change from activity”, itemized, as CSV (Dashboard → Reports → Balance → Download, all columns). What we
 * expect: `balance_transaction_id`, `created_utc` (or `created`), `currency`, `gross`, `fee`, `reporting_category`, `source_id`; also
 * used: `payment_intent_id` (needed for a charge), `charge_id`, `payment_metadata[attempt_id]`, `refund_metadata[refund_id]`,
 * `customer_facing_amount` with `customer_facing_currency` (where Stripe changed the money into another). Amounts are decimal, in whole
 * units of the currency, signed as the balance moved.
 */
export const readStripe: Importer = (text) =>
  readTable(text, {
    columns: {
      id: ["balance_transaction_id"],
      time: ["created_utc", "created"],
      currency: ["currency"],
      gross: ["gross"],
      fee: ["fee"],
      category: ["reporting_category"],
      source: ["source_id"],
    },
    also: {
      intent: ["payment_intent_id"],
      charge: ["charge_id"],
      attempt: ["payment_metadata[attempt_id]"],
      refund: ["refund_metadata[refund_id]"],
      paid: ["customer_facing_amount"],
      paidIn: ["customer_facing_currency"],
    },
    read(row) {
      const category = row.get("category");
      const kind = Object.hasOwn(KINDS, category) ? (KINDS[category] ?? "other") : "other";
      const balance = readCurrency(row.get("currency"));
      const paidIn = readCurrency(row.get("paidIn"));
      const wasChanged = paidIn !== null && paidIn !== balance && MOVES_MONEY.has(kind) && row.get("paid") !== "";
      const currency = wasChanged ? paidIn : balance;
      if (!currency) return { problem: `This shop keeps no books in “${row.get("currency")}”.` };
      const amountText = wasChanged ? row.get("paid") : row.get("gross");
      const amount = readMinor(amountText);
      if (amount === null) return badAmount(amountText);
      const fee = row.get("fee") === "" ? 0 : readMinor(row.get("fee"));
      if (fee === null) return badAmount(row.get("fee"));
      const occurredAt = readTime(row.get("time"), 0);
      if (occurredAt === null) return badTime(row.get("time"));
      const [id, source, intent] = [row.get("id"), row.get("source"), row.get("intent")];
      if (!/^txn_\w+$/.test(id)) return { problem: `“${id}” is not a balance transaction of Stripe.` };
      if (kind === "capture" && !/^pi_\w+$/.test(intent))
        return { problem: "A charge without its payment_intent_id: download the report with all columns." };
      const lines: ImportedLine[] = [];
      const shared = { at: row.at, occurredAt };
      if (amount !== 0)
        lines.push({
          ...shared,
          ref: kind === "capture" ? intent : source || id,
          ourRef: (kind === "refund" && row.get("refund")) || row.get("attempt"),
          kind,
          amountMinor: Math.abs(amount),
          currency,
          more: named({ category, paymentIntent: intent, charge: row.get("charge"), balanceTransaction: id }),
        });
      if (fee !== 0 && balance)
        lines.push({
          ...shared,
          ref: id,
          ourRef: "",
          kind: "fee",
          amountMinor: Math.abs(fee),
          currency: balance,
          more: {},
        });
      return lines;
    },
  });

const MOVES_MONEY = new Set<LineKind>(["capture", "refund", "refund-undone", "chargeback", "chargeback-undone"]);

/** Stripe's reporting categories. Source: docs.stripe.com, "Reporting categories". */
const KINDS: Readonly<Record<string, LineKind>> = {
  charge: "capture",
  refund: "refund",
  partial_capture_reversal: "refund",
  refund_failure: "refund-undone",
  dispute: "chargeback",
  dispute_reversal: "chargeback-undone",
  fee: "fee",
  network_cost: "fee",
  tax: "fee",
  payout: "payout",
  payout_reversal: "payout",
  payout_minimum_balance_hold: "payout",
  payout_minimum_balance_release: "payout",
};
