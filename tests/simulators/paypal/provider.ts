import { createKeyedAnswers, type KeyedAnswers } from "../core/keyed-answers.ts";
import type { SimulatedProvider, StatementLine, Which } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { createWebhookDesk, type Notice, type WebhookDesk } from "../core/webhook-desk.ts";
import { paypalActs } from "./acts.ts";
import { paypalApp } from "./app.ts";
import { asPayment } from "./as-payment.ts";
import { type Books, createBooks, type Payment } from "./books.ts";
import { DECISIONS, isDecision } from "./decisions.ts";
import { createDisputes } from "./disputes.ts";
import { withAmount } from "./event.ts";
import { IDEMPOTENCY } from "./idempotency.ts";
import { createRefunds } from "./refunds.ts";
import { defaultSettings, paypalSettings } from "./settings.ts";
import { transmissionHeaders } from "./signature.ts";
import { createTill } from "./till.ts";
import { createTokens, type Tokens } from "./tokens.ts";

interface Saved {
  readonly origin: string;
  readonly payments: Payment[];
  readonly lines: StatementLine[];
  readonly notices: Notice[];
  readonly answers: ReturnType<KeyedAnswers["save"]>;
  readonly tokens: ReturnType<Tokens["save"]>;
}

/** PayPal: orders that payers approve and the shop captures, refunds, disputes, and signed events about all of it. */
export function createPaypal(simulation: Simulation): SimulatedProvider {
  const desk: WebhookDesk<Payment> = createWebhookDesk(simulation, "paypal", {
    settings: () => books.settings,
    type: "application/json",
    sign: (text) => transmissionHeaders(text, { origin: books.origin, at: simulation.now() }),
    alter: withAmount,
    isWanted: (type) => books.settings.enabledEvents.some((one) => one === type || one === "*"),
  });
  const books: Books = createBooks(simulation, desk, defaultSettings());
  const till = createTill(simulation, books);
  const refunds = createRefunds(simulation, books);
  const disputes = createDisputes(simulation, books);
  const tokens = createTokens(simulation);
  const idempotency = createKeyedAnswers(simulation, IDEMPOTENCY);

  function find({ id, reference, phone }: Which): Payment[] {
    if (phone !== undefined) return [];
    const owner = id === undefined ? undefined : books.ownerOf(id);
    const some = id === undefined ? [...books.payments.values()] : owner ? [owner] : [];
    return some.filter(
      ({ order }) =>
        !reference || [order.purchase_units[0].custom_id, order.purchase_units[0].invoice_id].includes(reference),
    );
  }

  return {
    name: "paypal",
    app: paypalApp(simulation, { books, till, refunds, tokens, idempotency }),
    decisions: DECISIONS,
    payments: (which) =>
      find(which)
        .map((payment) => asPayment(books, payment))
        .reverse(),
    async decide(which, decision) {
      const payments = find(which);
      const payment = payments.findLast((one) => asPayment(books, one).state === "open") ?? payments.at(-1);
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
        books.settings = paypalSettings.parse({ ...books.settings, ...paypalSettings.partial().parse(settings) });
      },
    },
    acts: paypalActs(simulation, { books, till, refunds, disputes, tokens }),
    statement: (day) =>
      books.lines
        .filter((line) => !day || dayThere(line.at, "UTC") === day)
        .sort((one, other) => one.at.localeCompare(other.at)),
    timeZone: "UTC",
    save: (): Saved => ({
      origin: books.origin,
      payments: [...books.payments.values()],
      lines: books.lines,
      notices: desk.save(),
      answers: idempotency.save(),
      tokens: tokens.save(),
    }),
    load(saved) {
      const { origin, payments, lines, notices, answers, tokens: valid } = saved as Saved;
      books.origin = origin;
      books.load(payments, lines);
      desk.load(notices);
      idempotency.load(answers);
      tokens.load(valid);
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
      tokens.clear();
      books.clear();
      books.settings = defaultSettings();
    },
    stop() {
      till.stop();
      desk.stop();
    },
  };
}
