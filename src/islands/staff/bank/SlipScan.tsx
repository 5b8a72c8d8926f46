import { useState } from "preact/hooks";
import type { DeskProof } from "#domain/payments/bank-schema";
import { useHydrated } from "../../hydration.ts";
import { placedWhen } from "../console-words.ts";

interface Props {
  proof: DeskProof;
  now: number;
  large: boolean;
  onLarge: () => void;
}

/** The slip as it was sent. Reading it is written down. A PDF is only ever a download. */
export function SlipScan({ proof, now, large, onLarge }: Props) {
  const { file, order, sentAt } = proof;
  const [state, setState] = useState<"loading" | "here" | "lost">("loading");
  const [tries, setTries] = useState(0);
  const hydrated = useHydrated();
  const size =
    file.bytes < 1_000_000 ? `${Math.ceil(file.bytes / 1024)} kB` : `${(file.bytes / 1_048_576).toFixed(1)} MB`;
  return (
    <figure class={large ? "scan large" : "scan"}>
      {file.isPicture ? (
        <section class="paper" aria-label="The slip" tabIndex={large ? 0 : -1}>
          {state === "lost" ? (
            <div class="stack gap-8 lost">
              <p>The picture did not come.</p>
              <p>
                <button
                  type="button"
                  class="btn"
                  onClick={() => {
                    setState("loading");
                    setTries(tries + 1);
                  }}
                >
                  Load it again
                </button>
              </p>
            </div>
          ) : hydrated ? (
            <img
              key={tries}
              class={state}
              src={`${file.url}?inline=${tries}`}
              alt={`Transfer slip sent by ${order.name}`}
              onLoad={() => setState("here")}
              onError={() => setState("lost")}
            />
          ) : (
            <noscript>
              <img src={`${file.url}?inline`} alt={`Transfer slip sent by ${order.name}`} />
            </noscript>
          )}
          {state === "loading" && <p class="muted small loading">The picture is coming …</p>}
        </section>
      ) : (
        <div class="paper pdf">
          <p class="pdf-mark" aria-hidden="true">
            PDF
          </p>
          <p>
            <a class="btn" href={file.url} download={file.name}>
              Download the PDF, {size}
            </a>
          </p>
          <p class="small muted">It opens outside this page, in your own reader.</p>
        </div>
      )}
      <figcaption class="small muted">
        <span class="long">
          {file.name}, {size}, sent {placedWhen(sentAt, now)}
        </span>
        {file.isPicture && (
          <button type="button" class="btn bare only-with-js" aria-pressed={large} onClick={onLarge}>
            {large ? "Smaller" : "Larger"} <kbd>Z</kbd>
          </button>
        )}
      </figcaption>
    </figure>
  );
}
