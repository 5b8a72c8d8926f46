import { createHash } from "node:crypto";
import { readInquiry } from "#db/queries/inquiries";
import { readRefund } from "#db/queries/refunds";
import { recordInbox } from "#db/queries/webhooks";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Deps } from "../../deps.ts";
import { applySoon } from "../../webhooks/apply-soon.ts";
import type { PaymentGateway } from "../gateway.ts";
import type { Kept } from "./apply-request.ts";
import { readResult } from "./bodies.ts";
import { keepConfirmation, validate } from "./c2b.ts";
import { isUnderWay } from "./inquire.ts";
import { bearsName } from "./reversal-result.ts";

const ACCEPTED = { ResultCode: 0, ResultDesc: "Accepted" };
const CONFIRMED = { ResultCode: 0, ResultDesc: "Success" };

interface Posted {
  /** The last part of the address. */
  readonly kind: string;
  /** What the token in the address stands for: the short code, one refund, or one question. */
  readonly subject: string;
  readonly body: string;
}

/** What M-Pesa posts beside the callbacks of pushes. Kept before it is answered; nothing of it books money by itself. */
export async function receiveMpesa(deps: Deps, gateway: PaymentGateway, posted: Posted): Promise<unknown> {
  const { kind, subject, body } = posted;
  if (subject.startsWith("app_")) {
    if (kind === "validation") return validate(deps, gateway, body);
    if (kind !== "confirmation") throw nothingHere();
    const kept = await keepConfirmation(deps, gateway, body, keyOf(posted));
    if (kept.isNew) goOn(deps, gateway, kept.eventKey, "confirmation", body);
    return CONFIRMED;
  }
  const as = await keptAs(deps, posted);
  await keepPost(deps, gateway, posted, as);
  return ACCEPTED;
}

/** @throws {DomainError} untrusted-webhook for an address that leads nowhere */
async function keptAs(deps: Deps, { kind, subject }: Posted): Promise<Kept> {
  if (kind === "result" || kind === "timeout") {
    if (subject.startsWith("ref_") && (await readRefund(deps.db, subject))) return `reversal-${kind}`;
    const inquiry = subject.startsWith("inq_") ? await readInquiry(deps.db, subject) : null;
    if (inquiry?.kind === "transaction-status") return `status-${kind}`;
  }
  if (kind === "push" && (await readInquiry(deps.db, subject))?.kind === "test-payment") return "test-push";
  throw nothingHere();
}

/** @throws {DomainError} bad-request for a body that is none of theirs; untrusted-webhook when it bears another request's name */
async function keepPost(deps: Deps, gateway: PaymentGateway, posted: Posted, as: Kept): Promise<void> {
  const { body } = posted;
  const isRead = as === "test-push" ? gateway.readCallback?.(body) : readResult(body);
  const outcome = !isRead ? "unreadable" : (await bearsAnother(deps, posted, as)) ? "other-conversation" : null;
  const eventKey = keyOf(posted);
  const isNew = await recordInbox(deps.db, {
    id: newId("inb"),
    gateway: gateway.code,
    attempt: null,
    eventKey,
    kind: as,
    body,
    authenticated: outcome === null,
    outcome,
    now: deps.now(),
  });
  if (outcome === "unreadable") throw new DomainError("bad-request", "This is not a body we know.");
  if (outcome !== null) throw nothingHere();
  if (isNew) goOn(deps, gateway, eventKey, as, body);
}

/** Whether a result bears a name that none of our calls for this was given, and none is on its way that could be. */
async function bearsAnother(deps: Deps, { subject, body }: Posted, as: Kept): Promise<boolean> {
  const result = readResult(body);
  if (!result) return false;
  if (as === "reversal-result" || as === "reversal-timeout") {
    const refund = await readRefund(deps.db, subject);
    return refund !== null && bearsName(refund, result) === "no";
  }
  if (as !== "status-result" && as !== "status-timeout") return false;
  const row = await readInquiry(deps.db, subject);
  if (!row || row.conversations.length === 0 || isUnderWay(row, deps.now())) return false;
  return !result.conversations.some((name) => row.conversations.includes(name));
}

function goOn(deps: Deps, gateway: PaymentGateway, eventKey: string, kind: Kept, body: string): void {
  const stored = { id: "", gateway: gateway.code, eventKey, attemptId: null, kind, body };
  applySoon(deps, { ...stored, receivedAt: deps.now(), tries: 0 });
}

/** What it is about, and what it says: the same post twice is one. */
const keyOf = ({ subject, kind, body }: Posted): string =>
  `${subject}:${kind}:${createHash("sha256").update(body).digest("hex")}`;

const nothingHere = () => new DomainError("untrusted-webhook", "There is nothing here.");
