import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { SimulatedProvider, StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { deskActs } from "../core/webhook-desk.ts";
import { PAYPAL } from "../credentials.ts";
import { type Books, currencyOf, type Payment } from "./books.ts";
import type { Dispute } from "./dispute.ts";
import type { Disputes } from "./disputes.ts";
import { eventText } from "./event.ts";
import { newEventId, newId } from "./ids.ts";
import type { Refund } from "./order.ts";
import type { Refunds } from "./refunds.ts";
import { transmissionHeaders } from "./signature.ts";
import type { Till } from "./till.ts";
import type { Tokens } from "./tokens.ts";

const amount = z.int().positive();
const which = {
  /** Any id of PayPal's: order, capture. */
  id: z.string().optional(),
  captureId: z.string().optional(),
  reference: z.string().optional(),
};
const some = z.strictObject(which);
const withSum = z.strictObject({ ...which, amount: amount.optional() });
const ofRefund = z.strictObject({ refundId: z.string() });
const ofDispute = z.strictObject({ disputeId: z.string() });
const moved = z.strictObject({
  ...which,
  amount,
  currency: z.enum(["KES", "NPR", "USD"]).default("USD"),
  at: z.iso.datetime().optional(),
});
const madeUp = z.strictObject({
  type: z.string(),
  object: z.unknown(),
  id: z.string().optional(),
  /** Another webhook of the same account, or of another's. */
  webhookId: z.string().default(PAYPAL.webhookId),
  certUrl: z.string().optional(),
  /** ISO time of the transmission. */
  time: z.iso.datetime().optional(),
  /** True: the signature is nobody's. */
  forged: z.boolean().default(false),
  url: z.url().optional(),
});

interface Parts {
  readonly books: Books;
  readonly till: Till;
  readonly refunds: Refunds;
  readonly disputes: Disputes;
  readonly tokens: Tokens;
}

/** What happens at PayPal without the shop: by its staff, in the merchant's account, and in a forger's workshop. */
export function paypalActs(
  { now, keep }: Simulation,
  { books, till, refunds, disputes, tokens }: Parts,
): SimulatedProvider["acts"] {
  function findPayment({ id, captureId, reference }: z.output<typeof some>): Payment {
    const known = id ?? captureId;
    const found = known
      ? books.ownerOf(known)
      : [...books.payments.values()].findLast(
          (one) => reference && one.order.purchase_units[0].custom_id === reference,
        );
    if (!found) throw new Error("No payment fits: say id (of an order or capture), captureId or reference.");
    return found;
  }

  function findRefund(body: unknown): [Refund, Payment] {
    const { refundId } = ofRefund.parse(body);
    const owner = books.ownerOf(refundId);
    const refund = owner?.refunds.find(({ id }) => id === refundId);
    if (!owner || !refund) throw new Error(`There is no refund ${refundId}.`);
    return [refund, owner];
  }

  function findDispute(body: unknown): [Dispute, Payment] {
    const { disputeId } = ofDispute.parse(body);
    const owner = books.ownerOf(disputeId);
    const dispute = owner?.disputes.find(({ dispute_id }) => dispute_id === disputeId);
    if (!owner || !dispute) throw new Error(`There is no dispute ${disputeId}.`);
    return [dispute, owner];
  }

  function book(kind: "fee" | "payout", body: unknown): StatementLine {
    const { amount, currency, at = now().toISOString(), ...words } = moved.parse(body);
    const payment = words.id || words.captureId || words.reference ? findPayment(words) : undefined;
    const ourRef = payment?.order.purchase_units[0].custom_id ?? "";
    const ownCurrency = payment && (currencyOf(payment) as StatementLine["currency"]);
    const line: StatementLine = { ref: newId(), ourRef, kind, amount, currency: ownCurrency ?? currency, at };
    books.lines.push(line);
    keep();
    return line;
  }

  return {
    async "complete-pending"(body) {
      const payment = findPayment(some.parse(body));
      await till.clear(payment);
      return { capture: payment.capture };
    },
    async "deny-pending"(body) {
      const payment = findPayment(some.parse(body));
      await till.deny(payment);
      return { capture: payment.capture };
    },
    async refund(body) {
      const { amount: wanted, ...words } = withSum.parse(body);
      return { refund: await refunds.make(findPayment(words), wanted) };
    },
    async "settle-refund"(body) {
      const [refund, owner] = findRefund(body);
      await refunds.settle(refund, owner);
      return { refund };
    },
    async "fail-refund"(body) {
      const [refund, owner] = findRefund(body);
      await refunds.fail(refund, owner);
      return { refund };
    },
    async dispute(body) {
      const { amount: wanted, inquiry, ...words } = withSum.extend({ inquiry: z.boolean().default(false) }).parse(body);
      return { dispute: await disputes.open(findPayment(words), wanted, inquiry) };
    },
    async "dispute-escalate"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.escalate(dispute, owner);
      return { dispute };
    },
    async "dispute-won"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.resolve(dispute, owner, true);
      return { dispute };
    },
    async "dispute-lost"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.resolve(dispute, owner, false);
      return { dispute };
    },
    async reverse(body) {
      const { amount: wanted, ...words } = withSum.parse(body);
      return { reversal: await disputes.reverse(findPayment(words), wanted) };
    },
    fee: async (body) => ({ line: book("fee", body) }),
    payout: async (body) => ({ line: book("payout", body) }),
    async "expire-tokens"() {
      tokens.clear();
      return {};
    },
    async "send-event"(body) {
      const { type, object, id = newEventId(), webhookId, certUrl, time, forged, url } = madeUp.parse(body);
      const { origin } = books;
      const text = eventText({ id, type, resource: object, at: now(), origin });
      const headers = {
        ...transmissionHeaders(text, { origin, at: time === undefined ? now() : new Date(time), webhookId }),
        ...(certUrl !== undefined && { "PAYPAL-CERT-URL": certUrl }),
        ...(forged && { "PAYPAL-TRANSMISSION-SIG": randomBytes(256).toString("base64") }),
      };
      return { eventId: id, ...(await books.desk.post(text, headers, url)) };
    },
    ...deskActs(books.desk),
  };
}
