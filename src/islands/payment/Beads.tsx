import { arcOf } from "./arc.ts";

const BEADS = 60;

/** A string of sixty beads, one a second. Longer waits begin with the whole string. */
export function Beads({ seconds }: { seconds: number }) {
  return (
    <div class="beads" role="timer" aria-label={`${seconds} seconds left`}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <mask id="left">
          <path d={arcOf(seconds, BEADS)} fill="none" stroke="#fff" stroke-width="9" transform="rotate(90 60 60)" />
        </mask>
        <circle class="rest" cx="60" cy="60" r="54" pathLength="60" />
        <circle class="left" cx="60" cy="60" r="54" pathLength="60" />
      </svg>
      <b>
        <span>{seconds}</span>
        <small>{seconds === 1 ? "second left" : "seconds left"}</small>
      </b>
    </div>
  );
}

/** The same string while nobody can say how long it takes: one bead goes round, and stands still where motion is not wanted. */
export function SlowBeads({ mark }: { mark: "wait" | "done" | "fail" }) {
  return (
    <div class={`beads slow ${mark}`} aria-hidden="true">
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
