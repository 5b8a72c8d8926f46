import { randomBytes } from "node:crypto";
import { type Delivery, type Told, untold } from "../core/deliver.ts";
import { CALLBACK_HEADERS, type Daraja } from "./daraja.ts";
import { requestId } from "./errors.ts";
import type { OperatorRequest } from "./operator-request.ts";
import { RESULTS, type ResultCode } from "./result-codes.ts";
import { stamp } from "./stamp.ts";

/** Both names of an accepted request; the second is Daraja's own. */
export interface Conversation {
  readonly OriginatorConversationID: string;
  readonly ConversationID: string;
}

export interface Result {
  readonly code: ResultCode;
  readonly transactionId: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** A result that is to be posted, as it is saved. */
export interface PendingResult {
  readonly kind: "status" | "reversal";
  readonly url: string;
  readonly text: string;
  readonly told: Told;
}

/** Posts what became of a status query or a reversal, some time after it was accepted. Once, like everything Daraja sends. */
export function createResults({ habits, courier, alarms, simulation }: Daraja) {
  let pending: PendingResult[] = [];

  function delivery({ kind, url, text, told }: PendingResult): Delivery {
    return { kind, url, text, told, headers: () => CALLBACK_HEADERS, isWithheld: !habits.now.deliverCallbacks };
  }

  async function finish(result: PendingResult, delivered: Promise<Told>): Promise<void> {
    const { state } = await delivered;
    if (state === "waiting") return; // Everything stopped before it was due.
    pending = pending.filter((one) => one !== result);
    simulation.keep();
  }

  async function send(kind: PendingResult["kind"], url: string, text: string): Promise<void> {
    const { resultDelayMs } = habits.now;
    const dueAt = new Date(simulation.now().getTime() + resultDelayMs).toISOString();
    const result: PendingResult = { kind, url, text, told: { ...untold(), state: "waiting", dueAt } };
    pending.push(result);
    simulation.keep();
    if (await alarms.wait(resultDelayMs)) await finish(result, courier.deliver(delivery(result)));
  }

  return {
    newConversation(): Conversation {
      const day = stamp(simulation.now()).slice(0, 8);
      const ConversationID = `AG_${day}_${randomBytes(10).toString("hex")}`;
      return { OriginatorConversationID: requestId(), ConversationID };
    },
    /** Tells ResultURL how it ended. */
    tell(kind: PendingResult["kind"], request: OperatorRequest, conversation: Conversation, result: Result): void {
      send(kind, request.resultUrl, resultText(request, conversation, result, simulation.now()));
    },
    /** Tells QueueTimeOutURL that nobody knows. What stands in it is not documented. */
    tellTimeout(kind: PendingResult["kind"], request: OperatorRequest, conversation: Conversation): void {
      const ResultDesc = "The request timed out in the queue";
      const text = JSON.stringify({
        Result: { ResultType: 1, ResultCode: 1, ResultDesc, ...conversation, TransactionID: "" },
      });
      send(kind, request.timeoutUrl, text);
    },
    resume(): void {
      for (const result of pending) finish(result, courier.resume(delivery(result)));
    },
    save: (): PendingResult[] => pending,
    load(saved: PendingResult[]): void {
      pending = saved;
    },
    reset(): void {
      pending = [];
    },
  };
}
export type Results = ReturnType<typeof createResults>;

function resultText({ occasion }: OperatorRequest, conversation: Conversation, result: Result, at: Date): string {
  const { code, transactionId, parameters } = result;
  const list = Object.entries(parameters).map(([Key, Value]) => ({ Key, Value }));
  return JSON.stringify({
    Result: {
      ResultType: 0,
      ResultCode: /^\d+$/.test(code) ? Number(code) : code,
      ResultDesc: RESULTS[code],
      ...conversation,
      TransactionID: transactionId,
      ResultParameters: {
        // One alone is an object and no list; a refusal says only when it was finished.
        ResultParameter: code === "0" ? list : { Key: "BOCompletedTime", Value: Number(stamp(at)) },
      },
      ReferenceData: { ReferenceItem: { Key: "Occasion", Value: occasion } },
    },
  });
}
