import { atomically } from "#db/atomically";
import {
  type AttemptRow,
  claimCapture,
  claimLook,
  declinedAt,
  readAttempt,
  recordDeclined,
  recordFailed,
  recordLapsed,
  recordPending,
} from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { recordMismatch } from "#db/queries/mismatches";
import { openTask } from "#db/queries/tasks";
import { newId } from "#domain/ids";
import { LOOK_SPACING_MS, nextLookAt } from "#domain/payments/plan";
import { isOpen } from "#domain/payments/transitions";
import type { Deps } from "../deps.ts";
import { asAttempt, gatewayOf } from "./attempt.ts";
import type { Log, PaymentGateway, PaymentReport } from "./gateway.ts";
import { refold } from "./refold.ts";
import { wireLog } from "./wire-log.ts";

/** That the payer agreed: came back at that moment, or was told of for the nth time. */
export type Agreed = { readonly at: number } | { readonly times: number };

/** What a look brought: a final answer, or none. */
export type Settled = "captured" | "failed" | "open";

/**
 * Asks the provider what became of an attempt, and books the answer: a callback, a returning browser, a waiting page and the reconciler
 * all end here. At most one look per attempt in five seconds. `agreed`: the payer has just been at the provider's page, so
 * money that was declined before may be asked for once more.
 */
export async function settlePayment(deps: Deps, attemptId: string, agreed: Agreed | null = null): Promise<Settled> {
  const seen = await look(deps, attemptId, agreed);
  return seen === "too-soon" ? "open" : seen;
}

async function look(deps: Deps, attemptId: string, agreed: Agreed | null): Promise<Settled | "too-soon"> {
  const row = await readAttempt(deps.db, attemptId);
  if (!row || row.status === "created") return "open";
  if (row.status === "captured") return "captured";
  const gateway = gatewayOf(deps, row);
  if (!gateway || gateway.callsNobody) return "open";
  const now = deps.now();
  const next = nextLookAt(gateway.plan, row.submittedAt ?? row.createdAt, now);
  if (!(await claimLook(deps.db, row.id, now, spacing(deps, agreed), next))) return "too-soon";

  const log = wireLog(deps, row);
  const report = await taken(deps, gateway, row, await gateway.lookUp(asAttempt(row), log.add), log.add, agreed);
  await log.keep();
  await applyReport(deps, gateway, row, report);
  if (next === null && !isFinal(report)) await nobodyAnswers(deps, row);
  return settled(report);
}

/** As `settlePayment`, but waits for the spacing between two looks to pass: a callback must not be lost because someone has just asked. */
export async function settleSoon(deps: Deps, attemptId: string, agreed: Agreed | null = null): Promise<Settled> {
  for (let tries = 1; ; tries++) {
    const row = await readAttempt(deps.db, attemptId);
    if (!row) return "open";
    const wait = (row.lastLookAt ?? 0) + spacing(deps, agreed) - deps.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(wait, LOOK_SPACING_MS) + 20));
    const seen = await look(deps, attemptId, agreed);
    if (seen !== "too-soon") return seen;
    // Whoever looked instead saw what we would have seen, but did not know that the payer has just agreed once more.
    if (agreed === null || tries === MOST_TRIES) return "open";
  }
}
const MOST_TRIES = 4;

/** Between two looks. A signed word that the payer agreed comes once, and waits for nobody who asked without knowing it. */
export const spacing = (deps: Deps, agreed: Agreed | null = null): number =>
  agreed && "times" in agreed ? 0 : LOOK_SPACING_MS * deps.config.planScale;

/** What an answer of the provider changes in the books, whoever brought it. The answer must be authentic. */
export async function applyReport(
  deps: Deps,
  gateway: PaymentGateway,
  row: AttemptRow,
  report: PaymentReport,
): Promise<void> {
  const now = deps.now();
  switch (report.status) {
    case "captured":
      if (report.captured.amountMinor === row.amountMinor && report.captured.currency === row.currency) {
        const { providerRef, providerOther, occurredAt, receipt } = report;
        const capture = { txId: newId("txn"), providerRef, providerOther, occurredAt, receipt };
        if (!(await bookCapture(deps.db, row, { ...capture, actor: "provider", actorId: null }, now))) {
          const reason = "The provider reports money that was sent back by hand";
          await recordMismatch(deps.db, row, providerRef, report.captured, reason, now);
        }
      } else {
        const reason = "The provider reports another amount than was asked for";
        await recordMismatch(deps.db, row, report.providerRef, report.captured, reason, now);
      }
      break;
    case "failed":
    case "expired":
      await recordFailed(deps.db, row, report.code, [], now, "open", report.status);
      break;
    case "pending": {
      const planEnd = (row.submittedAt ?? row.createdAt) + (gateway.plan.at(-1) ?? 0);
      await recordPending(deps.db, row, report.providerOther, planEnd, now);
      break;
    }
    case "declined":
      await recordDeclined(deps.db, row, report.code, now);
      break;
    default:
      return;
  }
  await refold(deps, row.orderId);
}

/** Money that the payer approved and that comes only when we ask: asked for while it is wanted, and never else. */
async function taken(
  deps: Deps,
  gateway: PaymentGateway,
  row: AttemptRow,
  report: PaymentReport,
  log: Log,
  agreed: Agreed | null,
): Promise<PaymentReport> {
  if (report.status !== "approved" || !gateway.capture || !isOpen(row.status)) return report;
  if (row.declines > 0 && !(await isSince(deps, row, agreed))) return report; // nothing has changed since the provider said no
  const claimed = await claimCapture(deps.db, row, deps.now() + (gateway.holdMs ?? 0), deps.now());
  if (claimed === "lapsed") {
    await recordLapsed(deps.db, row, deps.now());
    await refold(deps, row.orderId);
    return { status: "waiting" };
  }
  return claimed === "ours" ? gateway.capture(asAttempt(row), log) : report;
}

/** Whether the payer agreed after the last of the tries that were declined: each of them had an agreement of its own. */
const isSince = async (deps: Deps, row: AttemptRow, agreed: Agreed | null): Promise<boolean> =>
  agreed !== null && ("times" in agreed ? agreed.times > row.declines : agreed.at > (await declinedAt(deps.db, row)));

const isFinal = ({ status }: PaymentReport): boolean =>
  status === "captured" || status === "failed" || status === "expired";
const settled = (report: PaymentReport): Settled =>
  report.status === "captured" ? "captured" : isFinal(report) ? "failed" : "open";

async function nobodyAnswers(deps: Deps, row: AttemptRow): Promise<void> {
  if (row.status !== "submitted" && row.status !== "unknown") return;
  await atomically(deps.db, [
    openTask(
      newId("tsk"),
      "attempt-unresolved",
      row.id,
      row.orderId,
      row.amountMinor,
      row.currency,
      `The provider gave no final answer for ${row.reference}`,
    ),
  ]);
}
