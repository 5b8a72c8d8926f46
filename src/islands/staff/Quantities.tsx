interface Line {
  readonly id: string;
  readonly productName: string;
  readonly variantName: string;
  readonly left: number;
}

interface Props {
  legend: string;
  lines: readonly Line[];
  /** What is said of what is left: "2 left to send". */
  say: (left: number) => string;
  /** Line → what was typed. */
  typed: Readonly<Record<string, string>>;
  errorOf: (lineId: string) => string | undefined;
  onWrite: (typed: Readonly<Record<string, string>>) => void;
}

/** How many of each line. */
export function Quantities({ legend, lines, say, typed, errorOf, onWrite }: Props) {
  return (
    <fieldset class="parcel">
      <legend class="lab">{legend}</legend>
      {lines.map((line) => {
        const error = errorOf(line.id);
        return (
          <div class="parcel-line" key={line.id}>
            <label for={line.id}>
              {[line.productName, line.variantName].filter(Boolean).join(", ")}
              <span class="muted small"> {say(line.left)}</span>
            </label>
            <input
              class="in"
              id={line.id}
              inputMode="numeric"
              disabled={line.left <= 0}
              value={typed[line.id] ?? ""}
              aria-invalid={error ? "true" : undefined}
              aria-describedby={error ? `${line.id}-error` : undefined}
              onInput={(event) => onWrite({ ...typed, [line.id]: event.currentTarget.value })}
            />
            {error && (
              <p class="err" id={`${line.id}-error`}>
                {error}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
