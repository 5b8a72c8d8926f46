import { fill } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { cash, deadline, whole, zoneOfOrder } from "../words.ts";
import { SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import type { StateProps } from "./state-props.ts";
import { TypedReceipt } from "./TypedReceipt.tsx";

/** No final answer yet: calm, nothing to do, and above all no second payment. */
export function Checking(props: StateProps) {
  const { view, order, say } = props;
  const { checking, payment } = say;
  const who = whole(say.who[view.attempt?.gateway ?? "mpesa"]);
  const money = cash(view.attempt?.amountMinor ?? view.dueMinor, view.currency);
  return (
    <div class="two side-25 waiting">
      <section class="centre">
        <SlowBeads mark="wait" />
        <h1>{whole(headingOf(props))}</h1>
        <p class="lead">{filled(checking.lead, { who, notTwice: <b>{checking.notTwice}</b> })}</p>
        <p class="st wait">{checking.state}</p>
        <p class="small muted">{checking.byItself}</p>
      </section>
      <section class="stack gap-24">
        <h2>{checking.next}</h2>
        <ol class="steps">
          <li>
            <span>{fill(checking.stepAsk, { who })}</span>
          </li>
          <li>
            <span>{fill(checking.stepPaid, { money })}</span>
          </li>
          <li>
            <span>{checking.stepNot}</span>
          </li>
        </ol>
        {view.holdEndsAt && order && (
          <p class="small muted">
            {fill(checking.kept, { deadline: deadline(view.holdEndsAt, zoneOfOrder(order), undefined, say.days) })}
          </p>
        )}
        {view.takesReceipts && (
          <div>
            <TypedReceipt {...props} />
          </div>
        )}
        <p class="small muted">
          {filled(payment.worried, { number: <span class="id">{view.number}</span>, phone: <HelpLine /> })}
        </p>
        <p>
          <a class="btn" href={view.orderUrl}>
            {payment.seeOrder}
          </a>
        </p>
      </section>
    </div>
  );
}
