import type { Catalogue } from "./fill.ts";

/** What stands on the slip of paper with the sums. */
export const slip = {
  goods: "Goods",
  discount: "Taken off",
  free: "free",
  taxInside: "of which {tax}",
  toPay: "To pay",
  total: "Total",
  here: "Here already",
  left: "Left to pay",
} as const;
export type SlipWords = Catalogue<typeof slip>;
