import { counted, formOf } from "#domain/sentences/fill";
import type { PaymentWords } from "#domain/sentences/payment-pages";
import { arcOf } from "./arc.ts";

const BEADS = 60;

/** A string of sixty beads, one a second. Longer waits begin with the whole string. */
export function Beads({ seconds, say: { waiting, locale } }: { seconds: number; say: PaymentWords }) {
  return (
    <div class="beads" role="timer" aria-label={counted(waiting.secondsLeft, seconds, locale)}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <mask id="left">
          <path d={arcOf(seconds, BEADS)} fill="none" stroke="#fff" stroke-width="9" transform="rotate(90 60 60)" />
        </mask>
        <circle class="rest" cx="60" cy="60" r="54" pathLength="60" />
        <circle class="left" cx="60" cy="60" r="54" pathLength="60" />
      </svg>
      <b>
        <span>{seconds}</span>
        <small>{formOf(waiting.unitLeft, seconds, locale)}</small>
      </b>
    </div>
  );
}

/**
 * The same string while nobody can say how long it takes: one bead goes round, and stands still where motion is not wanted.
 * `still`: nothing is under way, it waits for the payer.
 */
export function SlowBeads({ mark, still = false }: { mark: "wait" | "done" | "fail"; still?: boolean }) {
  return (
    <div class={`beads slow ${mark}${still ? " still" : ""}`} aria-hidden="true">
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle class="rest" cx="60" cy="60" r="54" pathLength="60" />
        <g class="going">
          <circle class="bead" cx="60" cy="6" r="2.6" />
          <circle class="bead" cx="65.6" cy="6.3" r="2.6" />
          <circle class="bead" cx="71.2" cy="7.2" r="2.6" />
        </g>
      </svg>
      <span class={`big-mark st ${mark}`} />
    </div>
  );
}
