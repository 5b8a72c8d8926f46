import { cash, shownPhone, whole } from "../words.ts";
import { Beads, SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import { AgainButton, OtherWays } from "./PayAgain.tsx";
import type { StateProps } from "./PaymentPage.tsx";

/** A prompt is on a phone: what to look for, how long it lives, and what to do if nothing comes. */
export function Waiting(props: StateProps) {
  const { view, since } = props;
  const { attempt } = view;
  if (!attempt) return null;
  const left = Math.max(attempt.promptSecondsLeft - since, 0);
  const again = Math.max(attempt.againInSeconds - since, 0);
  const method = whole(attempt.methodName);
  const money = cash(view.dueMinor, view.currency);
  return (
    <div class="two side-25 waiting">
      <section class="centre">
        {left > 0 ? <Beads seconds={left} /> : <SlowBeads mark="wait" />}
        <h1>{left > 0 ? headingOf(view) : `Waiting to hear from ${method}`}</h1>
        {left > 0 ? (
          <p class="lead">
            A prompt is on its way to <b class="id">{shownPhone(attempt.phone ?? "")}</b>. Enter your {method} PIN there
            to pay <b class="keep">{money}</b>.
          </p>
        ) : (
          <p class="lead">
            The prompt has closed by now. If you entered your PIN, you need do nothing more: we are asking {method}{" "}
            whether it came.
          </p>
        )}
        <p class="st wait">{left > 0 ? "Waiting for your PIN" : `Asking ${method}`}</p>
        <p class="small muted">{byItself(props)}</p>
      </section>
      <section class="stack gap-24">
        {left > 0 && <WhatYouSee {...props} />}
        <div>
          <h2 class="ways-out">If nothing comes</h2>
          <details class="fold out" open>
            <summary>Wake the phone</summary>
            <p class="small muted">
              Unlock it and wait a moment. The prompt hides behind a locked screen, and while you are on a call.
            </p>
          </details>
          <details class="fold out">
            <summary>Use another number or another way</summary>
            <div class="fold-in">
              {again > 0 && (
                <p class="small muted">
                  First let this prompt run out, so that you never pay twice: {again}{" "}
                  {again === 1 ? "second" : "seconds"} more.
                </p>
              )}
              <OtherWays {...props} blocked={again > 0} />
            </div>
          </details>
          <details class="fold out">
            <summary>Pay later</summary>
            <p class="small muted">
              Keep the address of this page; from it you can pay until your things are no longer kept. Nothing is taken
              unless you enter your PIN.
            </p>
          </details>
        </div>
        <AgainButton {...props} wait={again} />
      </section>
    </div>
  );
}

function byItself({ order }: StateProps): string {
  const { phone, email } = order?.contact ?? {};
  const word = phone ? "we send an SMS either way" : email ? "we write to you either way" : "your order stays safe";
  return `This page changes by itself. You may close it; ${word}.`;
}

/** The very words of the prompt, so that a false one is noticed. */
function WhatYouSee({ view }: StateProps) {
  const { attempt, dueMinor, currency } = view;
  if (attempt?.gateway !== "mpesa") return null;
  const shillings = `Ksh${cash(dueMinor, currency).replace(/^\D+/, "")}`.replace(
    /(\.\d\d)?$/,
    (cents) => cents || ".00",
  );
  return (
    <div class="stack gap-10">
      <h2>What you will see</h2>
      <div
        class="prompt"
        role="img"
        aria-label={`The M-Pesa prompt: pay ${shillings} to ${attempt.merchantName}, account ${attempt.reference}, enter PIN`}
      >
        <span>
          Do you want to pay {shillings} to {attempt.merchantName} Account no. {attempt.reference}? Enter{" "}
          <span class="keep">M-PESA</span> PIN:
        </span>
        <span class="pin">····</span>
        <span class="row">
          <span>Cancel</span>
          <span>Send</span>
        </span>
      </div>
      <p class="small muted">
        Another name or amount? Press Cancel and <a href="tel:+254709555010">tell us</a>.
      </p>
    </div>
  );
}
