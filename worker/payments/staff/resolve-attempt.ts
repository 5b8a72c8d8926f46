import type { z } from "zod";
import { type AttemptRow, readAttempt, recordFailedByHand } from "#db/queries/attempts";
import { needNotOwn } from "#db/queries/four-eyes";
import { readOrder } from "#db/queries/orders";
import { DomainError, fieldErrors } from "#domain/errors";
import type { resolutionBody } from "#domain/payments/staff-schema";
import { normalReference } from "#domain/payments/typed-reference";
import type { Deps } from "../../deps.ts";
import { refold } from "../refold.ts";
import type { Asker } from "./asker.ts";
import { sayHowItEnded } from "./human-ends.ts";
import { mayResolve } from "./what-may-be-done.ts";

const DAY_MS = 24 * 60 * 60_000;

/**
 * A person says what became of an attempt that no provider speaks of any more: paid, with the reference from the statement and a second
 * person's word; or not paid. @throws {DomainError} transition-not-allowed, own-order, already-recorded
 */
export async function resolveAttempt(
  deps: Deps,
  attemptId: string,
  asker: Asker,
  said: z.output<typeof resolutionBody>,
): Promise<void> {
  const attempt = await readAttempt(deps.db, attemptId);
  if (!attempt) throw new DomainError("not-found", "There is no such payment.");
  if (!mayResolve(deps, attempt))
    throw new DomainError(
      "transition-not-allowed",
      attempt.status === "submitted"
        ? "The provider is still asked about this payment: its answer decides."
        : `This payment is ${attempt.status}: there is nothing to say about it.`,
      { attempt: attempt.status },
    );
  if (said.outcome === "captured") await sayPaid(deps, attempt, asker, said);
  else await sayNotPaid(deps, attempt, asker, said.reason);
}

async function sayPaid(
  deps: Deps,
  attempt: AttemptRow,
  asker: Asker,
  said: { readonly reference: string; readonly occurredOn: string; readonly note: string },
): Promise<void> {
  const bundle = await readOrder(deps.db, attempt.orderId);
  if (!bundle) throw new DomainError("not-found", "There is no such order.");
  const paidOn = Date.parse(`${said.occurredOn}T12:00:00Z`);
  if (paidOn > deps.now() + DAY_MS)
    throw fieldErrors([{ pointer: "/occurredOn", detail: "That day is still to come." }]);
  if (paidOn < attempt.createdAt - DAY_MS)
    throw fieldErrors([{ pointer: "/occurredOn", detail: "That was before this payment was asked for." }]);
  await sayHowItEnded(deps, asker, {
    kind: "captured",
    subject: attempt.id,
    gateway: attempt.gateway,
    order: { id: bundle.order.id, number: bundle.order.number },
    amountMinor: attempt.amountMinor,
    currency: attempt.currency,
    reference: normalReference(attempt.gateway, said.reference),
    occurredOn: said.occurredOn,
    note: said.note,
    asksTwo: true,
    waitsFor: `${attempt.reference} is said to be paid: look at the statement, then agree or say no`,
  });
}

async function sayNotPaid(deps: Deps, attempt: AttemptRow, asker: Asker, reason: string): Promise<void> {
  await needNotOwn(deps.db, asker.id, attempt.orderId);
  if (!(await recordFailedByHand(deps.db, attempt, asker.id, reason, deps.now())))
    throw new DomainError(
      "transition-not-allowed",
      "This payment has ended meanwhile, or somebody says it was paid. Look again.",
    );
  await refold(deps, attempt.orderId);
}
