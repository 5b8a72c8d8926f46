import { MPESA } from "../credentials.ts";
import type { MoneyIn } from "./money-in.ts";
import type { Reversal } from "./reversal.ts";
import { stamp } from "./stamp.ts";

type Parameters = Record<string, string | number>;

const SHOP = `${MPESA.shortcode} - ${MPESA.merchantName}`;
const payer = ({ phone, firstName }: MoneyIn) => `${phone} - ${firstName}`;
const digits = (at: string) => Number(stamp(new Date(at)));

/** What a status query says of a payment. */
export function paymentStatus(money: MoneyIn): Parameters {
  return {
    ReceiptNo: money.receipt,
    TransactionStatus: "Completed",
    Amount: money.amountShillings,
    InitiatedTime: digits(money.at),
    FinalisedTime: digits(money.at),
    DebitPartyName: payer(money),
    CreditPartyName: SHOP,
    ReasonType: money.checkoutRequestId ? "Pay Bill Online" : money.type,
    DebitPartyCharges: "",
  };
}

/** What a status query says of a reversal, done or refused. */
export function reversalStatus(reversal: Reversal, original: MoneyIn | undefined): Parameters {
  return {
    ReceiptNo: reversal.transactionId,
    TransactionStatus: reversal.resultCode === "0" ? "Completed" : "Failed",
    Amount: reversal.amountShillings,
    InitiatedTime: digits(reversal.at),
    FinalisedTime: digits(reversal.at),
    DebitPartyName: SHOP,
    CreditPartyName: original ? payer(original) : "",
    ReasonType: "Transaction Reversal",
    DebitPartyCharges: "",
  };
}

/** What a reversal's own result says. */
export function reversalResult(reversal: Reversal, original: MoneyIn | undefined, balance: number): Parameters {
  const left = balance.toFixed(2);
  return {
    DebitAccountBalance: `Utility Account|KES|${left}|${left}|0.00|0.00`,
    Amount: reversal.amountShillings,
    TransCompletedTime: digits(reversal.at),
    OriginalTransactionID: reversal.originalReceipt,
    Charge: 0,
    CreditPartyPublicName: original ? payer(original) : "",
    DebitPartyPublicName: SHOP,
  };
}
