import { useStore } from "@nanostores/preact";
import { useEffect } from "preact/hooks";
import type { OrderView } from "#domain/orders/schema";
import { $order, $silent, askOrder, isFinished, keepAsking } from "#stores/payment";
import { zoneOfOrder } from "../words.ts";
import { OrderReceipt } from "./OrderReceipt.tsx";
import { OrderTop } from "./OrderTop.tsx";
import { shownStatuses } from "./statuses.ts";
import { Timeline } from "./Timeline.tsx";

export interface OrderProps {
  token: string;
  initial: OrderView;
}

/** What the holder of the link may see of an order, kept true while it is looked at. */
export function OrderPage({ token, initial }: OrderProps) {
  const order = useStore($order) ?? initial;
  const silent = useStore($silent);
  useEffect(() => {
    if (isFinished(initial)) return;
    const asking = keepAsking(() => askOrder(token), 5_000);
    return asking.end;
  }, []);
  const statuses = shownStatuses(order);
  return (
    <div class="two side-24 order">
      <div class="stack gap-28">
        {silent && (
          <p class="notice" role="status">
            The line is bad just now, so this page may be a little behind. It goes on trying.
          </p>
        )}
        <OrderTop order={order} />
        <dl class="four">
          {statuses.map(({ name, word, mark }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class={`st ${mark}`}>{word}</dd>
            </div>
          ))}
        </dl>
        <p class="sr" role="status">
          {statuses.map(({ name, word }) => `${name}: ${word}`).join(". ")}
        </p>
        <section class="stack">
          <h2>What has happened</h2>
          <Timeline entries={order.timeline} timeZone={zoneOfOrder(order)} />
        </section>
        <WhereItGoes order={order} />
        <div class="row no-print">
          <a class="btn" href="tel:+254709555010">
            Need help?
          </a>
          <button type="button" class="btn only-with-js" onClick={() => print()}>
            Print the {order.payment?.receipt || order.statuses.payment === "paid" ? "receipt" : "order"}
          </button>
        </div>
      </div>
      <OrderReceipt order={order} />
    </div>
  );
}

function WhereItGoes({ order }: { order: OrderView }) {
  const { address, contact, delivery } = order;
  return (
    <section class="stack gap-10">
      <h2>{address ? "Where it goes" : "How you get it"}</h2>
      {address ? (
        <p>
          {[contact.name, address.street, address.region].filter(Boolean).join(", ")}
          {address.note && (
            <>
              <br />
              <span class="muted">{address.note}</span>
            </>
          )}
        </p>
      ) : (
        <p>
          {delivery.name}
          {delivery.kind === "collect" && (
            <>
              <br />
              <span class="muted">
                Bring the order number: <span class="id">{order.number}</span>
              </span>
            </>
          )}
        </p>
      )}
      {order.shipments.map((shipment) => (
        <p class="small muted" key={shipment.id}>
          With {shipment.carrier}
          {shipment.trackingNumber && (
            <>
              , number <span class="id">{shipment.trackingNumber}</span>
            </>
          )}
        </p>
      ))}
    </section>
  );
}
