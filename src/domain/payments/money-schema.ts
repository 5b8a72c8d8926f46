import { z } from "zod";
import { CURRENCIES } from "../money.ts";
import { ATTEMPT_STATUSES, GATEWAY_CODES, HUMAN_END_KINDS, REFUND_PURPOSES, REFUND_STATUSES } from "./names.ts";

const instant = z.int(); // unix ms
const name = z.string().nullable(); // of a person; null: nobody, or the provider

/** What a result means: what happened, why, what to do next. */
export const resultWords = z.object({ title: z.string(), why: z.string(), next: z.string(), again: z.boolean() });

/** Money that came, and what of it can still go back. */
export const captureView = z.object({
  attemptId: z.string(),
  reference: z.string(),
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  amountMinor: z.int(),
  leftMinor: z.int(),
  currency: z.enum(CURRENCIES),
  occurredAt: instant,
  providerRef: z.string(),
  receipt: z.string().nullable(),
  /** How it goes back: in parts too, only whole, or by the hand of a person who types the reference. */
  givesBack: z.enum(["any", "full", "by-hand"]),
  /** The payer disputes it: nothing goes back until that has ended. */
  isFrozen: z.boolean(),
});
export type CaptureView = z.infer<typeof captureView>;

export const REFUND_ACTIONS = ["approve", "refuse", "complete", "send"] as const;

export const refundView = z.object({
  id: z.string(),
  attemptId: z.string(),
  reference: z.string(), // of the attempt it gives back
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  lines: z.array(z.object({ lineId: z.string(), quantity: z.int() })),
  purpose: z.enum(REFUND_PURPOSES),
  reason: z.string(),
  /**
   * `requested`: waits for a second person · `approved`: not sent yet, or to be moved by hand · `submitted`: the provider has it ·
   * `unknown`: nobody knows whether it was made · `done` · `failed`
   */
  status: z.enum(REFUND_STATUSES),
  byHand: z.boolean(),
  requestedBy: name, // null: made at the provider
  approvedBy: name,
  finishedBy: name, // who typed the reference
  providerReference: z.string().nullable(),
  result: resultWords.nullable(),
  /** The payer disputes the payment: it stays agreed to and is sent when that has ended. */
  isFrozen: z.boolean(),
  createdAt: instant,
  submittedAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** What the one who asks may do with it now. */
  actions: z.array(z.enum(REFUND_ACTIONS)),
});
export type RefundView = z.infer<typeof refundView>;

export const disputeView = z.object({
  id: z.string(),
  attemptId: z.string(),
  reference: z.string(),
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  providerId: z.string(),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  state: z.string(), // the provider's word
  isOpen: z.boolean(),
  dueBy: instant.nullable(),
  updatedAt: instant, // the provider's clock
});
export type DisputeView = z.infer<typeof disputeView>;

/** A claim of money that the provider does not confirm. */
export const mismatchView = z.object({
  id: z.string(),
  order: z.object({ id: z.string(), number: z.string() }),
  attempt: z.object({
    id: z.string(),
    reference: z.string(),
    status: z.enum(ATTEMPT_STATUSES),
    amountMinor: z.int(),
    currency: z.enum(CURRENCIES),
  }),
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  claimedRef: z.string(),
  claimedAmountMinor: z.int(),
  claimedCurrency: z.string(),
  reason: z.string(),
  state: z.enum(["open", "dismissed"]),
  at: instant,
});
export type MismatchView = z.infer<typeof mismatchView>;

/**
 * What a person says of money that nobody can be asked about: an attempt was `captured` after all; money that fitted nothing is
 * `allocated` to an order, or was `returned`. Where two people are needed it waits `open` for the second.
 */
export const humanEndView = z.object({
  id: z.string(),
  kind: z.enum(HUMAN_END_KINDS),
  /** The attempt (`captured`) or the unallocated money it is about. */
  subject: z.string(),
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  reference: z.string(), // as it was typed
  occurredOn: z.string().nullable(), // ISO date
  state: z.enum(["open", "done", "refused"]),
  requestedBy: z.string(),
  requestedAt: instant,
  approvedBy: name,
  /** One person did it, because only one may. */
  alone: z.boolean(),
  /** Whether the one who asks may be the second. */
  mayApprove: z.boolean(),
});
export type HumanEndView = z.infer<typeof humanEndView>;

/** Money that the provider confirms and that fits no attempt. */
export const unallocatedView = z.object({
  id: z.string(),
  gateway: z.enum(GATEWAY_CODES),
  methodName: z.string(),
  providerRef: z.string(),
  amountMinor: z.int(),
  currency: z.enum(CURRENCIES),
  occurredAt: instant,
  /** What the payer wrote, and who it was, as far as staff may see it. */
  reference: z.string(),
  payer: z.string(),
  detail: z.string(), // what is known of it, a sentence
  state: z.enum(["open", "allocated", "returned"]),
  /** The attempt it came with but does not fit. */
  about: z.object({ attemptId: z.string(), reference: z.string(), orderId: z.string(), number: z.string() }).nullable(),
  /** Where it has gone. */
  allocatedTo: z.object({ attemptId: z.string(), orderId: z.string(), number: z.string() }).nullable(),
  returnReference: z.string().nullable(),
  requestedBy: name,
  approvedBy: name,
  /** Asked for and waiting for a second person. */
  waiting: humanEndView.nullable(),
  /** Orders whose number is in what the payer wrote. */
  suggestions: z.array(z.object({ orderId: z.string(), number: z.string(), dueMinor: z.int() })),
  /** Whether a second person is needed. */
  twoPeopleTo: z.object({ allocate: z.boolean(), return: z.boolean() }),
});
export type UnallocatedView = z.infer<typeof unallocatedView>;

/** The money of an order, as GET /api/staff/orders/:id shows it among the rest. */
export const orderMoneyView = z.object({
  billingProfileId: z.string(),
  /** What is too much now; 0 where nothing is, or while the payment is disputed. */
  excessMinor: z.int(),
  /** Of that, what is not on its way back yet. */
  excessLeftMinor: z.int(),
  captures: z.array(captureView), // the latest first
  refunds: z.array(refundView), // the newest first
  disputes: z.array(disputeView),
  mismatches: z.array(mismatchView),
  unallocated: z.array(unallocatedView), // money that came with one of its attempts, or under its number
  waiting: z.array(humanEndView), // for a second person
  /** What may be done about money, the most urgent first; they follow the actions of the goods. */
  moneyActions: z.array(z.enum(["refund-excess", "refund"])),
  /** Attempts that nobody can be asked about any more: a person may say what became of them. */
  mayResolve: z.array(z.string()),
});
export type OrderMoneyView = z.infer<typeof orderMoneyView>;
