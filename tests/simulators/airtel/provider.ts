import { createOwnLines } from "../core/own-lines.ts";
import type { SimulatedProvider, StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { dayThere } from "../core/wall-clock.ts";
import { airtelActs } from "./acts.ts";
import { airtelApp } from "./app.ts";
import { asPayment } from "./as-payment.ts";
import { TIME_ZONE, toMsisdn } from "./numbers.ts";
import { DECISIONS, isDecision } from "./outcomes.ts";
import type { AirtelPayment } from "./payment.ts";
import { asPrompt } from "./prompt.ts";
import { type AirtelSettings, airtelSettings } from "./settings.ts";
import { newSigningKey, type SigningKey } from "./signing.ts";
import { linesOf } from "./statement.ts";
import { createTokens } from "./tokens.ts";
import { openWallets } from "./wallets.ts";

interface SavedAirtel {
  readonly payments: readonly AirtelPayment[];
  readonly ownLines: readonly StatementLine[];
  readonly signingKey: SigningKey | null;
  /** Unlike the other habits these are what a merchant chose, and stay chosen. */
  readonly portal: Pick<AirtelSettings, "callbackUrl" | "hash" | "signing">;
}

/** Airtel Money of Kenya: phones that ring, an application in a portal, and the enquiry that knows. */
export function createAirtel(simulation: Simulation): SimulatedProvider {
  const { keep, now } = simulation;
  const wallets = openWallets(simulation);
  const tokens = createTokens();
  const ownLines = createOwnLines(simulation, "KES");
  let signingKey: SigningKey | null = null;

  function currentKey(): SigningKey {
    if (!signingKey || Date.parse(signingKey.validUpto) <= now().getTime()) {
      signingKey = newSigningKey(now());
      keep();
    }
    return signingKey;
  }

  const payments: SimulatedProvider["payments"] = ({ id, reference, phone }) =>
    wallets
      .all()
      .filter(
        (payment) =>
          (!id || payment.id === id || payment.airtelMoneyId === id) &&
          (!reference || payment.reference === reference) &&
          (!phone || payment.msisdn === toMsisdn(phone)),
      )
      .reverse()
      .map(asPayment);

  return {
    name: "airtel",
    app: airtelApp(simulation, wallets, tokens, currentKey),
    decisions: DECISIONS,
    payments,
    prompts: (phone) =>
      wallets
        .all()
        .filter(({ msisdn }) => !phone || toMsisdn(phone) === msisdn)
        .filter(({ outcome }, place, all) => phone || outcome === null || place === all.length - 1)
        .map(asPrompt),
    async decide(which, decision) {
      const found = payments(which);
      const payment = wallets.find((found.find(({ state }) => state === "open") ?? found[0])?.id ?? "");
      if (!payment) throw new Error("No payment fits.");
      if (payment.outcome === "ambiguous") throw new Error("This payment is ambiguous: use the act `resolve`.");
      if (payment.outcome !== null) {
        throw new Error(`This payment has ended (${payment.outcome}); nobody can decide it any more.`);
      }
      if (!isDecision(decision))
        throw new Error(`Nobody can "${decision}" a prompt; they can ${DECISIONS.join(", ")}.`);
      await wallets.decide(payment, decision);
      return asPayment(payment);
    },
    auto(decision, delayMs, phones) {
      const auto = decision !== null && isDecision(decision) ? { decision, delayMs } : null;
      for (const phone of phones ?? [undefined]) wallets.decideBy(auto, phone && toMsisdn(phone));
    },
    autos: () => Object.fromEntries(wallets.autos()),
    settings: {
      get: () => wallets.settings,
      change(settings) {
        wallets.settings = airtelSettings.parse({ ...wallets.settings, ...airtelSettings.partial().parse(settings) });
        keep();
      },
    },
    acts: { ...airtelActs(wallets), ...ownLines.acts },
    statement: (day) =>
      [...wallets.all().flatMap(linesOf), ...ownLines.all()]
        .filter(({ at }) => !day || dayThere(at, TIME_ZONE) === day)
        .sort((one, other) => one.at.localeCompare(other.at)),
    timeZone: TIME_ZONE,
    save(): SavedAirtel {
      const { callbackUrl, hash, signing } = wallets.settings;
      return {
        payments: wallets.all(),
        ownLines: ownLines.all(),
        signingKey,
        portal: { callbackUrl, hash, signing },
      };
    },
    load(saved) {
      const { payments, ownLines: lines, signingKey: key, portal } = saved as SavedAirtel;
      wallets.load(payments);
      ownLines.load(lines);
      signingKey = key;
      wallets.settings = { ...wallets.settings, ...portal };
    },
    resume: wallets.resume,
    reset() {
      wallets.reset();
      tokens.clear();
      ownLines.reset();
      signingKey = null;
    },
    stop: wallets.stop,
  };
}
