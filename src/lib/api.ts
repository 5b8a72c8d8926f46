import type { z } from "zod";
import type { PlacedView, payAgainBody, placeOrderBody, QuoteView, quoteBody } from "#domain/checkout/schema";
import type { OrderView, PaymentView } from "#domain/orders/schema";
import type { TransferView } from "#domain/payments/bank-schema";
import { NO_ANSWER, type Problem, readProblem } from "#lib/problems";

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export type QuoteBody = z.infer<typeof quoteBody>;
export type PlaceOrderBody = z.input<typeof placeOrderBody>;
export type PayAgainBody = z.input<typeof payAgainBody>;

/** How long an answer may take before it counts as none, milliseconds. */
const PATIENCE_MS = 20_000;

/** Where things are asked for: the browser's `fetch`, or the Worker itself while it renders a page. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** The one door from pages to the Worker. Every answer is a value: what it was, or why not. */
export const apiOver = (ask: Ask) => ({
  quote: (body: QuoteBody, signal?: AbortSignal) => answered<QuoteView>(ask("/api/quote", posted(body, { signal }))),
  placeOrder: (body: PlaceOrderBody, key: string) => answered<PlacedView>(ask("/api/orders", posted(body, { key }))),
  order: (token: string) => answered<OrderView>(ask(`/api/orders/${encodeURIComponent(token)}`)),
  payment: (token: string) => answered<PaymentView>(ask(`/api/orders/${encodeURIComponent(token)}/payment`)),
  payAgain: (token: string, body: PayAgainBody, key: string) =>
    answered<unknown>(ask(`/api/orders/${encodeURIComponent(token)}/payments`, posted(body, { key }))),
  transfer: (token: string) => answered<TransferView>(ask(`/api/orders/${encodeURIComponent(token)}/bank`)),
  /** `form` as the browser sent it. Pages with scripts use `sendProof` (src/lib/upload.ts), which tells how far it is. */
  sendProof: (token: string, form: FormData) =>
    answered<TransferView>(ask(proofsOf(token), { method: "POST", body: form })),
  claimReceipt: (token: string, code: string) =>
    answered<unknown>(ask(`/api/orders/${encodeURIComponent(token)}/receipts`, posted({ code }, {}))),
});

export const proofsOf = (token: string): string => `/api/orders/${encodeURIComponent(token)}/proofs`;

const posted = (body: unknown, { key, signal }: { key?: string; signal?: AbortSignal | undefined }): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}) },
  body: JSON.stringify(body),
  ...(signal ? { signal } : {}),
});

export async function answered<T>(asked: Promise<Response>): Promise<Answer<T>> {
  const response = await asked.catch(() => null);
  if (!response) return { ok: false, problem: NO_ANSWER };
  if (!response.ok) return { ok: false, problem: await readProblem(response) };
  const value = await response.json().catch(() => undefined);
  return value === undefined ? { ok: false, problem: NO_ANSWER } : { ok: true, value: value as T };
}

/** The API over the network. */
export const api = apiOver((path, init) => {
  const late = AbortSignal.timeout(PATIENCE_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, late]) : late;
  return fetch(path, { ...init, signal, credentials: "same-origin" });
});
