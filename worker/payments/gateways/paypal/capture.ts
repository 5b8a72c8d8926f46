import type { Attempt, PaymentReport } from "../../gateway.ts";
import { errorOf, type Reply } from "./client.ts";

/** Each try after a decline is a request of its own; the same try, by whomever, is the same. */
export const captureKey = ({ id, declines }: Attempt): string => `${id}/capture/${declines}`;

/** The payer's bank said no, and the payer may choose another on the same page. */
const ANOTHER_TRY = new Set(["INSTRUMENT_DECLINED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"]);
const NOT_APPROVED = new Set(["ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED"]);
/** The money is taken, or was: the order knows. */
const TAKEN = new Set(["ORDER_ALREADY_CAPTURED", "DUPLICATE_INVOICE_ID"]);
/** The end of this way of paying; the last six are for us to mend. */
const FINAL = new Set([
  "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED",
  "PAYER_ACCOUNT_RESTRICTED",
  "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
  "PAYER_CANNOT_PAY",
  "PAYER_COUNTRY_NOT_SUPPORTED",
  "TRANSACTION_REFUSED",
  "TRANSACTION_LIMIT_EXCEEDED",
  "COMPLIANCE_VIOLATION",
  "TRANSACTION_BLOCKED_BY_PAYEE",
  "PAYEE_BLOCKED_TRANSACTION",
  "PAYEE_ACCOUNT_RESTRICTED",
  "PAYEE_ACCOUNT_INVALID",
  "CURRENCY_NOT_SUPPORTED",
  "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
]);

/** What a refused capture means; `ask`: the order knows. An issue we have never heard of decides nothing. */
export function refusedCapture(reply: Reply): PaymentReport | "ask" {
  const { issue } = errorOf(reply);
  if (reply.status !== 422) return { status: "silent" };
  if (ANOTHER_TRY.has(issue)) return { status: "declined", code: issue };
  if (NOT_APPROVED.has(issue)) return { status: "waiting" };
  if (TAKEN.has(issue)) return "ask";
  return FINAL.has(issue) ? { status: "failed", code: issue } : { status: "silent" };
}
