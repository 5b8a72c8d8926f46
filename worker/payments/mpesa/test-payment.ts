import { unallocatedStatements } from "#db/queries/captures";
import {
  claimAsking,
  endInquiry,
  type InquiryRow,
  openInquiry,
  readInquiry,
  recordConversation,
  recordSaid,
  recordTestReceipt,
} from "#db/queries/inquiries";
import { keepStray } from "#db/queries/paybill";
import { openTask } from "#db/queries/tasks";
import { countUp } from "#db/queries/users";
import { DomainError, fieldErrors } from "#domain/errors";
import { newId, newOrderNumber } from "#domain/ids";
import { money } from "#domain/money";
import { nextLookAt } from "#domain/payments/plan";
import { explainResult } from "#domain/payments/results";
import type { TestPayment } from "#domain/payments/staff-schema";
import { readPhone } from "#domain/phone";
import type { Deps } from "../../deps.ts";
import type { Attempt, Opened, PaymentGateway, PaymentReport } from "../gateway.ts";
import { spacing } from "../settle-payment.ts";
import { wireLog } from "../wire-log.ts";
import type { ProvenMoney } from "./bodies.ts";
import { answerAddress } from "./daraja.ts";

/** A whole shilling, the least that M-Pesa moves. */
export const TEST_AMOUNT = money(100, "KES");
const PUSHES = 3; // to one phone in ten minutes, as for orders
const WINDOW_MS = 10 * 60_000;

/** A test as an adapter sees it: an attempt of no order. */
const asAttempt = (row: InquiryRow, gateway: PaymentGateway, phone: string | null = null): Attempt => ({
  id: row.id,
  orderId: "",
  gateway: "mpesa",
  reference: row.subject,
  account: gateway.account,
  amount: TEST_AMOUNT,
  phone,
  providerReference: row.conversations[0] ?? null,
  providerOther: null,
  wire: {},
  expiresAt: null,
  submittedAt: row.createdAt,
  declines: 0,
});

/**
 * Pushes one shilling to a phone, for no order: whether keys, passkey and callback address work. Sent once, like every push; never in
 * the books as a sale. @throws {DomainError} validation-failed, too-many-requests
 */
export async function makeTestPayment(
  deps: Deps,
  gateway: PaymentGateway,
  typed: string,
  actorId: string,
): Promise<TestPayment> {
  const phone = readPhone(typed, "KE");
  const problem = "problem" in phone ? phone.problem : gateway.checkPhone(phone.e164);
  if ("problem" in phone || problem) throw fieldErrors([{ pointer: "/phone", detail: problem ?? "" }]);
  const now = deps.now();
  if ((await countUp(deps.db, `mpesa-test|${phone.e164}`, WINDOW_MS, now)) > PUSHES)
    throw new DomainError("too-many-requests", "Three test prompts went to this phone in the last ten minutes.", {
      retryAfterSeconds: WINDOW_MS / 1_000,
    });
  const subject = `TEST-${newOrderNumber()}`; // twelve characters, which is all that a prompt shows
  const wanted = { id: newId("inq"), kind: "test-payment", subject, orderId: null, attemptId: null } as const;
  const row = await openInquiry(deps.db, { ...wanted, source: "staff", askedBy: actorId }, now);
  const next = nextLookAt(gateway.plan, now, now) ?? now;
  if (!row || !(await claimAsking(deps.db, row, next))) throw new Error("the test was not kept");

  const log = testLog(deps, row);
  let said = "";
  const opened = await gateway.open(asAttempt(row, gateway, phone.e164), addressesOf(deps, gateway, row), (wire) => {
    said = wire.answer;
    log.add(wire);
  });
  await log.keep();
  await recordOpened(deps, row, opened);
  return { ...(await testView(deps, row.id)), said };
}

async function recordOpened(deps: Deps, row: InquiryRow, opened: Opened): Promise<void> {
  if (opened.status === "open") await recordConversation(deps.db, row.id, opened.providerReference);
  else if (opened.status === "refused") await endInquiry(deps.db, row.id, "answered", `failed ${opened.code}`);
  else await recordSaid(deps.db, row.id, "no-answer");
}

/** The test as it is now, asked about when a look is due. @throws {DomainError} not-found */
export async function readTestPayment(deps: Deps, gateway: PaymentGateway, id: string): Promise<TestPayment> {
  const row = await readInquiry(deps.db, id);
  if (row?.kind !== "test-payment") throw new DomainError("not-found", "There is no such test.");
  const isDue = row.updatedAt <= deps.now() - spacing(deps);
  if (row.state === "asked" && isDue) await lookAtTest(deps, gateway, row);
  return testView(deps, id);
}

async function testView(deps: Deps, id: string): Promise<TestPayment> {
  const row = await readInquiry(deps.db, id);
  if (!row) throw new DomainError("not-found", "There is no such test.");
  const [word = "", code = ""] = (row.outcome ?? "").split(" ");
  const failed = row.state === "answered" && word === "failed";
  const words = failed ? explainResult("mpesa", code) : null;
  return {
    id: row.id,
    reference: row.subject,
    state: row.state === "answered" ? (failed ? "failed" : "paid") : row.state === "given-up" ? "unknown" : "waiting",
    said: null,
    result: words && { code, title: words.title, next: words.next },
  };
}

/** Asks how a test ended. What was paid is money all the same: it waits with a task to be given back. */
export async function lookAtTest(deps: Deps, gateway: PaymentGateway, row: InquiryRow): Promise<void> {
  const now = deps.now();
  const next = nextLookAt(gateway.plan, row.createdAt, now);
  if (next === null) return giveUp(deps, row);
  if (!(await claimAsking(deps.db, row, next))) return;
  if (row.conversations.length === 0) return; // its name may still come with the callback
  const log = testLog(deps, row);
  const report = await gateway.lookUp(asAttempt(row, gateway), log.add);
  await log.keep();
  await applyTestReport(deps, row, report);
}

async function applyTestReport(deps: Deps, row: InquiryRow, report: PaymentReport): Promise<void> {
  if (report.status === "failed") await endInquiry(deps.db, row.id, "answered", `failed ${report.code}`);
  if (report.status === "captured") await keepTestMoney(deps, row, report.providerRef, report.occurredAt);
}

const keepTestMoney = (deps: Deps, row: InquiryRow, providerRef: string, occurredAt: number): Promise<void> =>
  endInquiry(
    deps.db,
    row.id,
    "answered",
    "paid",
    unallocatedStatements({
      gateway: "mpesa",
      providerRef,
      ...TEST_AMOUNT,
      occurredAt,
      reference: row.subject,
      about: null,
      orderId: null,
      detail: `A test payment of KES 1 (${row.subject}): give it back`,
    }),
  );

/** The same money under its receipt: a test is kept under the name of its prompt, or, where that was lost, under the receipt. */
export async function bookTestMoney(
  deps: Deps,
  gateway: PaymentGateway,
  row: InquiryRow,
  money: ProvenMoney,
): Promise<"test" | "later"> {
  const { receipt, at, amountMinor } = money;
  const mayBeIts = row.outcome === null || !/^(paid .|failed)/.test(row.outcome) || row.outcome === `paid ${receipt}`;
  if (amountMinor !== TEST_AMOUNT.amountMinor || !mayBeIts) {
    await keepOtherMoney(deps, row, money);
    return "test";
  }
  if (row.state !== "answered" && row.conversations.length === 0) await keepTestMoney(deps, row, receipt, at);
  else if (row.state === "asked") await lookAtTest(deps, gateway, row);
  const present = await readInquiry(deps.db, row.id);
  if (present?.state === "asked") return "later";
  if (present?.outcome === "paid") await recordTestReceipt(deps.db, row.id, receipt);
  else if (present?.outcome !== `paid ${receipt}`) await keepOtherMoney(deps, row, money);
  return "test";
}

/** Somebody typed a test's reference once more, or M-Pesa denied the test: money of its own. */
const keepOtherMoney = (deps: Deps, row: InquiryRow, { receipt, at, amountMinor, payer }: ProvenMoney): Promise<void> =>
  keepStray(deps.db, {
    providerRef: receipt,
    amountMinor,
    occurredAt: at,
    reference: row.subject,
    payer,
    orderId: null,
    detail: `KES ${amountMinor / 100} came with a test's reference (${row.subject}), receipt ${receipt}: give it back`,
  });

/** Its callback: a name where the answer was lost, and a reason to ask. */
export async function applyTestCallback(
  deps: Deps,
  gateway: PaymentGateway,
  row: InquiryRow,
  body: string,
): Promise<string> {
  const claim = gateway.readCallback?.(body);
  if (!claim?.providerReference) return "unreadable";
  if (row.state !== "asked") return "ended";
  if (row.conversations.length === 0) {
    if (deps.now() - row.createdAt < ANSWER_UNDER_WAY_MS) return "later"; // our own call may still bring it
    await recordConversation(deps.db, row.id, claim.providerReference);
  } else if (!row.conversations.includes(claim.providerReference)) return "other-attempt";
  const present = await readInquiry(deps.db, row.id);
  if (present) await lookAtTest(deps, gateway, present);
  return "asked";
}
const ANSWER_UNDER_WAY_MS = 8_000;

const giveUp = (deps: Deps, row: InquiryRow): Promise<void> =>
  endInquiry(deps.db, row.id, "given-up", "no-answer", [
    openTask(
      newId("tsk"),
      "unexplained",
      `mpesa/${row.subject}`,
      null,
      TEST_AMOUNT.amountMinor,
      TEST_AMOUNT.currency,
      `Nobody knows whether the test payment ${row.subject} was made: look it up in the M-Pesa portal, and give it back if it was`,
    ),
  ]);

function addressesOf(deps: Deps, gateway: PaymentGateway, row: InquiryRow) {
  const { shopUrl } = deps.config;
  return { callback: answerAddress(deps, gateway, row.id, "push"), back: shopUrl, cancel: shopUrl, shop: shopUrl };
}

const testLog = (deps: Deps, row: InquiryRow) =>
  wireLog(deps, {
    id: row.id,
    orderId: "",
    gateway: "mpesa",
    reference: row.subject,
    amountMinor: TEST_AMOUNT.amountMinor,
  });
