import { z } from "zod";
import { money } from "#domain/money";
import type { Answer } from "../../http.ts";
import type { Opened, PaymentReport, RefundSent } from "../gateway.ts";
import { isIll, parseJson } from "./answers.ts";

const pidxShape = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const initiated = z.object({
  pidx: pidxShape,
  payment_url: z.url(),
  expires_at: z.string().max(64).nullish().catch(null),
  expires_in: z.number().positive().nullish().catch(null),
});

/** A page, a refusal, or nobody knows: then nobody has seen a page either. */
export function readInitiated(reply: Answer, baseUrl: string, now: number): Opened {
  if (reply.status === 429) return { status: "refused", code: "busy", trouble: true };
  if (isIll(reply.status)) return { status: "unknown", trouble: true };
  if (reply.status >= 400) return { status: "refused", code: "refused", trouble: false };
  const read = initiated.safeParse(parseJson(reply.text));
  if (reply.status !== 200 || !read.success) return { status: "unknown", trouble: false };
  const { pidx: providerReference, payment_url: redirectUrl, expires_at, expires_in } = read.data;
  // The payer's browser goes there: never from https to anything else, and never to a script.
  if (new URL(redirectUrl).protocol !== new URL(baseUrl).protocol) return { status: "unknown", trouble: false };
  const stated = Date.parse(expires_at ?? "");
  const expiresAt = Number.isNaN(stated) ? expires_in && now + expires_in * 1_000 : stated;
  return { status: "open", providerReference, providerOther: null, redirectUrl, ...(expiresAt ? { expiresAt } : {}) };
}

/** What a lookup says of the payment that was asked about. */
export interface LookedUp {
  /** Khalti's word in small letters: their own pages disagree about its capitals. */
  readonly word: string;
  readonly paisa: number | null;
  readonly transactionId: string | null;
}

const transactionId = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const lookedUp = z.object({
  pidx: z.string(),
  status: z.string().min(1).max(100),
  total_amount: z.int().nonnegative().nullish().catch(null),
  transaction_id: transactionId.nullish().catch(null),
});
const notFound = z.object({ detail: z.string().regex(/^not found/i) });

/** The body before the HTTP status: what has expired or was cancelled comes under 400. `null`: nothing that can be read. */
export function readLookup({ status, text }: Answer, pidx: string): LookedUp | "not-found" | null {
  if (isIll(status)) return null;
  const body = parseJson(text);
  const read = lookedUp.safeParse(body);
  if (!read.success) return status !== 200 && notFound.safeParse(body).success ? "not-found" : null;
  const { pidx: named, status: word, total_amount, transaction_id } = read.data;
  if (named !== pidx) return null;
  return { word: word.trim().toLowerCase(), paisa: total_amount ?? null, transactionId: transaction_id ?? null };
}

/** `isLate`: Khalti should know the payment by now, if it ever made it. A word we do not know is not a decline. */
export function reportOf(
  lookup: LookedUp | "not-found" | null,
  pidx: string,
  isLate: boolean,
  now: number,
): PaymentReport {
  if (lookup === null) return { status: "silent" };
  if (lookup === "not-found") return isLate ? { status: "expired", code: "not-found" } : { status: "silent" };
  const { word, paisa, transactionId } = lookup;
  switch (word) {
    case "completed":
    case "refunded": // it was paid: what went back is told apart elsewhere
    case "partially refunded":
      if (paisa === null) return { status: "silent" };
      return {
        status: "captured",
        captured: money(paisa, "NPR"),
        providerRef: pidx,
        ...(transactionId ? { providerOther: transactionId } : {}),
        occurredAt: now,
        receipt: transactionId,
      };
    case "pending":
      return { status: "pending" };
    case "expired":
      return { status: "expired", code: "expired" };
    case "user canceled":
    case "user cancelled":
      return { status: "failed", code: "user-canceled" };
    default:
      return { status: "waiting" };
  }
}

const refunded = z.object({ detail: z.string().regex(/success/i) });
const refusal = z.object({ error_key: z.string().regex(/^[a-z_]{1,40}$/) });

/** Khalti gives a refund no id, so ours is its name in the books. */
export function readRefundReply(reply: Answer, refundId: string, now: number): RefundSent {
  if (isIll(reply.status)) return { status: "unknown" };
  const body = parseJson(reply.text);
  if (reply.status === 429) return { status: "refused", code: "busy" };
  if (reply.status >= 400) return { status: "refused", code: refusal.safeParse(body).data?.error_key ?? "refused" };
  return reply.status === 200 && refunded.safeParse(body).success
    ? { status: "done", providerRef: refundId, occurredAt: now }
    : { status: "unknown" };
}
