import { AGAIN_OR_ANOTHER, ANOTHER_WAY, type ResultTable, words } from "./words.ts";

/** Results of our own making, the same for every gateway. */
export const OURS: ResultTable = {
  "not-sent": words("The request was not sent", "Something stopped us before it left the shop.", "Please try again."),
  refused: words("The payment could not be started", "The provider did not take our request.", AGAIN_OR_ANOTHER),
  busy: words(
    "The provider is busy",
    "It takes no more requests at this moment.",
    "Wait a minute and try again, or pay another way.",
  ),
  "not-opened": words(
    "The payment page could not be opened",
    "The provider did not answer, though we asked three times.",
    "Try again in a few minutes, or pay another way.",
  ),
  "not-found": words(
    "The provider knows nothing of this payment",
    "Our request did not reach it, so nothing was taken.",
    AGAIN_OR_ANOTHER,
  ),
  "payment-failed": words("The payment did not go through", "The provider does not say why.", AGAIN_OR_ANOTHER),
  "bad-phone": words(
    "That number cannot be charged",
    "The provider does not know it.",
    "Check the number, or use another.",
  ),
  cents: words(
    "Only whole amounts go this way",
    "The amount has cents, which the provider does not know.",
    ANOTHER_WAY,
    false,
  ),
  withdrawn: words("The payment was called off", "Another way to pay was chosen.", "Nothing more to do here."),
  lapsed: words(
    "Nothing was taken",
    "When you agreed, the order was paid or cancelled already, or its goods had gone.",
    "Look at the order: if it still waits for money, pay it again.",
  ),
  "not-paid": words("Nothing was paid", "We looked it up at the provider.", AGAIN_OR_ANOTHER),
  "not-agreed": words("The refund was not agreed to", "Whoever looked at it said no.", "Nothing was sent back.", false),
  "not-made": words("The refund was never made", "Somebody looked it up at the provider.", "Give it back again.", true),
  expired: words("The payment ran out of time", "No answer came in time.", "Please try again."),
  "session-expired": words(
    "The payment page has closed",
    "It stays open for a limited time only.",
    "Try again: you get a new page.",
  ),
};

export const UNKNOWN = words(
  "The payment did not go through",
  "The provider gave a reason we do not know.",
  AGAIN_OR_ANOTHER,
);
