import { MPESA_OPERATOR } from "../credentials.ts";
import { unfitAddress } from "./address.ts";
import type { Refusal } from "./errors.ts";
import type { ResultCode } from "./result-codes.ts";
import type { MpesaSettings } from "./settings.ts";

/** What status queries and reversals have in common. */
export interface OperatorRequest {
  readonly resultUrl: string;
  readonly timeoutUrl: string;
  readonly occasion: string;
  /** Who asks may not: that is said in the result, not at once. */
  readonly denied: Extract<ResultCode, "21" | "2001"> | null;
}

const MOST_WORDS = 100;

export function readOperatorRequest(
  body: Record<string, unknown>,
  command: string,
  settings: MpesaSettings,
): { request: OperatorRequest } | { refusal: Refusal } {
  const { Initiator: initiator, SecurityCredential: credential, Remarks, Occasion = "" } = body;
  if (typeof initiator !== "string" || initiator === "") return bad("Initiator");
  if (typeof credential !== "string" || credential === "") return bad("SecurityCredential");
  if (body.CommandID !== command) return bad("CommandID");
  for (const field of ["ResultURL", "QueueTimeOutURL"] as const) {
    const url = body[field];
    if (typeof url !== "string") return bad(field);
    const hint = unfitAddress(url, settings);
    if (hint) return bad(field, hint);
  }
  if (typeof Remarks !== "string" || Remarks.length < 2 || Remarks.length > MOST_WORDS) return bad("Remarks");
  if (typeof Occasion !== "string" || Occasion.length > MOST_WORDS) return bad("Occasion");
  return {
    request: {
      resultUrl: String(body.ResultURL),
      timeoutUrl: String(body.QueueTimeOutURL),
      occasion: Occasion,
      denied: denied(initiator, credential),
    },
  };
}

/** The real one decrypts the credential; here it is one text, which no two encryptions would have in common. */
function denied(initiator: string, credential: string): OperatorRequest["denied"] {
  if (initiator !== MPESA_OPERATOR.initiator) return "21";
  return credential === MPESA_OPERATOR.securityCredential ? null : "2001";
}

function bad(field: string, hint?: string): { refusal: Refusal } {
  return { refusal: hint === undefined ? { field } : { field, hint } };
}
