import { createKeyedAnswers, type KeyedAnswers } from "../core/keyed-answers.ts";
import type { SimulatedProvider, StatementLine, Which } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { createWebhookDesk, type Notice, type WebhookDesk } from "../core/webhook-desk.ts";
import { STRIPE } from "../credentials.ts";
import { stripeActs } from "./acts.ts";
import { stripeApp } from "./app.ts";
import { asPayment } from "./as-payment.ts";
import { type Books, createBooks, type Payment } from "./books.ts";
import { DECISIONS, isDecision } from "./decisions.ts";
import { createDisputes } from "./disputes.ts";
import { withAmount } from "./event.ts";
import { IDEMPOTENCY } from "./idempotency.ts";
import { unix } from "./ids.ts";
import { createRefunds } from "./refunds.ts";
import { defaultSettings, stripeSettings } from "./settings.ts";
import { signatureHeader } from "./signature.ts";
import { createTill } from "./till.ts";

interface Saved {
  readonly payments: Payment[];
  readonly lines: StatementLine[];
  readonly notices: Notice[];
  readonly answers: ReturnType<KeyedAnswers["save"]>;
}

/** Stripe: Checkout Sessions on a hosted page, refunds, disputes, and signed events about all of it. */
export function createStripe(simulation: Simulation): SimulatedProvider {
  const desk: WebhookDesk<Payment> = createWebhookDesk(simulation, "stripe", {
    settings: () => books.settings,
    type: "application/json; charset=utf-8",
    sign: (text) => ({
      "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      "Stripe-Signature": signatureHeader(text, STRIPE.webhookSecret, unix(simulation.now())),
    }),
    alter: withAmount,
    isWanted: (type) => books.settings.enabledEvents.some((one) => one === type || one === "*"),
  });
  const books: Books = createBooks(simulation, desk, defaultSettings());
  const till = createTill(simulation, books);
  const refunds = createRefunds(simulation, books);
  const disputes = createDisputes(simulation, books);
  const idempotency = createKeyedAnswers(simulation, IDEMPOTENCY);

  function find({ id, reference, phone }: Which): Payment[] {
    if (phone !== undefined) return [];
    const owner = id === undefined ? undefined : books.ownerOf(id);
    const some = id === undefined ? [...books.payments.values()] : owner ? [owner] : [];
    return some.filter(
      ({ session }) => !reference || [session.client_reference_id, session.metadata.attempt_id].includes(reference),
    );
  }

  return {
    name: "stripe",
    app: stripeApp(simulation, { books, till, refunds, idempotency }),
    decisions: DECISIONS,
    payments: (which) =>
      find(which)
        .map((payment) => asPayment(books, payment))
        .reverse(),
    async decide(which, decision) {
      const payments = find(which);
      const payment = payments.findLast(({ session }) => session.status === "open") ?? payments.at(-1);
      if (!payment) throw new Error("No payment fits.");
      if (!isDecision(decision)) throw new Error(`Nobody can "${decision}" here; they can ${DECISIONS.join(", ")}.`);
      await till.decide(payment, decision);
      return asPayment(books, payment);
    },
    auto(decision, delayMs) {
      till.auto = decision !== null && isDecision(decision) ? { decision, delayMs } : null;
    },
    autos: () => (till.auto ? { "*": till.auto } : {}),
    settings: {
      get: () => ({ ...books.settings }),
      change(settings) {
        books.settings = stripeSettings.parse({ ...books.settings, ...stripeSettings.partial().parse(settings) });
      },
    },
    acts: stripeActs(simulation, { books, refunds, disputes }),
    statement: (day) =>
      books.lines
        .filter((line) => !day || dayThere(line.at, "UTC") === day)
        .sort((one, other) => one.at.localeCompare(other.at)),
    timeZone: "UTC",
    save: (): Saved => ({
      payments: [...books.payments.values()],
      lines: books.lines,
      notices: desk.save(),
      answers: idempotency.save(),
    }),
    load(saved) {
      const { payments, lines, notices, answers } = saved as Saved;
      books.load(payments, lines);
      desk.load(notices);
      idempotency.load(answers);
    },
    resume() {
      till.resume();
      desk.resume();
    },
    reset() {
      till.stop();
      till.auto = null;
      desk.reset();
      idempotency.reset();
      books.clear();
      books.settings = defaultSettings();
    },
    stop() {
      till.stop();
      desk.stop();
    },
  };
}
