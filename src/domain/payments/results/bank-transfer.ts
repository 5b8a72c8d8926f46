import { type ResultTable, words } from "./words.ts";

/** Why staff refuse a transfer's slip. The order keeps waiting for the money itself. */
export const BANK_TRANSFER: ResultTable = {
  unreadable: words(
    "We could not read your slip",
    "The picture is too small, dark or blurred.",
    "Send it again, in daylight and from close by.",
  ),
  "not-a-slip": words(
    "That is not a transfer slip",
    "The file shows something else.",
    "Send the slip your bank gave you for this transfer.",
  ),
  "other-amount": words(
    "The slip shows another amount",
    "It is not what this order asks for.",
    "Transfer what is missing, or send the right slip.",
  ),
  "other-account": words(
    "The slip shows another account",
    "The money went to an account that is not ours.",
    "Ask your bank to call it back, and transfer to the account shown on the order.",
  ),
  "other-reference": words(
    "The slip shows another reference",
    "It belongs to another order, or to none.",
    "Send the slip with this order's reference, or write to us.",
  ),
  "used-before": words(
    "This slip was sent before",
    "The same picture is with another order.",
    "Send the slip of the transfer for this order.",
  ),
  "no-money": words(
    "The money has not come",
    "It is not on our bank's statement.",
    "Ask your bank where it is. We book it on the day it comes.",
  ),
};
