import type { ComponentChildren } from "preact";
import type { OrderView } from "#domain/orders/schema";
import { counted, fill, formOf } from "#domain/sentences/fill";
import type { OrderWords } from "#domain/sentences/payment-pages";
import { filled } from "../filled.ts";
import { arrives, cash, deadline, firstName, shownPhone, whole, zoneOfOrder } from "../words.ts";
import { paysAtTheDoor, waitsForMoney } from "./statuses.ts";

interface Props {
  order: OrderView;
  say: OrderWords;
}

/** The heading: what is true of this order in one line, and what comes next in the next. */
export function OrderTop(props: Props) {
  const { order } = props;
  if (order.statuses.order === "cancelled") return <CancelledTop {...props} />;
  if (waitsForMoney(order)) return <UnpaidTop {...props} />;
  if (order.statuses.payment === "checking") return <CheckingTop {...props} />;
  const words = props.say.order;
  const { line, mark, more } = moneyOf(props);
  return (
    <div class="stack gap-10">
      <p class={`st ${mark}`}>{line}</p>
      <h1 class="thanks">{fill(words.thanks, { name: firstName(order.contact.name) })}</h1>
      {more && <p class="muted">{more}</p>}
      <p class="lead-18">
        <Coming {...props} />
      </p>
    </div>
  );
}

interface MoneyWords {
  readonly line: string;
  readonly mark: "done" | "wait" | "info";
  readonly more?: string;
}

function moneyOf({ order, say: { order: words, way } }: Props): MoneyWords {
  const { currency, dueMinor, netMinor, totalMinor, payment } = order;
  if (dueMinor > 0 && paysAtTheDoor(order))
    return { line: fill(words.atTheDoor, { money: cash(dueMinor, currency) }), mark: "wait" };
  switch (order.statuses.payment) {
    case "overpaid": {
      const money = cash(netMinor - totalMinor, currency);
      return { line: fill(words.overLine, { money }), mark: "done", more: fill(words.over, { money }) };
    }
    case "part-refunded":
      return {
        line: words.partBackLine,
        mark: "info",
        more: fill(words.partBack, { money: cash(netMinor, currency) }),
      };
    case "refunded":
      return { line: words.wentBack, mark: "info", more: words.allBack };
    case "disputed":
      return { line: words.disputedLine, mark: "wait", more: words.disputed };
    default:
      return {
        line: payment ? fill(words.paidWith, { way: whole(way[payment.gateway]) }) : words.paidPlain,
        mark: "done",
      };
  }
}

function Coming({ order, say: { order: words, locale, days } }: Props): ComponentChildren {
  const { kind, name, from, by } = order.delivery;
  const count = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const goods = count === 1 ? (order.lines[0]?.productName ?? words.anyGood) : counted(words.goods, count, locale);
  const day = arrives(kind as "rider", from, by, zoneOfOrder(order), undefined, days);
  const when = day.charAt(0).toLowerCase() + day.slice(1);
  const { fulfilment } = order.statuses;
  if (fulfilment === "delivered") return fill(formOf(words.arrived, count, locale), { goods });
  if (fulfilment === "returned") return fill(words.cameBack, { goods });
  if (kind === "download") return words.files;
  if (kind === "collect")
    return <>{filled(formOf(words.collect, count, locale), { goods, when: <b>{when}</b>, place: name })}</>;
  return (
    <>
      {filled(formOf(words.reach, count, locale), { goods, when: <b class="keep">{when}</b> })}
      {kind === "rider" &&
        order.contact.phone &&
        ` ${fill(words.riderCalls, { phone: shownPhone(order.contact.phone) })}`}
    </>
  );
}

function UnpaidTop({ order, say: { order: words, days } }: Props) {
  const { currency, dueMinor, totalMinor, holdEndsAt } = order;
  const isPart = dueMinor < totalMinor;
  const money = <b class="keep">{cash(dueMinor, currency)}</b>;
  return (
    <div class="stack gap-10">
      <p class="st wait">{isPart ? words.partLine : words.unpaidLine}</p>
      <h1>{fill(words.oneThing, { name: firstName(order.contact.name) })}</h1>
      <p class="lead-18">
        {isPart
          ? filled(words.partHere, {
              paid: cash(totalMinor - dueMinor, currency),
              total: cash(totalMinor, currency),
              left: money,
            })
          : filled(words.toPay, { money })}
        {holdEndsAt !== null &&
          ` ${fill(words.kept, { deadline: deadline(holdEndsAt, zoneOfOrder(order), undefined, days) })}`}
      </p>
      <p class="no-print">
        <a class="btn main" href={order.paymentUrl}>
          {order.payment?.gateway === "bank-transfer" ? words.payHow : isPart ? words.payRest : words.payNow}
        </a>
      </p>
    </div>
  );
}

function CheckingTop({ order, say: { order: words, who } }: Props) {
  return (
    <div class="stack gap-10">
      <p class="st wait">{words.checkingLine}</p>
      <h1>{fill(words.thankYou, { name: firstName(order.contact.name) })}</h1>
      <p class="lead-18">
        {fill(words.checking, { who: order.payment ? whole(who[order.payment.gateway]) : words.theProvider })}
      </p>
    </div>
  );
}

function CancelledTop({ order, say: { order: words } }: Props) {
  return (
    <div class="stack gap-10">
      <p class="st fail">{words.cancelledLine}</p>
      <h1>{words.cancelledHeading}</h1>
      <p class="lead-18">
        {whyOf(order, words)} {words.nothingMore}
      </p>
      <p class="no-print">
        <a class="btn" href="/">
          {words.back}
        </a>
      </p>
    </div>
  );
}

function whyOf({ cancelReason }: OrderView, { why }: OrderWords["order"]): string {
  const known: Readonly<Record<string, string>> = why;
  return known[cancelReason ?? "other"] ?? why.other;
}
