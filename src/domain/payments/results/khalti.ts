import { type ResultTable, words } from "./words.ts";

/** Khalti's results: three ends of a page, and one envelope for whatever is wrong with a refund. Source: docs.khalti.com. */
export const KHALTI: ResultTable = {
  "user-canceled": words(
    "You cancelled the payment",
    "Cancel was pressed on Khalti's page.",
    "Try again when you are ready, or pay another way.",
  ),
  expired: words("Khalti's page has closed", "It stays open for an hour at most.", "Try again: you get a new page."),
  validation_error: words(
    "Khalti refused the refund",
    "So much may not be left of the payment, or it came from a bank and Khalti asks for a wallet.",
    "Give the money back by hand, in Khalti's console.",
    false,
  ),
};
