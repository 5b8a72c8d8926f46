import { Timeline } from "../order/Timeline.tsx";
import { SlipLines, Totals } from "../Slip.tsx";
import { cash, deadline, shownPhone, whole, zoneOfOrder } from "../words.ts";
import { headingOf } from "./headings.ts";
import { AgainButton, OtherWays } from "./PayAgain.tsx";
import type { StateProps } from "./PaymentPage.tsx";

/** Nothing was taken: the reason, that nothing is lost, and the ways on. */
export function Failed(props: StateProps) {
  const { view, order, since } = props;
  const { attempt } = view;
  const again = attempt?.result?.again ?? true;
  const wait = Math.max((attempt?.againInSeconds ?? 0) - since, 0);
  return (
    <div class="two side-23">
      <div class="stack gap-28">
        <div class="stack gap-10">
          <p class="st fail">Not paid</p>
          <h1>{whole(headingOf(view))}</h1>
          <p class="lead-18">
            {attempt?.phone ? "No money has left your phone." : "Nothing was taken."} <Kept {...props} />
          </p>
          {attempt?.result && (
            <p class="muted">
              {attempt.result.why} {attempt.result.next}
            </p>
          )}
        </div>
        {attempt && again && (
          <div class="row">
            <AgainButton {...props} wait={wait} main />
            <span class="small muted">
              {attempt.phone && `on ${shownPhone(attempt.phone)}, `}
              {cash(view.dueMinor, view.currency)}
            </span>
          </div>
        )}
        <section class="stack gap-12">
          <h2>{again ? "Or another way" : "Pay another way"}</h2>
          <OtherWays {...props} blocked={false} />
        </section>
        {order && (
          <section class="stack">
            <h2>What has happened</h2>
            <Timeline entries={order.timeline} timeZone={zoneOfOrder(order)} />
          </section>
        )}
        <p class="small muted">
          Did money leave your account all the same? It is held, not lost: call{" "}
          <a href="tel:+254709555010">0709 555 010</a> with the order number <span class="id">{view.number}</span>, and
          we look at once.
        </p>
      </div>
      {order && (
        <aside>
          <div class="slip">
            <h2 class="slip-head">Still yours to pay</h2>
            <SlipLines lines={order.lines.map((line) => ({ ...line, key: line.id }))} currency={order.currency} />
            <Totals
              sums={order}
              currency={order.currency}
              taxName={order.taxName}
              taxInclusive={order.taxInclusive}
              delivery={order.delivery.name}
            />
          </div>
        </aside>
      )}
    </div>
  );
}

function Kept({ view, order }: StateProps) {
  if (!view.holdEndsAt || !order) return <>Your order stays as it is.</>;
  if (view.holdEndsAt < Date.now()) return <>We can keep your things no longer, but you may still try.</>;
  return (
    <>
      Your things are kept for you until <b class="keep">{deadline(view.holdEndsAt, zoneOfOrder(order))}</b>.
    </>
  );
}
