/**
 * The one script of home, listing and product pages: nanostores and plain DOM on server-rendered HTML. Every page is whole without
 * it: forms post, prices stand. Budget: 6 kB as transferred, everything counted.
 */
import { choices } from "./shop-page/choices.ts";
import { showDays } from "./shop-page/days.ts";
import { standInForBroken } from "./shop-page/pictures.ts";
import { showStock } from "./shop-page/stock.ts";
import { $unitCount, addLine, adoptLines } from "./stores/cart.ts";
import { chooseMarket } from "./stores/market.ts";

const all = <E extends HTMLElement>(selector: string) => document.querySelectorAll<E>(selector);

$unitCount.subscribe((units) => {
  for (const badge of all("[data-count]")) {
    badge.textContent = String(units);
    badge.hidden = units === 0;
  }
});

const lines = /(?:^|; )lines=([^;]+)/.exec(document.cookie)?.[1];
if (lines) {
  adoptLines(decodeURIComponent(lines));
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not everywhere yet
  document.cookie = "lines=; path=/; max-age=0";
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const data = new FormData(form);
  if (form.action.endsWith("/cart/lines")) {
    event.preventDefault();
    const pieces = Number(data.get("quantity"));
    addLine(String(data.get("variantId")), pieces);
    say(`In your cart${pieces > 1 ? `: ${pieces} pieces` : ""}.`);
  } else if (form.action.endsWith("/market")) {
    event.preventDefault();
    chooseMarket((event.submitter as HTMLButtonElement).value);
    form.closest("details")?.removeAttribute("open");
    showDays();
  }
});

let hiding = 0;
/** Says it on the slip below, for six seconds. */
function say(words: string): void {
  const note = document.querySelector<HTMLElement>("[data-note]");
  if (!note?.firstElementChild) return;
  note.firstElementChild.textContent = words;
  note.hidden = false;
  clearTimeout(hiding);
  hiding = window.setTimeout(() => {
    note.hidden = true;
  }, 6_000);
}

standInForBroken();
choices();
showDays();
void showStock();
