import { ANOTHER_WAY, each, ourFault, type ResultTable, type ResultWords, words } from "./words.ts";

const DECLINED = words(
  "PayPal could not charge that card or account",
  "Whoever issued it said no.",
  "Choose another card or account at PayPal, or pay another way.",
);
const PAYER_BARRED = words(
  "PayPal does not let this account pay",
  "It is restricted, locked or closed.",
  "Ask PayPal about the account, or pay another way.",
  false,
);
const NOT_ALLOWED = words("PayPal does not allow this payment", "It does not say why.", ANOTHER_WAY, false);
const NOT_APPROVED = words(
  "The payment was not agreed to",
  "PayPal still waits for your word.",
  "Try again, and finish on PayPal's page.",
);
const CLOSED = words(
  "PayPal has closed this payment",
  "It stays open for three hours only.",
  "Try again: you get a new page.",
);

/** For staff: a refund that PayPal did not make. */
const notRefunded = (why: string, next: string, again = false): ResultWords =>
  words("PayPal refused the refund", why, next, again);
const BY_HAND = "Give the money back by hand, and write down the reference.";

/** PayPal's issues and names of errors. Source: Orders v2 and Payments v2, "Errors". */
export const PAYPAL: ResultTable = {
  ...each(
    [
      "INSTRUMENT_DECLINED",
      "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
      "DECLINED",
      "DENIED",
      "FAILED",
      "ECHECK",
      "TRANSACTION_APPROVED_AWAITING_FUNDING",
    ],
    DECLINED,
  ),
  ...each(
    ["PAYER_ACCOUNT_RESTRICTED", "PAYER_ACCOUNT_LOCKED_OR_CLOSED", "PAYER_CANNOT_PAY", "PAYER_COUNTRY_NOT_SUPPORTED"],
    PAYER_BARRED,
  ),
  ...each(
    ["TRANSACTION_REFUSED", "COMPLIANCE_VIOLATION", "BUYER_COMPLAINT", "CHARGEBACK", "PENDING_REVIEW", "OTHER"],
    NOT_ALLOWED,
  ),
  TRANSACTION_LIMIT_EXCEEDED: words(
    "PayPal's limit is reached",
    "The amount is more than this account may pay.",
    "Ask PayPal about the limit, or pay another way.",
    false,
  ),
  MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED: words(
    "PayPal takes no more tries",
    "This payment was tried too often.",
    "Try again: you get a new page.",
  ),
  ...each(["ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED"], NOT_APPROVED),
  ...each(["RESOURCE_NOT_FOUND", "VOIDED", "voided", "approval-reversed"], CLOSED),
  RATE_LIMIT_REACHED: words(
    "PayPal is busy",
    "It takes no more requests at this moment.",
    "Wait a minute and try again.",
  ),
  ...each(
    [
      ...["PAYEE_ACCOUNT_RESTRICTED", "PAYEE_ACCOUNT_INVALID", "CURRENCY_NOT_SUPPORTED"],
      ...["INVALID_REQUEST", "AUTHENTICATION_FAILURE", "NOT_AUTHORIZED", "UNPROCESSABLE_ENTITY", "RESOURCE_CONFLICT"],
      ...["AMOUNT_MISMATCH", "ITEM_TOTAL_MISMATCH", "INTERNATIONAL_WITHDRAWAL", "UNILATERAL", "VERIFICATION_REQUIRED"],
      ...["RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", "TRANSACTION_BLOCKED_BY_PAYEE"],
      ...["PAYEE_BLOCKED_TRANSACTION", "TRANSACTION_RECEIVING_LIMIT_EXCEEDED"],
    ],
    ourFault("PayPal"),
  ),
  ...each(
    ["DUPLICATE_INVOICE_ID", "ORDER_ALREADY_CAPTURED"],
    words(
      "PayPal has this payment already",
      "It was sent before, and we are looking for it.",
      "Do not pay again yet.",
      false,
    ),
  ),
  REFUND_AMOUNT_EXCEEDED: notRefunded("It is more than what is left of the payment.", "Refund what is left."),
  CAPTURE_FULLY_REFUNDED: notRefunded("All of the payment was given back before.", "Nothing more to do here."),
  REFUND_TIME_LIMIT_EXCEEDED: notRefunded("The payment is too old: PayPal gives back for 180 days.", BY_HAND),
  REFUND_CAPTURE_CURRENCY_MISMATCH: notRefunded("It was paid in another currency.", BY_HAND),
  REFUND_FAILED_INSUFFICIENT_FUNDS: notRefunded(
    "Our PayPal account has not enough money.",
    "Top it up, then ask for the refund again.",
    true,
  ),
  ...each(
    ["REFUND_NOT_ALLOWED", "REFUND_IS_RESTRICTED"],
    notRefunded("This payment cannot be given back through PayPal.", BY_HAND),
  ),
  PARTIAL_REFUND_NOT_ALLOWED: notRefunded("It can only be given back whole.", `${BY_HAND} Or refund all of it.`),
  REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK: notRefunded(
    "The payer has disputed the payment.",
    "Wait for the dispute to end: it may give the money back.",
  ),
  MAX_NUMBER_OF_REFUNDS_EXCEEDED: notRefunded("It was given back in too many parts.", BY_HAND),
  REFUND_AMOUNT_TOO_LOW: notRefunded("The amount is too small.", BY_HAND),
  CANCELLED: notRefunded(
    "It was cancelled at PayPal.",
    "Look there why, then ask for it again or give it back by hand.",
    true,
  ),
};
