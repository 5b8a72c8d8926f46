import { atom } from "nanostores";

const YEAR_SECONDS = 31_536_000;

/** The market of this shopper: an attribute of the page, kept in a cookie that the server reads too. */
export const $market = atom(typeof document === "undefined" ? "" : (document.documentElement.dataset.market ?? ""));

/** Shows another market's prices, now and on later pages. */
export function chooseMarket(market: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not everywhere yet
  document.cookie = `market=${market}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  document.documentElement.dataset.market = market;
  $market.set(market);
}
