import type { StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import type { WebhookDesk } from "../core/webhook-desk.ts";
import type { Dispute } from "./dispute.ts";
import { eventText } from "./event.ts";
import { newEventId } from "./ids.ts";
import type { Capture, Order, Refund } from "./order.ts";
import type { PaypalSettings } from "./settings.ts";

/** What the next capture of an approved order meets. */
export type Fate = "complete" | "decline" | "pending" | "payer-action" | "capture-declined";

/** One order with everything that came of it. */
export interface Payment {
  readonly order: Order;
  readonly amount: number; // minor units
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  /** Which link a payer is to follow. */
  readonly shape: "payer-action" | "approve";
  capture: Capture | null;
  readonly refunds: Refund[];
  readonly disputes: Dispute[];
  /** What PayPal took back without a dispute, in minor units. */
  reversed: number;
  fate: Fate;
  declinesLeft: number;
  /** What the last capture was refused for: the payer is asked again. */
  refusal: "INSTRUMENT_DECLINED" | "PAYER_ACTION_REQUIRED" | null;
  /** ISO time: what is not captured then is gone. */
  readonly diesAt: string;
  isGone: boolean;
}

/** Everything PayPal remembers, and how it tells. */
export interface Books {
  readonly desk: WebhookDesk<Payment>;
  settings: PaypalSettings;
  /** Where the shop last reached the simulators: addresses in answers and events begin so. */
  origin: string;
  /** By order id, oldest first. */
  readonly payments: Map<string, Payment>;
  readonly lines: StatementLine[];
  /** The payment that an order, capture, refund, dispute or `invoiceKey` belongs to. */
  readonly ownerOf: (id: string) => Payment | undefined;
  readonly own: (id: string, payment: Payment) => void;
  /** Makes an event of what has just happened, and tells the shop. */
  readonly announce: (payment: Payment, type: string, resource: unknown) => Promise<unknown>;
  /** Writes down that money moved. */
  readonly book: (payment: Payment, kind: StatementLine["kind"], ref: string, amount: number) => void;
  readonly load: (payments: readonly Payment[], lines: readonly StatementLine[]) => void;
  readonly clear: () => void;
}

const ORIGIN = "http://127.0.0.1:8790";

export function createBooks({ now, keep }: Simulation, desk: WebhookDesk<Payment>, settings: PaypalSettings): Books {
  const payments = new Map<string, Payment>();
  const owners = new Map<string, Payment>();
  const lines: StatementLine[] = [];

  function own(id: string, payment: Payment): void {
    owners.set(id, payment);
  }

  function enter(payment: Payment): void {
    const { order, capture, refunds, disputes } = payment;
    payments.set(order.id, payment);
    own(order.id, payment);
    if (capture) own(capture.id, payment);
    if (capture?.invoice_id !== undefined) own(invoiceKey(capture.invoice_id), payment);
    for (const { id } of refunds) own(id, payment);
    for (const { dispute_id } of disputes) own(dispute_id, payment);
  }

  const books: Books = {
    desk,
    settings,
    origin: ORIGIN,
    payments,
    lines,
    ownerOf: (id) => owners.get(id),
    own,
    announce(payment, type, resource) {
      const at = now();
      const id = newEventId();
      const text = eventText({ id, type, resource, at, origin: books.origin });
      return desk.announce({ id, type, about: payment.order.id, at: at.toISOString(), text }, payment);
    },
    book({ order, capture }, kind, ref, amount) {
      const [
        {
          custom_id,
          amount: { currency_code },
        },
      ] = order.purchase_units;
      lines.push({
        ref,
        ourRef: custom_id ?? "",
        kind,
        amount,
        currency: currency_code as StatementLine["currency"], // The shop knows no more of them.
        at: now().toISOString(),
        orderId: order.id,
        captureId: capture?.id ?? "",
      });
      keep();
    },
    load(savedPayments, savedLines) {
      for (const payment of savedPayments) enter(payment);
      lines.push(...savedLines);
    },
    clear() {
      payments.clear();
      owners.clear();
      lines.length = 0;
    },
  };
  return books;
}

/** Under which the payment that captured it is known. */
export const invoiceKey = (invoiceId: string): string => `invoice ${invoiceId}`;

export const currencyOf = ({ order }: Payment): string => order.purchase_units[0].amount.currency_code;
