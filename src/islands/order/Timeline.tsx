import type { OrderView } from "#domain/orders/schema";
import { stamp, stampOnPaper } from "../words.ts";

/** What happened, newest first, each with its time in the shop's own clock. */
export function Timeline({ entries, timeZone }: { entries: OrderView["timeline"]; timeZone: string }) {
  const newest = [...entries].sort((a, b) => b.at - a.at);
  return (
    <ol class="line">
      {newest.map(({ id, at, title, more, tone }) => (
        <li key={id} class={`tone-${tone}`}>
          <div>{title}</div>
          <time dateTime={new Date(at).toISOString()}>
            <span class="no-print">{stamp(at, timeZone)}</span>
            <span class="only-print">{stampOnPaper(at, timeZone)}</span>
          </time>
          {more && <div class="small muted">{more}</div>}
        </li>
      ))}
    </ol>
  );
}
