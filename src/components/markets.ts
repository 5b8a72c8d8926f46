import type { PageMarket, PagePrice, PageVariant } from "#db/queries/catalogue-rows";

/** The market that shows without JavaScript. */
export const defaultMarket = (markets: readonly PageMarket[]): PageMarket | undefined =>
  markets.find(({ isDefault }) => isDefault) ?? markets[0];

/** Classes of something that is for some markets only; the sheet of `marketRules` hides it in the others. */
export const onlyIn = (markets: readonly PageMarket[]): string =>
  ["m", ...markets.map(({ id }) => `m-${id}`)].join(" ");

/** The rules that show of all markets' prices the one of `html[data-market]`. */
export const marketRules = (markets: readonly PageMarket[]): string =>
  markets
    .map(
      ({ id }) =>
        `[data-market="${id}"] .m:not(.m-${id}){display:none!important}[data-market="${id}"] .places [value="${id}"]{text-decoration:underline 2px var(--accent);text-underline-offset:.4em;font-weight:600}`,
    )
    .join("");

export const priceIn = (market: PageMarket, prices: readonly PagePrice[]): PagePrice | undefined =>
  prices.find(({ currency }) => currency === market.currency);

/** The lowest price of each currency, and whether others are higher. */
export function lowest(variants: readonly PageVariant[]): { prices: PagePrice[]; differ: boolean } {
  const best = new Map<string, PagePrice>();
  let differ = false;
  for (const price of variants.flatMap((variant) => variant.prices)) {
    const known = best.get(price.currency);
    if (known && known.amountMinor !== price.amountMinor) differ = true;
    if (!known || price.amountMinor < known.amountMinor) best.set(price.currency, price);
  }
  return { prices: [...best.values()], differ };
}

/** The markets where at least one of these can be bought. */
export const sellingMarkets = (markets: readonly PageMarket[], variants: readonly PageVariant[]): PageMarket[] =>
  markets.filter((market) => market.sells && variants.some(({ prices }) => priceIn(market, prices)));
