import type { Hono } from "hono";
import type { Provider } from "./faults.ts";
import type { Prompt } from "./prompt.ts";
import type { SimulatorEnv } from "./simulation.ts";

/** A line of a provider's own books: money that moved, whatever the shop thinks of it. */
export interface StatementLine {
  /** The provider's name for it: a receipt number, a capture id. */
  readonly ref: string;
  /** What the shop called it, where the provider keeps that; "" otherwise. */
  readonly ourRef: string;
  readonly kind: "capture" | "refund" | "refund-undone" | "chargeback" | "chargeback-undone" | "fee" | "payout";
  /** Integer minor units, always positive: the kind says which way it went. */
  readonly amount: number;
  readonly currency: "KES" | "NPR" | "USD";
  /** ISO time. */
  readonly at: string;
  /** What else the provider's export has, by its own names: `checkoutRequestId`, `captureId`, `pidx`, `narrative`. */
  readonly [more: string]: string | number;
}

/** Which payments are meant. All given words must fit. */
export interface Which {
  /** The provider's id of it: session, order, pidx, CheckoutRequestID, transaction id. */
  readonly id?: string | undefined;
  /** What the shop called it. */
  readonly reference?: string | undefined;
  readonly phone?: string | undefined;
}

/** A simulated payment as the control API and the page of all payments show it. Each provider adds its own members. */
export interface SimulatedPayment {
  readonly id: string;
  readonly reference: string;
  readonly amount: number; // minor units
  readonly currency: StatementLine["currency"];
  /** `open`: the payer can still decide. */
  readonly state: "open" | "pending" | "paid" | "failed";
  /** The provider's own word for it. */
  readonly said: string;
  readonly createdAt: string;
  /** Where a person decides: the hosted page, or the phone. */
  readonly page: string;
  readonly [more: string]: unknown;
}

/** One provider: its wire protocol, what it remembers, and what a test or a person may decide for it. */
export interface SimulatedProvider {
  readonly name: Provider;
  /** Mounted at `/<name>`: the protocol, and hosted pages under `/<name>/pay/…`. */
  readonly app: Hono<SimulatorEnv>;
  /** What the payer can do, by name: "approve", "decline", "cancel", "leave" and whatever else this provider has. */
  readonly decisions: readonly string[];
  payments(which: Which): SimulatedPayment[]; // newest first
  /** Where payments appear on phones: those of one phone (`254…`), or of all where somebody can still decide, and the last of all. Oldest first. */
  prompts?(phone?: string): Prompt[];
  /** A page where a person begins, where no shop asks him to pay. */
  readonly startsAt?: { readonly href: string; readonly label: string };
  /** Decides one open payment, as its hosted page would. Resolves once the callback has been delivered or given up. @throws Error in words a person understands */
  decide(which: Which, decision: string): Promise<SimulatedPayment>;
  /** From now on payments decide themselves; null turns that off. `phones`, where payments have one: only those. */
  auto(decision: string | null, delayMs: number, phones?: readonly string[]): void;
  /** What `auto` was told, by phone where there are phones, else under "*". */
  autos?(): Readonly<Record<string, unknown>>;
  /** Habits a test may change (`POST /_control/auto { provider, settings }`). @throws z.ZodError */
  settings: { get(): Record<string, unknown>; change(settings: unknown): void };
  /** Everything else that happens at a provider without the shop: a refund made in its dashboard, a dispute, a payment by hand. `POST /_control/act`. @throws z.ZodError (400), or Error in words (409) */
  readonly acts: Readonly<Record<string, (body: Record<string, unknown>) => Promise<unknown>>>;
  /** One day (`YYYY-MM-DD`, the provider's own zone) or everything; oldest first. */
  statement(day?: string): StatementLine[];
  /** The IANA zone of that day. */
  readonly timeZone: string;
  /** What outlives a restart, as plain JSON; and taking it back. */
  save(): unknown;
  load(saved: unknown): void;
  /** Takes up what a restart interrupted: callbacks still due. */
  resume(): void;
  reset(): void;
  /** Lets nothing more happen, and forgets nothing. */
  stop(): void;
}
