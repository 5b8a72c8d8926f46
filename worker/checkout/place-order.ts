import { readOrder } from "#db/queries/orders";
import type { PlaceCommand, PlaceOutcome } from "#db/queries/placements";
import type { PlacedView, QuoteView } from "#domain/checkout/schema";
import { DomainError, fieldErrors } from "#domain/errors";
import { attemptReference, newId, newOrderNumber } from "#domain/ids";
import type { Deps } from "../deps.ts";
import { decidedBefore, digest, GUEST, keyReused } from "../idempotency.ts";
import { deliverOrderMessages } from "../notify/deliver-outbox.ts";
import type { DeskAnswer } from "../objects/checkout-desk.ts";
import { openPayment } from "../payments/open-payment.ts";
import { tooManyPrompts } from "../payments/pay-again.ts";
import { readToken } from "../tokens.ts";
import { placedView } from "./placed-view.ts";
import { quote, readSignedQuote, type SignedQuote } from "./quote.ts";
import { type OrderForm, type PlaceOrderBody, readOrderForm, unavailable } from "./read-order-form.ts";
import { replaceOpenOrder } from "./replace-open-order.ts";
import type { Who } from "./who.ts";

/**
 * Places an order: nothing is read before its write batch, which the desk sends together with its neighbours'. The provider is called
 * after the answer. @throws {DomainError} validation-failed, quote-changed (with the new quote), out-of-stock, idempotency-key-reused,
 * method-unavailable, payment-in-progress, too-many-requests, busy, database-away
 */
export async function placeOrder(deps: Deps, whoAsks: Who, body: PlaceOrderBody): Promise<PlacedView> {
  const { locale = whoAsks.locale, ...ordered } = body;
  const who = { ...whoAsks, locale };
  let signed = readSignedQuote(deps, body.quote, body.quoteHash);
  let form = readOrderForm(deps, body, signed);
  const bodyHash = digest(ordered); // the same order in another language is the same order

  const previous = who.previousOrder && readToken(deps.config.linkSecret, "order", who.previousOrder);
  if (previous) {
    const earlier = await decidedBefore(deps, GUEST, who.idempotencyKey, bodyHash);
    if (earlier) return placedView(deps, earlier.orderId, earlier.number, earlier.attemptId);
    const reused = await reuseOpenOrder(deps, who, previous, form, contentsHash(signed, form), bodyHash);
    if (reused) return reused;
  }

  const again = async (): Promise<void> => {
    signed = await quotedAgain(deps, signed, form);
    form = readOrderForm(deps, body, signed); // the delivery has its own version and days
  };
  if (signed.expiresAt < deps.now()) await again();
  for (let tries = 0; tries < 3; tries++) {
    const command = commandOf(deps, who, signed, form, bodyHash);
    const answer = await sendToDesk(deps, command);
    if ("decision" in answer) {
      const { decision } = answer;
      if (decision.outcome === "placed") {
        if (decision.bodyHash !== bodyHash) throw keyReused();
        if (decision.fresh) deps.later(afterPlacing(deps, decision.orderId, decision.attemptId));
        return placedView(deps, decision.orderId, decision.number ?? command.number, decision.attemptId);
      }
      if (decision.outcome !== "quote-changed") throw await refusal(deps, decision.outcome, signed);
      await again();
    } else {
      throwDeskRefusal(answer);
    }
  }
  throw new DomainError("busy", "The shop is changing its prices right now. Please try again.", {
    retryAfterSeconds: 1,
  });
}

/** The push and the mail go out together, after the answer. */
const afterPlacing = (deps: Deps, orderId: string, attemptId: string) =>
  Promise.all([openPayment(deps, attemptId), deliverOrderMessages(deps, orderId)]);

/** Checking out the same cart again finds the unpaid order; a changed cart lets it go first. */
async function reuseOpenOrder(
  deps: Deps,
  who: Who,
  orderId: string,
  form: OrderForm,
  contents: string,
  bodyHash: string,
): Promise<PlacedView | null> {
  const bundle = await readOrder(deps.db, orderId);
  if (
    bundle?.order.orderStatus !== "placed" ||
    bundle.netMinor !== 0 ||
    bundle.order.totalMinor === 0 ||
    bundle.shipments.length > 0
  )
    return null;
  return replaceOpenOrder(deps, who, bundle, form, contents === bundle.order.contentsHash, bodyHash);
}

function contentsHash(signed: SignedQuote, { contact, address, delivery }: OrderForm): string {
  const lines = signed.lines.map(({ variantId, quantity, unitMinor }) => [variantId, quantity, unitMinor]).sort();
  return digest([signed.market.id, lines, delivery.id, delivery.totals.totalMinor, contact, address]);
}

function commandOf(deps: Deps, who: Who, signed: SignedQuote, form: OrderForm, bodyHash: string): PlaceCommand {
  const { contact, delivery, gateway } = form;
  const number = newOrderNumber();
  const now = deps.now();
  const recipients = contact.email
    ? [{ channel: "email" as const, to: contact.email }]
    : [{ channel: "sms" as const, to: contact.phone ?? "" }];
  return {
    buyer: GUEST,
    key: who.idempotencyKey,
    bodyHash,
    orderId: newId("ord"),
    attemptId: newId("pay"),
    number,
    client: who.client,
    maxOpenOrders: deps.config.maxOpenOrders,
    now,
    locale: who.locale ?? "en",
    market: signed.market,
    delivery,
    totals: delivery.totals,
    taxInclusive: signed.market.taxInclusive,
    contact,
    shippingRequired: form.address !== null,
    address: form.address,
    contentsHash: contentsHash(signed, form),
    lines: signed.lines,
    holdEndsAt: gateway.holdMs === null || delivery.totals.totalMinor === 0 ? null : now + gateway.holdMs,
    payment: {
      gateway: gateway.code,
      mode: gateway.mode,
      account: gateway.account,
      reference: attemptReference(number, 1),
      status: gateway.callsNobody ? "submitted" : "created",
      phone: form.paymentPhone,
      session: who.session,
    },
    messages: (delivery.totals.totalMinor === 0 ? (["placed", "paid"] as const) : (["placed"] as const)).flatMap(
      (template) => recipients.map((one) => ({ ...one, template })),
    ),
  };
}

/** Which desk takes a command: any will do, for the database decides. */
function sendToDesk(deps: Deps, command: PlaceCommand): Promise<DeskAnswer> {
  const { CHECKOUT_DESK } = deps.env;
  const desk = deps.config.desks === 1 ? 0 : Number.parseInt(command.orderId.slice(4, 12), 16) % deps.config.desks;
  return CHECKOUT_DESK.get(CHECKOUT_DESK.idFromName(`desk-${desk}`)).place(command) as Promise<DeskAnswer>;
}

/** Expired, or something moved: quoted again with one read. @throws {DomainError} quote-changed with the new quote when anything the shopper saw differs */
async function quotedAgain(deps: Deps, signed: SignedQuote, form: OrderForm): Promise<SignedQuote> {
  const fresh = await quote(deps, signed.market.id, signed.lines);
  const next = readSignedQuote(deps, fresh.quote, fresh.quoteHash);
  const chosen = next.delivery.find((method) => method.id === form.delivery.id);
  const sameLines = JSON.stringify(next.lines.map(shownOf)) === JSON.stringify(signed.lines.map(shownOf));
  const same =
    sameLines &&
    chosen !== undefined &&
    JSON.stringify(chosen.totals) === JSON.stringify(form.delivery.totals) &&
    next.gateways.includes(form.gateway.code);
  if (!same) throw quoteChanged(fresh);
  return next;
}
const shownOf = ({ variantId, quantity, unitMinor }: SignedQuote["lines"][number]) => [variantId, quantity, unitMinor];

const quoteChanged = (fresh: QuoteView) =>
  new DomainError(
    "quote-changed",
    "Something changed since you loaded this page: a price, the delivery, or what is in stock. Nothing was ordered. Please look again.",
    {
      quote: fresh,
      errors: [{ pointer: "/quote", detail: "changed" }],
    },
  );

async function refusal(deps: Deps, outcome: PlaceOutcome, signed: SignedQuote): Promise<DomainError> {
  switch (outcome) {
    case "out-of-stock": {
      const fresh = await quote(deps, signed.market.id, signed.lines);
      const short = fresh.shortages.map(({ variantId, available, sentence }) => ({
        pointer: `/lines/${variantId}`,
        detail: sentence,
        available,
      }));
      const gone = fresh.dropped.map(({ variantId, sentence }) => ({
        pointer: `/lines/${variantId}`,
        detail: sentence,
        available: 0,
      }));
      return new DomainError(
        "out-of-stock",
        [...short, ...gone][0]?.detail ?? "Someone was quicker: there is not enough left.",
        { errors: [...short, ...gone], quote: fresh },
      );
    }
    case "too-many-orders":
      return new DomainError(
        "too-many-requests",
        "There are several unpaid orders from you already. Pay or cancel one of them first.",
        { retryAfterSeconds: 600, why: "too-many-open-orders" },
      );
    case "too-many-prompts":
      return tooManyPrompts();
    default:
      return unavailable();
  }
}

function throwDeskRefusal(answer: Extract<DeskAnswer, { refused: string }>): never {
  if (answer.refused === "busy")
    throw new DomainError("busy", "Very many people are ordering right now. Please try again in a moment.", {
      retryAfterSeconds: 2,
    });
  if (answer.refused === "database-away") {
    throw new DomainError(
      "database-away",
      "The shop cannot reach its books for the moment. Nothing you typed is lost; please try again, it is never ordered twice.",
      { retryAfterSeconds: 5 },
    );
  }
  const constraint = answer.constraint ?? "";
  if (constraint.includes("E_OUT_OF_STOCK"))
    throw new DomainError("out-of-stock", "Someone was quicker: there is not enough left.");
  if (constraint.includes("E_RESTRICTED"))
    throw new DomainError("identity-needed", "One of these goods needs an identity check first.");
  throw fieldErrors([{ pointer: "/", detail: "This order cannot be written as it is. Please check what you typed." }]);
}
