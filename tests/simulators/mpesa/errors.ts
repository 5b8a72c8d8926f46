import type { Context } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";

/** The errors of Daraja's synchronous calls, with the HTTP status each one travels under. */
export const MPESA_ERRORS = {
  "bad-grant-type": { status: 400, errorCode: "400.008.02", errorMessage: "Invalid grant type passed" },
  "bad-auth-type": { status: 400, errorCode: "400.008.01", errorMessage: "Invalid Authentication passed" },
  "bad-json": { status: 400, errorCode: "400.002.05", errorMessage: "Invalid Request Payload" },
  "stale-token": { status: 404, errorCode: "404.001.03", errorMessage: "Invalid Access Token" },
  "no-authorisation": { status: 404, errorCode: "404.001.04", errorMessage: "Invalid Authentication Header" },
  "no-such-path": { status: 404, errorCode: "404.001.01", errorMessage: "Resource not found" },
  "wrong-method": { status: 405, errorCode: "405.001", errorMessage: "Method Not Allowed" },
  "no-such-merchant": { status: 500, errorCode: "500.001.1001", errorMessage: "Merchant does not exist" },
  "wrong-credentials": { status: 500, errorCode: "500.001.1001", errorMessage: "Wrong credentials" },
  "subscriber-locked": {
    status: 500,
    errorCode: "500.001.1001",
    errorMessage: "Unable to lock subscriber, a transaction is already in process for the current subscriber",
  },
  processing: { status: 500, errorCode: "500.001.1001", errorMessage: "The transaction is being processed" },
  "no-such-transaction": { status: 500, errorCode: "500.001.1001", errorMessage: "The transaction does not Exist" },
  "urls-registered": { status: 500, errorCode: "500.003.1001", errorMessage: "URLs are already registered" },
  "no-such-shortcode": { status: 400, errorCode: "400.001", errorMessage: "Invalid ShortCode" },
  "bad-pull-token": { status: 401, errorCode: "401.001", errorMessage: "Invalid Access Token" },
  internal: { status: 500, errorCode: "500.003.1001", errorMessage: "Internal Server Error" },
  busy: { status: 429, errorCode: "500.003.02", errorMessage: "Spike Arrest Violation" },
} as const;
export type MpesaError = keyof typeof MPESA_ERRORS;

/** Why a request is not taken: a known error, or the field that is bad. */
export type Refusal = { error: MpesaError } | { field: string; hint?: string };

let lastRequest = 0;

/** Daraja's numbering of requests: `11728-2929992-1`. */
export function requestId(): string {
  lastRequest += 1;
  return `${10_000 + (process.pid % 80_000)}-${lastRequest}-1`;
}

export function answerError(c: Context<SimulatorEnv>, error: MpesaError): Response {
  const { status, errorCode, errorMessage } = MPESA_ERRORS[error];
  return c.json({ requestId: requestId(), errorCode, errorMessage }, status);
}

export function answerRefusal(c: Context<SimulatorEnv>, refusal: Refusal): Response {
  return "error" in refusal ? answerError(c, refusal.error) : answerBadField(c, refusal.field, refusal.hint);
}

/** The body as an object, whatever its type says; undefined when it is none. */
export async function readObject(c: Context<SimulatorEnv>): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : undefined;
}

/** 400.002.02: the message names the field. */
export function answerBadField(c: Context<SimulatorEnv>, field: string, hint?: string): Response {
  const errorMessage = `Bad Request - Invalid ${field}${hint ? ` (simulator: ${hint})` : ""}`;
  return c.json({ requestId: requestId(), errorCode: "400.002.02", errorMessage }, 400);
}
