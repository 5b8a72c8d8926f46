import { fill } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { Timeline } from "../order/Timeline.tsx";
import { cash, deadline, shownPhone, whole, zoneOfOrder } from "../words.ts";
import { headingOf } from "./headings.ts";
import { isPartHere, PartHere } from "./PartPaid.tsx";
import { AgainButton, mayGoAgain, OtherWays, othersOf } from "./PayAgain.tsx";
import { SendSlip } from "./SendSlip.tsx";
import { SentSlips } from "./SentSlips.tsx";
import { StillToPay } from "./StillToPay.tsx";
import type { StateProps } from "./state-props.ts";
import { TypedReceipt } from "./TypedReceipt.tsx";

/** Nothing was taken: the reason, that nothing is lost, and the ways on. */
export function Failed(props: StateProps) {
  const { view, order, since, say, transfer } = props;
  const { attempt } = view;
  const { failed } = say;
  const again = mayGoAgain(view);
  const wait = Math.max((attempt?.againInSeconds ?? 0) - since, 0);
  const money = cash(view.dueMinor, view.currency);
  return (
    <div class="two side-23">
      <div class="stack gap-28">
        <div class="stack gap-10">
          <p class="st fail">{failed.state}</p>
          <h1>{whole(headingOf(props))}</h1>
          <p class="lead-18">
            {attempt?.phone ? failed.notFromPhone : isPartHere(props) ? failed.nothingNow : failed.nothingTaken}{" "}
            <Kept {...props} />
          </p>
          <PartHere {...props} />
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
              {attempt.phone ? fill(failed.onPhone, { phone: shownPhone(attempt.phone), money }) : money}
            </span>
          </div>
        )}
        {othersOf(view).length > 0 && (
          <section class="stack gap-12">
            <h2>{again ? failed.orAnother : failed.another}</h2>
            <OtherWays {...props} blocked={false} />
          </section>
        )}
        {view.takesReceipts && (
          <div>
            <TypedReceipt {...props} />
          </div>
        )}
        {attempt?.manner === "transfer" && transfer?.upload.allowed && (
          <section class="stack gap-24">
            <SendSlip {...props} transfer={transfer} late />
            <SentSlips {...props} transfer={transfer} />
          </section>
        )}
        {order && (
          <section class="stack">
            <h2>{failed.happened}</h2>
            <Timeline entries={order.timeline} timeZone={zoneOfOrder(order)} days={say.days} />
          </section>
        )}
        <p class="small muted">
          {filled(failed.allTheSame, { phone: <HelpLine />, number: <span class="id">{view.number}</span> })}
        </p>
      </div>
      <StillToPay {...props} />
    </div>
  );
}

function Kept({ view, order, say }: StateProps) {
  const { payment, days } = say;
  if (!view.holdEndsAt || !order) return <>{payment.stays}</>;
  if (view.holdEndsAt < Date.now()) return <>{payment.notKept}</>;
  const until = deadline(view.holdEndsAt, zoneOfOrder(order), undefined, days);
  return <>{filled(payment.kept, { deadline: <b class="keep">{until}</b> })}</>;
}
