import { useEffect, useState } from "preact/hooks";
import { MOST_OF_ONE } from "#stores/cart";

interface Props {
  name: string;
  quantity: number;
  /** Pieces left; `null`: no limit. */
  most: number | null;
  onSet: (pieces: number) => void;
  describedBy: string | undefined;
}

/** − n +: by press or by typing; 0 takes the line out. Without JavaScript it is typed. */
export function Stepper({ name, quantity, most, onSet, describedBy }: Props) {
  const [typed, setTyped] = useState(String(quantity));
  useEffect(() => setTyped(String(quantity)), [quantity]);
  const full = quantity >= Math.min(most ?? MOST_OF_ONE, MOST_OF_ONE);
  const commit = () => {
    const pieces = Number.parseInt(typed, 10);
    if (Number.isNaN(pieces) || pieces < 0) setTyped(String(quantity));
    else if (pieces !== quantity) onSet(Math.min(pieces, MOST_OF_ONE));
  };
  return (
    <span class="step">
      <button type="button" class="only-with-js" aria-label={`One less of ${name}`} onClick={() => onSet(quantity - 1)}>
        −
      </button>
      <input
        name="quantity"
        inputMode="numeric"
        pattern="[0-9]*"
        autocomplete="off"
        maxLength={4}
        aria-label={`Pieces of ${name}`}
        aria-describedby={describedBy}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          commit();
        }}
      />
      <button
        type="button"
        class="only-with-js"
        aria-label={`One more of ${name}`}
        aria-disabled={full}
        onClick={() => full || onSet(quantity + 1)}
      >
        +
      </button>
    </span>
  );
}
