import { useStore } from "@nanostores/preact";
import { useEffect } from "preact/hooks";
import type { OrderView } from "#domain/orders/schema";
import { fill } from "#domain/sentences/fill";
import type { OrderWords } from "#domain/sentences/payment-pages";
import { $order, $silent, askOrder, isFinished, keepAsking } from "#stores/payment";
import { filled } from "../filled.ts";
import { zoneOfOrder } from "../words.ts";
import { OrderReceipt } from "./OrderReceipt.tsx";
import { OrderTop } from "./OrderTop.tsx";
import { shownStatuses } from "./statuses.ts";
import { Timeline } from "./Timeline.tsx";

export interface OrderProps {
  token: string;
  say: OrderWords;
  initial: OrderView;
}

/** What the holder of the link may see of an order, kept true while it is looked at. */
export function OrderPage({ token, say, initial }: OrderProps) {
  const order = useStore($order) ?? initial;
  const silent = useStore($silent);
  useEffect(() => {
    if (isFinished(initial)) return;
    const asking = keepAsking(() => askOrder(token), 5_000);
    return asking.end;
  }, []);
  const words = say.order;
  const statuses = shownStatuses(order, words.lives);
  return (
    <div class="two side-24 order">
      <div class="stack gap-28">
        {silent && (
          <p class="notice" role="status">
            {words.silent}
          </p>
        )}
        <OrderTop order={order} say={say} />
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
          <h2>{words.happened}</h2>
          <Timeline entries={order.timeline} timeZone={zoneOfOrder(order)} days={say.days} />
        </section>
        <WhereItGoes order={order} say={words} />
        <div class="row no-print">
          <a class="btn" href="tel:+254709555010">
            {words.help}
          </a>
          <button type="button" class="btn only-with-js" onClick={() => print()}>
            {order.dueMinor === 0 && order.statuses.order !== "cancelled" ? words.printReceipt : words.printOrder}
          </button>
        </div>
      </div>
      <OrderReceipt order={order} say={say} />
    </div>
  );
}

function WhereItGoes({ order, say }: { order: OrderView; say: OrderWords["order"] }) {
  const { address, contact, delivery } = order;
  return (
    <section class="stack gap-10">
      <h2>{address ? say.whereItGoes : say.howYouGetIt}</h2>
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
              <span class="muted">{filled(say.bringNumber, { number: <span class="id">{order.number}</span> })}</span>
            </>
          )}
        </p>
      )}
      {order.shipments.map(({ id, carrier, trackingNumber }) => (
        <p class="small muted" key={id}>
          {trackingNumber
            ? filled(say.withNumber, { carrier, number: <span class="id">{trackingNumber}</span> })
            : fill(say.with, { carrier })}
        </p>
      ))}
    </section>
  );
}
