import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { Timeline } from "../order/Timeline.tsx";
import { cash, zoneOfOrder } from "../words.ts";
import { headingOf } from "./headings.ts";
import { OtherWays, othersOf } from "./PayAgain.tsx";
import { StillToPay } from "./StillToPay.tsx";
import type { StateProps } from "./state-props.ts";

export const isPartHere = ({ view: { totalMinor, dueMinor } }: StateProps): boolean =>
  dueMinor > 0 && dueMinor < totalMinor;

/** How much came and how much is left. */
export function partsOf({ totalMinor, dueMinor, currency }: StateProps["view"]) {
  return {
    paid: <b class="keep">{cash(totalMinor - dueMinor, currency)}</b>,
    total: <span class="keep">{cash(totalMinor, currency)}</span>,
    left: <b class="keep">{cash(dueMinor, currency)}</b>,
  };
}

/** In a state that is about something else: that part of the money is here already. */
export const PartHere = (props: StateProps) =>
  isPartHere(props) ? <p class="part-here">{filled(props.say.payment.partHere, partsOf(props.view))}</p> : null;

/** Some of it came, and nobody is asked for the rest yet: it can be paid any way. */
export function PartPaid(props: StateProps) {
  const { view, order, say } = props;
  const { partPaid, failed } = say;
  return (
    <div class="two side-23">
      <div class="stack gap-28">
        <div class="stack gap-10">
          <p class="st wait">{partPaid.state}</p>
          <h1>{headingOf(props)}</h1>
          <p class="lead-18">{filled(partPaid.lead, partsOf(view))}</p>
        </div>
        <section class="stack gap-12">
          <h2>{partPaid.rest}</h2>
          {othersOf(view).length > 0 ? (
            <OtherWays {...props} blocked={false} />
          ) : (
            <p>{filled(partPaid.noWay, { phone: <HelpLine /> })}</p>
          )}
        </section>
        {order && (
          <section class="stack">
            <h2>{failed.happened}</h2>
            <Timeline entries={order.timeline} timeZone={zoneOfOrder(order)} days={say.days} />
          </section>
        )}
        <p class="small muted">
          {filled(say.payment.worried, { number: <span class="id">{view.number}</span>, phone: <HelpLine /> })}
        </p>
      </div>
      <StillToPay {...props} />
    </div>
  );
}
