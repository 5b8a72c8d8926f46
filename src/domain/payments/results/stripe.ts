import { ANOTHER_WAY, each, ourFault, type ResultTable, type ResultWords, words } from "./words.ts";

/** Also for a card that is lost, stolen or suspected: its holder is told no more than anybody else. Source: Stripe, "Decline codes". */
const DECLINED = words(
  "The card was declined",
  "Its bank does not say why.",
  "Use another card, ask your bank, or pay another way.",
);
const ANOTHER_CARD = "Use another card, or pay another way.";
const WRONG_NUMBER = words(
  "The card number was not right",
  "There is a slip in it.",
  "Try again and check each digit.",
);
const WRONG_CVC = words(
  "The security code was not right",
  "It is the three digits on the back of the card.",
  "Try again and check them.",
);
const OUT_OF_DATE = words("The card has expired", "Its last month is over, or was typed wrong.", ANOTHER_CARD);
const NOT_PROVEN = words(
  "Your bank did not confirm it was you",
  "It asks for a code or a word in its app.",
  "Try again, and answer your bank.",
);
const OVER_LIMIT = words(
  "The card has reached its limit",
  "It was used too often, or for too much.",
  "Try again tomorrow, use another card, or pay another way.",
);
const NOT_FOR_THIS = words(
  "This card does not work here",
  "Its bank does not allow this kind of payment.",
  ANOTHER_CARD,
  false,
);
const TRY_LATER = words(
  "The card could not be charged",
  "Its bank had trouble answering.",
  "Wait a minute and try again.",
);

/** For staff: a refund that Stripe or the payer's bank did not make. */
const notRefunded = (why: string, next: string, again = false): ResultWords =>
  words("The refund did not go through", why, next, again);
const BY_HAND = "Give the money back by hand, and write down the reference.";

/** Stripe's codes of errors and declines, and of refunds that failed. Source: Stripe's "Error codes", "Decline codes", "Refunds". */
export const STRIPE: ResultTable = {
  ...each(
    [
      ...["card_error", "card_declined", "generic_decline", "lost_card", "stolen_card", "fraudulent", "pickup_card"],
      ...["do_not_honor", "do_not_try_again", "call_issuer", "restricted_card", "no_action_taken", "not_permitted"],
      ...["merchant_blacklist", "security_violation", "stop_payment_order", "revocation_of_authorization"],
    ],
    DECLINED,
  ),
  insufficient_funds: words(
    "There was not enough money on the card",
    "Its bank says the balance was too low.",
    "Top up and try again, use another card, or pay another way.",
  ),
  ...each(["incorrect_number", "invalid_number", "invalid_account"], WRONG_NUMBER),
  ...each(["incorrect_cvc", "invalid_cvc"], WRONG_CVC),
  ...each(["expired_card", "invalid_expiry_month", "invalid_expiry_year"], OUT_OF_DATE),
  incorrect_zip: words("The postcode was not right", "It is not the one your bank knows.", "Try again and check it."),
  ...each(["authentication_required", "authentication_failure", "payment_intent_authentication_failure"], NOT_PROVEN),
  ...each(["card_velocity_exceeded", "withdrawal_count_limit_exceeded"], OVER_LIMIT),
  ...each(
    ["card_not_supported", "currency_not_supported", "transaction_not_allowed", "service_not_allowed"],
    NOT_FOR_THIS,
  ),
  ...each(
    ["processing_error", "issuer_not_available", "try_again_later", "reenter_transaction", "approve_with_id"],
    TRY_LATER,
  ),
  ...each(
    ["test_mode_live_card", "testmode_decline"],
    words(
      "The shop takes no real cards yet",
      "It is being tried out, with cards made for that.",
      "Use a test card, or come back later.",
      false,
    ),
  ),
  amount_too_small: words("The amount is too small for a card", "It is under Stripe's minimum.", ANOTHER_WAY, false),
  amount_too_large: words("The amount is too large for a card", "It is over Stripe's limit.", ANOTHER_WAY, false),
  canceled: words(
    "The payment was cancelled",
    "It was ended before the card was charged.",
    "Try again, or pay another way.",
  ),
  ...each(
    ["invalid_request_error", "idempotency_error", "authentication", "authentication_error", "permission_error"],
    ourFault("Stripe"),
  ),
  ...each(
    ["api_error", "rate_limit", "lock_timeout"],
    words("Stripe is busy", "It did not take the payment.", "Wait a minute and try again."),
  ),
  charge_already_refunded: notRefunded("All of the payment was given back before.", "Nothing more to do here."),
  ...each(
    ["charge_disputed", "charge_for_pending_refund_disputed"],
    notRefunded("The payer has disputed the payment.", "Wait for the dispute to end: it may give the money back."),
  ),
  ...each(
    ["lost_or_stolen_card", "expired_or_canceled_card"],
    notRefunded("The card it should go to is no longer in use.", BY_HAND),
  ),
  ...each(
    ["declined", "unknown", "requires_action"],
    notRefunded("The payer's bank did not take it, and does not say why.", BY_HAND),
  ),
  merchant_request: notRefunded(
    "It was cancelled in Stripe's dashboard.",
    "Look there why, then ask for it again.",
    true,
  ),
};
