import { type CallbacksView, moneyApi } from "../money-api.ts";
import { Telling } from "../Telling.tsx";
import { useActing } from "../use-acting.ts";
import { Callbacks } from "./Callbacks.tsx";
import { useReplay } from "./use-replay.ts";

export interface CallbackDeskProps {
  initial: CallbacksView;
  openedAt: number;
  query: string;
  mayReplay: boolean;
}

/** What providers sent, also what belongs to no payment. */
export function CallbackDesk({ initial, openedAt, query, mayReplay }: CallbackDeskProps) {
  const read = () => moneyApi.callbacks(new URLSearchParams(query));
  const acting = useActing(initial, openedAt, { read });
  const replay = useReplay(acting, read);
  return (
    <>
      <Telling acting={acting} formOpen={false} />
      <Callbacks
        callbacks={acting.seen.rows}
        now={acting.now}
        busy={acting.busy}
        mayReplay={mayReplay}
        withPayment
        onReplay={replay}
      />
    </>
  );
}
