import { z } from "zod";
import type { Answer } from "../../http.ts";
import type { Attempt, Opened, PaymentReport, RefundSent } from "../gateway.ts";
import { isIll, parseJson } from "./answers.ts";

export const SIGNATURE_MISMATCH = "DP00800001026";
const DUPLICATE = "ESB000041"; // of our id: it was sent before
const NO_PIN = "DP00800001005"; // also said of a number that Airtel does not know
const GATEWAY_TIMEOUT = "ROUTER117";
const ACCEPTED = new Set(["DP00800001001", "DP00800001006", "ESB000010"]);
const NOT_FOUND = new Set(["DP00800001025", "ESB000045"]);
/** Codes that say no for certain. Any other, and any that nobody has seen, leaves open what happened. Source: the portal's error codes. */
const DEFINITE = new Set([
  ..."1002 1003 1004 1005 1007 1008 1009 1010 1026 1029".split(" ").map((end) => `DP0080000${end}`),
  ..."11 33 34 35 36 39".split(" ").map((end) => `ESB0000${end}`),
  ..."001 003 005 006 007 112 114 115 116 119".split(" ").map((end) => `ROUTER${end}`),
]);

/** Shown on receipts, kept in the books. */
export const moneyId = z.string().regex(/^[A-Za-z0-9._-]{4,64}$/);

const word = z.string().trim().min(1).max(200).nullish().catch(null);
const envelope = z.object({
  data: z
    .object({
      transaction: z
        .object({ id: z.unknown().optional(), status: word, airtel_money_id: moneyId.nullish().catch(null) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  status: z.object({ response_code: word, result_code: word, message: word }).nullish().catch(null),
});

function readEnvelope(reply: Answer) {
  const { data, status } = envelope.safeParse(parseJson(reply.text)).data ?? {};
  const transaction = reply.status >= 200 && reply.status < 300 ? data?.transaction : null;
  return {
    /** The present code, else the deprecated one. `status.success` is seen false on good answers, so nobody reads it. */
    code: status?.response_code ?? status?.result_code ?? "",
    message: status?.message ?? "",
    id: transaction?.id,
    said: transaction?.status?.toUpperCase() ?? "",
    moneyId: transaction?.airtel_money_id ?? null,
  };
}
export const codeOf = (reply: Answer): string => readEnvelope(reply).code;

/** A prompt is out, was refused, or may be out. `transactionId` is ours: the one Airtel writes into its answer may be `false`. */
export function readCollect(reply: Answer, transactionId: string): Opened {
  const turnedAway = readTurnedAway(reply);
  if (turnedAway) return turnedAway;
  if (isIll(reply.status)) return { status: "unknown", trouble: true };
  const { code, message } = readEnvelope(reply);
  if (code === DUPLICATE || (ACCEPTED.has(code) && reply.status < 300))
    return { status: "open", providerReference: transactionId, providerOther: null };
  if (code === NO_PIN && /msisdn/i.test(message)) return { status: "refused", code: "bad-phone" };
  return DEFINITE.has(code) ? { status: "refused", code } : { status: "unknown", trouble: code === GATEWAY_TIMEOUT };
}

/** Airtel's gate let nothing through, so nothing happened. */
function readTurnedAway({ status }: Answer): { status: "refused"; code: string; trouble: boolean } | null {
  if (status === 429) return { status: "refused", code: "busy", trouble: true };
  return status === 401 ? { status: "refused", code: "refused", trouble: false } : null;
}

/** `isLate`: Airtel should know the payment by now, if it ever heard of it. */
export function readEnquiry(reply: Answer, attempt: Attempt, transactionId: string, isLate: boolean): PaymentReport {
  if (isIll(reply.status)) return { status: "silent" };
  const { id, said, code, moneyId } = readEnvelope(reply);
  if (typeof id === "string" && id !== transactionId) return { status: "silent" };
  switch (said) {
    case "TS":
      // The answer carries no amount: it speaks of our request, so the amount is the one we asked for.
      return moneyId
        ? {
            status: "captured",
            captured: attempt.amount,
            providerRef: moneyId,
            providerOther: moneyId,
            occurredAt: Date.now(),
            receipt: moneyId,
          }
        : { status: "pending" }; // paid, but without a name for the money it cannot be booked
    case "TF":
      return { status: "failed", code: DEFINITE.has(code) ? code : "TF" };
    case "TE":
      return { status: "expired", code: "TE" };
    case "TA":
      return { status: "pending" };
    case "":
      if (!NOT_FOUND.has(code)) return { status: "silent" };
      return isLate ? { status: "failed", code: "not-found" } : { status: "waiting" };
    default:
      return { status: "waiting" };
  }
}

export function readRefund(reply: Answer, captureRef: string): RefundSent {
  const turnedAway = readTurnedAway(reply);
  if (turnedAway) return { status: "refused", code: turnedAway.code };
  if (isIll(reply.status)) return { status: "unknown" };
  const { code, said, moneyId } = readEnvelope(reply);
  if (said === "SUCCESS") return { status: "done", providerRef: moneyId ?? captureRef, occurredAt: Date.now() };
  return DEFINITE.has(code) || NOT_FOUND.has(code) ? { status: "refused", code } : { status: "unknown" };
}
