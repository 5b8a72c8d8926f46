import type { z } from "zod";
import { atomically } from "#db/atomically";
import {
  addBankLines,
  type BankAccountRow,
  type BankLineRow,
  bankLinesKnown,
  readBankAccount,
  transferOrders,
} from "#db/queries/bank-lines";
import { lockProof, type ProofRow, readProof, rejectStatements } from "#db/queries/bank-proofs";
import { ownOrder } from "#db/queries/four-eyes";
import { type OrderBundle, readOrder } from "#db/queries/orders";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import { formatMoney, money } from "#domain/money";
import { plainBankRef } from "#domain/payments/bank-reference";
import type { approveProofBody } from "#domain/payments/bank-schema";
import { bankDay } from "#domain/payments/transfer-days";
import type { Deps } from "../deps.ts";
import { deliverOrderMessages } from "../notify/deliver-outbox.ts";
import { bookLine, dealtWith } from "./book-line.ts";
import { recipientOf } from "./upload-proof.ts";

const REVIEW_MS = 15 * 60_000; // a slip left open on a screen is free again after that

async function waitingProof(deps: Deps, id: string): Promise<{ proof: ProofRow; bundle: OrderBundle }> {
  const proof = await readProof(deps.db, id);
  const bundle = proof && (await readOrder(deps.db, proof.orderId));
  if (!proof || !bundle) throw new DomainError("not-found", "There is no such slip.");
  return { proof, bundle };
}

const judged = () => new DomainError("already-recorded", "Somebody has judged this slip already.");

/** Takes a slip for looking at. @throws {DomainError} in-use while somebody else has it, already-recorded */
export async function beginReview(deps: Deps, id: string, userId: string): Promise<void> {
  const { proof } = await waitingProof(deps, id);
  if (proof.state !== "submitted") throw judged();
  const now = deps.now();
  if (!(await lockProof(deps.db, id, userId, now + REVIEW_MS, now)))
    throw new DomainError("in-use", "Somebody else has this slip open.", { until: proof.reviewUntil });
}

/**
 * The money of a slip stands on the statement: amount, day and reference are typed from there, never from the slip.
 * @throws {DomainError} own-order, in-use, already-recorded (the slip, or the reference), validation-failed
 */
export async function approveProof(
  deps: Deps,
  id: string,
  userId: string,
  body: z.infer<typeof approveProofBody>,
): Promise<void> {
  const { proof, bundle } = await waitingProof(deps, id);
  const account = await readBankAccount(deps.db, body.accountId);
  if (account?.currency !== bundle.order.currency)
    throw fieldErrors([{ pointer: "/accountId", detail: `Choose an account in ${bundle.order.currency}.` }]);
  if (proof.state !== "submitted") return sameAgain(deps, proof, account, body, userId);
  const [order] = await transferOrders(deps.db, { ids: [proof.orderId] }, userId);
  if (order?.isOwn) throw ownOrder();
  await beginReview(deps, id, userId);
  if (body.bookedOn > bankDay(deps.now(), account.currency))
    throw fieldErrors([{ pointer: "/bookedOn", detail: "That day has not come yet." }]);
  const line = await lineOf(deps, account, body, userId);
  await bookLine(deps, line.id, {
    orderId: proof.orderId,
    actorId: userId,
    how: "match",
    named: null,
    proofId: id,
    note: body.note,
  });
}

/** The same press again, after its answer was lost, changes nothing. */
async function sameAgain(
  deps: Deps,
  proof: ProofRow,
  account: BankAccountRow,
  { bankRef, amountMinor }: z.infer<typeof approveProofBody>,
  userId: string,
): Promise<void> {
  const [line] = await bankLinesKnown(deps.db, account.id, [plainBankRef(bankRef)]);
  const isSame = line?.state === "booked" && line.orderId === proof.orderId && line.amountMinor === amountMinor;
  if (!isSame || proof.reviewedBy !== userId) throw judged();
}

/** The line of the statement with this reference: imported before, or typed now. */
async function lineOf(
  deps: Deps,
  account: BankAccountRow,
  { bankRef, amountMinor, bookedOn, note }: z.infer<typeof approveProofBody>,
  userId: string,
): Promise<BankLineRow> {
  const key = plainBankRef(bankRef);
  if (key.length < 3)
    throw fieldErrors([{ pointer: "/bankRef", detail: "The bank's reference, as the statement has it." }]);
  const typed = {
    id: newId("bli"),
    key,
    bankRef: key,
    bookedOn,
    amountMinor,
    narrative: "",
    payer: "",
    balanceMinor: null,
    note,
  };
  await addBankLines(deps.db, account, [typed], "typed", userId, deps.now());
  const [line] = await bankLinesKnown(deps.db, account.id, [key]);
  if (!line) throw new DomainError("not-found", "There is no such line.");
  if (line.amountMinor !== amountMinor) {
    const other = formatMoney(money(line.amountMinor, account.currency));
    throw fieldErrors([{ pointer: "/amountMinor", detail: `Under this reference the statement has ${other}.` }]);
  }
  if (line.state === "booked" || line.state === "set-aside") throw dealtWith();
  return line;
}

/** The slip shows nothing we can find: the shopper is told why, and may send another. @throws {DomainError} in-use, already-recorded */
export async function rejectProof(deps: Deps, id: string, userId: string, reason: string): Promise<void> {
  const { proof, bundle } = await waitingProof(deps, id);
  if (proof.state === "rejected" && proof.reviewedBy === userId && proof.rejectReason === reason) return;
  await beginReview(deps, id, userId);
  await atomically(deps.db, rejectStatements(proof, reason, userId, recipientOf(bundle), deps.now()), {
    E_PROOF_JUDGED: judged(),
  });
  deps.later(deliverOrderMessages(deps, proof.orderId));
}
