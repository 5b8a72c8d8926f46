import {
  answerReceipt,
  claimAsking,
  endInquiry,
  type InquiryRow,
  inquiriesDue,
  type NewInquiry,
  openInquiry,
  postponeInquiry,
  readInquiry,
  receiptIn,
  recordConversation,
  recordSaid,
  unprovenSubject,
} from "#db/queries/inquiries";
import { receiptKnown } from "#db/queries/paybill";
import { openTask } from "#db/queries/tasks";
import { newId } from "#domain/ids";
import { INQUIRY_PLAN } from "#domain/payments/paybill";
import { nextLookAt } from "#domain/payments/plan";
import type { Deps } from "../../deps.ts";
import { shownAnswer } from "../gateways/answers.ts";
import { readAccepted } from "../gateways/mpesa-reversal.ts";
import { wireLog } from "../wire-log.ts";
import { readC2b, readResult, readStatus } from "./bodies.ts";
import { bookMoney } from "./book-money.ts";
import { answerAddress, type Daraja, darajaOf } from "./daraja.ts";
import { lookAtTest } from "./test-payment.ts";

type Wanted = Omit<NewInquiry, "id" | "kind">;

/** Opens the question what became of a receipt, if it is not open, and asks it. */
export async function inquire(deps: Deps, wanted: Wanted): Promise<void> {
  const row = await openInquiry(deps.db, { ...wanted, id: newId("inq"), kind: "transaction-status" }, deps.now());
  if (row?.state === "open" && row.tries === 0) await ask(deps, row);
}

/** Questions whose time has come: asked again, or, at their plan's end, handed to a person. */
export async function askDueInquiries(deps: Deps): Promise<number> {
  const daraja = darajaOf(deps);
  if (!daraja) return 0;
  const due = await inquiriesDue(deps.db, deps.now(), 100);
  for (const row of due) {
    const work = row.kind === "test-payment" ? lookAtTest(deps, daraja.gateway, row) : ask(deps, row);
    await work.catch((error: unknown) =>
      console.error(JSON.stringify({ level: "error", what: "inquiry", id: row.id, error: String(error) })),
    );
  }
  return due.length;
}

const SHOPPER_TRIES = 4; // a code that M-Pesa has not heard of an hour after it was typed is none

async function ask(deps: Deps, row: InquiryRow): Promise<void> {
  const daraja = darajaOf(deps);
  if (!daraja) return;
  const receipt = receiptIn(row.subject);
  const known = await receiptKnown(deps.db, receipt);
  if (known.attemptId) return answerReceipt(deps.db, receipt, "known");
  const next = nextLookAt(INQUIRY_PLAN, row.createdAt, deps.now(), deps.config.planScale);
  if (next === null) return giveUp(deps, row, known.confirmation);
  if (row.source === "shopper" && row.outcome === "no-such-receipt" && row.tries >= SHOPPER_TRIES)
    return endInquiry(deps.db, row.id, "answered", "no-such-receipt");
  if (!daraja.config.operator) return waitForPull(deps, daraja, row, next, known.confirmation);
  if (await claimAsking(deps.db, row, Math.ceil(next))) await send(deps, daraja, row, receipt);
}

/** Transaction Status: accepted at once, answered at an address made for this question. Source: Daraja documentation, "Transaction Status". */
async function send(deps: Deps, { config, gateway, door }: Daraja, row: InquiryRow, receipt: string): Promise<void> {
  const what = {
    CommandID: "TransactionStatusQuery",
    TransactionID: receipt,
    PartyA: config.shortCode,
    IdentifierType: "4",
    Remarks: `Receipt ${receipt}`,
    Occasion: "check",
  };
  const request = {
    Initiator: config.operator?.initiator,
    SecurityCredential: config.operator?.securityCredential,
    ...what,
    ResultURL: answerAddress(deps, gateway, row.id, "result"),
    QueueTimeOutURL: answerAddress(deps, gateway, row.id, "timeout"),
  };
  const { attemptId, orderId } = row;
  const log = wireLog(deps, {
    id: attemptId ?? "",
    orderId: orderId ?? "",
    gateway: "mpesa",
    reference: receipt,
    amountMinor: 0,
  });
  const shown = JSON.stringify(what);
  try {
    const reply = await door.post("/mpesa/transactionstatus/v1/query", request);
    log.add({ what: "transaction-status", request: shown, answer: shownAnswer(reply) });
    const accepted = readAccepted(reply);
    if (accepted) await recordConversation(deps.db, row.id, accepted.conversationId);
  } catch {
    log.add({ what: "transaction-status", request: shown, answer: "no answer" });
  }
  await log.keep();
}

/** What Daraja posted in answer to a question: it counts when it bears the name that our own call was given. @returns the outcome, or "later" */
export async function applyStatus(deps: Deps, inquiryId: string, body: string): Promise<string> {
  const daraja = darajaOf(deps);
  const row = await readInquiry(deps.db, inquiryId);
  const result = readResult(body);
  if (row?.kind !== "transaction-status" || !result) return "unreadable";
  if (row.state === "answered") return "ended";
  if (!daraja || row.conversations.length === 0) return "later";
  if (!result.conversations.some((name) => row.conversations.includes(name)))
    return isUnderWay(row, deps.now()) ? "later" : "other-conversation";

  const receipt = receiptIn(row.subject);
  const said = readStatus(result, receipt, daraja.config.shortCode, deps.now());
  switch (said) {
    case "no-answer":
      await recordSaid(deps.db, row.id, `code ${result.code}`.slice(0, 40));
      return `code ${result.code}`.slice(0, 40);
    case "no-such-receipt":
      await recordSaid(deps.db, row.id, said); // it may be too new to be known
      return said;
    case "not-ours":
    case "not-completed":
      await endInquiry(deps.db, row.id, "answered", said, isOurs(row) ? [unprovenTask(row, null)] : []);
      return said;
    default:
      return bookMoney(deps, daraja.gateway, said);
  }
}

/** M-Pesa itself told us of it, so that somebody must know when it takes that back. */
const isOurs = ({ source }: InquiryRow): boolean => source === "confirmation" || source === "pull";

const ASKING_MS = 15_000; // longer than any call's deadline: whether the answer to our own call may still be on its way
export const isUnderWay = (row: InquiryRow, now: number): boolean => now - row.updatedAt < ASKING_MS;

/** Without an operator nobody can be asked. Where Pull is used it may show the money; a person hears of it when it has not within the hour. */
async function waitForPull(
  deps: Deps,
  { config }: Daraja,
  row: InquiryRow,
  next: number,
  confirmation: string | null,
): Promise<void> {
  const mayBePulled = config.c2b && config.pull !== undefined;
  const waited = deps.now() - row.createdAt >= 60 * 60_000 * deps.config.planScale;
  await postponeInquiry(
    deps.db,
    row,
    Math.ceil(next),
    mayBePulled && !waited
      ? []
      : [unprovenTask(row, confirmation, "Nobody can be asked about it without MPESA_INITIATOR")],
  );
}

async function giveUp(deps: Deps, row: InquiryRow, confirmation: string | null): Promise<void> {
  const isNothing = row.source === "shopper" && row.outcome === "no-such-receipt";
  await endInquiry(
    deps.db,
    row.id,
    "given-up",
    row.outcome ?? "no-answer",
    isNothing ? [] : [unprovenTask(row, confirmation, "M-Pesa does not answer for it")],
  );
}

/** Unproven money is no money: a person looks it up in the portal. Asking again for the same receipt starts over. */
function unprovenTask(row: InquiryRow, confirmation: string | null, why = "M-Pesa does not confirm it") {
  const receipt = receiptIn(row.subject);
  const told = confirmation === null ? null : readC2b(confirmation);
  const [, number] = row.subject.split("@");
  const whose = number ? ` for order ${number}` : told?.reference ? ` for “${told.reference}”` : "";
  const says = isOurs(row) ? "A confirmation says" : row.source === "staff" ? "Staff say" : "A shopper says";
  return openTask(
    newId("tsk"),
    "unexplained",
    unprovenSubject(receipt),
    row.orderId,
    told?.amountMinor ?? null,
    told?.amountMinor ? "KES" : null,
    `${says} that money came by M-Pesa${whose}, receipt ${receipt}. ${why}: look it up in the M-Pesa portal, then ask for the receipt again`,
  );
}
