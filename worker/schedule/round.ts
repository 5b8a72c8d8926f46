import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import {
  attemptsDue,
  attemptsNeverSent,
  attemptsWithoutAnswer,
  cancelStatements,
  ordersNotPaid,
  readAttempt,
  recordFailed,
  recordUnknown,
  tasksForEndedHolds,
  tasksForUnasked,
} from "#db/queries/payments";
import { callbacksWaiting } from "#db/queries/webhooks";
import type { Deps } from "../deps.ts";
import { deliverOutbox } from "../notify/deliver-outbox.ts";
import { openPayment } from "../payments/open-payment.ts";
import { refold, refoldAll } from "../payments/refold.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { applyCallback } from "../webhooks/receive-callback.ts";

const NEVER_SENT_MS = 2 * 60_000;
const SEND_LATE_MS = 10_000; // `created` for longer: the request that made it has stopped, so this round sends it
const NO_ANSWER_MS = 15_000; // longer than any call's deadline
const AT_ONCE = 8; // providers are asked side by side, this many at a time

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
  await step("cancelled", () => endHolds(deps));
  await step("tasks", () => openTasks(deps));
  await step("told", () => deliverOutbox(deps));
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
  for (const attempt of lost) {
    await recordUnknown(deps.db, attempt, [], deps.now());
    await refold(deps, attempt.orderId);
  }
  return lost.length;
}

async function callbacks(deps: Deps): Promise<number> {
  const waiting = await callbacksWaiting(deps.db, deps.now() - NO_ANSWER_MS, 200);
  await eachOf(waiting, async (one) => {
    const gateway = deps.gateways.get(one.gateway);
    const claim = gateway?.readCallback?.(one.body);
    const attempt = await readAttempt(deps.db, one.attemptId);
    if (gateway && claim && attempt) await applyCallback(deps, gateway, attempt, claim, one);
  });
  return waiting.length;
}

async function askDue(deps: Deps): Promise<number> {
  const due = await attemptsDue(deps.db, deps.gateways.accounts, deps.now(), 400);
  await eachOf(due, (attempt) => settlePayment(deps, attempt.id));
  return due.length;
}

/** Goods go back to the shelf only when nothing is under way any more: every attempt was asked about until it ended. */
async function endHolds(deps: Deps): Promise<number> {
  const orders = await ordersNotPaid(deps.db, deps.now(), 200);
  for (const orderId of orders)
    await atomically(deps.db, cancelStatements(orderId, "not-paid", "system", deps.now(), true));
  return orders.length;
}

/** What no plan and no hold will bring to an end becomes work for a person. */
async function openTasks(deps: Deps): Promise<number> {
  const unasked = await tasksForUnasked(deps.db, deps.gateways.accounts, deps.now() - NEVER_SENT_MS);
  return unasked + (await tasksForEndedHolds(deps.db, deps.now()));
}

async function forget(deps: Deps): Promise<number> {
  const now = deps.now();
  const results = await atomically(deps.db, [
    sql`DELETE FROM rate_limits WHERE ends_at < ${now}`,
    sql`DELETE FROM sessions WHERE expires_at < ${now} OR absolute_expires_at < ${now}`,
  ]);
  return results.reduce((sum, result) => sum + result.rowsAffected, 0);
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      await work(item).catch((error: unknown) =>
        console.error(JSON.stringify({ level: "error", what: "round", error: String(error) })),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
