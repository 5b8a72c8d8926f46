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
  /** The provider's receipt number, once it is proven. */
  readonly receipt?: string | null;
  /** What varies in the request, stored before it left: a repeat sends the same bytes. */
  readonly wire: Readonly<Record<string, unknown>>;
  readonly expiresAt: number | null;
  readonly submittedAt: number | null;
  /** How often the provider said no to the money while the attempt stayed open. */
  readonly declines: number;
}

/** Addresses of ours that a request may carry. Each has the attempt's own token in it. */
export interface Addresses {
  /** Where the provider calls. */
  readonly callback: string;
  /** Where the payer's browser comes back, and where it comes back without having paid. GETs that only ask. */
  readonly back: string;
  readonly cancel: string;
  readonly shop: string;
}

/** Keeps what went out and came back for one call, for the payment log: without secrets, phones masked. */
export type Log = (wire: Wire) => void;
export interface Wire {
  readonly what: string;
  readonly request: string;
  readonly answer: string;
}

/**
 * What happened to a request to collect. `unknown`: it may have reached the payer. A gateway that `mayOpenAgain` is then sent the same
 * again; others never. `trouble`: the provider is ill (no connection, 5xx, 429, no answer in time), which the breaker counts.
 */
export type Opened =
  | {
      readonly status: "open";
      readonly providerReference: string;
      readonly providerOther: string | null;
      /** Where the payer goes on, and until when. */
      readonly redirectUrl?: string;
      readonly expiresAt?: number;
    }
  | { readonly status: "refused"; readonly code: string; readonly trouble?: boolean }
  | { readonly status: "unknown"; readonly trouble: boolean };

/**
 * What the provider says happened. A decline is an answer, so it is a value. `silent`: no answer, which is never a decline.
 * `pending`: the payer has done his part. `approved`: the money comes only when we ask for it. `declined`: this try did not work, the
 * attempt stays open for the payer.
 */
export type PaymentReport =
  | { readonly status: "waiting" }
  | { readonly status: "silent" }
  | { readonly status: "pending"; readonly providerOther?: string }
  | { readonly status: "approved" }
  | { readonly status: "declined"; readonly code: string }
  | { readonly status: "failed"; readonly code: string }
  | { readonly status: "expired"; readonly code: string }
  | CapturedReport;

export interface CapturedReport {
  readonly status: "captured";
  readonly captured: Money;
  /** The fact's reference in the books (docs/architecture.md lists what it is for each provider). */
  readonly providerRef: string;
  /** The provider's id of the money, where refunds and disputes name it by another than the attempt's. */
  readonly providerOther?: string;
  readonly occurredAt: number;
  readonly receipt: string | null;
}

/** What an unsigned callback claims. It proves nothing: it makes us ask. */
export interface Claim {
  readonly providerReference: string | null;
  readonly providerOther: string | null;
  readonly amount: Money | null;
  readonly receipt: string | null;
  readonly saysPaid: boolean;
}

/** A refund as the provider tells of it. */
export interface RefundReport {
  /** The provider's id: the fact's reference. */
  readonly providerRef: string;
  /** The reference of the capture it gives back, as the ledger has it. */
  readonly captureRef: string | null;
  /** Our own id, where the provider gives it back to us. */
  readonly ourId: string | null;
  readonly amount: Money;
  readonly status: "pending" | "done" | "failed";
  readonly code?: string;
  readonly occurredAt: number;
}

/** A dispute as the provider tells of it. `money`: what has happened to ours by now. */
export interface DisputeReport {
  readonly providerRef: string;
  readonly captureRef: string;
  readonly amount: Money;
  /** The provider's word, for people. */
  readonly state: string;
  readonly isOpen: boolean;
  readonly money: "none" | "held" | "returned";
  /** Provider's clock, then how far along its life: the greater pair wins. */
  readonly updatedAt: number;
  readonly rank: number;
  readonly dueBy: number | null;
}

/** A signed event, verified: what it says counts as an answer of the provider. */
export interface ProviderEvent {
  readonly id: string;
  /** The provider's name for it: "checkout.session.completed". */
  readonly what: string;
  /** Of our account and mode. Another's is answered 200, counted, and changes nothing. */
  readonly ours: boolean;
  readonly news:
    | {
        readonly kind: "payment";
        /** The attempt is found by what we stored when it was made … */
        readonly providerReference: string;
        /** … and what the body calls it is only a claim. */
        readonly claimedAttemptId: string | null;
        readonly report: PaymentReport;
      }
    | { readonly kind: "refund"; readonly report: RefundReport }
    | { readonly kind: "dispute"; readonly report: DisputeReport }
    | { readonly kind: "other" };
}

/** A request that a provider sent us. */
export interface Inbound {
  readonly headers: Headers;
  readonly body: string;
}

/** Whether a request bears its provider's signature. `no-certificate`: cannot be told now (503, so that they send it again). */
export type Signature = "signed" | "unsigned" | "no-certificate";

/** What happened to a request to give money back. `unknown`: it may have been done, and must not be sent again unless it has a key. */
export type RefundSent =
  | { readonly status: "done"; readonly providerRef: string; readonly occurredAt: number }
  | { readonly status: "pending"; readonly providerRef: string | null; readonly providerOther?: string }
  | { readonly status: "refused"; readonly code: string }
  | { readonly status: "unknown" };

/** A refund of ours as an adapter sees it. */
export interface Refund {
  readonly id: string;
  readonly amount: Money;
  readonly capture: { readonly providerRef: string; readonly amount: Money };
  /** Everything captured before goes back, nothing else did: some providers only know that. */
  readonly isWhole: boolean;
  readonly reason: string;
  readonly providerReference: string | null;
  readonly providerOther: string | null;
  readonly submittedAt: number | null;
}

/** How a provider gives money back. A gateway without it gives back by hand. */
export interface Refunding {
  /** `full`: only the whole capture; parts go back by hand. */
  readonly amounts: "any" | "full";
  /** Has a key of ours, so the same may be sent again. */
  readonly isKeyed: boolean;
  /** When to ask about one; empty where nobody can be asked. */
  readonly plan: LookPlan;
  send(refund: Refund, attempt: Attempt, resultUrl: string, log: Log): Promise<RefundSent>;
  lookUp?(refund: Refund, attempt: Attempt, log: Log): Promise<RefundReport | "waiting" | "silent">;
  /** All refunds of one capture, wherever they were made. `null`: no answer. */
  list?(captureRef: string, attempt: Attempt, log: Log): Promise<readonly RefundReport[] | null>;
}

/** The words a shopper sees for this way of paying. */
export interface MethodWords {
  readonly name: string;
  readonly hint: string;
  readonly asksPhone: boolean;
  readonly button: string;
}

/** Whether a way to pay takes this much in one payment. Nothing at all is paid any way. */
export const takesAmount = (
  { currencies, minAmountMinor, maxAmountMinor, stepMinor }: PaymentGateway,
  amountMinor: number,
  currency: Currency,
): boolean =>
  currencies.includes(currency) &&
  (amountMinor === 0 || amountMinor >= minAmountMinor) &&
  amountMinor <= maxAmountMinor &&
  amountMinor % stepMinor === 0;

/** One way to collect money. A provider is one file that makes this, and one line in registry.ts. */
export interface PaymentGateway {
  readonly code: GatewayCode;
  /** The neutral name in callback addresses: M-Pesa refuses addresses that contain its own. */
  readonly path: string;
  readonly mode: "test" | "live";
  /** The short code or merchant the money goes to. */
  readonly account: string;
  readonly currencies: readonly Currency[];
  readonly minAmountMinor: number;
  readonly maxAmountMinor: number;
  /** Amounts are multiples of this: 100 where the provider knows no cents. */
  readonly stepMinor: number;
  readonly words: MethodWords;
  readonly merchantName: string;
  /** How the payer pays: a prompt on a phone, a page of the provider's, a transfer from a bank, or money in hand. */
  readonly manner: "push" | "redirect" | "transfer" | "door";
  /** How long stock is held for the payer, ms; `null` until shipped or cancelled. */
  readonly holdMs: number | null;
  /** How long a prompt lives on the phone, and when another way may be chosen, ms after sending. */
  readonly promptMs: number;
  readonly againMs: number;
  /** When to ask; empty where nobody can be asked. */
  readonly plan: LookPlan;
  /** Calls nobody: born `submitted`. */
  readonly callsNobody: boolean;
  /** Silence on `open` may be followed by the same request (a key of ours, or a page that nobody saw). */
  readonly mayOpenAgain: boolean;
  /** The payer's phone in this provider's terms. @returns a sentence when it cannot be charged */
  checkPhone(e164: string): string | null;
  /** What varies in the request, to be stored before it leaves. */
  prepare(attempt: Attempt, addresses: Addresses, now: number): Record<string, unknown>;
  /** Sends the request to collect. Never throws on silence. */
  open(attempt: Attempt, addresses: Addresses, log: Log): Promise<Opened>;
  /** Asks what really happened. Never throws on silence. */
  lookUp(attempt: Attempt, log: Log): Promise<PaymentReport>;
  /** Takes what the payer approved; only where `lookUp` says `approved`, and only after the books have agreed to it. */
  capture?(attempt: Attempt, log: Log): Promise<PaymentReport>;
  /** Ends a live attempt if that can be done: `cannot` where a prompt is out or the old link still pays. Called before a batch, never in it. */
  withdraw(attempt: Attempt, log: Log): Promise<"withdrawn" | "captured" | "cannot">;
  readonly refunds?: Refunding;
  /** The attempt's id that the provider keeps for the money called `captureRef`. `null`: no answer; "" : none of ours. */
  attemptOfCapture?(captureRef: string, log: Log): Promise<string | null>;
  /** The disputes of one capture, where the provider may take money back under the capture's own name. `null`: no answer. */
  disputesOf?(captureRef: string, log: Log): Promise<readonly DisputeReport[] | null>;
  /** What an unsigned callback's body claims. `null`: not a body of this provider. */
  readCallback?(body: string): Claim | null;
  /** Where one address serves all attempts: the attempt's id in a callback's body. */
  attemptInCallback?(body: string): string | null;
  readonly callbackAnswer?: unknown;
  /** Checks the signature of a request, over its raw body and its age. */
  verifyEvent?(inbound: Inbound): Promise<Signature>;
  /** Reads the body of a signed event, now or when it is applied again. `null`: no event. */
  readEvent?(body: string): ProviderEvent | null;
  /** What a returning browser says the payment was called. A claim. */
  readReturn?(query: URLSearchParams): { readonly providerReference: string | null; readonly amount: Money | null };
}
