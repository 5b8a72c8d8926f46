import { readAttempt } from "#db/queries/attempts";
import { attemptIdOfMoney, type CaptureRow, captureByRef } from "#db/queries/ledger";
import type { Deps } from "../deps.ts";
import { gatewayOf } from "./attempt.ts";
import type { PaymentGateway } from "./gateway.ts";
import { settleSoon } from "./settle-payment.ts";
import { wireLog } from "./wire-log.ts";

/**
 * The capture that a refund or a dispute speaks of. One that is not booked yet is found through the provider, asked about and booked
 * first: money never goes back before it came. `later`: nobody answers now.
 */
export async function captureFor(
  deps: Deps,
  gateway: PaymentGateway,
  captureRef: string | null,
): Promise<CaptureRow | "later" | "not-ours"> {
  if (captureRef === null) return "not-ours";
  const booked = await captureByRef(deps.db, gateway.code, captureRef);
  if (booked) return booked;
  const known = await attemptIdOfMoney(deps.db, gateway.code, captureRef);
  const log = wireLog(deps, {
    id: known ?? "",
    orderId: "",
    gateway: gateway.code,
    reference: captureRef,
    amountMinor: 0,
  });
  const attemptId = known ?? (await gateway.attemptOfCapture?.(captureRef, log.add)) ?? null;
  if (attemptId === null) return "later";
  const attempt = attemptId === "" ? null : await readAttempt(deps.db, attemptId);
  if (!attempt || attempt.gateway !== gateway.code || !gatewayOf(deps, attempt)) return "not-ours";
  await settleSoon(deps, attempt.id);
  return (await captureByRef(deps.db, gateway.code, captureRef)) ?? "later";
}
