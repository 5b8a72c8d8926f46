import type { Simulation } from "../core/simulation.ts";
import { readAmount, wireAmount } from "./amounts.ts";
import { type Books, currencyOf, type Payment } from "./books.ts";
import { type Dispute, isHeld, newDispute } from "./dispute.ts";
import { newId, stamp } from "./ids.ts";
import type { Capture, Refund } from "./order.ts";
import { disputeView, refundView } from "./views.ts";

/** Payers who complain, and what PayPal takes back by itself. Each resolves once the shop has been told. */
export interface Disputes {
  /** An inquiry only asks; anything else holds the money at once. @throws Error when nothing was captured */
  readonly open: (payment: Payment, amount: number | undefined, isInquiry: boolean) => Promise<Dispute>;
  /** An inquiry becomes a claim. @throws Error when it is none */
  readonly escalate: (dispute: Dispute, payment: Payment) => Promise<void>;
  /** @throws Error when it is resolved */
  readonly resolve: (dispute: Dispute, payment: Payment, isWon: boolean) => Promise<void>;
  /** PAYMENT.CAPTURE.REVERSED: the money of a dispute that is already booked, or else money nobody announced. */
  readonly reverse: (payment: Payment, amount: number | undefined) => Promise<Refund>;
}

export function createDisputes({ now }: Simulation, books: Books): Disputes {
  async function open(payment: Payment, amount: number | undefined, isInquiry: boolean): Promise<Dispute> {
    const dispute = newDispute(captured(payment), amount ?? payment.amount, isInquiry, now());
    payment.disputes.push(dispute);
    books.own(dispute.dispute_id, payment);
    if (!isInquiry) books.book(payment, "chargeback", dispute.dispute_id, minorOf(dispute));
    await tell(payment, "CUSTOMER.DISPUTE.CREATED", dispute);
    return dispute;
  }

  async function escalate(dispute: Dispute, payment: Payment): Promise<void> {
    if (dispute.status !== "OPEN") throw new Error(`${dispute.dispute_id} is no open inquiry.`);
    dispute.status = "WAITING_FOR_SELLER_RESPONSE";
    dispute.dispute_state = "REQUIRED_ACTION";
    dispute.dispute_life_cycle_stage = "CHARGEBACK";
    books.book(payment, "chargeback", dispute.dispute_id, minorOf(dispute));
    await touch(payment, "CUSTOMER.DISPUTE.UPDATED", dispute);
  }

  async function resolve(dispute: Dispute, payment: Payment, isWon: boolean): Promise<void> {
    const { dispute_id, status, dispute_amount: amount_refunded } = dispute;
    if (status === "RESOLVED") throw new Error(`${dispute_id} is resolved.`);
    const wasHeld = isHeld(dispute);
    dispute.status = "RESOLVED";
    dispute.dispute_state = "RESOLVED";
    dispute.dispute_outcome = isWon
      ? { outcome_code: "RESOLVED_SELLER_FAVOUR" }
      : { outcome_code: "RESOLVED_BUYER_FAVOUR", amount_refunded };
    if (isWon && wasHeld) books.book(payment, "chargeback-undone", dispute_id, minorOf(dispute));
    if (!isWon && !wasHeld) books.book(payment, "chargeback", dispute_id, minorOf(dispute)); // A lost inquiry is paid now.
    await touch(payment, "CUSTOMER.DISPUTE.RESOLVED", dispute);
  }

  async function reverse(payment: Payment, wanted: number | undefined): Promise<Refund> {
    const capture = captured(payment);
    const amount = wanted ?? payment.amount;
    const at = stamp(now());
    const reversal: Refund = {
      id: newId(),
      status: "COMPLETED",
      amount: wireAmount(amount, currencyOf(payment)),
      note_to_payer: "Payment reversed",
      create_time: at,
      update_time: at,
    };
    capture.status_details = { reason: "CHARGEBACK" };
    capture.update_time = at;
    if (!payment.disputes.some(isHeld)) {
      payment.reversed += amount;
      books.book(payment, "chargeback", capture.id, amount);
    }
    await books.announce(payment, "PAYMENT.CAPTURE.REVERSED", refundView(reversal, capture, books.origin));
    return reversal;
  }

  async function touch(payment: Payment, type: string, dispute: Dispute): Promise<void> {
    dispute.update_time = now().toISOString();
    await tell(payment, type, dispute);
  }

  async function tell(payment: Payment, type: string, dispute: Dispute): Promise<void> {
    await books.announce(payment, type, disputeView(dispute, books.origin));
  }

  return { open, escalate, resolve, reverse };
}

function captured({ capture }: Payment): Capture {
  if (!capture || capture.status === "PENDING" || capture.status === "DECLINED")
    throw new Error("No money was captured.");
  return capture;
}

const minorOf = ({ dispute_amount }: Dispute): number => readAmount(dispute_amount, "/dispute_amount");
