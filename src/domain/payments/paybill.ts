import type { AttemptStatus, GatewayCode, PaymentStatus } from "./names.ts";
import { isOpen } from "./transitions.ts";

/** A receipt number as people read it off their phone, "tkk41 h6rn2"; `null` when it is none. */
export function readReceiptCode(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z][A-Z0-9]{9}$/.test(plain) ? plain : null;
}

/**
 * What a payer typed as the account: an order's number, perhaps with an attempt's ordinal, in any case and with any signs between.
 * A letter that no number has is the digit it is mistaken for. `null`: no order's number.
 */
export function readBillReference(typed: string): { number: string; ordinal: number | null } | null {
  const plain = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const [, number, ordinal] = /^([0-9A-HJKMNP-TV-Z]{7})(\d{0,4})$/.exec(plain) ?? [];
  return number === undefined ? null : { number, ordinal: ordinal ? Number(ordinal) : null };
}

/** An attempt, as far as money at the paybill is concerned. */
export interface PaybillAttempt {
  readonly id: string;
  readonly gateway: GatewayCode;
  readonly ordinal: number;
  readonly status: AttemptStatus;
  readonly amountMinor: number;
  readonly phone: string | null;
  readonly providerReference: string | null;
  readonly receipt: string | null;
  readonly claimedReceipt: string | null;
  readonly submittedAt: number | null;
  readonly supersededAt: number | null;
}

/** Money at the paybill, as it is told of: what is not known is `null`. */
export interface PaybillMoney {
  readonly receipt: string;
  readonly amountMinor: number | null;
  /** The ordinal the payer typed; `undefined` where nobody knows what was typed. */
  readonly ordinal: number | null | undefined;
  readonly phone: string | null; // E.164, whole
  readonly at: number | null;
}

/**
 * Which payment of its order this money is. `same`: an attempt carries the receipt already · `wait`: a prompt that it may belong to has
 * not ended · `attach`: that prompt was paid and lacks its receipt · `capture`: that prompt's own name was lost, so the receipt is its
 * name · `another`: a payment by hand, or a second one; `doubt` is a prompt that has ended without money, worth one more question.
 */
export type Belonging<T> =
  | { readonly what: "same" | "wait" | "attach" | "capture"; readonly attempt: T }
  | { readonly what: "another"; readonly doubt: T | null };

/** One payment, one capture: whatever is told of it, in whatever order. */
export function belonging<T extends PaybillAttempt>(attempts: readonly T[], money: PaybillMoney): Belonging<T> {
  const carrying = attempts.find(({ gateway, receipt }) => gateway === "mpesa" && receipt === money.receipt);
  if (carrying) return { what: "same", attempt: carrying };
  const prompt = promptOf(attempts, money);
  if (!prompt) return { what: "another", doubt: null };
  if (prompt.status === "captured")
    return prompt.receipt === null ? { what: "attach", attempt: prompt } : { what: "another", doubt: null };
  if (!isOpen(prompt.status)) return { what: "another", doubt: prompt };
  const neverNamed = prompt.status === "unknown" && prompt.providerReference === null;
  const takenBefore = prompt.providerReference === money.receipt;
  return { what: neverNamed || takenBefore ? "capture" : "wait", attempt: prompt };
}

const BEFORE_MS = 2 * 60_000; // their clock may be behind ours
const AFTER_MS = 10 * 60_000; // a prompt lives for one minute

/** The prompt that this money may be the answer to: the one its callback claimed it for, the one that was typed, or that phone's. */
function promptOf<T extends PaybillAttempt>(attempts: readonly T[], money: PaybillMoney): T | null {
  const prompts = attempts.filter((one) => one.gateway === "mpesa" && one.amountMinor === money.amountMinor);
  const claimed = prompts.find(({ claimedReceipt, receipt }) => claimedReceipt === money.receipt && receipt === null);
  if (claimed) return claimed;
  if (money.ordinal !== undefined) return prompts.find(({ ordinal }) => ordinal === money.ordinal) ?? null;
  const near = ({ submittedAt }: T): boolean =>
    money.at !== null &&
    submittedAt !== null &&
    money.at > submittedAt - BEFORE_MS &&
    money.at < submittedAt + AFTER_MS;
  const theirs = prompts.filter((one) => money.phone !== null && one.phone === money.phone && near(one));
  const lacksReceipt = ({ status, receipt }: T): boolean => status === "captured" && receipt === null;
  return theirs.find(({ status }) => isOpen(status)) ?? theirs.find(lacksReceipt) ?? theirs[0] ?? null;
}

/** Still able to be paid by whoever holds the phone, and not given up. */
export const isLive = ({ status, supersededAt }: Pick<PaybillAttempt, "status" | "supersededAt">): boolean =>
  status === "created" || ((status === "submitted" || status === "unknown") && supersededAt === null);

/** Daraja's words for a validation's answer. */
export const VALIDATION = {
  accepted: "0",
  wrongAccount: "C2B00012",
  wrongAmount: "C2B00013",
  wrongShortCode: "C2B00015",
  other: "C2B00016",
} as const;
export type ValidationCode = (typeof VALIDATION)[keyof typeof VALIDATION];

/** An order as somebody is about to pay for it at the paybill. */
export interface PaybillOrder {
  readonly currency: string;
  readonly orderStatus: string;
  readonly paymentStatus: PaymentStatus;
  /** What it lacks, by its facts. */
  readonly dueMinor: number;
  readonly attempts: readonly PaybillAttempt[];
}

/** Whether money that is about to be paid is wanted: whole shillings, for an order that stands, and no more than it lacks. */
export function judgePayment(
  { amountMinor, ordinal }: { readonly amountMinor: number | null; readonly ordinal: number | null },
  order: PaybillOrder | null,
): ValidationCode {
  if (order?.currency !== "KES" || order.orderStatus === "cancelled") return VALIDATION.wrongAccount;
  if (amountMinor === null || amountMinor <= 0 || amountMinor % 100 !== 0) return VALIDATION.wrongAmount;
  const isAskedFor = order.attempts.some(
    (one) => one.gateway === "mpesa" && isLive(one) && one.ordinal === ordinal && one.amountMinor === amountMinor,
  );
  return isAskedFor || amountMinor <= order.dueMinor ? VALIDATION.accepted : VALIDATION.wrongAmount;
}

/** When to ask again about money that M-Pesa told us of; then a person looks. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const INQUIRY_PLAN: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  6 * HOUR,
  24 * HOUR,
  48 * HOUR,
  72 * HOUR,
];
