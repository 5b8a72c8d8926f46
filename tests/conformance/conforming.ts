import type { Currency } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import type { Phase, Provider } from "#tests/simulators/core/faults";
import type { Which } from "#tests/simulators/core/provider";
import type { Http } from "#worker/http";
import type { Tokens } from "#worker/objects/token-keeper";
import type { Attempt, PaymentGateway, PaymentReport } from "#worker/payments/gateway";
import type { Bench } from "./bench.ts";
import type { CaseId, GroupName } from "./cases/all.ts";

/** JSON of a provider's, bent in a test. */
// biome-ignore lint/suspicious/noExplicitAny: whatever shape the provider's answer has
export type Json = any;

export interface Parts {
  /** Where the simulators are. */
  readonly url: string;
  readonly http: Http;
  readonly tokens: Tokens;
  readonly planScale: number;
}

/** One adapter before its simulated provider: how it is built, how its payers act, how its units look, and what it cannot have. */
export interface Conforming {
  readonly code: GatewayCode;
  /** The adapter as the shop builds it. `isStranger`: with a secret that is not ours. */
  build(parts: Parts, isStranger?: boolean): PaymentGateway;
  /** Which cases, or groups of them, this provider cannot have: why, in a sentence. */
  readonly cannot: Readonly<Partial<Record<CaseId | GroupName, string>>>;
  /** `null`: nobody is called, and no provider stands behind it. */
  readonly wire: WireHabits | null;
}

/** How one provider's API behaves. What is `null` is among the cases it cannot have. */
export interface WireHabits {
  readonly provider: Provider;
  readonly currency: Currency;
  /** Of an ordinary payment, minor units. */
  readonly amountMinor: number;
  /** The words by which the simulator finds an attempt. */
  which(attempt: Attempt): Which;
  /** Which requests belong to a phase: "POST /v1/checkout/sessions". */
  readonly phases: Readonly<Partial<Record<Phase, RegExp>>>;
  /** Habits of the simulator that every case begins with; `earUrl` is where providers call. */
  settings(earUrl: string): object;
  /** Its own clock, made fast: the simulators' scale, and habits so that a payment left alone ends after about a second. */
  readonly fast: { readonly settings: object; readonly planScale: number };

  /** Minor units one after another, and how each looks on the wire. */
  readonly amounts: readonly (readonly [amountMinor: number, onWire: string])[];
  /** What no amount of this provider may be: cents where it has none. */
  readonly fraction: number | null;
  readonly least: number;
  readonly most: number;
  /** Amounts that the provider itself refuses. */
  readonly refusedAmounts: readonly number[];
  readonly phones: {
    readonly taken: readonly (readonly [e164: string, onWire: string])[];
    readonly refused: readonly string[];
  } | null;
  /** The header that makes a repeated request the same one. */
  readonly keyHeader: string | null;
  /** How a token that the adapter holds comes to be worth nothing. */
  readonly stale: { begin?(bench: Bench): Promise<unknown>; end(bench: Bench): Promise<unknown> } | null;

  /** What a payer does so that the payment is declined, called off, or left waiting; then how the wait ends. */
  readonly decline: { readonly decision: string; readonly report: PaymentReport["status"] } | null;
  readonly cancel: { readonly decision: string } | null;
  readonly pending: {
    readonly decision: string;
    complete(bench: Bench): Promise<unknown>;
    fail(bench: Bench): Promise<unknown>;
  } | null;
  /** The name of the money in the books. */
  readonly captureRef: RegExp;
  /** Names that look right and belong to nobody: of a payment, of money. */
  readonly nobodys: { readonly reference: string; readonly capture: string };
  /** When a name that the provider does not know is the end of a payment; `null`: never. */
  readonly forgets: "failed" | "expired" | null;

  /** A genuine answer about a paid payment, changed. */
  readonly bent: {
    readonly status: (answer: Json) => Json;
    readonly amount: ((answer: Json, amount: number) => Json) | null;
    /** The amount as no amount is written. */
    readonly badAmounts: readonly unknown[];
    readonly putAmount: ((answer: Json, amount: unknown) => Json) | null;
    readonly currency: ((answer: Json, currency: string) => Json) | null;
    readonly merchant: ((answer: Json) => Json) | null;
    readonly mode: ((answer: Json) => Json) | null;
    readonly attempt: ((answer: Json) => Json) | null;
    /** Of a create: the payer's page. */
    readonly page: ((answer: Json, url: string) => Json) | null;
  };
  readonly withdraw: { readonly unpaid: "withdrawn" | "cannot"; readonly paid: "captured" | "cannot" };
  readonly refunds: RefundHabits | null;
  readonly hears: HearingHabits | null;
  /** What must never be in a log. */
  readonly secrets: readonly string[];
}

export interface RefundHabits {
  /** What an accepted refund is at once. */
  readonly sent: "done" | "pending";
  /** The provider settles, or fails, what it has accepted. */
  readonly settle: ((bench: Bench, refundId: string) => Promise<unknown>) | null;
  readonly fail: ((bench: Bench, refundId: string) => Promise<unknown>) | null;
  readonly elsewhere: ((bench: Bench, captureRef: string, amountMinor: number) => Promise<unknown>) | null;
}

export interface HearingHabits {
  /** Signed events are news; unsigned callbacks only make us ask. */
  readonly how: "news" | "claim";
  /** The provider's name for the message that tells of money; undefined where there is one sort only. */
  readonly moneyKind: string | undefined;
  /** What a payer does so that a payment comes to nothing, and somebody is told. */
  readonly failing: string;
  /** A payment is opened, and a message about it arrives that is wrong in one way. */
  readonly wrong: {
    readonly secret: ((bench: Bench) => Promise<unknown>) | null;
    readonly age: ((bench: Bench) => Promise<unknown>) | null;
    readonly account: ((bench: Bench) => Promise<unknown>) | null;
    readonly type: ((bench: Bench) => Promise<unknown>) | null;
  };
}
