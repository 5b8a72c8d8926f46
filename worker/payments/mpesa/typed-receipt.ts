import { receiptKnown } from "#db/queries/paybill";
import { countUp } from "#db/queries/users";
import { DomainError, fieldErrors } from "#domain/errors";
import { readReceiptCode } from "#domain/payments/paybill";
import type { Deps } from "../../deps.ts";
import { inquire } from "./inquire.ts";

const TRIES = 10;
const WINDOW_MS = 60 * 60_000;

interface Claimed {
  readonly code: string;
  /** Whose money it is said to be; `null`: nobody says. */
  readonly order: { readonly id: string; readonly number: string; readonly currency: string } | null;
  readonly source: "shopper" | "staff";
  readonly askedBy: string | null;
  /** What is counted. */
  readonly who: string;
}

/**
 * Somebody types the number of a payment by hand. It proves nothing: M-Pesa is asked, and whoever typed it is told the same whatever
 * comes of it. @throws {DomainError} validation-failed, too-many-requests, method-unavailable
 */
export async function claimReceipt(deps: Deps, { code, order, source, askedBy, who }: Claimed): Promise<void> {
  const receipt = readReceiptCode(code);
  if (!receipt)
    throw fieldErrors([
      {
        pointer: "/code",
        detail: "M-Pesa's number has ten letters and digits, like UKK41H6RN2. It is in the SMS you got.",
      },
    ]);
  if (!deps.gateways.get("mpesa") || (order && order.currency !== "KES"))
    throw new DomainError("method-unavailable", "This order cannot be paid by M-Pesa.");
  if ((await countUp(deps.db, `receipt|${who}`, WINDOW_MS, deps.now())) > TRIES)
    throw new DomainError("too-many-requests", "Too many tries. Please wait an hour, or call us.", {
      retryAfterSeconds: WINDOW_MS / 1_000,
    });
  if ((await receiptKnown(deps.db, receipt)).attemptId) return; // somebody's payment already: there is nothing to ask
  const subject = order ? `${receipt}@${order.number}` : receipt;
  deps.later(inquire(deps, { subject, orderId: order?.id ?? null, attemptId: null, source, askedBy }));
}
