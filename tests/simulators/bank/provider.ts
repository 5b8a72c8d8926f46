import type { SimulatedPayment, SimulatedProvider, Which } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { ACCOUNTS, accountIn } from "./accounts.ts";
import { bankActs } from "./acts.ts";
import { bankApp } from "./app.ts";
import { openBank, slipAddresses } from "./bank.ts";
import { booked, type Entry, inOrder, isCredit, plain, toStatementLine } from "./ledger.ts";
import { bankSettings } from "./settings.ts";

/** Banks that people transfer from by hand. No protocol reaches the shop: it reads the statement, and slips that people send it. */
export function createBank(simulation: Simulation): SimulatedProvider {
  const bank = openBank(simulation);
  const fits = ({ id, reference }: Which, entry: Entry): boolean =>
    (!id || id === entry.id || (entry.bankRef !== null && plain(entry.bankRef) === plain(id))) &&
    (!reference || reference === entry.reference);

  return {
    name: "bank",
    app: bankApp(simulation, bank),
    decisions: [],
    startsAt: { href: "/bank/pay", label: "Send the shop money from a bank" },
    payments: (which) =>
      which.phone
        ? []
        : inOrder(bank.entries())
            .filter((entry) => isCredit(entry) && fits(which, entry))
            .reverse()
            .map(toPayment),
    decide: async () => {
      throw new Error("Nobody decides a bank transfer: it is made, or it is not. Use the act `transfer`.");
    },
    auto(decision) {
      if (decision !== null) throw new Error("Transfers do not make themselves. Use the act `transfer`.");
    },
    settings: {
      get: () => bank.settings,
      change(settings) {
        bank.settings = bankSettings.parse({ ...bank.settings, ...bankSettings.partial().parse(settings) });
      },
    },
    acts: bankActs(bank),
    statement: (day) =>
      ACCOUNTS.flatMap(({ currency }) => booked(bank.entries(), currency))
        .filter((entry) => !day || dayThere(entry.at, accountIn(entry.currency).timeZone) === day)
        .map(toStatementLine)
        .sort((one, other) => one.at.localeCompare(other.at)),
    timeZone: "Africa/Nairobi", // The Nepali account's days are Kathmandu's.
    save: bank.save,
    load: (saved) => bank.load(saved as ReturnType<typeof bank.save>),
    resume() {},
    reset: bank.reset,
    stop() {},
  };
}

function toPayment(entry: Entry): SimulatedPayment {
  const { id, reference, amount, currency, at, bankRef, payer, narrative } = entry;
  return {
    id,
    reference,
    amount,
    currency,
    state: "paid",
    said: "Booked",
    createdAt: at,
    page: "/bank/pay",
    bankRef,
    payer,
    narrative,
    ...slipAddresses(entry),
  };
}
