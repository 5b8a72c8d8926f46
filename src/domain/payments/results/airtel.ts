import { AGAIN_OR_ANOTHER, ANOTHER_WAY, each, ourFault, type ResultTable, words } from "./words.ts";

const WRONG_PIN = words(
  "The PIN was not right",
  "Airtel did not accept the PIN that was entered.",
  "Try again, slowly.",
);
const WRONG_NUMBER = words(
  "Airtel does not know that number",
  "It cannot be charged.",
  "Check the number, or use another.",
);
const NOT_DONE = words("Airtel did not make the payment", "It gave no reason that we know.", AGAIN_OR_ANOTHER);
const RAN_OUT = words(
  "The prompt ran out of time",
  "Airtel closed it before it was answered.",
  "Try again with the phone in hand.",
);
const NO_SUCH_PAYMENT = words(
  "Airtel does not find that payment",
  "It may be too old, or have been given back already.",
  "Look at Airtel's portal before anything else.",
  false,
);

/** Airtel's codes. Source: error codes of the Open API's portal. Those that leave open what happened are never a result. */
export const AIRTEL: ResultTable = {
  DP00800001002: WRONG_PIN,
  ROUTER115: WRONG_PIN,
  DP00800001003: words(
    "Airtel's limit is reached",
    "The amount is more than this line may move now.",
    "Use another number, or pay another way.",
  ),
  DP00800001004: words(
    "Airtel does not take so small an amount",
    "The amount is under Airtel's minimum.",
    ANOTHER_WAY,
    false,
  ),
  DP00800001005: words("No PIN was entered", "The prompt was closed without one.", "Try again with the phone in hand."),
  DP00800001007: words(
    "Airtel says the balance was too low",
    "There was not enough money on the line.",
    "Top up and try again, or pay another way.",
  ),
  DP00800001008: words(
    "The payment was refused",
    "You cancelled it, or Airtel did not allow it.",
    "Try again when you are ready, or pay another way.",
  ),
  DP00800001009: words("Airtel does not allow this payment", "It does not say why.", ANOTHER_WAY, false),
  DP00800001029: RAN_OUT,
  TE: RAN_OUT,
  TF: NOT_DONE,
  ESB000011: NOT_DONE,
  ...each(["ESB000033", "ESB000036"], WRONG_NUMBER),
  ROUTER001: words(
    "That number has no Airtel Money",
    "It has no wallet to pay from.",
    "Use another number, or pay another way.",
  ),
  ...each(
    [
      ...["DP00800001010", "DP00800001026"],
      ...["ESB000034", "ESB000035", "ESB000039"],
      ...["ROUTER003", "ROUTER005", "ROUTER006", "ROUTER007", "ROUTER112", "ROUTER114", "ROUTER116", "ROUTER119"],
    ],
    ourFault("Airtel"),
  ),
  // Said of refunds only.
  ...each(["DP00800001025", "ESB000045"], NO_SUCH_PAYMENT),
};
