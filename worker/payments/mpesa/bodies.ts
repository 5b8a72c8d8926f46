import { z } from "zod";
import { parseJson } from "../gateways/answers.ts";
import { maskNumber, readEastAfricaTime } from "../gateways/mpesa-door.ts";
import { claimedShillings, darajaCode } from "../gateways/mpesa-replies.ts";

const RECEIPT = /^[A-Z0-9]{6,20}$/;
const words = z.union([z.string(), z.number()]).transform(String).catch("");
const receiptNumber = z.string().trim().regex(RECEIPT);

/** A validation or a confirmation, which have one shape. What stands in it is a claim. */
export interface C2bTold {
  readonly receipt: string;
  readonly amountMinor: number | null;
  readonly at: number | null;
  readonly shortCode: string;
  /** As the payer typed it. */
  readonly reference: string;
  /** "254712···678 WANJIKU", as far as they say. */
  readonly payer: string;
}

const c2bBody = z.object({
  TransID: receiptNumber,
  TransTime: words,
  TransAmount: z.unknown(),
  BusinessShortCode: words,
  BillRefNumber: words,
  MSISDN: words,
  FirstName: words,
});

export function readC2b(body: string): C2bTold | null {
  const read = c2bBody.safeParse(parseJson(body));
  if (!read.success) return null;
  const { TransID, TransTime, TransAmount, BusinessShortCode, BillRefNumber, MSISDN, FirstName } = read.data;
  const amount = claimedShillings(TransAmount)?.amountMinor ?? null;
  return {
    receipt: TransID,
    amountMinor: amount !== null && amount > 0 ? amount : null,
    at: readEastAfricaTime(TransTime),
    shortCode: BusinessShortCode,
    reference: BillRefNumber.slice(0, 40),
    payer: payerShown(MSISDN, FirstName),
  };
}

/** The result of a status question or of a reversal, posted to an address of ours. */
export interface OperatorResult {
  /** Both names of the request it answers. */
  readonly conversations: readonly string[];
  readonly code: string;
  readonly words: string;
  /** Of the answer itself; for a reversal the number of the money that went back. */
  readonly transactionId: string;
  readonly parameters: ReadonlyMap<string, string | number>;
}

const parameter = z.object({ Key: z.string(), Value: z.union([z.string(), z.number()]).optional() });
const list = z
  .union([z.array(parameter).max(60), parameter.transform((one) => [one])]) // one alone is an object
  .catch([]);
const resultBody = z.object({
  Result: z.object({
    ResultCode: darajaCode,
    ResultDesc: words,
    ConversationID: words,
    OriginatorConversationID: words,
    TransactionID: words,
    ResultParameters: z.object({ ResultParameter: list }).catch({ ResultParameter: [] }),
  }),
});

export function readResult(body: string): OperatorResult | null {
  const read = resultBody.safeParse(parseJson(body));
  if (!read.success) return null;
  const { Result: said } = read.data;
  const parameters = said.ResultParameters.ResultParameter.flatMap(({ Key, Value }) =>
    Value === undefined ? [] : [[Key, Value] as const],
  );
  return {
    conversations: [said.ConversationID, said.OriginatorConversationID].filter(Boolean),
    code: said.ResultCode,
    words: said.ResultDesc,
    transactionId: said.TransactionID,
    parameters: new Map(parameters),
  };
}

/** Money that M-Pesa itself has told us of in answer to a question of ours. */
export interface ProvenMoney {
  readonly receipt: string;
  readonly amountMinor: number;
  readonly at: number;
  /** E.164, where the answer shows it whole. */
  readonly phone: string | null;
  readonly payer: string;
  /** What the payer typed; `null` where the answer does not say. */
  readonly reference: string | null;
}

/** What a status result says of a receipt. `not-ours`: paid to somebody else · `not-completed`: it ended without money. */
export type StatusSaid = ProvenMoney | "not-ours" | "not-completed" | "no-such-receipt" | "no-answer";

const FAILED = /^(failed|cancelled|canceled|declined|expired|reversed)$/i;

export function readStatus(result: OperatorResult, receipt: string, shortCode: string, now: number): StatusSaid {
  if (result.code === "R000002") return "no-such-receipt";
  const text = (name: string): string => String(result.parameters.get(name) ?? "").trim();
  if (result.code !== "0" || text("ReceiptNo") !== receipt) return "no-answer";
  if (FAILED.test(text("TransactionStatus"))) return "not-completed";
  if (!/^completed$/i.test(text("TransactionStatus"))) return "no-answer";
  if (text("CreditPartyName").split(/\s+-/)[0]?.trim() !== shortCode) return "not-ours";
  const amount = claimedShillings(result.parameters.get("Amount"))?.amountMinor;
  if (amount === undefined || amount <= 0) return "no-answer";
  const [, digits = "", name = ""] = /^\s*(\d*)[\s-]*(.*)$/.exec(text("DebitPartyName")) ?? [];
  return {
    receipt,
    amountMinor: amount,
    at: readEastAfricaTime(text("FinalisedTime")) ?? readEastAfricaTime(text("InitiatedTime")) ?? now,
    phone: phoneOf(digits),
    payer: payerShown(digits, name.split(/\s/)[0] ?? ""),
    reference: null,
  };
}

const pulledItem = z.object({
  transactionId: receiptNumber,
  trxDate: words,
  msisdn: words,
  transactiontype: words,
  billreference: words,
  amount: z.unknown(),
});

/** The list of what came in lately. `count`: how many entries there were, of any sort, so that the next page begins behind them. */
export function readPulled(text: string, now: number): { count: number; money: ProvenMoney[] } | null {
  const body = z.record(z.string(), z.unknown()).safeParse(parseJson(text)).data;
  if (!body || !["1000", "1001"].includes(String(body.ResponseCode))) return null;
  // The list's name is not documented for certain, nor how deep it lies.
  const entries = Object.values(body)
    .filter((value) => Array.isArray(value))
    .flatMap((value) => value.flat(3));
  const money = entries.flatMap((entry): ProvenMoney[] => {
    const item = pulledItem.safeParse(entry).data;
    const amount = item && claimedShillings(item.amount)?.amountMinor;
    if (!item || !amount || amount <= 0 || !/^c2b\b/i.test(item.transactiontype)) return [];
    const at = Date.parse(item.trxDate);
    return [
      {
        receipt: item.transactionId,
        amountMinor: amount,
        at: Number.isNaN(at) ? now : at,
        phone: phoneOf(item.msisdn),
        payer: payerShown(item.msisdn, ""),
        reference: item.billreference.slice(0, 40),
      },
    ];
  });
  return { count: entries.length, money };
}

/** A number that is there whole; masked and hashed ones are nobody's. */
const phoneOf = (digits: string): string | null => (/^254[17]\d{8}$/.test(digits) ? `+${digits}` : null);

const payerShown = (number: string, name: string): string => {
  const shown = /^\d{12}$/.test(number) ? maskNumber(number) : number.length <= 20 ? number : "";
  return `${shown} ${name}`.trim().slice(0, 60);
};
