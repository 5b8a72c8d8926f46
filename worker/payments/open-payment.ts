import {
  type AttemptRow,
  claimSending,
  claimSendingAgain,
  readAttempt,
  recordFailed,
  recordOpened,
  recordUnknown,
} from "#db/queries/attempts";
import { recordTrouble } from "#db/queries/gateway-health";
import { nextLookAt } from "#domain/payments/plan";
import type { Deps } from "../deps.ts";
import { addressesOf, asAttempt, gatewayOf } from "./attempt.ts";
import type { Opened, PaymentGateway } from "./gateway.ts";
import { refold } from "./refold.ts";
import { wireLog } from "./wire-log.ts";

const MOST_OPENS = 3;
const PAUSE_MS = 250; // before the same request is sent again, and twice as long the next time
const PATIENCE_MS = 8_000; // for all sendings of one request together

/**
 * Sends an attempt's request to its provider. The guarded `created → submitted` before it leaves makes this happen at most once,
 * whoever calls: the answer of the order, the waiting page, or the reconciler. Where the same may be sent again, silence is followed
 * by the same bytes; a page that nobody saw fails after the third.
 */
export async function openPayment(deps: Deps, attemptId: string): Promise<void> {
  if (!deps.config.sending) return;
  const row = await readAttempt(deps.db, attemptId);
  if (row?.status !== "created") return;
  const gateway = gatewayOf(deps, row);
  if (!gateway || gateway.callsNobody) return;
  const now = deps.now();
  const wire = gateway.prepare(asAttempt(row), addressesOf(deps, gateway, row.id), now);
  if (!(await claimSending(deps.db, row, wire, now, nextLookAt(gateway.plan, now, now)))) return;
  await send(deps, gateway, attemptId);
}

/** Sends again what got no answer, where that is safe. Others become `unknown`. */
export async function openAgain(deps: Deps, row: AttemptRow): Promise<void> {
  const gateway = gatewayOf(deps, row);
  if (!gateway?.mayOpenAgain || !deps.config.sending) {
    await recordUnknown(deps.db, row, [], deps.now());
  } else if (row.opens >= MOST_OPENS) {
    await recordFailed(deps.db, row, "not-opened", [], deps.now());
  } else if (await claimSendingAgain(deps.db, row, deps.now())) {
    return send(deps, gateway, row.id);
  }
  await refold(deps, row.orderId);
}

async function send(deps: Deps, gateway: PaymentGateway, attemptId: string): Promise<void> {
  const began = deps.now();
  for (let pause = PAUSE_MS; ; pause *= 2) {
    const row = await readAttempt(deps.db, attemptId);
    if (!row) return;
    const log = wireLog(deps, row);
    const opened = await gateway.open(asAttempt(row), addressesOf(deps, gateway, row.id), log.add);
    if (isTrouble(opened)) await recordTrouble(deps.db, gateway.code, deps.now());
    const now = deps.now();
    if (opened.status === "open") {
      await recordOpened(deps.db, row, opened, log.lines(), now);
      return refold(deps, row.orderId);
    }
    if (opened.status === "refused" && !(opened.trouble && gateway.mayOpenAgain)) {
      await recordFailed(deps.db, row, opened.code, log.lines(), now);
      return refold(deps, row.orderId);
    }
    if (!gateway.mayOpenAgain) {
      await recordUnknown(deps.db, row, log.lines(), now);
      return refold(deps, row.orderId);
    }
    await log.keep();
    if (row.opens >= MOST_OPENS) {
      await recordFailed(deps.db, row, "not-opened", [], now);
      return refold(deps, row.orderId);
    }
    if (now - began > PATIENCE_MS) return; // the round sends it again
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    if (!(await claimSendingAgain(deps.db, row, deps.now()))) return;
  }
}

const isTrouble = (opened: Opened): boolean => opened.status !== "open" && opened.trouble === true;
