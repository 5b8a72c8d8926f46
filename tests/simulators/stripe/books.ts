import type { StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import type { WebhookDesk } from "../core/webhook-desk.ts";
import type { Card } from "./cards.ts";
import type { Dispute } from "./dispute.ts";
import { eventText } from "./event.ts";
import { newId } from "./ids.ts";
import type { Intent, IntentDetails } from "./intent.ts";
import type { Refund } from "./refund.ts";
import type { Session } from "./session.ts";
import type { StripeSettings } from "./settings.ts";

/** One session with everything that came of it. */
export interface Payment {
  readonly session: Session;
  readonly intentDetails: IntentDetails;
  /** From the first try on; the session names it only once it is complete. */
  intent: Intent | null;
  readonly refunds: Refund[];
  readonly disputes: Dispute[];
  /** ISO time: `expires_at`, on the simulators' clock. */
  readonly diesAt: string;
  /** A card whose bank waits for the payer. */
  atBank: Card | null;
}

export type StripeObject = Session | Intent | Refund | Dispute;

/** Everything Stripe remembers, and how it tells. */
export interface Books {
  readonly desk: WebhookDesk<Payment>;
  settings: StripeSettings;
  /** By session id, oldest first. */
  readonly payments: Map<string, Payment>;
  readonly lines: StatementLine[];
  /** The payment that a session, intent, charge, refund or dispute belongs to. */
  readonly ownerOf: (id: string) => Payment | undefined;
  readonly own: (id: string, payment: Payment) => void;
  /** Makes an event of what has just happened to `object`, and tells the shop. */
  readonly announce: (payment: Payment, type: string, object: StripeObject) => Promise<unknown>;
  /** Writes down that money moved. */
  readonly book: (payment: Payment, kind: StatementLine["kind"], ref: string, amount: number) => void;
  readonly load: (payments: readonly Payment[], lines: readonly StatementLine[]) => void;
  readonly clear: () => void;
}

export function createBooks({ now, keep }: Simulation, desk: WebhookDesk<Payment>, settings: StripeSettings): Books {
  const payments = new Map<string, Payment>();
  const owners = new Map<string, Payment>();
  const lines: StatementLine[] = [];

  function own(id: string, payment: Payment): void {
    owners.set(id, payment);
  }

  function enter(payment: Payment): void {
    const { session, intent, refunds, disputes } = payment;
    payments.set(session.id, payment);
    for (const id of [session.id, intent?.id, intent?.latest_charge]) if (id) own(id, payment);
    for (const { id } of [...refunds, ...disputes]) own(id, payment);
  }

  return {
    desk,
    settings,
    payments,
    lines,
    ownerOf: (id) => owners.get(id),
    own,
    announce(payment, type, object) {
      const at = now();
      const id = newId("evt");
      const text = eventText({ id, type, object, at, livemode: payment.session.livemode });
      return desk.announce({ id, type, about: payment.session.id, at: at.toISOString(), text }, payment);
    },
    book({ session, intent }, kind, ref, amount) {
      lines.push({
        ref,
        ourRef: session.client_reference_id ?? "",
        kind,
        amount,
        currency: session.currency.toUpperCase() as StatementLine["currency"],
        at: now().toISOString(),
        session: session.id,
        paymentIntent: intent?.id ?? "",
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
}
