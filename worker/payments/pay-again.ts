import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import { readAttempt } from "#db/queries/attempts";
import type { OrderAttemptRow, OrderBundle } from "#db/queries/orders";
import { payAgainBatch, readPayAgain } from "#db/queries/pay-again";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { unavailable } from "../checkout/read-order-form.ts";
import type { Who } from "../checkout/who.ts";
import type { Deps } from "../deps.ts";
import { decidedBefore, GUEST, keyReused } from "../idempotency.ts";
import { asAttempt, gatewayOf } from "./attempt.ts";
import type { PaymentGateway } from "./gateway.ts";
import { openPayment } from "./open-payment.ts";
import { settlePayment } from "./settle-payment.ts";
import { wireLog } from "./wire-log.ts";

export interface Ending {
  readonly id: string;
  readonly how: "withdrawn" | "superseded";
  /** What it was when that was decided: one that has been sent meanwhile is not withdrawn. */
  readonly was: string;
}

export const liveAttempt = (bundle: OrderBundle): OrderAttemptRow | undefined =>
  bundle.attempts.find(
    ({ status, supersededAt }) =>
      status === "created" || ((status === "submitted" || status === "unknown") && supersededAt === null),
  );

/**
 * A further try to pay an open order, by the same or another way. The database decides whether it may be.
 * @returns the attempt's id. @throws {DomainError} payment-in-progress, out-of-stock, transition-not-allowed, too-many-requests
 */
export async function payAgain(
  deps: Deps,
  who: Who,
  bundle: OrderBundle,
  gateway: PaymentGateway,
  phone: string | null,
  bodyHash: string,
): Promise<string> {
  const earlier = await decidedBefore(deps, GUEST, who.idempotencyKey, bodyHash);
  if (earlier) return earlier.attemptId; // a repeated press, though a prompt is out by now
  const ending = await endLiveAttempt(deps, bundle);
  const now = deps.now();
  const attemptId = newId("pay");
  const command = {
    buyer: GUEST,
    key: who.idempotencyKey,
    bodyHash,
    orderId: bundle.order.id,
    attemptId,
    now,
    gateway: gateway.code,
    mode: gateway.mode,
    account: gateway.account,
    attemptStatus: gateway.callsNobody ? "submitted" : "created",
    phone,
    session: who.session,
    holdEndsAt: gateway.holdMs === null ? null : now + gateway.holdMs,
    ending,
  };
  const decided = readPayAgain(
    await atomically(deps.db, () => payAgainBatch(command, newId("run")) as { sql: string; args: never }[], {
      payments_one_live_attempt_per_order: inProgress(bundle, 5),
      "payments.order_id": inProgress(bundle, 5),
      E_ATTEMPT_AMOUNT: inProgress(bundle, 2), // paid this moment; the page will say so
    }),
  );
  if ("refused" in decided) {
    if (decided.refused === "payment-in-progress") throw inProgress(bundle, 5);
    if (decided.refused === "out-of-stock")
      throw new DomainError("out-of-stock", "The things in this order are no longer there. Nothing was taken.");
    if (decided.refused === "too-many-prompts") throw tooManyPrompts();
    if (decided.refused === "method-unavailable") throw unavailable();
    throw new DomainError("transition-not-allowed", "This order is not waiting for money any more.", {
      order: bundle.order.orderStatus,
      payment: bundle.order.paymentStatus,
    });
  }
  if (decided.bodyHash !== bodyHash) throw keyReused();
  if (decided.fresh) deps.later(openPayment(deps, decided.attemptId));
  return decided.attemptId;
}

/**
 * How the live attempt can end so that another may begin. A prompt on a phone cannot be recalled: for a while another is refused, then
 * the old one is superseded, and still settled. @throws {DomainError} payment-in-progress with the seconds left
 */
export async function endLiveAttempt(deps: Deps, bundle: OrderBundle): Promise<Ending | null> {
  const live = liveAttempt(bundle);
  if (!live) return null;
  const row = await readAttempt(deps.db, live.id);
  const gateway = row && gatewayOf(deps, row);
  if (!gateway || !row) return { id: live.id, how: "superseded", was: live.status };
  if (row.status === "created" && (gateway.manner !== "push" || deps.now() - row.createdAt > 10_000))
    return { id: live.id, how: "withdrawn", was: "created" };
  if (row.pendingAt !== null) throw payerHasPaid(bundle);
  if (row.capturingAt !== null) throw inProgress(bundle, 5); // we are asking for the money this moment
  const log = wireLog(deps, row);
  const answer = row.status === "unknown" ? "cannot" : await gateway.withdraw(asAttempt(row), log.add);
  await log.keep();
  if (answer === "withdrawn") return { id: live.id, how: "withdrawn", was: row.status };
  if (answer === "captured") {
    await settlePayment(deps, live.id);
    throw inProgress(bundle, 2);
  }
  const left = (row.submittedAt ?? row.createdAt) + gateway.againMs - deps.now();
  if (left > 0) throw inProgress(bundle, Math.ceil(left / 1_000));
  return { id: live.id, how: "superseded", was: row.status };
}

/** Writes an ending that no new attempt carries along. */
export async function recordEnded(deps: Deps, ending: Ending): Promise<void> {
  await atomically(deps.db, [
    ending.how === "withdrawn"
      ? sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${deps.now()}, next_look_at = NULL WHERE id = ${ending.id} AND status = ${ending.was} AND capturing_at IS NULL AND pending_at IS NULL`
      : sql`UPDATE payments SET superseded_at = ${deps.now()} WHERE id = ${ending.id} AND superseded_at IS NULL`,
  ]);
}

/** The payer has done his part and the provider is still checking: a second payment would be a second payment. */
const payerHasPaid = (bundle: OrderBundle) =>
  new DomainError(
    "payment-in-progress",
    "The provider is still checking your payment. Please wait for it: paying another way now could take the money twice.",
    { secondsLeft: 60, retryAfterSeconds: 60, number: bundle.order.number, why: "checking" },
  );

export const inProgress = (bundle: OrderBundle, seconds: number) =>
  new DomainError(
    "payment-in-progress",
    `A prompt is still open on the phone. You can choose again in ${seconds} seconds.`,
    { secondsLeft: seconds, retryAfterSeconds: seconds, number: bundle.order.number },
  );

export const tooManyPrompts = () =>
  new DomainError(
    "too-many-requests",
    "Three prompts were sent in the last ten minutes. Wait a little, or choose another way to pay.",
    {
      retryAfterSeconds: 600,
      why: "too-many-prompts",
      errors: [
        {
          pointer: "/paymentPhone",
          detail: "Three prompts were sent in the last ten minutes. Wait a little, or choose another way to pay.",
        },
      ],
    },
  );
