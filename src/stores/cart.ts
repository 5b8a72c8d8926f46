import { persistentMap } from "@nanostores/persistent";
import { computed } from "nanostores";

export const MOST_OF_ONE = 1_000;

/** What the shopper means to buy: variant id → pieces, kept by this browser. Never a price: those come from the quote. */
export const $cart = persistentMap<Record<string, number | undefined>>(
  "cart:",
  {},
  {
    encode: String,
    decode: (text) => Number.parseInt(text, 10) || 0,
  },
);

/** Pieces in the cart, for the badge. */
export const $unitCount = computed($cart, (cart) =>
  Object.values(cart).reduce<number>((units, pieces) => units + (pieces ?? 0), 0),
);

/** Sets the pieces of a line, 1 to 1,000; zero removes it. */
export function setQuantity(variantId: string, quantity: number): void {
  const pieces = Math.min(Math.trunc(quantity) || 0, MOST_OF_ONE);
  $cart.setKey(variantId, pieces > 0 ? pieces : undefined);
}

export const addLine = (variantId: string, quantity: number): void =>
  setQuantity(variantId, ($cart.get()[variantId] ?? 0) + quantity);

export function clearCart(): void {
  for (const variantId of Object.keys($cart.get())) $cart.setKey(variantId, undefined);
}

/** Takes over the lines that were added without JavaScript ("variantId:2.variantId:1"). */
export function adoptLines(text: string): void {
  for (const line of text.split(".")) {
    const [variantId, pieces] = line.split(":");
    if (variantId && pieces) addLine(variantId, Number(pieces) || 0);
  }
}
