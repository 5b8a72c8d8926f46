import type { CallbackView } from "#domain/payments/staff-schema";
import { type CallbacksView, moneyApi } from "../money-api.ts";
import { Telling } from "../Telling.tsx";
import { thenRead, useActing } from "../use-acting.ts";
import { Callbacks } from "./Callbacks.tsx";
import { outcomeSaid } from "./payment-words.ts";

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
  const replay = async (callback: CallbackView): Promise<string | null> => {
    let came: string | null = null;
    await acting.act(
      async () => {
        const answer = await moneyApi.replay(callback.id);
        if (answer.ok) came = answer.value.outcome;
        return thenRead(Promise.resolve(answer), read, acting.seen);
      },
      () => `Applied again. ${outcomeSaid(came ?? "")}.`,
    );
    return came;
  };
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
