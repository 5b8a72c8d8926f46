import { type ResultTable, words } from "./words.ts";

/** M-Pesa's result codes. Source: Daraja documentation and captured traffic; the code alone decides, the vendor's text differs by channel. */
export const MPESA: ResultTable = {
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
