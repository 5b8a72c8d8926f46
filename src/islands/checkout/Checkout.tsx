import { useStore } from "@nanostores/preact";
import { useEffect, useState } from "preact/hooks";
import type { QuoteView } from "#domain/checkout/schema";
import { fill } from "#domain/sentences/fill";
import type { Locale } from "#domain/sentences/locales";
import type { CheckoutWords } from "#domain/sentences/payment-pages";
import { $cart, setQuantity } from "#stores/cart";
import { $errors, $placing, $problem, $typed, chosen, type Errors, type Typed, write } from "#stores/checkout";
import { $quote, askQuote, cartLines } from "#stores/quote";
import { useHydrated } from "../hydration.ts";
import { pieces, whole } from "../words.ts";
import { CheckoutSkeleton } from "./CheckoutSkeleton.tsx";
import { ContactPart } from "./ContactPart.tsx";
import type { Part } from "./check.ts";
import { DeliveryPart } from "./DeliveryPart.tsx";
import { OrderSlip } from "./OrderSlip.tsx";
import { PayBar, PayButton } from "./PayButton.tsx";
import { PaymentPart } from "./PaymentPart.tsx";
import { submit } from "./submit.ts";
import { CannotShow, EmptyCheckout, Troubles } from "./Troubles.tsx";
import { useParts } from "./use-parts.ts";

export interface CheckoutProps {
  market: string;
  /** In which messages about the order are written. */
  locale: Locale;
  say: CheckoutWords;
  /** What the server knows without JavaScript: the cookie's lines, and what a refused form held. */
  initial: QuoteView | null;
  values: Typed;
  errors: Errors;
  /** A refusal that belongs to no field, said above the form. */
  refusal: string | null;
  idempotencyKey: string;
}

/** Contact, delivery, payment and the slip, on one page. Done parts fold to a line; the total is always in view. */
export function Checkout(props: CheckoutProps) {
  const { say } = props;
  const hydrated = useHydrated();
  const cart = useStore($cart);
  const quote = useStore($quote);
  const placing = useStore($placing);
  const problem = useStore($problem);
  const typed = { ...props.values, ...useStore($typed) };
  const found = useStore($errors);
  const errors = hydrated ? found : props.errors;
  const view = hydrated ? (quote.view ?? props.initial) : props.initial;
  const [changes, setChanges] = useState<readonly string[]>([]);
  const parts = useParts(view, hydrated);

  useEffect(() => void askQuote(props.market), [props.market, cart]);

  if (hydrated && placing === "not-yet" && !view && cartLines(cart).length === 0 && quote.status !== "refused")
    return <EmptyCheckout />;
  if (hydrated && !view && (quote.status === "away" || quote.status === "refused")) {
    return <CannotShow problem={quote.problem} onAgain={() => void askQuote(props.market, { again: true })} />;
  }
  if (!view) {
    return (
      <>
        <CheckoutSkeleton />
        {!hydrated && <EmptyCheckout onlyWithout />}
      </>
    );
  }
  if (view.lines.length === 0) return <EmptyCheckout sentences={view.dropped.map(({ sentence }) => sentence)} />;
  if (!view.selling) return <EmptyCheckout notSelling={view.market.name} />;

  const pick = chosen(typed, view);
  const blocked = view.shortages.length > 0 || view.paymentMethods.length === 0 || quote.status === "asking";
  const screen = { openParts: parts.open, showChanges: setChanges, locale: props.locale };
  const send = (event: Event) => {
    event.preventDefault();
    if (!blocked) void submit(view, screen);
  };
  const shared = { view, typed, errors, onWrite: write };
  const fold = (part: Part) => ({
    folded: parts.isFolded(part),
    onOpen: () => parts.open([part]),
    onDone: () => parts.done(part),
  });

  return (
    <>
      <div class="two side-23" lang="en">
        <form
          class="stack gap-0"
          method="post"
          action="/checkout"
          noValidate={hydrated}
          id="checkout-form"
          onSubmit={send}
        >
          <input type="hidden" name="quote" value={view.quote} />
          <input type="hidden" name="quoteHash" value={view.quoteHash} />
          <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
          <input type="hidden" name="locale" value={props.locale} />
          <h1 class="page-name">Check out</h1>
          <Troubles
            say={say}
            refusal={hydrated ? null : props.refusal}
            problem={problem}
            changes={changes}
            notices={quote.notices}
            shortages={view.shortages}
            stale={quote.status === "away" ? quote.problem : null}
            onTake={setQuantity}
            onAgain={() => (problem ? void submit(view, screen) : void askQuote(props.market, { again: true }))}
          />
          <details class="fold narrow-only order-fold">
            <summary>
              <span>Your order, {pieces(view.lines.reduce((sum, line) => sum + line.quantity, 0))}</span>
            </summary>
            <div class="order-fold-in">
              <OrderSlip view={view} typed={typed} />
            </div>
          </details>
          <ContactPart {...shared} {...fold("contact")} />
          <DeliveryPart {...shared} {...fold("delivery")} />
          <PaymentPart {...shared} say={say} locale={props.locale} onPicked={() => parts.foldDone("payment")} />
          <div class="part wide-only pay-part" lang={props.locale}>
            <PayButton say={say} pick={pick} currency={view.market.currency} placing={placing} blocked={blocked} long />
            {pick.payment && <p class="small muted">{afterwards(pick.payment, say)}</p>}
          </div>
        </form>
        <aside class="stick wide-only" aria-label="Your order">
          <div class="slip">
            <h2 class="slip-head">Your order</h2>
            <OrderSlip view={view} typed={typed} />
          </div>
          <p class="small muted slip-note">
            Returns within 14 days. Questions: <a href="tel:+254709555010">0709 555 010</a>, a person answers.
          </p>
        </aside>
      </div>
      <PayBar say={say} pick={pick} currency={view.market.currency} placing={placing} blocked={blocked} />
    </>
  );
}

/** What follows on the button. */
function afterwards({ code, manner }: QuoteView["paymentMethods"][number], { checkout, page }: CheckoutWords): string {
  if (manner === "redirect") return fill(checkout.afterRedirect, { page: whole(page[code]) });
  return { push: checkout.afterPush, transfer: checkout.afterTransfer, door: checkout.afterDoor }[manner];
}
