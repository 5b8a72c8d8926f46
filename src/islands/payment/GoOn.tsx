import { fill } from "#domain/sentences/fill";
import { filled } from "../filled.ts";
import { cash, deadline, whole, zoneOfOrder } from "../words.ts";
import { SlowBeads } from "./Beads.tsx";
import { headingOf } from "./headings.ts";
import { PartHere } from "./PartPaid.tsx";
import { OtherWays, othersOf } from "./PayAgain.tsx";
import type { StateProps } from "./state-props.ts";

/** It is paid on the provider's own page: the way there, what happens there, and what to do for whoever came back without paying. */
export function GoOn(props: StateProps) {
  const { view, say, where } = props;
  const { attempt } = view;
  if (!attempt) return null;
  const { redirect } = say;
  const named = { page: whole(say.page[attempt.gateway]), who: whole(say.who[attempt.gateway]) };
  const declined = attempt.declines > 0 && attempt.result !== null;
  const isBack = where === "back" || where === "unpaid" || declined;
  return (
    <div class="two side-25 waiting">
      <section class="centre">
        <SlowBeads mark={declined ? "fail" : "wait"} still={isBack} />
        <h1>{whole(headingOf(props))}</h1>
        <p class="lead">
          <Lead {...props} />
        </p>
        <p class={declined ? "st fail" : "st wait"}>{statusOf(props)}</p>
        <div class="go-on">
          {attempt.continueUrl ? (
            <a class="btn main" href={attempt.continueUrl}>
              {fill(redirect.button, named)}
            </a>
          ) : (
            <span class="btn main" role="presentation" aria-disabled="true">
              {fill(say.heading.opening, named)}
            </span>
          )}
          <p class="small muted">
            <OpenUntil {...props} />
          </p>
        </div>
        <PartHere {...props} />
        {attempt.continueUrl && !isBack && <p class="small muted only-without-js">{redirect.withoutScript}</p>}
      </section>
      <section class="stack gap-24">
        <div class="stack gap-16">
          <h2>{redirect.next}</h2>
          <ol class="steps">
            {[redirect.stepPay, redirect.stepBack, redirect.stepReceipt].map((step) => (
              <li key={step}>
                <span>{fill(step, named)}</span>
              </li>
            ))}
          </ol>
        </div>
        {othersOf(view).length > 0 && (
          <div class="stack gap-12">
            <h2>{redirect.another}</h2>
            <OtherWays {...props} blocked={false} />
          </div>
        )}
      </section>
    </div>
  );
}

function Lead({ view: { attempt, currency }, say: { redirect, page, who }, where }: StateProps) {
  if (!attempt) return null;
  if (attempt.declines > 0 && attempt.result) {
    const { why, next } = attempt.result;
    return <>{fill(redirect.declinedLead, { why, next })}</>;
  }
  if (where === "unpaid") return <>{redirect.cameBackLead}</>;
  if (where === "back") return <>{redirect.noPaymentLead}</>;
  if (!attempt.continueUrl) return <>{fill(redirect.openingLead, { who: who[attempt.gateway] })}</>;
  if (where === "leaving") return <>{fill(redirect.goingLead, { page: page[attempt.gateway] })}</>;
  return <>{filled(redirect.lead, { money: <b class="keep">{cash(attempt.amountMinor, currency)}</b> })}</>;
}

function statusOf({ view: { attempt }, say: { redirect, who }, where }: StateProps): string {
  const gateway = attempt?.gateway ?? "stripe";
  if (attempt?.declines && attempt.result) return redirect.declined;
  if (where === "leaving" || !attempt?.continueUrl) return redirect.opening;
  if (where === "back") return fill(redirect.waiting, { who: whole(who[gateway]) });
  return redirect.toPay;
}

function OpenUntil({ view: { attempt, currency }, order, say: { redirect, days } }: StateProps) {
  if (!attempt) return null;
  const money = cash(attempt.amountMinor, currency);
  if (!attempt.expiresAt || !order || !attempt.continueUrl) return <>{fill(redirect.open, { money })}</>;
  const until = deadline(attempt.expiresAt, zoneOfOrder(order), undefined, days);
  return <>{fill(redirect.openUntil, { money, deadline: until })}</>;
}
