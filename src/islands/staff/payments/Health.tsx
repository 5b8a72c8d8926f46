import type { HealthView } from "#domain/payments/staff-schema";
import { counted } from "#lib/format";
import { clock, whole } from "../../words.ts";
import { age, ZONE } from "../console-words.ts";
import { St } from "../Ledger.tsx";
import { healthSaid } from "./payment-words.ts";

/** How the ways to pay are: open or hidden, test or live, what is under way. */
export function Health({ health, now }: { health: HealthView; now: number }) {
  const present = health.gateways.filter(({ isPresent }) => isPresent);
  const absent = health.gateways.filter(({ isPresent }) => !isPresent);
  return (
    <section class="health" aria-label="How the ways to pay are">
      {!health.sending && (
        <p class="flag fail">
          <b>Nothing is sent out at present.</b> Prompts, sessions and refunds wait until sending is switched on again.
        </p>
      )}
      <ul>
        {present.map((gateway) => {
          const { word, mark } = healthSaid(gateway);
          const { closedUntil, failures, inFlight, mode, account, callbacksWaiting, refundsOpen, underOtherAccount } =
            gateway;
          const since = gateway.state === "open" ? undefined : failures.at(-1);
          const notes = [
            inFlight.attempts > 0 &&
              `${inFlight.attempts} under way${inFlight.oldest === null ? "" : `, the oldest ${age(inFlight.oldest, now)}`}`,
            refundsOpen > 0 && `${counted(refundsOpen, "refund")} open`,
            callbacksWaiting > 0 && `${counted(callbacksWaiting, "callback")} to apply`,
          ].filter(Boolean);
          return (
            <li key={gateway.code}>
              <p class="apart">
                <span class="who">
                  <b>{whole(gateway.methodName)}</b>{" "}
                  {mode && <span class={mode === "test" ? "mode test" : "mode"}>{mode}</span>}
                </span>
                <St mark={mark}>{word}</St>
              </p>
              <p class="muted quiet long">{account}</p>
              {since !== undefined && (
                <p class="late">
                  since {clock(since, ZONE)}
                  {closedUntil !== null && closedUntil > now && `, tried again ${clock(closedUntil, ZONE)}`}
                </p>
              )}
              {notes.length > 0 && <p class="muted quiet">{notes.join(", ")}</p>}
              {underOtherAccount > 0 && (
                <p class="late">{underOtherAccount} under an account that is not set up any more</p>
              )}
            </li>
          );
        })}
      </ul>
      {absent.length > 0 && (
        <p class="small muted">Not set up: {absent.map(({ methodName }) => whole(methodName)).join(", ")}.</p>
      )}
    </section>
  );
}
