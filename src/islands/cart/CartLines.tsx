import type { QuoteView } from "#domain/checkout/schema";
import { Thumb } from "../Thumb.tsx";
import { amount, cash } from "../words.ts";
import { Stepper } from "./Stepper.tsx";

export interface Removed {
  readonly variantId: string;
  readonly name: string;
  readonly quantity: number;
}

interface Props {
  view: QuoteView;
  /** Pieces as the shopper just set them; `null` on the server, where the quote says them. */
  cart: Readonly<Record<string, number | undefined>> | null;
  onQuantity: (variantId: string, quantity: number) => void;
  onRemove: (line: Removed) => void;
}

export function CartLines({ view, cart, onQuantity, onRemove }: Props) {
  const lines = view.lines.filter(({ variantId }) => cart === null || cart[variantId]);
  return (
    <ul class="cart-lines">
      {lines.map((line) => (
        <CartLine
          key={line.variantId}
          line={line}
          quantity={cart?.[line.variantId] ?? line.quantity}
          currency={view.market.currency}
          shortage={view.shortages.find(({ variantId }) => variantId === line.variantId)}
          onQuantity={onQuantity}
          onRemove={onRemove}
        />
      ))}
    </ul>
  );
}

interface LineProps extends Pick<Props, "onQuantity" | "onRemove"> {
  line: QuoteView["lines"][number];
  quantity: number;
  currency: QuoteView["market"]["currency"];
  shortage: QuoteView["shortages"][number] | undefined;
}

function CartLine({ line, quantity, currency, shortage, onQuantity, onRemove }: LineProps) {
  const name = line.variantName ? `${line.productName}, ${line.variantName}` : line.productName;
  const remove = () => onRemove({ variantId: line.variantId, name, quantity });
  const set = (pieces: number) => (pieces > 0 ? onQuantity(line.variantId, pieces) : remove());
  return (
    <li class="cart-line">
      <span class="cart-picture">
        <Thumb image={line.imageKey} size={96} />
      </span>
      <div>
        <a class="name" href={`/products/${line.productSlug}`}>
          {line.productName}
        </a>
        {line.variantName && <div class="small muted">{line.variantName}</div>}
        <div class="small muted">{cash(line.unitMinor, currency)} each</div>
      </div>
      <div class="num cart-total">
        <span class="sr">Line total </span>
        {quantity === line.quantity ? (
          amount(line.totalMinor, currency)
        ) : (
          <span class="pending">{amount(line.totalMinor, currency)}</span>
        )}
      </div>
      <div class="row">
        <form class="row" method="post" action="/cart/lines">
          <input type="hidden" name="mode" value="set" />
          <input type="hidden" name="variantId" value={line.variantId} />
          <Stepper
            name={name}
            quantity={quantity}
            most={line.available}
            onSet={set}
            describedBy={shortage && `short-${line.variantId}`}
          />
          <button type="submit" class="btn bare small only-without-js">
            Update
          </button>
        </form>
        <form
          method="post"
          action="/cart/lines"
          onSubmit={(event) => {
            event.preventDefault();
            remove();
          }}
        >
          <input type="hidden" name="mode" value="set" />
          <input type="hidden" name="variantId" value={line.variantId} />
          <input type="hidden" name="quantity" value="0" />
          <button type="submit" class="btn bare small" aria-label={`Remove ${name}`}>
            Remove
          </button>
        </form>
      </div>
      {shortage && (
        <p class="err" id={`short-${line.variantId}`}>
          <span>
            {shortage.sentence}{" "}
            <button class="btn bare small" type="button" onClick={() => set(shortage.available)}>
              Take {shortage.available}
            </button>
          </span>
        </p>
      )}
    </li>
  );
}
