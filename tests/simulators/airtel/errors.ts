import type { Context } from "hono";
import type { SimulatorEnv } from "../core/simulation.ts";

interface AirtelError {
  readonly status: 400 | 401 | 404 | 429 | 500;
  readonly message: string;
  /** The current code, and the deprecated one; Airtel gives either or both. */
  readonly response?: string;
  readonly result?: string;
}

export const AIRTEL_ERRORS = {
  "no-country": { status: 400, response: "ROUTER003", message: "Header X-Country is missing" },
  "bad-country": { status: 400, response: "ROUTER006", message: "Country is not valid" },
  "no-currency": { status: 400, response: "ROUTER119", message: "Header X-Currency is missing" },
  "bad-currency": { status: 400, response: "ROUTER112", message: "Currency is not valid" },
  "no-route": { status: 404, response: "ROUTER005", message: "Route is not found" },
  "bad-signature": { status: 400, response: "DP00800001026", message: "X-signature and payload did not match" },
  "bad-msisdn-length": { status: 400, result: "ESB000033", message: "Invalid MSISDN length" },
  "bad-msisdn": { status: 400, result: "ESB000036", message: "Invalid MSISDN" },
  "bad-subscriber-country": { status: 400, result: "ESB000034", message: "Invalid country" },
  "bad-subscriber-currency": { status: 400, result: "ESB000035", message: "Invalid currency" },
  "low-amount": { status: 400, response: "DP00800001004", message: "Amount is below the minimum" },
  duplicate: { status: 400, result: "ESB000041", message: "External transaction ID already exists" },
  "no-subscriber": { status: 400, response: "DP00800001005", message: "Msisdn Not Found" },
  "no-transaction": {
    status: 404,
    response: "DP00800001025",
    result: "ESB000045",
    message: "No transaction found with provided transaction Id",
  },
  refunded: { status: 400, result: "ESB000011", message: "Transaction is already refunded" },
  internal: { status: 500, result: "ESB000001", message: "Something went wrong" },
  busy: { status: 429, response: "429", message: "Too many requests" },
} as const satisfies Record<string, AirtelError>;
export type AirtelErrorName = keyof typeof AIRTEL_ERRORS;

export function answerError(c: Context<SimulatorEnv>, name: AirtelErrorName): Response {
  return answerRefusal(c, AIRTEL_ERRORS[name]);
}

/** ROUTER003: the message names the field. */
export function answerBadField(c: Context<SimulatorEnv>, field: string): Response {
  return answerRefusal(c, { status: 400, response: "ROUTER003", message: `Missing or invalid field: ${field}` });
}

/** The token desk and the gate before everything speak OAuth, not Airtel's envelope. */
export function answerOauthError(c: Context<SimulatorEnv>, status: 400 | 401, error: string, words: string): Response {
  return c.json({ error_description: words, error }, status);
}

function answerRefusal(c: Context<SimulatorEnv>, { status, message, response, result }: AirtelError): Response {
  const codes = { ...(result && { result_code: result }), ...(response && { response_code: response }) };
  return c.json({ status: { code: String(status), message, ...codes, success: false } }, status);
}
