import type { OrderView } from "#domain/orders/schema";
import { arrives, cash, firstName, hiddenPhone, whole, zoneOfOrder } from "../words.ts";
import { SlowBeads } from "./Beads.tsx";
import type { StateProps } from "./PaymentPage.tsx";

/** "It reaches you by Tuesday 24 November." */
function whenWords(order: OrderView): string {
  const { kind, name, from, by } = order.delivery;
  const day = arrives(kind as "rider", from, by, zoneOfOrder(order));
  const lower = day.charAt(0).toLowerCase() + day.slice(1);
  if (kind === "download") return "The files come by e-mail in a moment.";
  return kind === "collect" ? `You can collect it ${lower}: ${name}.` : `It reaches you ${lower}.`;
}

const thanks = (order: OrderView | null): string => (order ? `Asante, ${firstName(order.contact.name)}.` : "Asante.");

/** The money is there: thanks, the receipt, and the order. */
export function Paid({ view, order }: StateProps) {
  const { attempt } = view;
  return (
    <section class="centre ended">
      <SlowBeads mark="done" />
      <h1>{thanks(order)}</h1>
      <p class="lead">
        <b class="keep">{cash(view.totalMinor, view.currency)}</b> is paid. {order && whenWords(order)}
      </p>
      <div class="slip ended-slip">
        <dl class="sum small">
          <Row name="Order" value={view.number} />
          {attempt && <Row name="Paid with" value={whole(attempt.methodName)} />}
          {attempt?.receipt && <Row name="Receipt" value={attempt.receipt} />}
          {attempt?.phone && <Row name="From" value={hiddenPhone(attempt.phone)} />}
          <div class="total">
            <dt>Paid</dt>
            <dd>{cash(view.totalMinor, view.currency)}</dd>
          </div>
        </dl>
      </div>
      <p>
        <a class="btn main" href={view.orderUrl}>
          See your order
        </a>
      </p>
      <p class="small muted">Keep that page’s address: it is yours, and shows where your things are.</p>
    </section>
  );
}

export function AtTheDoor({ view, order }: StateProps) {
  return (
    <section class="centre ended">
      <SlowBeads mark="done" />
      <h1>{thanks(order)}</h1>
      <p class="lead">
        Nothing to pay now. {order && whenWords(order)} Then you pay{" "}
        <b class="keep">{cash(view.dueMinor, view.currency)}</b>, when you have seen the goods.
      </p>
      <p class="muted">
        Order <span class="id">{view.number}</span>
      </p>
      <p>
        <a class="btn main" href={view.orderUrl}>
          See your order
        </a>
      </p>
    </section>
  );
}

export function Cancelled({ view }: StateProps) {
  return (
    <section class="centre ended">
      <SlowBeads mark="fail" />
      <h1>This order is cancelled</h1>
      <p class="lead">
        There is nothing to pay, and your things went back on the shelf. If money has left your account for{" "}
        <span class="id">{view.number}</span>, call <a href="tel:+254709555010">0709 555 010</a>: it is held, not lost.
      </p>
      <p class="row">
        <a class="btn main" href="/">
          Back to the goods
        </a>
        <a class="btn bare" href={view.orderUrl}>
          See the order
        </a>
      </p>
    </section>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="id">{value}</dd>
    </div>
  );
}
