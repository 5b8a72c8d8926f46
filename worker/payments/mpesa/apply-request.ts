import { readInquiry } from "#db/queries/inquiries";
import type { StoredRequest } from "#db/queries/webhooks";
import type { Deps } from "../../deps.ts";
import type { PaymentGateway } from "../gateway.ts";
import { applyConfirmation } from "./c2b.ts";
import { applyStatus } from "./inquire.ts";
import { applyReversal, applyReversalTimeout } from "./reversal-result.ts";
import { applyTestCallback } from "./test-payment.ts";

/** How a request is kept: the round that finds it waiting goes by this word. */
export type Kept =
  | "confirmation"
  | "status-result"
  | "status-timeout"
  | "reversal-result"
  | "reversal-timeout"
  | "test-push";

/** Does the work of one that was kept. @returns the outcome, or "later" */
export async function applyMpesa(deps: Deps, gateway: PaymentGateway, stored: StoredRequest): Promise<string> {
  const { kind, body } = stored;
  const subject = stored.eventKey.split(":")[0] ?? "";
  switch (kind as Kept) {
    case "confirmation":
      return applyConfirmation(deps, gateway, body);
    case "status-result":
      return applyStatus(deps, subject, body);
    case "status-timeout":
      return "timed-out"; // unknown, not failed: the plan asks again
    case "reversal-result":
      return applyReversal(deps, gateway, subject, body);
    case "reversal-timeout":
      return applyReversalTimeout(deps, subject);
    case "test-push": {
      const row = await readInquiry(deps.db, subject);
      return row ? applyTestCallback(deps, gateway, row, body) : "unreadable";
    }
    default:
      return "unreadable";
  }
}
