import type { LogDetailView } from "#domain/payments/staff-schema";
import { cash } from "../../words.ts";
import { moment } from "../console-words.ts";
import { DIRECTIONS, plainly, readable } from "./payment-words.ts";

interface Props {
  payment: LogDetailView;
  now: number;
}

/** All that went to the provider and came from it, as it happened. Payloads are folded; numbers and secrets were cut out. */
export function Wire({ payment: { lines, attempt }, now }: Props) {
  if (lines.length === 0) return <p class="muted">Nothing has gone over the wire yet.</p>;
  return (
    <ol class="line wire">
      {lines.map(({ id, at, direction, what, amountMinor, payload }) => {
        const { word, tone } = DIRECTIONS[direction];
        return (
          <li key={id} class={`tone-${tone}`}>
            <p>
              {word}: <b>{plainly(what)}</b>
              {amountMinor !== null && direction !== "answer" && (
                <span class="muted"> {cash(amountMinor, attempt.currency)}</span>
              )}
            </p>
            <p class="small muted">
              <time dateTime={new Date(at).toISOString()}>{moment(at, now)}</time>
            </p>
            <Payload payload={payload} name={`${word}, ${plainly(what)}, ${moment(at, now)}`} />
          </li>
        );
      })}
    </ol>
  );
}

/** A payload, folded. */
export function Payload({ payload, name, isOpen = false }: { payload: string; name: string; isOpen?: boolean }) {
  if (!payload) return null;
  const { status, text } = readable(payload);
  if (!text.includes("\n") && text.length < 60)
    return (
      <p class="small">
        {status && <b class="id">{status} </b>}
        <code>{text}</code>
      </p>
    );
  return (
    <details class="payload small" open={isOpen}>
      <summary>
        {status && <b class="id">{status} </b>}
        <span class="muted">what it said</span>
        <span class="sr">: {name}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
