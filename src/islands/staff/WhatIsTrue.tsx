import type { StaffOrderView } from "#domain/orders/schema";
import { orderLives } from "#domain/sentences/order-lives";
import { type Shown, shownStatuses } from "../order/statuses.ts";
import { Thumb } from "../Thumb.tsx";
import { amount, arrives, cash, firstName, shownPhone, whole } from "../words.ts";
import { attemptSaid, moment, placed, taskSaid, todoOf, ZONE } from "./console-words.ts";
import { MoneyPanel } from "./money/MoneyPanel.tsx";
import type { OrderActing } from "./use-order.ts";

interface Props {
  order: StaffOrderView;
  now: number;
}
interface TruthProps {
  acting: OrderActing;
  me: string;
  may: { approve: boolean; readPayments: boolean };
}

/** The right column: where it stands, the slip, the money, who, where, how it was paid. */
export function WhatIsTrue({ acting, me, may }: TruthProps) {
  const { order, now } = acting;
  return (
    <aside class="truth" aria-label="What is true">
      {order.openTasks.length > 0 && (
        <section>
          <h2>To look at</h2>
          <ul class="stack gap-8">
            {order.openTasks.map(({ id, kind, detail }) => (
              <li class="flag" key={id}>
                <b>{taskSaid(kind)}</b>
                {detail && (
                  <>
                    <br />
                    {detail}
                  </>
                )}
                <br />
                <span class="small">{todoOf(kind)}</span>
              </li>
            ))}
          </ul>
          {may.readPayments && (
            <p>
              <a class="small" href="/staff/tasks">
                Mark a task done
              </a>
            </p>
          )}
        </section>
      )}
      <section>
        <h2>Where it stands</h2>
        <dl class="kv">
          {standing(order).map(({ name, word, mark }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span class={`st ${mark}`}>{word}</span>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <GoodsSlip order={order} />
      {may.readPayments && <MoneyPanel acting={acting} me={me} mayAgree={may.approve} />}
      <section>
        <h2>Who</h2>
        <p>
          {order.contact.name}
          {order.contact.phone && (
            <>
              <br />
              <a href={`tel:${order.contact.phone}`}>{shownPhone(order.contact.phone)}</a>
            </>
          )}
          {order.contact.email && (
            <>
              <br />
              <a
                class="long"
                href={`mailto:${order.contact.email}?subject=${encodeURIComponent(`Your order ${order.number}`)}`}
              >
                {order.contact.email}
              </a>
            </>
          )}
          <br />
          <a class="no-print" href={order.paymentUrl.replace(/\/payment$/, "")}>
            The page {firstName(order.contact.name)} sees
          </a>
        </p>
      </section>
      <Where order={order} now={now} />
      <Attempts order={order} now={now} withLinks={may.readPayments} />
    </aside>
  );
}

/** The four statuses; of a cancelled order nobody asks for money at the door any more. */
const standing = (order: StaffOrderView): Shown[] =>
  shownStatuses(order, orderLives).map((shown) =>
    shown.name === "Payment" && order.statuses.order === "cancelled" && order.statuses.payment === "unpaid"
      ? { ...shown, word: "Not paid", mark: "none" }
      : shown,
  );

function GoodsSlip({ order }: { order: StaffOrderView }) {
  const { currency } = order;
  const isPaid = order.dueMinor === 0 && order.statuses.order !== "cancelled";
  return (
    <div class="slip">
      <table class="lines small">
        <caption class="sr">Goods</caption>
        <thead class="sr">
          <tr>
            <th scope="col">Picture</th>
            <th scope="col">Good</th>
            <th scope="col">Pieces</th>
            <th scope="col">Sum, {currency}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.id}>
              <td class="l-pic">
                <Thumb image={line.imageKey} size={48} />
              </td>
              <th scope="row">
                {line.productName}
                <br />
                <span class="muted">
                  {[line.variantName, line.sku].filter(Boolean).join(", ")}
                  {line.shipped > 0 && line.shipped < line.quantity && `. ${line.shipped} of ${line.quantity} sent`}
                </span>
              </th>
              <td class="num">{line.quantity}</td>
              <td class="num">{amount(line.totalMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl class="sum small">
        {order.discountMinor > 0 && <Sum name="Taken off" value={amount(-order.discountMinor, currency)} />}
        <Sum
          name={order.delivery.name}
          value={order.deliveryMinor === 0 ? "free" : amount(order.deliveryMinor, currency)}
        />
        {order.taxName && (
          <Sum
            name={order.taxInclusive ? `of which ${order.taxName}` : order.taxName}
            value={amount(order.taxMinor, currency)}
          />
        )}
        <Sum name={isPaid ? paidHow(order) : "Total"} value={cash(order.totalMinor, currency)} total />
        {order.dueMinor > 0 && order.dueMinor < order.totalMinor && (
          <Sum name="Still due" value={cash(order.dueMinor, currency)} />
        )}
      </dl>
    </div>
  );
}

const paidHow = ({ payment }: StaffOrderView): string => {
  if (!payment) return "Paid";
  return payment.gateway === "on-delivery" ? "Paid in cash" : `Paid with ${whole(payment.methodName)}`;
};

function Sum({ name, value, total = false }: { name: string; value: string; total?: boolean }) {
  return (
    <div class={total ? "total" : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Where({ order, now }: Props) {
  const { address, delivery, shipments } = order;
  return (
    <section>
      <h2>Where</h2>
      <p>
        {address ? [address.street, address.region].filter(Boolean).join(", ") : delivery.name}
        {address?.note && (
          <>
            <br />
            <span class="muted">{address.note}</span>
          </>
        )}
        {["unfulfilled", "partial"].includes(order.statuses.fulfilment) && order.statuses.order === "placed" && (
          <>
            <br />
            <span class={delivery.by < now ? "late" : "muted"}>
              {arrives(delivery.kind as "rider", delivery.from, delivery.by, ZONE, now)} was promised
            </span>
          </>
        )}
      </p>
      {shipments.map((shipment) => (
        <p key={shipment.id} class="shipment">
          <span class={shipment.deliveredAt === null ? "st wait" : "st done"}>{shipment.carrier}</span>
          {shipment.trackingNumber && (
            <>
              , number <span class="id">{shipment.trackingNumber}</span>
            </>
          )}
          <br />
          <span class="small muted">
            sent {placed(shipment.shippedAt, now)}
            {shipment.deliveredAt !== null && `, arrived ${placed(shipment.deliveredAt, now)}`}
          </span>
        </p>
      ))}
    </section>
  );
}

function Attempts({ order, now, withLinks }: Props & { withLinks: boolean }) {
  if (order.attempts.length === 0) return null;
  return (
    <section>
      <h2>{order.attempts.length === 1 ? "Payment" : "Payments, newest first"}</h2>
      <ol class="attempts">
        {order.attempts.map((attempt) => {
          const { word, mark } = attemptSaid(attempt.status);
          return (
            <li key={attempt.id}>
              <div class="apart">
                <span>
                  <span class={`st ${mark}`}>{word}</span> <span class="muted">{whole(attempt.methodName)}</span>
                </span>
                <span class="num">{cash(attempt.amountMinor, order.currency)}</span>
              </div>
              {attempt.receipt && (
                <p class="small">
                  Receipt <span class="id">{attempt.receipt}</span>
                </p>
              )}
              {attempt.result && ["failed", "expired"].includes(attempt.status) && (
                <p class="small">
                  The customer was told: “{attempt.result.title}. {attempt.result.why}”
                </p>
              )}
              {withLinks && order.money.mayResolve.includes(attempt.id) && (
                <p class="small">
                  Nobody can be asked about it any more:{" "}
                  <a href={`/staff/payments/${attempt.id}`}>say what became of it</a>.
                </p>
              )}
              <p class="small muted">
                {withLinks ? (
                  <a class="id" href={`/staff/payments/${attempt.id}`}>
                    {attempt.reference}
                  </a>
                ) : (
                  <span class="id">{attempt.reference}</span>
                )}
                {attempt.phone && (
                  <>
                    , <a href={`tel:${attempt.phone.replaceAll(" ", "")}`}>{attempt.phone}</a>
                  </>
                )}
                , {moment(attempt.createdAt, now)}
                {attempt.providerReference && attempt.providerReference !== attempt.id && (
                  <>
                    <br />
                    <span class="long">{attempt.providerReference}</span>
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
