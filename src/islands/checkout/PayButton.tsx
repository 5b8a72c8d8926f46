import type { Currency } from "#domain/money";
import { fill } from "#domain/sentences/fill";
import type { CheckoutWords } from "#domain/sentences/payment-pages";
import type { chosen } from "#stores/checkout";
import { cash, whole } from "../words.ts";

interface Props {
  say: CheckoutWords;
  pick: ReturnType<typeof chosen>;
  currency: Currency;
  placing: "not-yet" | "sending" | "placed";
  blocked: boolean;
  /** With the amount in it. */
  long?: boolean;
}

/** The one action of the page. While the order is placed it stays where it is and takes no second press. */
export function PayButton({ say, pick: { payment, totals }, currency, placing, blocked, long = false }: Props) {
  const { checkout } = say;
  const money = cash(totals.totalMinor, currency);
  const words =
    payment && long && payment.asksPhone
      ? fill(checkout.payWith, { money, way: whole(payment.name) })
      : (payment && whole(payment.button)) || checkout.place;
  return (
    <button class="btn main" type="submit" form="checkout-form" aria-disabled={blocked || placing !== "not-yet"}>
      {placing === "not-yet" ? words : checkout.placing}
    </button>
  );
}

/** On a phone: what there is to pay, and the button, under the thumb. */
export function PayBar(props: Props) {
  return (
    <div class="buybar">
      <span>
        <span class="small muted">{props.say.checkout.toPay}</span>
        <br />
        <b class="name bar-sum">{cash(props.pick.totals.totalMinor, props.currency)}</b>
      </span>
      <PayButton {...props} />
    </div>
  );
}
