import { atomically } from "#db/atomically";
import { attachReceipt } from "#db/queries/captures";
import type { Entry, TheirLine } from "#domain/payments/report";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { actOnCapture } from "./act-on-capture.ts";
import { actOnBack, settlePending } from "./act-on-money-back.ts";
import { type Done, nothingDone } from "./done.ts";
import type { WorkedOut } from "./work-out.ts";

const MOST_ACTS = 120; // providers are called for them; the round goes on with the others
const AT_ONCE = 6;

/**
 * Does what lines without a counterpart call for: asks about payments of ours that have not ended, books refunds and disputes made
 * elsewhere, keeps money that fits no payment. Whatever stops it, the next round does the rest; a line acted on twice changes nothing.
 */
export async function actOnLines(
  deps: Deps,
  gateway: PaymentGateway,
  { entries }: WorkedOut,
  days: { readonly from: string; readonly to: string },
  userId: string | null,
): Promise<Done> {
  const done = nothingDone();
  const isMeant = (line: TheirLine): boolean =>
    days.from <= line.day && line.day <= days.to && isOfAccount(gateway, line.account);
  const toDo = entries.flatMap((entry): (() => Promise<void>)[] => {
    const { theirs, ours } = entry;
    if (!theirs || !isMeant(theirs)) return [];
    if (ours?.what === "pending-refund" && entry.class === "pending-refund")
      return [() => settlePending(deps, gateway, theirs, ours, done)];
    if (entry.why !== "not-ours") return [];
    return [() => (theirs.kind === "capture" ? actOnCapture : actOnBack)(deps, gateway, theirs, done, userId)];
  });
  const queue = toDo.slice(0, MOST_ACTS);
  const lane = async () => {
    for (let act = queue.shift(); act; act = queue.shift())
      await act().catch((error: unknown) =>
        console.error(JSON.stringify({ level: "error", what: "statement line", error: String(error) })),
      );
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (gateway.code === "mpesa") await attachReceipts(deps, entries);
  return done;
}

/** A statement of an account that is not configured any more changes nothing: nobody could be asked. */
const isOfAccount = ({ mode, account }: PaymentGateway, of: string): boolean => of === `${mode}:${account}`;

/** M-Pesa's query names no receipt: where the callback was lost, the statement is the first to. */
async function attachReceipts(deps: Deps, entries: readonly Entry[]): Promise<void> {
  const found = entries.flatMap(({ theirs, ours, class: klass, kind }) =>
    theirs &&
    ours?.attempt &&
    kind === "capture" &&
    (klass === "matched" || klass === "timing") &&
    isReceipt(theirs, ours)
      ? [attachReceipt(ours.attempt.id, theirs.ref)]
      : [],
  );
  for (let at = 0; at < found.length; at += 100) await atomically(deps.db, found.slice(at, at + 100));
}

const isReceipt = ({ ref }: TheirLine, { names }: { readonly names: readonly string[] }): boolean =>
  /^[A-Z0-9]{10}$/.test(ref) && !names.includes(ref);
