import { sql } from "drizzle-orm";
import { atomically, type Statement } from "#db/atomically";
import { readAttempt } from "#db/queries/attempts";
import { captureStatements } from "#db/queries/captures";
import { needNotOwn } from "#db/queries/four-eyes";
import type { OrderBundle } from "#db/queries/orders";
import { DomainError, fieldErrors } from "#domain/errors";
import { attemptReference, newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import { asksForCash } from "../fulfilment/ship-order.ts";
import { once } from "../idempotency.ts";
import { liveAttempt } from "./pay-again.ts";
import { refold } from "./refold.ts";

/**
 * Staff took cash. The asked amount captures the asking attempt; any other amount is an attempt of its own, born captured, and while
 * anything is due the next one asks for the rest. `key` makes a repeated press one receipt.
 * @throws {DomainError} own-order, transition-not-allowed when no cash is asked for, already-recorded, idempotency-key-reused
 */
export async function recordCash(
  deps: Deps,
  bundle: OrderBundle,
  actorId: string,
  amountMinor: number,
  note: string,
  key: string,
): Promise<void> {
  const orderId = bundle.order.id;
  await needNotOwn(deps.db, actorId, orderId);
  await once(deps, { actorId, key, orderId, body: [amountMinor, note] }, (remember) =>
    bookCash(deps, bundle, { actorId, amountMinor, note }, remember),
  );
  await refold(deps, orderId);
}

async function bookCash(
  deps: Deps,
  bundle: OrderBundle,
  { actorId, amountMinor, note }: { actorId: string; amountMinor: number; note: string },
  remember: Statement,
): Promise<void> {
  const { order } = bundle;
  const asking = liveAttempt(bundle);
  if (!asking || !asksForCash(bundle)) {
    const done = bundle.attempts.some((attempt) => attempt.gateway === "on-delivery" && attempt.status === "captured");
    throw done
      ? new DomainError("already-recorded", "The money of this order is recorded already.")
      : new DomainError("transition-not-allowed", "No cash is asked for on this order.", {
          payment: order.paymentStatus,
        });
  }
  if (order.currency === "KES" && amountMinor % 100 !== 0)
    throw fieldErrors([{ pointer: "/amountMinor", detail: "Whole shillings, please." }]);
  const row = await readAttempt(deps.db, asking.id);
  if (!row) throw new DomainError("not-found", "There is no such attempt.");
  const now = deps.now();
  const capture = { txId: newId("txn"), occurredAt: now, receipt: null, actor: "staff", actorId, note } as const;
  const already = new DomainError(
    "already-recorded",
    "This page is old: money was recorded meanwhile, or is not asked for any more. Look at the order again.",
  );
  // Whoever ended it meanwhile was told of other money: nothing that has ended is asked for again, so the batch stops (E_ATTEMPT_TRANSITION).
  const stillAsked = sql`UPDATE payments SET status = 'submitted' WHERE id = ${row.id} AND status <> 'submitted'`;
  const refusals = { E_ATTEMPT_TRANSITION: already, UNIQUE: already };

  if (amountMinor === row.amountMinor) {
    const booked = captureStatements(row, { ...capture, providerRef: row.id }, now);
    await atomically(deps.db, [remember, stillAsked, ...booked], refusals);
  } else {
    const ordinal = row.ordinal + 1;
    const received = {
      ...row,
      id: newId("pay"),
      ordinal,
      reference: attemptReference(order.number, ordinal),
      amountMinor,
      status: "captured" as const,
    };
    const rest = bundle.order.totalMinor - bundle.netMinor - amountMinor;
    await atomically(
      deps.db,
      [
        remember,
        stillAsked,
        sql`UPDATE payments SET status = 'withdrawn', result_code = 'withdrawn', ended_at = ${now} WHERE id = ${row.id} AND status = 'submitted'`,
        sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at, ended_at)
            VALUES (${received.id}, ${order.id}, ${row.gateway}, ${ordinal}, ${received.reference}, ${row.mode}, ${row.account}, 'captured', ${amountMinor}, ${row.currency}, ${now}, ${now}) ON CONFLICT (id) DO NOTHING`,
        ...captureStatements(received, { ...capture, providerRef: received.id }, now),
        ...(rest > 0
          ? [
              sql`INSERT INTO payments (id, order_id, gateway, ordinal, reference, mode, account, status, amount_minor, currency, submitted_at)
                  VALUES (${newId("pay")}, ${order.id}, ${row.gateway}, ${ordinal + 1}, ${attemptReference(order.number, ordinal + 1)}, ${row.mode}, ${row.account}, 'submitted', ${rest}, ${row.currency}, ${now}) ON CONFLICT (id) DO NOTHING`,
            ]
          : []),
      ],
      refusals,
    );
  }
}
