import * as z from "zod";
import { ACCOUNTS } from "./accounts.ts";
import { type Bank, slipAddresses } from "./bank.ts";
import { findEntry, toStatementLine } from "./ledger.ts";

const currency = z.enum(ACCOUNTS.map((account) => account.currency));
const amount = z.int().positive();
const at = z.iso.datetime({ offset: true }).optional();

const transferBody = z.strictObject({
  amount,
  currency,
  reference: z.string(),
  payer: z.string().optional(),
  at,
  bankRef: z.string().min(1).nullable().optional(),
  narrative: z.string().optional(),
  charges: z.int().min(0).optional(),
});
const ownBody = z.strictObject({ amount, currency, narrative: z.string().optional(), at });
const returnBody = z.strictObject({ ref: z.string(), amount: amount.optional(), at });
const forgedBody = z.strictObject({ amount, currency, reference: z.string(), payer: z.string().optional(), at });

/** What happens at a bank without the shop. Each answers the line as the statement has it. */
export function bankActs(bank: Bank) {
  return {
    transfer: async (body: Record<string, unknown>) => {
      const entry = bank.transfer(transferBody.parse(body));
      return { line: toStatementLine(entry), ...slipAddresses(entry) };
    },
    fee: async (body: Record<string, unknown>) => ({
      line: toStatementLine(bank.charge("fee", ownBody.parse(body))),
    }),
    payout: async (body: Record<string, unknown>) => ({
      line: toStatementLine(bank.charge("payout", ownBody.parse(body))),
    }),
    return: async (body: Record<string, unknown>) => {
      const { ref, ...how } = returnBody.parse(body);
      const entry = findEntry(bank.entries(), ref);
      if (!entry) throw new Error(`No line has the reference ${ref}.`);
      return { line: toStatementLine(bank.sendBack(entry, how)) };
    },
    /** A slip for money that nobody sent. */
    "forge-slip": async (body: Record<string, unknown>) => slipAddresses(bank.forgeSlip(forgedBody.parse(body))),
  };
}
