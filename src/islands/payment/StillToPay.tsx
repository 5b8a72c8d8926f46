import { SlipLines, Totals } from "../Slip.tsx";
import type { StateProps } from "./state-props.ts";

/** The slip of what is still to be paid. */
export function StillToPay({ order, say }: StateProps) {
  if (!order) return null;
  return (
    <aside>
      <div class="slip">
        <h2 class="slip-head">{say.failed.stillToPay}</h2>
        <SlipLines lines={order.lines.map((line) => ({ ...line, key: line.id }))} currency={order.currency} />
        <Totals
          sums={order}
          currency={order.currency}
          taxName={order.taxName}
          taxInclusive={order.taxInclusive}
          delivery={order.delivery.name}
          say={say.slip}
          dueMinor={order.dueMinor}
        />
      </div>
    </aside>
  );
}
