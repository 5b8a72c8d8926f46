import { atom } from "nanostores";
import type { QuoteView } from "#domain/checkout/schema";
import { api } from "#lib/api";
import { isPassing, type Problem } from "#lib/problems";
import { $cart, setQuantity } from "#stores/cart";

/** What the server says the cart costs. `view` stays while a newer answer is on its way, so that nothing jumps. */
export interface QuoteState {
  readonly status: "unasked" | "asking" | "ready" | "away" | "refused";
  readonly view: QuoteView | null;
  readonly problem: Problem | null;
  /** Sentences about lines that were left out, kept until the page is left. */
  readonly notices: readonly string[];
}

export const $quote = atom<QuoteState>({ status: "unasked", view: null, problem: null, notices: [] });

export interface Line {
  readonly variantId: string;
  readonly quantity: number;
}

/** The cart as lines, in the order they were put in. */
export const cartLines = (cart: Readonly<Record<string, number | undefined>>): Line[] =>
  Object.entries(cart).flatMap(([variantId, quantity]) => (quantity ? [{ variantId, quantity }] : []));

const printOf = (market: string, lines: readonly Line[]): string =>
  `${market}|${lines.map(({ variantId, quantity }) => `${variantId}:${quantity}`).join(".")}`;

let asked = ""; // the question that is answered in `view`, or on its way
let asking: AbortController | undefined;

/** Asks what the cart costs now, unless that is known already. A newer question ends an older one. */
export async function askQuote(market: string, { again = false } = {}): Promise<void> {
  const lines = cartLines($cart.get());
  const print = printOf(market, lines);
  if (!again && print === asked) return;
  asking?.abort();
  asked = print;
  if (lines.length === 0) {
    $quote.set({ ...$quote.get(), status: "ready", view: null, problem: null });
    return;
  }
  asking = new AbortController();
  const { signal } = asking;
  $quote.set({ ...$quote.get(), status: "asking" });
  const answer = await api.quote({ market, lines }, signal);
  if (signal.aborted) return;
  if (answer.ok) takeQuote(answer.value);
  else {
    asked = "";
    $quote.set({ ...$quote.get(), status: isPassing(answer.problem) ? "away" : "refused", problem: answer.problem });
  }
}

/** Shows this quote and takes what can no longer be bought out of the cart. */
export function takeQuote(view: QuoteView): void {
  const told = $quote.get().notices;
  const notices = view.dropped.map(({ sentence }) => sentence).filter((sentence) => !told.includes(sentence));
  for (const { variantId, reason } of view.dropped) {
    if (reason !== "no-price") setQuantity(variantId, 0); // it may have a price where the shopper looks next
  }
  asked = printOf(view.market.id, cartLines($cart.get()));
  $quote.set({ status: "ready", view, problem: null, notices: [...told, ...notices] });
}
