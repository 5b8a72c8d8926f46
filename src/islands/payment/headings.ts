import type { PaymentView } from "#domain/orders/schema";

/** What the page says of the payment in one line: its heading, its title, and what is read out when it changes. */
export function headingOf({ state, attempt }: PaymentView): string {
  switch (state) {
    case "waiting":
      return attempt?.phone ? "Look at your phone" : "Waiting for your payment";
    case "redirect":
      return `Pay with ${attempt?.methodName ?? "the provider"}`;
    case "transfer":
      return "Send the money from your bank";
    case "part-paid":
      return "Part of it is paid";
    case "checking":
      return `We are checking with ${attempt?.methodName ?? "the provider"}`;
    case "paid":
      return "Paid, thank you";
    case "failed":
      return attempt?.result?.title ?? "The payment did not go through";
    case "at-the-door":
      return "Ordered, thank you";
    case "cancelled":
      return "This order is cancelled";
  }
}
