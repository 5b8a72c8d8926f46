import { readAttempt } from "#db/queries/attempts";
import { bookCapture } from "#db/queries/captures";
import { answerReceipt, claimsOf, type ReceiptClaim, testPayment } from "#db/queries/inquiries";
import { readOrder } from "#db/queries/orders";
import {
  type AskingEnds,
  attachLateReceipt,
  bookHandMoney,
  closeRefundOfPart,
  keepStray,
  nameByReceipt,
  type PaybillOrderRow,
  paybillOrder,
  type ReceiptKnown,
  receiptKnown,
} from "#db/queries/paybill";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { money as amountOf, formatMoney } from "#domain/money";
import { belonging, isLive, readBillReference } from "#domain/payments/paybill";
import type { Deps } from "../../deps.ts";
import type { PaymentGateway } from "../gateway.ts";
import { endLiveAttempt } from "../pay-again.ts";
import { refold } from "../refold.ts";
import { settleSoon } from "../settle-payment.ts";
import { type ProvenMoney, readC2b } from "./bodies.ts";
import { bookTestMoney } from "./test-payment.ts";

/** What became of proven money. `later`: a prompt that it may belong to has not ended. */
export type Booked = "known" | "attached" | "captured" | "booked" | "unallocated" | "returned" | "test" | "later";

const TRIES = 5; // the order may move between reading and writing: read again, decide again
const CLOCKS_MS = 5 * 60_000; // their clock and ours

/**
 * Books money that M-Pesa itself has told us of, once, whoever asked: on the prompt it belongs to, else as a payment by hand, else as
 * money that fits no order. The only way from the paybill into the books.
 */
export async function bookMoney(deps: Deps, gateway: PaymentGateway, money: ProvenMoney): Promise<Booked> {
  const known = await receiptKnown(deps.db, money.receipt);
  const outcome = await bookUnlessKnown(deps, gateway, money, known);
  if (outcome !== "later") await answerReceipt(deps.db, money.receipt, outcome);
  return outcome;
}

async function bookUnlessKnown(
  deps: Deps,
  gateway: PaymentGateway,
  money: ProvenMoney,
  known: ReceiptKnown,
): Promise<Booked> {
  if (known.attemptId) return "known";
  if (known.unallocated?.state === "returned") return "returned";
  const typed =
    money.reference ?? (known.confirmation === null ? null : (readC2b(known.confirmation)?.reference ?? null));
  const test = typed === null ? null : await testPayment(deps.db, typed.trim());
  if (test) return bookTestMoney(deps, gateway, test, money);

  const bill = typed === null ? null : readBillReference(typed);
  const named = bill && (await paybillOrder(deps.db, bill));
  const goesBack = known.unallocated?.waits === "returned"; // somebody says so: a second person decides, and nothing overtakes them
  if (named?.currency === "KES" && !goesBack)
    return bookOnOrder(deps, gateway, money, { orderId: named.id, ordinal: bill?.ordinal ?? null, saidBy: null });
  const claims = await claimsOf(deps.db, money.receipt);
  const theirs = goesBack ? null : await believed(deps, claims, money, known);
  if (theirs) return bookOnOrder(deps, gateway, money, { ...theirs, ordinal: undefined });
  await keepAsStray(deps, money, typed, named ?? (await claimedOrder(deps, claims)));
  return "unallocated";
}

/**
 * The first order that a claim of this money is true of: it was paid after the order was made, and from the telephone that the order
 * knows. The word of staff stands for the telephone: below the amount that needs two people, on no order of their own, and not before
 * a second person whose word somebody waits for.
 */
async function believed(
  deps: Deps,
  claims: readonly ReceiptClaim[],
  money: ProvenMoney,
  { unallocated }: ReceiptKnown,
): Promise<{ orderId: string; saidBy: string | null } | null> {
  const staffMay = money.amountMinor < deps.config.twoPeopleFrom.KES && !unallocated?.waits;
  for (const claim of claims) {
    const order = claim.orderId ? await paybillOrder(deps.db, { id: claim.orderId }) : null;
    if (order?.currency !== "KES" || money.at < order.createdAt - CLOCKS_MS) continue;
    const phones = [order.contactPhone, ...order.attempts.map(({ phone }) => phone)];
    const isTheirs = money.phone !== null && phones.includes(money.phone);
    if (isTheirs) return { orderId: order.id, saidBy: null };
    if (staffMay && claim.source === "staff" && !claim.isOwn) return { orderId: order.id, saidBy: claim.askedBy };
  }
  return null;
}

const claimedOrder = async (deps: Deps, claims: readonly ReceiptClaim[]): Promise<PaybillOrderRow | null> => {
  const last = claims.at(-1)?.orderId;
  return last ? paybillOrder(deps.db, { id: last }) : null;
};

async function keepAsStray(
  deps: Deps,
  { receipt, amountMinor, at, payer }: ProvenMoney,
  typed: string | null,
  order: PaybillOrderRow | null,
): Promise<void> {
  const sum = formatMoney(amountOf(amountMinor, "KES"));
  const wrote = typed ? `with “${typed}” as the account` : "by hand";
  const detail = order
    ? `${sum} came by M-Pesa, receipt ${receipt}. Order ${order.number} claims it, but nothing else says that it is theirs`
    : `${sum} came by M-Pesa ${wrote}, receipt ${receipt}: it fits no order`;
  const orderId = order?.id ?? null;
  await keepStray(deps.db, {
    providerRef: receipt,
    amountMinor,
    occurredAt: at,
    reference: typed ?? "",
    payer,
    orderId,
    detail,
  });
}

interface Whose {
  readonly orderId: string;
  /** `undefined`: nobody knows what was typed. */
  readonly ordinal: number | null | undefined;
  /** The one of staff whose word it is; `null`: the money itself says so. */
  readonly saidBy: string | null;
}

async function bookOnOrder(
  deps: Deps,
  gateway: PaymentGateway,
  money: ProvenMoney,
  { orderId, ordinal, saidBy }: Whose,
): Promise<Booked> {
  const asked = new Set<string>();
  for (let tries = 0; tries < TRIES; tries++) {
    const order = await paybillOrder(deps.db, { id: orderId });
    if (!order) return "later";
    const found = belonging(order.attempts, { ...money, ordinal });
    switch (found.what) {
      case "same":
        return "known";
      case "attach":
        if (await attachLateReceipt(deps.db, found.attempt.id, money.receipt)) return "attached";
        break;
      case "wait":
        if (asked.has(found.attempt.id)) return "later";
        asked.add(found.attempt.id);
        await settleSoon(deps, found.attempt.id);
        break;
      case "capture":
        if (await captureUnnamed(deps, found.attempt.id, money, saidBy)) return "captured";
        break;
      case "another": {
        const { doubt } = found;
        if (doubt?.providerReference && !asked.has(doubt.id)) {
          asked.add(doubt.id); // it has failed, they say: once more, before this is called a payment of its own
          await settleSoon(deps, doubt.id);
          break;
        }
        if ((await bookByHand(deps, gateway, order, { ...money, saidBy })) === "booked") return "booked";
      }
    }
    const now = await receiptKnown(deps.db, money.receipt);
    if (now.attemptId) return "known";
    if (now.unallocated?.state === "returned") return "returned";
  }
  return "later";
}

/** A prompt whose initiation answer was lost has no name to be asked by: the receipt of its money is its name. */
async function captureUnnamed(
  deps: Deps,
  attemptId: string,
  { receipt, at }: ProvenMoney,
  saidBy: string | null,
): Promise<boolean> {
  if (!(await nameByReceipt(deps.db, attemptId, receipt))) return false;
  const row = await readAttempt(deps.db, attemptId);
  if (!row) return false;
  const capture = { txId: newId("txn"), providerRef: receipt, occurredAt: at, receipt } as const;
  const actor = saidBy === null ? "provider" : "staff";
  if (!(await bookCapture(deps.db, row, { ...capture, actor, actorId: saidBy }, deps.now()))) return false;
  await refold(deps, row.orderId);
  return true;
}

async function bookByHand(
  deps: Deps,
  { mode, account }: PaymentGateway,
  order: PaybillOrderRow,
  { receipt, amountMinor, at, saidBy }: ProvenMoney & Pick<Whose, "saidBy">,
): Promise<"booked" | "again"> {
  const ends = await endingOf(deps, order);
  const hand = { receipt, amountMinor, occurredAt: at, mode, account, saidBy };
  if ((await bookHandMoney(deps.db, order, hand, ends, deps.now())) === "again") return "again";
  await refold(deps, order.id);
  await closeRefundOfPart(deps.db, order.id);
  return "booked";
}

/** The money is there, whatever the attempt that asks now does: it is withdrawn where that can be done, else superseded and still settled. */
async function endingOf(deps: Deps, order: PaybillOrderRow): Promise<AskingEnds | null> {
  const live = order.attempts.find(isLive);
  if (!live) return null;
  const asksAgain = deps.gateways.get(live.gateway)?.callsNobody ? live.gateway : null;
  if (asksAgain) return { id: live.id, how: "withdrawn", was: live.status, asksAgain };
  const superseded = { id: live.id, how: "superseded", was: live.status, asksAgain } as const;
  const bundle = await readOrder(deps.db, order.id);
  if (!bundle) return superseded;
  try {
    const ending = await endLiveAttempt(deps, bundle);
    return ending?.id === live.id ? { ...ending, asksAgain } : null;
  } catch (error) {
    if (error instanceof DomainError && error.code === "payment-in-progress") return superseded;
    throw error;
  }
}
