import { randomBytes } from "node:crypto";
import { createAlarms } from "../core/alarms.ts";
import type { FaultRule } from "../core/faults.ts";
import type { Simulation } from "../core/simulation.ts";
import { type Books, type Fate, invoiceKey, type Payment } from "./books.ts";
import type { Decision } from "./decisions.ts";
import { notFound, unprocessable } from "./errors.ts";
import { eventText } from "./event.ts";
import { newEventId, newId, stamp } from "./ids.ts";
import { type Capture, newCapture, newOrder, PAYER, waitingStatus } from "./order.ts";
import type { OrderRequest } from "./order-request.ts";
import { transmissionHeaders } from "./signature.ts";
import { captureView, orderView, payPage } from "./views.ts";

/** Where payers approve and shops capture. */
export interface Till {
  /** @throws PaypalError */
  readonly open: (request: OrderRequest) => Payment;
  /** Resolves once the shop has been told or that was given up. @throws Error when nothing is left to decide */
  readonly decide: (payment: Payment, decision: Decision) => Promise<void>;
  /** What the shop asks for. @throws PaypalError */
  readonly capture: (payment: Payment) => void;
  /** A pending capture's end. @throws Error unless it is pending */
  readonly clear: (payment: Payment) => Promise<void>;
  readonly deny: (payment: Payment) => Promise<void>;
  auto: { readonly decision: Decision; readonly delayMs: number } | null;
  readonly resume: () => void;
  readonly stop: () => void;
}

const FATES: Partial<Record<Decision, Fate>> = {
  approve: "complete",
  decline: "decline",
  pending: "pending",
  "payer-action": "payer-action",
  "capture-declined": "capture-declined",
};

export function createTill(simulation: Simulation, books: Books): Till {
  const { now, keep, faults, clockScale } = simulation;
  const alarms = createAlarms();

  function open(request: OrderRequest): Payment {
    checkInvoice(request.unit.invoice_id);
    const at = now();
    const { linkShape, approvalWindowSeconds } = books.settings;
    const shape = linkShape !== "as-asked" ? linkShape : request.namesSource ? "payer-action" : "approve";
    const payment: Payment = {
      order: newOrder(request, waitingStatus(shape), at),
      amount: request.amount,
      returnUrl: request.returnUrl,
      cancelUrl: request.cancelUrl,
      shape,
      capture: null,
      refunds: [],
      disputes: [],
      reversed: 0,
      fate: "complete",
      declinesLeft: 0,
      refusal: null,
      diesAt: new Date(at.getTime() + approvalWindowSeconds * 1000 * clockScale).toISOString(),
      isGone: false,
    };
    books.payments.set(payment.order.id, payment);
    books.own(payment.order.id, payment);
    dieLater(payment);
    const { auto } = till;
    if (auto) alarms.after(auto.delayMs, () => decide(payment, auto.decision).catch(() => {}));
    const forged = faults.take("paypal", "callback", ["forged"]);
    if (forged) alarms.after(20, () => forge(payment, forged));
    keep();
    return payment;
  }

  async function decide(payment: Payment, decision: Decision): Promise<void> {
    if (decision === "pending-paid") return clear(payment);
    if (decision === "pending-failed") return deny(payment);
    const { order } = payment;
    if (payment.isGone) throw new Error("The approval window is over; nobody can decide this payment any more.");
    if (order.status === "COMPLETED")
      throw new Error(`This payment has ended (its capture is ${payment.capture?.status}).`);
    if (order.status === "APPROVED" && !payment.refusal)
      throw new Error("This payment is approved and waits for the shop to capture it.");
    const fate = FATES[decision];
    if (!fate) return; // "cancel", "leave", "ignore": the payer goes away, and PayPal thinks nothing of it.
    payment.fate = fate;
    payment.declinesLeft = fate === "decline" ? books.settings.declineTimes : 0;
    payment.refusal = null;
    order.status = "APPROVED";
    order.update_time = stamp(now());
    order.payer = PAYER;
    const { email_address, name } = PAYER;
    order.payment_source = { paypal: { email_address, account_id: PAYER.payer_id, account_status: "VERIFIED", name } };
    keep();
    await books.announce(payment, "CHECKOUT.ORDER.APPROVED", orderView(payment, books.origin));
  }

  function capture(payment: Payment): void {
    const { order } = payment;
    if (payment.isGone) throw notFound();
    if (order.status === "COMPLETED") throw unprocessable("ORDER_ALREADY_CAPTURED");
    if (order.status !== "APPROVED") throw unprocessable("ORDER_NOT_APPROVED");
    checkInvoice(order.purchase_units[0].invoice_id);
    if (payment.declinesLeft > 0) {
      payment.declinesLeft -= 1;
      throw refuse(payment, "INSTRUMENT_DECLINED", "redirect");
    }
    if (payment.fate === "payer-action") {
      order.status = "PAYER_ACTION_REQUIRED";
      throw refuse(payment, "PAYER_ACTION_REQUIRED", "payer-action");
    }
    payment.refusal = null;
    const ends = {
      pending: ["PENDING", "PAYMENT.CAPTURE.PENDING"],
      "capture-declined": ["DECLINED", books.settings.deniedEvent],
    } as const;
    const [status, event] =
      payment.fate === "pending" || payment.fate === "capture-declined"
        ? ends[payment.fate]
        : (["COMPLETED", "PAYMENT.CAPTURE.COMPLETED"] as const);
    take(payment, status);
    void tellOfCapture(payment, event); // The answer does not wait for the shop's ear.
  }

  /** The payer is asked once more; the order stays as it is. */
  function refuse(payment: Payment, issue: NonNullable<Payment["refusal"]>, rel: string) {
    payment.refusal = issue;
    keep();
    return unprocessable(issue, {}, [{ href: payPage(payment.order.id, books.origin), rel, method: "GET" }]);
  }

  function take(payment: Payment, status: Capture["status"]): void {
    const { order } = payment;
    const captured = newCapture(order, status, now());
    if (status === "PENDING") captured.status_details = { reason: books.settings.pendingReason };
    payment.capture = captured;
    books.own(captured.id, payment);
    if (captured.invoice_id !== undefined) books.own(invoiceKey(captured.invoice_id), payment);
    order.status = "COMPLETED";
    order.update_time = stamp(now());
    if (status === "COMPLETED") books.book(payment, "capture", captured.id, payment.amount);
    keep();
  }

  async function clear(payment: Payment): Promise<void> {
    const captured = pendingOf(payment);
    end(captured, "COMPLETED");
    books.book(payment, "capture", captured.id, payment.amount);
    await tellOfCapture(payment, "PAYMENT.CAPTURE.COMPLETED");
  }

  async function deny(payment: Payment): Promise<void> {
    end(pendingOf(payment), "DECLINED");
    await tellOfCapture(payment, books.settings.deniedEvent);
  }

  function end(captured: Capture, status: "COMPLETED" | "DECLINED"): void {
    captured.status = status;
    captured.update_time = stamp(now());
    delete captured.status_details;
    keep();
  }

  async function tellOfCapture(payment: Payment, type: string): Promise<void> {
    if (payment.capture) await books.announce(payment, type, captureView(payment.capture, books.origin, payment));
  }

  /** An invoice that was paid is not paid again. */
  function checkInvoice(invoiceId: string | undefined): void {
    const earlier = invoiceId === undefined ? undefined : books.ownerOf(invoiceKey(invoiceId))?.capture;
    if (!earlier || earlier.status === "DECLINED") return;
    throw unprocessable("DUPLICATE_INVOICE_ID", { field: "/purchase_units/@reference_id=='default'/invoice_id" });
  }

  function dieLater(payment: Payment): void {
    alarms.after(Date.parse(payment.diesAt) - now().getTime(), () => {
      const { order } = payment;
      if (order.status === "COMPLETED") return;
      payment.isGone = true;
      keep();
      if (order.status !== "APPROVED") return;
      const { id, purchase_units, payment_source } = order;
      void books.announce(payment, "CHECKOUT.PAYMENT-APPROVAL.REVERSED", {
        order_id: id,
        purchase_units,
        payment_source,
      });
    });
  }

  /** A claim that nobody's money backs, with a signature that nobody made. */
  async function forge(payment: Payment, rule: FaultRule): Promise<void> {
    const isForeign = rule.variant === "other-ids";
    const order = isForeign ? { ...payment.order, id: newId() } : payment.order;
    const claim = captureView(newCapture(order, "COMPLETED", now()), books.origin, { ...payment, order });
    const resource = isForeign ? { ...claim, custom_id: newId(), invoice_id: newId() } : claim;
    const text = eventText({
      id: newEventId(),
      type: "PAYMENT.CAPTURE.COMPLETED",
      resource,
      at: now(),
      origin: books.origin,
    });
    const headers = transmissionHeaders(text, { origin: books.origin, at: now() });
    const signature = randomBytes(256).toString("base64");
    const url = rule.variant === "unknown-path" ? `${books.settings.webhookUrl}/elsewhere` : undefined;
    await books.desk.post(text, { ...headers, "PAYPAL-TRANSMISSION-SIG": signature }, url);
  }

  const till: Till = {
    open,
    decide,
    capture,
    clear,
    deny,
    auto: null,
    resume() {
      for (const payment of books.payments.values()) {
        if (payment.order.status !== "COMPLETED" && !payment.isGone) dieLater(payment);
      }
    },
    stop: alarms.stop,
  };
  return till;
}

function pendingOf({ capture }: Payment): Capture {
  if (capture?.status !== "PENDING")
    throw new Error(`There is no pending capture here${capture ? `: it is ${capture.status}` : ""}.`);
  return capture;
}
