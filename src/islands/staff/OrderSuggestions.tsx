import type { Currency } from "#domain/money";
import { cash } from "../words.ts";

interface Suggestion {
  readonly number: string;
  readonly dueMinor: number;
  readonly name?: string;
  readonly why?: string;
}

/** Orders that money may be for: choosing one writes its number. */
export function OrderSuggestions({
  orders,
  chosen,
  currency,
  onChoose,
}: {
  orders: readonly Suggestion[];
  chosen: string | undefined;
  currency: Currency;
  onChoose: (number: string) => void;
}) {
  if (orders.length === 0) return null;
  return (
    <ul class="takes small">
      {orders.map(({ number, name, dueMinor, why }) => (
        <li key={number}>
          <button type="button" aria-pressed={number === chosen} onClick={() => onChoose(number)}>
            <span class="apart">
              <b>
                <span class="id">{number}</span>
                {name && `, ${name}`}
              </b>
              <span class="muted num">{cash(dueMinor, currency)} due</span>
            </span>
            {why && <span class="muted">{why}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
