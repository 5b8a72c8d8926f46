import type { Simulation } from "../core/simulation.ts";
import type { Books, Payment } from "./books.ts";
import { type Dispute, newDispute, newMovement } from "./dispute.ts";

/** Cardholders who go to their banks. Each resolves once the shop has been told. */
export interface Disputes {
  /** An inquiry only asks; anything else takes the money at once. @throws Error when nothing was paid */
  readonly open: (payment: Payment, amount: number | undefined, isInquiry: boolean) => Promise<Dispute>;
  /** An inquiry becomes a dispute. @throws Error when it is none */
  readonly escalate: (dispute: Dispute, payment: Payment) => Promise<void>;
  /** @throws Error when it is closed */
  readonly win: (dispute: Dispute, payment: Payment) => Promise<void>;
  /** @throws Error when it is closed */
  readonly lose: (dispute: Dispute, payment: Payment) => Promise<void>;
}

export function createDisputes({ now, keep }: Simulation, books: Books): Disputes {
  async function open(payment: Payment, amount: number | undefined, isInquiry: boolean): Promise<Dispute> {
    const { intent } = payment;
    if (intent?.status !== "succeeded") throw new Error("Nothing was paid that could be disputed.");
    const dispute = newDispute(intent, amount ?? intent.amount_received, isInquiry, now());
    payment.disputes.push(dispute);
    books.own(dispute.id, payment);
    const created = books.announce(payment, "charge.dispute.created", dispute);
    await Promise.all([created, isInquiry || withdraw(dispute, payment)]);
    return dispute;
  }

  async function escalate(dispute: Dispute, payment: Payment): Promise<void> {
    if (dispute.status !== "warning_needs_response") throw new Error(`${dispute.id} is no open inquiry.`);
    dispute.status = "needs_response";
    dispute.is_charge_refundable = false;
    await Promise.all([books.announce(payment, "charge.dispute.updated", dispute), withdraw(dispute, payment)]);
  }

  async function withdraw(dispute: Dispute, payment: Payment): Promise<void> {
    dispute.balance_transactions.push(newMovement(dispute, "dispute", now()));
    books.book(payment, "chargeback", dispute.id, dispute.amount);
    await books.announce(payment, "charge.dispute.funds_withdrawn", dispute);
  }

  async function win(dispute: Dispute, payment: Payment): Promise<void> {
    const wasInquiry = checkOpen(dispute) === "warning_needs_response";
    dispute.status = wasInquiry ? "warning_closed" : "won";
    if (!wasInquiry) {
      dispute.balance_transactions.push(newMovement(dispute, "dispute_reversal", now()));
      books.book(payment, "chargeback-undone", dispute.id, dispute.amount);
    }
    keep();
    await Promise.all([
      wasInquiry || books.announce(payment, "charge.dispute.funds_reinstated", dispute),
      books.announce(payment, "charge.dispute.updated", dispute),
      books.announce(payment, "charge.dispute.closed", dispute),
    ]);
  }

  async function lose(dispute: Dispute, payment: Payment): Promise<void> {
    const wasInquiry = checkOpen(dispute) === "warning_needs_response";
    dispute.status = wasInquiry ? "warning_closed" : "lost";
    keep();
    await books.announce(payment, "charge.dispute.closed", dispute);
  }

  return { open, escalate, win, lose };
}

function checkOpen({ id, status }: Dispute): Dispute["status"] {
  if (status === "needs_response" || status === "warning_needs_response") return status;
  throw new Error(`${id} is closed (${status}).`);
}
