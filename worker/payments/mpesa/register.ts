import { DomainError } from "#domain/errors";
import type { MpesaConfig } from "../../config.ts";
import type { Answer } from "../../http.ts";
import { parseJson } from "../gateways/answers.ts";
import { type MpesaDoor, readError } from "../gateways/mpesa-door.ts";

/** What Daraja says to a registration. */
export type Registered = "registered" | "already-registered";

export interface Registration {
  readonly c2b: Registered;
  /** `off`: MPESA_PULL_NUMBER is not set. */
  readonly pull: Registered | "off";
}

/**
 * Tells M-Pesa where it tells us of payments at the paybill, and that the list of them will be asked for. In production the addresses
 * are taken once: to change them, delete them in the portal first. Source: Daraja documentation, "Customer To Business", "Pull".
 * @throws {DomainError} not-configured with Daraja's own words when it refuses, gateway-unreachable
 */
export async function registerPaybill(
  config: MpesaConfig,
  door: MpesaDoor,
  addressOf: (kind: "validation" | "confirmation" | "pull") => string,
): Promise<Registration> {
  const reply = await reached(
    door.post("/mpesa/c2b/v2/registerurl", {
      ShortCode: config.shortCode,
      ResponseType: "Completed", // what a silent validation means: the money is taken, and we sort it
      ConfirmationURL: addressOf("confirmation"),
      ValidationURL: addressOf("validation"),
    }),
  );
  const c2b = readRegistered(reply, "ResponseCode", "0");
  if (!config.pull) return { c2b, pull: "off" };
  const pulled = await reached(
    door.post("/pulltransactions/v1/register", {
      ShortCode: config.shortCode,
      RequestType: "Pull",
      NominatedNumber: config.pull.number,
      CallBackURL: addressOf("pull"), // asked for, and never called
    }),
  );
  return { c2b, pull: readRegistered(pulled, "ResponseStatus", "1000") };
}

const reached = (reply: Promise<Answer>): Promise<Answer> =>
  reply.catch((error: unknown) => {
    throw new DomainError(
      "gateway-unreachable",
      `M-Pesa did not answer, so nobody knows whether it is registered: try again. ${error instanceof Error ? error.message : ""}`.trim(),
    );
  });

function readRegistered(reply: Answer, member: string, done: string): Registered {
  const body = parseJson(reply.text);
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  if (String(said[member]) === done) return "registered";
  const refused = readError(reply);
  const words = refused?.errorMessage ?? String(said.ResponseDescription ?? "");
  if (/already/i.test(words)) return "already-registered";
  throw new DomainError(
    "not-configured",
    `M-Pesa refused: ${words || `HTTP ${reply.status}`}${refused ? ` (${refused.errorCode})` : ""}.`,
  );
}
