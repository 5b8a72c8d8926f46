import { atomically } from "#db/atomically";
import { bookingStatements, closeRefundOfPart, type Decided, waitingStatements } from "#db/queries/bank-bookings";
import {
  type BankLineRow,
  countVerifiers,
  readBankLine,
  type TransferOrder,
  transferOrders,
} from "#db/queries/bank-lines";
import { goneBack } from "#db/queries/captures";
import { ownOrder } from "#db/queries/four-eyes";
import { rolesWith } from "#domain/accounts/roles";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId } from "#domain/ids";
import { askingTransfer, attemptFor, isAsAsked } from "#domain/payments/bank-booking";
import type { Deps } from "../deps.ts";
import { refold } from "../payments/refold.ts";

/** Whose a line is, and by whose word. */
export interface Wish {
  readonly orderId: string;
  readonly actorId: string;
  /** `import`: by its reference, only when it is just what was asked for · `match`: staff say so · `approve`: a second person does */
  readonly how: "import" | "match" | "approve";
  /** The ordinal the payer wrote. */
  readonly named: number | null;
  /** The slip it is judged by; without one the slip that fits best. */
  readonly proofId?: string;
  readonly note: string;
}

/** What became of it. `left`: it is open, for a person to decide. */
export type Outcome = "booked" | "waiting" | "left";

const TRIES = 4; // somebody else may book on the same order in between: read again, decide again

/**
 * Books a line of the statement on an order, or lets it wait for a second person.
 * @throws {DomainError} not-found, already-recorded, own-order, own-approval, validation-failed (another currency)
 */
export async function bookLine(deps: Deps, lineId: string, wish: Wish): Promise<Outcome> {
  for (let tries = 0; tries < TRIES; tries++) {
    const line = await readBankLine(deps.db, lineId);
    const [order] = await transferOrders(deps.db, { ids: [wish.orderId] }, wish.actorId);
    if (!line || !order) throw new DomainError("not-found", "There is no such line, or no such order.");
    if (line.state === "booked" || line.state === "set-aside") throw dealtWith();
    if (line.currency !== order.currency)
      throw fieldErrors([
        { pointer: "/orderNumber", detail: `That order is in ${order.currency}, the money in ${line.currency}.` },
      ]);
    if (wish.how === "import" && !isAsAsked(order, line.amountMinor, wish.named)) return "left";
    const { decided, waits } = await judge(deps, line, order, wish);
    const again = new DomainError("busy", "The order is changing this very moment. Please try again.");
    try {
      if (waits) {
        await atomically(deps.db, waitingStatements(line, decided, order.number), refusals(again));
        return "waiting";
      }
      await atomically(deps.db, statementsOf(deps, line, order, decided, wish), refusals(again));
    } catch (error) {
      if (error !== again || tries === TRIES - 1) throw error;
      continue;
    }
    await refold(deps, order.id);
    await atomically(deps.db, [closeRefundOfPart(order.id)]);
    return "booked";
  }
  throw dealtWith();
}

/** Who has the word, and whether another person must agree. The triggers say the same. */
async function judge(
  deps: Deps,
  line: BankLineRow,
  order: TransferOrder,
  { how, actorId, note }: Wish,
): Promise<{ decided: Decided; waits: boolean }> {
  const decided = { orderId: order.id, note: note || line.note };
  if (how === "approve") {
    if (line.state !== "waiting") throw dealtWith();
    if (actorId === (line.matchedBy ?? line.enteredBy)) throw secondPerson();
    if (order.isOwn) throw ownOrder();
    const { matchedBy, twoPeople } = line;
    return { decided: { ...decided, matchedBy, twoPeople, approvedBy: actorId }, waits: false };
  }
  if (how === "match" && order.isOwn) throw ownOrder();
  const twoPeople = order.isOwn || (await isLarge(deps, line));
  const matchedBy = how === "match" ? actorId : null;
  return { decided: { ...decided, matchedBy, approvedBy: null, twoPeople }, waits: twoPeople };
}

/** Large enough for two people, where there are two. */
async function isLarge(deps: Deps, { amountMinor, currency }: BankLineRow): Promise<boolean> {
  return amountMinor >= deps.config.twoPeopleFrom[currency] && (await verifiers(deps)) > 1;
}

/** How many people may verify transfers. */
export const verifiers = (deps: Deps): Promise<number> => countVerifiers(deps.db, rolesWith("payments:verify"));

function statementsOf(deps: Deps, line: BankLineRow, order: TransferOrder, decided: Decided, wish: Wish) {
  const now = deps.now();
  const target = attemptFor(order.attempts, line.amountMinor, wish.named);
  const fits = order.proofs.find(({ claimedAmountMinor }) => claimedAmountMinor === line.amountMinor);
  return bookingStatements(
    {
      line,
      order,
      decided,
      target,
      asking: askingTransfer(order.attempts),
      actorId: wish.actorId,
      proofId: wish.proofId ?? fits?.id ?? order.proofs[0]?.id ?? null,
      ids: { attempt: newId("pay"), rest: newId("pay"), txn: newId("txn") },
      occurredAt: Math.min(now, Date.parse(`${line.bookedOn}T12:00:00Z`)),
    },
    now,
  );
}

const refusals = (again: DomainError): Record<string, DomainError> => ({
  E_BANK_LINE_TRANSITION: dealtWith(),
  E_MONEY_GONE_BACK: goneBack(),
  E_PROOF_JUDGED: new DomainError("already-recorded", "Somebody has judged this slip already."),
  E_OWN_ORDER: ownOrder(),
  E_TWO_PEOPLE: secondPerson(),
  E_SECOND_PERSON: secondPerson(),
  E_BANK_NOT_BOOKED: again,
  E_ATTEMPT_TRANSITION: again,
  UNIQUE: again,
});

export const dealtWith = () =>
  new DomainError("already-recorded", "This line of the statement has been dealt with already.");
const secondPerson = () => new DomainError("own-approval", "You have said yes already. A second person has to agree.");
