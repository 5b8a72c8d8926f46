import type { QuoteView } from "#domain/checkout/schema";
import { Totals } from "../Slip.tsx";
import { cash, pieces } from "../words.ts";

/** What the goods come to, and the way on: as a guest or logged in. */
export function CartSlip({ view, units, stale }: { view: QuoteView; units: number; stale: boolean }) {
  const { goods, market, shortages, lines } = view;
  const blocked = shortages.length > 0 || lines.length === 0;
  return (
    <>
      <aside class="stick stack gap-12" aria-label="What it comes to">
        <div class={stale ? "slip stale" : "slip"}>
          <h2 class="slip-head">{pieces(units)}</h2>
          <Totals
            sums={goods}
            currency={market.currency}
            taxName={view.taxName}
            taxInclusive={view.taxInclusive}
            delivery="Delivery"
            deliveryLater="chosen next"
            total="Total so far"
          />
          <div class="cart-on">
            <span class="wide-only on-wide">
              <GoOn blocked={blocked} />
            </span>
            <a class="btn bare" href="/sign-in?back=/checkout">
              Log in first
            </a>
          </div>
        </div>
        <p class="small muted slip-note">
          No account is needed, and none is made behind your back. If you log in, the cart stays as it is.
        </p>
      </aside>
      <div class="buybar">
        <span>
          <span class="small muted">Total so far</span>
          <br />
          <b class="name bar-sum">{cash(goods.totalMinor, market.currency)}</b>
        </span>
        <GoOn blocked={blocked} short />
      </div>
    </>
  );
}

function GoOn({ blocked, short = false }: { blocked: boolean; short?: boolean }) {
  if (!blocked) {
    return (
      <a class="btn main wide" href="/checkout">
        {short ? "Check out" : "Check out as a guest"}
      </a>
    );
  }
  return (
    <button class="btn wide" type="button" disabled>
      {short ? "See above" : "First take what is left"}
    </button>
  );
}
