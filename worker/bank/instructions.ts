import { type ProofRow, readTransferSide, type TransferSide } from "#db/queries/bank-proofs";
import type { OrderBundle } from "#db/queries/orders";
import { DomainError } from "#domain/errors";
import { askingTransfer } from "#domain/payments/bank-booking";
import { bankAccountView, type TransferView } from "#domain/payments/bank-schema";
import type { Deps } from "../deps.ts";
import { DOCUMENT_TYPES, MOST_DOCUMENT_BYTES } from "../documents/files.ts";

export const MOST_PROOFS = 5; // files for one attempt

/** What a payer needs to send money from a bank, and how that stands: for the order's page, the payment page and mails. */
export async function bankInstructions(deps: Deps, bundle: OrderBundle): Promise<TransferView | null> {
  return newestTransfer(bundle) ? transferView(bundle, await readTransferSide(deps.db, bundle.order.id)) : null;
}

/** @throws {DomainError} not-found where no transfer was ever asked for */
export function transferView(bundle: OrderBundle, { account, receivedMinor, proofs }: TransferSide): TransferView {
  const { order, netMinor, holdEndsAt } = bundle;
  const attempt = newestTransfer(bundle);
  if (!attempt) throw new DomainError("not-found", "No bank transfer is asked for on this order.");
  const asking = askingTransfer(bundle.attempts);
  const lacks = order.totalMinor - netMinor;
  const used = proofs.filter(({ attemptId }) => attemptId === attempt.id).length;
  const shown = bankAccountView.safeParse(account);
  return {
    state: stateOf(bundle, asking !== null, proofs),
    number: order.number,
    currency: order.currency,
    amountMinor: attempt.amountMinor,
    reference: attempt.reference,
    account: shown.success ? shown.data : null,
    deadline: asking && holdEndsAt !== null ? { at: holdEndsAt, timeZone: order.marketTimeZone } : null,
    receivedMinor,
    upload: {
      allowed: takesProofs(bundle) && lacks > 0 && used < MOST_PROOFS,
      left: Math.max(0, MOST_PROOFS - used),
      types: [...DOCUMENT_TYPES],
      maxBytes: MOST_DOCUMENT_BYTES,
    },
    proofs: proofs.map(({ id, originalName, createdAt, state, rejectReason }) => ({
      id,
      name: originalName,
      sentAt: createdAt,
      state,
      reason: rejectReason,
    })),
  };
}

/** The last transfer an order asked for, live or over. */
export const newestTransfer = ({ attempts }: OrderBundle): OrderBundle["attempts"][number] | undefined =>
  attempts.find(({ gateway }) => gateway === "bank-transfer");

/** A slip is of use while money is asked for, and after the time ran out: then it tells us of money that is late. */
export function takesProofs(bundle: OrderBundle): boolean {
  const { order, attempts } = bundle;
  const isOver = order.orderStatus !== "placed" && order.cancelReason !== "not-paid";
  const newest = newestTransfer(bundle);
  return !isOver && newest !== undefined && attempts[0]?.id === newest.id && newest.status !== "captured";
}

function stateOf(bundle: OrderBundle, isAsked: boolean, proofs: readonly ProofRow[]): TransferView["state"] {
  const { order, netMinor } = bundle;
  if (netMinor >= order.totalMinor && order.paidAt !== null) return "paid";
  if (proofs.some(({ state }) => state === "submitted")) return "checking";
  return isAsked ? "awaiting" : "over";
}
