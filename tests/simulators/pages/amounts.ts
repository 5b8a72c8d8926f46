import type { SimulatedPayment } from "../core/provider.ts";

const WHOLE = new Intl.NumberFormat("en-KE");
const WITH_CENTS = new Intl.NumberFormat("en-KE", { minimumFractionDigits: 2 });

/** `KES 1,450`, `USD 11.20`: cents where there are any. Every currency here has a hundred of them. */
export function formatMinor(amount: number, currency: SimulatedPayment["currency"]): string {
  const format = amount % 100 === 0 ? WHOLE : WITH_CENTS;
  return `${currency} ${format.format(amount / 100)}`;
}
