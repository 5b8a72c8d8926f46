import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import { type AttemptRow, bookCapture, claimLook, openTask, readAttempt, recordFailed } from "#db/queries/payments";
import { newId } from "#domain/ids";
import { LOOK_SPACING_MS, nextLookAt } from "#domain/payments/plan";
import type { Deps } from "../deps.ts";
import type { PaymentReport } from "./gateway.ts";
import { asAttempt, wireLog } from "./open-payment.ts";
import { refold } from "./refold.ts";

/** What a look brought: a final answer, or none. */
export type Settled = "captured" | "failed" | "open";

/**
 * Asks the provider what became of an attempt, and books the answer. The only way money gets into the books from a provider that
 * signs nothing: a callback, a waiting page and the reconciler all end here. At most one look per attempt in five seconds.
 */
export async function settlePayment(deps: Deps, attemptId: string): Promise<Settled> {
  const row = await readAttempt(deps.db, attemptId);
  if (!row || row.status === "created") return "open";
  if (row.status === "captured") return "captured";
  const gateway = deps.gateways.get(row.gateway);
  if (!gateway || gateway.callsNobody || gateway.mode !== row.mode || gateway.account !== row.account) return "open";
  const now = deps.now();
  const next = nextLookAt(gateway.plan, row.submittedAt ?? row.createdAt, now);
  if (!(await claimLook(deps.db, row.id, now, spacing(deps), next))) return "open";

  const wire = wireLog(deps, row);
  const report = await gateway.lookUp(asAttempt(row), wire.add);
  await apply(deps, row, report, wire.lines(), next === null);
  return report.status === "captured" || report.status === "failed" ? report.status : "open";
}

/** As `settlePayment`, but waits for the spacing between two looks to pass: a callback must not be lost because someone has just asked. */
export async function settleSoon(deps: Deps, attemptId: string): Promise<Settled> {
  const row = await readAttempt(deps.db, attemptId);
  if (!row) return "open";
  const wait = (row.lastLookAt ?? 0) + spacing(deps) - deps.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(wait, LOOK_SPACING_MS) + 20));
  return settlePayment(deps, attemptId);
}

export const spacing = (deps: Deps): number => LOOK_SPACING_MS * deps.config.planScale;

async function apply(
  deps: Deps,
  row: AttemptRow,
  report: PaymentReport,
  log: ReturnType<ReturnType<typeof wireLog>["lines"]>,
  planEnded: boolean,
): Promise<void> {
  const now = deps.now();
  if (
    report.status === "captured" &&
    (report.captured.amountMinor !== row.amountMinor || report.captured.currency !== row.currency)
  ) {
    const id = newId("mis");
    await atomically(deps.db, [
      sql`INSERT INTO mismatch (id, gateway, attempt_id, claimed_ref, claimed_amount_minor, claimed_currency, reason) VALUES (${id}, ${row.gateway}, ${row.id}, ${report.providerRef}, ${report.captured.amountMinor}, ${report.captured.currency}, 'provider reports another amount') ON CONFLICT DO NOTHING`,
      openTask(
        newId("tsk"),
        "mismatch",
        row.id,
        row.orderId,
        report.captured.amountMinor,
        report.captured.currency,
        "The provider reports another amount than was asked for",
      ),
      ...log,
    ]);
    return;
  }
  if (report.status === "captured") {
    await bookCapture(
      deps.db,
      row,
      {
        txId: newId("txn"),
        providerRef: report.providerRef,
        occurredAt: report.occurredAt,
        receipt: report.receipt,
        actor: "provider",
        actorId: null,
      },
      now,
    );
  } else if (report.status === "failed") {
    await recordFailed(deps.db, row, report.code, [], now);
  } else if (planEnded && (row.status === "submitted" || row.status === "unknown")) {
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
  if (log.length > 0) await atomically(deps.db, log);
  await refold(deps, row.orderId);
}
