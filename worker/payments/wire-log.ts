import { atomically } from "#db/atomically";
import type { AttemptRow } from "#db/queries/attempts";
import { logLine } from "#db/queries/log-lines";
import { newId } from "#domain/ids";
import type { Deps } from "../deps.ts";
import type { Wire } from "./gateway.ts";

/** Collects what went over the wire for one attempt, for the payment log. */
export function wireLog(
  deps: Deps,
  attempt: Pick<AttemptRow, "id" | "orderId" | "gateway" | "reference" | "amountMinor">,
) {
  const seen: Wire[] = [];
  const lines = () =>
    seen.flatMap(({ what, request, answer }) => [
      logLine({
        id: newId("log"),
        attempt,
        direction: "request",
        what,
        payload: request,
        amountMinor: attempt.amountMinor,
        at: deps.now(),
      }),
      logLine({ id: newId("log"), attempt, direction: "answer", what, payload: answer, at: deps.now() }),
    ]);
  return {
    add: (wire: Wire) => void seen.push(wire),
    lines,
    /** Writes what was seen, where no other batch takes it along. */
    async keep(): Promise<void> {
      if (seen.length > 0) await atomically(deps.db, lines());
      seen.length = 0;
    },
  };
}
