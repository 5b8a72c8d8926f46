import type { Catalogue } from "./fill.ts";

/** The lives of an order, each in a word or two. */
export const orderLives = {
  names: { payment: "Payment", order: "Order", packing: "Packing", delivery: "Delivery", identity: "Identity" },
  payment: {
    unpaid: "Not yet",
    door: "At the door",
    checking: "Being checked",
    "part-paid": "Paid in part",
    paid: "Paid",
    overpaid: "Paid too much",
    "part-refunded": "Given back in part",
    refunded: "Given back",
    disputed: "Under question",
  },
  agreed: { placed: "Confirmed", waiting: "Waiting", completed: "Complete", cancelled: "Cancelled" },
  packing: { not: "Not yet", partly: "Partly packed", packed: "Packed", now: "Being packed" },
  delivery: {
    unfulfilled: "Not yet",
    partial: "Partly on its way",
    shipped: "On its way",
    delivered: "Delivered",
    returned: "Returned",
  },
  identity: { "not-asked": "Not needed", asked: "Asked for", approved: "Done", rejected: "Refused" },
} as const;
export type LifeWords = Catalogue<typeof orderLives>;
