/** What a provider's result means for the shopper: what happened, why, what to do next. */
export interface ResultWords {
  readonly title: string;
  readonly why: string;
  readonly next: string;
  /** Whether trying the same way again makes sense. */
  readonly again: boolean;
}

const words = (title: string, why: string, next: string, again = true): ResultWords => ({ title, why, next, again });

/** M-Pesa's result codes. Source: Daraja documentation and captured traffic; the code alone decides, the vendor's text differs by channel. */
const MPESA: Readonly<Record<string, ResultWords>> = {
  "1": words(
    "M-Pesa says the balance was too low",
    "There was not enough money on the line.",
    "Top up and try again, or pay another way.",
  ),
  "2": words(
    "M-Pesa does not take so small an amount",
    "The amount is under M-Pesa's minimum.",
    "Please choose another way to pay.",
    false,
  ),
  "3": words(
    "M-Pesa does not take so large an amount",
    "The amount is over M-Pesa's limit for one payment.",
    "Please choose another way to pay.",
    false,
  ),
  "4": words(
    "M-Pesa's daily limit is reached",
    "This line has moved as much as it may today.",
    "Try again tomorrow, use another number, or pay another way.",
  ),
  "8": words(
    "M-Pesa could not pay it to us",
    "Our own account would hold more than M-Pesa allows. We have been told.",
    "Please choose another way to pay.",
    false,
  ),
  "17": words(
    "M-Pesa wants a short pause",
    "The same amount was sent from this line a moment ago.",
    "Wait two minutes and try again.",
  ),
  "26": words("M-Pesa is busy", "Its system did not take the payment.", "Wait a minute and try again."),
  "1001": words(
    "Another M-Pesa session is open on that phone",
    "M-Pesa handles one thing at a time on a line.",
    "Finish or close it, wait a minute and try again.",
  ),
  "1019": words(
    "The prompt ran out of time",
    "M-Pesa closed it before it was answered.",
    "Try again with the phone in hand.",
  ),
  "1025": words(
    "The prompt could not be sent",
    "M-Pesa had trouble reaching the phone.",
    "Wait a minute and try again.",
  ),
  "9999": words(
    "The prompt could not be sent",
    "M-Pesa had trouble reaching the phone.",
    "Wait a minute and try again.",
  ),
  "1032": words(
    "You cancelled the payment",
    "Cancel was pressed on the phone.",
    "Try again when you are ready, or pay another way.",
  ),
  "1037": words(
    "The phone did not answer",
    "It was off, out of reach, or busy with a call.",
    "Switch it on, unlock it and try again.",
  ),
  "2001": words(
    "The PIN was not right",
    "M-Pesa did not accept the PIN that was entered.",
    "Try again, slowly. M-Pesa locks the line after three wrong PINs.",
  ),
  "2028": words(
    "M-Pesa refused the payment",
    "Our account is not set up for it. We have been told.",
    "Please choose another way to pay.",
    false,
  ),
  "8006": words(
    "The M-Pesa PIN is locked",
    "Too many wrong PINs were entered.",
    "Call Safaricom on 100, or pay another way.",
    false,
  ),
  SFC_IC0003: words(
    "M-Pesa refused the payment",
    "Our account is not set up for it. We have been told.",
    "Please choose another way to pay.",
    false,
  ),
};

/** Results of our own making, the same for every gateway. */
const OURS: Readonly<Record<string, ResultWords>> = {
  "not-sent": words("The prompt was not sent", "Something stopped us before it left the shop.", "Please try again."),
  refused: words(
    "The payment could not be started",
    "The provider did not take our request.",
    "Try again, or pay another way.",
  ),
  "bad-phone": words(
    "M-Pesa does not know that number",
    "The number cannot be charged.",
    "Check the number, or use another.",
  ),
  withdrawn: words("The payment was called off", "Another way to pay was chosen.", "Nothing more to do here."),
  expired: words("The payment ran out of time", "No answer came in time.", "Please try again."),
};

const UNKNOWN = words(
  "The payment did not go through",
  "The provider gave a reason we do not know.",
  "Try again, or pay another way.",
);

/** Never empty: a code nobody has seen gets a general answer. */
export const explainResult = (gateway: string, code: string): ResultWords =>
  own(OURS, code) ?? (gateway === "mpesa" ? own(MPESA, code) : undefined) ?? UNKNOWN;

/** Codes come from outside: "constructor" is no code of any table. */
const own = (table: Readonly<Record<string, ResultWords>>, code: string): ResultWords | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;
