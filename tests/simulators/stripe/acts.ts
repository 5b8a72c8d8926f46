import * as z from "zod";
import type { SimulatedProvider, StatementLine } from "../core/provider.ts";
import type { Simulation } from "../core/simulation.ts";
import { deskActs } from "../core/webhook-desk.ts";
import { STRIPE } from "../credentials.ts";
import type { Books, Payment } from "./books.ts";
import type { Dispute } from "./dispute.ts";
import type { Disputes } from "./disputes.ts";
import { eventText } from "./event.ts";
import { newId, unix } from "./ids.ts";
import type { Refund } from "./refund.ts";
import type { Refunds } from "./refunds.ts";
import { signatureHeader } from "./signature.ts";

const amount = z.int().positive();
const which = {
  /** Any id of Stripe's: session, intent, charge. */
  id: z.string().optional(),
  paymentIntent: z.string().optional(),
  reference: z.string().optional(),
};
const ofRefund = z.strictObject({ refundId: z.string() });
const ofDispute = z.strictObject({ disputeId: z.string() });
const moved = z.strictObject({
  ...which,
  amount,
  currency: z.enum(["KES", "NPR", "USD"]).optional(),
  at: z.iso.datetime().optional(),
});
const madeUp = z.strictObject({
  type: z.string(),
  object: z.unknown(),
  id: z.string().optional(),
  account: z.string().optional(),
  livemode: z.boolean().default(false),
  secret: z.string().default(STRIPE.webhookSecret),
  /** Unix seconds of the signature. */
  timestamp: z.int().optional(),
  url: z.url().optional(),
});

/** What happens at Stripe without the shop: in its dashboard, at a cardholder's bank, and in a forger's workshop. */
export function stripeActs(
  { now, keep }: Simulation,
  { books, refunds, disputes }: { books: Books; refunds: Refunds; disputes: Disputes },
): SimulatedProvider["acts"] {
  function findPayment({ id, paymentIntent, reference }: z.output<z.ZodObject<typeof which>>): Payment {
    const known = id ?? paymentIntent;
    const found = known
      ? books.ownerOf(known)
      : [...books.payments.values()].findLast((one) => reference && one.session.client_reference_id === reference);
    if (!found)
      throw new Error("No payment fits: say id (of a session, intent or charge), paymentIntent or reference.");
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
    const dispute = owner?.disputes.find(({ id }) => id === disputeId);
    if (!owner || !dispute) throw new Error(`There is no dispute ${disputeId}.`);
    return [dispute, owner];
  }

  function book(kind: "fee" | "payout", body: unknown): StatementLine {
    const { amount, currency = "USD", at = now().toISOString(), ...some } = moved.parse(body);
    const payment = some.id || some.paymentIntent || some.reference ? findPayment(some) : undefined;
    const ourRef = payment?.session.client_reference_id ?? "";
    const ownCurrency = payment?.session.currency.toUpperCase() as StatementLine["currency"] | undefined;
    const ref = newId(kind === "fee" ? "txn" : "po");
    const line: StatementLine = { ref, ourRef, kind, amount, currency: ownCurrency ?? currency, at };
    books.lines.push(line);
    keep();
    return line;
  }

  return {
    async refund(body) {
      const { amount: wanted, ...some } = z.strictObject({ ...which, amount: amount.optional() }).parse(body);
      return { refund: await refunds.make(findPayment(some), wanted) };
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
      const shape = z.strictObject({ ...which, amount: amount.optional(), inquiry: z.boolean().default(false) });
      const { amount: wanted, inquiry, ...some } = shape.parse(body);
      return { dispute: await disputes.open(findPayment(some), wanted, inquiry) };
    },
    async "dispute-escalate"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.escalate(dispute, owner);
      return { dispute };
    },
    async "dispute-won"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.win(dispute, owner);
      return { dispute };
    },
    async "dispute-lost"(body) {
      const [dispute, owner] = findDispute(body);
      await disputes.lose(dispute, owner);
      return { dispute };
    },
    fee: async (body) => ({ line: book("fee", body) }),
    payout: async (body) => ({ line: book("payout", body) }),
    async "send-event"(body) {
      const { secret, timestamp = unix(now()), url, id = newId("evt"), ...rest } = madeUp.parse(body);
      const text = eventText({ ...rest, id, object: rest.object, at: now() });
      const answer = await books.desk.post(text, { "Stripe-Signature": signatureHeader(text, secret, timestamp) }, url);
      return { eventId: id, ...answer };
    },
    ...deskActs(books.desk),
  };
}
