import { counted, fill } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { cash, shownPhone, whole } from "../words.ts";
import { Beads, SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import { PartHere } from "./PartPaid.tsx";
import { AgainButton, OtherWays } from "./PayAgain.tsx";
import type { StateProps } from "./state-props.ts";
import { TypedReceipt } from "./TypedReceipt.tsx";

/** A prompt is on a phone: what to look for, how long it lives, and what to do if nothing comes. */
export function Waiting(props: StateProps) {
  const { view, since, say } = props;
  const { attempt } = view;
  if (!attempt) return null;
  const { waiting, locale } = say;
  const left = Math.max(attempt.promptSecondsLeft - since, 0);
  const again = Math.max(attempt.againInSeconds - since, 0);
  const named = { who: whole(say.who[attempt.gateway]), way: whole(say.way[attempt.gateway]) };
  return (
    <div class="two side-25 waiting">
      <section class="centre">
        {left > 0 ? <Beads seconds={left} say={say} /> : <SlowBeads mark="wait" />}
        <h1>{left > 0 ? headingOf(props) : fill(say.heading.waitingLong, named)}</h1>
        {left > 0 ? (
          <p class="lead">
            {filled(waiting.lead, {
              ...named,
              phone: <b class="id">{shownPhone(attempt.phone ?? "")}</b>,
              money: <b class="keep">{cash(attempt.amountMinor, view.currency)}</b>,
            })}
          </p>
        ) : (
          <p class="lead">{fill(waiting.closed, named)}</p>
        )}
        <p class="st wait">{left > 0 ? waiting.forPin : fill(waiting.asking, named)}</p>
        <PartHere {...props} />
        <p class="small muted">{byItself(props)}</p>
      </section>
      <section class="stack gap-24">
        {left > 0 && <WhatYouSee {...props} />}
        <div>
          <h2 class="ways-out">{waiting.ifNothing}</h2>
          <details class="fold out" open>
            <summary>{waiting.wake}</summary>
            <p class="small muted">{waiting.wakeHow}</p>
          </details>
          <TypedReceipt {...props} />
          <details class="fold out" open={props.refused?.act === "pay"}>
            <summary>{waiting.another}</summary>
            <div class="fold-in">
              {again > 0 && <p class="small muted">{counted(waiting.runOut, again, locale)}</p>}
              <OtherWays {...props} blocked={again > 0} />
            </div>
          </details>
          <details class="fold out">
            <summary>{waiting.later}</summary>
            <p class="small muted">{waiting.laterHow}</p>
          </details>
        </div>
        <AgainButton {...props} wait={again} />
      </section>
    </div>
  );
}

function byItself({ order, say: { waiting } }: StateProps): string {
  const { phone, email } = order?.contact ?? {};
  return phone ? waiting.byItselfSms : email ? waiting.byItselfMail : waiting.byItself;
}

/** The very words of the prompt, so that a false one is noticed. */
function WhatYouSee({ view: { attempt, currency }, say: { waiting } }: StateProps) {
  if (attempt?.gateway !== "mpesa") return null;
  const shillings = `Ksh${cash(attempt.amountMinor, currency).replace(/^\D+/, "")}`.replace(
    /(\.\d\d)?$/,
    (cents) => cents || ".00",
  );
  const named = { money: shillings, merchant: attempt.merchantName, reference: attempt.reference };
  return (
    <div class="stack gap-10">
      <h2>{waiting.whatYouSee}</h2>
      <div class="prompt" role="img" aria-label={fill(waiting.promptSaid, named)}>
        <span>{filled(waiting.promptWords, { ...named, mpesa: <span class="keep">M-PESA</span> })}</span>
        <span class="pin">····</span>
        <span class="row">
          <span>{waiting.promptCancel}</span>
          <span>{waiting.promptSend}</span>
        </span>
      </div>
      <p class="small muted">
        {filled(waiting.falsePrompt, { tellUs: <a href="tel:+254709555010">{waiting.tellUs}</a> })}
      </p>
    </div>
  );
}
