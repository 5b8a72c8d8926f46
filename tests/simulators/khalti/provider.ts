import { createOwnLines } from "../core/own-lines.ts";
import type { SimulatedProvider, StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { khaltiActs } from "./acts.ts";
import { khaltiApp } from "./app.ts";
import { asPayment } from "./as-payment.ts";
import type { KhaltiPayment } from "./payment.ts";
import { khaltiSettings } from "./settings.ts";
import { linesOf } from "./statement.ts";
import { DECISIONS, type Decision, openWallet } from "./wallet.ts";

const TIME_ZONE = "Asia/Kathmandu";

interface SavedKhalti {
  readonly payments: readonly KhaltiPayment[];
  readonly ownLines: readonly StatementLine[];
}

/** Khalti of Nepal. It tells the shop nothing: browsers come back, and the shop asks. */
export function createKhalti(simulation: Simulation): SimulatedProvider {
  const wallet = openWallet(simulation);
  const ownLines = createOwnLines(simulation, "NPR");
  const show = (payment: KhaltiPayment) => asPayment(payment, wallet.settings);

  const payments: SimulatedProvider["payments"] = ({ id, reference, phone }) =>
    wallet
      .all()
      .filter(
        (payment) =>
          (!id || payment.pidx === id) &&
          (!reference || payment.purchaseOrderId === reference) &&
          (!phone || payment.phone === phone.replaceAll(/\D/g, "").slice(-10)),
      )
      .reverse()
      .map(show);

  return {
    name: "khalti",
    app: khaltiApp(simulation, wallet),
    decisions: DECISIONS,
    payments,
    async decide(which, decision) {
      const found = payments(which);
      const payment = wallet.find((found.find(({ state }) => state === "open") ?? found[0])?.id ?? "");
      if (!payment) throw new Error("No payment fits.");
      if (!isDecision(decision)) throw new Error(`Nobody can "${decision}" here; they can ${DECISIONS.join(", ")}.`);
      wallet.decide(payment, decision);
      return show(payment);
    },
    auto(decision, delayMs) {
      wallet.auto = decision !== null && isDecision(decision) ? { decision, delayMs } : null;
    },
    autos: () => (wallet.auto ? { "*": wallet.auto } : {}),
    settings: {
      get: () => wallet.settings,
      change(settings) {
        wallet.settings = khaltiSettings.parse({ ...wallet.settings, ...khaltiSettings.partial().parse(settings) });
      },
    },
    acts: { ...khaltiActs(wallet), ...ownLines.acts },
    statement: (day) =>
      [...wallet.all().flatMap(linesOf), ...ownLines.all()]
        .filter(({ at }) => !day || dayThere(at, TIME_ZONE) === day)
        .sort((one, other) => one.at.localeCompare(other.at)),
    timeZone: TIME_ZONE,
    save: (): SavedKhalti => ({ payments: wallet.save(), ownLines: ownLines.all() }),
    load(saved) {
      const { payments, ownLines: lines } = saved as SavedKhalti;
      wallet.load(payments);
      ownLines.load(lines);
    },
    resume() {},
    reset() {
      wallet.reset();
      ownLines.reset();
    },
    stop: wallet.stop,
  };
}

function isDecision(word: string): word is Decision {
  return DECISIONS.some((decision) => decision === word);
}
