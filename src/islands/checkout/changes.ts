import type { QuoteView } from "#domain/checkout/schema";
import { arrives, cash, zoneOf } from "../words.ts";

/** What is different now, in sentences: for a shopper who agreed to `before` and is shown `after`. */
export function changesBetween(before: QuoteView, after: QuoteView, deliveryMethodId: string | undefined): string[] {
  return [...lineChanges(before, after), ...deliveryChanges(before, after, deliveryMethodId)];
}

function lineChanges(before: QuoteView, after: QuoteView): string[] {
  const { currency } = after.market;
  const changed = before.lines.flatMap((was) => {
    const name = was.variantName ? `${was.productName}, ${was.variantName}` : was.productName;
    const now = after.lines.find(({ variantId }) => variantId === was.variantId);
    if (!now)
      return after.dropped.some(({ variantId }) => variantId === was.variantId)
        ? []
        : [`“${name}” is no longer there.`];
    if (now.unitMinor === was.unitMinor) return [];
    return [`“${name}” costs ${cash(now.unitMinor, currency)} now; it was ${cash(was.unitMinor, currency)}.`];
  });
  return [
    ...changed,
    ...after.dropped.map(({ sentence }) => sentence),
    ...after.shortages.map(({ sentence }) => sentence),
  ];
}

function deliveryChanges(before: QuoteView, after: QuoteView, id: string | undefined): string[] {
  const was = before.deliveryMethods.find((method) => method.id === id) ?? before.deliveryMethods[0];
  if (!was) return [];
  const now = after.deliveryMethods.find((method) => method.id === was.id);
  if (!now) return [`“${was.name}” is not offered any more. Please choose another way.`];
  const { currency, country } = after.market;
  const changes: string[] = [];
  if (now.totals.deliveryMinor !== was.totals.deliveryMinor) {
    const cost = (minor: number) => (minor === 0 ? "nothing" : cash(minor, currency));
    changes.push(
      `“${now.name}” costs ${cost(now.totals.deliveryMinor)} now; it was ${cost(was.totals.deliveryMinor)}.`,
    );
  }
  const day = arrives(now.kind, now.from, now.by, zoneOf(country));
  if (day !== arrives(was.kind, was.from, was.by, zoneOf(country)))
    changes.push(`“${now.name}” comes at another time: ${lower(day)}.`);
  if (now.totals.totalMinor !== was.totals.totalMinor) {
    changes.push(
      `To pay is ${cash(now.totals.totalMinor, currency)} now; it was ${cash(was.totals.totalMinor, currency)}.`,
    );
  }
  return changes;
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
