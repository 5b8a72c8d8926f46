import type { QuoteView } from "#domain/checkout/schema";
import { chosen, type Typed } from "#stores/checkout";
import { SlipLines, Totals } from "../Slip.tsx";

/** Goods and sums of the server, with the delivery that is chosen. */
export function OrderSlip({ view, typed }: { view: QuoteView; typed: Typed }) {
  const { delivery, totals } = chosen(typed, view);
  return (
    <>
      <SlipLines lines={view.lines.map((line) => ({ ...line, key: line.variantId }))} currency={view.market.currency} />
      <Totals
        sums={totals}
        currency={view.market.currency}
        taxName={view.taxName}
        taxInclusive={view.taxInclusive}
        delivery={delivery?.name ?? "Delivery"}
      />
    </>
  );
}
