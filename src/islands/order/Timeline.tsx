import type { OrderView } from "#domain/orders/schema";
import type { DayWords } from "#domain/sentences/days";
import { stamp, stampOnPaper } from "../words.ts";

interface Props {
  entries: OrderView["timeline"];
  timeZone: string;
  days: DayWords;
}

/** What happened, newest first, each with its time in the shop's own clock. */
export function Timeline({ entries, timeZone, days }: Props) {
  const newest = [...entries].sort((a, b) => b.at - a.at);
  return (
    <ol class="line">
      {newest.map(({ id, at, title, more, tone }) => (
        <li key={id} class={`tone-${tone}`}>
          <div>{title}</div>
          <time dateTime={new Date(at).toISOString()}>
            <span class="no-print">{stamp(at, timeZone, undefined, days)}</span>
            <span class="only-print">{stampOnPaper(at, timeZone, days)}</span>
          </time>
          {more && <div class="small muted">{more}</div>}
        </li>
      ))}
    </ol>
  );
}
