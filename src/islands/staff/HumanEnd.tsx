import { useState } from "preact/hooks";
import type { HumanEndView } from "#domain/payments/money-schema";
import type { Answer } from "#lib/api";
import { dayShort } from "./bank/bank-words.ts";
import { placedWhen } from "./console-words.ts";
import { moneyApi } from "./money-api.ts";
import { endSaid } from "./payments/payment-words.ts";
import { SayForm } from "./SayForm.tsx";
import { type Acting, thenRead } from "./use-acting.ts";

interface Props<T> {
  acting: Acting<T>;
  end: HumanEndView;
  /** Reads what the page shows. */
  read: () => Promise<Answer<T>>;
  /** The signed-in person's name. */
  me: string;
  /** Whether this person may agree at all. */
  mayAgree: boolean;
}

/** What one person said of money, waiting for a second: who, what, and yes or no. */
export function HumanEnd<T>({ acting, end, read, me, mayAgree }: Props<T>) {
  const [refusing, setRefusing] = useState(false);
  const isMine = end.requestedBy === me;
  const day = end.occurredOn ? ` It happened on ${dayShort(end.occurredOn, acting.now)}.` : "";
  const agree = () =>
    acting.act(() => thenRead(moneyApi.approveEnd(end.id), read, acting.seen), "Agreed. That is booked now.");
  return (
    <div class="waits stack gap-8" id={end.id}>
      <p class="flag wait">
        <b>Waits for a second person.</b> {endSaid(end)}
        {day} <span class="muted">Said {placedWhen(end.requestedAt, acting.now)}.</span>
      </p>
      {refusing ? (
        <SayForm
          acting={acting}
          name="Say no"
          button={isMine ? "Take it back" : "Say no"}
          field={{
            name: "reason",
            label: "Why not?",
            hint: `${end.requestedBy} reads this.`,
            missing: "Why not? Whoever asked reads it.",
          }}
          send={(reason) => thenRead(moneyApi.refuseEnd(end.id, reason), read, acting.seen)}
          done="Said no. It stands as it did before."
          onDone={() => setRefusing(false)}
          onClose={() => setRefusing(false)}
        />
      ) : (
        mayAgree && (
          <div class="row gap-8 only-with-js">
            {end.mayApprove ? (
              <button type="button" class="btn main" aria-disabled={acting.busy} onClick={agree}>
                {acting.busy ? "Writing it down …" : "I agree"}
              </button>
            ) : (
              <span class="small muted">
                {isMine ? "You said it: somebody else agrees." : "This is your own order: somebody else agrees."}
              </span>
            )}
            <button type="button" class="btn bare" onClick={() => setRefusing(true)}>
              {isMine ? "Take it back" : "Say no"}
            </button>
          </div>
        )
      )}
    </div>
  );
}
