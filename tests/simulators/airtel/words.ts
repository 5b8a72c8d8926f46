import { MPESA } from "../credentials.ts";
import { IN_PROGRESS, OUTCOMES } from "./outcomes.ts";
import type { AirtelPayment } from "./payment.ts";

const GROUPED = new Intl.NumberFormat("en-KE");

/** Airtel's sentence about where a payment stands: for people, not for programs. */
export function messageOf({ outcome, amountShillings }: AirtelPayment, amount?: string): string {
  if (outcome === null) return IN_PROGRESS.message;
  if (outcome !== "approve") return OUTCOMES[outcome].message;
  return `Paid KES ${amount ?? GROUPED.format(amountShillings)} to ${MPESA.merchantName}`;
}
