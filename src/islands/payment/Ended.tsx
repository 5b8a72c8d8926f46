import type { OrderView } from "#domain/orders/schema";
import { fill } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { filled } from "../filled.ts";
import { HelpLine } from "../HelpLine.tsx";
import { arrives, cash, firstName, hiddenPhone, upperFirst, whole, zoneOfOrder } from "../words.ts";
import { SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import { SendSlip } from "./SendSlip.tsx";
import { SentSlips } from "./SentSlips.tsx";
import type { StateProps } from "./state-props.ts";

/** "It reaches you by Tuesday 24 November." */
function whenWords(order: OrderView, { paid, days }: PaymentWords): string {
  const { kind, name, from, by } = order.delivery;
  const day = arrives(kind as "rider", from, by, zoneOfOrder(order), undefined, days);
  const when = day.charAt(0).toLowerCase() + day.slice(1);
  if (kind === "download") return paid.download;
  return kind === "collect" ? fill(paid.collect, { when, place: name }) : fill(paid.reaches, { when });
}

const thanks = (order: OrderView | null, { paid }: PaymentWords): string =>
  order ? fill(paid.thanks, { name: firstName(order.contact.name) }) : paid.thanksAll;

/** The money is there: thanks, the receipt, and the order. */
export function Paid({ view, order, say }: StateProps) {
  const { attempt } = view;
  const { paid } = say;
  const money = cash(view.totalMinor, view.currency);
  const over = order ? order.netMinor - order.totalMinor : 0;
  return (
    <section class="centre ended">
      <SlowBeads mark="done" />
      <h1>{thanks(order, say)}</h1>
      <p class="lead">
        {filled(paid.lead, { money: <b class="keep">{money}</b>, when: order ? whenWords(order, say) : "" })}
      </p>
      {over > 0 && <p class="muted">{fill(paid.over, { money: cash(over, view.currency) })}</p>}
      <div class="slip ended-slip">
        <dl class="sum small">
          <Row name={paid.order} value={view.number} />
          {attempt && <Row name={paid.with} value={upperFirst(whole(say.way[attempt.gateway]))} />}
          {attempt?.receipt && <Row name={paid.receipt} value={attempt.receipt} />}
          {attempt?.phone && <Row name={paid.from} value={hiddenPhone(attempt.phone)} />}
          <div class="total">
            <dt>{paid.paid}</dt>
            <dd>{money}</dd>
          </div>
        </dl>
      </div>
      <p>
        <a class="btn main" href={view.orderUrl}>
          {paid.seeYours}
        </a>
      </p>
      <p class="small muted">{paid.keepAddress}</p>
    </section>
  );
}

export function AtTheDoor({ view, order, say }: StateProps) {
  const { paid } = say;
  return (
    <section class="centre ended">
      <SlowBeads mark="done" />
      <h1>{thanks(order, say)}</h1>
      <p class="lead">
        {filled(paid.doorLead, {
          when: order ? whenWords(order, say) : "",
          money: <b class="keep">{cash(view.dueMinor, view.currency)}</b>,
        })}
      </p>
      <p class="muted">{filled(say.payment.orderLink, { number: <span class="id">{view.number}</span> })}</p>
      <p>
        <a class="btn main" href={view.orderUrl}>
          {paid.seeYours}
        </a>
      </p>
    </section>
  );
}

/** Nothing is to pay. Whoever sent money from a bank all the same can say so here. */
export function Cancelled(props: StateProps) {
  const { view, say, transfer } = props;
  const { cancelled, payment } = say;
  return (
    <>
      <section class="centre ended">
        <SlowBeads mark="fail" />
        <h1>{headingOf(props)}</h1>
        <p class="lead">
          {filled(cancelled.lead, { number: <span class="id">{view.number}</span>, phone: <HelpLine /> })}
        </p>
        <p class="row">
          <a class="btn main" href="/">
            {cancelled.back}
          </a>
          <a class="btn bare" href={view.orderUrl}>
            {payment.seeOrder}
          </a>
        </p>
      </section>
      {transfer && (transfer.upload.allowed || transfer.proofs.length > 0) && (
        <section class="stack gap-24 late-slip">
          <SendSlip {...props} transfer={transfer} late />
          <SentSlips {...props} transfer={transfer} />
        </section>
      )}
    </>
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
