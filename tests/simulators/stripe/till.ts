import { createAlarms } from "../core/alarms.ts";
import type { FaultRule } from "../core/faults.ts";
import type { Simulation } from "../core/simulation.ts";
import type { Books, Payment } from "./books.ts";
import { CARDS, type Card } from "./cards.ts";
import type { Decision } from "./decisions.ts";
import { StripeError } from "./errors.ts";
import { eventText } from "./event.ts";
import { newId, unix } from "./ids.ts";
import { bankError, cardError, debitError, type Intent, type IntentError, newIntent } from "./intent.ts";
import { newSession } from "./session.ts";
import type { SessionParams } from "./session-params.ts";
import { signatureHeader } from "./signature.ts";

/** Where payers pay: opens sessions, lets cards be tried, and ends what nobody paid. */
export interface Till {
  readonly open: (params: SessionParams, pageOf: (id: string) => string) => Payment;
  /** Resolves once the shop has been told or that was given up. @throws Error when it has ended */
  readonly decide: (payment: Payment, decision: Decision) => Promise<void>;
  readonly tryCard: (payment: Payment, card: Card) => Promise<void>;
  /** Resolves as `decide` does. @throws StripeError at once when it is not open */
  readonly expire: (payment: Payment) => Promise<unknown>;
  auto: { readonly decision: Decision; readonly delayMs: number } | null;
  readonly resume: () => void;
  readonly stop: () => void;
}

export function createTill(simulation: Simulation, books: Books): Till {
  const { now, keep, faults, clockScale } = simulation;
  const alarms = createAlarms();

  function open(params: SessionParams, pageOf: (id: string) => string): Payment {
    const at = now();
    const lifeMs = (params.expiresAt * 1000 - at.getTime()) * clockScale;
    const { metadata, description = null, receipt_email = null } = params.payment_intent_data;
    const payment: Payment = {
      session: newSession(params, at, books.settings.livemode, pageOf),
      intentDetails: { metadata, description, receiptEmail: receipt_email },
      intent: null,
      refunds: [],
      disputes: [],
      diesAt: new Date(at.getTime() + lifeMs).toISOString(),
      atBank: null,
    };
    books.payments.set(payment.session.id, payment);
    books.own(payment.session.id, payment);
    dieLater(payment);
    const { auto } = till;
    if (auto) alarms.after(auto.delayMs, () => decide(payment, auto.decision).catch(() => {}));
    const forged = faults.take("stripe", "callback", ["forged"]);
    if (forged) alarms.after(20, () => forge(payment, forged));
    keep();
    return payment;
  }

  async function decide(payment: Payment, decision: Decision): Promise<void> {
    const { session, intent } = payment;
    const isPending = intent?.status === "processing";
    if (isPending && decision === "pending-paid") return clear(payment, intent);
    if (isPending && decision === "pending-failed") return bounce(payment, intent);
    if (isPending) throw new Error("This payment waits for its bank: decide pending-paid or pending-failed.");
    if (session.status !== "open") {
      throw new Error(
        `This payment has ended (${session.status}, ${session.payment_status}); nobody can decide it any more.`,
      );
    }
    switch (decision) {
      case "approve":
        return payment.atBank ? charge(payment, payment.atBank) : tryCard(payment, CARDS.good);
      case "decline":
        return payment.atBank ? refuse(payment, bankError()) : tryCard(payment, CARDS.declined);
      case "3ds":
        return tryCard(payment, CARDS.asking);
      case "pending":
        return hold(payment);
      case "pending-paid":
        await Promise.all([hold(payment), clear(payment, intentOf(payment))]);
        return;
      case "pending-failed":
        await Promise.all([hold(payment), bounce(payment, intentOf(payment))]);
        return;
      default: // "cancel", "leave", "ignore": the payer goes away, and Stripe thinks nothing of it.
    }
  }

  async function tryCard(payment: Payment, card: Card): Promise<void> {
    if (!card.asksBank) return charge(payment, card);
    const intent = intentOf(payment);
    payment.atBank = card;
    intent.status = "requires_action";
    intent.next_action = { type: "use_stripe_sdk" };
    keep();
    await books.announce(payment, "payment_intent.requires_action", intent);
  }

  /** The bank's own word on a card. */
  async function charge(payment: Payment, card: Card): Promise<void> {
    const intent = intentOf(payment);
    newCharge(payment, intent);
    if (card.decline) return refuse(payment, cardError(card.decline, intent.latest_charge ?? ""));
    payment.atBank = null;
    receive(payment, intent);
    complete(payment, intent, "paid");
    await Promise.all([
      books.announce(payment, "payment_intent.succeeded", intent),
      books.announce(payment, "checkout.session.completed", payment.session),
    ]);
  }

  /** The session stays open: another card may do. */
  async function refuse(payment: Payment, error: IntentError): Promise<void> {
    const intent = intentOf(payment);
    payment.atBank = null;
    intent.status = "requires_payment_method";
    intent.next_action = null;
    intent.last_payment_error = error;
    keep();
    await books.announce(payment, "payment_intent.payment_failed", intent);
  }

  /** A debit that takes days: the payer has done everything, and no money is here. */
  async function hold(payment: Payment): Promise<void> {
    const intent = intentOf(payment);
    newCharge(payment, intent);
    intent.status = "processing";
    complete(payment, intent, "unpaid");
    await Promise.all([
      books.announce(payment, "payment_intent.processing", intent),
      books.announce(payment, "checkout.session.completed", payment.session),
    ]);
  }

  async function clear(payment: Payment, intent: Intent): Promise<void> {
    receive(payment, intent);
    payment.session.payment_status = "paid";
    await Promise.all([
      books.announce(payment, "payment_intent.succeeded", intent),
      books.announce(payment, "checkout.session.async_payment_succeeded", payment.session),
    ]);
  }

  async function bounce(payment: Payment, intent: Intent): Promise<void> {
    intent.status = "requires_payment_method";
    intent.last_payment_error = debitError(intent.latest_charge ?? "");
    keep();
    await Promise.all([
      books.announce(payment, "payment_intent.payment_failed", intent),
      books.announce(payment, "checkout.session.async_payment_failed", payment.session),
    ]);
  }

  function expire(payment: Payment): Promise<unknown> {
    const { session, intent } = payment;
    if (session.status !== "open") {
      throw new StripeError(
        400,
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
      );
    }
    session.status = "expired";
    session.url = null;
    payment.atBank = null;
    if (intent) {
      intent.status = "canceled";
      intent.canceled_at = unix(now());
      intent.next_action = null;
    }
    keep();
    return Promise.all([
      intent && books.announce(payment, "payment_intent.canceled", intent),
      books.announce(payment, "checkout.session.expired", session),
    ]);
  }

  function intentOf(payment: Payment): Intent {
    if (!payment.intent) {
      payment.intent = newIntent(payment.session, payment.intentDetails, now());
      books.own(payment.intent.id, payment);
    }
    return payment.intent;
  }

  function newCharge(payment: Payment, intent: Intent): void {
    intent.latest_charge = newId("ch");
    intent.payment_method = newId("pm");
    intent.next_action = null;
    books.own(intent.latest_charge, payment);
  }

  function receive(payment: Payment, intent: Intent): void {
    intent.status = "succeeded";
    intent.amount_received = intent.amount;
    intent.last_payment_error = null;
    books.book(payment, "capture", intent.id, intent.amount);
  }

  function complete({ session }: Payment, intent: Intent, payment_status: "paid" | "unpaid"): void {
    session.status = "complete";
    session.payment_status = payment_status;
    session.payment_intent = intent.id;
    session.url = null;
    session.customer_details = {
      email: session.customer_email ?? "payer@example.com",
      name: "Amina Otieno",
      phone: null,
    };
    keep();
  }

  /** A claim that nobody's money backs, signed by somebody who does not know the secret. */
  async function forge({ session }: Payment, rule: FaultRule): Promise<void> {
    const id = rule.variant === "other-ids" ? newId("cs_test", 58) : session.id;
    const object = {
      ...session,
      id,
      status: "complete",
      payment_status: "paid",
      payment_intent: newId("pi"),
      url: null,
    };
    const type = "checkout.session.completed";
    const text = eventText({ id: newId("evt"), type, object, at: now(), livemode: session.livemode });
    const url = rule.variant === "unknown-path" ? `${books.settings.webhookUrl}/elsewhere` : undefined;
    await books.desk.post(text, { "Stripe-Signature": signatureHeader(text, "whsec_somebody_else", unix(now())) }, url);
  }

  function dieLater(payment: Payment): void {
    alarms.after(Date.parse(payment.diesAt) - now().getTime(), () => {
      if (payment.session.status === "open") void expire(payment);
    });
  }

  const till: Till = {
    open,
    decide,
    tryCard,
    expire,
    auto: null,
    resume() {
      for (const payment of books.payments.values()) if (payment.session.status === "open") dieLater(payment);
    },
    stop: alarms.stop,
  };
  return till;
}
