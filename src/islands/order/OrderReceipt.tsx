import type { OrderView } from "#domain/orders/schema";
import { Totals } from "../Slip.tsx";
import { amount, dated, hiddenPhone, stampOnPaper, whole, zoneOfOrder } from "../words.ts";

/** The slip: what was agreed, what was paid, and with what. On paper it is the page. */
export function OrderReceipt({ order }: { order: OrderView }) {
  const zone = zoneOfOrder(order);
  const paid = order.dueMinor === 0 && order.statuses.order !== "cancelled";
  const { payment } = order;
  return (
    <aside class="stack gap-20" aria-label={paid ? "Receipt" : "What was ordered"}>
      <div class="slip">
        <div class="apart small muted slip-top">
          <span class="id">
            {paid ? "Receipt" : "Order"} {order.number}
          </span>
          <span>{dated(order.placedAt, zone)}</span>
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
          total={paid ? "Paid" : order.statuses.order === "cancelled" ? "Total" : "To pay"}
        />
        {payment && payment.paidAt !== null && (
          <p class="small slip-foot">
            {whole(payment.methodName)} {payment.receipt && <span class="id">{payment.receipt}</span>}
            <br />
            <span class="muted">
              {[payment.phone && `from ${hiddenPhone(payment.phone)}`, stampOnPaper(payment.paidAt, zone)]
                .filter(Boolean)
                .join(", ")}
            </span>
          </p>
        )}
        <p class="small muted slip-foot only-print">Duka, Biashara Street 14, Nairobi. 0709 555 010.</p>
      </div>
      <p class="small muted slip-note no-print">
        This page’s address is yours; keep it, and do not pass it on: whoever has it sees the order.
      </p>
    </aside>
  );
}
