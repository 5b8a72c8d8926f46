import type { z } from "zod";
import { atomically } from "#db/atomically";
import { readAttempt } from "#db/queries/attempts";
import { reopenStatements, setAsideStatements, strayStatements, unallocatedState } from "#db/queries/bank-bookings";
import { type BankLineRow, readBankLine, transferOrders } from "#db/queries/bank-lines";
import { goneBack } from "#db/queries/captures";
import { DomainError, fieldErrors } from "#domain/errors";
import { numbersIn, ordinalIn } from "#domain/payments/bank-reference";
import type { matchLineBody } from "#domain/payments/bank-schema";
import type { Deps } from "../deps.ts";
import { bookLine, dealtWith } from "./book-line.ts";

async function lineOf(deps: Deps, id: string): Promise<BankLineRow> {
  const line = await readBankLine(deps.db, id);
  if (!line) throw new DomainError("not-found", "There is no such line.");
  return line;
}

/** Staff say whose money a line is. A repeat of what is so already changes nothing. @throws {DomainError} validation-failed, and what booking says */
export async function matchLine(
  deps: Deps,
  id: string,
  userId: string,
  body: z.infer<typeof matchLineBody>,
): Promise<void> {
  const line = await lineOf(deps, id);
  const { orderId, named } = await meantBy(deps, body, userId);
  const isSame = line.orderId === orderId && line.matchedBy === userId;
  if (isSame && line.state === "booked") return;
  await bookLine(deps, id, { orderId, actorId: userId, how: "match", named, note: body.note });
}

async function meantBy(
  deps: Deps,
  { orderNumber = "", attemptId }: z.infer<typeof matchLineBody>,
  userId: string,
): Promise<{ orderId: string; named: number | null }> {
  if (attemptId !== undefined) {
    const attempt = await readAttempt(deps.db, attemptId);
    if (!attempt) throw fieldErrors([{ pointer: "/attemptId", detail: "There is no such attempt." }]);
    return { orderId: attempt.orderId, named: attempt.ordinal };
  }
  const orders = await transferOrders(deps.db, { numbers: numbersIn(orderNumber) }, userId);
  const [order] = orders;
  if (!order || orders.length > 1)
    throw fieldErrors([{ pointer: "/orderNumber", detail: "There is no order with this number." }]);
  const ordinals = order.attempts.map(({ ordinal }) => ordinal);
  return { orderId: order.id, named: ordinalIn(orderNumber, order.number, ordinals) ?? null };
}

/** The second person agrees. @throws {DomainError} own-approval, own-order, already-recorded */
export async function approveLine(deps: Deps, id: string, userId: string, note: string): Promise<void> {
  const line = await lineOf(deps, id);
  if (line.state === "booked" && line.approvedBy === userId) return;
  if (line.state !== "waiting" || line.orderId === null) throw dealtWith();
  await bookLine(deps, id, { orderId: line.orderId, actorId: userId, how: "approve", named: null, note });
}

/** Not a customer's money: interest, a refund of ours that came back, the owner's own. @throws {DomainError} already-recorded, transition-not-allowed */
export async function setLineAside(deps: Deps, id: string, userId: string, reason: string): Promise<void> {
  const line = await lineOf(deps, id);
  if ((await unallocatedState(deps.db, line)) === "open")
    throw new DomainError(
      "transition-not-allowed",
      "This money is kept as unallocated: it is allocated or sent back there.",
    );
  await atomically(deps.db, setAsideStatements(line, reason, userId), { E_BANK_LINE_TRANSITION: dealtWith() });
}

/** Back among the open ones. @throws {DomainError} already-recorded when its money is booked, or was sent back */
export async function reopenLine(deps: Deps, id: string, userId: string, note: string): Promise<void> {
  const line = await lineOf(deps, id);
  if ((await unallocatedState(deps.db, line)) === "returned") throw goneBack();
  await atomically(deps.db, reopenStatements(line, note, userId), {
    E_BANK_LINE_TRANSITION: dealtWith(),
  });
}

/** Keeps the money of a line as unallocated. @throws {DomainError} already-recorded */
export async function strayLine(deps: Deps, id: string): Promise<void> {
  const line = await lineOf(deps, id);
  if (line.state !== "open") throw dealtWith();
  await atomically(deps.db, strayStatements(line));
}
