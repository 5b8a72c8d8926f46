import type { PaymentView } from "#domain/orders/schema";
import type { TransferView } from "#domain/payments/bank-schema";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import type { Whereabouts } from "./going-on.ts";

interface Known {
  readonly view: PaymentView;
  readonly say: PaymentWords;
  readonly where?: Whereabouts;
  readonly transfer?: TransferView | null;
}

/** What the page says of the payment in one line: its heading, its title, and what is read out when it changes. */
export function headingOf({ view: { state, attempt }, say: { heading, page, who }, where, transfer }: Known): string {
  const gateway = attempt?.gateway ?? "mpesa";
  switch (state) {
    case "waiting":
      return attempt?.phone ? heading.waitingPhone : heading.waiting;
    case "redirect":
      return redirectHeading();
    case "transfer":
      return transfer?.state === "checking" ? heading.slipHere : heading.transfer;
    case "part-paid":
      return heading.partPaid;
    case "checking":
      return fill(heading.checking, { who: who[gateway] });
    case "paid":
      return heading.paid;
    case "failed":
      return attempt?.result?.title ?? heading.failed;
    case "at-the-door":
      return heading.atTheDoor;
    case "cancelled":
      return heading.cancelled;
  }

  function redirectHeading(): string {
    const named = { page: page[gateway] };
    if (attempt?.declines && attempt.result) return attempt.result.title;
    if (where === "unpaid") return heading.cameBack;
    if (where === "back") return fill(heading.noPaymentYet, { who: who[gateway] });
    if (where === "leaving" || !attempt?.continueUrl) return fill(heading.opening, named);
    return fill(heading.goOn, named);
  }
}
