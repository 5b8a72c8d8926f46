import type { z } from "zod";
import type { AttemptRow } from "#db/queries/attempts";
import { type CallbackRow, type LogAttemptRow, readLogOf } from "#db/queries/payment-log";
import { redacted } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { explainResult } from "#domain/payments/results";
import type { billingProfileView, CallbackView, LogAttempt, LogDetailView } from "#domain/payments/staff-schema";
import { showPhone } from "#domain/phone";
import type { Deps } from "../../deps.ts";
import type { Asker } from "./asker.ts";
import { humanEndView, methodName } from "./views.ts";
import { mayResolve } from "./what-may-be-done.ts";

type ProfilePayment = z.infer<typeof billingProfileView>["payments"][number];

/** An attempt as the log names it. */
export const attemptView = (deps: Deps, row: AttemptRow & { readonly orderNumber: string }): ProfilePayment => ({
  id: row.id,
  reference: row.reference,
  order: { id: row.orderId, number: row.orderNumber },
  gateway: row.gateway,
  methodName: methodName(deps, row.gateway),
  mode: row.mode,
  status: row.status,
  amountMinor: row.amountMinor,
  currency: row.currency,
  phone: row.phone && showPhone(row.phone),
  receipt: row.receipt,
  providerReference: row.providerReference,
  resultCode: row.resultCode,
  result: row.resultCode ? explainResult(row.gateway, row.resultCode) : null,
  createdAt: row.createdAt,
});

export const logAttemptView = (deps: Deps, row: LogAttemptRow): LogAttempt => ({
  ...attemptView(deps, row),
  lastAt: row.lastAt,
  lines: row.lines,
});

/** A link of ours in a payload opens something: its token is cut out. So are the numbers and names that are left. */
const shown = (payload: string): string => redacted(payload).replace(/\.\d{1,4}\.[0-9a-f]{64}/g, ".…");

export const callbackView = (deps: Deps, row: CallbackRow): CallbackView => ({
  id: row.id,
  gateway: row.gateway,
  methodName: methodName(deps, row.gateway),
  attemptId: row.attemptId,
  reference: row.reference,
  kind: row.kind,
  authenticated: row.authenticated,
  outcome: row.outcome,
  receivedAt: row.receivedAt,
  appliedAt: row.appliedAt,
  tries: row.tries,
  body: shown(row.body),
  mayReplay: mayReplay(row),
});

/** Applied again with the verdict it got: what proved nothing then proves nothing now, and a body that was forgotten says nothing. */
export const mayReplay = ({ authenticated, body }: CallbackRow): boolean => authenticated && body !== "";

/** One payment with all that is written of it. @throws {DomainError} not-found */
export async function paymentNow(deps: Deps, attemptId: string, asker: Asker): Promise<LogDetailView> {
  const found = await readLogOf(deps.db, attemptId, asker.id);
  if (!found) throw new DomainError("not-found", "There is no such payment.");
  return detailView(deps, found, asker);
}

const detailView = (
  deps: Deps,
  { attempt, lines, callbacks, waiting, isOwn }: NonNullable<Awaited<ReturnType<typeof readLogOf>>>,
  asker: Asker,
): LogDetailView => ({
  attempt: {
    ...logAttemptView(deps, attempt),
    account: attempt.account,
    submittedAt: attempt.submittedAt,
    endedAt: attempt.endedAt,
    supersededAt: attempt.supersededAt,
    pendingAt: attempt.pendingAt,
    nextLookAt: attempt.nextLookAt,
    looks: attempt.looks,
    mayResolve: !isOwn && waiting === null && mayResolve(deps, attempt),
    waiting: waiting && humanEndView(waiting, asker),
  },
  lines: lines.map((line) => ({ ...line, payload: shown(line.payload) })),
  callbacks: callbacks.map((row) => callbackView(deps, row)),
});
