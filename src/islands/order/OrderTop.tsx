import type { OrderView } from "#domain/orders/schema";
import { arrives, cash, deadline, firstName, pieces, shownPhone, whole, zoneOfOrder } from "../words.ts";
import { paysAtTheDoor, waitsForMoney } from "./statuses.ts";

/** The heading: what is true of this order in one line, and what comes next in the next. */
export function OrderTop({ order }: { order: OrderView }) {
  if (order.statuses.order === "cancelled") return <CancelledTop order={order} />;
  if (waitsForMoney(order)) return <UnpaidTop order={order} />;
  if (order.statuses.payment === "checking") return <CheckingTop order={order} />;
  return (
    <div class="stack gap-10">
      <p class={paysAtTheDoor(order) && order.dueMinor > 0 ? "st wait" : "st done"}>{moneyLine(order)}</p>
      <h1 class="thanks">Asante, {firstName(order.contact.name)}.</h1>
      <p class="lead-18">
        <Coming order={order} />
      </p>
    </div>
  );
}

function moneyLine(order: OrderView): string {
  if (order.dueMinor > 0 && paysAtTheDoor(order)) return `${cash(order.dueMinor, order.currency)} to pay at the door`;
  if (order.statuses.payment === "refunded") return "The money went back";
  return order.payment ? `Paid with ${whole(order.payment.methodName)}` : "Paid";
}

function Coming({ order }: { order: OrderView }) {
  const { kind, name, from, by } = order.delivery;
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const goods = count === 1 ? (order.lines[0]?.productName ?? "It") : `Your ${pieces(count)}`;
  const day = arrives(kind as "rider", from, by, zoneOfOrder(order));
  const when = day.charAt(0).toLowerCase() + day.slice(1);
  const { fulfilment } = order.statuses;
  if (fulfilment === "delivered")
    return (
      <>
        {goods} {count === 1 ? "has" : "have"} arrived. May {count === 1 ? "it" : "they"} serve you long.
      </>
    );
  if (fulfilment === "returned") return <>{goods} came back to us.</>;
  if (kind === "download") return <>The files come by e-mail; the links in it are yours.</>;
  if (kind === "collect") {
    return (
      <>
        {goods} {count === 1 ? "is" : "are"} ready for you <b>{when}</b>: {name}.
      </>
    );
  }
  return (
    <>
      {goods} {count === 1 ? "reaches" : "reach"} you <b class="keep">{when}</b>.
      {kind === "rider" &&
        order.contact.phone &&
        ` The rider calls ${shownPhone(order.contact.phone)} before setting off.`}
    </>
  );
}

function UnpaidTop({ order }: { order: OrderView }) {
  const zone = zoneOfOrder(order);
  return (
    <div class="stack gap-10">
      <p class="st wait">Not paid yet</p>
      <h1>One thing is left, {firstName(order.contact.name)}.</h1>
      <p class="lead-18">
        <b class="keep">{cash(order.dueMinor, order.currency)}</b> to pay.
        {order.holdEndsAt !== null && ` Your things are kept for you until ${deadline(order.holdEndsAt, zone)}.`}
      </p>
      <p class="no-print">
        <a class="btn main" href={order.paymentUrl}>
          Pay now
        </a>
      </p>
    </div>
  );
}

function CheckingTop({ order }: { order: OrderView }) {
  return (
    <div class="stack gap-10">
      <p class="st wait">We are checking the payment</p>
      <h1>Thank you, {firstName(order.contact.name)}.</h1>
      <p class="lead-18">
        {whole(order.payment?.methodName ?? "The provider")} has not told us yet how it ended. You need do nothing;
        please do not pay a second time.
      </p>
    </div>
  );
}

const WHY: Readonly<Record<string, string>> = {
  "not-paid": "It was not paid in time, so your things went back on the shelf.",
  "changed-cart": "You ordered again with another cart; that order stands in its place.",
  shopper: "You asked us to cancel it.",
  staff: "We cancelled it; the reason is in your messages.",
};

function CancelledTop({ order }: { order: OrderView }) {
  return (
    <div class="stack gap-10">
      <p class="st fail">Cancelled</p>
      <h1>This order is cancelled</h1>
      <p class="lead-18">{WHY[order.cancelReason ?? ""] ?? "Nothing of it will be sent."} Nothing more is to pay.</p>
      <p class="no-print">
        <a class="btn" href="/">
          Back to the goods
        </a>
      </p>
    </div>
  );
}
