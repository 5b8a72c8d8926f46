import type { Currency, Money } from "#domain/money";
import type { GatewayCode } from "#domain/payments/names";
import type { LookPlan } from "#domain/payments/plan";

/** An attempt as an adapter sees it. */
export interface Attempt {
  readonly id: string;
  readonly orderId: string;
  readonly gateway: GatewayCode;
  readonly reference: string;
  readonly account: string;
  readonly amount: Money;
  readonly phone: string | null;
  readonly providerReference: string | null;
  readonly providerOther: string | null;
}

/** What happened to a request to collect. `unknown`: it may have reached the payer, and must not be sent again. */
export type Opened =
  | { readonly status: "open"; readonly providerReference: string; readonly providerOther: string | null }
  | { readonly status: "refused"; readonly code: string }
  | { readonly status: "unknown" };

/** What the provider says happened. A decline is an answer, so it is a value. `silent`: no answer, which is never a decline. */
export type PaymentReport =
  | { readonly status: "waiting" }
  | { readonly status: "silent" }
  | { readonly status: "failed"; readonly code: string }
  | {
      readonly status: "captured";
      readonly captured: Money;
      readonly providerRef: string;
      readonly occurredAt: number;
      readonly receipt: string | null;
    };

/** What a callback claims. It proves nothing: it makes us ask. */
export interface Claim {
  readonly providerReference: string | null;
  readonly providerOther: string | null;
  readonly amount: Money | null;
  readonly receipt: string | null;
  readonly code: string;
}

/** Everything that went out and came back for one call, for the payment log. */
export interface Wire {
  readonly what: string;
  readonly request: string;
  readonly answer: string;
}

/** The words a shopper sees for this way of paying. */
export interface MethodWords {
  readonly name: string;
  readonly hint: string;
  readonly asksPhone: boolean;
  readonly button: string;
}

/** One way to collect money. A provider is one file that makes this, and one line in registry.ts. */
export interface PaymentGateway {
  readonly code: GatewayCode;
  /** The neutral name in callback addresses: M-Pesa refuses addresses that contain its own. */
  readonly path: string;
  readonly mode: "test" | "live";
  /** The short code or merchant the money goes to. */
  readonly account: string;
  readonly currencies: readonly Currency[];
  readonly maxAmountMinor: number;
  readonly words: MethodWords;
  readonly merchantName: string;
  /** How long stock is held for the payer, ms; `null` until shipped or cancelled. */
  readonly holdMs: number | null;
  /** How long a prompt lives on the phone, and when another may be sent, ms after sending. */
  readonly promptMs: number;
  readonly againMs: number;
  /** When to ask; empty where nobody can be asked. */
  readonly plan: LookPlan;
  /** Calls nobody: born `submitted`. */
  readonly callsNobody: boolean;
  /** The payer's phone in this provider's terms. @returns a sentence when it cannot be charged */
  checkPhone(e164: string): string | null;
  /** Sends the request to collect. Sent at most once where the provider has no key of ours (M-Pesa). Never throws on silence. */
  open(attempt: Attempt, callbackUrl: string, log: (wire: Wire) => void): Promise<Opened>;
  /** Asks what really happened. Never throws on silence. */
  lookUp(attempt: Attempt, log: (wire: Wire) => void): Promise<PaymentReport>;
  /** Ends a live attempt if that can be done: `cannot` where a prompt is already on a phone. */
  withdraw(attempt: Attempt): Promise<"withdrawn" | "captured" | "cannot">;
  /** What a callback's body claims, and what to answer it. `null`: not a body of this provider. */
  readCallback?(body: string): Claim | null;
  readonly callbackAnswer?: unknown;
}
