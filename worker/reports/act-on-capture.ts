import { atomically } from "#db/atomically";
import { accountName } from "#db/queries/accounts";
import { unallocatedStatements } from "#db/queries/captures";
import { attemptNamed, type NamedAttempt, orderNamed } from "#db/queries/statement-names";
import { readBillReference } from "#domain/payments/paybill";
import { namesOf, type TheirLine } from "#domain/payments/report";
import type { Deps } from "../deps.ts";
import type { PaymentGateway } from "../payments/gateway.ts";
import { inquire } from "../payments/mpesa/inquire.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { wireLog } from "../payments/wire-log.ts";
import type { Done } from "./done.ts";

/**
 * Money on their statement that our books do not have. Of an attempt of ours it makes us ask; what the provider then says is booked as
 * ever. Of none it is kept as unallocated, with a task: somebody paid, and somebody must say for what.
 */
export async function actOnCapture(
  deps: Deps,
  gateway: PaymentGateway,
  line: TheirLine,
  done: Done,
  userId: string | null,
): Promise<void> {
  const attempt = await attemptOf(deps, gateway, line);
  if (attempt === "later") return;
  if (attempt && attempt.captureRef === null) {
    done.asked += 1;
    if ((await settlePayment(deps, attempt.id)) === "captured") {
      done.captured += 1;
      return;
    }
  }
  // M-Pesa can be asked about the receipt itself, and books what it answers: also what was typed by hand under an attempt's reference.
  if (gateway.code === "mpesa" && deps.config.mpesa?.operator) {
    done.asked += 1;
    await inquire(deps, await questionOf(deps, line, userId));
    return;
  }
  if (attempt && attempt.captureRef === null) return; // statement and provider disagree: unexplained, for a person
  await keepStray(deps, gateway, line, attempt);
  done.unallocated += 1;
}

/** The answer names no order. The statement does, and counts as the word of staff for whose money it is; that it came, M-Pesa must say. */
async function questionOf(deps: Deps, { ref, ourRef }: TheirLine, userId: string | null) {
  const order = await orderIn(deps, ourRef);
  return order
    ? ({
        subject: `${ref}@${order.number}`,
        orderId: order.id,
        attemptId: null,
        source: "staff",
        askedBy: userId,
      } as const)
    : ({ subject: ref, orderId: null, attemptId: null, source: "pull", askedBy: userId } as const);
}

async function orderIn(deps: Deps, typed: string): Promise<{ id: string; number: string } | null> {
  const bill = readBillReference(typed);
  return bill && orderNamed(deps.db, bill.number);
}

async function attemptOf(deps: Deps, gateway: PaymentGateway, line: TheirLine): Promise<NamedAttempt | null | "later"> {
  const names = namesOf(line).filter((name) => name !== "");
  const known = await attemptNamed(deps.db, gateway.code, names, line.ourRef);
  if (known) return known.account === accountName(gateway) ? known : "later";
  if (!gateway.attemptOfCapture) return null;
  const log = wireLog(deps, { id: "", orderId: "", gateway: gateway.code, reference: line.ref, amountMinor: 0 });
  const id = await gateway.attemptOfCapture(line.ref, log.add);
  await log.keep();
  if (id === null) return "later";
  return id === "" ? null : attemptNamed(deps.db, gateway.code, [], id);
}

async function keepStray(
  deps: Deps,
  gateway: PaymentGateway,
  line: TheirLine,
  attempt: NamedAttempt | null,
): Promise<void> {
  const order = attempt ? null : await orderIn(deps, line.ourRef);
  const what = attempt ? `A second payment for ${attempt.reference}` : "Money that fits no payment";
  await atomically(
    deps.db,
    unallocatedStatements({
      gateway: gateway.code,
      providerRef: line.ref,
      amountMinor: line.amountMinor,
      currency: line.currency,
      occurredAt: line.at,
      reference: line.ourRef,
      payer: String(line.more.payer ?? line.more.phone ?? line.more.msisdn ?? ""),
      about: attempt?.id ?? null,
      orderId: attempt?.orderId ?? order?.id ?? null,
      detail: `${what}, on the statement of ${line.day}${line.ourRef ? ` under “${line.ourRef.slice(0, 60)}”` : ""}`,
    }),
  );
}
