import { cash, deadline, whole, zoneOfOrder } from "../words.ts";
import { SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import type { StateProps } from "./PaymentPage.tsx";

/** No final answer yet: calm, nothing to do, and above all no second payment. */
export function Checking({ view, order }: StateProps) {
  const method = whole(view.attempt?.methodName ?? "the provider");
  return (
    <div class="two side-25 waiting">
      <section class="centre">
        <SlowBeads mark="wait" />
        <h1>{whole(headingOf(view))}</h1>
        <p class="lead">
          {method} has not told us yet how it ended. You need do nothing, and <b>please do not pay a second time</b>.
        </p>
        <p class="st wait">Checking</p>
        <p class="small muted">
          This page changes by itself, mostly within a minute. You may close it; your order is safe.
        </p>
      </section>
      <section class="stack gap-24">
        <h2>What happens next</h2>
        <ol class="steps">
          <li>
            <span>We go on asking {method} until it answers, also when you close this page.</span>
          </li>
          <li>
            <span>
              If your {cash(view.dueMinor, view.currency)} arrived, the order is paid and we send the receipt with its
              number.
            </span>
          </li>
          <li>
            <span>If nothing was taken, we say so here and you can pay again, the same way or another.</span>
          </li>
        </ol>
        {view.holdEndsAt && order && (
          <p class="small muted">
            Your things are kept for you until at least {deadline(view.holdEndsAt, zoneOfOrder(order))}, and while we
            are asking.
          </p>
        )}
        <p class="small muted">
          Order <span class="id">{view.number}</span>. Still worried? <a href="tel:+254709555010">0709 555 010</a>, a
          person answers.
        </p>
        <p>
          <a class="btn" href={view.orderUrl}>
            See the order
          </a>
        </p>
      </section>
    </div>
  );
}
