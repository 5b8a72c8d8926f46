import { readInquiry, recordTestReceipt, testPayment } from "#db/queries/inquiries";
import { attachLateReceipt, confirmationKey, paybillOrder, receiptKnown } from "#db/queries/paybill";
import { recordInbox } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import { belonging, judgePayment, readBillReference, VALIDATION, type ValidationCode } from "#domain/payments/paybill";
import type { Deps } from "../../deps.ts";
import type { PaymentGateway } from "../gateway.ts";
import { settleSoon } from "../settle-payment.ts";
import { wireLog } from "../wire-log.ts";
import { type C2bTold, readC2b } from "./bodies.ts";
import { inquire } from "./inquire.ts";
import { lookAtTest, TEST_AMOUNT } from "./test-payment.ts";

/**
 * Somebody is about to pay: may they? One read and an answer; M-Pesa waits eight seconds. Where our books are away the payment is let
 * through, as it would be if we were silent.
 */
export async function validate(deps: Deps, gateway: PaymentGateway, body: string): Promise<unknown> {
  const told = readC2b(body);
  const code = await judge(deps, gateway, told).catch((error: unknown) => {
    console.error(JSON.stringify({ level: "error", what: "validation", error: String(error) }));
    return VALIDATION.accepted;
  });
  const log = wireLog(deps, {
    id: "",
    orderId: "",
    gateway: "mpesa",
    reference: told?.reference ?? "",
    amountMinor: 0,
  });
  const shown = told ? JSON.stringify({ ...told, payer: undefined }) : "not a body we know";
  log.add({ what: "c2b-validation", request: shown, answer: code });
  deps.later(log.keep());
  return { ResultCode: code, ResultDesc: code === VALIDATION.accepted ? "Accepted" : "Rejected" };
}

async function judge(deps: Deps, gateway: PaymentGateway, told: C2bTold | null): Promise<ValidationCode> {
  if (!told) return VALIDATION.other;
  if (told.shortCode !== gateway.account) return VALIDATION.wrongShortCode;
  if (await testPayment(deps.db, told.reference.trim())) return VALIDATION.accepted;
  const bill = readBillReference(told.reference);
  const order = bill && (await paybillOrder(deps.db, bill));
  return judgePayment({ amountMinor: told.amountMinor, ordinal: bill?.ordinal ?? null }, order);
}

/**
 * M-Pesa tells us of money that has come. Kept, never refused, and no proof: it makes us ask. The receipt is the key under which it is
 * kept, which only the secret address may take.
 * @throws {DomainError} bad-request for what is no confirmation at all
 */
export async function keepConfirmation(
  deps: Deps,
  gateway: PaymentGateway,
  body: string,
  fallbackKey: string,
): Promise<{ eventKey: string; isNew: boolean }> {
  const told = readC2b(body);
  const eventKey = told ? confirmationKey(told.receipt) : fallbackKey;
  const outcome = told === null ? "unreadable" : told.shortCode === gateway.account ? null : "other-account";
  const isNew = await recordInbox(deps.db, {
    id: newId("inb"),
    gateway: gateway.code,
    attempt: null,
    eventKey: outcome === null ? eventKey : fallbackKey,
    kind: "confirmation",
    body,
    authenticated: outcome === null,
    outcome,
    now: deps.now(),
  });
  if (!told) throw new DomainError("bad-request", "This is not a body we know.");
  return { eventKey, isNew: isNew && outcome === null };
}

/** What a confirmation makes us do. @returns the outcome, or "later" while a prompt that it may belong to has not ended */
export async function applyConfirmation(deps: Deps, gateway: PaymentGateway, body: string): Promise<string> {
  const told = readC2b(body);
  if (!told) return "unreadable";
  const { receipt, amountMinor, reference } = told;
  const known = await receiptKnown(deps.db, receipt);
  if (known.attemptId || known.unallocated) return "known";

  const test = await testOf(deps, gateway, told);
  if (test) return test;
  const bill = readBillReference(reference);
  const order = bill && (await paybillOrder(deps.db, bill));
  const said = { receipt, amountMinor, ordinal: bill?.ordinal ?? null, phone: null, at: told.at };
  let found = order && belonging(order.attempts, said);
  if (order && found?.what === "wait") {
    await settleSoon(deps, found.attempt.id);
    const present = await paybillOrder(deps.db, { id: order.id });
    found = present && belonging(present.attempts, said);
    if (found?.what === "wait") return "later";
  }
  if (found?.what === "same") return "known";
  if (found?.what === "attach")
    return (await attachLateReceipt(deps.db, found.attempt.id, receipt)) ? "attached" : "later";
  const attemptId = found?.what === "capture" ? found.attempt.id : null;
  await inquire(deps, {
    subject: receipt,
    orderId: order?.id ?? null,
    attemptId,
    source: "confirmation",
    askedBy: null,
  });
  return "asked";
}

/** The confirmation of a test payment: the same shilling that its prompt was asked about. */
async function testOf(deps: Deps, gateway: PaymentGateway, told: C2bTold): Promise<"test" | "later" | null> {
  const row = await testPayment(deps.db, told.reference.trim());
  if (!row || told.amountMinor !== TEST_AMOUNT.amountMinor || row.conversations.length === 0) return null;
  if (row.state === "asked") await lookAtTest(deps, gateway, row);
  const present = await readInquiry(deps.db, row.id);
  if (present?.state === "asked") return "later";
  if (present?.outcome === "paid") await recordTestReceipt(deps.db, row.id, told.receipt);
  return present?.outcome === "paid" || present?.outcome === `paid ${told.receipt}` ? "test" : null;
}
