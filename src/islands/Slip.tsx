import type { Currency } from "#domain/money";
import { fill } from "#domain/sentences/fill";
import { type SlipWords, slip } from "#domain/sentences/slip";
import { Thumb } from "./Thumb.tsx";
import { amount, cash } from "./words.ts";

export interface SlipLine {
  readonly key: string;
  readonly productName: string;
  readonly variantName: string;
  readonly imageKey: string | null;
  readonly quantity: number;
  readonly totalMinor: number;
}

/** The goods of an order, one line each. */
export function SlipLines({ lines, currency }: { lines: readonly SlipLine[]; currency: Currency }) {
  return (
    <ul class="slip-lines small">
      {lines.map((line) => (
        <li key={line.key}>
          <Thumb image={line.imageKey} size={48} />
          <span>
            {line.productName}
            {line.quantity > 1 && ` × ${line.quantity}`}
            {line.variantName && (
              <>
                <br />
                <span class="muted">{line.variantName}</span>
              </>
            )}
          </span>
          <span class="num">{amount(line.totalMinor, currency)}</span>
        </li>
      ))}
    </ul>
  );
}

export interface Sums {
  readonly subtotalMinor: number;
  readonly discountMinor: number;
  readonly deliveryMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

interface TotalsProps {
  sums: Sums;
  currency: Currency;
  taxName: string;
  taxInclusive: boolean;
  /** The name of the delivery, or what is said before one is chosen. */
  delivery: string;
  deliveryLater?: string;
  total?: string;
  /** What of it is still to be paid, where part of it is here. */
  dueMinor?: number;
  say?: SlipWords;
}

/** The server's sums, as they stand at the foot of a slip. */
export function Totals({
  sums,
  currency,
  taxName,
  taxInclusive,
  delivery,
  deliveryLater,
  say = slip,
  total = say.toPay,
  dueMinor = 0,
}: TotalsProps) {
  const isPartHere = dueMinor > 0 && dueMinor < sums.totalMinor;
  return (
    <dl class="sum small">
      <Sum name={say.goods} value={amount(sums.subtotalMinor, currency)} />
      {sums.discountMinor > 0 && <Sum name={say.discount} value={amount(-sums.discountMinor, currency)} />}
      <Sum
        name={delivery}
        value={deliveryLater ?? (sums.deliveryMinor === 0 ? say.free : amount(sums.deliveryMinor, currency))}
      />
      {taxName && (
        <Sum
          name={taxInclusive ? fill(say.taxInside, { tax: taxName }) : taxName}
          value={amount(sums.taxMinor, currency)}
        />
      )}
      {isPartHere && <Sum name={say.total} value={amount(sums.totalMinor, currency)} />}
      {isPartHere && <Sum name={say.here} value={amount(dueMinor - sums.totalMinor, currency)} />}
      <Sum name={isPartHere ? say.left : total} value={cash(isPartHere ? dueMinor : sums.totalMinor, currency)} total />
    </dl>
  );
}

function Sum({ name, value, total = false }: { name: string; value: string; total?: boolean }) {
  return (
    <div class={total ? "total" : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
