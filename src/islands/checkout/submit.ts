import type { QuoteView } from "#domain/checkout/schema";
import type { Locale } from "#domain/sentences/locales";
import { $errors, $problem, $typed, type Errors, FIELDS, forgetTry, placeOrder } from "#stores/checkout";
import { $quote, askQuote, takeQuote } from "#stores/quote";
import { changesBetween } from "./changes.ts";
import { check, PART_OF, type Part, placeErrors } from "./check.ts";

interface Screen {
  openParts: (parts: readonly Part[]) => void;
  showChanges: (changes: readonly string[]) => void;
  locale: Locale;
}

/** Looks everything over, places the order and goes on to the payment; a refusal is shown where it can be mended. */
export async function submit(view: QuoteView, screen: Screen): Promise<void> {
  const typed = $typed.get();
  const faults = {
    ...check("contact", typed, view),
    ...check("delivery", typed, view),
    ...check("payment", typed, view),
  };
  screen.showChanges([]);
  if (Object.keys(faults).length > 0) return showFaults(faults, screen);
  const paymentUrl = await placeOrder(view, screen.locale);
  if (paymentUrl) return location.assign(paymentUrl);
  await explain(view, screen);
}

async function explain(view: QuoteView, screen: Screen): Promise<void> {
  const problem = $problem.get();
  if (!problem) return;
  const quote = problem.more.quote as QuoteView | undefined;
  if (problem.code === "quote-changed" && quote) {
    screen.showChanges(changesBetween(view, quote, $typed.get().deliveryMethodId));
    return takeQuote(quote);
  }
  if (["out-of-stock", "method-unavailable", "quote-changed"].includes(problem.code))
    await askQuote(view.market.id, { again: true });
  const { fields, rest } = placeErrors(problem.errors);
  if (problem.status === 422 && Object.keys(fields).length > 0 && rest.length === 0) {
    $problem.set(null);
    showFaults(fields, screen);
  } else if (problem.status === 422) {
    forgetTry(); // the quote itself was refused: the next try is a new one
    if ($quote.get().status === "ready") await askQuote(view.market.id, { again: true });
  }
}

function showFaults(faults: Errors, screen: Screen): void {
  $errors.set(faults);
  const names = FIELDS.filter((name) => faults[name]);
  screen.openParts(names.map((name) => PART_OF[name]));
  setTimeout(() => focusField(faults), 0); // the part it stands in may just be unfolding
}

/** Goes to the first field that has a fault. */
export function focusField(faults: Errors): void {
  const first = FIELDS.find((name) => faults[name]);
  if (!first) return;
  const field =
    document.getElementById(first) ??
    document.querySelector<HTMLElement>(`[name="${first}"], .way:has(:checked) + .more .in`);
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}
