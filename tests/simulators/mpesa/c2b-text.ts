import { createHash } from "node:crypto";
import { MPESA } from "../credentials.ts";
import type { MoneyIn } from "./money-in.ts";
import { stamp } from "./stamp.ts";

interface Extras {
  readonly version: 1 | 2;
  /** Whole shillings; null for a validation, when nothing has come in yet. */
  readonly balance: number | null;
  /** As it is to appear in JSON, in place of the right one. */
  readonly amount?: string;
}

/** The body of a validation and of a confirmation: one shape, all strings. */
export function c2bText(money: MoneyIn, { version, balance, amount }: Extras): string {
  const body = {
    TransactionType: money.type,
    TransID: money.receipt,
    TransTime: stamp(new Date(money.at)),
    TransAmount: money.amountShillings.toFixed(2),
    BusinessShortCode: MPESA.shortcode,
    BillRefNumber: money.reference,
    InvoiceNumber: "",
    OrgAccountBalance: balance === null ? "" : balance.toFixed(2),
    ThirdPartyTransID: money.thirdPartyTransId,
    MSISDN: version === 1 ? hashed(money.phone) : masked(money.phone),
    FirstName: money.firstName,
    MiddleName: "",
    LastName: "",
  };
  const text = JSON.stringify(body);
  return amount === undefined ? text : text.replace(/"TransAmount":"[^"]*"/, `"TransAmount":${amount}`);
}

/** `254712345678` → `2547 ***** 678` */
function masked(phone: string): string {
  return `${phone.slice(0, 4)} ***** ${phone.slice(-3)}`;
}

function hashed(phone: string): string {
  return createHash("sha256").update(phone).digest("hex");
}
