import {
  type AttemptRow,
  claimSending,
  logLine,
  readAttempt,
  recordFailed,
  recordOpened,
  recordUnknown,
} from "#db/queries/payments";
import { newId } from "#domain/ids";
import { money } from "#domain/money";
import { nextLookAt } from "#domain/payments/plan";
import type { Deps } from "../deps.ts";
import { makeToken } from "../tokens.ts";
import type { Attempt, Wire } from "./gateway.ts";
import { refold } from "./refold.ts";

export const asAttempt = (row: AttemptRow): Attempt => ({
  id: row.id,
  orderId: row.orderId,
  gateway: row.gateway,
  reference: row.reference,
  account: row.account,
  amount: money(row.amountMinor, row.currency),
  phone: row.phone,
  providerReference: row.providerReference,
  providerOther: row.providerOther,
});

/** Collects what went over the wire, for the payment log. */
export function wireLog(deps: Deps, row: AttemptRow) {
  const seen: Wire[] = [];
  const lines = () =>
    seen.flatMap(({ what, request, answer }) => [
      logLine({
        id: newId("log"),
        attempt: row,
        direction: "request",
        what,
        payload: request,
        amountMinor: row.amountMinor,
        at: deps.now(),
      }),
      logLine({ id: newId("log"), attempt: row, direction: "answer", what, payload: answer, at: deps.now() }),
    ]);
  return { add: (wire: Wire) => void seen.push(wire), lines };
}

/**
 * Sends an attempt's request to its provider. The guarded `created → submitted` before it leaves makes this happen at most once,
 * whoever calls: the answer of the order, the waiting page, or the reconciler.
 */
export async function openPayment(deps: Deps, attemptId: string): Promise<void> {
  if (!deps.config.sending) return;
  const row = await readAttempt(deps.db, attemptId);
  if (row?.status !== "created") return;
  const gateway = deps.gateways.get(row.gateway);
  if (!gateway || gateway.callsNobody || gateway.mode !== row.mode || gateway.account !== row.account) return;
  const now = deps.now();
  if (!(await claimSending(deps.db, row, now, nextLookAt(gateway.plan, now, now)))) return;

  const wire = wireLog(deps, row);
  const callbackUrl = `${deps.config.shopUrl}/webhooks/${gateway.path}/${makeToken(deps.config.callbackSecret, "callback", row.id)}`;
  const opened = await gateway.open(asAttempt(row), callbackUrl, wire.add);
  const at = deps.now();
  if (opened.status === "open")
    await recordOpened(deps.db, row, opened.providerReference, opened.providerOther, wire.lines(), at);
  else if (opened.status === "refused") await recordFailed(deps.db, row, opened.code, wire.lines(), at);
  else await recordUnknown(deps.db, row, wire.lines(), at);
  await refold(deps, row.orderId);
}
