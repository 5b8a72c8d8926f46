import type { CallbackView } from "#domain/payments/staff-schema";
import type { Answer } from "#lib/api";
import { moneyApi } from "../money-api.ts";
import { type Acting, thenRead } from "../use-acting.ts";
import { outcomeSaid } from "./payment-words.ts";

/** Applies a kept callback again and shows the page as it stands then. @returns what came of it; `null`: it was refused */
export const useReplay =
  <T>(acting: Acting<T>, read: () => Promise<Answer<T>>) =>
  async ({ id }: CallbackView): Promise<string | null> => {
    let came: string | null = null;
    await acting.act(
      async () => {
        const answer = await moneyApi.replay(id);
        if (answer.ok) came = answer.value.outcome;
        return thenRead(Promise.resolve(answer), read, acting.seen);
      },
      () => `Applied again. ${outcomeSaid(came ?? "")}.`,
    );
    return came;
  };
