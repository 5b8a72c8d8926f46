import type { Prompt } from "../core/prompt.ts";
import type { SimulatedPayment, SimulatedProvider, Which } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { mpesaActs } from "./acts.ts";
import { mpesaApp } from "./app.ts";
import { createBooks, type SavedBooks } from "./books.ts";
import { createC2b } from "./c2b.ts";
import type { Registration } from "./c2b-registration.ts";
import { c2bRoutes } from "./c2b-routes.ts";
import { createDaraja } from "./daraja.ts";
import { createDoors, tokenRoutes } from "./doors.ts";
import { findPushes, newestOpenFirst } from "./find-pushes.ts";
import { HAND_PAGE, handPages } from "./hand-pages.ts";
import { handPaymentShown } from "./hand-payment.ts";
import { createHandset } from "./handset.ts";
import { operatorRoutes } from "./operator-routes.ts";
import { DECISIONS, isDecision, OUTCOMES } from "./outcomes.ts";
import { createPaybill } from "./paybill.ts";
import { asPrompt, handPrompt } from "./prompt.ts";
import { createPull } from "./pull-routes.ts";
import type { Push } from "./push.ts";
import { createResults, type PendingResult } from "./results.ts";
import { createReverser } from "./reverse.ts";
import { createStkNotices } from "./stk-notices.ts";
import { stkRoutes } from "./stk-routes.ts";

/** What is saved beside the pushes and the token, which are the world's. */
interface Saved {
  readonly books: SavedBooks;
  readonly c2b: Registration | null;
  readonly pull: boolean;
  readonly results: PendingResult[];
}

/** Safaricom's M-Pesa: phones that ring, and the paybill behind them. */
export function createMpesa(simulation: Simulation): SimulatedProvider {
  const { world } = simulation;
  const daraja = createDaraja(simulation);
  const doors = createDoors(simulation);
  const books = createBooks(simulation);
  const c2b = createC2b(daraja, books);
  const notices = createStkNotices(daraja, c2b);
  const handset = createHandset(daraja, notices);
  const paybill = createPaybill(daraja, books, c2b);
  const reverser = createReverser(daraja, books);
  const results = createResults(daraja);
  const pull = createPull(daraja, doors, books);

  function payments({ id, phone, reference }: Which): SimulatedPayment[] {
    const pushed = findPushes(world, { checkoutRequestId: id, phone, reference }).map(pushShown);
    const byHand = books
      .handPayments()
      .map(handPaymentShown)
      .filter(
        (one) =>
          (!id || one.id === id) &&
          (!phone || one.phone === plain(phone)) &&
          (!reference || one.reference === reference),
      );
    return [...pushed, ...byHand].sort((one, other) => one.createdAt.localeCompare(other.createdAt)).reverse();
  }

  function prompts(phone?: string): Prompt[] {
    const rang = findPushes(world, { phone })
      .filter((push, place, all) => phone || push.state === "open" || place === all.length - 1)
      .map(asPrompt);
    const byHand = books.handPayments().filter((one) => one.phone === phone && one.state === "paid");
    return [...rang, ...byHand.map(handPrompt)].sort((one, other) => one.createdAt.localeCompare(other.createdAt));
  }

  return {
    name: "mpesa",
    startsAt: { href: `/mpesa${HAND_PAGE}`, label: "Pay the paybill by hand" },
    app: mpesaApp(simulation, handPages(paybill), [
      tokenRoutes(simulation, doors),
      stkRoutes(daraja, doors, handset, notices),
      c2bRoutes(daraja, doors, c2b, paybill),
      operatorRoutes(daraja, doors, books, reverser, results),
      pull.routes,
    ]),
    decisions: DECISIONS,
    payments,
    prompts,
    async decide({ id, ...which }, decision) {
      const [push] = newestOpenFirst(findPushes(world, { checkoutRequestId: id, ...which }));
      if (!push) throw new Error("No prompt fits: what is paid by hand is not decided here.");
      if (push.state !== "open") {
        throw new Error(`This payment has ended (${push.outcome}); nobody can decide it any more.`);
      }
      if (!isDecision(decision))
        throw new Error(`Nobody can "${decision}" a prompt; they can ${DECISIONS.join(", ")}.`);
      await handset.decide(push, decision);
      return pushShown(push);
    },
    auto(decision, delayMs, phones) {
      const auto = decision !== null && isDecision(decision) ? { decision, delayMs } : null;
      for (const phone of phones ?? [undefined]) handset.decideBy(auto, phone && plain(phone));
    },
    autos: () => Object.fromEntries(handset.autos()),
    settings: { get: () => daraja.habits.now, change: daraja.habits.change },
    acts: mpesaActs(books, paybill, reverser),
    statement: books.statement,
    timeZone: "Africa/Nairobi",
    save: (): Saved => ({ books: books.save(), c2b: c2b.save(), pull: pull.save(), results: results.save() }),
    load(saved) {
      const parts = saved as Partial<Saved>;
      if (parts.books) books.load(parts.books);
      c2b.load(parts.c2b ?? null);
      pull.load(parts.pull ?? false);
      results.load(parts.results ?? []);
    },
    resume() {
      handset.resume();
      paybill.resume();
      reverser.resume();
      results.resume();
    },
    reset() {
      daraja.stop();
      daraja.receipts.clear();
      daraja.habits.reset();
      for (const part of [handset, notices, books, c2b, pull, results]) part.reset();
    },
    stop: daraja.stop,
  };
}

function pushShown(push: Push): SimulatedPayment {
  const outcome = push.outcome && OUTCOMES[push.outcome];
  return {
    ...push,
    id: push.checkoutRequestId,
    amount: push.amountShillings * 100,
    currency: "KES",
    said: outcome?.inCallback ?? "The transaction is still under processing",
    page: `/phone?number=${push.phone}`,
  };
}

/** With or without its plus. */
function plain(phone: string): string {
  return phone.replaceAll(/[+\s]/g, "");
}
