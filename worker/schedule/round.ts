import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import { recordFailed } from "#db/queries/attempts";
import { attemptsDue, attemptsNeverSent, attemptsWithoutAnswer } from "#db/queries/attempts-due";
import { cancelStatements, ordersNotPaid, ordersToWithdraw } from "#db/queries/cancel-orders";
import { closeOvertakenEnds } from "#db/queries/human-ends";
import { readOrder } from "#db/queries/orders";
import { tasksForEndedHolds, tasksForUnasked } from "#db/queries/tasks";
import { requestsWaiting } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { tidyBank } from "../bank/tidy.ts";
import type { Deps } from "../deps.ts";
import { sweepDocuments } from "../documents/store.ts";
import { deliverOutbox } from "../notify/deliver-outbox.ts";
import { askDueInquiries } from "../payments/mpesa/inquire.ts";
import { pullMoney } from "../payments/mpesa/pull.ts";
import { openAgain, openPayment } from "../payments/open-payment.ts";
import { endLiveAttempt, recordEnded } from "../payments/pay-again.ts";
import { refold, refoldAll } from "../payments/refold.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { reportRound } from "../reports/report-round.ts";
import { applyStored } from "../webhooks/apply-stored.ts";
import { eachOf } from "./each-of.ts";
import { refundRound } from "./refund-round.ts";

const NEVER_SENT_MS = 2 * 60_000;
const SEND_LATE_MS = 10_000; // `created` for longer: the request that made it has stopped, so this round sends it
const NO_ANSWER_MS = 15_000; // longer than any call's deadline

/**
 * One round of everything that must not depend on a callback, a waiting page or a surviving process. Each step may be cut short at
 * any moment and runs again a minute later; two rounds at once do no harm.
 */
export async function runRound(deps: Deps): Promise<Record<string, number>> {
  const done: Record<string, number> = {};
  const step = async (name: string, work: () => Promise<number>) => {
    done[name] = await work().catch((error: unknown) => {
      console.error(JSON.stringify({ level: "error", what: `round: ${name}`, error: String(error) }));
      return -1;
    });
  };
  await step("refolded", () => refoldAll(deps));
  await step("sent", () => sendLate(deps));
  await step("unanswered", () => unanswered(deps));
  await step("callbacks", () => callbacks(deps));
  await step("asked", () => askDue(deps));
  await step("inquiries", () => askDueInquiries(deps));
  await step("pulled", () => pullMoney(deps));
  await step("bank", () => tidyBank(deps));
  await step("refunds", () => refundRound(deps));
  await step("withdrawn", () => withdrawEnded(deps));
  await step("cancelled", () => endHolds(deps));
  await step("tasks", () => openTasks(deps));
  await step("reports", () => reportRound(deps));
  await step("told", () => deliverOutbox(deps));
  await step("swept", () => sweepDocuments(deps));
  await step("forgotten", () => forget(deps));
  return done;
}

async function sendLate(deps: Deps): Promise<number> {
  if (!deps.config.sending) return 0;
  const now = deps.now();
  const waiting = await attemptsNeverSent(deps.db, now - SEND_LATE_MS, 200);
  await eachOf(waiting, async (attempt) => {
    if (attempt.createdAt >= now - NEVER_SENT_MS) return openPayment(deps, attempt.id);
    await recordFailed(deps.db, attempt, "not-sent", [], now, "never-sent");
    await refold(deps, attempt.orderId);
  });
  return waiting.length;
}

async function unanswered(deps: Deps): Promise<number> {
  const lost = await attemptsWithoutAnswer(deps.db, deps.now() - NO_ANSWER_MS, 200);
  await eachOf(lost, (attempt) => openAgain(deps, attempt));
  return lost.length;
}

async function callbacks(deps: Deps): Promise<number> {
  const now = deps.now();
  const waiting = await requestsWaiting(deps.db, now - NO_ANSWER_MS, now, 400);
  await eachOf(waiting, (stored) => applyStored(deps, stored));
  return waiting.length;
}

async function askDue(deps: Deps): Promise<number> {
  const due = await attemptsDue(deps.db, deps.gateways.accounts, deps.now(), 400);
  await eachOf(due, (attempt) => settlePayment(deps, attempt.id));
  return due.length;
}

/** The time of an order is over and its attempt can still be paid: it is withdrawn where that can be done, and asked about where not. */
async function withdrawEnded(deps: Deps): Promise<number> {
  const orders = await ordersToWithdraw(deps.db, deps.now(), 100);
  await eachOf(orders, async (orderId) => {
    const bundle = await readOrder(deps.db, orderId);
    if (!bundle) return;
    try {
      const ending = await endLiveAttempt(deps, bundle);
      if (ending?.how === "withdrawn") await recordEnded(deps, ending);
    } catch (error) {
      if (!(error instanceof DomainError && error.code === "payment-in-progress")) throw error;
    }
  });
  return orders.length;
}

/** Goods go back to the shelf only when nothing is under way any more: every attempt was asked about until it ended. */
async function endHolds(deps: Deps): Promise<number> {
  const orders = await ordersNotPaid(deps.db, deps.now(), 200);
  for (const orderId of orders)
    await atomically(deps.db, cancelStatements(orderId, "not-paid", "system", deps.now(), true));
  return orders.length;
}

/** What no plan and no hold will bring to an end becomes work for a person; what has ended meanwhile is nobody's. */
async function openTasks(deps: Deps): Promise<number> {
  await closeOvertakenEnds(deps.db);
  const unasked = await tasksForUnasked(deps.db, deps.gateways.accounts, deps.now() - NEVER_SENT_MS);
  return unasked + (await tasksForEndedHolds(deps.db, deps.now()));
}

const RAW_KEPT_MS = 30 * 24 * 60 * 60_000; // raw bodies of providers

async function forget(deps: Deps): Promise<number> {
  const now = deps.now();
  const results = await atomically(deps.db, [
    sql`DELETE FROM rate_limits WHERE ends_at < ${now}`,
    sql`DELETE FROM sessions WHERE expires_at < ${now} OR absolute_expires_at < ${now}`,
    sql`UPDATE webhook_inbox SET body = '' WHERE received_at < ${now - RAW_KEPT_MS} AND applied_at IS NOT NULL AND body <> ''`,
  ]);
  return results.reduce((sum, result) => sum + result.rowsAffected, 0);
}
