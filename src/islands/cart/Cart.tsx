import { useStore } from "@nanostores/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { QuoteView } from "#domain/checkout/schema";
import { $cart, setQuantity } from "#stores/cart";
import { $market, chooseMarket } from "#stores/market";
import { $quote, askQuote } from "#stores/quote";
import { useHydrated } from "../hydration.ts";
import { pieces } from "../words.ts";
import { CartLines, type Removed } from "./CartLines.tsx";
import { CartSkeleton } from "./CartSkeleton.tsx";
import { CartSlip } from "./CartSlip.tsx";
import { AwayNotice, EmptyCart, Notices, NotSelling, Refused } from "./CartStates.tsx";
import { MarketChoice, type MarketName } from "./MarketChoice.tsx";

export interface CartProps {
  market: string;
  markets: readonly MarketName[];
  /** What the server knows without JavaScript: the lines of the cookie. */
  initial: QuoteView | null;
}

/** A pause after the last press before the server is asked, milliseconds. */
const SETTLE_MS = 250;

/** The cart as a page: goods on the left, the slip with the server's sums on the right. */
export function Cart({ market: first, markets, initial }: CartProps) {
  const hydrated = useHydrated();
  const cart = useStore($cart);
  const quote = useStore($quote);
  const market = useStore($market) || first;
  const [removed, setRemoved] = useState<Removed | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const timer = setTimeout(() => void askQuote(market), $quote.get().view ? SETTLE_MS : 0);
    return () => clearTimeout(timer);
  }, [market, cart]);
  useEffect(() => {
    const online = () => void askQuote(market, { again: true });
    addEventListener("online", online);
    return () => removeEventListener("online", online);
  }, [market]);

  const view = hydrated ? quote.view : initial;
  const count = hydrated ? Object.values(cart).filter(Boolean).length : (initial?.lines.length ?? 0);
  const units =
    view?.lines.reduce((sum, line) => sum + (hydrated ? (cart[line.variantId] ?? 0) : line.quantity), 0) ?? 0;
  const inCart = Object.values(cart).reduce<number>((sum, quantity) => sum + (quantity ?? 0), 0);
  const notices = hydrated ? quote.notices : (initial?.dropped.map(({ sentence }) => sentence) ?? []);
  const waiting = count > 0 && !view && (quote.status === "asking" || quote.status === "unasked");
  const again = () => void askQuote(market, { again: true });
  const drop = (line: Removed) => {
    setRemoved(line);
    setQuantity(line.variantId, 0);
    heading.current?.focus({ preventScroll: true });
  };
  const restore = () => {
    if (removed) setQuantity(removed.variantId, removed.quantity);
    setRemoved(null);
  };

  return (
    <>
      <div class="apart cart-head">
        <h1 tabIndex={-1} ref={heading}>
          Your cart
        </h1>
        <p class="muted" aria-live="polite">
          {units > 0 && pieces(units)}
        </p>
      </div>
      <Notices sentences={notices} />
      {removed && (
        <p class="undo small" role="status">
          “{removed.name}” is out.{" "}
          <button type="button" class="btn bare small" onClick={restore}>
            Put it back
          </button>
        </p>
      )}
      {quote.status === "away" && quote.problem && (
        <AwayNotice problem={quote.problem} count={inCart} onAgain={again} />
      )}
      {quote.status === "refused" && quote.problem && <Refused problem={quote.problem} onAgain={again} />}
      {!hydrated && !initial && <CartSkeleton rows={2} />}
      {!hydrated && !initial && <EmptyCart onlyWithout />}
      {hydrated && count === 0 && quote.status !== "refused" && <EmptyCart />}
      {hydrated && waiting && <CartSkeleton rows={Math.min(count, 8)} />}
      {view && count > 0 && (
        <div class="two side-24 cart" aria-busy={quote.status === "asking"}>
          <div>
            <CartLines view={view} cart={hydrated ? cart : null} onQuantity={setQuantity} onRemove={drop} />
            <MarketChoice markets={markets} market={market} onChoose={chooseMarket} />
          </div>
          {view.selling ? (
            <CartSlip view={view} units={units} stale={quote.status !== "ready" && hydrated} />
          ) : (
            <NotSelling name={view.market.name} />
          )}
        </div>
      )}
      {!view && <MarketChoice markets={markets} market={market} onChoose={chooseMarket} />}
    </>
  );
}
