import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { atomically } from "#db/atomically";
import { readAttempt } from "#db/queries/attempts";
import { captureStatements } from "#db/queries/captures";
import { hasOthers } from "#db/queries/four-eyes";
import {
  agreedStatements,
  askedStatements,
  type HumanEndRow,
  humanEndRefusals,
  readHumanEnd,
  refuseHumanEnd,
} from "#db/queries/human-ends";
import { orderEvent } from "#db/queries/log-lines";
import { allocatedStatements, ordersByNumber, readUnallocated, returnedStatements } from "#db/queries/unallocated";
import { rolesWith } from "#domain/accounts/roles";
import { DomainError } from "#domain/errors";
import { newId } from "#domain/ids";
import type { Currency } from "#domain/money";
import type { GatewayCode, HumanEndKind } from "#domain/payments/names";
import type { Deps } from "../../deps.ts";
import { refold } from "../refold.ts";
import { APPROVAL, type Asker } from "./asker.ts";

/** What somebody of staff says of money that nobody can be asked about. */
export interface Saying {
  readonly kind: HumanEndKind;
  /** The attempt, or the unallocated money. */
  readonly subject: string;
  readonly gateway: GatewayCode;
  readonly order: { readonly id: string; readonly number: string } | null;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly reference: string;
  readonly occurredOn: string | null;
  readonly note: string;
  /** Asks a second person, where there is one. */
  readonly asksTwo: boolean;
  /** The task's sentence, where it waits. */
  readonly waitsFor: string;
}

/**
 * Says it; and does it at once, where nobody else has to agree or could. What one person alone did is recorded as that.
 * @throws {DomainError} own-order, already-recorded, transition-not-allowed
 */
export async function sayHowItEnded(deps: Deps, asker: Asker, saying: Saying): Promise<void> {
  const now = deps.now();
  const { kind, subject, gateway, order, amountMinor, currency, reference, occurredOn, note, waitsFor } = saying;
  const approvers = rolesWith(APPROVAL);
  const orderId = order?.id ?? null;
  const waits = saying.asksTwo && (await hasOthers(deps.db, approvers, asker.id));
  const id = newId("end");
  const asked = askedStatements(
    {
      id,
      kind,
      subject,
      orderId,
      amountMinor,
      currency,
      reference,
      occurredOn,
      note,
      actorId: asker.id,
      asksTwo: saying.asksTwo,
      approvers,
      waitsFor,
    },
    now,
  );
  const told = orderId
    ? [
        orderEvent(
          `${id}/asked`,
          orderId,
          `${kind}-said`,
          "staff",
          { gateway, amountMinor, currency, reference },
          now,
          asker.id,
        ),
      ]
    : [];
  const end = {
    id,
    kind,
    subject,
    gateway,
    orderId,
    orderNumber: order?.number ?? null,
    reference,
    occurredOn,
    note,
    requestedBy: asker.id,
  };
  const statements = waits
    ? [...asked, ...told]
    : [...asked, ...agreedStatements(id, asker.id), ...(await effectsOf(deps, end, asker))];
  await atomically(deps.db, statements, humanEndRefusals());
  if (!waits && orderId) await refold(deps, orderId);
}

/** The second person agrees. @throws {DomainError} own-approval, own-order, already-recorded, transition-not-allowed */
export async function agreeToEnd(deps: Deps, id: string, asker: Asker): Promise<HumanEndRow> {
  const end = await humanEndOf(deps, id, asker);
  if (end.state === "refused") throw decided();
  const isRepeat = end.state === "done" && end.approvedBy === asker.id;
  if (!isRepeat) {
    const statements = [...agreedStatements(id, asker.id), ...(await effectsOf(deps, end, asker))];
    await atomically(deps.db, statements, humanEndRefusals());
  }
  if (end.orderId) await refold(deps, end.orderId);
  return humanEndOf(deps, id, asker);
}

/** The second person says no, or whoever asked takes it back. @throws {DomainError} transition-not-allowed */
export async function refuseEnd(deps: Deps, id: string, asker: Asker, reason: string): Promise<HumanEndRow> {
  const end = await humanEndOf(deps, id, asker);
  const { orderId, gateway, amountMinor, currency } = end;
  const detail = { gateway, amountMinor, currency, reason };
  const told = orderId
    ? [orderEvent(`${id}/refused`, orderId, `${end.kind}-denied`, "staff", detail, deps.now(), asker.id)]
    : [];
  if (!(await refuseHumanEnd(deps.db, id, asker.id, reason, end.state === "open" ? told : []))) throw decided();
  return humanEndOf(deps, id, asker);
}

const decided = () => new DomainError("transition-not-allowed", "Somebody has decided this meanwhile.");

async function humanEndOf(deps: Deps, id: string, asker: Asker): Promise<HumanEndRow> {
  const end = await readHumanEnd(deps.db, id, asker.id);
  if (!end) throw new DomainError("not-found", "There is nothing that waits under this name.");
  return end;
}

type Said = Pick<
  HumanEndRow,
  | "id"
  | "kind"
  | "subject"
  | "gateway"
  | "orderId"
  | "orderNumber"
  | "reference"
  | "occurredOn"
  | "note"
  | "requestedBy"
>;

/** What follows once it is agreed to. */
async function effectsOf(deps: Deps, end: Said, asker: Asker): Promise<SQL[]> {
  const now = deps.now();
  if (end.kind === "captured") return capturedStatements(deps, end, asker, now);
  const money = await readUnallocated(deps.db, end.subject);
  if (!money) throw new DomainError("not-found", "There is no such money.");
  if (end.kind === "returned") return returnedStatements(end, money, asker.id, now);
  const about = money.about && (await readAttempt(deps.db, money.about.attemptId));
  const account = about ?? deps.gateways.get(money.gateway);
  if (!account) throw new DomainError("method-unavailable", "The account this money came to is not set up any more.");
  const [order] = await ordersByNumber(deps.db, [end.orderNumber ?? ""]);
  if (!order) throw new DomainError("not-found", "There is no such order.");
  return allocatedStatements(end, money, order, account, asker.id, now);
}

/** The attempt is captured under the typed reference, which is its receipt from now on: a receipt pays once. */
async function capturedStatements(deps: Deps, end: Said, asker: Asker, now: number): Promise<SQL[]> {
  const attempt = await readAttempt(deps.db, end.subject);
  if (!attempt) throw new DomainError("not-found", "There is no such payment.");
  return [
    sql`UPDATE payments SET receipt = ${end.reference} WHERE id = ${attempt.id} AND receipt IS NULL`,
    ...captureStatements(
      attempt,
      {
        txId: `txn_${end.id.slice(4)}`,
        providerRef: `${attempt.gateway}/${end.reference}`,
        occurredAt: Date.parse(`${end.occurredOn}T12:00:00Z`),
        receipt: end.reference,
        actor: "staff",
        actorId: asker.id,
        note: end.note,
      },
      now,
    ),
  ];
}
