import type { StaffOrderView } from "#domain/orders/schema";
import { moment } from "./console-words.ts";

/** The order's one timeline, newest first, each line with its second and who did it. */
export function WhatHappened({ entries, now }: { entries: StaffOrderView["timeline"]; now: number }) {
  return (
    <section class="stack gap-20">
      <h2>What happened</h2>
      <ol class="line">
        {entries.map(({ id, at, title, more, by, tone }) => (
          <li key={id} class={`tone-${tone}`}>
            <div>{title}</div>
            <span class="small muted">
              <time dateTime={new Date(at).toISOString()}>{moment(at, now)}</time>, {by}
            </span>
            {more && <div class="small muted">{more}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}
