import { useState } from "preact/hooks";
import type { CallbackView } from "#domain/payments/staff-schema";
import { whole } from "../../words.ts";
import { moment } from "../console-words.ts";
import { St } from "../Ledger.tsx";
import { callbackSaid, outcomeSaid, plainly } from "./payment-words.ts";
import { Payload } from "./Wire.tsx";

interface Props {
  callbacks: readonly CallbackView[];
  now: number;
  busy: boolean;
  /** Whether this person may apply one again. */
  mayReplay: boolean;
  /** Names the payment of each, where the page is not about one. */
  withPayment?: boolean;
  onReplay: (callback: CallbackView) => Promise<string | null>;
}

/** What a provider sent, as it was kept: whether it proved anything, what came of it, and applying it once more. */
export function Callbacks({ callbacks, now, busy, mayReplay, withPayment = false, onReplay }: Props) {
  const [said, setSaid] = useState<{ id: string; outcome: string } | null>(null);
  return (
    <ol class="callbacks">
      {callbacks.map((callback) => {
        const { id, kind, methodName, authenticated, outcome, receivedAt, tries, body, attemptId, reference } =
          callback;
        const { word, mark } = callbackSaid(callback);
        return (
          <li key={id} id={id} class="stack gap-4">
            <p class="apart">
              <span>
                {withPayment && <b>{whole(methodName)}</b>}
                {(kind || !withPayment) && `${withPayment ? ", " : ""}${plainly(kind)}`}
                {withPayment &&
                  (attemptId ? (
                    <>
                      {" "}
                      for{" "}
                      <a class="id" href={`/staff/payments/${attemptId}`}>
                        {reference ?? "a payment"}
                      </a>
                    </>
                  ) : (
                    <span class="muted"> for no payment of ours</span>
                  ))}
              </span>
              <St mark={mark}>{word}</St>
            </p>
            <p class="small muted">
              <time dateTime={new Date(receivedAt).toISOString()}>{moment(receivedAt, now)}</time>
              {outcome && <>. {outcomeSaid(outcome)}</>}
              {tries > 1 && `, after ${tries} tries`}.
            </p>
            {body ? (
              <Payload payload={body} name={`${plainly(kind)}, ${moment(receivedAt, now)}`} />
            ) : (
              <p class="small muted">Its body was kept for thirty days and is gone.</p>
            )}
            {!authenticated && <p class="small muted">It changed nothing, and cannot be applied.</p>}
            {callback.mayReplay &&
              (mayReplay ? (
                <p class="row gap-8 only-with-js">
                  <button
                    type="button"
                    class="btn"
                    aria-disabled={busy}
                    aria-label={`Apply it again: ${plainly(kind)}, ${moment(receivedAt, now)}`}
                    onClick={async () => {
                      const came = await onReplay(callback);
                      if (came !== null) setSaid({ id, outcome: came });
                    }}
                  >
                    Apply it again
                  </button>
                  {said?.id === id && <span class="small st info">{outcomeSaid(said.outcome)}</span>}
                </p>
              ) : (
                <p class="small muted">An administrator can apply it again.</p>
              ))}
          </li>
        );
      })}
    </ol>
  );
}
