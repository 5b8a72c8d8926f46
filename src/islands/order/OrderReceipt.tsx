import type { OrderView } from "#domain/orders/schema";
import { fill } from "#domain/sentences/fill";
import type { OrderWords } from "#domain/sentences/payment-pages";
import { Totals } from "../Slip.tsx";
import { amount, dated, hiddenPhone, stampOnPaper, upperFirst, whole, zoneOfOrder } from "../words.ts";

/** The slip: what was agreed, what was paid, and with what. On paper it is the page. */
export function OrderReceipt({ order, say }: { order: OrderView; say: OrderWords }) {
  const words = say.order;
  const zone = zoneOfOrder(order);
  const paid = order.dueMinor === 0 && order.statuses.order !== "cancelled";
  const { payment } = order;
  return (
    <aside class="stack gap-20" aria-label={paid ? words.receipt : words.ordered}>
      <div class="slip">
        <div class="apart small muted slip-top">
          <span class="id">{fill(paid ? words.receiptOf : words.orderOf, { number: order.number })}</span>
          <span>{dated(order.placedAt, zone, say.days)}</span>
        </div>
        <dl class="sum small goods-sum">
          {order.lines.map((line) => (
            <div key={line.id}>
              <dt>
                {[line.productName, line.variantName].filter(Boolean).join(", ")}
                {line.quantity > 1 && ` × ${line.quantity}`}
              </dt>
              <dd>{amount(line.totalMinor, order.currency)}</dd>
            </div>
          ))}
        </dl>
        <Totals
          sums={order}
          currency={order.currency}
          taxName={order.taxName}
          taxInclusive={order.taxInclusive}
          delivery={order.delivery.name}
          say={say.slip}
          dueMinor={order.dueMinor}
          total={paid ? words.paidPlain : order.statuses.order === "cancelled" ? words.total : say.slip.toPay}
        />
        {payment && payment.paidAt !== null && (
          <p class="small slip-foot">
            {upperFirst(whole(say.way[payment.gateway]))} {payment.receipt && <span class="id">{payment.receipt}</span>}
            <br />
            <span class="muted">
              {[
                payment.phone && fill(words.from, { phone: hiddenPhone(payment.phone) }),
                stampOnPaper(payment.paidAt, zone, say.days),
              ]
                .filter(Boolean)
                .join(", ")}
            </span>
          </p>
        )}
        <p class="small muted slip-foot only-print">Duka, Biashara Street 14, Nairobi. 0709 555 010.</p>
      </div>
      <p class="small muted slip-note no-print">{words.address}</p>
    </aside>
  );
}
